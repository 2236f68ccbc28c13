"""Sentences and passages as spans of the text: nothing is copied, no character is lost."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

# A quotation of several sentences comes out of the segmenter whole. Above this many words it is cut
# at its inner sentence ends as well: a citation should be no longer than what answers.
LONG_QUOTATION_WORDS = 40
# Of what is longer than two steps a step is settled at once: where every other character is a mark,
# the segmenter's time grows by the square of a line's length (100,000 characters: 2 s).
_STEP = 10_000

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LETTER = re.compile(r"[^\W\d_]")
_QUOTATION_MARKS = str.maketrans(dict.fromkeys('“”„«»"‘’', " "))
_LINE = re.compile(r"[^\n]+")
_CLOSERS = re.compile(r"[”»’)\]]+")
_OPENERS = re.compile(r"(?<=\s)[“„«‘\"(\[]+\s*$")
_WORD = re.compile(r"\S+\s*")
# What the segmenter takes for an end: ranks before a name, measures before a small letter.
_NO_END = re.compile(
    r"\b(?:(?:Ald|Amb|Atty|Cdr|Cllr|Const|Ft|Govs|Profs|Pte|Rte)\.\s+(?=[^\W\d_a-z])"
    r"|(?:km|kg|lbs|hrs)\.\s+(?=[a-z])|approx\.\s+(?=[a-z\d]))"
)
# What it takes for no end: "He said no. Poe left", "She was ill. Roe came", but not "no. 5"; and a
# quotation before somebody else speaks: "“It was late.” Poe said that she had left".
_ENDS = re.compile(
    r"\b(?:ill|no)\.\s+(?=[“\"]?[^\W\d_a-z][^\W\d_A-Z])"
    r"|[.!?][”\"]\s+(?=[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2} (?:said|says|told)"
    r" (?:an?|he|her|his|it|she|that|the|their|there|they)\b)"
)


class Span(NamedTuple):
    """Character offsets into a text, end exclusive."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters of `text` that the span covers."""
        return text[self.start : self.end]


def split_sentences(text: str) -> list[Span]:
    """Find the sentences of a text, in order, without the white space around them.

    A line break always ends a sentence. Cyrillic lines are segmented by razdel, all others by
    sentencex. Every character that is not white space is in exactly one sentence.

    >>> text = "He left at 5 p.m. on Friday. “Nobody,” she said, “knew.”"
    >>> [span.of(text) for span in split_sentences(text)]
    ['He left at 5 p.m. on Friday.', '“Nobody,” she said, “knew.”']
    """
    return [
        span
        for line in _LINE.finditer(text)
        for span in _sentences_of_line(line.group(), line.start())
    ]


def split_passages(
    text: str, *, count_tokens: Callable[[list[str]], list[int]], budget: int
) -> list[Span]:
    """Cut a text into passages of whole sentences of at most `budget` tokens each.

    The passages tile the text: the first begins at 0, each ends where the next begins, the last
    ends at `len(text)`. A sentence over the budget is cut between words. Passages are filled to
    about the same size, so that no text ends in a scrap.

    Args:
        text: the cleaned text; an empty one has no passages.
        count_tokens: the model's own count for each of several texts, without special tokens.
        budget: what the model reads at once, less its special tokens and the context put before.
    """
    sentences = split_sentences(text)
    sizes = count_tokens([span.of(text) for span in sentences])
    pieces: list[tuple[Span, int]] = []
    for span, size in zip(sentences, sizes, strict=True):
        if size <= budget:
            pieces.append((span, size))
        else:
            pieces.extend(_fragments(text, span, count_tokens, budget))
    starts = [0, *(pieces[first][0].start for first in _breaks([s for _, s in pieces], budget))]
    return [Span(a, b) for a, b in pairwise([*starts, len(text)])] if pieces else []


def _sentences_of_line(line: str, offset: int) -> Iterator[Span]:
    spans = _merge_scraps(line, _segment(line))
    for span in spans:
        if len(span.of(line).split()) > LONG_QUOTATION_WORDS:
            inner = _segment(span.of(line).translate(_QUOTATION_MARKS))
            shifted = [Span(span.start + s.start, span.start + s.end) for s in inner]
            # Masking blanks the marks at the edges: give them back to the first and last sentence.
            edges = [span.start, *(s.end for s in shifted[:-1]), span.end]
            parts = _merge_scraps(line, [Span(a, b) for a, b in pairwise(edges)])
        else:
            parts = [span]
        for part in parts:
            yield from _stripped(line, part, offset)


