"""What one `add` did, and what it left out, of which no more is listed than anybody reads."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from index.reading.found import Failed, Skipped

MOST_LISTED = 1_000
"""So many items of one file that were left out for one reason are listed; the others counted."""

# Files know some ten reasons; a hostile one could bring a new one with each record.
_MOST_REASONS = 50
_OTHER = "other reasons"
# What differs from record to record: figures, and what is quoted from it.
_DETAIL = re.compile(r"\d+|'[^']*'")
_PLACE = re.compile(r"(?:!|#|:\d+$).*", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class More:
    """How many `count` more items of a file were left out than are listed, and why.

    `origin` is the file, `reason` that of the first of them; reasons that differ only in figures,
    or in what they quote, count as one.
    """

    origin: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AddReport:
    """What one `add` did, by origin; nothing is left out in silence.

    Of one file and one reason 1,000 items are listed in `skipped` or `failed`; how many more there
    were is in `more_skipped` and `more_failed`.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    failed: tuple[Failed, ...] = ()
    more_skipped: tuple[More, ...] = ()
    more_failed: tuple[More, ...] = ()

    def count(self, outcome: str) -> int:
        """Return how many there were of an outcome, listed or not.

        >>> AddReport(more_failed=(More(origin="a", reason="empty", count=9),)).count("failed")
        9
        """
        more: tuple[More, ...] = getattr(self, f"more_{outcome}", ())
        return len(getattr(self, outcome)) + sum(one.count for one in more)


_Left = TypeVar("_Left", Failed, Skipped)


@dataclass(slots=True)
class LeftOut(Generic[_Left]):
    """Lists what was left out, and beyond `MOST_LISTED` of a file and a reason only counts."""

    listed: list[_Left] = field(default_factory=list)
    _first: dict[tuple[str, str], str] = field(default_factory=dict)
    _counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    _reasons: Counter[str] = field(default_factory=Counter)

    def take(self, item: _Left) -> None:
        """List an item, or count it."""
        origin, kind = _PLACE.sub("", item.origin), _DETAIL.sub("", item.reason)
        if (origin, kind) not in self._counts:
            self._reasons[origin] += 1
            if self._reasons[origin] > _MOST_REASONS:
                kind = _OTHER
        self._counts[origin, kind] += 1
        if self._counts[origin, kind] <= MOST_LISTED:
            self.listed.append(item)
        else:
            reason = _OTHER if kind == _OTHER else item.reason
            self._first.setdefault((origin, kind), reason)

    def more(self) -> Iterator[More]:
        """Yield what was only counted."""
        for (origin, kind), reason in self._first.items():
            count = self._counts[origin, kind] - MOST_LISTED
            yield More(origin=origin, reason=reason, count=count)
