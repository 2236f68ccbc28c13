"""The measures of answering and of silence: ranks, rates with their interval, calibration; pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

BINS = 10


def hit_at(k: int, first: int | None) -> float:
    """Return 1 if the first right result stands at rank `k` or before (ranks from 1).

    >>> hit_at(3, 3), hit_at(3, 4), hit_at(3, None)
    (1.0, 0.0, 0.0)
    """
    return float(first is not None and first <= k)


def reciprocal_rank(first: int | None, *, cutoff: int) -> float:
    """Return 1/rank of the first right result, 0 past the cutoff.

    >>> reciprocal_rank(2, cutoff=10), reciprocal_rank(11, cutoff=10)
    (0.5, 0.0)
    """
    return 1.0 / first if first is not None and first <= cutoff else 0.0


def wilson(successes: int, trials: int, *, z: float = 1.96) -> tuple[float, float]:
    """Return the 95% interval of a rate (Wilson, JASA 1927); 0 to 1 without a trial.

    >>> [round(bound, 3) for bound in wilson(1, 10)]
    [0.018, 0.404]
    """
    if trials == 0:
        return 0.0, 1.0
    rate, share = successes / trials, z * z / trials
    middle = (rate + share / 2) / (1 + share)
    half = z * math.sqrt(rate * (1 - rate) / trials + share / (4 * trials)) / (1 + share)
    return max(middle - half, 0.0), min(middle + half, 1.0)


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many, with the 95% interval of the rate.

    >>> print(Rate(1, 10))
    1 of 10 (0.10; 0.02 to 0.40)
    >>> print(Rate(0, 0))
    none to measure it on
    """

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """The rate; None where there was nothing to measure it on."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float]:
        """Between what and what the rate lies with 95% confidence (Wilson)."""
        return wilson(self.part, self.whole)

    def __str__(self) -> str:
        if self.value is None:
            return "none to measure it on"
        low, high = self.interval
        return f"{self.part} of {self.whole} ({self.value:.2f}; {low:.2f} to {high:.2f})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """The questions whose probability lies from `low` up to `high` (the last takes in 1).

    `promised` is their mean probability and `true` the share that has an answer, both at even odds:
    as if half of all questions had one. None where the bin is empty. `weight` is the bin's share of
    all questions, at even odds too.
    """

    low: float
    high: float
    answerable: int
    unanswerable: int
    promised: float | None
    true: float | None
    weight: float


def reliability(can: Sequence[float], cannot: Sequence[float], *, bins: int = BINS) -> list[Bin]:
    """Hold what probabilities promise against what came true, in equal parts from 0 to 1.

    Args:
        can: the probabilities of the questions that have an answer.
        cannot: those of the questions that have none. Each side weighs one half, for that is what
            the probability means (docs/evaluation.md); a side without a question weighs nothing.
        bins: how many parts.

    >>> [(b.low, b.promised, b.true) for b in reliability([0.9, 0.3], [0.3], bins=2)]
    [(0.0, 0.3, 0.3333333333333333), (0.5, 0.9, 1.0)]
    """
    each_can, each_cannot = 0.5 / max(len(can), 1), 0.5 / max(len(cannot), 1)
    table = []
    for number in range(bins):
        yes = [p for p in can if _bin_of(p, bins) == number]
        no = [p for p in cannot if _bin_of(p, bins) == number]
        weight = each_can * len(yes) + each_cannot * len(no)
        promised = each_can * sum(yes) + each_cannot * sum(no)
        table.append(
            Bin(
                low=number / bins,
                high=(number + 1) / bins,
                answerable=len(yes),
                unanswerable=len(no),
                promised=promised / weight if weight else None,
                true=each_can * len(yes) / weight if weight else None,
                weight=weight,
            )
        )
    return table


def calibration_error(
    can: Sequence[float], cannot: Sequence[float], *, bins: int = BINS
) -> float | None:
    """Return the expected calibration error (Guo et al., ICML 2017, formula 3) at even odds.

    None where one of the sides has no question: then there are no odds to speak of.

    >>> calibration_error([1.0, 0.75], [0.0, 0.25], bins=2), calibration_error([], [0.2])
    (0.125, None)
    """
    if not can or not cannot:
        return None
    return sum(
        b.weight * abs(b.true - b.promised)
        for b in reliability(can, cannot, bins=bins)
        if b.true is not None and b.promised is not None
    )


def _bin_of(probability: float, bins: int) -> int:
    return min(int(probability * bins), bins - 1)
