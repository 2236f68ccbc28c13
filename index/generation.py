"""Generations: the search files of one state of the database, published by one rename.

archive/
  archive.sqlite      the truth
  current             the number of the published generation
  generations/12/     vectors.faiss, terms/
"""

import logging
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.database import Database
from index.errors import ArchiveDamagedError
from index.passage import PassageText
from index.terms import TermDocument, TermIndex
from index.vectors import VectorIndex

log = logging.getLogger(__name__)

_VECTORS = "vectors.faiss"
_TERMS = "terms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """The two search indexes of one published state, open for reading."""

    number: int
    vectors: VectorIndex
    terms: TermIndex

    @classmethod
    def load(cls, root: Path, number: int) -> Self:
        """Open a published generation.

        Raises:
            ArchiveDamagedError: one of its files is lost or damaged.
        """
        directory = _directory(root, number)
        return cls(
            number=number,
            vectors=VectorIndex.load(directory / _VECTORS),
            terms=TermIndex.load(directory / _TERMS),
        )


def current_number(root: Path) -> int:
    """Return the number of the published generation; 0 before the first.

    Raises:
        ArchiveDamagedError: the file that names it is lost or holds something else.
    """
    try:
        return int((root / "current").read_text())
    except (FileNotFoundError, ValueError) as error:
        raise ArchiveDamagedError(
            f"{root / 'current'} is lost or holds no number; rebuild it with: onrecord repair"
        ) from error


def newest_number(root: Path, database: Database) -> int:
    """Return the highest number in use, published or not, whatever is damaged."""
    numbers = [int(p.name) for p in (root / "generations").glob("*") if p.name.isdigit()]
    numbers.append(database.newest_generation())
    try:
        numbers.append(current_number(root))
    except ArchiveDamagedError as error:
        log.warning("%s; it is made anew", error)
    return max(numbers)


def build(root: Path, database: Database, *, number: int, model: str, dimension: int) -> None:
    """Make the search files of a generation; nothing sees them before `publish`."""
    directory = _directory(root, number)
    shutil.rmtree(directory, ignore_errors=True)  # what a killed writer left
    directory.mkdir(parents=True)
    vectors = (
        (np.array(ids, dtype=np.int64), _unit_vectors(blob, dimension))
        for ids, blob in database.vectors(model, generation=number)
    )
    VectorIndex.build(vectors, dimension=dimension).save(directory / _VECTORS)
    texts = database.passage_texts(generation=number)
    TermIndex.build(directory / _TERMS, map(_as_document, texts))
    for path in [*sorted(directory.rglob("*")), directory, directory.parent]:
        _flush(path)


def publish(root: Path, number: int) -> None:
    """Make a built generation the one that readers see: one rename of one small file."""
    draft = root / "current.new"
    draft.write_text(f"{number}\n")
    _flush(draft)
    draft.replace(root / "current")
    _flush(root)


def clean_up(root: Path, *, keep: set[int]) -> None:
    """Delete the search files of all other generations."""
    for directory in (root / "generations").glob("*"):
        if directory.name not in {str(number) for number in keep}:
            shutil.rmtree(directory, ignore_errors=True)


def _directory(root: Path, number: int) -> Path:
    return root / "generations" / str(number)


def _unit_vectors(blob: bytes, dimension: int) -> NDArray[np.float32]:
    vectors = np.frombuffer(blob, dtype="<f2").astype(np.float32).reshape(-1, dimension)
    # float16 moves a vector's length by up to 1e-3; an inner product must be a cosine.
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    return vectors


def _as_document(passage: PassageText) -> TermDocument:
    context = [part for part in (passage.title, passage.outlet) if part]
    return TermDocument(
        id=passage.id,
        text="\n".join([*context, passage.text]),
        outlet=passage.outlet,
        published=passage.published,
        language=passage.language,
    )


def _flush(path: Path) -> None:
    """Bring a file or a directory's entries to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