def _segment(line: str) -> list[Span]:
    """Tile a line with the segmenter's sentences; white space belongs to the one before it."""
    if len(_CYRILLIC.findall(line)) * 2 > len(_LETTER.findall(line)):
        from razdel import sentenize

        starts = [sentence.start for sentence in sentenize(line)]
    else:
        starts = list(_latin_starts(line))
    inside = {found.end() for found in _NO_END.finditer(line)}
    starts = sorted({*starts, *_also_starts(line)})
    edges = [0, *(s for s in starts if 0 < s < len(line) and s not in inside), len(line)]
    return [Span(a, b) for a, b in pairwise(edges)]


def _also_starts(line: str) -> Iterator[int]:
    """Tell where `_ENDS` lets sentences begin: not in quotation marks, which stay whole."""
    at = curly = straight = 0
    for found in _ENDS.finditer(line):
        part, at = line[at : found.end()], found.end()
        curly += part.count("“") - part.count("”")
        straight += part.count('"')
        if curly <= 0 and straight % 2 == 0:
            yield at


def _latin_starts(line: str) -> Iterator[int]:
    """Tell where sentencex lets sentences begin; it is shown a long line in overlapping parts."""
    from sentencex import get_sentence_boundaries

    begin = 0
    while begin < len(line):
        part = line[begin : begin + 2 * _STEP]
        last = begin + len(part) == len(line)
        starts = [begin + found["start_index"] for found in get_sentence_boundaries("en", part)]
        # What begins near the part's end may be inside a quotation that is not seen whole.
        kept = [start for start in starts if start > begin and (last or start <= begin + _STEP)]
        yield from kept
        begin = len(line) if last else max(kept, default=begin + _STEP)


def _merge_scraps(line: str, spans: Sequence[Span]) -> list[Span]:
    """Join what is no sentence by itself ("1.", a lone quotation mark) to what follows it."""
    merged: list[Span] = []
    start = spans[0].start if spans else 0
    for span in spans:
        if _LETTER.search(line, span.start, span.end):  # what was left before it has none
            merged.append(Span(start, span.end))
            start = span.end
    if spans and start < spans[-1].end:  # a scrap at the end has nothing after it
        start = merged.pop().start if merged else start
        merged.append(Span(start, spans[-1].end))
    return _reunite_marks(line, merged)


def _reunite_marks(line: str, spans: Sequence[Span]) -> list[Span]:
    """Give a mark that a boundary parted from its sentence back to it.

    A closing one at the head of a sentence ends the one before; an opening one at the end of a
    sentence begins the next.
    """
    if not spans:
        return []
    edges = [
        span.start + _leading_closers(line, span) - _trailing_openers(line, before)
        for before, span in pairwise(spans)
    ]
    return [Span(a, b) for a, b in pairwise([spans[0].start, *edges, spans[-1].end])]


def _leading_closers(line: str, span: Span) -> int:
    if line[span.start - 1].isspace():
        return 0
    found = _CLOSERS.match(line, span.start, span.end)
    return len(found.group()) if found else 0


def _trailing_openers(line: str, span: Span) -> int:
    text = span.of(line)
    found = _OPENERS.search(text)
    # A straight mark is a closing one where another before it has no partner: `" Never. "`.
    if not found or ('"' in found.group() and text.count('"') % 2 == 0):
        return 0
    return len(found.group())


def _stripped(line: str, span: Span, offset: int) -> Iterator[Span]:
    text = span.of(line)
    start = span.start + len(text) - len(text.lstrip())
    end = span.start + len(text.rstrip())
    if start < end:
        yield Span(offset + start, offset + end)


def _fragments(
    text: str, span: Span, count_tokens: Callable[[list[str]], list[int]], budget: int
) -> Iterator[tuple[Span, int]]:
    """Cut one sentence that is over the budget between its words."""
    words = [Span(m.start(), m.end()) for m in _WORD.finditer(text, span.start, span.end)]
    sizes = count_tokens([word.of(text) for word in words])
    start, total = words[0].start, 0
    for word, size in zip(words, sizes, strict=True):
        if total and total + size > budget:
            yield Span(start, word.start), total
            start, total = word.start, 0
        total += size
    yield Span(start, span.end), total


def _breaks(sizes: Sequence[int], budget: int) -> Iterator[int]:
    """Name the pieces that begin a new passage, so that the passages come out about even.

    >>> list(_breaks([40, 40, 40, 40, 40, 40], 100))
    [2, 4]
    """
    left = sum(sizes)
    filled = 0
    for position, size in enumerate(sizes):
        passages_left = -(-(left + filled) // budget)
        target = (left + filled) / max(passages_left, 1)
        over = filled + size > budget
        # Half of the sentence past the target: the cut before it is nearer than the one after.
        if filled and (over or filled + size / 2 > target):
            yield position
            filled = 0
        filled += size
        left -= size
