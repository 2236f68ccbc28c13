"""Months and days of the week, by their names; pure."""

import calendar
from typing import Final

from qa.agreement.tokens import Token

_MONTHS: Final = {
    short.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, short in enumerate(names)
    if short
} | {"sept": 9}
_SHORT_MONTH = len("sept")
_WEEKDAYS: Final = {name.lower(): number for number, name in enumerate(calendar.day_name)}


def month_of(token: Token) -> int | None:
    """Return which month a capitalised word names, from 1; in small letters "may" is a verb."""
    return _MONTHS.get(token.word) if token.capital else None


def weekday_of(token: Token) -> int | None:
    """Return which day of the week a word names, from Monday, 0."""
    return _WEEKDAYS.get(token.word.removesuffix("s")) if token.capital else None


def is_day_of(month: Token, after: Token) -> bool:
    """Tell whether a number right after a month may be its day: "Oct. 3", not "in May. 12 men"."""
    is_short = after.glue.startswith(".") and len(month.word) <= _SHORT_MONTH
    return after.is_joined or is_short
