"""How much of what is nearest a search finds, measured on an archive's own vectors."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from index.exact import ExactVectors

Search: TypeAlias = Callable[[NDArray[np.float32], int], Sequence[dict[int, float]]]

AT = 10
# How many passages a search asks of each ranking (benchmarks/README.md, "Fusion"): of so many found
# the ten nearest are looked for.
DEPTH = 100
# A question is a text of another kind than passages, and often of none of their matters. Of vectors
# turned to this cosine, in any direction, lists lose about what they lose of real questions: see
# benchmarks/README.md, "A million passages".
_OF_QUESTIONS = 0.4
_EXACT = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sample:
    """Vectors to ask for, and the exact cosine of the tenth nearest of each.

    `own` has the id of each where it is in the archive itself: finding itself is no feat.
    """

    vectors: NDArray[np.float32]
    tenth: NDArray[np.float32]
    own: tuple[int, ...] = ()

    def recall(self, search: Search) -> float:
        """Return the share of the ten nearest that a search finds.

        Args:
            search: vectors and a limit in, the exact cosine by id of what is found out.
        """
        own = self.own or (None,) * len(self.vectors)
        found = search(self.vectors, DEPTH)
        wanted = min(AT, int(np.isfinite(self.tenth).sum()))
        shares = [
            min(1.0, sum(c >= least - _EXACT for i, c in some.items() if i != itself) / AT)
            for some, least, itself in zip(found, self.tenth.tolist(), own, strict=True)
        ]
        return float(np.mean(shares)) if wanted else 1.0


def samples(exactly: ExactVectors, *, count: int) -> tuple[Sample, Sample]:
    """Draw some of the archive's vectors, and others that are as far from them as questions are."""
    places = draw(len(exactly), count, seed=2)
    passages = exactly.at(places)
    directions = np.random.default_rng(3).normal(size=passages.shape).astype(np.float32)
    questions = move(passages, directions, cosine=_OF_QUESTIONS)
    nearest = _nearest(exactly, np.concatenate([passages, questions]))
    return (
        Sample(
            vectors=passages,
            tenth=nearest[: len(passages), -1],
            own=tuple(exactly.ids[places].tolist()),
        ),
        Sample(vectors=questions, tenth=nearest[len(passages) :, -2]),
    )


def move(
    vectors: NDArray[np.float32],
    directions: NDArray[np.float32],
    *,
    cosine: float | NDArray[np.float32],
) -> NDArray[np.float32]:
    """Turn unit vectors in the given directions until each has the given cosine to what it was.

    One whose direction is its own stays as it is.

    >>> move(np.eye(2, dtype=np.float32), np.float32([[0, 2], [-1, 5]]), cosine=0.6).tolist()
    [[0.6000000238418579, 0.800000011920929], [-0.800000011920929, 0.6000000238418579]]
    """
    along = np.einsum("ij,ij->i", directions, vectors)[:, np.newaxis]
    across = directions - along * vectors
    across /= np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-12)
    cosines = np.broadcast_to(np.asarray(cosine, np.float32), len(vectors))[:, np.newaxis]
    moved: NDArray[np.float32] = cosines * vectors + np.sqrt(1.0 - cosines**2) * across
    moved /= np.linalg.norm(moved, axis=1, keepdims=True)
    return moved


def draw(count: int, wanted: int, *, seed: int) -> NDArray[np.int64]:
    """Draw some of the places 0 to `count`, each once, in rising order; the same at every call."""
    drawn = np.random.default_rng(seed).choice(count, min(wanted, count), replace=False)
    return np.sort(drawn)


def _nearest(exactly: ExactVectors, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the cosines of the eleven nearest of each vector, best first, by brute force."""
    best = np.full((len(vectors), AT + 1), -np.inf, np.float32)
    for some in exactly.all():
        together = np.concatenate([best, vectors @ some.T], axis=1)
        best = -np.partition(-together, AT, axis=1)[:, : AT + 1]
    return -np.sort(-best, axis=1)
