"""Generations: the search files of one state of the database.

Its directory has vectors.*, columns.*, terms/, by which analysis these are in terms.json, and in
files.json how large each was built.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from index.analysis import write_analysis
from index.columns import Columns, Recorder
from index.database import Database
from index.errors import ArchiveDamagedError
from index.intact import write_sizes
from index.passage import PassageText
from index.published import directory_of, flush
from index.terms import TermDocument, TermIndex
from index.vector_kind import VectorSettings
from index.vectors import VectorIndex

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
        directory = directory_of(root, number)
        return cls(
            number=number,
            vectors=VectorIndex.load(directory),
            terms=TermIndex.load(directory / _TERMS),
            columns=Columns.load(directory),
        )


def is_whole(root: Path, number: int) -> bool:
    """Tell whether the search files of a published generation are there and can be opened."""
    try:
        # Some files of the term index are opened at the first search.
        Generation.load(root, number).terms.idf(["a"])
    except ArchiveDamagedError:
        return False
    return True


def build(
    root: Path,
    database: Database,
    *,
    number: int,
    model: str,
    dimension: int,
    settings: VectorSettings | None = None,
) -> None:
    """Make the search files of a generation; readers see none before it is published.

    Raises:
        OSError: they cannot be written.
    """
    directory = directory_of(root, number)
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
    write_analysis(directory)
    recorder.save(directory)
    write_sizes(directory)
    for path in [*sorted(directory.rglob("*")), directory, directory.parent]:
        flush(path)


def _as_document(passage: PassageText) -> TermDocument:
    context = [part for part in (passage.title, passage.outlet) if part]
    return TermDocument(
        id=passage.id,
        text="\n".join([*context, passage.text]),
        outlet=passage.outlet,
        published=passage.published,
        language=passage.language,
    )
