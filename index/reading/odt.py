"""ODT (OpenDocument text) -> one article."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.article import Article
from index.errors import ReadingError
from index.reading.documents import Properties, build_document, reported, table_row
from index.reading.fragments import raised
from index.reading.packed import Package, local_name

if TYPE_CHECKING:
    from lxml.etree import _Element

_BREAKS = {"tab": "\t", "line-break": "\n"}
# Comments, footnotes, deleted text, and the lists of what the document is made of.
_UNSEEN = frozenset(
    ("annotation", "note", "tracked-changes", "sequence-decls", "forms", "title", "desc")
)
_MOST_SPACES = 1000
# Of a style's properties, those by which its text is struck out or hidden.
_HIDING = {"text-line-through-style": "none", "text-line-through-type": "none", "display": "true"}


def read_odt(raw: bytes) -> Article:
    """Read an OpenDocument text: its text with tables row by row, as if changes were accepted.

    Left out are headers, footers, footnotes, comments, and text that is hidden or struck out. ODT
    stores no pages, so there are no locators.

    Raises:
        ReadingError: it is damaged or encrypted, or has no text.
    """
    package = Package(raw, form="ODT")
    if _is_encrypted(package):
        raise ReadingError("it is encrypted; open it and save it without a password")
    content = package.read_xml("content.xml")
    body = content.find(".//{*}body/{*}text")
    if body is None:
        raise ReadingError("it is an OpenDocument file without text; save it as ODT or PDF")
    with reported("ODT"):
        _apply_styles(content)
        paragraphs = list(_paragraphs(body))
    return build_document("\n\n".join(paragraphs), _properties(package))


def _is_encrypted(package: Package) -> bool:
    name = "META-INF/manifest.xml"
    if name not in package:
        return False
    return package.read_xml(name).find(".//{*}encryption-data") is not None


def _properties(package: Package) -> Properties:
    if "meta.xml" not in package:
        return Properties()
    meta = package.read_xml("meta.xml")
    creators = [meta.findtext(f".//{{*}}{name}") for name in ("initial-creator", "creator")]
    return Properties(
        title=meta.findtext(".//{*}title"),
        authors=[creator for creator in creators if creator][:1],
        created=meta.findtext(".//{*}creation-date"),
        language=meta.findtext(".//{*}language"),
    )


def _apply_styles(content: "_Element") -> None:
    """Take out what a style hides or strikes out, and raise what one raises, in place."""
    styles = {
        _stated(style, "name"): properties
        for style in content.iterfind(".//{*}automatic-styles/{*}style")
        if (properties := style.find("{*}text-properties")) is not None
    }
    for span in list(content.iter("{*}span")):
        properties = styles.get(_stated(span, "style-name"))
        text = "".join(span.itertext())
        if properties is None:
            continue
        if any(_stated(properties, name) not in (None, shown) for name, shown in _HIDING.items()):
            _set_text(span, "")
        elif _is_raised(_stated(properties, "text-position") or "") and raised(text) != text:
            _set_text(span, raised(text))


def _is_raised(position: str) -> bool:
    """Tell whether a text's position is above the line: "super 58%" or "33% 58%"."""
    return position.startswith("super") or position.partition("%")[0].strip("0.").isdecimal()


def _set_text(element: "_Element", text: str) -> None:
    for child in list(element):
        element.remove(child)
    element.text = text


def _stated(element: "_Element", name: str) -> str | None:
    return next((str(v) for k, v in element.attrib.items() if str(k).endswith(f"}}{name}")), None)


def _paragraphs(parent: "_Element") -> Iterator[str]:
    for child in parent:
        name = local_name(child)
        if name in {"p", "h"}:
            yield _text(child)
            for box in child.iter("{*}text-box"):
                yield from _paragraphs(box)
        elif name == "table-row":
            cells = (" ".join(_paragraphs(cell)) for cell in child.iterchildren("{*}table-cell"))
            yield table_row(cells)
        elif name not in _UNSEEN:
            yield from _paragraphs(child)


def _text(element: "_Element") -> str:
    parts = [element.text or ""]
    for child in element:
        parts += [_inline(child), child.tail or ""]
    return "".join(parts)


def _inline(element: "_Element") -> str:
    name = local_name(element)
    if name == "s":
        return " " * _count(element)
    if name in _BREAKS:
        return _BREAKS[name]
    if name == "note":
        return raised(element.findtext("{*}note-citation") or "")
    # An entity that is not resolved has no name.
    return "" if not name or name in _UNSEEN or name == "text-box" else _text(element)


def _count(element: "_Element") -> int:
    count = _stated(element, "c") or "1"
    return min(int(count), _MOST_SPACES) if count.isdecimal() else 1
