"""Locators of a raw text -> locators of what is left of it.

Cleaning and the taking off of head matter only drop lines, cut their ends and settle white space.
So the lines that are left are found again in their order, and within a line letters and figures
are counted, which settling neither adds nor takes away.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from index.article import Locator
from index.cleaning import settle


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not empty, and where it begins in its text."""

    start: int
    text: str


def gather(parts: Iterable[tuple[Locator | None, str]]) -> tuple[str, tuple[Locator, ...]]:
    """Put the parts of a text together; a part's locator comes to stand where the part begins.

    >>> text, locators = gather([(Locator(start=0, label="p. 1"), "Snow "), (None, "fell.")])
    >>> text, locators[0].label
    ('Snow fell.', 'p. 1')
    """
    texts: list[str] = []
    locators: list[Locator] = []
    length = 0
    for locator, text in parts:
        if locator:
            locators.append(replace(locator, start=length))
        texts.append(text)
        length += len(text)
    return "".join(texts), tuple(locators)


def carry_over(locators: Sequence[Locator], *, raw: str, text: str) -> tuple[Locator, ...]:
    r"""Move the locators of `raw`, in the order of their starts, to what `text` has left of it.

    Each comes to stand at the first word of its stretch that is left. One whose stretch is gone,
    and one that says the same as the one before it, are left out.

    >>> places = [Locator(start=0, label="p. 1"), Locator(start=10, label="p. 2")]
    >>> left = carry_over(places, raw="Page one.\nShare\nPage two.", text="Page one.\nPage two.")
    >>> [(place.start, place.label) for place in left]
    [(0, 'p. 1'), (10, 'p. 2')]
    """
    if not locators:
        return ()
    settled = settle(raw)
    stretches = _stretches(_lines(settled), _lines(text))
    ends = [start + length for start, _, length in stretches]
    moved: list[Locator] = []
    for locator, position in zip(locators, _settled_positions(locators, raw, settled), strict=True):
        at = bisect_right(ends, position)
        if at == len(stretches):
            break
        start, target, _ = stretches[at]
        moved.append(replace(locator, start=target + max(0, position - start)))
    return _distinct(moved)


def _lines(text: str) -> list[_Line]:
    lines = text.split("\n")
    starts = accumulate((len(line) + 1 for line in lines), initial=0)
    return [_Line(start, line) for start, line in zip(starts, lines, strict=False) if line]


def _stretches(before: Sequence[_Line], after: Sequence[_Line]) -> list[tuple[int, int, int]]:
    """Pair each line that is left with its original: (start before, start after, length).

    A line that was cut is part of its original. So as not to take a short line for part of some
    longer one that was dropped, one that is wholly the same goes first, as long as the lines
    after it still find theirs.
    """
    same: defaultdict[str, list[int]] = defaultdict(list)
    for order, original in enumerate(before):
        same[original.text].append(order)
    found: list[tuple[int, int, int]] = []
    cursor = 0
    for line, last in zip(after, _latest(before, after), strict=True):
        at = _original(line.text, before, range(cursor, last + 1), same[line.text])
        if at is None:
            continue
        shift = before[at].text.find(line.text)
        found.append((before[at].start + shift, line.start, len(line.text)))
        cursor = at + 1
    return found


def _original(text: str, lines: Sequence[_Line], among: range, same: Sequence[int]) -> int | None:
    nearest = bisect_left(same, among.start)
    if nearest < len(same) and same[nearest] in among:
        return same[nearest]
    return next((at for at in among if text in lines[at].text), None)


def _latest(before: Sequence[_Line], after: Sequence[_Line]) -> list[int]:
    """Find for each line that is left the last original that leaves originals for those after."""
    latest: list[int] = []
    cursor = len(before) - 1
    for line in reversed(after):
        at = next((at for at in range(cursor, -1, -1) if line.text in before[at].text), None)
        latest.append(cursor if at is None else at)
        cursor = cursor if at is None else at - 1
    return latest[::-1]


def _settled_positions(locators: Sequence[Locator], raw: str, settled: str) -> list[int]:
    """Find where in the settled text each locator's first letter or figure stands."""
    letters = [at for at, character in enumerate(settled) if character.isalnum()]
    starts = [0, *(locator.start for locator in locators)]
    counts = (_letters(settle(raw[start:end])) for start, end in pairwise(starts))
    return [
        _opening(settled, letters, count) if count < len(letters) else len(settled)
        for count in accumulate(counts)
    ]


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _opening(text: str, letters: Sequence[int], count: int) -> int:
    """Step back over what opens a word (a quotation mark) or a line (the dash of a speaker)."""
    start = position = letters[count]
    line = text.rfind("\n", letters[count - 1] if count else 0, position) + 1
    if line or not count:  # the first letter of its line
        return line
    while not text[start - 1].isspace() and not text[start - 1].isalnum():
        start -= 1
    # Behind another letter the marks may close the word before: "end.Next".
    return position if text[start - 1].isalnum() else start


def _distinct(locators: Iterable[Locator]) -> tuple[Locator, ...]:
    kept: list[Locator] = []
    for locator in locators:
        if kept and kept[-1].start == locator.start:
            kept.pop()
        if kept and replace(kept[-1], start=locator.start) == locator:
            continue
        kept.append(locator)
    return tuple(kept)
