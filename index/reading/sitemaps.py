"""Sitemaps -> the pages and further sitemaps that they list (sitemaps.org, news sitemaps)."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from index.errors import FetchError, ReadingError
from index.reading.addresses import parse
from index.reading.dates import read_date
from index.reading.inflating import gunzip
from index.reading.links import Link, read_moment

# Both are the protocol's own limits for one file.
_LARGEST = 52_428_800
_MOST = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """What a sitemap lists, newest first; what it gives no date for comes last, in its order."""

    pages: tuple[Link, ...] = ()
    sitemaps: tuple[Link, ...] = ()


def sitemap_links(raw: bytes) -> Sitemap:
    """Read a sitemap, packed with gzip or not; what it lists beyond 50,000 is left out.

    Raises:
        ReadingError: it is no sitemap, it is damaged, or it declares entities.
    """
    raw = gunzip(raw, limit=_LARGEST)
    # No sitemap needs any, and they are how a small file grows without end or reads another one.
    if b"<!ENTITY" in raw or b"<!DOCTYPE" in raw:
        raise ReadingError("it declares a document type or entities, which no sitemap needs")
    listed: dict[str, list[Link]] = {"url": [], "sitemap": []}
    for name, link in _listed(raw):
        listed[name].append(link)
        if len(listed[name]) >= _MOST:
            break
    return Sitemap(pages=_newest_first(listed["url"]), sitemaps=_newest_first(listed["sitemap"]))


def _listed(raw: bytes) -> Iterator[tuple[str, Link]]:
    from lxml import etree

    try:
        # Piece by piece, for 50,000 pages as a tree take some hundred MB.
        for _, element in etree.iterparse(
            io.BytesIO(raw), resolve_entities=False, no_network=True, load_dtd=False
        ):
            name = _local_name(element)
            if name in {"url", "sitemap"}:
                link = _link(element)
                element.clear()
                if link:
                    yield name, link
    except etree.XMLSyntaxError as error:
        raise ReadingError(f"it is no sitemap that can be read ({error.msg}); check it") from error


def _link(element: Any) -> Link | None:  # noqa: ANN401  # lxml has no types of its own
    fields: dict[str, str] = {}
    for child in element:
        name = _local_name(child)
        # Images have a `loc`, too, one level below; news have their fields there.
        for field in child if name == "news" else ():
            for part in field if _local_name(field) == "publication" else (field,):
                fields.setdefault(f"news {_local_name(part)}", (part.text or "").strip())
        if name in {"loc", "lastmod"}:
            fields.setdefault(name, (child.text or "").strip())
    try:
        url = parse(fields.get("loc", "")).url
    except FetchError:
        return None
    published = fields.get("news publication_date")
    return Link(
        url=url,
        title=fields.get("news title") or None,
        outlet=fields.get("news name") or None,
        published=read_date(published),
        published_at=read_moment(published),
        updated_at=_last_moment(fields.get("lastmod")),
    )


def _last_moment(value: str | None) -> datetime | None:
    """Read a `lastmod`; a day alone stands for its end, so that no change on it is missed."""
    moment = read_moment(value)
    day = read_date(value)
    if moment or not day:
        return moment
    return datetime.combine(day, time(23, 59, 59), tzinfo=UTC)


def _newest_first(links: list[Link]) -> tuple[Link, ...]:
    oldest = datetime.min.replace(tzinfo=UTC)
    moments = [link.published_at or link.updated_at or oldest for link in links]
    order = sorted(range(len(links)), key=lambda n: moments[n], reverse=True)
    return tuple(dict.fromkeys(links[n] for n in order))


def _local_name(element: Any) -> str:  # noqa: ANN401  # lxml has no types of its own
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
