"""A page saved as one file (MHTML) -> one article."""

from dataclasses import replace
from email.message import EmailMessage

from index.article import Article
from index.errors import ReadingError
from index.reading.html import read_html
from index.reading.mail import parse, text_of_part


def read_mhtml(raw: bytes) -> Article:
    """Read the page of an MHTML file; what it was saved from is its URL.

    Raises:
        ReadingError: there is no page in it, or no article in the page.
    """
    message = parse(raw)
    page = _page(message)
    if page is None:
        raise ReadingError("there is no web page in it; save the page anew")
    article = read_html(text_of_part(page))
    url = str(message.get("snapshot-content-location") or page.get("content-location") or "")
    is_url = url.startswith(("http://", "https://"))
    return replace(article, url=url.strip()) if is_url and not article.url else article


def _page(message: EmailMessage) -> EmailMessage | None:
    """Return the page itself: the part that is named as the start, or the first that is a page."""
    pages = [part for part in message.walk() if part.get_content_type() == "text/html"]
    start = str(message.get_param("start") or "")
    named = [page for page in pages if start and page.get("content-id") == start]
    return (named or pages)[0] if pages else None
