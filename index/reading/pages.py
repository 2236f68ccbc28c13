"""A fetched page -> what any file of its content gives, under the page's own URL."""

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO

from index.article import Article
from index.errors import FetchError
from index.reading.addresses import parse, same_site
from index.reading.decoding import codec_of
from index.reading.fetching import Fetched
from index.reading.found import Failed, Found, Skipped
from index.reading.links import Link
from index.same_page import page_of

_STREAM = "-"
# Packed, or with a byte order mark.
_TELLS_ITSELF = (b"\x1f\x8b", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NAMES_ITS_ENCODING = re.compile(rb"\s*<\?xml[^>]{0,200}?\bencoding\s*=", re.IGNORECASE)
Item = Found | Skipped | Failed


def read_page(
    fetched: Fetched, *, read: Callable[[BytesIO], Iterator[Item]], link: Link | None = None
) -> Iterator[Item]:
    """Read what was fetched with `read`, the reader of streams, under the page's own URL.

    `link` tells what the page itself does not.

    One article states its canonical URL, where the page names one of its own site, else the URL
    that it came from. It is known by the latter, or by the former where that is another spelling of
    it; several are known by the latter and their own origins.
    """
    items = list(read(BytesIO(_as_utf_8(fetched))))
    if len(items) == 1 and isinstance(items[0], Found):
        article = items[0].article
        url = canonical(article.url, fetched=fetched.url)
        # Of what states another page's URL it may be wrong: careless sites name a section on every
        # article. Only texts that are alike are versions of one; that is for the writer to tell.
        is_own = page_of(url) is not None and page_of(url) == page_of(fetched.url)
        origin = url if is_own else fetched.url
        yield Found(origin=origin, article=_completed(replace(article, url=url), link))
        return
    for item in items:
        yield replace(item, origin=_origin(item.origin, fetched.url))


def canonical(stated: str | None, *, fetched: str) -> str:
    """Return the URL of the page that a page says it is.

    Another site's is not believed, for a page could then replace that site's article; nor is the
    site's own front page, which careless sites name on every page.

    >>> canonical("https://www.news.example/snow", fetched="https://m.news.example/snow?utm=1")
    'https://www.news.example/snow'
    >>> canonical("https://other.example/snow", fetched="https://news.example/snow?utm=1")
    'https://news.example/snow?utm=1'
    """
    try:
        address = parse(stated or "")
    except FetchError:
        return fetched
    if address.target == "/" or not same_site(address.url, fetched):
        return fetched
    return address.url


def _origin(origin: str, url: str) -> str:
    """Name one of several items by the page that it came from."""
    if origin.startswith(_STREAM):
        return url + origin.removeprefix(_STREAM)
    return origin if same_site(origin, url) else f"{url}#{origin}"


def _completed(article: Article, link: Link | None) -> Article:
    """Take from a feed or a news sitemap what its page leaves open."""
    if link is None:
        return article
    article = replace(
        article, title=article.title or link.title, outlet=article.outlet or link.outlet
    )
    if article.published is None and link.published:
        return replace(article, published=link.published, published_at=link.published_at)
    return article


def list_content(fetched: Fetched) -> bytes:
    """Return a feed or a sitemap, in UTF-8 where nothing but the server tells its encoding."""
    content = fetched.content
    if content.startswith(_TELLS_ITSELF) or _NAMES_ITS_ENCODING.match(content):
        return content
    try:
        content.decode()  # what names none is UTF-8, whatever the server says of all its texts
    except UnicodeDecodeError:
        return _recoded(fetched)
    return content


def _as_utf_8(fetched: Fetched) -> bytes:
    """Write a text in UTF-8 whose encoding only the server tells."""
    kind = fetched.headers.get("content-type", "").lower()
    is_text = kind.startswith(("text/", "application/xhtml"))
    return _recoded(fetched) if is_text else fetched.content


def _recoded(fetched: Fetched) -> bytes:
    """Write a text in UTF-8 that is in the encoding that its server states, if it states one."""
    try:
        return fetched.content.decode(codec_of(fetched.charset or "")).encode()
    except (LookupError, ValueError):  # it is told wrongly; the content itself may tell
        return fetched.content
