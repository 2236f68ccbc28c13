"""The measures that only development needs; those of answers are in `qa.measures`. Pure."""

from collections.abc import Sequence


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
