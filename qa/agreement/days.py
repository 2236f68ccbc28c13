"""Days that a text names, as far as it tells of them; pure, rules for English.

>>> (tuesday,) = find_days("On Tuesday he left.", published=date(2008, 12, 18))
>>> (last,) = find_days("He left on 16 December 2008.")
>>> tuesday.says_the_same(last)
True
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from qa.agreement.calendar_words import is_day_of, month_of, weekday_of
from qa.agreement.tokens import Token, tokens_of

_YEARS: Final = range(1500, 2100)
_ORDINALS: Final = frozenset(("st", "nd", "rd", "th"))
# What stands before a month that is no name: "in May", "late March".
_BEFORE_MONTH: Final = frozenset(
    [
        "by",
        "during",
        "early",
        "from",
        "in",
        "last",
        "late",
        "mid",
        "next",
        "of",
        "since",
        "this",
        "until",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day, month or year at `text[start:end]`; None for what the text does not tell of it.

    `weekday` counts from Monday, 0; of one without a date `nearest` are the last and the next one
    from the day of publication on, where that is known.
    """

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
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
        if self.nearest and other.nearest:
            return bool(self.nearest & other.nearest)
        if self.nearest or other.nearest:
            dated = other if self.nearest else self
            return dated._date() in (self.nearest or other.nearest)
        mine, theirs = (self.year, self.month, self.day), (other.year, other.month, other.day)
        if mine == theirs == (None, None, None):
            return self.weekday == other.weekday
        return mine == theirs

    def _date(self) -> date | None:
        if self.year is None or self.month is None or self.day is None:
            return None
        try:
            return date(self.year, self.month, self.day)
        except ValueError:  # the 31st of a month that has none
            return None


def find_days(text: str, *, published: date | None = None) -> list[Day]:
    """Find the days, months and years of a text, in order.

    Args:
        text: what may name some.
        published: when it was; tells the year of a date without one, and which weekdays are near.

    >>> [(d.month, d.day, d.year) for d in find_days("Oct. 3, 2023 or 4th of May, in 2021")]
    [(10, 3, 2023), (5, 4, None), (None, None, 2021)]
    """
    tokens = tokens_of(text)
    found, at = [], 0
    while at < len(tokens):
        day, after = _day(tokens, at)
        if day:
            found.append(_dated(day, published) if published else day)
        at = after
    return found


def _day(tokens: Sequence[Token], at: int) -> tuple[Day | None, int]:
    """Return the day that begins at a token, if one does, and the token after it."""
    token = tokens[at]
    if (weekday := weekday_of(token)) is not None:
        day, end = _date(tokens, at + 1) if _goes_on(tokens, at + 1) else (None, at + 1)
        if day and day.day:  # "Tuesday, Dec. 16"
            return replace(day, start=token.start, weekday=weekday), end
        return Day(start=token.start, end=token.end, weekday=weekday), at + 1
    return _date(tokens, at)


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].glue.strip() in ("", ",", "(")


def _date(tokens: Sequence[Token], at: int) -> tuple[Day | None, int]:
    """Return the date, month or year that begins at a token, and the token after it."""
    token = tokens[at]
    if month := month_of(token):
        parted = at + 1 < len(tokens) and not is_day_of(token, tokens[at + 1])
        day, after = (None, at + 1) if parted else _day_of_month(tokens, at + 1)
        year, end = _year(tokens, after)
        if not (day or year) and not (at and tokens[at - 1].word in _BEFORE_MONTH):
            return None, at + 1
        return _from(tokens, at, end, year=year, month=month, day=day), end
    day, after = _day_of_month(tokens, at)
    if day:
        after += after < len(tokens) and tokens[after].word == "of"
        if after < len(tokens) and tokens[after].is_joined and (month := month_of(tokens[after])):
            year, end = _year(tokens, after + 1)
            return _from(tokens, at, end, year=year, month=month, day=day), end
    year, end = _year(tokens, at)
    return (_from(tokens, at, end, year=year) if year else None), max(end, at + 1)


def _from(
    tokens: Sequence[Token],
    at: int,
    after: int,
    *,
    year: int | None,
    month: int | None = None,
    day: int | None = None,
) -> Day:
    start, end = tokens[at].start, tokens[after - 1].end
    return Day(start=start, end=end, year=year, month=month, day=day)


def _day_of_month(tokens: Sequence[Token], at: int) -> tuple[int | None, int]:
    """Return a day of a month in digits, and the token after it."""
    word = tokens[at].word if at < len(tokens) else ""
    if len(word) > 2 or not word.isdecimal() or not 0 < int(word) < 32:
        return None, at
    after = at + 1
    if after < len(tokens) and not tokens[after].glue:
        if tokens[after].word not in _ORDINALS:
            return None, at
        after += 1
    elif after < len(tokens) and tokens[after].glue == ":":  # a time
        return None, at
    return int(word), after


def _year(tokens: Sequence[Token], at: int) -> tuple[int | None, int]:
    """Return a year of four digits, and the token after it."""
    if at >= len(tokens) or len(tokens[at].word) != 4 or not tokens[at].word.isdecimal():
        return None, at
    is_year = int(tokens[at].word) in _YEARS and not tokens[at].glue.strip(" ,.(\n\xa0‘’“\"'")
    if at + 1 < len(tokens) and not tokens[at + 1].glue:  # "1990s"
        return None, at
    return (int(tokens[at].word), at + 1) if is_year else (None, at)


def _dated(day: Day, published: date) -> Day:
    """Fill in what the day of publication tells."""
    if day.weekday is not None and day.day is None:
        first, last = date.min.toordinal(), date.max.toordinal()
        since = (published.weekday() - day.weekday) % 7
        near = [published.toordinal() - since, published.toordinal() - since + 7]
        on = frozenset(date.fromordinal(one) for one in near if first <= one <= last)
        return replace(day, nearest=on)
    if day.month and day.year is None:
        # Of "May 4" and "in May" the year that is nearest.
        months = (published.month - day.month + 6) % 12 - 6
        year = published.year + (published.month - months - day.month) // 12
        return replace(day, year=year)
    return day
