"""RSS, Atom (by feedparser) and JSON Feed -> articles, and links to those with a summary only."""

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate

from index.errors import FetchError, ReadingError
from index.origins import is_url
from index.reading.addresses import parse
from index.reading.dates import read_date
from index.reading.found import Failed, Found, Skipped
from index.reading.fragments import fragment_text
from index.reading.json_feed import parse_json_feed
from index.reading.kinds import Kind, is_json_feed, kind_of
from index.reading.links import Link, read_moment
from index.reading.metadata import Metadata, build_article, split_authors
from index.reading.sitemaps import sitemap_links
from index.same_page import page_of
from index.wording import counted

# A description is a summary, unless it is as long as an article: some feeds have no other place.
_FULL_TEXT_WORDS = 200
_CUT_SHORT = re.compile(
    r"(?:\[?(?:…|\.\.\.)\]?|\b(?:read (?:more|on|the full \w+|the rest)|continue reading"
    r"|full story)\b\W*)[\s»>→\]]*$",
    re.IGNORECASE,
)
_TAIL = 80
# Feeds of hundreds of full articles have some 3 MB.
_LARGEST = 8_388_608
# What is not well-formed is parsed by patterns, whose time grows with the square of the size: a
# second or so for 256 KB of "<a ", but more than a minute for 900 KB.
_LARGEST_BROKEN = 262_144
# WordPress ends its entries with it.
_FOOTER = re.compile(r"\n+The post .{1,300} (?:appeared first|first appeared) on .{1,200}\s*$")
_FIGURE = re.compile(r"<figure\b", re.IGNORECASE)
_END_OF_FIGURE = re.compile(r"</figure\s*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What is in a feed: entries with their text, and links to those with a summary only."""

    read: tuple[Found | Failed, ...] = ()
    links: tuple[Link, ...] = ()


def read_feed(raw: bytes, *, origin: str) -> Iterator[Found | Skipped | Failed]:
    """Read the entries that hold their article; of the others it is said where it can be fetched.

    `origin` is the feed's own: entries are known by it and their link, else their id. A sitemap
    holds no article, and says so.
    """
    try:
        if kind_of(raw) is Kind.SITEMAP:
            yield Skipped(origin=origin, reason=_listed(len(sitemap_links(raw).pages)))
            return
        feed = parse_feed(raw, origin=origin)
    except ReadingError as error:
        yield Failed(origin=origin, reason=str(error))
        return
    yield from feed.read
    for link in feed.links:
        reason = "the feed has a summary of it only; fetch the page: onrecord add URL"
        yield Skipped(origin=link.url, reason=reason)
    if not (feed.read or feed.links):
        yield Skipped(origin=origin, reason="the feed has no entries")


def _listed(number: int) -> str:
    pages = counted(number, "page")
    return f"a sitemap: it lists {pages} and holds none; fetch them: onrecord add URL"


def feed_links(raw: bytes, *, origin: str) -> tuple[Link, ...]:
    """List the pages of which a feed has only a summary, in its order.

    Raises:
        ReadingError: it is no feed that can be read.
    """
    return parse_feed(raw, origin=origin).links


def parse_feed(raw: bytes, *, origin: str) -> Feed:
    """Read a feed.

    Raises:
        ReadingError: it is no feed that can be read.
    """
    parsed = _parsed(raw, origin)
    outlet = _text(parsed["feed"], "title")
    language = parsed["feed"].get("language")
    read: list[Found | Failed] = []
    links: list[Link] = []
    entries = [dict(entry) for entry in parsed["entries"]]
    # What several entries share, or a front page, names none of them.
    shared = Counter(
        name for entry in entries for name in {_fetchable(entry.get("link")), _id(entry)}
    )
    for number, entry in enumerate(entries, start=1):
        link = _link(entry, outlet=outlet, is_rss=parsed["version"].startswith("rss"))
        html = _full_text(entry)
        if html:
            url = link.url if page_of(link.url) and shared[link.url] == 1 else ""
            entry_id = _id(entry) if shared[_id(entry)] == 1 else ""
            name = url or entry_id
            read.append(_read_entry(html, entry, link, language=language, name=name, feed=origin))
        elif link.url:
            links.append(link)
        else:
            reason = "the entry has neither a text nor a link that can be fetched"
            read.append(Failed(origin=f"{origin}#{number}", reason=reason))
    return Feed(read=tuple(read), links=tuple(links))


def _parsed(raw: bytes, origin: str) -> Mapping[str, Any]:
    import feedparser

    if is_json_feed(raw) and len(raw) <= _LARGEST:
        return parse_json_feed(raw, origin=origin)
    if len(raw) > _LARGEST or (len(raw) > _LARGEST_BROKEN and not _is_well_formed(raw)):
        raise ReadingError("it is a feed that is damaged or too large to be one; check it")
    # A content type keeps feedparser from taking UTF-8 for Latin-1; the location completes links.
    headers = {"content-type": "application/xml"}
    if is_url(origin):
        headers["content-location"] = origin
    try:
        # As a stream: a string or bytes might be taken for a URL or a file, and opened.
        parsed: Mapping[str, Any] = feedparser.parse(
            io.BytesIO(raw), response_headers=headers, sanitize_html=False
        )
    except Exception as error:  # hostile files make it and its parsers raise whatever comes
        raise ReadingError(f"it is a feed that cannot be read ({error}); check it") from error
    if not parsed.get("version"):
        raise ReadingError("it is no RSS, Atom or JSON feed; check it")
    return parsed


def _is_well_formed(raw: bytes) -> bool:
    try:
        ParserCreate().Parse(raw, True)  # noqa: FBT003  # it takes no keywords
    except (ExpatError, ValueError, LookupError):
        return False
    return True


def _read_entry(
    html: str,
    entry: Mapping[str, Any],
    link: Link,
    *,
    language: object,
    name: str,
    feed: str,
) -> Found | Failed:
    text = _FOOTER.sub("", fragment_text(_without_figures(html)))
    code = re.match(r"[a-z]{2}\b", str(language or ""), re.IGNORECASE)
    metadata = Metadata(
        title=link.title,
        outlet=link.outlet,
        authors=_authors(entry),
        published=link.published,
        url=link.url or None,
        language=code[0].lower() if code else None,
        published_at=link.published_at,
        updated_at=link.updated_at,
    )
    try:
        article = build_article(text, metadata)
    except ReadingError as error:
        return Failed(origin=link.url or feed, reason=str(error))
    # The page and another feed have origins of their own: what they say differs, if but by a title.
    return Found(origin=f"{feed}#{name or article.id}", article=article)


def _without_figures(html: str) -> str:
    """Take pictures off with their captions, which are no part of the text."""
    *closed, rest = _END_OF_FIGURE.split(html)
    return " ".join([*(_FIGURE.split(part, maxsplit=1)[0] for part in closed), rest])


def _id(entry: Mapping[str, Any]) -> str:
    return " ".join(str(entry.get("id") or "").split())[:500]


def _full_text(entry: Mapping[str, Any]) -> str | None:
    """Return an entry's text as HTML, if it has more than a summary."""
    for content in entry.get("content") or ():
        value = str(content.get("value") or "")
        if content.get("type") in {"text/html", "application/xhtml+xml", "text/plain"}:
            text = fragment_text(value)
            if text and not _is_cut_short(text) and not _is_summary(text, entry):
                return value
    value = str(entry.get("summary") or "")
    text = fragment_text(value)
    if len(text.split()) >= _FULL_TEXT_WORDS and not _is_cut_short(text):
        return value
    return None


def _is_cut_short(text: str) -> bool:
    return bool(_CUT_SHORT.search(text[-_TAIL:]))


def _is_summary(text: str, entry: Mapping[str, Any]) -> bool:
    """Tell whether a content is the summary once more, and a short one, of a page elsewhere."""
    # Without its details, the summary is feedparser's copy of the content.
    if not ("summary_detail" in entry and entry.get("link")):
        return False
    same = text == fragment_text(str(entry.get("summary") or ""))
    return same and len(text.split()) < _FULL_TEXT_WORDS


def _link(entry: Mapping[str, Any], *, outlet: str | None, is_rss: bool) -> Link:
    published, updated = _stated(entry, "published"), _stated(entry, "updated")
    if is_rss and not published:  # RSS 1.0 has but one date, dc:date: that of its publication
        published, updated = updated, None
    published_at, updated_at = read_moment(published), read_moment(updated)
    source = entry.get("source") or {}
    return Link(
        url=_fetchable(entry.get("link")),
        title=_text(entry, "title"),
        outlet=_text(source, "title") or outlet,
        published=read_date(published),
        published_at=published_at,
        updated_at=updated_at if updated_at != published_at else None,
    )


def _stated(entry: Mapping[str, Any], field: str) -> str | None:
    value = entry.get(field)
    return value if isinstance(value, str) and value.strip() else None


def _fetchable(link: object) -> str:
    try:
        return parse(link.strip()).url if isinstance(link, str) else ""
    except FetchError:
        return ""


def _text(record: Mapping[str, Any], field: str) -> str | None:
    value = str(record.get(field) or "")
    detail = record.get(f"{field}_detail") or {}
    if str(detail.get("type", "")).endswith("html"):
        value = fragment_text(value)
    return " ".join(value.split()) or None


def _authors(entry: Mapping[str, Any]) -> tuple[str, ...]:
    names = [str(author.get("name") or "") for author in entry.get("authors") or ()]
    return split_authors([name for name in names if "@" not in name])
