"""DOCX -> one article, opened by python-docx.

The text is taken from the document's own XML: what python-docx gives as a paragraph's text lacks
tracked insertions, content controls and text boxes.
"""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from index.article import Article
from index.reading.documents import Properties, build_document, reported, table_row
from index.reading.fragments import raised
from index.reading.packed import Package, local_name

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

# Deletions, field codes, doubles for older programs, and how a character is pronounced.
_UNSEEN = frozenset(("del", "moveFrom", "Fallback", "txbxContent", "instrText", "pPr", "rPr", "rt"))
_HIDING = ("vanish", "strike", "dstrike")
_OFF = ("0", "false", "off")
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Stands in every document that python-docx makes from its own template.
_TEMPLATE_DATE = datetime(2013, 12, 23, 23, 15, tzinfo=UTC)


def read_docx(raw: bytes) -> Article:
    """Read a Word document: its text with tables row by row, as if all changes were accepted.

    Left out are headers, footers, footnotes, comments, and text that is hidden or struck out. Word
    stores no pages, so there are no locators.

    Raises:
        ReadingError: it is damaged or encrypted, or has no text.
    """
    Package(raw, form="DOCX").check_size()
    # Costs 0.3 s to import, which other formats should not pay.
    import docx

    with reported("DOCX"):
        document = docx.Document(io.BytesIO(raw))
        _number_notes(document)
        paragraphs = list(_paragraphs(document.element.body))
        properties = _properties(document)
    return build_document("\n\n".join(paragraphs), properties)


def _properties(document: "Document") -> Properties:
    core = document.core_properties
    return Properties(
        title=_styled_title(document.element.body) or core.title,
        authors=[core.author],
        created=core.created if core.created != _TEMPLATE_DATE else None,
        language=core.language,
    )


def _styled_title(body: "_Element") -> str | None:
    for style in body.iter("{*}pStyle"):
        paragraph = style.getparent().getparent()
        if paragraph is not None and "Title" in style.attrib.values():
            return _text(paragraph)
    return None


def _number_notes(document: "Document") -> None:
    """Write the marks of footnotes into their references, where they are plain numbers."""
    body = document.element.body
    parts = (body, document.settings.element)
    if any(
        part.find(f".//{{*}}footnotePr/{{*}}{name}") is not None
        for part in parts
        for name in ("numFmt", "numRestart", "numStart")
    ):
        return
    references = [
        reference
        for reference in body.iter("{*}footnoteReference")
        if not any("customMarkFollows" in str(name) for name in reference.attrib)
        and not any(
            local_name(above) in _UNSEEN - {"txbxContent"} for above in reference.iterancestors()
        )
    ]
    for number, reference in enumerate(references, start=1):
        reference.text = raised(str(number))


def _paragraphs(parent: "_Element") -> Iterator[str]:
    """Walk the blocks in their order; a table gives a line a row, a text box follows its anchor."""
    held = ""
    for child in parent:
        name = local_name(child)
        if name == "p":
            held += _text(child)
            if not _goes_on(child):
                yield held
                held = ""
            yield from _boxes(child)
        elif name == "tr":
            cells = (" ".join(_paragraphs(cell)) for cell in child.iterchildren("{*}tc"))
            yield table_row(cells)
        elif name not in _UNSEEN:
            yield from _paragraphs(child)
    if held:
        yield held


def _goes_on(paragraph: "_Element") -> bool:
    """Tell whether a paragraph's end was deleted or moved away: the next one goes on with it."""
    mark = paragraph.find("{*}pPr/{*}rPr")
    return mark is not None and any(local_name(one) in ("del", "moveFrom") for one in mark)


def _boxes(paragraph: "_Element") -> Iterator[str]:
    for box in paragraph.iter("{*}txbxContent"):
        if not any(local_name(above) == "Fallback" for above in box.iterancestors()):
            yield from _paragraphs(box)


def _text(element: "_Element") -> str:
    name = local_name(element)
    if name in ("t", "footnoteReference"):
        return element.text or ""
    if name in _BREAKS:
        return _BREAKS[name]
    if name in _UNSEEN or (name == "r" and any(_is_set(element, one) for one in _HIDING)):
        return ""
    text = "".join(map(_text, element))
    return raised(text) if name == "r" and _is_superscript(element) else text


def _is_set(run: "_Element", name: str) -> bool:
    element = run.find(f"{{*}}rPr/{{*}}{name}")
    return element is not None and not any(value in _OFF for value in element.attrib.values())


def _is_superscript(run: "_Element") -> bool:
    element = run.find("{*}rPr/{*}vertAlign")
    return element is not None and "superscript" in element.attrib.values()
