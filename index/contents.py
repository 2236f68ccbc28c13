"""How much an archive holds."""

from dataclasses import dataclass
from datetime import date


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
