"""A user's own questions, asked of their own archive, and how often the answers were right."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

from index import RequestError
from qa.bundled import BUNDLED_READER
from qa.calibration import Threshold
from qa.evidence import Scored, select
from qa.gold import Case, Gold
from qa.measures import Bin, Rate, calibration_error, reciprocal_rank, reliability
from qa.places import Located, Place, locate

if TYPE_CHECKING:
    from qa.deciding import Evidence
    from qa.desk import Desk

DEPTH = 10
"""So many statements are looked through for the answering sentence."""

# A sentence answers if it shares half of the shorter one's characters with the gold: sentences are
# cut in other places by other people.
SHARE = 0.5


class Fault(StrEnum):
    """What can go wrong with a question."""

    WRONGLY_ANSWERED = "wrongly answered"
    WRONGLY_SILENT = "wrongly silent"
    NOT_FIRST = "another sentence first"
    NOT_FOUND = "answering sentence not found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with the questions themselves; it is told and measured for nothing."""

    line: int | None
    question: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """How one question went.

    `answerable` is None where nobody said. `place` is that of the first answering statement, from
    1, whether or not the desk stayed silent; None where it is not among the first `DEPTH`.
    `by_quote` tells whether a quote decides that and not the article alone. `first` is the sentence
    that came first, empty where there was none.
    """

    question: str
    line: int | None
    answerable: bool | None
    by_quote: bool
    probability: float
    answered: bool
    place: int | None
    first: str

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What went wrong; empty where nothing did, or where nobody said what would be right."""
        if self.answerable is None:
            return ()
        if not self.answerable:
            return (Fault.WRONGLY_ANSWERED,) if self.answered else ()
        silent = () if self.answered else (Fault.WRONGLY_SILENT,)
        if self.place is None:
            return (*silent, Fault.NOT_FOUND)
        return silent if self.place == 1 else (*silent, Fault.NOT_FIRST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """How often the answers to some questions were right, and how often silence was.

    The ranks leave silence aside: they tell where the answering sentence stands whether or not the
    desk spoke. Rates of silence are those at `threshold`, of answers by `reader`.
    """

    judged: tuple[Judged, ...]
    problems: tuple[Problem, ...]
    threshold: Threshold
    reader: str = BUNDLED_READER

    @property
    def answerable(self) -> tuple[Judged, ...]:
        """The questions that the archive answers."""
        return tuple(judged for judged in self.judged if judged.answerable)

    @property
    def unanswerable(self) -> tuple[Judged, ...]:
        """The questions that it does not answer."""
        return tuple(judged for judged in self.judged if judged.answerable is False)

    @property
    def without_gold(self) -> tuple[Judged, ...]:
        """The questions of which nobody said what would be right."""
        return tuple(judged for judged in self.judged if judged.answerable is None)

    @property
    def failures(self) -> tuple[Judged, ...]:
        """The questions with which something went wrong, in the order given."""
        return tuple(judged for judged in self.judged if judged.faults)

    def found_within(self, places: int) -> Rate:
        """Count the answering sentences that stand among the first so many."""
        hits = [judged.place is not None and judged.place <= places for judged in self.answerable]
        return Rate(sum(hits), len(hits))

    @property
    def mean_reciprocal_rank(self) -> float | None:
        """The mean of 1/place, 0 past the tenth (MRR@10); None without an answerable question."""
        ranks = [reciprocal_rank(judged.place, cutoff=DEPTH) for judged in self.answerable]
        return fmean(ranks) if ranks else None

    @property
    def wrongly_answered(self) -> Rate:
        """How many of the questions without an answer were answered."""
        return Rate(sum(judged.answered for judged in self.unanswerable), len(self.unanswerable))

    @property
    def wrongly_silent(self) -> Rate:
        """How many of the questions with an answer met with silence."""
        return Rate(sum(not judged.answered for judged in self.answerable), len(self.answerable))

    @property
    def probabilities(self) -> tuple[list[float], list[float]]:
        """The probabilities of the questions with an answer, and of those without."""
        can = [judged.probability for judged in self.answerable]
        return can, [judged.probability for judged in self.unanswerable]

    @property
    def calibration_error(self) -> float | None:
        """How far the probabilities are from what came true; None where a side is missing."""
        return calibration_error(*self.probabilities)

    @property
    def reliability(self) -> list[Bin]:
        """What the probabilities promised, and what came true, in ten parts."""
        return reliability(*self.probabilities)


def evaluate(
    desk: "Desk", cases: Iterable[Case], *, progress: Callable[[int], None] | None = None
) -> Evaluation:
    """Ask questions whose answers are known and measure how it goes.

    Args:
        desk: answers them.
        cases: the questions; one that cannot be measured (it has an error, or its quotes and
            articles are not in the archive) is left out and told in `problems`.
        progress: called with the number of questions asked so far.

    Raises:
        RequestError: a question is empty or too long; `read_cases` finds that out beforehand. Or
            `cases` is the name of a file.
    """
    if isinstance(cases, str | Path):
        raise RequestError(f'read the file first: evaluate(desk, read_cases("{cases}"))')
    listed = list(cases)
    found = _located(desk, listed)
    wanted = [
        (case, [one for one in where if not one.problem])
        for case, where in zip(listed, found, strict=True)
        if not case.error and (not case.golds or not all(one.problem for one in where))
    ]
    threshold = desk.threshold()
    judged: list[Judged] = []
    evidence = desk.gather_many(case.question for case, _ in wanted)
    for (case, where), brought in zip(wanted, evidence, strict=True):
        probability = desk.probability(brought)
        judged.append(_judge(case, where, brought, probability, threshold))
        if progress:
            progress(len(judged))
    problems = tuple(p for c, where in zip(listed, found, strict=True) for p in _problems(c, where))
    return Evaluation(
        judged=tuple(judged), problems=problems, threshold=threshold, reader=desk.reader.name
    )


def first_answering(groups: Sequence[Sequence[Scored]], places: Sequence[Place]) -> int | None:
    """Return the place, from 1, of the first statement with a sentence that answers, or None."""
    for rank, group in enumerate(groups, start=1):
        for scored in group:
            candidate = scored.candidate
            span = (candidate.article.id, candidate.start, candidate.end)
            if any(place.overlaps(*span, share=SHARE) for place in places):
                return rank
    return None


def _located(desk: "Desk", cases: Sequence[Case]) -> list[list[Located]]:
    """Find the gold of every case in the archive."""
    numbered: list[tuple[int, Gold]] = [
        (number, gold) for number, case in enumerate(cases) for gold in case.golds
    ]
    found = locate((gold for _, gold in numbered), desk.archive.articles() if numbered else ())
    pairs = zip((number for number, _ in numbered), found, strict=True)
    by_case = {
        number: [one for _, one in some] for number, some in groupby(pairs, lambda pair: pair[0])
    }
    return [by_case.get(number, []) for number in range(len(cases))]


def _judge(
    case: Case,
    where: Sequence[Located],
    evidence: "Evidence",
    probability: float,
    threshold: Threshold,
) -> Judged:
    groups = select(evidence.ranked, limit=DEPTH)
    places = [place for one in where for place in one.places]
    return Judged(
        question=case.question,
        line=case.line,
        answerable=bool(case.golds) if case.known else None,
        by_quote=any(one.gold.quote for one in where),
        probability=probability,
        answered=probability >= threshold.value,
        place=first_answering(groups, places),
        first=groups[0][0].candidate.text if groups else "",
    )


def _problems(case: Case, where: Sequence[Located]) -> list[Problem]:
    if case.error:
        return [Problem(line=case.line, question=case.question, reason=case.error)]
    return [
        Problem(line=one.gold.line, question=case.question, reason=one.problem)
        for one in where
        if one.problem
    ]
