"""What stands at the head of a line before its sentence: a dateline, or a time of day; pure."""

import re
from functools import lru_cache

from index.datelines import read_dateline
from index.splitting import Span

_LINE = re.compile(r"^.+$", re.MULTILINE)
# "22:48 Passenger Julia Stein: ...", and not "22:48 is late" or "7.30 metres".
_TIME = re.compile(
    r"(?:[01]?\d|2[0-3])[:.][0-5]\d(?: ?(?:[ap]\.?m\.?|[A-Z]{3,4}\b))?(?:\s?[-–—:|]+)?\s+"
    r"(?=[A-ZÀ-ÞЀ-Я“\"])"
)
# An agency without a place before it; a place in small letters before a sentence.
_AGENCY = re.compile(r"\([A-ZÀ-ÞЀ-Я][^()\n]{1,40}\) ?[-–—]{1,2} ")
_PLACE = re.compile(r"[A-ZÀ-Þ][\w.’'-]+(?: [A-ZÀ-Þ][\w.’'-]+){0,2} [–—] (?=(?:The|An?)\s)")


def lead_of(line: str) -> int:
    """Return where the first sentence of a line begins; 0 where nothing stands before it.

    >>> line = "MINSK (Reuters) - Ann Poe left."
    >>> line[lead_of(line) :], lead_of("Ann Poe left."), lead_of("21:45 Good evening.")
    ('Ann Poe left.', 0, 6)
    """
    if dateline := read_dateline(line):
        return dateline.end
    found = _TIME.match(line) or _AGENCY.match(line) or _PLACE.match(line)
    return found.end() if found else 0


@lru_cache(maxsize=64)
def leads(text: str) -> tuple[Span, ...]:
    """Return what stands before the sentences of a text's lines, in order."""
    ends = ((line.start(), lead_of(line[0])) for line in _LINE.finditer(text))
    return tuple(Span(start, start + end) for start, end in ends if end)


def past_lead(text: str, part: Span) -> Span | None:
    """Cut off what of a part of a text stands before a sentence; None where nothing is left.

    >>> text = "MINSK (Reuters) - Ann Poe left."
    >>> past_lead(text, Span(0, 25)).of(text), past_lead(text, Span(0, 5))
    ('Ann Poe', None)
    """
    for start, end in leads(text):
        if start <= part.start < end:
            return Span(end, part.end) if end < part.end else None
    return part


def without_leads(text: str) -> str:
    """Return a text of the same length with spaces for what stands before its sentences."""
    parts, at = list[str](), 0
    for start, end in leads(text):
        parts += [text[at:start], " " * (end - start)]
        at = end
    return "".join([*parts, text[at:]])
