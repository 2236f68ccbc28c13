"""Answer or not: the calibrated probability that the archive answers a question; pure.

A logistic regression over the numbers of `FITTED`, fitted by `training/fit_silence.py` on other
questions than its error rates are reported on (docs/evaluation.md). Questions of one part and of
several have weights of their own: what is asked in parts is never matched whole.
"""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import Hit
from index.splitting import split_sentences
from index.wording import describe_days
from qa.asked_of import surname_of
from qa.evidence import Scored
from qa.features import FEATURES, Candidate
from qa.introductions import tells_age, whose_age
from qa.names import named_in, share_named
from qa.quantities import gives
from qa.question import Kind, Question
from qa.strictness import Strictness
from qa.words import find_numbers

FITTED = (
    "best_score",  # log-odds of the best sentence
    "relevance",  # of the best sentence, read alone
    "passage_relevance",  # of any passage
    "weakest_part",  # log-odds of the best sentence of the part that has the weakest one
    "cosine",  # of any passage with the question
    "sentence_cosine",  # of the best sentence with the question
    "coverage",  # of the question's terms by the best sentence
    "names",  # share of the question's names in the first passages
    "numbers",  # share of the question's numbers in the first passages
    "names_near",  # share of its names near the best sentence, of a question of one part
    "numbers_near",  # share of its long numbers there, of a question of one part
    "retrieval",  # the score of the best sentence's passage, of a question of several parts
)
# Those decide by themselves. The first is 1 if the best sentence says who or what something is,
# names the day of which is asked what happened, or is what somebody said, where just that is asked;
# or has word for word what is quoted where it is asked who said it, or the age that is asked for.
# The second is 1 if what is asked for is lacking: the words of somebody who is named, in all
# sentences, or a quantity of its sort, in the best ones.
SIGNALS = (*FITTED, "told", "lacking")
# A question of more terms has several parts, even where it could not be taken apart: of CLAPnq's
# and WikiQA's questions 601 of 603 have ten or fewer, of MultiHop-RAG's 1,333 of 1,334 more.
_ONE_PART = 10
# How likely such a sentence answers. Of 41 people whom an article of multihop_rag introduces by the
# rules of `qa.introductions`, drawn at random and read by eye, 33 are told who they are. Too few
# questions ask so for a weight to be fitted.
TOLD = 0.8
_TOLD_BY = frozenset((Kind.IDENTITY, Kind.EVENT, Kind.WORDS))
# How likely the archive answers at most where that is lacking: silence at `balanced`, but not at
# `open`. Of onestop_qa's 57 questions that ask for somebody's words, all with an answer, this holds
# for two. Of 402 questions of SQuAD and SQuADShifts that ask for a sort of quantity, by which the
# rules were mended, the sentence that answers may have one of it for all (by a script that is not
# kept).
LACKING = 0.4
_BEST = 3
FOLDS = 5
_FIRST_PASSAGES = 4
# Years, sums and counts. Shorter ones are often part of a name ("World War 1", "Article 5").
_LONG_NUMBER = 3  # digits
# In characters: enough for the sentence before.
_BEFORE = 600
_LOG_ODDS_LIMIT = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """How often a desk errs, measured on questions that its weights had not seen.

    `wrongly_answered` is the share of the questions without an answer that it answered,
    `wrongly_silent` the share of those with one that it did not.
    """

    wrongly_answered: float
    wrongly_silent: float


def signals(question: Question, hits: Sequence[Hit], ranked: Sequence[Scored]) -> list[float]:
    """Describe the best evidence in `len(SIGNALS)` numbers; all zero where there is none."""
    if not hits or not ranked:
        return [0.0] * len(SIGNALS)
    passage_relevance = FEATURES.index("passage_relevance")
    best = dict(zip(FEATURES, ranked[0].features, strict=True))
    words = frozenset[str]().union(*map(named_in, _first_texts(hits)))
    asked_numbers = find_numbers(" ".join(question.numbers))
    numbers = {number for text in _first_texts(hits) for number in find_numbers(text)}
    several = has_several_parts(question)
    return [
        _log_odds(ranked[0].score),
        best["relevance"],
        max(scored.features[passage_relevance] for scored in ranked),
        min(_log_odds(score) for score in _best_by_part(question, ranked)),
        max(hit.cosine or 0.0 for hit in hits),
        best["cosine"],
        best["coverage"],
        share_named(question.names, words, asked=question.text),
        _share([n in numbers for n in asked_numbers]),
        # The best sentence answers one part, and need not name what the others ask about.
        *((0.0, 0.0) if several else _shares_near(question, asked_numbers, ranked[0].candidate)),
        # Outlets and days that were named have lifted it. Of one part it is left out: it compares
        # with the best that was found, and so tells more of the archive than of the answer.
        best["retrieval"] if several else 0.0,
        _told(question, ranked[0].candidate, best["kind"]),
        float(_is_unsaid(question, ranked) or _is_unmeasured(question, ranked)),
    ]


