"""What a fetched or saved file is: a feed, a sitemap, or a page to read as any file."""

import re
from enum import StrEnum

from index.errors import FetchError
from index.reading.inflating import Inflater

_HEAD = 4096
# gzip packs a thousand to one at the most.
_LARGEST_OPENING = _HEAD * 1100
# The first element, after declarations and comments. Atomic: a hostile head is gone through once.
_ROOT = re.compile(
    rb"(?:\xef\xbb\xbf)?(?>\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)*+"
    rb"<(?:[\w.-]+:)?([A-Za-z]+)",
    re.DOTALL | re.IGNORECASE,
)
# JSON Feed: what stands in a string has its quotation marks escaped, and is none.
_JSON_FEED = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*\{.{0,4000}?\"version\"\s*:\s*\"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/",
    re.DOTALL,
)
_FEEDS = frozenset((b"rss", b"feed", b"rdf"))
_SITEMAPS = frozenset((b"urlset", b"sitemapindex"))


class Kind(StrEnum):
    """What was found at a URL."""

    PAGE = "page"
    FEED = "feed"
    SITEMAP = "sitemap"


def kind_of(raw: bytes) -> Kind:
    """Tell by content, whatever the name or the server says.

    >>> kind_of(b'<?xml version="1.0"?><!-- x --><rss version="2.0">'), kind_of(b"<urlset>")
    (<Kind.FEED: 'feed'>, <Kind.SITEMAP: 'sitemap'>)
    >>> kind_of(b"<!DOCTYPE html><html>")
    <Kind.PAGE: 'page'>
    """
    if is_json_feed(raw):
        return Kind.FEED
    found = _ROOT.match(_opening(raw))
    root = found[1].lower() if found else b""
    if root in _FEEDS:
        return Kind.FEED
    return Kind.SITEMAP if root in _SITEMAPS else Kind.PAGE


def is_json_feed(raw: bytes) -> bool:
    """Tell a JSON Feed by the version that it states.

    >>> is_json_feed(b'{"version": "https://jsonfeed.org/version/1.1", "items": []}')
    True
    """
    return bool(_JSON_FEED.match(raw[:_HEAD]))


def _opening(raw: bytes) -> bytes:
    head = raw[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "ignore").encode()
    if not head.startswith(b"\x1f\x8b"):
        return head
    try:
        return Inflater("gzip", limit=_LARGEST_OPENING).feed(head)[:_HEAD]
    except FetchError:
        return b""
