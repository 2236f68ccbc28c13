"""The short lines that a page shows with its story: below the headline, and above the text."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from index.reading.page import text_of

LEAST_PARAGRAPH = 80
"""The first paragraph of a story is longer, in characters, than what stands above it."""
# Longer texts that hold a date or a name are sentences; a day takes six characters.
_SHORTEST_LINE, _LONGEST_LINE = 6, 80
# Elements, and classes, of what stands beside a story.
_OTHERS = ("aside", "footer", "nav")
_BESIDE = re.compile(
    r"comment|newsletter|popular|promo|read-?next|recommend|related|sidebar|teaser|trending",
    re.IGNORECASE,
)


def find_headline(tree: HtmlElement, title: str | None) -> HtmlElement | None:
    """Return the first heading that is the page's title, or else the only one of the first rank."""
    same = next((h for h in tree.iter("h1", "h2") if title and text_of(h) == title), None)
    first = [] if same is not None else list(tree.iter("h1"))
    return first[0] if len(first) == 1 else same


def lines_below(tree: HtmlElement, headline: HtmlElement | None) -> Iterator[str]:
    """Yield the short lines below a headline; without one, those of the whole page."""
    beyond = around(headline)
    for root in [tree] if headline is None else [*headline.itersiblings(), *_after(headline)]:
        for element in root.iter():
            yield from _lines(element, beyond)


def lines_above_text(headline: HtmlElement) -> Iterator[str]:
    """Yield the short lines between a headline and the story's first paragraph."""
    beyond = around(headline)
    for root in [*headline.itersiblings(), *_after(headline)]:
        for element in root.iter():
            if element.tag == "p" and len(text_of(element)) >= LEAST_PARAGRAPH:
                return
            yield from _lines(element, beyond)


def around(headline: HtmlElement | None) -> frozenset[HtmlElement]:
    """Return what holds a headline: its classes say nothing of what stands beside the story."""
    return frozenset() if headline is None else frozenset(headline.iterancestors())


def stands_beside(element: HtmlElement, beyond: AbstractSet[HtmlElement]) -> bool:
    """Tell whether an element is of what stands beside a story; `beyond` are not looked at."""
    return any(
        above not in beyond and (above.tag in _OTHERS or _BESIDE.search(_classes(above)))
        for above in (element, *element.iterancestors())
        if above.tag not in ("html", "body")
    )


def is_listed(element: HtmlElement) -> bool:
    """Tell whether an element is in an item of a list."""
    return next(element.iterancestors("li"), None) is not None


def _lines(element: HtmlElement, beyond: AbstractSet[HtmlElement]) -> list[str]:
    """Return the lines of an element where it is a short one that belongs to the story."""
    if not isinstance(element.tag, str) or element.tag in ("script", "style"):
        return []
    if not _SHORTEST_LINE <= len(text_of(element)) <= _LONGEST_LINE or is_listed(element):
        return []
    return [] if stands_beside(element, beyond) else _shown_lines(element)


def _shown_lines(element: HtmlElement) -> list[str]:
    """Return the text of an element, cut where its lines are broken."""
    pieces = [""]
    for event, node in iterwalk(element, events=("start", "end")):
        text = node.text if event == "start" else node.tail
        if node is element and event == "end":
            break
        # Words that touch are set apart by style: "<b>Ann Poe</b><span>Reuters</span>".
        touches = pieces[-1][-1:].isalpha() and (text or "")[:1].isupper()
        pieces += [""] * (touches or (event == "start" and node.tag == "br"))
        pieces[-1] += (text or "") if isinstance(node.tag, str) or event == "end" else ""
    lines = (" ".join(piece.split()) for piece in pieces)
    return [line for line in lines if len(line) >= _SHORTEST_LINE]


def _after(element: HtmlElement) -> Iterator[HtmlElement]:
    for above in element.iterancestors():
        yield from above.itersiblings()


def _classes(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"
