"""Pictures of pages -> lines, by Tesseract through pytesseract."""

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import mean, median
from typing import TYPE_CHECKING

from index.errors import ReadingError
from index.reading.documents import reported
from index.reading.layout import Line, Page

if TYPE_CHECKING:
    from PIL.Image import Image

# What Tesseract is trained on; at 150 small print is lost, above 300 it is only slower.
DOTS_PER_INCH = 300
_POINTS = 72 / DOTS_PER_INCH
# A dense page takes some five seconds on one core.
_SECONDS_A_PAGE = 120
_SECONDS_TO_LIST = 10
# Every language costs as much again; with more installed, English alone is read.
_MOST_LANGUAGES = 4

Columns = Mapping[str, Sequence[int | float | str]]


def is_installed() -> bool:
    """Tell whether the program `tesseract` is to be found."""
    return shutil.which("tesseract") is not None


def installation() -> str:
    """Tell which Tesseract is installed, by its file, and its languages; "" where there is none."""
    program = shutil.which("tesseract")
    if program is None:
        return ""
    try:
        made = Path(program).stat().st_mtime_ns
        listed = subprocess.run(  # noqa: S603  # the program that reads scans, too
            [program, "--list-langs"],
            capture_output=True,
            check=False,
            timeout=_SECONDS_TO_LIST,
        )
    except (OSError, subprocess.TimeoutExpired):  # `recognise` says what is wrong
        return ""
    return f"{made} {listed.stdout!r}"


def recognise(image: "Image", *, number: int) -> Page:
    """Read the picture of a page; its confidence is the mean over its words, 0 to 1.

    Raises:
        ReadingError: Tesseract fails or takes too long.
    """
    import pytesseract

    try:
        found = pytesseract.image_to_data(
            image,
            lang=_languages(),
            config=f"--dpi {DOTS_PER_INCH}",
            output_type=pytesseract.Output.DICT,
            timeout=_SECONDS_A_PAGE,
        )
    except (pytesseract.TesseractError, RuntimeError, OSError) as error:
        raise ReadingError(
            f"Tesseract cannot read its page {number} ({' '.join(str(error).split())[:120]});"
            " check the installation of Tesseract"
        ) from error
    return page_of(found, number=number, height=image.height * _POINTS)


def _languages() -> str:
    import pytesseract

    with reported("the list of Tesseract's languages"):
        installed = [name for name in pytesseract.get_languages() if name not in {"osd", "equ"}]
    return "+".join(installed) if 0 < len(installed) <= _MOST_LANGUAGES else "eng"


def page_of(found: Columns, *, number: int, height: float) -> Page:
    """Put Tesseract's table of words together to a page of the given height in points."""
    words: dict[tuple[int | float | str, ...], list[int]] = {}
    for at, text in enumerate(found["text"]):
        if str(text).strip() and float(found["conf"][at]) >= 0:
            key = tuple(found[level][at] for level in ("block_num", "par_num", "line_num"))
            words.setdefault(key, []).append(at)
    lines = [_line(found, group, height=height) for group in words.values()]
    confidences = [float(found["conf"][at]) / 100 for group in words.values() for at in group]
    return Page(
        number=number,
        lines=tuple(_evened(lines)),
        confidence=round(mean(confidences), 3) if confidences else None,
    )


def _line(found: Columns, words: Sequence[int], *, height: float) -> Line:
    left, top, width, tall = (
        [float(found[name][at]) * _POINTS for at in words]
        for name in ("left", "top", "width", "height")
    )
    bottom = max(high + deep for high, deep in zip(top, tall, strict=True))
    return Line(
        text=" ".join(str(found["text"][at]) for at in words),
        left=min(left),
        right=max(start + wide for start, wide in zip(left, width, strict=True)),
        bottom=height - bottom,
        height=bottom - min(top),
    )


def _evened(lines: Sequence[Line]) -> list[Line]:
    """Give lines of about the usual height that height: it hangs on the letters in them."""
    if not lines:
        return []
    usual = median(line.height for line in lines)
    return [
        Line(
            text=line.text,
            left=line.left,
            right=line.right,
            bottom=line.bottom,
            height=usual if 0.6 * usual < line.height < 1.5 * usual else line.height,
        )
        for line in lines
    ]
