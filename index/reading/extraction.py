"""The main text of a web page: trafilatura's reading, checked against what else the page says."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice

import trafilatura
from lxml import etree
from lxml.html import HtmlElement

from index.reading.linked_data import Node
from index.reading.page import parse, text_of

# Shorter readings are checked against a more generous one.
_THIN_WORDS = 100
# A teaser has a sentence or two; with its headline, label and date some 90 words.
_TEASER_WORDS = 8
_BOX_WORDS = 90
_HEADLINE_WORDS = 4
_BREAKING_NAMES = """
address article aside blockquote body br caption dd div dl dt fieldset figcaption figure
footer form h1 h2 h3 h4 h5 h6 header hr li main nav noscript ol p pre section table td th tr ul
"""
_BREAKING = frozenset(_BREAKING_NAMES.split())
_SILENT = frozenset(("script", "style", "template", "head", "svg", "select", "option"))


def extract(tree: HtmlElement, *, article: Node) -> str:
    """Return the main text of a prepared page, a line for each block; "" where there is none.

    Where the strict reading is thin, the generous one is taken if it has twice the words, and
    then JSON-LD's `articleBody`, which pages built by scripts may carry as a whole.
    """
    text = _read(tree, is_strict=True)
    if _count(text) < _THIN_WORDS:
        generous = _read(tree, is_strict=False)
        text = generous if _count(generous) > 2 * _count(text) else text
    body = _stated_body(article)
    return body if _count(body) > max(2 * _count(text), _THIN_WORDS) else text


def _read(tree: HtmlElement, *, is_strict: bool) -> str:
    document = trafilatura.bare_extraction(
        tree,
        # benchmarks/README.md: strict loses nothing in recall and gains 2.6 points in precision.
        favor_precision=is_strict,
        include_comments=False,
        with_metadata=False,
    )
    text = None if document is None or isinstance(document, dict) else document.text
    return text or ""


def _stated_body(article: Node) -> str:
    body = article.get("articleBody")
    if not isinstance(body, str):
        return ""
    if "<" not in body:
        return body.strip()
    return "\n".join(visible_blocks(parse(f"<html><body>{body}</body></html>")))


def _count(text: str) -> int:
    return max(len(text.split()), len(text) // 8)


def visible_blocks(tree: HtmlElement) -> list[str]:
    """Return all that a page shows, block by block, also what it shows without scripts."""
    lines = "".join(_pieces(tree)).split("\n")
    return [line for line in (" ".join(line.split()) for line in lines) if line]


def _pieces(tree: HtmlElement) -> Iterator[str]:
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        is_shown = isinstance(element.tag, str) and element.tag not in _SILENT
        if event == "start" and not is_shown:
            walk.skip_subtree()
        elif is_shown and element.tag in _BREAKING:
            yield "\n"
        text = (element.text if is_shown else None) if event == "start" else element.tail
        yield re.sub(r"\s+", " ", text or "")


def count_headlines(tree: HtmlElement) -> int:
    """Count the different links of four words or more."""
    texts = [text_of(link) for link in tree.iter("a")]
    return len({text for text in texts if len(text.split()) >= _HEADLINE_WORDS})


def find_teasers(tree: HtmlElement) -> frozenset[str]:
    """Return the paragraphs that stand in a small box with the headline of a story."""
    words = _word_counts(tree)
    blocks = (block for block in tree.iter("p", "div") if _is_teaser(block, words))
    return frozenset(text_of(block) for block in blocks)


def _is_teaser(block: HtmlElement, words: Mapping[HtmlElement, int]) -> bool:
    if not _TEASER_WORDS <= words[block] <= _BOX_WORDS:
        return False
    for box in islice(block.iterancestors(), 3):
        if words[box] > _BOX_WORDS:
            return False
        links = (link for link in box.iter("a") if block not in link.iterancestors())
        if any(words[link] >= _HEADLINE_WORDS for link in links):
            return True
    return False


def _word_counts(tree: HtmlElement) -> dict[HtmlElement, int]:
    counts: dict[HtmlElement, int] = {}
    # Children come before their parents in reverse.
    for element in reversed(list(tree.iter())):
        if isinstance(element.tag, str):
            own = [element.text, *(child.tail for child in element)]
            inner = sum(counts.get(child, 0) for child in element)
            counts[element] = inner + sum(len((text or "").split()) for text in own)
    return counts


def stated_words(article: Node) -> int | None:
    """Return the word count that JSON-LD states."""
    value = str(article.get("wordCount"))
    return int(value) if value.isdecimal() else None
