"""Dates as news pages and records write them, read without guessing."""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

_MONTHS = [name.casefold() for name in calendar.month_abbr]  # January is at 1
_MONTH = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DATE = re.compile(
    r"\b(?:"
    + _MONTH.format("us_month")
    + r" (?P<us_day>\d{1,2})(?:st|nd|rd|th)?(?P<until> ?[-–—] ?\d{1,2})?,?"
    + r" (?P<us_year>(?:19|20)\d\d)"
    + r"|(?P<uk_day>\d{1,2})(?:st|nd|rd|th)?(?: of)?[ -]"
    + _MONTH.format("uk_month")
    + r",?[ -](?P<uk_year>(?:19|20)\d\d)"
    + r"|(?P<iso_year>(?:19|20)\d\d)(?P<iso_mark>[-/.])(?P<iso_month>\d\d?)"
    + r"(?P=iso_mark)(?P<iso_day>\d\d?)"
    + r"|(?P<first>\d{1,2})(?P<mark>[/.])(?P<second>\d{1,2})(?P=mark)(?P<year>(?:19|20)\d\d)"
    + r")(?!\d)(?:T(?=\d))?",
    re.IGNORECASE,
)
# Whole dates are put as "§": "August 5 – §" and "26–§" are ranges of days.
_OPEN_RANGE = re.compile(
    r"\b(?:" + _MONTH.format("m1") + r" \d{1,2}|\d{1,2}(?: " + _MONTH.format("m2") + r")?)"
    r" ?(?:[-–—]|to|until) ?(?=§)",
    re.IGNORECASE,
)
_RANGE = re.compile(r"§ ?(?:[-–—]|to|until) ?§", re.IGNORECASE)
_TIME = re.compile(
    r"\b\d{1,2}[:.]\d\d(?::\d\d(?:\.\d+)?)?(?: ?[ap]\.?m\b\.?)?|\b\d{1,2} ?[ap]\.?m\b\.?"
    r"|(?:\b(?:GMT|UTC))? ?[+-]\d\d:?\d\d\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(r",? ?\d+:\d\d")
_AROUND = re.compile(
    r"\b(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|gmt|utc|[ecmp][sde]?t|cest"
    r"|bst|ist|eest|eet|msk|z|first|last|originally|published|posted|publication|updated?|modified|edited"
    r"|created|date|released?|issued|time|on|at|of|the|local|hrs?)\b\.?",
    re.IGNORECASE,
)
# Nine digits: March 1973. Eight are a day, 20241009.
_FEWEST_SECONDS = 100_000_000
_LATER = re.compile(r"\b(?:updated?|modified|edited|revised)\b[^\d]*$", re.IGNORECASE)
_PUBLISHED = re.compile(r"\b(?:published|posted|publication)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateLine:
    """A line that holds nothing but dates.

    `published` is None for a range of days, a date of an update, or an order of day and month
    that could be either. `labelled` tells whether the line itself says "published".
    """

    published: date | None
    labelled: bool


def read_date_line(line: str) -> DateLine | None:
    """Read a line of dates, times, weekdays and words like "Published"; None for any other line.

    >>> read_date_line("Published: Wed 9 Oct 2024, 10:15 BST").published
    datetime.date(2024, 10, 9)
    >>> read_date_line("August 5 – August 11, 2024").published is None
    True
    >>> read_date_line("On 9 October 2024 it rained") is None
    True
    """
    found = list(_DATE.finditer(line))
    if not found or len(line) > 160:
        return None
    marked = _TIME.sub(" ", _DATE.sub("§", line))
    rest = _AROUND.sub(" ", _RANGE.sub(" ", _OPEN_RANGE.sub(" ", marked)))
    if any(character.isalnum() for character in rest):
        return None
    is_range = _OPEN_RANGE.search(marked) or _RANGE.search(marked) or found[0]["until"]
    first = [match for match in found if not _LATER.search(line[: match.start()])]
    return DateLine(
        published=_date_of(first[0]) if first and not is_range else None,
        labelled=bool(_PUBLISHED.search(line)),
    )


def _date_of(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    if parts["iso_year"]:
        year, month, day = parts["iso_year"], int(parts["iso_month"]), parts["iso_day"]
    elif parts["year"]:
        first, second = int(parts["first"]), int(parts["second"])
        # 9/10/2024 is a day in September or in October; only 13 and above decide.
        if parts["mark"] == "/" and first <= 12 and second <= 12 and first != second:
            return None
        month, day = (first, str(second)) if second > 12 else (second, str(first))
        year = parts["year"]
    else:
        order = "us" if parts["us_month"] else "uk"
        month = _MONTHS.index(parts[f"{order}_month"][:3].casefold())
        year, day = parts[f"{order}_year"], parts[f"{order}_day"]
    try:
        return date(int(year), month, int(day))
    except ValueError:
        return None


def is_plausible(day: date) -> bool:
    """Tell whether a date may be meant: some stand for none, the first and last that there are.

    >>> is_plausible(date(1970, 1, 1)), is_plausible(date(1969, 7, 21)), is_plausible(date.max)
    (False, True, False)
    """
    return 1800 <= day.year < date.max.year and day != date(1970, 1, 1)


def read_date(value: object) -> date | None:
    """Read a record's date: ISO, RFC 2822, seconds since 1970, or as English news pages write it.

    A number of fewer than nine digits is read as if it were a string: 20241009 is a day, 2024 none.
    The day is the one written down, in the publisher's zone; of seconds, the day in UTC.
    None means that the value cannot be read.

    >>> read_date("2024-10-09T23:30:00-04:00"), read_date(1728432000)
    (datetime.date(2024, 10, 9), datetime.date(2024, 10, 9))
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, float) and value.is_integer():  # as a table with gaps keeps numbers
        value = int(value)
    if isinstance(value, str) or abs(value) < _FEWEST_SECONDS:
        text = str(value).strip()
        return (
            _read_seconds(float(text))
            if re.fullmatch(r"\d{9,13}(?:\.\d+)?", text)
            else _read_text(text)
        )
    return _read_seconds(value)


def read_moment(value: str) -> datetime | None:
    """Read a time that states its zone, ISO or RFC 2822; None for any other.

    >>> read_moment("2024-10-09T23:30:00-04:00").isoformat()
    '2024-10-09T23:30:00-04:00'
    >>> read_moment("2024-10-09 23:30") is None
    True
    """
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(value.strip())
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return moment if moment.tzinfo else None
    return None


def _read_seconds(seconds: float) -> date | None:
    try:
        # Thirteen digits are milliseconds, as JavaScript writes them; as seconds, the year 33658.
        return datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, tz=UTC).date()
    except (ValueError, OverflowError, OSError):
        return None


def _read_text(text: str) -> date | None:
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return read(text).date()
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    line = read_date_line(text)
    return line.published if line else _read_stamp(text)


def _read_stamp(text: str) -> date | None:
    """Read a date with its time of day, whatever follows: "27-MAR-1987 02:38:09.32G C"."""
    found = list(_DATE.finditer(text))
    if len(found) != 1 or found[0].start() or not _CLOCK.match(text, found[0].end()):
        return None
    return _date_of(found[0])
