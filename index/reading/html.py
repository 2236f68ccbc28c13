"""HTML -> one article."""

from index.article import Article


def read_html(page: str) -> Article:
    """Read a web page: its main text, and the metadata that it states.

    Raises:
        NoArticleError: it is a paywall's stub, a cookie wall, an error page or a list of links.
        ReadingError: no article is found in the page.
    """
    # They import trafilatura, which costs 0.4 s that plain text should not pay.
    from index.reading.web_page import read_web_page

    return read_web_page(page)
