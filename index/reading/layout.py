"""Lines on pages -> paragraphs, with a locator at each page.

A page tells by geometry what plain text has lost: that a line was not full, that the next one is
indented or set apart, that a line stands at the head of every page.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, median_low

from index.article import Locator
from index.reading.hyphens import count_words, is_broken, join


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of text and its box in points, counted from the page's lower left corner."""

    text: str
    left: float
    right: float
    bottom: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The lines of a page in reading order; `confidence` is that of character recognition."""

    number: int
    lines: tuple[Line, ...]
    confidence: float | None = None


# Running heads ---------------------------------------------------------------------------------

# Title, section and page number may stand above one another.
_MOST_RUNNING = 3
_BAND = 6.0
_PAGE_NUMBER = re.compile(
    r"[-–—|\s]*(?:page |p\. ?)?(?P<number>\d{1,4})(?: ?(?:of|/) ?\d{1,4})?[-–—|\s]*", re.IGNORECASE
)


def without_running(pages: Sequence[Page]) -> list[list[Line]]:
    """Drop running heads and feet and page numbers from each page's lines.

    A head is one of the three highest or lowest lines of its page and stands at the same height on
    more than half of the pages, or of the even or the odd ones; figures may differ.
    """
    running = _running(pages)
    for parity in (0, 1):
        running |= _running([page for page in pages if page.number % 2 == parity])
    return [_without(page, running) for page in pages]


def running_lines(pages: Sequence[Page]) -> list[str]:
    """Return the running heads and feet that `without_running` drops, each once."""
    dropped = (
        line.text
        for page, kept in zip(pages, map(set, without_running(pages)), strict=True)
        for line in page.lines
        if line not in kept
    )
    return list(dict.fromkeys(dropped))


def _without(page: Page, running: set[tuple[str, int]]) -> list[Line]:
    outer, outermost = _outermost(page, _MOST_RUNNING), _outermost(page, 1)
    return [
        line
        for line in page.lines
        if not (line in outer and running & _keys(line))
        and not (line in outermost and _is_number(line, page.number))
    ]


def _running(pages: Sequence[Page]) -> set[tuple[str, int]]:
    # A page that stands there twice would pass for furniture from end to end.
    distinct = {tuple(line.text for line in page.lines): page for page in pages}.values()
    counts = Counter(
        key
        for page in distinct
        for key in {key for line in _outermost(page, _MOST_RUNNING) for key in _keys(line)}
    )
    return {key for key, count in counts.items() if count > 1 and count * 2 > len(distinct)}


def _keys(line: Line) -> set[tuple[str, int]]:
    """Return what tells a running line: its letters, and two bands that it is in."""
    # Letters alone, for character recognition takes a 1 for a bar.
    text = re.sub(r"[\W\d_]+", " ", line.text.casefold()).strip()
    if not text and not _PAGE_NUMBER.fullmatch(line.text):
        return set()  # a row of a table of figures
    # Two bands, half a band apart: what differs by less than half a band shares one of them.
    return {
        (text, 2 * int(line.bottom // _BAND)),
        (text, 2 * int((line.bottom + _BAND / 2) // _BAND) - 1),
    }


def _outermost(page: Page, most: int) -> list[Line]:
    rows = sorted({round(line.bottom) for line in page.lines})
    outer = {*rows[:most], *rows[-most:]}
    return [line for line in page.lines if round(line.bottom) in outer]


def _is_number(line: Line, number: int) -> bool:
    match = _PAGE_NUMBER.fullmatch(line.text)
    return match is not None and int(match["number"]) == number


# Paragraphs ------------------------------------------------------------------------------------

_BULLET = re.compile(r"(?:[-*•–—▪◦‣]|\(?\d{1,2}[.)])\s")
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’»)\]]*\d{0,3}$")


def paragraphs(pages: Sequence[Page]) -> Iterator[tuple[Locator | None, str]]:
    """Yield the parts of a text, a paragraph a line, with a locator ("p. 4") at each page.

    Hyphens at the ends of lines are taken off where the word is one; paragraphs go on from one
    column or page to the next where no sentence ends.
    """
    kept = without_running(pages)
    words = count_words(line.text for lines in kept for line in lines)
    before, setting = None, _Setting.of(())
    held = ""
    for page, lines in zip(pages, kept, strict=True):
        locator: Locator | None = Locator(
            start=0, label=f"p. {page.number}", confidence=page.confidence
        )
        for line in lines:
            joined = "\n\n" if before else ""
            if before and setting.goes_on(before, line, is_new_page=locator is not None):
                held, joined = join(held, line.text, words)
            yield None, held + joined
            yield locator, ""
            if locator:
                setting, locator = _Setting.of(lines), None
            held, before = line.text, line
    yield None, held


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    """How a page is set: the usual size and distance of its lines, and the lines."""

    size: float
    leading: float
    lines: tuple[Line, ...]

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "_Setting":
        size = median([line.height for line in lines]) if lines else 0.0
        steps = [a.bottom - b.bottom for a, b in pairwise(lines) if _is_below(a, b)]
        leading = median_low(steps) if steps else 1.2 * size
        return cls(size=size, leading=leading, lines=tuple(lines))

    def goes_on(self, before: Line, line: Line, *, is_new_page: bool) -> bool:
        """Tell whether a line goes on with the paragraph of `before`, a line of this page."""
        if not _same_size(before, line):
            return False
        # Before bullets: "in 2019-" goes on with "20. He".
        if is_broken(before.text, line.text):
            return True
        if _BULLET.match(line.text):
            return False
        # A column is taller than a line: what stands a little higher is a row of a table.
        if is_new_page or line.bottom - before.bottom > line.height:
            return not _SENTENCE_END.search(before.text) and not self._is_short(before, line)
        return self._goes_on_below(before, line) or _in_row(before, line)

    def _goes_on_below(self, before: Line, line: Line) -> bool:
        distance = before.bottom - line.bottom
        if not _is_below(before, line) or distance > 1.35 * max(self.leading, line.height):
            return False
        # A headline is as wide as its words.
        is_headline = line.height > 1.2 * self.size
        return is_headline or not (self._is_indented(before, line) or self._is_short(before, line))

    def _is_indented(self, before: Line, line: Line) -> bool:
        if _BULLET.match(before.text):
            return False
        return 0.8 * line.height < line.left - before.left < 6 * line.height

    def _is_short(self, before: Line, line: Line) -> bool:
        """Tell whether the line's first word would have had room in the line before it."""
        column = [
            other.right
            for other in self.lines
            if _same_size(other, line) and abs(other.left - before.left) < 2 * line.height
        ]
        width = (line.right - line.left) / max(1, len(line.text))
        first = line.text.split(" ", 1)[0]
        return before.right + (len(first) + 1.5) * width < max(column, default=0.0)


def _same_size(one: Line, other: Line) -> bool:
    return max(one.height, other.height) < 1.15 * min(one.height, other.height)


def _is_below(before: Line, line: Line) -> bool:
    """Tell whether a line stands closely below another one, in the same column."""
    overlap = min(before.right, line.right) - max(before.left, line.left)
    return overlap > 0 and 0.3 * line.height < before.bottom - line.bottom < 3 * line.height


def _in_row(before: Line, line: Line) -> bool:
    return abs(before.bottom - line.bottom) < 0.3 * line.height and line.left >= before.right
