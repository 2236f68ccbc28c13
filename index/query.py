"""What is asked of the archive, and what it finds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from index.passage import Passage
from index.stories import Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage that was found. `score` is fused (0..1, plus a favour); its parts stand beside it.

    `cosine` and `bm25` are None where the passage was not among that index's candidates. `story` is
    the story of its article where others carry it too: then the passage stands for the same one in
    all of them, and has the best of their scores.
    """

    passage: Passage
    score: float
    cosine: float | None
    bm25: float | None
    story: Story | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Query:
    """One question to search for.

    `words` is what BM25 is asked instead of `text`: the question without its function words.
    `vector` is the question's embedding where the caller has it already. `dense_weight` is the
    share of the cosine in the fused score; None is the archive's own. `favour` gives a bonus by
    outlet (in lower case) to that outlet's passages, `favour_published` by the first and the last
    day to what was published then (the largest where several hold): they lift, they never hide.
    """

    text: str
    words: str = ""
    vector: NDArray[np.float32] | None = field(default=None, repr=False)
    dense_weight: float | None = None
    favour: Mapping[str, float] = field(default_factory=dict)
    favour_published: Mapping[tuple[date, date], float] = field(default_factory=dict)

    def bonus(self, outlet: str, published: date | None) -> float:
        """Return what is added to the score of a passage of such an article.

        >>> day = date(2024, 8, 1)
        >>> query = Query(text="?", favour={"wire": 0.5}, favour_published={(day, day): 0.25})
        >>> query.bonus("wire", day), query.bonus("wire", None), query.bonus("", day)
        (0.75, 0.5, 0.25)
        """
        days = (
            bonus
            for (first, last), bonus in self.favour_published.items()
            if published is not None and first <= published <= last
        )
        return self.favour.get(outlet, 0.0) + max(days, default=0.0)
