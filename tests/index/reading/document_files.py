"""Small DOCX, ODT, RTF and EPUB files: DOCX by python-docx, the others written out by hand."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime

import docx

DOCX_TIME = datetime(2024, 10, 9, 8, 15)  # noqa: DTZ001 (python-docx writes it as UTC)


def make_docx(
    paragraphs: Sequence[str],
    *,
    table: Sequence[Sequence[str]] = (),
    title: str = "",
    author: str = "",
    created: datetime | None = None,
) -> bytes:
    """Make a Word file with a table behind its paragraphs, and a header and a footer."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Riga Weekly header"
    document.sections[0].footer.paragraphs[0].text = "Riga Weekly footer"
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        made = document.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, text in zip(made.add_row().cells, row, strict=True):
                cell.text = text
    core = document.core_properties
    core.title, core.author = title, author
    if created:
        core.created = created
    return saved(document)


def saved(document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def make_zip(members: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return file.getvalue()


def make_odt(body: str, *, meta: str = "", manifest: str = "", styles: str = "") -> bytes:
    """Make an OpenDocument text; `body`, `meta`, `manifest` and `styles` are XML."""
    office = "urn:oasis:names:tc:opendocument:xmlns:"
    names = {
        "office": f"{office}office:1.0",
        "text": f"{office}text:1.0",
        "table": f"{office}table:1.0",
        "style": f"{office}style:1.0",
        "draw": f"{office}drawing:1.0",
        "meta": f"{office}meta:1.0",
        "manifest": f"{office}manifest:1.0",
        "dc": "http://purl.org/dc/elements/1.1/",
    }
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in names.items())
    return make_zip(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {spaces}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:text>{body}"
            "</office:text></office:body></office:document-content>",
            "meta.xml": f"<office:document-meta {spaces}><office:meta>{meta}</office:meta>"
            "</office:document-meta>",
            "META-INF/manifest.xml": f"<manifest:manifest {spaces}>{manifest}</manifest:manifest>",
        }
    )


def make_epub(
    pages: Mapping[str, str],
    *,
    metadata: str = "",
    contents: str = "",
    spine: Sequence[str] = (),
    more: Mapping[str, str] | None = None,
) -> bytes:
    """Make an EPUB 3; `pages` are XHTML bodies by file name, `contents` the list of the nav."""
    order = spine or list(pages)
    items = "".join(
        f'<item id="i{n}" href="{name}" media-type="application/xhtml+xml"/>'
        for n, name in enumerate(pages)
    )
    references = "".join(f'<itemref idref="i{list(pages).index(name)}"/>' for name in order)
    html = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Not text</title></head><body>'
    return make_zip(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:'
            'container"><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
            "OEBPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf">'
            f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{metadata}</metadata>'
            f'<manifest>{items}<item id="nav" href="nav.xhtml" properties="nav"/></manifest>'
            f'<spine>{references}<itemref idref="nav"/></spine></package>',
            "OEBPS/nav.xhtml": f"{html}<nav><ol>{contents}</ol></nav></body></html>",
            **{f"OEBPS/{name}": f"{html}{body}</body></html>" for name, body in pages.items()},
            **(more or {}),
        }
    )


def make_rtf(body: str, *, info: str = "") -> bytes:
    head = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Helvetica;}}"
    return f"{head}{{\\info{info}}}\\pard {body}}}".encode("ascii")
