"""Days, months and years that a question names; pure."""

import calendar
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A stretch of days, both ends included; `text`, from `start` on, is how it is named.

    `has_year` tells whether its year is named too, or what is known besides tells it.
    """

    first: date
    last: date
    text: str
    start: int = field(default=0, compare=False)
    has_year: bool = field(default=True, compare=False)

    @property
    def end(self) -> int:
        """Where its name ends; exclusive."""
        return self.start + len(self.text)


_NAMES = calendar.month_name[1:]
_NUMBERS = {name[:3].casefold(): number for number, name in enumerate(_NAMES, start=1)}
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:19|20)\d\d"
# A month by its number, and a day that can be none.
_IN_YEAR, _LATE = r"(?:0?[1-9]|1[0-2])", r"(?:1[3-9]|2\d|3[01])"
# In lower case only with a year, or "he may" would be a month.
_VERBS = ("march", "may")
_MONTH = "(?:{}|Sept|{}|{}|(?:{})(?=,?\\s+{}))".format(
    "|".join(_NAMES),
    "|".join(name[:3] for name in _NAMES),
    "|".join(name.lower() for name in _NAMES if name.lower() not in _VERBS),
    "|".join(_VERBS),
    _YEAR,
)
_TO = r"(?:\s*[-–—]\s*|\s+(?:to|and|till|until|through)\s+)"
_TH = r"(?:st|nd|rd|th)?"
# "Oct. 3", but not "in March. 12 men left".
_STOP = r"(?:(?<![a-zA-Z]{5})\.)?"

# A point in time: "2023-10-31", "31.10.2023", "10/31/2023" and no "3/5/2023", which is two days,
# "31 October 2023", "Oct. 3-5", "October 31, 2023", "May 2022", "2023-05", "2022", "2023-24", "the
# 1990s". A name of a month must not run on ("Marching"), nor a number ("20,000").
_POINT = re.compile(
    rf"""(?<![\w$€£#])(?<!\d[.,])(?:
    (?P<iso>{_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?:T[\d:.]+(?:Z|[+-][\d:]+)?)?
    |(?P<day__>{_DAY})\.(?P<number>{_IN_YEAR})\.(?P<year____>{_YEAR})
    |(?P<day___>{_LATE})/(?P<number_>{_IN_YEAR})/(?P<year_____>{_YEAR})
    |(?P<number__>{_IN_YEAR})/(?P<day____>{_LATE})/(?P<year______>{_YEAR})
    |(?P<day>{_DAY}){_TH}(?:{_TO}(?P<to_day>{_DAY}){_TH})?\s+(?:of\s+)?
        (?P<month>{_MONTH})\b(?:\.?,?\s+(?P<year>{_YEAR}))?
    |(?P<month_>{_MONTH})\b{_STOP}\s+(?P<day_>{_DAY}){_TH}
        (?:{_TO}(?P<to_day_>{_DAY}){_TH}(?!\s+(?:of\s+)?{_MONTH}\b))?
        (?:,?\s+(?P<year_>{_YEAR}))?(?![\d:.]*\d)
    |(?P<month__>{_MONTH})\b(?:\.?,?\s+(?:of\s+)?(?P<year__>{_YEAR}))?
    |(?P<decade>(?:19|20)\d0)s
    |(?P<year___>{_YEAR})(?:[-–](?P<to_year>\d\d)(?!\d|-))?
    )(?![\w%]|[.,]\d)""",
    re.VERBOSE,
)
# What a month or a year by itself must follow: "in March", "since early 2022", "by the end of May".
_BEFORE_BARE = re.compile(
    r"\b(?:in|since|from|until|till|by|during|of|after|before|between|through|throughout|early|late"
    r"|mid|last|this|next)[\s-]+(?:the\s+)?(?:year\s+)?$",
    re.IGNORECASE,
)
# "Its October article", or what a month by itself may come before.
_ISSUE = re.compile(
    r"\s+(?:articles?|coverage|editions?|interviews?|issues?|pieces?|reports?|stor(?:y|ies))\b"
)
# "the 2022 invasion", "its 2015 report"; "the 2000 tanks" are a count.
_BEFORE_YEAR = re.compile(r"\b(?:the|a|its|his|her|their|our)\s+$|[’']s\s+$|\($", re.IGNORECASE)
_SINCE = re.compile(r"\bsince\s+(?:the\s+|early\s+|late\s+|mid-?\s*)*$", re.IGNORECASE)
_JOIN = re.compile(_TO)
_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?$", re.IGNORECASE)
# "2014-2016" and the second half of "from 2014 to 2016".
_YEARS = re.compile(rf"{_YEAR}\s*[-–—]\s*{_YEAR}")
_YEARS_BEFORE = re.compile(rf"(?:{_MONTH}\.?|{_YEAR}){_TO}$")


# "What happened on August 10?": with the day left out.
_HAPPENED = re.compile(
    r"what\s+(?:else\s+)?(?:happened|occurred|took\s+place|was\s+happening|went\s+on)\s*"
    r"(?:(?:on|in|from|between)(?:\s+the)?)?[\s?.!]*",
    re.IGNORECASE,
)
_A_FEW_DAYS = timedelta(days=7)
# So many months ahead articles speak of a day without its year; of one in more, of last year's.
_SOON = 3
# What says that a year is one stands right before it.
_FARTHEST = 60


class _Point(NamedTuple):
    """A point in time as far as the text gives it, and where it stands there."""

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None
    to_day: int | None
    years: int


def day_asked_for(question: str, periods: Sequence[Period]) -> Period | None:
    """Return the day, or few days, of which a question asks what happened, and nothing else.

    >>> asked = "What happened on August 10, 2024?"
    >>> str(day_asked_for(asked, find_periods(asked)).first)
    '2024-08-10'
    """
    if len(periods) != 1 or not _is_short(periods[0]):
        return None
    rest = question.replace(periods[0].text, "", 1)
    return periods[0] if _HAPPENED.fullmatch(rest.strip()) else None


def names_day(sentence: str, asked: Period, *, published: date | None) -> bool:
    """Tell whether a sentence names a day of those asked for.

    Args:
        sentence: what may name one.
        asked: the days.
        published: when the sentence was; a day without a year is counted back from it.

    >>> day = Period(first=date(2024, 8, 10), last=date(2024, 8, 10), text="August 10")
    >>> [names_day("He spoke on August 10.", day, published=date(y, 9, 1)) for y in (2023, 2024)]
    [False, True]
    """
    named = find_periods(sentence, latest=published)
    # "August 10 and 11" names both; "the week of August 5-11" names none.
    days = (period for period in named if period.last - period.first <= timedelta(days=1))
    return any(period.first <= asked.last and period.last >= asked.first for period in days)


def _is_short(period: Period) -> bool:
    return period.last - period.first < _A_FEW_DAYS


def find_periods(
    text: str, *, latest: date | None = None, near: date | None = None
) -> tuple[Period, ...]:
    """Find the days, months and years that a text names, in order; none overlap.

    A range is one period; what is open at its end ("since 2022") ends on `date.max`. A year or a
    month by itself counts only where the words around it say that it is one. A date without a year
    has that of another date of the text; else what is given tells it, or it is passed over.

    Args:
        text: a question, or a sentence.
        latest: a day that such a date is not after: the last year in which it had come is meant.
        near: a day that such a date is near: it is the next one if that is soon, else the last.

    >>> [str(p.first) for p in find_periods("What did The Verge say on October 31, 2023?")]
    ['2023-10-31']
    >>> [(p.text, str(p.last)) for p in find_periods("Who fled between March and May 2022?")]
    [('March and May 2022', '2022-05-31')]
    >>> find_periods("Who bought 2000 tanks?")
    ()
    """
    points = [point for point in _points(text) if _is_meant(text, point)]
    ranges = list(_ranges(text, points))
    found = []
    for (first, last), lent in zip(ranges, _lent(ranges), strict=True):
        # A range has its year at its end; a date, where another has it.
        named = last.year or first.year or lent
        year = named or _year_of(last, latest, near)
        if year and (days := _days(first, last, year)):
            start, end = days
            if _SINCE.search(text, max(0, first.start - _FARTHEST), first.start):
                end = date.max
            found.append(
                Period(
                    first=start,
                    last=end,
                    text=text[first.start : last.end],
                    start=first.start,
                    has_year=named is not None,
                )
            )
    return tuple(found)


def _points(text: str) -> Iterator[_Point]:
    for match in _POINT.finditer(text):
        named = {name.rstrip("_"): value for name, value in match.groupdict().items() if value}
        if "iso" in named:
            year, month, day = map(int, named["iso"].split("-"))
            yield _Point(match.start(), match.end(), year, month, day, None, 1)
            continue
        year_named = named.get("decade") or named.get("year")
        if "to_year" in named and _is_month(named):
            named["iso_month"] = named.pop("to_year")
        yield _Point(
            match.start(),
            match.end(),
            int(year_named) if year_named else None,
            _month(named),
            int(named["day"]) if "day" in named else None,
            int(named["to_day"]) if "to_day" in named else None,
            _years(named),
        )


def _is_month(named: dict[str, str]) -> bool:
    """Tell whether what follows a year is a month ("2023-05") and no later year ("2010-12")."""
    return 1 <= int(named["to_year"]) <= min(int(named["year"]) % 100, 12)


def _month(named: dict[str, str]) -> int | None:
    if "month" in named:
        return _NUMBERS[named["month"][:3].casefold()]
    number = named.get("number") or named.get("iso_month")
    return int(number) if number else None


def _years(named: dict[str, str]) -> int:
    """Return how many years a point takes in: ten for "1990s", two for "2023-24", else one."""
    if "to_year" in named:
        return (int(named["to_year"]) - int(named["year"])) % 100 + 1
    return 10 if "decade" in named else 1


def _is_meant(text: str, point: _Point) -> bool:
    """Tell whether a month or a year by itself is one; whatever has two parts is."""
    if (point.year and point.month) or point.day or point.years > 1:
        return True
    before = text[max(0, point.start - _FARTHEST) : point.start]
    if _BEFORE_BARE.search(before):
        return True
    if point.month:
        return _ISSUE.match(text, point.end) is not None
    if _YEARS.match(text, point.start) or _YEARS_BEFORE.search(before):
        return True
    return _BEFORE_YEAR.search(before) is not None and str(point.year)[-2:] != "00"


def _ranges(text: str, points: Sequence[_Point]) -> Iterator[tuple[_Point, _Point]]:
    """Pair the two ends of a range; a point by itself is both its ends."""
    waiting = deque(points)
    while waiting:
        first = last = waiting.popleft()
        if waiting and _joins(text, first, waiting[0]):
            last = waiting.popleft()
        yield first, last


def _joins(text: str, first: _Point, last: _Point) -> bool:
    """Tell whether the words between two points make them one range."""
    between = text[first.end : last.start]
    if not _JOIN.fullmatch(between):
        return False
    if between.strip() != "and":
        return True
    return _BETWEEN.search(text, max(0, first.start - _FARTHEST), first.start) is not None


def _lent(ranges: Sequence[tuple[_Point, _Point]]) -> list[int | None]:
    """Return the year that each date without one has from another: the nearest before it, or after.

    Neither decades lend one ("the 1990s"), nor years by themselves after it ("the 2014 law").
    """
    lent: list[int | None] = []
    before = after = None
    for _, last in ranges:
        lent.append(before)
        if last.years == 1:
            before = last.year or before
    for at in reversed(range(len(ranges))):
        lent[at] = lent[at] or after
        if (last := ranges[at][1]).month:
            after = last.year or after
    return lent


def _year_of(point: _Point, latest: date | None, near: date | None) -> int | None:
    """Return the last year in which a date without one had come, or which is near."""
    if point.month is None:
        return None
    if latest:
        return latest.year - ((point.month, point.day or 1) > (latest.month, latest.day))
    if near:
        months = (point.month - near.month) % 12
        months -= 12 * (months > _SOON)
        return near.year + (near.month + months - 1) // 12
    return None


def _days(first: _Point, last: _Point, year: int) -> tuple[date, date] | None:
    """Return the first and the last day of a range, or None for a day that no month has."""
    try:
        start = date(first.year or year, first.month or 1, first.day or 1)
        end_year, end_month = (last.year or year) + last.years - 1, last.month or 12
        end_day = last.to_day or last.day or calendar.monthrange(end_year, end_month)[1]
        end = date(end_year, end_month, end_day)
        if start > end and first is not last and first.year is None:  # "November to March 2022"
            start = start.replace(year=start.year - 1)
    except ValueError:
        return None
    return (start, end) if start <= end else None
