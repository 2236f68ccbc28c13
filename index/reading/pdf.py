"""PDF -> one article, by pypdfium2; pages are its locators."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING

from index.article import Article
from index.errors import ReadingError
from index.reading import ocr
from index.reading.documents import Properties, build_document, reported
from index.reading.layout import Line, Page, paragraphs, running_lines, without_running
from index.reading.limits import Limits
from index.reading.locators import gather

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

# A scan may bear a stamp or a scanner's mark as text.
_FEWEST_CHARACTERS = 20
# PDFium is not safe in several threads.
_PDFIUM = Lock()
_TIME = re.compile(
    r"(?:D:)?(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(?:(Z)|([+-]\d\d)'?(\d\d)?'?)?.*"
)
# Fonts join these letters to one glyph; a reader types two.
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)


def read_pdf(raw: bytes, *, most_pages: int = Limits().pages) -> Article:
    """Read a PDF, with a locator at each page: "p. 4" is the fourth, whatever is printed on it.

    Pages that are pictures are read by Tesseract where it is installed; their locators then bear
    its mean confidence.

    Raises:
        ReadingError: it is damaged, encrypted or too long, or has no text and cannot be read by
            Tesseract.
    """
    if b"%PDF" not in raw[:1024]:
        raise ReadingError("it is not in the format PDF; check that its suffix is right")
    with _PDFIUM, closing(_open(raw)) as document:
        with reported("PDF"):
            count = len(document)
        if count > most_pages:
            raise ReadingError(
                f"it has {count:,} pages, more than the {most_pages:,} that are read; split it, "
                f"or allow more: onrecord add --max-pages {count}"
            )
        with reported("PDF"):
            pages = [_read_page(document, at) for at in range(count)]
            stated = document.get_metadata_dict()
        pages = list(_with_scans(pages, lambda at: _recognise(document, at)))
    text, locators = gather(paragraphs(pages))
    return build_document(text, _properties(stated), locators, running=running_lines(pages))


def _open(raw: bytes) -> "PdfDocument":
    # Loads a library of 7 MB, which other formats should not pay.
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).casefold():
            raise ReadingError(
                "it is encrypted; open it with its password and save it without"
            ) from error
        raise ReadingError(
            f"it cannot be read as PDF ({error}); open it in a PDF viewer and print it to a file"
        ) from error


def _read_page(document: "PdfDocument", at: int) -> Page:
    with closing(document[at]) as page, closing(page.get_textpage()) as text:
        return Page(number=at + 1, lines=tuple(_lines(text)))


def _lines(page: "PdfTextPage") -> Iterator[Line]:
    """Yield a page's lines in PDFium's order."""
    from pypdfium2.raw import FPDFText_GetUnicode

    characters: list[str] = []
    visible: list[int] = []
    for at in range(page.count_chars()):
        character = chr(FPDFText_GetUnicode(page, at))
        # PDFium puts U+0002 for a hyphen at a line's end, and no line break behind it.
        is_end = character in "\r\n\x02"
        if character == "\x02":
            characters.append("-")
            visible.append(at)
        elif not is_end:
            characters.append(character)
            visible += [at] if not character.isspace() else []
        if is_end and visible:
            yield _line(page, "".join(characters), visible[0], visible[-1])
        if is_end:
            characters, visible = [], []
    if visible:
        yield _line(page, "".join(characters), visible[0], visible[-1])


def _line(page: "PdfTextPage", text: str, first: int, last: int) -> Line:
    # Loose boxes have the font's height, whatever the letter.
    left, bottom, _, top = page.get_charbox(first, loose=True)
    _, _, right, _ = page.get_charbox(last, loose=True)
    return Line(
        text=" ".join(text.translate(_LIGATURES).split()),
        left=left,
        right=right,
        bottom=bottom,
        height=top - bottom,
    )


def _with_scans(pages: list[Page], recognise: Callable[[int], Page | None]) -> Iterator[Page]:
    """Put what Tesseract reads in the place of pages that have a picture and hardly any text."""
    for at, (page, lines) in enumerate(zip(pages, without_running(pages), strict=True)):
        letters = sum(len(line.text) for line in lines)
        scan = recognise(at) if letters < _FEWEST_CHARACTERS else None
        yield scan or page


def _recognise(document: "PdfDocument", at: int) -> Page | None:
    """Read a page by Tesseract; None where it shows no picture."""
    with closing(document[at]) as page:
        if not _has_picture(page):
            return None
        if not ocr.is_installed():
            raise ReadingError(
                f"its page {at + 1} is a picture without text; install the program tesseract"
                " (on Debian: apt install tesseract-ocr) and add it again"
            )
        with reported("PDF"):
            image = page.render(scale=ocr.DOTS_PER_INCH / 72, grayscale=True).to_pil()
    return ocr.recognise(image, number=at + 1)


def _has_picture(page: "PdfPage") -> bool:
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    with reported("PDF"):
        return any(page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _properties(stated: Mapping[str, str]) -> Properties:
    author = stated.get("Author", "")
    return Properties(
        title=stated.get("Title"),
        authors=[author] if author else [],
        created=_read_time(stated.get("CreationDate", "")),
    )


def _read_time(text: str) -> datetime | None:
    """Read a time as PDF writes it.

    >>> _read_time("D:20241009101500+02'00'").isoformat()
    '2024-10-09T10:15:00+02:00'
    """
    match = _TIME.fullmatch(text.strip())
    if not match:
        return None
    year, month, day, hour, minute, second, utc, zone, quarter = match.groups()
    offset = "+00:00" if utc else f"{zone}:{quarter or '00'}" if zone else ""
    clock = f"{hour or '00'}:{minute or '00'}:{second or '00'}"
    try:
        return datetime.fromisoformat(f"{year}-{month}-{day}T{clock}{offset}")
    except ValueError:
        return None
