"""Several rankings into one; pure.

Both ways of fusing are here because both were measured (benchmarks/README.md, "Fusion"): the
archive uses `fuse_scores`.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction


def fuse_ranks(rankings: Sequence[Sequence[int]], *, k: int = 60) -> list[int]:
    """Merge rankings by reciprocal rank (Cormack et al., SIGIR 2009); ties break by id.

    >>> fuse_ranks([[1, 2], [2, 3]])
    [2, 1, 3]
    """
    # Fractions: sums of floats depend on their order by the last bit, and a tie is none then.
    scores: dict[int, Fraction] = {}
    for ranking in rankings:
        for rank, item in enumerate(ranking, start=1):
            scores[item] = scores.get(item, Fraction(0)) + Fraction(1, k + rank)
    return sorted(scores, key=lambda item: (-scores[item], item))


def fuse_scores(
    dense: Mapping[int, float], sparse: Mapping[int, float], *, dense_weight: float
) -> dict[int, float]:
    """Weigh two score lists against each other after scaling each to 0..1 (min-max).

    What one list lacks counts as its lowest score (Bruch et al., ACM TOIS 2023, section 3.1).

    Args:
        dense: score by id, higher is better.
        sparse: the same of the other ranking.
        dense_weight: between 0 and 1; `sparse` gets the rest.

    Returns:
        The fused score of every id of either list, between 0 and 1, best first; ties break by id.

    >>> fuse_scores({1: 0.9, 2: 0.5}, {2: 7.0, 3: 3.0}, dense_weight=0.25)
    {2: 0.75, 1: 0.25, 3: 0.0}
    """
    scaled_dense, scaled_sparse = _scale(dense), _scale(sparse)
    fused = {item: dense_weight * score for item, score in scaled_dense.items()}
    for item, score in scaled_sparse.items():
        fused[item] = fused.get(item, 0.0) + (1.0 - dense_weight) * score
    return {item: fused[item] for item in best_first(fused)}


def best_first(scores: Mapping[int, float]) -> list[int]:
    """Return the ids by falling score; ties break by id.

    >>> best_first({5: 0.5, 4: 0.9, 2: 0.5})
    [4, 2, 5]
    """
    # Two sorts by what is there already: a key of (-score, id) takes half as long again.
    return sorted(sorted(scores), key=scores.__getitem__, reverse=True)


def _scale(scores: Mapping[int, float]) -> dict[int, float]:
    """Scale to 0..1; a list of equal scores is all ones, for each of them was found."""
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    if high == low:
        return dict.fromkeys(scores, 1.0)
    return {item: (score - low) / (high - low) for item, score in scores.items()}
