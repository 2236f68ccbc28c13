"""Lines that were wrapped at a width, made paragraphs again."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from index.reading.hyphens import count_words, is_broken, join

_NARROWEST, _NARROW, _FEWEST_LINES = 20, 60, 4
_GROUP = re.compile(r"(?:^[^\S\n]*\S[^\n]*\n?)+", re.MULTILINE)
_BROKEN = re.compile(r"[-\u00ad][^\S\n]*\n")
_MARKED = re.compile(r"\s*(?:[-*+•>#|]|\d+[.)])\s")


def unwrap(text: str) -> str:
    r"""Join the lines of paragraphs that were wrapped at a width of 20 to 100 characters.

    Only where the lines show it: one of them goes on in lower case, and all but a paragraph's last
    are 45 long at least, or, of four or more, had no room for the word that comes next. Hyphens
    that only break a word go. Paragraphs may begin with an indent in the place of a blank line.
    Lists, and files with a paragraph a line, stay as they are.

    >>> unwrap("The ministry moved two battalions to the border\non Tuesday.\n\nIt rained.")
    'The ministry moved two battalions to the border on Tuesday.\n\nIt rained.'
    """
    words = count_words(text.split("\n")) if _BROKEN.search(text) else {}
    return _GROUP.sub(lambda match: _join(match.group(), words), text)


def unflow(text: str, *, deletes_spaces: bool = False) -> str:
    r"""Join the lines of an e-mail in "format=flowed": those that end in a space go on (RFC 3676).

    With "delsp=yes" that space is none of the text. Quoted lines go on with those as deep.

    >>> unflow("Snow fell \non Riga.\n> It \n> froze.\n-- \nAnn")
    'Snow fell on Riga.\n> It froze.\n-- \nAnn'
    """
    joined: list[list[str]] = []
    goes_on, depth = False, 0
    for line in text.split("\n"):
        words = line.lstrip(">")
        before, depth = depth, len(line) - len(words)
        words = words.removeprefix(" ")
        if goes_on and depth == before and words not in ("", "-- "):
            joined[-1].append(words)
        else:
            joined.append([f"{'>' * depth} {words}" if depth else words])
        goes_on = words.endswith(" ") and words != "-- "
        if goes_on and deletes_spaces:
            joined[-1][-1] = joined[-1][-1][:-1]
    return "\n".join(map("".join, joined))


def _join(group: str, words: Mapping[str, int]) -> str:
    lines = group.rstrip("\n").split("\n")
    paragraphs = _indented(lines)
    goes_on = any(line.lstrip()[:1].islower() for one in paragraphs for line in one[1:])
    are_wrapped = goes_on and all(map(_is_wrapped, paragraphs))
    if not are_wrapped or any(_MARKED.match(line) for line in lines):
        return group
    end = group[len(group.rstrip("\n")) :]
    return "\n\n".join(_joined(one, words) for one in paragraphs) + end


def _indented(lines: Sequence[str]) -> list[list[str]]:
    """Part lines into paragraphs that begin with an indent; without these they are one."""
    widths = [len(line.expandtabs()) - len(line.expandtabs().lstrip()) for line in lines]
    margin = min(widths)
    starts = [at for at, width in enumerate(widths) if width > margin + 1]
    # Where most lines are indented, it is the first of a paragraph that is not.
    if 2 * len(starts) >= len(lines) or any(lines[at].lstrip()[:1].islower() for at in starts):
        return [list(lines)]
    return [list(lines[at:end]) for at, end in pairwise(sorted({0, *starts, len(lines)}))]


def _is_wrapped(lines: Sequence[str]) -> bool:
    return all(45 <= len(line.rstrip()) <= 100 for line in lines[:-1]) or _is_column(lines)


def _joined(lines: Sequence[str], words: Mapping[str, int]) -> str:
    stripped = [line.strip() for line in lines]
    parts = ["".join(join(one, other, words)) for one, other in pairwise(stripped)]
    return "".join([*parts, stripped[-1]])


def _is_column(lines: Sequence[str]) -> bool:
    """Tell of short lines whether each is full: the next one's first word would not go into it."""
    stripped = [line.strip() for line in lines]
    width = max(map(len, stripped))
    return (
        len(lines) >= _FEWEST_LINES
        and _NARROWEST <= width <= _NARROW
        and all(
            is_broken(one, other) or len(one) + 1 + len(other.split()[0]) > width
            for one, other in pairwise(stripped)
        )
    )
