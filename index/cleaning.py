"""Raw text -> clean text, before any offset exists: settled characters, boilerplate off.

Words are never altered: what is quoted later is what the article says. A block (a paragraph,
one line) stays whole or goes whole; the exceptions are a pointer to another story and an
image credit at the end of a line, which are cut off behind the sentence or caption they follow.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise

from index import boilerplate
from index.headings import SMALL_WORD, is_heading
from index.pull_quotes import find_pull_quotes

_LINE_BREAKS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_ODD_SPACES = re.compile(r"[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Control characters, soft hyphens, zero-width spaces, byte order marks, direction marks, and halves
# of characters (lone surrogates), which no encoding can store.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e]"
    r"|[\u2060-\u2064\u2066-\u2069\ud800-\udfff\ufeff]"
)
# Joiners spell words in Persian and Indic scripts and hold emoji together; debris after ASCII.
_STRAY_JOINERS = re.compile(r"(?:^|(?<=[\x00-\x7f]))[\u200c\u200d]+")
_LATEX_OPENING = re.compile(r"(?<![\w`])``(?=[^\s`])")
_LATEX_CLOSING = re.compile(r"(?<=\S)''(?!['\w])")


def settle(text: str) -> str:
    r"""Settle newlines, spaces, invisible characters and LaTeX quotation marks; NFC; idempotent.

    >>> settle("Minsk\u00a0said:  ``No.''\r\n\r\n\r\nIt\u200b rained. ")
    'Minsk said: “No.”\n\nIt rained.'
    """
    text = unicodedata.normalize("NFC", _LINE_BREAKS.sub("\n", text))
    text = _INVISIBLE.sub("", _ODD_SPACES.sub(" ", text))
    # Dropping an invisible character can bring a letter and its accent together: NFC once more.
    text = unicodedata.normalize("NFC", _STRAY_JOINERS.sub("", text))
    if _LATEX_OPENING.search(text):
        text = _LATEX_CLOSING.sub("”", _LATEX_OPENING.sub("“", text))
    return _join(line.strip(" ") for line in re.sub(" {2,}", " ", text).split("\n"))


def _join(lines: Iterable[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n ")


def clean(text: str, *, title: str | None = None, authors: Sequence[str] = ()) -> str:
    r"""Settle a text and take its boilerplate blocks off; idempotent.

    What goes: the blocks of `index.boilerplate`, the repeated `title`, pull quotes, and at the
    end biographies (of `authors`, or with a contact), funding notes and headings with nothing
    below them. See the module for what stays.

    >>> clean("Snow fell.\n\nADVERTISEMENT\n\nRoads closed.\n\nRelated Posts")
    'Snow fell.\n\nRoads closed.'
    """
    settled = settle(text)
    while True:
        # Tails first: a paragraph that seems to end in a title's words would pass for a heading.
        lines = _without_tails(settled.split("\n"))
        dropped = _to_drop(lines, title=title, authors=authors)
        cleaned = _join(line for at, line in enumerate(lines) if at not in dropped)
        # What is dropped can lay bare more (a heading above it): until nothing changes.
        if cleaned == settled:
            return cleaned
        settled = cleaned


def _to_drop(lines: list[str], *, title: str | None, authors: Sequence[str]) -> set[int]:
    blocks = [at for at, line in enumerate(lines) if line]
    wrapped = _wrapped(lines)
    kinds = {at: None if at in wrapped else boilerplate.kind_of(lines[at]) for at in blocks}
    dropped = {at for at in blocks if kinds[at]}
    dropped |= _blurbs(lines, blocks, kinds) | _share_rows(lines, blocks, kinds)
    dropped |= _repeated_title(lines, [at for at in blocks if at not in dropped], title)
    left = [at for at in blocks if at not in dropped]
    dropped |= {left[order] for order in find_pull_quotes([lines[at] for at in left])}
    dropped -= wrapped
    left = [at for at in blocks if at not in dropped]
    return dropped | _end_matter(lines, left, wrapped, authors)


_FULL_STOP = re.compile(r"[.!?…:]['’”\"»)\]]*$")
# A line of a wrapped text is not shorter, unless its paragraph ends there; labels and names are.
_LEAST_WRAPPED = 30


def _goes_on(line: str, below: str) -> bool:
    """Tell whether a sentence that a line leaves open goes on in the line below it."""
    if len(line) < _LEAST_WRAPPED or _FULL_STOP.search(line):
        return False
    last = line.rpartition(" ")[2]
    goes_on = below[:1].islower() or bool(below and SMALL_WORD.fullmatch(last))
    return goes_on and not boilerplate.kind_of(line)


def _wrapped(lines: Sequence[str]) -> set[int]:
    """Find the lines that hold a sentence together: one that looks like a label may end it."""
    pairs = enumerate(pairwise(lines))
    return {at for first, two in pairs if _goes_on(*two) for at in (first, first + 1)}


def _blurbs(lines: list[str], blocks: list[int], kinds: dict[int, str | None]) -> set[int]:
    """Find what stands between two subscription lines at most four blocks apart."""
    calls = [order for order, at in enumerate(blocks) if kinds[at] == "subscription"]
    between: set[int] = set()
    for first, second in pairwise(calls):
        if second - first <= 5:
            between.update(blocks[first + 1 : second])
    return {at for at in between if boilerplate.is_blurb(lines[at])}


def _share_rows(lines: list[str], blocks: list[int], kinds: dict[int, str | None]) -> set[int]:
    """Find platforms' names in rows of share buttons; one alone may be a subhead."""
    shared = {
        order
        for order, at in enumerate(blocks)
        if kinds[at] == "sharing" or boilerplate.is_platform(lines[at])
    }
    return {blocks[order] for order in shared if order - 1 in shared or order + 1 in shared}


