"""Small PDFs, made by ReportLab: a page is a list of what to draw and where."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

FONT = "Times-Roman"
LEADING = 14


@dataclass(frozen=True, kw_only=True)
class Block:
    """Lines below one another from (`left`, `top`), in points from the lower left corner."""

    lines: Sequence[str]
    left: float = 72
    top: float = 740
    size: float = 11


def wrap(text: str, *, width: float, size: float = 11) -> list[str]:
    """Wrap a paragraph at a width in points, as a word processor does: greedily."""
    lines, line = [], ""
    for word in text.split():
        if line and stringWidth(f"{line} {word}", FONT, size) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]


def make_pdf(
    pages: Sequence[Sequence[Block]],
    *,
    title: str | None = None,
    author: str | None = None,
    password: str | None = None,
) -> bytes:
    """Draw the pages; their creation date is always the same."""
    file = io.BytesIO()
    lock = StandardEncryption(password, ownerPassword="owner") if password else None
    canvas = Canvas(file, pagesize=A4, invariant=1, encrypt=lock)
    canvas.setTitle(title or "")
    canvas.setAuthor(author or "")
    for blocks in pages:
        for block in blocks:
            drawn = canvas.beginText(block.left, block.top)
            drawn.setFont(FONT, block.size, leading=LEADING * block.size / 11)
            for line in block.lines:
                drawn.textLine(line)
            canvas.drawText(drawn)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def scan_pdf(source: bytes, *, stamp: str = "") -> bytes:
    """Make a PDF of pictures of another one's pages, as a scanner does; a stamp stays text."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1)
    canvas.setTitle("")
    canvas.setAuthor("")
    document = pypdfium2.PdfDocument(source)
    for page in document:
        picture = page.render(scale=200 / 72, grayscale=True).to_pil()
        canvas.drawImage(ImageReader(picture), 0, 0, *A4)
        canvas.drawString(20, 10, stamp)
        canvas.showPage()
    document.close()
    canvas.save()
    return file.getvalue()
