"""Answers as they were saved; `qa.saved.as_json` and `qa.saved.as_csv` read them from files."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from index.errors import ReadingError
from index.reading.json_kind import json_kind

WRITTEN_BY = "onrecord ask --json, onrecord batch, or “Save JSON” in the app"
# No answer is nearly as long; without any limit, a file of zeros would fill the memory.
LONGEST = 20_000_000
ANSWER, GIVEN, DAY = "answer", "value side by side", "day that it names"
"""What slices of a quote are called: its marked words, those listed with others', its days."""
AS_WRITTEN = "take the file as it was written"
SOURCE = ("title", "outlet", "authors", "published", "url", "notice")
"""What is saved of an article besides its id and digest, and checked."""

_KINDS = {str: "a string", int: "a whole number", list: "an array", dict: "an object"}
_ID = re.compile(r"[0-9a-f]{16}")

Kind = TypeVar("Kind", str, int, list[Any], dict[str, Any])
Lines = Iterator[tuple[int, str]]
"""Lines with their numbers, from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """Words of an article as they were saved: what they are, and where in its text they stand."""

    name: str
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A citation as it was saved; with an `error` it cannot be checked, and it says why.

    `line` is where it begins in the file, from 1. The first of `slices` is the quote. `unplaced`
    are words that were saved without their place, by name. `source` is what was saved of the
    article besides. `as_cells`: an apostrophe may stand before a formula. `statement` is the number
    of the statement that it is cited for, from 1; None of what came nearest in a silence.
    """

    line: int
    quote: str
    article_id: str = ""
    sha256: str = ""
    slices: tuple[Slice, ...] = ()
    unplaced: Mapping[str, str] = field(default_factory=dict)
    source: Mapping[str, object] = field(default_factory=dict)
    as_cells: bool = False
    statement: int | None = None
    error: str | None = None

    @property
    def place(self) -> tuple[str, int, int]:
        """The id of its article, and where in its text the quote was saved to be."""
        start, end = (self.slices[0].start, self.slices[0].end) if self.slices else (0, 0)
        return self.article_id, start, end


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """An answer as it was saved, in silence without quotes; or, with an `error`, what is none.

    `line` is where it begins in the file, from 1. `asked` is false for a row of a batch that could
    not be asked. `told` is what was saved of how it was asked and decided, as the file has it and
    not checked; CSV tells nothing of that.
    """

    line: int
    question: str = ""
    quotes: tuple[Quoted, ...] = ()
    asked: bool = True
    error: str | None = None
    told: Mapping[str, object] = field(default_factory=dict, repr=False)

    @property
    def said(self) -> tuple[Quoted, ...]:
        """The quotes that answer, in their order; none in silence."""
        return tuple(quoted for quoted in self.quotes if quoted.statement is not None)


def of_kind(value: object, kind: type[Kind], name: str) -> Kind:
    """Return a value of JSON that is of a kind; `name` is what it is called.

    Raises:
        ReadingError: it is of another.

    >>> of_kind(True, int, "limit")
    Traceback (most recent call last):
    index.errors.ReadingError: its limit is a JSON boolean, not a whole number
    """
    if isinstance(value, kind) and not isinstance(value, bool):
        return value
    raise ReadingError(f"its {name} is a JSON {json_kind(value)}, not {_KINDS[kind]}")


def checked_id(text: str) -> str:
    """Return an article's id.

    Raises:
        ReadingError: it is none.
    """
    if not _ID.fullmatch(text):
        raise ReadingError(f"“{text:.30}” is no id of an article, which has 16 digits from 0 to f")
    return text