def _repeated_title(lines: list[str], blocks: list[int], title: str | None) -> set[int]:
    wanted = _letters(title or "")
    repeats = {at for at in blocks if wanted and _letters(lines[at]) == wanted}
    if not _FULL_STOP.search(title or ""):  # then one that ends in one is what was said
        repeats = {at for at in repeats if not _FULL_STOP.search(lines[at])}
    # An article may be no more than its headline; then it is the text.
    return repeats if len(repeats) < len(blocks) else set()


def _letters(text: str) -> str:
    return re.sub(r"\W+", " ", settle(text)).strip().casefold()


def _end_matter(
    lines: list[str], blocks: list[int], wrapped: set[int], authors: Sequence[str]
) -> set[int]:
    """Walk back from the end over notes on the author and headings with nothing below them."""
    notes: set[int] = set()
    headings: set[int] = set()
    for at in reversed(blocks):
        if boilerplate.is_end_note(lines[at], authors=authors):
            notes.add(at)
        elif _hangs(lines[at]) and _RESULTS.search(lines[at]):
            return notes  # "Net 1.2 mln vs 0.9 mln": what stands there are results
        elif at not in wrapped and _hangs(lines[at]):
            headings.add(at)
        else:
            # A longer run of short lines is a ranking or a table, which is reporting.
            return notes | headings if len(headings) <= _MOST_HEADINGS else notes
    # A text of nothing but short lines (a poem, a table) has no end matter.
    return set()


# Boxes of related stories at the end of saved pages list three to ten.
_MOST_HEADINGS = 10
_PRONOUN = re.compile(
    r"(?:he|she|it|they|we|i|you|there|this|that|[“\"«])(?:\b|(?<=\W))", re.IGNORECASE
)

# Two figures, one of them exact: "December 1 – 7" heads a list of other stories.
_RESULTS = re.compile(r"\d[.,]\d.* \W?\d|\d.* \W?\d+[.,]\d")


def _hangs(block: str) -> bool:
    # A pronoun or a quotation mark at its start: more likely a sentence that lost its full stop;
    # a figure: an item of a ranking.
    return is_heading(block) and not _PRONOUN.match(block) and not block[0].isdigit()


_POINTER = re.compile(
    r"(?<=[.!?”\"»)]) +(?:Read (?:more|also)|(?:Also|See) (?:read|also)|READ (?:MORE|ALSO)) ?: ?"
    r"(?P<title>[“‘\"A-ZÀ-ŽЀ-Я][^.!?…]{8,140}\??)$"
)
_LONGEST_POINTER = 170


def _without_tails(lines: Sequence[str]) -> list[str]:
    below = [*lines[1:], ""]
    return [a if _goes_on(a, b) else _without_tail(a) for a, b in zip(lines, below, strict=True)]


def _without_tail(line: str) -> str:
    """Cut pointers ("Read more: Title of another story") and image credits off a line's end.

    Only in the safest forms. The pointer: behind a whole sentence, with the colon and a capital,
    and without a full stop, which titles do not have and sentences do. The credit: behind a
    caption, naming a photographer or an agency.
    """
    end = len(line)
    while (start := _start_of_tail(line, end)) < end:
        end = start
    return line[:end]


def _start_of_tail(line: str, end: int) -> int:
    match = _POINTER.search(line, max(0, end - _LONGEST_POINTER), end)
    if match and len(match["title"].split()) <= 20:
        return match.start()
    return boilerplate.start_of_credit(line, end)
