"""Vectors by passage id, in FAISS; nothing else imports faiss."""

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Self

import faiss
import numpy as np
from numpy.typing import NDArray

from index.errors import ArchiveDamagedError


class VectorIndex:
    """An exact inner-product index of unit vectors under passage ids.

    >>> vectors = [(np.array([7, 9]), np.eye(2, dtype=np.float32))]
    >>> index = VectorIndex.build(vectors, dimension=2)
    >>> index.search(np.array([[0.0, 1.0]], dtype=np.float32), limit=1)
    [{9: 1.0}]
    """

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def build(
        cls, vectors: Iterable[tuple[NDArray[np.int64], NDArray[np.float32]]], *, dimension: int
    ) -> Self:
        """Index vectors, some at a time: ids of shape (n,), vectors of shape (n, dimension)."""
        index = faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))
        for ids, some in vectors:
            index.add_with_ids(np.ascontiguousarray(some, dtype=np.float32), ids)
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read an index that `save` wrote.

        Raises:
            ArchiveDamagedError: the file is missing, cut short or something else.
        """
        try:
            return cls(faiss.read_index(str(path)))
        except RuntimeError as error:
            raise ArchiveDamagedError(
                f"the vector index {path} is lost or damaged; rebuild it with: onrecord repair"
            ) from error

    def save(self, path: Path) -> None:
        """Write the index to one file."""
        faiss.write_index(self._index, str(path))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(
        self,
        questions: NDArray[np.float32],
        *,
        limit: int,
        among: Collection[int] | None = None,
    ) -> list[dict[int, float]]:
        """Find the nearest passages of each question.

        Args:
            questions: unit vectors, shape (number of questions, dimension).
            limit: how many passages for each question, at most.
            among: the passage ids that may be found; None for all.

        Returns:
            For each question the cosine by passage id, best first.
        """
        limit = min(limit, len(self) if among is None else len(among))
        if limit == 0:
            return [{} for _ in questions]
        parameters = None
        if among is not None:
            selector = faiss.IDSelectorBatch(np.fromiter(among, dtype=np.int64))
            # faiss's stubs leave the keywords out; set by hand, `sel` would not be kept alive.
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        scores, ids = self._index.search(
            np.ascontiguousarray(questions, dtype=np.float32), limit, params=parameters
        )
        return [
            {int(i): float(s) for i, s in zip(row_ids, row, strict=True) if i >= 0}
            for row_ids, row in zip(ids, scores, strict=True)
        ]
