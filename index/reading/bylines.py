"""Who wrote it: names as bylines spell them."""

import calendar
import re
from dataclasses import dataclass

from index.known_outlets import is_known_outlet
from index.reading.dates import DateLine, read_date_line
from index.reading.outlets import is_section_words

_WORD = r"(?:[A-ZÀ-ŽЀ-Я][\w’'-]*\.?|(?:van|von|der|den|de|di|da|del|la|le|al|bin|ibn|el|ter)\b)"
_NAME = re.compile(rf"(?!(?:The|A|An)\b){_WORD}(?:[ -]{_WORD}){{1,4}}")
_NOT_A_NAME = re.compile(
    rf"\b(?:{'|'.join(calendar.month_name[1:])}"
    r"|\w{3,6}day|And|Or|Of|In|On|At|To|For|With|Is|Are|Was|Has|Have|Will|Says?|How|Why|What|Who"
    r"|When|New|More|Read|Share|Photo|Image|Video|Getty|Staff|Team|Desk)\b",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"(?:[\w&’'-]+ ){0,4}(?:reporter|correspondent|editor|writer|journalist|columnist|analyst|staff"
    r"|bureau chief|contributor|fellow|producer|commentator|freelancer)(?:-at-large|s)?"
    r"(?: (?:in|at|for) .{2,40})?",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?:(?:written|reported|words|text|story|posted|analysis|opinion|report|review|interview) by"
    r"|by|authors?|reporters?|correspondents?)(?: ?: ?| )(?P<names>.+)",
    re.IGNORECASE,
)
_STAFF = re.compile(
    r"(?:our |the )?(?:\w+ )?"
    r"(?:staff|newsroom|editorial (?:team|board)|correspondents?|(?:web|news) desk)"
    r"(?: (?:writer|reporter)s?)?",
    re.IGNORECASE,
)
_PLACE = re.compile(r" in [A-ZÀ-Ž][\w’'-]+(?: [A-ZÀ-Ž][\w’'-]+)?$")
_FOR = re.compile(r" for (?P<outlet>(?:the |The )?[A-Z][\w&.’'-]*(?: [A-Z][\w&.’'-]*){0,3})$")
# Places whose two words look like a name; "New" is none already.
_PLACE_OPENING = re.compile(
    r"(?:San|Santa|Los|Las|Tel|Hong|Buenos|Rio|Sri|Saudi|Abu|Addis|Kuala|Mexico|Washington|United"
    r"|Great|White|Cape|El|La|Le|St|Saint|Sierra|Costa|Puerto|Papua|Burkina|Czech|Salt|Nova)\b"
)
_DATE_TAIL = re.compile(
    r"[ ,|•·–—-]+(?=(?:(?:first |last )?(?:published|posted|updated)\b|[\w.]+ ?\d|\d))",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r" ?[,;&/|•·] ?(?:and )?| and | [-–—] ", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """The people and the outlet that a byline names; both may be empty ("By our newsroom")."""

    authors: tuple[str, ...] = ()
    outlet: str | None = None


def is_name(text: str) -> bool:
    """Tell whether a text is spelled as a person's name: two to five capitalised words.

    >>> is_name("Ann van Poe"), is_name("Middle East"), is_name("Ann")
    (True, False, False)
    """
    return (
        bool(_NAME.fullmatch(text))
        and not _NOT_A_NAME.search(text)
        and not _ROLE.fullmatch(text)
        and not is_known_outlet(text)
        and not any(is_section_words(word) for word in text.split())
    )


def read_byline(line: str) -> Byline | None:
    """Read a line such as "By Ann Poe and Bo Ray, Reuters"; None when it is anything else.

    >>> read_byline("By Ann Poe and Bo Ray, Reuters")
    Byline(authors=('Ann Poe', 'Bo Ray'), outlet='Reuters')
    >>> read_byline("By Friday evening the bridge had gone") is None
    True
    """
    match = _BY.fullmatch(line)
    if not match:
        return None
    if _STAFF.fullmatch(match["names"].rstrip(".")):
        return Byline()
    return read_names(match["names"])


def read_dated_byline(line: str) -> tuple[Byline, DateLine] | None:
    """Read a byline and behind it a date; None when a line is anything else.

    >>> byline, dated = read_dated_byline("By Ann Poe, 9 October 2024")
    >>> byline.authors, str(dated.published)
    (('Ann Poe',), '2024-10-09')
    """
    for tail in _DATE_TAIL.finditer(line):
        byline, dated = read_byline(line[: tail.start()]), read_date_line(line[tail.end() :])
        if byline and dated:
            return byline, dated
    return None


def authors_of(line: str) -> tuple[str, ...]:
    """Return the people that a byline names, with a date behind it or not; none of another line.

    >>> authors_of("By Ann Poe, 9 October 2024"), authors_of("By Friday evening it had gone")
    (('Ann Poe',), ())
    """
    dated = read_dated_byline(line)
    byline = dated[0] if dated else read_byline(line)
    return byline.authors if byline else ()


def read_names(text: str) -> Byline | None:
    """Read names, with the roles, places and outlets that may follow them; None if it has others.

    >>> read_names("Ann Poe, Senior Correspondent in Riga")
    Byline(authors=('Ann Poe',), outlet=None)
    """
    text = text.strip().rstrip(".")
    commissioned = _FOR.search(text)
    outlet = commissioned["outlet"] if commissioned else None
    text = _PLACE.sub("", _FOR.sub("", text))
    authors: list[str] = []
    for part in filter(None, map(str.strip, _BETWEEN.split(text))):
        if is_known_outlet(part):
            outlet = outlet or part
        elif is_name(part):
            authors.append(part)
        elif not (authors and _ROLE.fullmatch(part)):
            return None
    return (
        Byline(authors=tuple(dict.fromkeys(authors)), outlet=outlet) if authors or outlet else None
    )


def is_bare_name(line: str) -> bool:
    """Tell whether a line beside a date may be its author: a name ("Ann Poe in Riga"), not a place.

    >>> is_bare_name("Ann Poe"), is_bare_name("Tel Aviv")
    (True, False)
    """
    line = _PLACE.sub("", line)
    return is_name(line) and len(line.split()) <= 3 and not _PLACE_OPENING.match(line)


def has_role(line: str) -> bool:
    """Tell whether a line is a name with a newsroom role behind a comma.

    >>> has_role("Ann Poe, Staff Writer"), has_role("Minsk, the quiet capital")
    (True, False)
    """
    name, comma, role = line.partition(", ")
    return bool(comma) and is_name(name) and bool(_ROLE.fullmatch(role))
