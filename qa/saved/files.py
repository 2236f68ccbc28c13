"""Files and streams of saved answers, told by what they hold, whatever their names."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import BinaryIO

from index.errors import ReadingError
from qa.lines import decoded, opened
from qa.saved.answers import LONGEST, WRITTEN_BY, Saved
from qa.saved.as_csv import read_csv
from qa.saved.as_json import read_json

# As an article may be; a quotation mark that is not closed swallows no more than that.
_LONGEST_CELL = 5_000_000


class _LongCells:
    """Lets cells of CSV be as long as what batch writes: it carries along what it was given.

    The limit is the process's: it is put back when the last of the files is read.
    """

    def __init__(self) -> None:
        self._lock, self._files, self._limit_before = Lock(), 0, 0

    def __enter__(self) -> None:
        with self._lock:
            if not self._files:
                self._limit_before = csv.field_size_limit(_LONGEST_CELL)
            self._files += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._files -= 1
            if not self._files:
                csv.field_size_limit(self._limit_before)


_long_cells = _LongCells()


@contextmanager
def reading(source: str | Path | BinaryIO) -> Iterator[Iterator[Saved]]:
    """Open a file of answers, or take a stream, and read it lazily: one answer at least.

    Raises:
        RequestError: it is a folder, cannot be opened, or is a stream of text.
        ReadingError: while it is read, that it holds no answers.
    """
    name = str(source) if isinstance(source, str | Path) else "the input"
    with opened(source, of="answers") as stream, _long_cells:
        yield _named(read_answers(stream), name)


def read_answers(stream: BinaryIO) -> Iterator[Saved]:
    """Read JSON, JSON lines or CSV, lazily; what is no answer says so, and the next one follows.

    Raises:
        ReadingError: there is none, or the first is none.
    """
    lines = enumerate(decoded(stream, of="answers", newline="", longest=LONGEST), start=1)
    first = next(((number, line) for number, line in lines if line.strip()), None)
    if first is None:
        raise ReadingError(f"it is empty; give what was written by {WRITTEN_BY}")
    read = read_json if first[1].lstrip()[0] in '{["' else read_csv
    answers = read(chain([first], lines))
    last = next(answers, None)
    if last is None:
        raise ReadingError(f"no answer is in it; give what was written by {WRITTEN_BY}")
    if last.error:
        raise ReadingError(f"line {last.line}: {last.error}")
    yield last
    try:
        for last in answers:
            yield last
    except ReadingError as error:  # what was read before it counts
        yield Saved(line=last.line, error=str(error))


def _named(answers: Iterator[Saved], name: str) -> Iterator[Saved]:
    try:
        yield from answers
    except ReadingError as error:
        raise ReadingError(f"{name}: {error}") from error
