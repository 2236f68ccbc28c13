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
from index.reading.packed import Package, local_name

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

# Deletions, field codes and doubles for older programs.
_UNSEEN = frozenset(("del", "moveFrom", "Fallback", "txbxContent", "instrText", "pPr", "rPr"))
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Stands in every document that python-docx makes from its own template.
_TEMPLATE_DATE = datetime(2013, 12, 23, 23, 15, tzinfo=UTC)


def read_docx(raw: bytes) -> Article:
    """Read a Word document: its text with tables row by row, as if all changes were accepted.

    Left out are headers, footers, footnotes, comments and hidden text. Word stores no pages, so
    there are no locators.

    Raises:
        ReadingError: it is damaged or encrypted, or has no text.
    """
    Package(raw, form="DOCX").check_size()
    # Costs 0.3 s to import, which other formats should not pay.
    import docx

    with reported("DOCX"):
        document = docx.Document(io.BytesIO(raw))
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


def _paragraphs(parent: "_Element") -> Iterator[str]:
    """Walk the blocks in their order; a table gives a line a row, a text box follows its anchor."""
    for child in parent:
        name = local_name(child)
        if name == "p":
            yield _text(child)
            for box in child.iter("{*}txbxContent"):
                if not any(local_name(above) == "Fallback" for above in box.iterancestors()):
                    yield from _paragraphs(box)
        elif name == "tr":
            cells = (" ".join(_paragraphs(cell)) for cell in child.iterchildren("{*}tc"))
            yield table_row(cells)
        elif name not in _UNSEEN:
            yield from _paragraphs(child)


def _text(element: "_Element") -> str:
    name = local_name(element)
    if name == "t":
        return element.text or ""
    if name in _BREAKS:
        return _BREAKS[name]
    if name in _UNSEEN or (name == "r" and element.find("{*}rPr/{*}vanish") is not None):
        return ""
    return "".join(map(_text, element))
