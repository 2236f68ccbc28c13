"""Generations: the search files of one state of the database, published by one rename.

archive/
  archive.sqlite      the truth
  current             the number of the published generation
  generations/12/     vectors.*, columns.*, terms/
"""

import logging
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from index.columns import Columns, Recorder
from index.database import Database
from index.errors import ArchiveDamagedError
from index.passage import PassageText
from index.terms import TermDocument, TermIndex
from index.vector_kind import VectorKind, VectorSettings, kind_of
from index.vectors import VectorIndex

log = logging.getLogger(__name__)

_TERMS = "terms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """The two search indexes of one published state, open for reading."""

    number: int
    vectors: VectorIndex
    terms: TermIndex
    columns: Columns | None

    @classmethod
    def load(cls, root: Path, number: int) -> Self:
        """Open a published generation.

        Raises:
            ArchiveDamagedError: one of its files is lost or damaged.
        """
        directory = _directory(root, number)
        return cls(
            number=number,
            vectors=VectorIndex.load(directory),
            terms=TermIndex.load(directory / _TERMS),
            columns=Columns.load(directory),
        )


def current_number(root: Path) -> int:
    """Return the number of the published generation; 0 before the first.

    Raises:
        ArchiveDamagedError: the file that names it is lost or holds something else.
    """
    try:
        return int((root / "current").read_bytes())
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


def build(
    root: Path,
    database: Database,
    *,
    number: int,
    model: str,
    dimension: int,
    settings: VectorSettings | None = None,
) -> None:
    """Make the search files of a generation; nothing sees them before `publish`."""
    directory = _directory(root, number)
    shutil.rmtree(directory, ignore_errors=True)  # what a killed writer left
    directory.mkdir(parents=True)
    vectors = (
        (np.array(ids, np.int64), np.frombuffer(blob, "<f2").reshape(-1, dimension))
        for ids, blob in database.vectors(model, generation=number)
    )
    VectorIndex.build(directory, vectors, dimension=dimension, settings=settings)
    recorder = Recorder()
    texts = recorder.watch(database.passage_texts(generation=number))
    TermIndex.build(directory / _TERMS, map(_as_document, texts))
    recorder.save(directory)
    for path in [*sorted(directory.rglob("*")), directory, directory.parent]:
        _flush(path)


def kind(root: Path, number: int) -> VectorKind | None:
    """Return how the vector index of a generation was built; None where that cannot be read."""
    return kind_of(_directory(root, number))


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
