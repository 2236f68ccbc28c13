"""What is known of a sentence that may answer, as numbers; pure."""

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index import Article, Story
from index.splitting import Span
from index.terms import analyze
from qa.introductions import introduces
from qa.names import acronyms, fold, found_among, named_in, share_named
from qa.periods import names_day
from qa.quantities import gives
from qa.question import Kind, Question
from qa.words import find_names, find_numbers

FEATURES = (
    "relevance",  # log-odds, read alone, that the sentence answers
    "alone_mass",  # probability, read alone, that it holds words that answer
    "alone_odds",  # its log-odds
    "cosine",  # question and sentence, embedded, of those that were read alone
    "passage_relevance",  # log-odds, read whole, that the passage answers
    "mass",  # probability that the answer's words lie in the sentence, in its passage
    "log_mass",  # its logarithm
    "coverage",  # share of the question's terms in the sentence, weighted by idf as in BM25
    "context_coverage",  # share of the question's terms in the passage and its title, by idf
    "context_cosine",  # question and passage, embedded
    "retrieval",  # the passage's score in retrieval: BM25 and cosine fused
    "names",  # share of the question's names in the passage and its title, 1 if it has none
    "numbers",  # share of the question's numbers in the sentence, 1 if it has none
    "kind",  # 1 if it has a number (of the sort that is asked for), a date, person or place,
    # introduces the subject, names the day, or is what the one said whose words are asked for
    "reason",  # 1 if a reason is asked for and the sentence has words that give one
    "length",  # log of the number of words
    "position",  # 1 for the first sentence of the article, falling to 0
)
# What is known once a sentence was read alone, and once its passage was read; 0 before.
OF_SENTENCE = FEATURES[:4]
OF_PASSAGE = FEATURES[4:7]
OF_READING = (*OF_SENTENCE, *OF_PASSAGE)

# Log-odds beyond this tell no more: the reader's training never asked it to be surer.
_MOST = 6.0
# A long answer is one that the reader would not mark whole: that it marks none says only so much.
_MOST_ODDS = 5.0
_LEAST_MASS = 1e-4
# About a hundred words, in characters.
_POSITION_FALL = 600

