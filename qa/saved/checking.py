"""A saved citation beside its article: what is not there as it was saved; pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from qa.plain import defuse, one_line
from qa.provenance import article_values
from qa.saved.answers import ANSWER, DAY, GIVEN, Quoted, Slice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index import Article

_SHOWN = 40
_BEFORE_IT = 12  # characters that are shown before one that differs


@dataclass(frozen=True, kw_only=True)
class Source:
    """An article to check quotes of; its digests, which take a while, are made once."""

    article: "Article"

    @cached_property
    def values(self) -> "Mapping[str, Any]":
        """What is saved of it."""
        return article_values(self.article)


def differences(quoted: Quoted, source: Source) -> Iterator[str]:
    """Say what of a citation is not the article's, what tells most first."""
    text, values = source.article.text, source.values
    for one in quoted.slices:
        wrong = _misplaced(one, text, as_cell=quoted.as_cells)
        if wrong:
            yield wrong
    for name, words in quoted.unplaced.items():
        if not any(form in text for form in forms_of(words, as_cell=quoted.as_cells)):
            yield f"the {name} “{cut(words)}” is not in the article"
    quote, *parts = quoted.slices
    for one in parts:
        inside = quote.start <= one.start <= one.end <= quote.end
        if one.name in (ANSWER, GIVEN, DAY) and not inside:
            yield f"{one.start} to {one.end}, the place of the {one.name}, is not in the quote's"
    if quoted.sha256 != values["sha256"]:
        yield f"the text's SHA-256 is {values['sha256']}, not “{cut(quoted.sha256, most=64)}”"
    for name, saved in quoted.source.items():
        if not _is_saved_as(values[name], saved, as_cell=quoted.as_cells):
            yield f"the article's {name} is {_shown(values[name])}, not {_shown(saved)}"


def cut(text: str, *, most: int = _SHOWN) -> str:
    r"""Shorten a text to be shown, on one line.

    >>> cut("Minsk said\n no to all of it.", most=12)
    'Minsk said …'
    """
    line = one_line(text)
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _misplaced(one: Slice, text: str, *, as_cell: bool) -> str:
    """Say how words are not where they were saved to be; nothing where they are."""
    place = f"{one.start} to {one.end}"
    if not 0 <= one.start < one.end <= len(text):
        return f"{place} is no place for the {one.name}: the text has {len(text)} characters"
    said, forms = text[one.start : one.end], forms_of(one.words, as_cell=as_cell)
    if said in forms:
        return ""
    elsewhere = text.find(forms[-1]) if forms[-1] else -1
    if elsewhere >= 0:
        return f"the {one.name} stands at {elsewhere} in the text, and not at {place}"
    pairs = enumerate(zip(said, forms[-1], strict=False))
    at = next((n for n, (a, b) in pairs if a != b), min(len(said), len(forms[-1])))
    there = cut(said[max(0, at - _BEFORE_IT) :])
    return f"the {one.name} differs from character {at + 1} on, where the text has “{there}”"


def forms_of(words: str, *, as_cell: bool) -> tuple[str, ...]:
    """Return what words can have been before they were saved.

    >>> forms_of("'=1+1", as_cell=True), forms_of("'=1+1", as_cell=False)
    (("'=1+1", '=1+1'), ("'=1+1",))
    >>> forms_of("'em", as_cell=True)
    ("'em",)
    """
    was_defused = as_cell and words[:1] == "'" and defuse(words[1:]) == words
    return (words, words[1:]) if was_defused else (words,)


def _is_saved_as(value: object, saved: object, *, as_cell: bool) -> bool:
    """Tell whether a value of an article is what was saved of it: in a cell, a text."""
    if not as_cell:
        return value == saved
    written = "; ".join(value) if isinstance(value, list) else str(value or "")
    return written in forms_of(str(saved), as_cell=True)


def _shown(value: object) -> str:
    if isinstance(value, list):
        value = "; ".join(map(str, value))
    return f"“{cut(str(value))}”" if value else "none"
