"""What the running heads and feet of a document's pages say of it: its outlet and its day."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from index.known_outlets import is_known_outlet
from index.reading.dates import read_date_line
from index.reading.imprints import is_outlet_name
from index.reading.outlets import find_outlet

# Of long documents with a number in each head.
_MOST_LINES = 100
_MOST_WORDS = 16
_BETWEEN = re.compile(r"\s*[|•·]\s*|\s+[–—-]\s+|,\s+")
# Programs write when a page was printed, and people when they found it.
_OF_A_COPY = re.compile(r"\d:\d\d|\b(?:print|download|access|retriev|visit|sav)ed\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Masthead:
    """An outlet and a day, as far as they are said."""

    outlet: str | None = None
    published: date | None = None


def read_masthead(lines: Sequence[str]) -> Masthead:
    """Read lines that stand on many pages; a day counts if they have no other.

    >>> read_masthead(["THE RIGA COURIER Wednesday, 9 October 2024"])
    Masthead(outlet='The Riga Courier', published=datetime.date(2024, 10, 9))
    """
    days: set[date] = set()
    outlet = None
    for line in lines[:_MOST_LINES]:
        day, rest = _part(line)
        days |= {day} if day and not _OF_A_COPY.search(line) else set()
        outlet = outlet or next(filter(None, map(_outlet, _BETWEEN.split(rest))), None)
    return Masthead(
        outlet=outlet or find_outlet(lines[:_MOST_LINES]),
        published=days.pop() if len(days) == 1 else None,
    )


def _part(line: str) -> tuple[date | None, str]:
    """Part a line's longest stretch of nothing but a date from what stands around it."""
    words = line.split()
    if len(words) > _MOST_WORDS:
        return None, line
    spans = combinations(range(len(words) + 1), 2)
    for at, end in sorted(spans, key=lambda span: span[0] - span[1]):
        dated = read_date_line(" ".join(words[at:end]))
        if dated and dated.published:
            return dated.published, " | ".join((" ".join(words[:at]), " ".join(words[end:])))
    return None, line


def _outlet(name: str) -> str | None:
    if is_known_outlet(name):
        return name
    spelled = name.title() if name.isupper() else name
    return spelled if spelled.strip() and is_outlet_name(spelled) else None
