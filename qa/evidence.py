"""Passages into ranked sentences: the scoring of evidence; pure.

A sentence is described by the numbers of `qa.features.FEATURES` and scored by a logistic
regression whose weights were fitted by `training/fit_sentences.py`. The score is an estimate of
the probability that the sentence answers the question, given that it came out of retrieval.
Sentences are scored up to three times: unread, by which it is told what passages are worth reading;
at first sight, by what the reader said of their passages; and the best of them again, read alone.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from qa.features import FEATURES, Candidate, describe
from qa.question import Question

if TYPE_CHECKING:
    from typing import TypeAlias

    from index import Article, Story

    Source: TypeAlias = Article | Story

# A statement is shown if it is at least this likely beside the best one.
SHARE_OF_BEST = 0.05
# What an article's next sentence keeps of its odds; at 1 a single article may fill an answer.
TURN = 0.3
# Factors of the odds of what is said by whom the question asks for, by another, or by nobody. Of 57
# questions of onestop_qa that ask for somebody's words 45 have the answering sentence first with 7,
# 44 with 3 and with 20, and 43 with 1.
SAID_ODDS = {True: 7.0, False: 1 / 7, None: 1.0}
_WORDING = re.compile(r"[$€£%]|(?<!\w)-?\d+(?:[.,]\d+)*|[^\W_]+(?:'[^\W_]+)*")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A candidate with its estimated probability of answering and the features behind it.

    `also` holds the other parts of the question that it was found for, each with its score for it.
    `first_sight` is the probability before any sentence was read alone: those of all compare.
    """

    candidate: Candidate
    score: float
    features: tuple[float, ...]
    also: tuple[tuple[str, float], ...] = ()
    first_sight: float = 0.0


def rank(
    question: Question, candidates: Sequence[Candidate], *, idf: Mapping[str, float]
) -> list[Scored]:
    """Order candidates by how likely each answers, best first; ties stay in the order given.

    Those that were read alone are judged by all they were read for and stand before the others,
    which are judged at first sight.

    Args:
        question: what is asked.
        candidates: sentences of the passages that were found.
        idf: how telling each of the question's terms is in this archive.
    """
    return rank_described(candidates, describe(question, candidates, idf=idf))


def rank_described(candidates: Sequence[Candidate], features: NDArray[np.float64]) -> list[Scored]:
    """Order candidates as `rank` does, by what `describe` made of them."""
    if not candidates:
        return []
    read = np.array([candidate.relevance is not None for candidate in candidates])
    first_sight = lifted(at_first_sight(features), candidates)
    scores = np.where(read, lifted(probabilities(features), candidates), first_sight)
    scored = [
        Scored(
            candidate=candidate,
            score=float(scores[at]),
            features=tuple(map(float, features[at])),
            first_sight=float(first_sight[at]),
        )
        for at, candidate in enumerate(candidates)
    ]
    return sorted(scored, key=lambda s: (s.candidate.relevance is None, -s.score))


def select(ranked: Sequence[Scored], *, limit: int) -> list[list[Scored]]:
    """Choose the sentences to show, each with its repeats in other articles, best first.

    Articles take turns: each sentence that an article has given already lowers the odds of its
    next one (maximal marginal relevance, Carbonell and Goldstein, SIGIR 1998, over articles), so
    that several sources speak before one repeats itself; so do the parts of a question. A sentence
    far less likely than the best one for its part (`SHARE_OF_BEST`) is left out.

    Returns:
        At most `limit` groups; in each the best sentence first, one of each article.
    """
    best_of = best_by_part(ranked)
    waiting = [s for s in ranked if s.score >= SHARE_OF_BEST * best_of[s.candidate.part]]
    given: Counter[Source | str | None] = Counter()
    groups: list[list[Scored]] = []
    while waiting and len(groups) < limit:
        best = max(waiting, key=lambda s: _odds(s) * TURN ** _turns(s, given))
        repeats = [s for s in waiting if same_sentence(best.candidate.text, s.candidate.text)]
        group = [best]
        for repeat in repeats:
            if all(repeat.candidate.article != other.candidate.article for other in group):
                group.append(repeat)
        groups.append(group)
        given.update({_source(s) for s in group})
        if best.candidate.part is not None:
            given[best.candidate.part] += 1
        waiting = [s for s in waiting if s is not best and s not in repeats]
    return groups


