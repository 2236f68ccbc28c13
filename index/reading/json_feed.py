"""JSON Feed (jsonfeed.org, versions 1 and 1.1) -> what feedparser makes of RSS and Atom."""

import json
import re
from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import urljoin

from index.errors import ReadingError
from index.origins import is_url

_BLANK_LINES = re.compile(r"\n\s*\n")


def parse_json_feed(raw: bytes, *, origin: str) -> Mapping[str, Any]:
    """Return the feed and its entries under the names that feedparser gives their fields.

    Raises:
        ReadingError: it is damaged.
    """
    try:
        feed = json.loads(raw)
        items = feed.get("items")
    except (ValueError, RecursionError, AttributeError) as error:
        raise ReadingError(f"it is a JSON feed that cannot be read ({error}); check it") from error
    base = origin if is_url(origin) else ""
    authors = _authors(feed)
    entries = [_entry(item, base, authors) for item in _list(items) if isinstance(item, dict)]
    return {
        "version": "json",
        "feed": {"title": _text(feed, "title"), "language": _text(feed, "language")},
        "entries": entries,
    }


def _entry(item: Mapping[str, Any], base: str, authors: list[dict[str, str]]) -> dict[str, Any]:
    html = _text(item, "content_html") or _as_html(_text(item, "content_text"))
    link = _text(item, "url")
    entry = {
        "id": str(item.get("id") or ""),
        "title": _text(item, "title"),
        "link": urljoin(base, link) if link else "",
        "content": [{"type": "text/html", "value": html}] if html else [],
        "published": _text(item, "date_published"),
        "updated": _text(item, "date_modified"),
        "authors": _authors(item) or authors,
    }
    summary = _text(item, "summary")
    # The details tell that the summary is stated, and no copy of the content.
    return entry | ({"summary": escape(summary), "summary_detail": {}} if summary else {})


def _as_html(text: str) -> str:
    r"""Write plain text as HTML, its paragraphs apart.

    >>> _as_html("Snow & ice.\n\nNobody left.")
    '<p>Snow &amp; ice.</p><p>Nobody left.</p>'
    """
    parts = (part.strip() for part in _BLANK_LINES.split(text))
    return "".join(f"<p>{escape(part, quote=False)}</p>" for part in parts if part)


def _authors(record: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the authors; version 1 has but one."""
    stated = _list(record.get("authors")) or [record.get("author")]
    return [{"name": _text(one, "name")} for one in stated if isinstance(one, dict)]


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(record: Mapping[str, Any], field: str) -> str:
    value = record.get(field)
    return value if isinstance(value, str) else ""
