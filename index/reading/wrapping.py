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
    that only break a word go. Lists, and files with a paragraph a line, stay as they are.

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
    joined: list[str] = []
    goes_on, depth = False, 0
    for line in text.split("\n"):
        words = line.lstrip(">")
        before, depth = depth, len(line) - len(words)
        words = words.removeprefix(" ")
        if goes_on and depth == before and words not in ("", "-- "):
            joined[-1] += words
        else:
            joined.append(f"{'>' * depth} {words}" if depth else words)
        goes_on = words.endswith(" ") and words != "-- "
        if goes_on and deletes_spaces:
            joined[-1] = joined[-1][:-1]
    return "\n".join(joined)


def _join(group: str, words: Mapping[str, int]) -> str:
    lines = group.rstrip("\n").split("\n")
    wrapped = all(45 <= len(line.rstrip()) <= 100 for line in lines[:-1]) or _is_column(lines)
    goes_on = any(line.lstrip()[:1].islower() for line in lines[1:])
    if not (wrapped and goes_on) or any(_MARKED.match(line) for line in lines):
        return group
    end = group[len(group.rstrip("\n")) :]
    stripped = [line.strip() for line in lines]
    parts = ["".join(join(one, other, words)) for one, other in pairwise(stripped)]
    return "".join([*parts, stripped[-1]]) + end


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