def also_answers(scored: Scored, best_of: Mapping[str | None, float]) -> set[str]:
    """Return the other parts that a sentence answers as well: it is the best there is for them.

    One that is far less likely there than for its own part (`SHARE_OF_BEST`) does not answer it.
    `best_of` is what `best_by_part` tells.
    """
    least = SHARE_OF_BEST * scored.score
    return {part for part, score in scored.also if score >= max(best_of[part], least)}


def without_parts(ranked: Sequence[Scored], parts: Collection[str]) -> list[Scored]:
    """Leave out what was found for some parts of a question; what answers another stands for it.

    Of that no words are marked: they answered the part that is left out.
    """
    kept = (_for_others(scored, parts) for scored in ranked)
    return sorted(filter(None, kept), key=lambda s: -s.score)


def _for_others(scored: Scored, parts: Collection[str]) -> Scored | None:
    also = tuple(pair for pair in scored.also if pair[0] not in parts)
    if scored.candidate.part not in parts:
        return replace(scored, also=also)
    if not also:
        return None
    best = max(also, key=lambda pair: pair[1])
    candidate = replace(scored.candidate, part=best[0], answer=None)
    others = tuple(pair for pair in also if pair is not best)
    return replace(scored, candidate=candidate, score=best[1], also=others)


def best_by_part(ranked: Sequence[Scored]) -> dict[str | None, float]:
    """Return the score of each part's best sentence, though that stands for another part."""
    best_of: dict[str | None, float] = {}
    for scored in ranked:
        best_of.setdefault(scored.candidate.part, scored.score)
    for part, score in (pair for scored in ranked for pair in scored.also):
        best_of[part] = max(best_of.get(part, 0.0), score)
    return best_of


def _turns(scored: Scored, given: Mapping["Source | str | None", int]) -> int:
    """Count what its article, or the story that it carries, and its part have given already."""
    return given[_source(scored)] + given[scored.candidate.part]


def _source(scored: Scored) -> "Source":
    return scored.candidate.story or scored.candidate.article


def _odds(scored: Scored) -> float:
    return scored.score / max(1.0 - scored.score, 1e-9)


def same_sentence(one: str, other: str) -> bool:
    """Tell whether two sentences are the same word for word, whatever their case and punctuation.

    One word may turn a sentence round ("not", "fell" for "rose", another name), so none may differ:
    who is named under a sentence has written it.

    >>> same_sentence("Minsk said no.", "“Minsk said no”"), same_sentence("He left.", "He stayed.")
    (True, False)
    """
    return _wording(one) == _wording(other)


@lru_cache(maxsize=10_000)
def _wording(sentence: str) -> tuple[str, ...]:
    """Return words, numbers and signs in order, without case, accents and thousands separators."""
    plain = unicodedata.normalize("NFKD", sentence.replace("’", "'").replace("−", "-"))
    bare = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    found = _WORDING.findall(bare)
    return tuple(_THOUSANDS.sub("", word) for word in found) or (sentence,)


def probabilities(features: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn features, shape (n, len(FEATURES)), into scores between 0 and 1, shape (n,)."""
    return _logistic(features, "weights")


def at_first_sight(features: NDArray[np.float64]) -> NDArray[np.float64]:
    """Do the same for sentences that were not read alone; what that would tell counts for 0."""
    return _logistic(features, "first_sight")


def unread(features: NDArray[np.float64]) -> NDArray[np.float64]:
    """Do the same for sentences whose passages were not read either."""
    return _logistic(features, "unread")


def lifted(scores: NDArray[np.float64], candidates: Sequence[Candidate]) -> NDArray[np.float64]:
    """Raise the odds of what is said by whom the question asks for, lower those of others' words.

    Args:
        scores: between 0 and 1, shape (len(candidates),).
        candidates: what was scored.
    """
    factors = np.array([SAID_ODDS[candidate.said] for candidate in candidates])
    return np.asarray(scores * factors / (1.0 + scores * (factors - 1.0)))


def _logistic(features: NDArray[np.float64], name: str) -> NDArray[np.float64]:
    weights, bias = _weights(name)
    # A matrix product rounds a row by where it stands: the same features would score differently.
    log_odds = (features * weights).sum(axis=1) + bias
    return np.asarray(1.0 / (1.0 + np.exp(-log_odds)))


@cache
def _weights(name: str) -> tuple[NDArray[np.float64], float]:
    stored = json.loads((files("qa") / "sentence_weights.json").read_text())[name]
    return np.array([stored[feature] for feature in FEATURES]), float(stored["bias"])
