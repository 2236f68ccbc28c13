"""Days, months and years that a question names."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A stretch of days, both ends included; `text` is how the question names it."""

    first: date
    last: date
    text: str
