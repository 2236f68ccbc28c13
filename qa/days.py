"""Days that a text names, as far as it tells of them; pure, rules for English.

>>> (tuesday,) = find_days("On Tuesday he left.", published=date(2008, 12, 18))
>>> (last,) = find_days("He left on 16 December 2008.")
>>> tuesday.says_the_same(last)
True
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from qa.periods import find_periods

_WEEKDAYS: Final = {name: number for number, name in enumerate(calendar.day_name)}
_WEEKDAY: Final = re.compile(rf"\b({'|'.join(_WEEKDAYS)})s?\b")
_OF_THE_WEEK: Final = re.compile(
    rf"\b(?:{'|'.join(_WEEKDAYS)}|(?:[Tt]o|[Yy]ester)day|[Tt]o(?:morrow|night)|[Ll]ast night"
    r"|(?:[Ll]ast|[Nn]ext|[Tt]his) (?:week|weekend|month))\b"
)
# "Tuesday, Dec. 16" is one day, named twice.
_ITS_DATE: Final = re.compile(r"[\s,(]{1,4}(?:the\s)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day, or a stretch of them, at `text[start:end]`: from `first` to `last`, both included.

    `has_year` tells whether the text has its year, or only the day of publication tells it. Of a
    weekday `first` and `last` are None: `nearest` are the last and the next one from the day of
    publication on, where that is known; `weekday` counts from Monday, 0.
    """

    start: int
    end: int
    first: date | None = None
    last: date | None = None
    has_year: bool = False
    weekday: int | None = None
    nearest: frozenset[date] = frozenset()

    def is_like(self, other: object) -> bool:
        """Tell whether the other is a day too."""
        return isinstance(other, Day)

    def says_the_same(self, other: object) -> bool:
        """Tell whether both name one day, or one month or year, as exactly.

        "Tuesday" may be either of those nearest its publication; where that is not known, it is the
        same as another "Tuesday" and as no date.
        """
        if not isinstance(other, Day):
            return False
        if self.first and other.first:
            is_open = date.max in (self.last, other.last)  # "since 2014" began in 2014
            return self.first == other.first and (is_open or self.last == other.last)
        if self.first or other.first:
            dated, weekday = (self, other) if self.first else (other, self)
            return dated.first == dated.last and dated.first in weekday.nearest
        if self.nearest and other.nearest:
            return bool(self.nearest & other.nearest)
        return self.weekday == other.weekday


def find_days(text: str, *, published: date | None = None) -> list[Day]:
    """Find the days, months, years and weekdays of a text, in order.

    Args:
        text: what may name some.
        published: when it was. It tells the year of a date without one, which is passed over where
            it is not known, and which weekdays are near.

    >>> [str(d.last) for d in find_days("Oct. 3, 2023 or 4th of May, in 2021")]
    ['2023-10-03', '2023-05-04', '2021-12-31']
    """
    dated = [
        Day(start=one.start, end=one.end, first=one.first, last=one.last, has_year=one.has_year)
        for one in find_periods(text, near=published)
    ]
    return sorted([*dated, *_weekdays(text, dated, published)], key=lambda day: day.start)


def _weekdays(text: str, dated: list[Day], published: date | None) -> Iterator[Day]:
    """Yield the weekdays that stand without their date."""
    starts = {day.start for day in dated}
    for named in _WEEKDAY.finditer(text):
        beside = _ITS_DATE.match(text, named.end())
        if beside and beside.end() in starts:
            continue
        weekday = _WEEKDAYS[named[1]]
        near = _nearest(weekday, published) if published else frozenset()
        yield Day(start=named.start(), end=named.end(), weekday=weekday, nearest=near)


def _nearest(weekday: int, published: date) -> frozenset[date]:
    """Return the last and the next day of the week from a day on; it itself may be the last."""
    last = published.toordinal() - (published.weekday() - weekday) % 7
    known = range(date.min.toordinal(), date.max.toordinal() + 1)
    return frozenset(date.fromordinal(one) for one in (last, last + 7) if one in known)


def names_weekday(text: str) -> bool:
    """Tell whether a text reckons by the day it is written on: "on Tuesday", "today", "last week".

    >>> names_weekday("He left on Tuesday."), names_weekday("He left on 3 May.")
    (True, False)
    """
    return _OF_THE_WEEK.search(text) is not None


def day_values(day: Day, text: str, *, at: int) -> dict[str, Any]:
    """Return a day of a quote that begins at `at` as values that JSON can hold.

    >>> (day,) = find_days("since 2014")
    >>> values = day_values(day, "since 2014", at=100)
    >>> [values[name] for name in ("text", "start", "end", "first", "last")]
    ['2014', 106, 110, '2014-01-01', None]
    """
    last = None if day.last == date.max else day.last
    return {
        "text": text[day.start : day.end],
        "start": at + day.start,
        "end": at + day.end,
        "first": day.first.isoformat() if day.first else None,
        "last": last.isoformat() if last else None,
        "has_year": day.has_year,
        "nearest": [one.isoformat() for one in sorted(day.nearest)],
    }
