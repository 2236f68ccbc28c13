"""Fragments of HTML, as fields of records, e-mails and books hold them -> text."""

import re
from html.parser import HTMLParser

from index.reading.documents import table_row

BLOCKS = re.compile(
    r"p|div|br|hr|li|[uo]l|d[dlt]|tr|table|caption|blockquote|section|article|aside|header|footer"
    r"|main|address|figure|figcaption|pre|h[1-6]"
)
"""Names of the elements that stand on lines of their own."""
_INLINE_TAG = re.compile(
    r"</(?:abbr|b|cite|em|font|i|mark|q|small|span|strong|su[bp]|u)\s*>|<br\s*/?>", re.IGNORECASE
)
_CELLS = ("td", "th")
_VOID = re.compile(r"area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr")
_SILENT = frozenset(("script", "style", "noscript", "template"))
_NOT_SHOWN = re.compile(r"\bdisplay\s*:\s*none\b", re.IGNORECASE)
STRUCK_OUT = ("del", "s", "strike")
"""Elements whose text is shown as no longer true."""
_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_OPENING_MARKS = tuple("“„«\"‘‚‹'")
_RAISABLE = re.compile(r"\s*[+\-−]?[0-9]+\s*")


def looks_like_html(text: str) -> bool:
    """Tell whether a field of a record holds marked-up paragraphs.

    >>> looks_like_html("<p>Snow fell.</p>"), looks_like_html("Costs < 5 > 3")
    (True, False)
    """
    lowered = text.casefold()
    return any(mark in lowered for mark in ("</p>", "</div>", "<br>", "<br/>", "<br />", "</li>"))


def unmarked(title: str) -> str:
    """Take inline tags off a title that has them.

    >>> unmarked("<em>Dune</em> wins"), unmarked("Why x < y > z")
    ('Dune wins', 'Why x < y > z')
    """
    return " ".join(fragment_text(title).split()) if _INLINE_TAG.search(title) else title


def raised(text: str) -> str:
    """Return what stands in `<sup>` as it is shown: a power or the mark of a note is no digit more.

    >>> raised("6"), raised("-3"), raised("th")
    ('⁶', '⁻³', 'th')
    """
    return text.translate(_RAISED) if _RAISABLE.fullmatch(text) else text


def quotation_marks(depth: int, *, text: str) -> tuple[str, str]:
    """Return the marks that `<q>` is shown with, in `depth` others; none where it has its own.

    >>> quotation_marks(0, text="No"), quotation_marks(1, text="No"), quotation_marks(0, text="“No")
    (('“', '”'), ('‘', '’'), ('', ''))
    """
    if text.lstrip().startswith(_OPENING_MARKS):
        return "", ""
    return ("‘", "’") if depth % 2 else ("“", "”")


def fragment_text(fragment: str) -> str:
    r"""Take the tags off a fragment of HTML, a line for each block.

    >>> fragment_text("<p>Snow &amp; ice.</p><p>Roads <b>closed</b>.</p>").split("\n\n")
    ['Snow & ice.', 'Roads closed.']
    """
    parser = _parsed(fragment, hides=True)
    if parser.hides:  # what hides its text is never closed: all of it is read
        parser = _parsed(fragment, hides=False)
    lines = (_line(line) for line in "".join(parser.parts).split("\0"))
    return "\n\n".join(line for line in lines if line)


def _parsed(fragment: str, *, hides: bool) -> "_FragmentParser":
    parser = _FragmentParser(hides=hides)
    parser.feed(fragment)
    parser.close()
    return parser


def _line(text: str) -> str:
    """Write a block in one line; cells that hold no blocks are those of a row."""
    cells = [" ".join(cell.split()) for cell in text.split("\1")]
    row = cells if cells[0] else cells[1:]
    return table_row(row) if sum(map(bool, cells)) > 1 else "".join(cells)


class _FragmentParser(HTMLParser):
    r"""Collects a fragment's text, "\0" before and after a block and "\1" before a cell.

    `hides` is whether text that is struck out or hidden is left out; afterwards, whether an element
    that hides it was never closed.
    """

    def __init__(self, *, hides: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hides = hides
        self._silent = self._raised = 0
        # The element that hides what is in it, and how many of its name are open.
        self._hiding, self._open = "", 0
        # The closing marks of the quotations that are open; None where one has no text so far.
        self._quoted: list[str | None] = []

    @property
    def hides(self) -> bool:
        return self._open > 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        self._raised += tag == "sup"
        if self._open:
            self._open += tag == self._hiding
        elif self._hides and not _VOID.fullmatch(tag) and (tag in STRUCK_OUT or _is_hidden(attrs)):
            self._hiding, self._open = tag, 1
        if tag == "q":
            self._quoted.append(None)
        if BLOCKS.fullmatch(tag):
            self.parts.append("\0")
        elif tag in _CELLS:
            self.parts.append("\1")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT and self._silent > 0
        self._raised -= tag == "sup" and self._raised > 0
        self._open -= self._open > 0 and tag == self._hiding
        if tag == "q" and self._quoted:
            self.parts.append(self._quoted.pop() or "")
        if BLOCKS.fullmatch(tag):
            self.parts.append("\0")

    def handle_data(self, data: str) -> None:
        if not self._silent and not self._open:
            shown = raised(data) if self._raised else data
            self._open_quotations(shown)
            self.parts.append(shown.replace("\1", " "))

    def _open_quotations(self, text: str) -> None:
        for depth, closing in enumerate(self._quoted):
            if closing is None and text.strip():
                opening, self._quoted[depth] = quotation_marks(depth, text=text)
                self.parts.append(opening)

    def parse_marked_section(self, i: int, report: bool = True) -> int:  # noqa: FBT001, FBT002
        try:
            return super().parse_marked_section(i, report)
        # Python's parser gives up on sections that it does not know: "<![foo]>", "<![ endif]>". To
        # browsers they are comments.
        except AssertionError:
            return self.parse_bogus_comment(i, report)


def _is_hidden(attrs: list[tuple[str, str | None]]) -> bool:
    stated = dict(attrs)
    return "hidden" in stated or _NOT_SHOWN.search(stated.get("style") or "") is not None