def judge(
    question: Question, hits: Sequence[Hit], ranked: Sequence[Scored], *, unseen: str | None = None
) -> float:
    """Return the probability that the archive answers; 0 without any evidence.

    Args:
        question: what is asked.
        hits: the passages that were found.
        ranked: their sentences, best first.
        unseen: as for `probability`.
    """
    if not ranked:
        return 0.0
    found = signals(question, hits, ranked)
    return probability(found, several_parts=has_several_parts(question), unseen=unseen)


def has_several_parts(question: Question) -> bool:
    """Tell on which scale a question is judged."""
    return bool(question.parts) or len(question.terms) > _ONE_PART


def probability(
    found: Sequence[float], *, several_parts: bool = False, unseen: str | None = None
) -> float:
    """Return the probability that the archive answers, from `signals`.

    Args:
        found: what `signals` returned.
        several_parts: what `has_several_parts` says of the question.
        unseen: to report on a development question, its text: then weights are used that were
            fitted without the fold that it is in.
    """
    kind = "several_parts" if several_parts else "one_part"
    weights, bias = _weights(kind, None if unseen is None else fold_of(unseen))
    *evidence, told, lacking = found
    fitted = float(1.0 / (1.0 + np.exp(-(np.dot(weights, evidence) + bias))))
    return min(max(fitted, TOLD * told), LACKING if lacking else 1.0)


def fold_of(question: str) -> int:
    """Return the fold of cross-fitting that a question is in, from 0 to `FOLDS` - 1."""
    return int.from_bytes(hashlib.blake2b(question.encode(), digest_size=4).digest()) % FOLDS


def threshold(strictness: Strictness = Strictness.BALANCED) -> float:
    """Return the probability below which the answer is silence."""
    return float(_stored()["thresholds"][strictness])


def rates(strictness: Strictness) -> Rates:
    """Return the error rates at a strictness: the mean over docs/evaluation.md's collections."""
    return Rates(**_stored()["rates"][strictness])


def _told(question: Question, best: Candidate, kind: float) -> float:
    if question.kind in _TOLD_BY:
        return kind
    if name := whose_age(question.text):
        return float(tells_age(best.text, name))
    return float(question.kind is Kind.PERSON and best.said is True)  # "Who said “…”?"


def _is_unsaid(question: Question, ranked: Sequence[Scored]) -> bool:
    """Tell whether the words of somebody who is named are asked for, and none are theirs."""
    if not question.speaker or not surname_of(question.speaker):
        return False
    return not any(scored.candidate.said for scored in ranked)


def _is_unmeasured(question: Question, ranked: Sequence[Scored]) -> bool:
    """Tell whether a sort of quantity is asked for, and the best sentences have none of it."""
    best = [scored.candidate.text for scored in ranked[:_BEST]]
    asked = question.quantity
    return asked is not None and not any(gives(asked, text) for text in best)


def _best_by_part(question: Question, ranked: Sequence[Scored]) -> list[float]:
    """Return the best score for each part; of a part that nothing was found for, 0."""
    if not question.parts:
        return [ranked[0].score]
    best = dict.fromkeys((part.text for part in question.parts), 0.0)
    for scored in ranked:
        if (part := scored.candidate.part) is not None:
            best[part] = max(best.get(part, 0.0), scored.score)
    return list(best.values())


def _first_texts(hits: Sequence[Hit]) -> list[str]:
    some = [hit.passage for hit in hits[:_FIRST_PASSAGES]]
    return [f"{passage.article.title or ''} {passage.text}" for passage in some]


def _shares_near(
    question: Question, numbers: Collection[str], candidate: Candidate
) -> tuple[float, float]:
    """Return the shares of a question's names and long numbers that stand near a sentence."""
    near = _near(candidate, question.speaker)
    found, long = find_numbers(near), (n for n in numbers if _digits(n) >= _LONG_NUMBER)
    named = share_named(question.names, named_in(near), asked=question.text)
    return named, _share([number in found for number in long])


def _near(candidate: Candidate, speaker: str | None) -> str:
    """Return a sentence with what it is understood by: its origin, and the sentence before."""
    article = candidate.article
    before = article.text[max(0, candidate.start - _BEFORE) : candidate.start].rstrip()
    last = before[split_sentences(before)[-1].start :] if before else ""
    day = describe_days(article.published, article.published) if article.published else ""
    said = [speaker] if speaker and candidate.said else []
    return "\n".join([article.title or "", article.outlet or "", day, *said, last, candidate.text])


def _digits(number: str) -> int:
    return sum(map(str.isdigit, number))


def _share(found: Sequence[bool]) -> float:
    return sum(found) / len(found) if found else 1.0


def _log_odds(score: float) -> float:
    kept = min(max(score, _LOG_ODDS_LIMIT), 1 - _LOG_ODDS_LIMIT)
    return float(np.log(kept / (1 - kept)))


@cache
def _stored() -> Mapping[str, Any]:
    stored: Mapping[str, Any] = json.loads((files("qa") / "silence_weights.json").read_text())
    return stored


@cache
def _weights(kind: str, without_fold: int | None) -> tuple[NDArray[np.float64], float]:
    own = _stored()[kind]
    stored = own if without_fold is None else own["folds"][without_fold]
    return np.array([stored["weights"][name] for name in FITTED]), float(stored["bias"])
