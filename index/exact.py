"""Vectors as the database keeps them, in a file: exact cosines of some of them."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Lock
from weakref import finalize

import numpy as np
from numpy.typing import NDArray

from index.errors import ArchiveDamagedError

_IDS, _VECTORS = "vectors.ids", "vectors.f16"
_AT_ONCE = 8_192


class ExactVectors:
    """Ids and their float16 vectors in two files, by place: 0 for the first, and so on.

    Some are read when they are wanted. A mapped file would answer a little sooner, but what was
    read of it counts as this process's memory.
    """

    def __init__(self, directory: Path, *, dimension: int, count: int) -> None:
        """Open what `write` wrote.

        Raises:
            ArchiveDamagedError: a file is missing, or does not hold so many.
        """
        try:
            self.ids: NDArray[np.int64] = np.fromfile(directory / _IDS, dtype="<i8")
            self._file = (directory / _VECTORS).open("rb", buffering=0)
            finalize(self, self._file.close)
            size = (directory / _VECTORS).stat().st_size
        except OSError as error:
            raise _damaged(directory) from error
        self._bytes = 2 * dimension
        self._directory, self._lock = directory, Lock()
        if len(self.ids) != count or size != count * self._bytes:
            raise _damaged(directory)

    def __len__(self) -> int:
        return len(self.ids)

    def at(self, places: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the unit vectors at some places, which rise."""
        ends = np.flatnonzero(np.diff(places) != 1) + 1
        firsts = places[np.concatenate([[0], ends])] if len(places) else places
        lengths = np.diff(np.concatenate([[0], ends, [len(places)]]))
        runs = zip(firsts.tolist(), lengths.tolist(), strict=True) if len(places) else ()
        with self._lock:
            return self._unit_vectors(b"".join([self._read(*run) for run in runs]))

    def cosines(
        self, places: NDArray[np.int64], question: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Return the cosine of a unit vector with each of those at some places, which rise.

        The same place has the same cosine whatever stands around it.
        """
        found = np.empty(len(places), np.float32)
        for start in range(0, len(places), _AT_ONCE):
            some = slice(start, start + _AT_ONCE)
            # A product of matrix and vector sums a row in an order that depends on its place.
            found[some] = np.einsum("ij,j->i", self.at(places[some]), question)
        return found

    def all(self) -> Iterator[NDArray[np.float32]]:
        """Yield all unit vectors in the order of their places, some thousands at a time."""
        for start in range(0, len(self), _AT_ONCE):
            with self._lock:
                read = self._read(start, min(_AT_ONCE, len(self) - start))
            yield self._unit_vectors(read)

    def _read(self, first: int, count: int) -> bytes:
        self._file.seek(first * self._bytes)
        read = self._file.read(count * self._bytes)
        if len(read) != count * self._bytes:
            raise _damaged(self._directory)
        return read

    def _unit_vectors(self, read: bytes) -> NDArray[np.float32]:
        return unit_vectors(np.frombuffer(read, "<f2").reshape(-1, self._bytes // 2))


def write(directory: Path, vectors: Iterable[tuple[NDArray[np.int64], NDArray[np.float16]]]) -> int:
    """Write ids of shape (n,) and vectors of shape (n, dimension) as they come; return how many."""
    count = 0
    with (directory / _IDS).open("wb") as ids, (directory / _VECTORS).open("wb") as values:
        for some, rows in vectors:
            ids.write(some.astype("<i8").tobytes())
            values.write(rows.astype("<f2").tobytes())
            count += len(some)
    return count


def delete(directory: Path) -> None:
    """Delete what `write` wrote."""
    for name in (_IDS, _VECTORS):
        (directory / name).unlink()


def unit_vectors(kept: NDArray[np.float16]) -> NDArray[np.float32]:
    """Turn vectors as they are kept into unit vectors, so that an inner product is a cosine.

    float16 moves a vector's length by up to 1e-3.
    """
    vectors = kept.astype(np.float32)
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    vectors /= np.maximum(lengths, 1e-12)[:, np.newaxis]
    return vectors


def _damaged(directory: Path) -> ArchiveDamagedError:
    what = f"the vector file in {directory} is lost or damaged"
    return ArchiveDamagedError.to_repair(what, directory.parent.parent)
