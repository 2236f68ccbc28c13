"""What is asked of the archive, and what it finds."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from index.passage import Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage that was found. `score` is fused (0..1, plus a favour); its parts stand beside it.

    `cosine` and `bm25` are None where the passage was not among that index's candidates.
    """

    passage: Passage
    score: float
    cosine: float | None
    bm25: float | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Query:
    """One question to search for.

    `words` is what BM25 is asked instead of `text`: the question without its function words.
    `favour` gives a bonus by outlet (in lower case) to that outlet's passages: it lifts, it never
    hides. `vector` is the question's embedding where the caller has it already.
    """

    text: str
    words: str = ""
    vector: NDArray[np.float32] | None = field(default=None, repr=False)
    favour: dict[str, float] = field(default_factory=dict)