# Only words that hardly ever do anything but give a reason: "since", "so that" and "out of" mostly
# do something else.
_REASON = re.compile(
    r"\b(?:because|due to|owing to|on account of|as a result of|thanks to|reasons?"
    r"|so as (?:not )?to|in (?:order|an effort|an attempt|response) to|to (?:avoid|prevent)"
    r"|for fear|afraid|fear(?:s|ed|ing)?|wary|driven by|stems? from|motivated by)\b",
    re.IGNORECASE,
)
_LEADING = re.compile(r"\b(?:because of|(?:due|owing|thanks) to)\s+(?:the\s+)?$", re.IGNORECASE)
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
_DATE = re.compile(
    rf"\b(?:1[5-9]|20)\d\d\b|\b{_MONTH}\.? \d|\b\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}\b"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:last|next|this) (?:week|month|year)\b",
    re.IGNORECASE,
)
_QUANTITY = re.compile(
    # "One of the drones" counts nothing.
    r"\d|\b(?:one(?! of\b)|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?"
    r"|twenty|thirty|forty|fifty|hundreds?|thousands?|millions?|billions?|half|twice|first|second|third)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sentence that may answer, with its surroundings and what the reader said.

    `start` and `end` are offsets into `article.text`, as are those of `answer`: the words in it
    that the reader takes for the answer, if it marks any. `passage_relevance` and `relevance` are
    log-odds that the passage, and the sentence alone, answers; None for what was not read so.
    `mass` is the probability that words of the sentence are the answer, `alone_mass` the same of a
    sentence that was read alone. `cosine` is that of the question with such a sentence,
    `context_cosine` that with the passage; `retrieval` is the passage's score when it was found.
    `part` is the part of the question that it was found for, if that has several; `story` the story
    of its article, if others carry that too. `said` tells whether it is said by whom the question
    asks for, or by another, or whether it has the words of which is asked who said them; None where
    nobody speaks, or nobody's words are asked for.
    """

    article: Article
    start: int
    end: int
    passage: str
    context_cosine: float
    retrieval: float
    passage_relevance: float | None = None
    mass: float = 0.0
    relevance: float | None = None
    alone_mass: float = 0.0
    cosine: float = 0.0
    answer: Span | None = None
    part: str | None = None
    story: Story | None = None
    said: bool | None = None

    @property
    def text(self) -> str:
        """The sentence, word for word."""
        return self.article.text[self.start : self.end]


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
    return np.array(rows, dtype=np.float64).reshape(-1, len(FEATURES))


def note_reading(row: NDArray[np.float64], candidate: Candidate) -> None:
    """Write into a candidate's features what reading its passage, or it alone, has brought."""
    row[: len(OF_READING)] = _read(candidate)


def gives_reason(text: str) -> bool:
    """Tell whether a sentence has words that give a reason.

    >>> gives_reason("He waits because of snow."), gives_reason("He has waited since May.")
    (True, False)
    """
    return _REASON.search(text) is not None


def is_bare_name(text: str, span: Span) -> bool:
    """Tell whether words of a text are a name and nothing besides, and no "because of" before it.

    >>> text = "Fear is a reason why Ann Poe waits because of NATO."
    >>> [is_bare_name(text, Span(*at)) for at in ((0, 16), (21, 28), (46, 50))]
    [False, True, False]
    """
    words = span.of(text).split()
    return all(w[:1].isupper() for w in words) and not _LEADING.search(text[: span.start])


class _Context(NamedTuple):
    """What all sentences of a passage share."""

    coverage: float
    names: float
    words: frozenset[str]


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
            *_read(candidate),
            self.coverage(_terms(text)),
            context.coverage,
            candidate.context_cosine,
            candidate.retrieval,
            context.names,
            _share([number in find_numbers(text) for number in self._numbers]),
            float(self._has_kind(candidate, context)),
            float(self._question.kind is Kind.REASON and gives_reason(text)),
            math.log(1 + len(text.split())),
            math.exp(-candidate.start / _POSITION_FALL),
        ]

    def context(self, candidate: Candidate) -> "_Context":
        text = f"{candidate.article.title or ''}\n{candidate.passage}"
        asked, words = self._question, named_in(text)
        return _Context(
            coverage=self.coverage(_terms(text)),
            names=share_named(asked.names, words, asked=asked.asked),
            words=words,
        )

    def coverage(self, terms: Collection[str]) -> float:
        found = (weight for term, weight in self._weights.items() if found_among(term, terms))
        return sum(found) / self._total

    def _has_kind(self, candidate: Candidate, context: "_Context") -> bool:
        text, has_kind = candidate.text, False
        match self._question.kind:
            case Kind.NUMBER:
                sort = self._question.quantity
                has_kind = gives(sort, text) if sort else _QUANTITY.search(text) is not None
            case Kind.DATE:
                has_kind = _DATE.search(text) is not None
            case Kind.PERSON | Kind.PLACE:
                has_kind = any(not found_among(fold(n), self._names) for n in find_names(text))
            case Kind.IDENTITY:
                has_kind = introduces(text, self._question.subject or "", beside=context.words)
            case Kind.EVENT:
                (asked,) = self._question.periods
                has_kind = names_day(text, asked, published=candidate.article.published)
            case Kind.WORDS:
                has_kind = candidate.said is True
        return has_kind


def _terms(text: str) -> set[str]:
    """Return the index terms of a text, and what its names may be called in short."""
    return {*analyze(text), *acronyms(text)}


def _read(candidate: Candidate) -> list[float]:
    """Return what is known of a candidate by reading, the features of `OF_READING`."""
    alone, whole = [0.0] * len(OF_SENTENCE), [0.0] * len(OF_PASSAGE)
    if candidate.relevance is not None:
        mass = candidate.alone_mass
        alone = [_limited(candidate.relevance), mass, _log_odds(mass), candidate.cosine]
    if candidate.passage_relevance is not None:
        mass = candidate.mass
        log_mass = math.log(max(mass, _LEAST_MASS))
        whole = [_limited(candidate.passage_relevance), mass, log_mass]
    return [*alone, *whole]


def _log_odds(probability: float) -> float:
    """Return the log-odds of a probability, at most `_MOST_ODDS` either way."""
    least = 1.0 / (1.0 + math.exp(_MOST_ODDS))
    kept = min(max(probability, least), 1.0 - least)
    return math.log(kept / (1.0 - kept))


def _limited(log_odds: float) -> float:
    return min(max(log_odds, -_MOST), _MOST)


def _share(found: Sequence[bool]) -> float:
    return sum(found) / len(found) if found else 1.0
