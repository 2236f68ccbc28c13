"""Vectors by passage id, in FAISS; nothing else imports faiss.

A small index is flat: every vector is looked at as it is. In a large one a first pass looks at two
bits a dimension (RaBitQ; Gao and Long, SIGMOD 2024) in lists around centroids, and then the exact
vectors of what comes out best decide. How many of the lists are looked at is measured at build.
"""

import math
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Self, TypeAlias

import faiss
import numpy as np
from numpy.typing import NDArray

from index import exact, recall
from index.errors import ArchiveDamagedError
from index.exact import ExactVectors
from index.vector_kind import VectorKind, VectorSettings, read_kind, write_kind

Vectors: TypeAlias = Iterable[tuple[NDArray[np.int64], NDArray[np.float16]]]
Found: TypeAlias = dict[int, float]

# What OpenMP takes where nobody says otherwise.
_THREADS = faiss.omp_get_max_threads()
# Vectors that centroids are trained on, for each list; FAISS asks for 39 at least.
_TRAINED_ON = 64
# Vectors that FastScan looks at together; there is no other choice.
_BLOCK = 32
# Of the lists, how many are looked at: the least that finds enough.
_SHARES = (1 / 32, 1 / 16, 1 / 8, 1 / 4, 3 / 8, 1 / 2, 3 / 4, 1)


class VectorIndex:
    """An inner-product index of unit vectors under passage ids, in the files of one directory.

    >>> import tempfile
    >>> vectors = [(np.array([7, 9]), np.eye(2, dtype=np.float16))]
    >>> with tempfile.TemporaryDirectory() as directory:
    ...     index = VectorIndex.build(Path(directory), vectors, dimension=2)
    >>> index.search(np.array([[0.0, 1.0]], dtype=np.float32), limit=1)
    [{9: 1.0}]
    """

    def __init__(self, index: "_Flat | _Lists", kind: VectorKind) -> None:
        self.kind = kind
        self._index = index

    @classmethod
    def build(
        cls,
        directory: Path,
        vectors: Vectors,
        *,
        dimension: int,
        settings: VectorSettings | None = None,
    ) -> Self:
        """Index vectors, some at a time, and write the files; the kind is chosen by their number.

        Args:
            directory: where the files go.
            vectors: ids of shape (n,), vectors as the database keeps them, shape (n, dimension).
            dimension: the length of a vector.
            settings: what decides about the kind.

        Raises:
            OSError: the files cannot be written.
        """
        faiss.omp_set_num_threads(_THREADS)  # a search of this thread's may have set one
        settings = settings or VectorSettings()
        count = exact.write(directory, vectors)
        if count <= settings.flat_up_to:
            kind = VectorKind(name="flat", dimension=dimension)
            built: _Flat | _Lists = _Flat.build(directory, dimension=dimension, count=count)
            exact.delete(directory)
        else:
            exactly = ExactVectors(directory, dimension=dimension, count=count)
            built, kind = _build_lists(exactly, settings=settings, dimension=dimension)
        try:
            faiss.write_index(built.index, str(directory / "vectors.faiss"))
        except RuntimeError as error:
            raise OSError("the vector index was not written whole") from error
        write_kind(directory, kind, settings)
        return cls(built, kind)

    @classmethod
    def load(cls, directory: Path) -> Self:
        """Open what `build` wrote.

        Raises:
            ArchiveDamagedError: a file is missing, cut short or something else.
        """
        try:
            index = faiss.read_index(str(directory / "vectors.faiss"))
            kind, settings = read_kind(directory)
            if kind.name == "flat":
                return cls(_Flat(_as_flat(index)), kind)
            exactly = ExactVectors(directory, dimension=kind.dimension, count=index.ntotal)
            return cls(
                _Lists(_as_lists(index), exactly, settings=settings, probed=kind.probed), kind
            )
        except (RuntimeError, OSError, ValueError, KeyError, TypeError) as error:
            raise ArchiveDamagedError.to_repair(
                f"the vector index {directory / 'vectors.faiss'} is lost or damaged",
                directory.parent.parent,
            ) from error

    def __len__(self) -> int:
        return int(self._index.index.ntotal)

    def search(
        self,
        questions: NDArray[np.float32],
        *,
        limit: int,
        among: Collection[int] | NDArray[np.int64] | None = None,
    ) -> list[Found]:
        """Find the nearest passages of each question.

        What is found has its exact cosine, and is among those that are allowed, in every kind of
        index; that nothing nearer was missed is certain in a flat one and where few are allowed.

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
        # A thread that sleeps takes 7 ms to wake, and one question is 1 ms of work.
        faiss.omp_set_num_threads(1)
        ids = None
        if among is not None:
            ids = among if isinstance(among, np.ndarray) else np.fromiter(among, dtype=np.int64)
        return self._index.search(
            np.ascontiguousarray(questions, dtype=np.float32), limit=limit, among=ids
        )


class _Flat:
    """Every vector as it is, in memory."""

    def __init__(self, index: faiss.Index) -> None:
        self.index = index

    @classmethod
    def build(cls, directory: Path, *, dimension: int, count: int) -> Self:
        index = faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))
        if count:
            exactly = ExactVectors(directory, dimension=dimension, count=count)
            for start, some in _numbered(exactly):
                index.add_with_ids(some, exactly.ids[start : start + len(some)])
        return cls(index)

    def search(
        self, questions: NDArray[np.float32], *, limit: int, among: NDArray[np.int64] | None
    ) -> list[Found]:
        parameters = None
        if among is not None:
            # faiss's stubs leave the keywords out; set by hand, `sel` would not be kept alive.
            parameters = faiss.SearchParameters(sel=faiss.IDSelectorBatch(among))  # type: ignore[call-arg]
        scores, ids = self.index.search(questions, limit, params=parameters)
        return [
            {i: s for i, s in zip(row_ids, row, strict=True) if i >= 0}
            for row_ids, row in zip(ids.tolist(), scores.tolist(), strict=True)
        ]


class _Lists:
    """Two bits a dimension in memory, in lists around centroids; exact vectors in files."""

    def __init__(
        self, index: faiss.IndexIVF, exactly: ExactVectors, *, settings: VectorSettings, probed: int
    ) -> None:
        self.index = index
        self.probed = probed
        self._exactly = exactly
        self._settings = settings

    @classmethod
    def build(cls, exactly: ExactVectors, *, dimension: int, settings: VectorSettings) -> Self:
        lists = max(1, len(exactly) // settings.a_list)
        index = faiss.IndexIVFRaBitQFastScan(
            faiss.IndexFlatIP(dimension),
            dimension,
            lists,
            faiss.METRIC_INNER_PRODUCT,
            _BLOCK,
            True,  # noqa: FBT003  # the lists' memory is its own; faiss knows no keywords
            settings.bits,
        )
        index.train(exactly.at(recall.draw(len(exactly), _TRAINED_ON * lists, seed=1)))
        for _, some in _numbered(exactly):
            index.add(some)
        return cls(index, exactly, settings=settings, probed=lists)

    def search(
        self, questions: NDArray[np.float32], *, limit: int, among: NDArray[np.int64] | None
    ) -> list[Found]:
        allowed = None if among is None else self._places_of(among)
        return [self._search(question, limit=limit, allowed=allowed) for question in questions]

    def _places_of(self, ids: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell for each place whether its id is among some."""
        last = int(max(self._exactly.ids.max(), ids.max())) if len(ids) else 0
        wanted = np.zeros(last + 1, np.bool_)  # np.isin takes five times as long
        wanted[ids] = True
        return wanted[self._exactly.ids]

    def _search(
        self, question: NDArray[np.float32], *, limit: int, allowed: NDArray[np.bool_] | None
    ) -> Found:
        if allowed is not None and np.count_nonzero(allowed) <= self._settings.directly:
            places = np.flatnonzero(allowed)
        else:
            places = self._first_pass(question, limit=limit, allowed=allowed)
        cosines, ids = self._exactly.cosines(places, question), self._exactly.ids[places]
        best = np.lexsort((ids, -cosines))[:limit]
        return dict(zip(ids[best].tolist(), cosines[best].tolist(), strict=True))

    def _first_pass(
        self, question: NDArray[np.float32], *, limit: int, allowed: NDArray[np.bool_] | None
    ) -> NDArray[np.int64]:
        """Return the places of what may be nearest, in rising order."""
        lists, probed, selector = self.index.nlist, self.probed, None
        if allowed is not None:
            # Of each list only a part may be found: so many more are looked at.
            probed = min(lists, math.ceil(probed * len(allowed) / np.count_nonzero(allowed)))
            bits = np.packbits(allowed, bitorder="little")
            selector = faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type]
        wanted = self._settings.candidates + self._settings.candidates_a_hit * limit
        while True:
            parameters = faiss.IVFRaBitQSearchParameters(nprobe=probed, sel=selector)  # type: ignore[call-arg]
            _, places = self.index.search(
                question[np.newaxis], min(wanted, len(self._exactly)), params=parameters
            )
            found = np.sort(places[places >= 0])
            if len(found) >= limit or probed == lists:
                return found
            probed = lists  # the nearest ones held too few


