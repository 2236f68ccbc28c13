"""Interviews and transcripts: lines that begin with who speaks them; pure."""

import re
from collections import Counter
from typing import NamedTuple

from index.splitting import Span

_LARGE = r"[A-ZÀ-ÞЀ-Я][\w.’'-]*"
_LINE = re.compile(rf"^[^\S\n]*(?P<label>{_LARGE}(?: {_LARGE}){{0,3}}):[^\S\n]+\S.*$", re.MULTILINE)
# So many labels, and so often each; what is less is a list, or a colon by chance.
_TIMES = 2


class Line(NamedTuple):
    """A line of a text: the label that it begins with, and where it ends."""

    label: Span
    end: int


def may_be_labelled(text: str, at: int) -> bool:
    """Tell whether the line that a place stands in may begin with a label."""
    start = text.rfind("\n", 0, at) + 1
    return _LINE.match(text, start) is not None


def labelled_lines(text: str) -> list[Line]:
    r"""Find the lines of an interview, in order; none where not two labels come twice.

    >>> text = "Post: Why?\nPoe: So.\nIt rained.\nPost: So?\nPoe: No."
    >>> [line.label.of(text) for line in labelled_lines(text)]
    ['Post', 'Poe', 'Post', 'Poe']
    >>> labelled_lines("Goals: Poe 3\nCards: Roe\nGoals: none")
    []
    """
    found = list(_LINE.finditer(text))
    often = {label for label, n in Counter(m["label"] for m in found).items() if n >= _TIMES}
    if len(often) < _TIMES:
        return []
    return [Line(Span(*m.span("label")), m.end()) for m in found if m["label"] in often]
