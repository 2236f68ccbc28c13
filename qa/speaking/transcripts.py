"""Interviews and transcripts: lines that begin with who speaks them; pure."""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from index.splitting import Span

_LARGE = r"[A-ZÀ-ÞЀ-Я][\w.’'-]*"
_LINE = re.compile(rf"^[^\S\n]*(?P<label>{_LARGE}(?: {_LARGE}){{0,3}}):[^\S\n]+\S.*$", re.MULTILINE)
# What comes less often may be a colon by chance.
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
    r"""Find the lines of an interview, in order: those of who asks, and of who answers.

    A list has labels too ("Cast: ..."), but none of them asks. What is no name tells nobody: "Q".

    >>> text = "Ann Poe came.\nThe Post: Why?\nPoe: So.\nIt rained.\nThe Post: So?\nPoe: No."
    >>> [line.label.of(text) for line in labelled_lines(text)]
    ['The Post', 'Poe', 'The Post', 'Poe']
    >>> labelled_lines("Ann Poe\nGoals: Poe 3\nPoe: 3\nGoals: none\nPoe: 2")
    []
    """
    found = list(_LINE.finditer(text))
    lines = defaultdict[str, list[str]](list)
    for line in found:
        lines[line["label"]].append(line[0])
    often = {label: some for label, some in lines.items() if len(some) >= _TIMES}
    asking = {label for label, some in often.items() if _is_most(["?" in line for line in some])}
    after = defaultdict[str, list[bool]](list)
    for before, label in pairwise(["", *(line["label"] for line in found)]):
        after[label].append(before in asking)
    answering = {label for label in often if label not in asking and _is_most(after[label])}
    if not (asking and answering):
        return []
    told = {label for label in asking | answering if _is_name(label, text)}
    return [Line(Span(*m.span("label")), m.end()) for m in found if m["label"] in told]


def _is_most(told: Sequence[bool]) -> bool:
    return 2 * sum(told) > len(told)


def _is_name(label: str, text: str) -> bool:
    """Tell whether a label is a name of several words, or ends one in the text."""
    if label.isupper() and len(label) > 1:  # "ANN POE:", who is Ann Poe elsewhere
        label = label.title()
        return re.search(rf"{_LARGE} {re.escape(label.rsplit(' ', 1)[-1])}\b", text) is not None
    if " " in label:
        return True
    return re.search(rf"{_LARGE} {re.escape(label)}\b", text) is not None