def _build_lists(
    exactly: ExactVectors, *, dimension: int, settings: VectorSettings
) -> tuple[_Lists, VectorKind]:
    """Build lists, and leave out as many of them as the measured recall allows."""
    built = _Lists.build(exactly, dimension=dimension, settings=settings)
    lists, both = built.index.nlist, recall.samples(exactly, count=settings.asked)

    def found(vectors: NDArray[np.float32], limit: int) -> list[Found]:
        return built.search(vectors, limit=limit, among=None)

    for share in _SHARES:
        built.probed = math.ceil(lists * share)
        of_passages, of_questions = (sample.recall(found) for sample in both)
        if min(of_passages, of_questions) >= settings.least_recall:
            break
    return built, VectorKind(
        name="scan" if built.probed == lists else "lists",
        dimension=dimension,
        lists=lists,
        probed=built.probed,
        recall_of_passages=round(of_passages, 4),
        recall_of_questions=round(of_questions, 4),
    )


def _numbered(exactly: ExactVectors) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """Yield all vectors, some at a time, each time with the place of the first."""
    start = 0
    for some in exactly.all():
        yield start, some
        start += len(some)


def _as_lists(index: faiss.Index) -> faiss.IndexIVF:
    if not isinstance(index, faiss.IndexIVF):
        raise TypeError(f"{type(index).__name__} has no lists")
    return index


def _as_flat(index: faiss.Index) -> faiss.IndexIDMap2:
    if not isinstance(index, faiss.IndexIDMap2):
        raise TypeError(f"{type(index).__name__} is no flat index")
    return index
