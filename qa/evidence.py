"""Passages into ranked sentences: the scoring of evidence; pure.

A sentence is described by the numbers of `FEATURES` and scored by a logistic regression whose
weights were fitted by `training/fit_sentences.py`. The score is an estimate of the probability
that the sentence answers the question, given that it came out of retrieval.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.fuzz import ratio

from index import Article
from index.terms import analyze
from qa.names import fold, found_among
from qa.question import Kind, Question, find_names, find_numbers, words_of

FEATURES = (
    "cosine",  # question and sentence, embedded
    "coverage",  # share of the question's terms in the sentence, weighted by idf as in BM25
    "neighbour_cosine",  # question and the nearer of the sentences before and after, embedded
    "context_cosine",  # question and passage, embedded
    "context_coverage",  # share of the question's terms in the passage and its title, by idf
    "retrieval",  # the passage's score in retrieval: BM25 and cosine fused
    "names",  # share of the question's names in the passage and its title, 1 if it has none
    "numbers",  # share of the question's numbers in the sentence, 1 if it has none
    "kind",  # 1 if the sentence has the number, date, person or place that is asked for
    "reason",  # 1 if a reason is asked for and the sentence has words that give one
    "length",  # log of the number of words
    "position",  # 1 for the first sentence of the article, falling to 0
)

# About a hundred words, in characters.
_POSITION_FALL = 600
# A statement is shown if it is at least this likely beside the best one.
SHARE_OF_BEST = 0.05
# What an article's next sentence keeps of its odds; at 1 a single article may fill an answer.
TURN = 0.4
# Above this two sentences are one statement in other punctuation or with a word changed.
_SAME_SENTENCE = 92.0

# Only words that hardly ever do anything but give a reason: "since", "so that" and "out of" mostly
# do something else.
_REASON = re.compile(
    r"\b(?:because|due to|owing to|on account of|as a result of|thanks to|reasons?"
    r"|so as (?:not )?to|in (?:order|an effort|an attempt|response) to|to (?:avoid|prevent)"
    r"|for fear|afraid|fear(?:s|ed|ing)?|wary|driven by|stems? from|motivated by)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b(?:1[5-9]|20)\d\d\b|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:last|next|this) (?:week|month|year)\b",
    re.IGNORECASE,
)
_QUANTITY = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|twenty|thirty|forty"
    r"|fifty|hundreds?|thousands?|millions?|billions?|half|twice|first|second|third)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sentence that may answer, with its surroundings.

    `start` and `end` are offsets into `article.text`. The cosines are those of the question with
    the sentence, with the nearer of its neighbours in the passage (0 without any), and with the
    passage; `retrieval` is the passage's score when it was found.
    """

    article: Article
    start: int
    end: int
    passage: str
    cosine: float
    neighbour_cosine: float
    context_cosine: float
    retrieval: float

    @property
    def text(self) -> str:
        """The sentence, word for word."""
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A candidate with its estimated probability of answering and the features behind it."""

    candidate: Candidate
    score: float
    features: tuple[float, ...]


def rank(
    question: Question, candidates: Sequence[Candidate], *, idf: Mapping[str, float]
) -> list[Scored]:
    """Order candidates by how likely each answers, best first; ties stay in the order given.

    Args:
        question: what is asked.
        candidates: sentences of the passages that were found.
        idf: how telling each of the question's terms is in this archive.
    """
    if not candidates:
        return []
    features = describe(question, candidates, idf=idf)
    scored = [
        Scored(candidate=candidate, score=float(score), features=tuple(map(float, row)))
        for candidate, score, row in zip(candidates, probabilities(features), features, strict=True)
    ]
    return sorted(scored, key=lambda s: -s.score)


def select(ranked: Sequence[Scored], *, limit: int) -> list[list[Scored]]:
    """Choose the sentences to show, each with its repeats in other articles, best first.

    Articles take turns: each sentence that an article has given already lowers the odds of its
    next one (maximal marginal relevance, Carbonell and Goldstein, SIGIR 1998, over articles), so
    that several sources speak before one repeats itself. A sentence far less likely than the best
    one (`SHARE_OF_BEST`) is left out.

    Returns:
        At most `limit` groups; in each the best sentence first, one of each article.
    """
    waiting = [s for s in ranked if s.score >= SHARE_OF_BEST * ranked[0].score]
    given: Counter[Article] = Counter()
    groups: list[list[Scored]] = []
    while waiting and len(groups) < limit:
        best = max(waiting, key=lambda s: _odds(s) * TURN ** given[s.candidate.article])
        repeats = [s for s in waiting if same_sentence(best.candidate.text, s.candidate.text)]
        group = [best]
        for repeat in repeats:
            if all(repeat.candidate.article != other.candidate.article for other in group):
                group.append(repeat)
        groups.append(group)
        given.update(s.candidate.article for s in group)
        waiting = [s for s in waiting if s is not best and s not in repeats]
    return groups


def _odds(scored: Scored) -> float:
    return scored.score / max(1.0 - scored.score, 1e-9)


def same_sentence(one: str, other: str) -> bool:
    """Tell whether two sentences say the same in (nearly) the same words.

    >>> same_sentence("Minsk said no.", "“Minsk said no”"), same_sentence("He left.", "He stayed.")
    (True, False)
    """
    a, b = " ".join(analyze(one)), " ".join(analyze(other))
    if find_numbers(one) != find_numbers(other):
        return False
    return a == b or ratio(a, b) >= _SAME_SENTENCE


def probabilities(features: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn features, shape (n, len(FEATURES)), into scores between 0 and 1, shape (n,)."""
    weights, bias = _weights()
    return np.asarray(1.0 / (1.0 + np.exp(-(features @ weights + bias))))


