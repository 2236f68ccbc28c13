"""Lines that name the outlet an article is from, with its day or its author.

No list knows every outlet. A name that ends as newspapers' do is one; any other may be a place or
a person, and of it no more than the date is read.
"""

import re
from dataclasses import dataclass

from index.known_outlets import is_known_outlet
from index.reading.bylines import read_byline
from index.reading.dates import DateLine, read_date_line
from index.reading.outlets import OUTLET_WORD, is_section_words

_NAME = (
    r"(?:[Tt]he )?[A-ZÀ-ŽЀ-Я][\w&.’'-]*"
    r"(?: (?:of|and|the|&)(?= [A-ZÀ-ŽЀ-Я])| [A-ZÀ-ŽЀ-Я][\w&.’'-]*){0,4}"
)
_BETWEEN = r"(?:, | ?[|•·] ?| [–—-] )"
_DATED = re.compile(rf"(?P<name>{_NAME})(?P<mark>{_BETWEEN})(?P<date>.*\d.*)")
_SIGNED = re.compile(rf"(?P<byline>.+){_BETWEEN}(?P<name>{_NAME})(?:{_BETWEEN}(?P<date>.*\d.*))?")
_SOURCE = re.compile(r"source ?: ?(?P<rest>.+)", re.IGNORECASE)
# "Weekly Review, 5 October 2021" is a title as often as an outlet; "The Weekly Review" is none.
_ALSO_A_TITLE = re.compile(r"(?!The ).*\b(?:Bulletin|Monitor|Record|Review)", re.IGNORECASE)
# Words that name an outlet behind "The" only: "Baltic Star" may be a ship.
_WITH_ARTICLE = re.compile(
    r"The (?:.+ )?(?:Advertiser|Advocate|Beacon|Citizen|Insider|Leader|Messenger|Reporter|Star|Sun)"
)
# "Russian Offensive Campaign Assessment, October 5, 2022" is a headline: longer than most names.
_MOST_WORDS = 3
_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What such a line says.

    Without an `outlet` its name may be a place or a person: then the line is an imprint only
    under a headline, and belongs to the text.
    """

    authors: tuple[str, ...] = ()
    outlet: str | None = None
    date_line: DateLine | None = None


def read_imprint(line: str) -> Imprint | None:
    """Read a capitalised name with a full date, or behind "By Ann Poe" or "Source:"; else None.

    >>> read_imprint("The Riga Courier, 9 October 2024").outlet
    'The Riga Courier'
    >>> read_imprint("Tel Aviv, 9 October 2024").outlet is None
    True
    >>> read_imprint("Riga votes again, 9 October 2024") is None
    True
    >>> read_imprint("By Ann Poe, The Riga Courier")
    Imprint(authors=('Ann Poe',), outlet='The Riga Courier', date_line=None)
    """
    if len(line) > _LONGEST:
        return None
    if source := _SOURCE.fullmatch(line):
        return _read_source(source["rest"])
    return _read_signed(line) or _read_dated(line)


def _read_source(name: str) -> Imprint | None:
    if dated := _read_dated(name):
        return dated
    if not re.fullmatch(_NAME, name):
        return None
    return Imprint(outlet=name if is_outlet_name(name) else None)


def _read_signed(line: str) -> Imprint | None:
    match = _SIGNED.fullmatch(line)
    byline = read_byline(match["byline"]) if match else None
    if not match or not byline:
        return None
    dated = read_date_line(match["date"]) if match["date"] else None
    if match["date"] and not dated:
        return None
    outlet = match["name"] if is_outlet_name(match["name"]) else byline.outlet
    return Imprint(authors=byline.authors, outlet=outlet, date_line=dated)


def _read_dated(line: str) -> Imprint | None:
    match = _DATED.fullmatch(line)
    dated = read_date_line(match["date"]) if match else None
    if not match or not dated or is_section_words(match["name"]):
        return None
    if is_outlet_name(match["name"]):
        # 5/10/2021 may be two days; neither is read, so the line has to stay.
        return Imprint(outlet=match["name"] if dated.published else None, date_line=dated)
    is_short = len(match["name"].removeprefix("The ").split()) <= _MOST_WORDS
    is_plain = is_short and match["mark"] == ", " and dated.published
    return Imprint(date_line=dated) if is_plain else None


def is_outlet_name(name: str) -> bool:
    """Tell whether a name is a known outlet's, or ends as the names of newspapers do.

    >>> is_outlet_name("The Riga Courier"), is_outlet_name("Times Square")
    (True, False)
    """
    last = name.rsplit(maxsplit=1)[-1]
    ends_so = bool(OUTLET_WORD.fullmatch(last)) and not _ALSO_A_TITLE.fullmatch(name)
    ends_so = ends_so or bool(_WITH_ARTICLE.fullmatch(name))
    return is_known_outlet(name) or (ends_so and not is_section_words(name))
