"""HTML -> one article; fragments of HTML -> text."""

import re
from html.parser import HTMLParser

from index.article import Article

_BLOCKS = re.compile(
    r"p|div|br|hr|li|[uo]l|tr|table|blockquote|section|article|figure|figcaption|pre|h[1-6]"
)
_SILENT = frozenset(("script", "style", "noscript", "template"))


def read_html(page: str) -> Article:
    """Read a web page: its main text, and the metadata that it states.

    Raises:
        NoArticleError: it is a paywall's stub, a cookie wall, an error page or a list of links.
        ReadingError: no article is found in the page.
    """
    # They import trafilatura, which costs 0.4 s that plain text should not pay.
    from index.reading.web_page import read_web_page

    return read_web_page(page)


def looks_like_html(text: str) -> bool:
    """Tell whether a field of a record holds marked-up paragraphs.

    >>> looks_like_html("<p>Snow fell.</p>"), looks_like_html("Costs < 5 > 3")
    (True, False)
    """
    lowered = text.casefold()
    return any(mark in lowered for mark in ("</p>", "</div>", "<br>", "<br/>", "<br />", "</li>"))


def fragment_text(fragment: str) -> str:
    r"""Take the tags off a fragment of HTML, a line for each block.

    >>> fragment_text("<p>Snow &amp; ice.</p><p>Roads <b>closed</b>.</p>").split("\n\n")
    ['Snow & ice.', 'Roads closed.']
    """
    parser = _FragmentParser()
    parser.feed(fragment)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).split("\0"))
    return "\n\n".join(line for line in lines if line)


class _FragmentParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._silent += tag in _SILENT
        if _BLOCKS.fullmatch(tag):
            self.parts.append("\0")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT and self._silent > 0
        if _BLOCKS.fullmatch(tag):
            self.parts.append("\0")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)

    def parse_marked_section(self, i: int, report: bool = True) -> int:  # noqa: FBT001, FBT002
        try:
            return super().parse_marked_section(i, report)
        # Python's parser gives up on sections that it does not know: "<![foo]>", "<![ endif]>". To
        # browsers they are comments.
        except AssertionError:
            return self.parse_bogus_comment(i, report)
