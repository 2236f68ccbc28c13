"""The measures of retrieval, answering and silence; pure."""

import math
from collections.abc import Sequence


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


def average_precision(found: Sequence[set[int]], total: int, *, cutoff: int) -> float:
    """Average the precision at each rank that brings new facts, over all facts.

    Args:
        found: for each result in order, the numbers of the facts that it holds.
        total: how many facts there are.
        cutoff: how many results count.

    Two facts in one result count at that rank both; precision never passes 1.

    >>> average_precision([{0}, set(), {1}], 2, cutoff=10)  # (1/1 + 2/3) / 2
    0.8333333333333333
    """
    seen: set[int] = set()
    total_precision = 0.0
    for rank, facts in enumerate(found[:cutoff], start=1):
        new = facts - seen
        seen |= facts
        total_precision += len(new) * min(len(seen) / rank, 1.0)
    return total_precision / total


def recall(found: Sequence[set[int]], total: int, *, cutoff: int) -> float:
    """Return the share of the facts that the first results hold.

    >>> recall([{0}, {0}], 2, cutoff=10)
    0.5
    """
    return len(set().union(*found[:cutoff])) / total


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Return the probability that a positive scores above a negative; ties count half.

    >>> auroc([0.9, 0.5], [0.5, 0.1])
    0.875
    """
    wins = sum((p > n) + 0.5 * (p == n) for p in positive for n in negative)
    return wins / (len(positive) * len(negative))


def wilson(successes: int, trials: int, *, z: float = 1.96) -> tuple[float, float]:
    """Return the 95% interval of a rate (Wilson, JASA 1927).

    >>> [round(bound, 3) for bound in wilson(1, 10)]
    [0.018, 0.404]
    """
    if trials == 0:
        return 0.0, 1.0
    rate, share = successes / trials, z * z / trials
    middle = (rate + share / 2) / (1 + share)
    half = z * math.sqrt(rate * (1 - rate) / trials + share / (4 * trials)) / (1 + share)
    return max(middle - half, 0.0), min(middle + half, 1.0)
