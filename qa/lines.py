"""Files and streams by line, and CSV cut into records: what is read row by row begins here."""

import csv
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import TextIOBase, TextIOWrapper
from pathlib import Path
from typing import BinaryIO

from index.errors import ReadingError, RequestError

NOT_UTF8 = re.compile("[\udc80-\udcff]")
"""Bytes that are not UTF-8, as `decoded` gives them: one each."""

SAVE_AS_UTF8 = "its text is not UTF-8; save the file as UTF-8"
# Its mark, as bytes that are not UTF-8 are decoded; without a mark, every second byte is 0.
_UTF16 = ("\udcff\udcfe", "\udcfe\udcff")
_DELIMITERS = (",", ";", "\t")
_SEPARATOR = "sep="  # Excel's own first line: what separates the columns


@contextmanager
def opened(source: str | Path | BinaryIO, *, of: str) -> Iterator[BinaryIO]:
    """Open a file of questions, or whatever it is one `of`; a stream is the caller's to close.

    Raises:
        RequestError: it is a folder, cannot be opened, is a stream of text, or none.
    """
    if isinstance(source, TextIOBase):
        raise RequestError(f"{source!r:.50} gives text; open it in binary: open(path, 'rb')")
    if not isinstance(source, str | Path):
        if not hasattr(source, "readable"):
            raise RequestError(f"{source!r:.50} holds no {of}; give a file's path or a stream")
        yield source
        return
    source = Path(source)
    try:
        stream = source.open("rb")
    except IsADirectoryError:
        raise RequestError(f"{source} is a folder; name a file of {of} in it") from None
    except OSError as error:
        raise RequestError(
            f"{source} cannot be opened ({error.strerror}); check its name and that you may read it"
        ) from error
    with stream:
        yield stream


def decoded(
    stream: BinaryIO, *, of: str, newline: str | None = None, longest: int = -1
) -> Iterator[str]:
    """Decode line by line; bytes that are not UTF-8 spoil their line and no other.

    Args:
        stream: what to read; it is not closed.
        of: what it is to hold, for messages.
        newline: as `open` takes it; with "" the ends of lines come as they are.
        longest: how many characters a line may have; -1 for any number.

    Raises:
        ReadingError: it is in UTF-16, or a line is too long.
    """
    text = TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline=newline)
    try:
        for number, line in enumerate(iter(lambda: text.readline(longest), ""), start=1):
            if number == 1 and (line.startswith(_UTF16) or "\0" in line[:2]):
                raise ReadingError(f"the {of} are in UTF-16; save them as UTF-8 (“CSV UTF-8”)")
            if len(line) == longest:
                raise ReadingError(f"line {number} has {longest:,} characters or more; cut it up")
            yield line
    finally:
        if not stream.closed:
            text.detach()  # the stream is the caller's to close


def records(
    lines: Iterator[tuple[int, str]], delimiter: str
) -> Iterator[tuple[int, Sequence[str]]]:
    """Cut lines into cells; a cell in quotation marks may span lines. Blank records are left out.

    Yields the line on which each record begins.
    """
    read: list[tuple[int, str]] = []

    def feed() -> Iterator[str]:
        for number, line in lines:
            read.append((number, line))
            yield line

    reader = csv.reader(feed(), delimiter=delimiter)
    try:
        for cells in reader:
            _check_closed([line for _, line in read], delimiter)
            if any(cell.strip() for cell in cells):
                yield read[0][0], cells
            read.clear()
    except csv.Error as error:
        raise ReadingError(
            f"the CSV cannot be read from line {read[0][0]} on ({error}); look there for a "
            "quotation mark that is not closed"
        ) from error


def delimiter_of(line: str, *, having: str | None = None) -> str | None:
    """Return what cuts a line into most cells, or first into cells of which one is `having`.

    >>> delimiter_of("id;a,b,c"), delimiter_of("id;a,b,c", having="id")
    (',', ';')
    """
    if having is None:
        return max(_DELIMITERS, key=lambda delimiter: len(cells_of(line, delimiter)))
    for delimiter in _DELIMITERS:
        if any(cell.strip().casefold() == having for cell in cells_of(line, delimiter)):
            return delimiter
    return None


def names_separator(line: str) -> bool:
    """Tell whether a first line is Excel's own, which is passed over.

    >>> names_separator("sep=;")
    True
    """
    return line.strip("\r\n").casefold() in {_SEPARATOR + delimiter for delimiter in _DELIMITERS}


def cells_of(line: str, delimiter: str) -> list[str]:
    """Cut one line into cells; one that is longer than any cell may be stays whole."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return [line]


def _check_closed(lines: Sequence[str], delimiter: str) -> None:
    """Refuse the lines of a record whose quotation mark swallows all that follows.

    Raises:
        csv.Error: the input ends within quotation marks.
    """
    if sum(line.count('"') for line in lines) % 2 == 0:
        return
    # Only the end of the input can end a record there, and only a strict reader says so.
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise
