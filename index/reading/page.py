"""A web page -> a tree that holds its paragraphs as paragraphs, without what points away from it.

trafilatura looks for `<p>` elements; pages also part their paragraphs with `<br><br>`, or lay
them out in the cells of a table. And some put cards, pointers and lists of other stories between
the article's own paragraphs. No word is altered here: elements go as a whole, or are renamed.
"""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from lxml.html import HtmlElement
from trafilatura import load_html

from index.errors import ReadingError
from index.reading.fragments import STRUCK_OUT, quotation_marks, raised

_BLOCK_NAMES = (
    "div p ul ol table section article blockquote figure h1 h2 h3 h4 h5 h6 pre form iframe aside"
)
_HOLDS_BLOCK = " or ".join(f"descendant::{name}" for name in _BLOCK_NAMES.split())
_INLINE_NAMES = """
a abbr b bdi bdo big br cite code data del dfn em font i img ins kbd mark q s samp small span
strike strong sub sup time tt u var wbr
"""
_INLINE = frozenset(_INLINE_NAMES.split())
_CONTAINERS = ("div", "section", "article", "main", "center", "td", "body")
_OF_TEXT = _INLINE | {"p", "li", "dd", "td", "blockquote"}
_VERBATIM = frozenset(("pre", "textarea", "code", "script", "style"))
# What hovers over a word of a paragraph while the pointer is on it.
_CARD = re.compile(
    r"(?:^|[\s_-])(?:rollover|tooltip|popover|pop-?up|hover-?card|flyout)(?:$|[\s_-])",
    re.IGNORECASE,
)
# The label before a link to another story, in the languages of the development pages and ours.
_LABEL = re.compile(
    r"(?:see|read|also|learn|find|watch|view)(?: it)? (?:more|also|next|read|now|this|here|on)\b.*"
    r"|more(?: on this)?|related(?: (?:stor(?:y|ies)|articles?|news|coverage))?|also on \S+"
    r"|don['’]t miss|you (?:may|might) (?:also )?like|recommended|must read|in case you missed it"
    r"|leggi anche|(?:à )?lire aussi|lesen sie auch|mehr zum thema|lea también|leia (?:também|mais)"
    r"|baca juga|читайте (?:также|ещё|ще|також)|смотрите также|чытайце таксама|czytaj (?:także|też)"
    r"|zobacz też|lees ook|läs också",
    re.IGNORECASE,
)
_LABEL_WORDS = 6
_TAG_BEHIND_LINK = re.compile(r"\[[^\]]{0,20}\]|[|•·>»→:]")
_SENTENCE_END = re.compile(r"[.!?…。][”’\"»)\]]*$")
# Fewer are dates and bylines between blocks; names in a list are no headlines.
_RUN_WORDS = 5
_HEADLINE_WORDS = 4


def parse(page: str) -> HtmlElement:
    """Parse a page.

    Raises:
        ReadingError: there is no mark-up in it.
    """
    tree = load_html(page)
    if tree is None:
        raise ReadingError("no article is found in the page; save its text as plain text")
    return tree


def prepare(tree: HtmlElement, *, url: str | None) -> None:
    """Settle the spaces and paragraphs of a page in place; drop what points to other stories.

    `url` is the page's own address: only links within its site point to its other stories.
    """
    _settle_spaces(tree)
    _raise_digits(tree)
    _mark_quotations(tree)
    _drop_hidden(tree)
    _drop_cards(tree)
    _unwrap_layout(tree)
    _drop_pointers(tree, site=_site(url or ""))
    for container in list(tree.iter(*_CONTAINERS)):
        if any(_is_second_break(child) for child in container.iterchildren("br")):
            _wrap_runs(container)


def text_of(element: HtmlElement) -> str:
    """Return the text of an element in one line."""
    return " ".join(element.text_content().split())


def _settle_spaces(tree: HtmlElement) -> None:
    # A line break of the source is a space on the screen; only <br> breaks a line.
    for element in tree.iter():
        parent = element.getparent()
        if element.text and element.tag not in _VERBATIM:
            element.text = re.sub(r"[ \t\r\n\f]+", " ", element.text)
        if element.tail and parent is not None and parent.tag not in _VERBATIM:
            element.tail = re.sub(r"[ \t\r\n\f]+", " ", element.tail)


def _raise_digits(tree: HtmlElement) -> None:
    for element in list(tree.iter("sup")):
        text = element.text_content()
        if (shown := raised(text)) != text:
            for inner in list(element.iterdescendants()):
                inner.drop_tag()
            element.text = shown
            element.drop_tag()


def _mark_quotations(tree: HtmlElement) -> None:
    """Write out the quotation marks that browsers put around `<q>` within a text."""
    # Marks that are written out here would pass for those of the quotation around them.
    quoted = [(element, _marks_of(element)) for element in tree.iter("q") if _is_in_text(element)]
    for element, (opening, closing) in reversed(quoted):
        element.text = f"{opening}{element.text or ''}"
        if len(element):
            element[-1].tail = f"{element[-1].tail or ''}{closing}"
        else:
            element.text += closing
        element.drop_tag()


def _marks_of(quotation: HtmlElement) -> tuple[str, str]:
    depth = sum(above.tag == "q" for above in quotation.iterancestors())
    return quotation_marks(depth, text=text_of(quotation))


def _is_in_text(quotation: HtmlElement) -> bool:
    """Tell whether it is a part of a text; by itself in a box it repeats what the text says."""
    parent = quotation.getparent()
    if parent is None:
        return False
    return parent.tag in _OF_TEXT or text_of(parent) != text_of(quotation)


