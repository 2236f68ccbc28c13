"""How much an archive holds."""

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from index.analysis import ANALYSIS
from index.vector_kind import VectorKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """How much one generation holds. `outlets` gives articles by outlet, largest first."""

    articles: int
    passages: int
    undated: int
    outlets: dict[str, int]
    languages: dict[str, int]
    earliest: date | None
    latest: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What is in an archive and how it was made. `pending` articles wait for the next `add`.

    `replaced` older versions are kept: their citations resolve, and no answer comes from them.
    `vectors` is how the vector index was built, `analysis` the number of the analysis of words that
    made the term index (`index.analysis`); None before the first `add`, or if it is lost. `damaged`
    is what of the search files is gone or cut off, as far as their sizes tell.
    """

    path: Path
    model: str
    generation: int
    pending: int
    replaced: int
    size_bytes: int
    contents: Contents
    vectors: VectorKind | None = None
    analysis: int | None = None
    damaged: Path | None = None

    @property
    def is_outdated(self) -> bool:
        """Whether another analysis than today's made the term index."""
        return self.analysis not in {None, ANALYSIS}


def size_of(root: Path) -> int:
    """Add up the sizes of the files; one that is gone or hidden meanwhile counts nothing."""
    size = 0
    for folder, _, names in os.walk(root):
        for name in names:
            with suppress(OSError):
                size += Path(folder, name).stat().st_size
    return size