def describe(
    question: Question, candidates: Sequence[Candidate], *, idf: Mapping[str, float]
) -> NDArray[np.float64]:
    """Compute the features of every candidate, shape (len(candidates), len(FEATURES))."""
    matcher = _Matcher(question, idf)
    contexts: dict[tuple[str | None, str], _Context] = {}
    rows = []
    for candidate in candidates:
        key = (candidate.article.title, candidate.passage)
        if key not in contexts:
            contexts[key] = matcher.context(candidate)
        rows.append(matcher.features(candidate, contexts[key]))
    return np.array(rows, dtype=np.float64)


class _Context(NamedTuple):
    """What all sentences of a passage share."""

    coverage: float
    names: float


class _Matcher:
    """Holds what is the same for all sentences of one question."""

    def __init__(self, question: Question, idf: Mapping[str, float]) -> None:
        self._question = question
        # One more than the idf (as Lucene's TFIDFSimilarity has it): in an archive on one subject,
        # the names of that subject have an idf near 0 and would not count at all.
        self._weights = {term: 1.0 + idf.get(term, 0.0) for term in question.terms}
        self._total = sum(self._weights.values()) or 1.0
        self._names = tuple(dict.fromkeys(fold(name) for name in question.names))
        self._numbers = find_numbers(" ".join(question.numbers))

    def features(self, candidate: Candidate, context: "_Context") -> list[float]:
        text = candidate.text
        return [
            candidate.cosine,
            self.coverage(set(analyze(text))),
            candidate.neighbour_cosine,
            candidate.context_cosine,
            context.coverage,
            candidate.retrieval,
            context.names,
            _share([number in find_numbers(text) for number in self._numbers]),
            float(self._has_kind(text)),
            float(self._question.kind is Kind.REASON and _REASON.search(text) is not None),
            math.log(1 + len(text.split())),
            math.exp(-candidate.start / _POSITION_FALL),
        ]

    def context(self, candidate: Candidate) -> "_Context":
        text = f"{candidate.article.title or ''}\n{candidate.passage}"
        terms = set(analyze(text))
        words = {fold(word) for word in words_of(text)}
        return _Context(
            coverage=self.coverage(terms),
            names=_share([found_among(name, words) for name in self._names]),
        )

    def coverage(self, terms: Collection[str]) -> float:
        found = (weight for term, weight in self._weights.items() if found_among(term, terms))
        return sum(found) / self._total

    def _has_kind(self, text: str) -> bool:
        match self._question.kind:
            case Kind.NUMBER:
                return _QUANTITY.search(text) is not None
            case Kind.DATE:
                return _DATE.search(text) is not None
            case Kind.PERSON | Kind.PLACE:
                return any(not found_among(fold(n), self._names) for n in find_names(text))
            case _:
                return False


def _share(found: Sequence[bool]) -> float:
    return sum(found) / len(found) if found else 1.0


@cache
def _weights() -> tuple[NDArray[np.float64], float]:
    stored = json.loads((files("qa") / "sentence_weights.json").read_text())
    return np.array([stored["weights"][name] for name in FEATURES]), float(stored["bias"])
