"""The head matter of a saved page: what of it is metadata, and the text without it.

Pages are saved with what stands above the article: section, title, standfirst, byline, dates,
share buttons. What a rule here does not recognise stays in the text, and what the text does not
say stays unknown.
"""

import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from index.boilerplate import kind_of
from index.cleaning import settle
from index.headings import is_heading
from index.known_outlets import is_known_outlet
from index.reading.bylines import (
    Byline,
    has_role,
    is_bare_name,
    is_name,
    read_byline,
    read_dated_byline,
    read_names,
)
from index.reading.dates import DateLine, read_date_line
from index.reading.imprints import read_imprint
from index.reading.metadata import Metadata
from index.reading.outlets import find_outlet, is_section_words, split_title

# Above this many blocks it is no longer a head: pages with long menus have about 30 lines.
_LONGEST_HEAD = 40
# A standfirst of one or two paragraphs may stand between the title and the byline.
_MOST_STANDFIRSTS = 2
_BY = frozenset({"by", "author", "authors", "written by"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The metadata found in a text, and the text without the lines that became metadata."""

    metadata: Metadata
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _MetaLine:
    """A line of nothing but dates, names, sections and the like."""

    authors: tuple[str, ...] = ()
    outlet: str | None = None
    date_line: DateLine | None = None


def find_header(text: str, *, stated_title: str | None = None) -> Header:
    r"""Find title, authors, date and outlet where the text has them.

    Of the lines of its head that is the title which is the `stated_title`, if one is.

    >>> header = find_header("The river rises again\nBy Ann Poe\n9 October 2024\nIt rained.")
    >>> header.metadata.title, header.metadata.authors, str(header.metadata.published), header.body
    ('The river rises again', ('Ann Poe',), '2024-10-09', 'It rained.')
    """
    lines = settle(text).split("\n")
    blocks = [at for at, line in enumerate(lines) if line]
    meta = _meta_lines(lines, blocks)
    head = _head(lines, blocks, meta)
    meta = {at: line for at, line in meta.items() if at in head or _is_footer(line)}
    imprints = _imprints(lines, head, meta)
    imprinted = next((line.outlet for line in imprints.values() if line.outlet), None)
    # Another name, perhaps a place, stays in the text.
    kept = {at for at, line in imprints.items() if not line.outlet or line.outlet != imprinted}
    meta |= imprints
    titled = _above_bylines(lines, head, meta, imprints)
    title_at = _find_stated(lines, head, meta, stated_title)
    if title_at is None:
        title_at = _find_title(lines, head, meta, titled)
    meta |= _bare_names(lines, head, meta, title_at)
    title, tab_outlet = split_title(lines[title_at]) if title_at is not None else (None, None)
    authors = tuple(dict.fromkeys(name for line in meta.values() for name in line.authors))
    body_blocks = [lines[at] for at in blocks if at not in meta]
    outlet = tab_outlet or imprinted or find_outlet(body_blocks, people=authors)
    outlet = outlet or next((line.outlet for line in meta.values() if line.outlet), None)
    metadata = Metadata(
        title=title, authors=authors, published=_published(meta.values()), outlet=outlet
    )
    gone = set(meta) | _sections(lines, head, title_at, titled) | _titles(lines, head, title_at)
    body = "\n".join(line for at, line in enumerate(lines) if at not in gone - kept)
    return Header(metadata=metadata, body=settle(body))


def _meta_lines(lines: Sequence[str], blocks: Sequence[int]) -> dict[int, _MetaLine]:
    """Read the lines of metadata near the top, and the dates of publication at the end."""
    found: dict[int, _MetaLine] = {}
    for order, at in enumerate(blocks[:_LONGEST_HEAD]):
        above = lines[blocks[order - 1]].rstrip(" :").casefold() if order else ""
        if above in _BY and (names := _plain_names(lines[at])):
            found[at] = _MetaLine(authors=names.authors, outlet=names.outlet)
        elif line := _read_meta_line(lines[at]):
            found[at] = line
    for at in blocks[-8:]:
        dated = read_date_line(lines[at])
        if dated and dated.labelled:
            found[at] = _MetaLine(date_line=dated)
    return found


def _is_footer(line: _MetaLine) -> bool:
    return line.date_line is not None and line.date_line.labelled


def _plain_names(line: str) -> Byline | None:
    return read_names(line) if len(line.split()) <= 12 else None


def _read_meta_line(line: str) -> _MetaLine | None:
    if len(line) > 200:
        return None
    if line.rstrip(" :").casefold() in {*_BY, "published", "updated", "last updated"}:
        return _MetaLine()
    if dated := read_date_line(line):
        return _MetaLine(date_line=dated)
    if is_known_outlet(line):
        return _MetaLine(outlet=line)
    byline, date_line = read_dated_byline(line) or (_read_name_line(line), None)
    if byline:
        return _MetaLine(authors=byline.authors, outlet=byline.outlet, date_line=date_line)
    return _read_parts(line)


def _read_name_line(line: str) -> Byline | None:
    return read_byline(line) or (read_names(line) if has_role(line) else None)


_BETWEEN_PARTS = re.compile(r"\s+[-–—/]\s+|\s*[|•·]\s*")


def _read_parts(line: str) -> _MetaLine | None:
    """Read "9 October 2024 - Ann Poe - Analysis": parts with a date or a byline among them."""
    parts = [part for part in _BETWEEN_PARTS.split(line) if part]
    if len(parts) < 2:
        return None
    dates = [dated for part in parts if (dated := read_date_line(part))]
    bylines = [byline for part in parts if (byline := read_byline(part))]
    rest = [part for part in parts if not read_date_line(part) and not read_byline(part)]
    names = [part for part in rest if is_name(part)]
    plain = [
        part for part in rest if is_section_words(part) or kind_of(part) or is_known_outlet(part)
    ]
    # A part of another kind is let pass only beside a date and a name: alone it may be a title.
    strange = [part for part in rest if part not in names and part not in plain]
    if not (dates or bylines) or any(len(part.split()) > 4 for part in strange):
        return None
    if strange and not (dates and (names or bylines)):
        return None
    # Of two that are spelled like names one is a section or a place, and nothing says which.
    authors = [name for byline in bylines for name in byline.authors] or names[: len(names) == 1]
    outlets = [part for part in plain if is_known_outlet(part)]
    dated = max(dates, key=lambda line: (line.published is not None, line.labelled), default=None)
    return _MetaLine(authors=tuple(authors), outlet=next(iter(outlets), None), date_line=dated)


def _head(lines: Sequence[str], blocks: Sequence[int], meta: dict[int, _MetaLine]) -> list[int]:
    """Find the blocks above the article's first paragraph, with standfirsts above a byline."""
    head: list[int] = []
    standfirsts = 0
    for order, at in enumerate(blocks[:_LONGEST_HEAD]):
        if at not in meta and not kind_of(lines[at]) and not _like_headline(lines, at, order):
            nearby = blocks[order + 1 : order + 4]
            if standfirsts == _MOST_STANDFIRSTS or not any(later in meta for later in nearby):
                return head
            standfirsts += 1
        head.append(at)
    # No paragraph below: then it is no head, but a list, a table or a poem.
    return []


def _like_headline(lines: Sequence[str], at: int, order: int) -> bool:
    line = lines[at]
    if is_heading(line):
        return True
    # Long or quoting headlines, and questions, at the very top only.
    return order < 3 and len(line.split()) <= 30 and not re.search(r"[.!…:;,][’”\"')]*$", line)


def _imprints(
    lines: Sequence[str], head: Sequence[int], meta: dict[int, _MetaLine]
) -> dict[int, _MetaLine]:
    """Find lines like "The Riga Courier, 9 October 2024"; of a name unknown, under a headline."""
    found: dict[int, _MetaLine] = {}
    for order, at in enumerate(head):
        # "Source: Reuters" may be a photograph's: it stays boilerplate.
        is_free = at not in meta and not kind_of(lines[at])
        imprint = read_imprint(lines[at]) if is_free else None
        above = head[order - 1] if order else None
        headed = (
            above is not None
            and above not in {*meta, *found}
            and len(lines[above].split()) > 1
            and not (kind_of(lines[above]) or _is_section(lines[above]))
        )
        if imprint and (imprint.outlet or headed):
            found[at] = _MetaLine(
                authors=imprint.authors, outlet=imprint.outlet, date_line=imprint.date_line
            )
    return found


def _above_bylines(
    lines: Sequence[str], head: Sequence[int], meta: dict[int, _MetaLine], imprints: Container[int]
) -> list[int]:
    """Find lines right above an imprint or, of two words or more, above a line with authors."""
    # One word above a byline may as well be a kicker.
    return [
        at
        for at, below in pairwise(head)
        if at not in meta
        and (below in imprints or (below in meta and meta[below].authors and " " in lines[at]))
    ]


def _find_stated(
    lines: Sequence[str], head: Sequence[int], meta: Container[int], title: str | None
) -> int | None:
    key = _key(title or "")
    return next((at for at in head if key and at not in meta and _key(lines[at]) == key), None)


def _find_title(
    lines: Sequence[str], head: Sequence[int], meta: dict[int, _MetaLine], titled: Sequence[int]
) -> int | None:
    """Pick the headline: the one repeated, else the first if a byline is below it (`titled`).

    Else the first of four words, or one that is left.
    """
    candidates = [
        at
        for order, at in enumerate(head)
        if at not in meta and not kind_of(lines[at]) and _like_headline(lines, at, order)
    ]
    candidates = [at for at in candidates if not _is_section(lines[at])]
    times = Counter(_key(lines[at]) for at in candidates)
    repeated = [at for at in candidates if times[_key(lines[at])] > 1]
    long = [at for at in candidates if len(lines[at].split()) >= 4]
    short = [at for at in candidates if len(lines[at].split()) >= 2 and not is_name(lines[at])]
    # A question at the top may open the text itself; head matter below shows that it does not.
    above = [at for at in sorted({*short, *long})[:1] if at in titled]
    # In Title Case a headline of two words is spelled like a name: so only where the text opens.
    first = [at for at in candidates if at in titled and at == head[0]]
    chosen = next(iter(repeated or above or long or short or first), None)
    if chosen is not None and lines[chosen].endswith("?") and not is_heading(lines[chosen]):
        return chosen if any(at > chosen for at in meta) else None
    return chosen


def _bare_names(
    lines: Sequence[str], head: Sequence[int], meta: dict[int, _MetaLine], title_at: int | None
) -> dict[int, _MetaLine]:
    """Find a name on its own line below the title and beside a date, if no byline has one."""
    if title_at is None or any(line.authors for line in meta.values()):
        return {}
    dated = {order for order, at in enumerate(head) if at in meta and meta[at].date_line}
    names = [
        at
        for order, at in enumerate(head)
        if at > title_at and dated & {order - 1, order + 1} and is_bare_name(lines[at])
    ]
    # Of two that are spelled like names one is a section or a place, and nothing says which.
    if len(names) != 1 or not (byline := read_names(lines[names[0]])):
        return {}
    return {names[0]: _MetaLine(authors=byline.authors)}


def _key(line: str) -> str:
    return re.sub(r"\W+", " ", split_title(line)[0]).strip().casefold()


def _is_section(line: str) -> bool:
    crumbs = re.split(r" ?[>»›/|] ?", line)
    is_trail = len(crumbs) > 1 and crumbs[0].casefold() in {"home", "news", "start"}
    return is_trail or is_section_words(line)


def _sections(
    lines: Sequence[str], head: Sequence[int], title_at: int | None, titled: Sequence[int]
) -> set[int]:
    """Find labels of sections: known words anywhere in the head, short lines above the title."""
    return {
        at
        for at in head
        if _is_section(lines[at])
        or (
            (title_at is not None and at < title_at and len(lines[at].split()) <= 3)
            and at not in titled
            and is_heading(lines[at])
        )
    }


def _titles(lines: Sequence[str], head: Sequence[int], title_at: int | None) -> set[int]:
    if title_at is None:
        return set()
    return {at for at in head if _key(lines[at]) == _key(lines[title_at])}


def _published(meta: Iterable[_MetaLine]) -> date | None:
    dated = [line.date_line for line in meta if line.date_line and line.date_line.published]
    labelled = [line for line in dated if line.labelled]
    return next((line.published for line in (*labelled, *dated)), None)
