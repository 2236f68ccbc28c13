"""Plain text, often a saved web page -> one article."""

from index.article import Article
from index.reading.header import find_header
from index.reading.metadata import build_article
from index.reading.wrapping import unwrap


def read_text(text: str) -> Article:
    """Read a plain text; what it says of its title, authors, date and outlet is found in it.

    Raises:
        ReadingError: there is no text.
    """
    header = find_header(unwrap(text.replace("\r\n", "\n").replace("\r", "\n")))
    return build_article(header.body, header.metadata)
