"""Datelines: the place, day and agency before a report's first sentence.

They stay in the text, which is kept word for word; here they are read from it.
"""

import re
from dataclasses import dataclass
from datetime import date

from index.known_outlets import is_known_outlet

_MONTHS = (
    ("jan", "янв", "янв", "січ", "студ"),
    ("feb", "фев", "фев", "лют", "лют"),
    ("mar", "мар", "мар", "бер", "сак"),
    ("apr", "апр", "апр", "кві", "крас"),
    ("may", "мая", "май", "тра", "мая"),
    ("jun", "июн", "июн", "чер", "чэр"),
    ("jul", "июл", "июл", "лип", "ліп"),
    ("aug", "авг", "авг", "сер", "жні"),
    ("sep", "сен", "сен", "вер", "вер"),
    ("oct", "окт", "окт", "жов", "кас"),
    ("nov", "ноя", "ноя", "лис", "ліс"),
    ("dec", "дек", "дек", "гру", "сне"),
)
_MONTH = r"[^\W\d_]{3,10}\.?"
_DAY = (
    rf"(?:(?P<month_first>{_MONTH}) (?P<day_behind>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"|(?P<day_first>\d{{1,2}})\.? (?P<month_behind>{_MONTH}))"
    r"(?:,? (?P<year>(?:19|20)\d\d)(?: г\.?)?)?"
)
# Of capitals, or of capitalised words where a day or an agency follows.
_CAPITALS = r"[A-ZÀ-ÞЀ-Я][A-ZÀ-ÞЀ-Я.’' -]*[A-ZÀ-ÞЀ-Я.]"
_NAMES = r"[A-ZÀ-ÞЀ-Я][\w.’'-]*(?: (?:of|the|de|la|na|am|on|upon|[A-ZÀ-ÞЀ-Я][\w.’'-]*)){0,3}"
_REGION = r"(?:, (?:[A-ZÀ-Þ][\w.’'-]*)(?: [A-ZÀ-Þ][\w.’'-]*){0,2})"
# A place before a slash is read in one way only: with two for each, 24 places took a minute.
_PLACE = rf"(?P<place>(?>(?:{_CAPITALS}|{_NAMES})/)*(?:{_CAPITALS}|{_NAMES}))(?P<region>{_REGION})?"
_AGENCY = r"(?:\((?P<agency>[^()\n]{2,40})\)|/(?P<slashed>[^/\n]{2,40})/)"
_DASH = r"(?: ?[-–—]{1,2} ?|(?<=/)\.? +|(?<=/\.) +)"
_FORMS = (
    # MINSK, Aug 10 (Reuters) - ...    Kyiv, Ukraine (AP) — ...    МИНСК, 10 августа. /ТАСС/. ...
    re.compile(rf"{_PLACE}(?:[,.]? {_DAY})?[,.:]? ?{_AGENCY}{_DASH}(?=\S)"),
    # MINSK, Aug 10 — ...    Vilnius, 10 August 2024 - ...
    re.compile(rf"{_PLACE}, {_DAY}[.:]? (?:[-–—]{{1,2}}) (?=\S)"),
    # LONDON — ...    LONDON - The ...
    re.compile(
        rf"(?P<place>{_CAPITALS}(?:/{_CAPITALS})*)(?P<region>{_REGION})? "
        r"(?:[–—]+ |-{1,2} (?=[A-ZÀ-ÞЀ-Я“\"]))(?=\S)"
    ),
)
# What stands in capitals before a dash without being a place.
_NOT_A_PLACE = re.compile(
    r"(?:UPDATE|BREAKING|EXCLUSIVE|ANALYSIS|OPINION|FACTBOX|WATCH|LIVE|VIDEO|PHOTOS?|NOTE|CORRECTED"
    r"|CORRECTION|EXPLAINER|INTERVIEW|TIMELINE|WRAPUP|PREVIEW|NEWS|NATO|EU|UN|USA?|UK|CEO|Q|A"
    r"|EDITOR[’']S NOTE|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Photo|Source)\b.*",
)
# In brackets behind a name without a day stands more than agencies: "Messi (Argentina) - 3".
_AGENCY_LIKE = re.compile(
    r"(?!(?:US|USA|UK|UN|EU|RUS|UKR|R|D|MP)$)[A-ZЀ-Я]{2,7}|.*\b(?:News|Press|Agency|Media)\b.*"
)
_LONGEST = 120
# Shorter words in capitals before brackets are acronyms: "OPEC (Vienna) - ".
_LEAST_PLACE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """What a dateline says; `end` is where the report's first sentence begins.

    `place` is as it is written, with its region ("Kyiv, Ukraine"). `day` is None when none is
    named, or when it names no year and the year of publication is unknown.
    """

    place: str
    day: date | None = None
    agency: str | None = None
    end: int


def read_dateline(text: str, *, published: date | None = None) -> Dateline | None:
    """Read the dateline at the beginning of a text; None when it has none.

    `published` tells the year of a day without one: that which puts the day nearest to it.

    >>> read_dateline("MINSK, Aug 10 (Reuters) - Two buses met.", published=date(2024, 8, 10))
    Dateline(place='MINSK', day=datetime.date(2024, 8, 10), agency='Reuters', end=26)
    >>> read_dateline("Minsk said - again - that it would not.") is None
    True
    """
    matches = (form.match(text[:_LONGEST]) for form in _FORMS)
    match = next((match for match in matches if match and _is_dateline(match.groupdict())), None)
    if match is None:
        return None
    found = match.groupdict()
    place = (
        found["place"] if re.search(r"\w\.\w\.$", found["place"]) else found["place"].rstrip(".")
    )
    return Dateline(
        place=place + (found["region"] or ""),
        day=_day(found, published),
        agency=found.get("agency") or found.get("slashed"),
        end=match.end(),
    )


def _is_dateline(found: dict[str, str | None]) -> bool:
    if _NOT_A_PLACE.fullmatch(found["place"] or ""):
        return False
    if found.get("month_first") or found.get("month_behind"):
        return _month(found) is not None
    agency = found.get("agency") or found.get("slashed")
    if agency is None or is_known_outlet(agency) or _AGENCY_LIKE.fullmatch(agency):
        return True
    # "TORSVIK (Reuben Wire) - ": of a place in capitals it is one, whatever its name.
    place = found["place"] or ""
    return place.isupper() and len(place) >= _LEAST_PLACE and agency[:1].isupper()


def _month(found: dict[str, str | None]) -> int | None:
    name = (found.get("month_first") or found.get("month_behind") or "").casefold()
    starts = (number for number, names in enumerate(_MONTHS, 1) if name.startswith(names))
    return next(starts, None)


def _day(found: dict[str, str | None], published: date | None) -> date | None:
    month = _month(found)
    day = found.get("day_behind") or found.get("day_first")
    year = found.get("year")
    if month is None or day is None:
        return None
    if year is not None:
        return _date(int(year), month, int(day))
    if published is None:
        return None
    near = [_date(published.year + step, month, int(day)) for step in (-1, 0, 1)]
    known = [one for one in near if one]
    return min(known, key=lambda one: abs(one - published), default=None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