def _drop_hidden(tree: HtmlElement) -> None:
    """Drop what is struck out or hidden; but a page that hides most of it shows it by scripts."""
    whole = len(text_of(tree))
    hidden = tree.xpath("//*[@hidden][not(@hidden='until-found')]")
    for element in [*hidden, *tree.iter(*STRUCK_OUT, "template")]:
        if element.getparent() is not None and 2 * len(text_of(element)) < whole:
            element.drop_tree()


def _drop_cards(tree: HtmlElement) -> None:
    for element in list(tree.iter("span", "div")):
        inside = any(above.tag == "p" for above in element.iterancestors())
        if inside and _CARD.search(element.get("class") or ""):
            element.drop_tree()


def _unwrap_layout(tree: HtmlElement) -> None:
    """Turn the tables whose cells hold paragraphs into divisions; the others hold data."""
    for table in list(tree.iter("table")):
        if any(_is_running_text(cell) for cell in table.iter("td")):
            for part in list(table.iter("table", "tbody", "thead", "tr", "td", "th")):
                part.tag = "div"


def _is_running_text(cell: HtmlElement) -> bool:
    breaks = sum(_is_second_break(child) for child in cell.iterchildren("br"))
    return len(cell.findall("p")) + breaks >= 3


def _drop_pointers(tree: HtmlElement, *, site: str) -> None:
    for element in list(tree.iter("p", "ul", "ol", "a", "div", "h2", "h3", "h4", "h5", "strong")):
        if element.getparent() is None:
            continue
        if _points_away(element, site):
            element.drop_tree()
        elif element.find(".//a") is None and _is_label(text_of(element)):
            _drop_labelled(element, site)


def _is_label(text: str) -> bool:
    return len(text.split()) <= _LABEL_WORDS and bool(_LABEL.fullmatch(text.rstrip(" :>»→")))


def _drop_labelled(label: HtmlElement, site: str) -> None:
    """Drop a label that stands alone, with the blocks below it that are nothing but links."""
    below = []
    for block in label.itersiblings():
        text = text_of(block) if isinstance(block.tag, str) else ""
        if text and (block.tag in _INLINE or _beside_links(block, site) != ""):
            break
        below.append((block, text))
    if any(text for _, text in below):
        for element in [label, *(block for block, text in below if text)]:
            element.drop_tree()


def _points_away(element: HtmlElement, site: str) -> bool:
    if element.tag == "a":
        # A box that is one link: a teaser's paragraph, or the label in its first part.
        if element.find(".//p") is not None and _is_within(element, site):
            return True
        first = next(
            (part for part in element.iter("span", "div", "strong") if not len(part)), None
        )
        label = text_of(first) if first is not None else ""
        return _is_label(label) and label != text_of(element) and _is_within(element, site)
    rest = _beside_links(element, site)
    if element.tag in ("ul", "ol"):
        items = [text_of(item) for item in element.iter("li")]
        return rest == "" and _are_headlines(items)
    return rest is not None and _is_label(rest) and len(element.findall(".//a")) <= 3


def _are_headlines(items: Sequence[str]) -> bool:
    words = sum(len(item.split()) for item in items)
    ended = any(_SENTENCE_END.search(item) for item in items if not item.endswith("?"))
    return len(items) > 1 and not ended and words >= _HEADLINE_WORDS * len(items)


def _beside_links(element: HtmlElement, site: str) -> str | None:
    """Return what an element says besides its links; None if it has none, or one that leads off."""
    links = element.findall(".//a")
    if not links or not all(_is_within(link, site) for link in links):
        return None
    rest = text_of(element)
    for link in links:
        rest = rest.replace(text_of(link), " ", 1)
    return " ".join(_TAG_BEHIND_LINK.sub(" ", rest).split())


def _is_within(link: HtmlElement, site: str) -> bool:
    return _site(link.get("href") or "") in ("", site)


def _site(url: str) -> str:
    """Name a site without its country: bbc.com and bbc.co.uk are one."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return "?"
    labels = [label for label in host.split(".")[:-1] if label not in ("co", "com", "org", "net")]
    return labels[-1] if labels else ""


def _is_second_break(element: HtmlElement) -> bool:
    before = element.getprevious()
    return element.tag == "br" and before is not None and _is_blank_break(before)


def _is_blank_break(element: HtmlElement) -> bool:
    return element.tag == "br" and not (element.tail or "").strip()


def _wrap_runs(container: HtmlElement) -> None:
    """Put each run of bare words and inline elements between breaks or blocks into a paragraph."""
    run = container.makeelement("p")
    run.text, container.text = container.text, None
    parts: list[HtmlElement] = []
    for child in list(container):
        second_break = child.tag == "br" and len(run) > 0 and _is_blank_break(run[-1])
        container.remove(child)
        if _is_inline(child) and not second_break:
            run.append(child)
            continue
        parts += _closed(run)
        run = container.makeelement("p")
        run.text, child.tail = child.tail, None
        if not second_break:
            parts.append(child)
    container.extend([*parts, *_closed(run)])


def _is_inline(element: HtmlElement) -> bool:
    if not isinstance(element.tag, str):
        return True
    return element.tag in _INLINE and not element.xpath(_HOLDS_BLOCK)


def _closed(run: HtmlElement) -> list[HtmlElement]:
    if len(text_of(run).split()) < _RUN_WORDS:
        run.tag = "span"
    return [run] if len(run) or (run.text or "").strip() else []
