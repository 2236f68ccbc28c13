"""Questions in a file or a stream: CSV, JSON lines or plain lines, one row at a time."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import chain
from math import isfinite
from pathlib import Path
from typing import BinaryIO

from index import ReadingError, RequestError
from index.reading.json_kind import json_kind
from qa.lines import (
    NOT_UTF8,
    SAVE_AS_UTF8,
    cells_of,
    decoded,
    delimiter_of,
    names_separator,
    opened,
    records,
)
from qa.question import parse


class Form(StrEnum):
    """How questions are written down."""

    CSV = "csv"
    JSON_LINES = "jsonl"
    LINES = "txt"


FORMS: Mapping[str, Form] = {
    ".csv": Form.CSV,
    ".tsv": Form.CSV,
    ".jsonl": Form.JSON_LINES,
    ".ndjson": Form.JSON_LINES,
    ".txt": Form.LINES,
    ".text": Form.LINES,
}
"""By the ending of a file's name."""

_COLUMN = "question"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of questions: what is asked, and what came with it.

    `line` is where it begins in the input, from 1. `carried` holds the other columns or fields.
    With an `error` the row cannot be asked; it says why.
    """

    line: int
    question: str
    carried: Mapping[str, object] = field(default_factory=dict)
    error: str | None = None


def form_of(path: Path) -> Form:
    """Tell by the ending of its name how a file of questions is written.

    Raises:
        RequestError: the ending is not known.
    """
    form = FORMS.get(path.suffix.casefold())
    if form is None:
        raise RequestError(
            f"questions are not read from {files_like(path)} ({path}); save them as one of "
            f"{' '.join(FORMS)}"
        )
    return form


def files_like(path: Path) -> str:
    """Say of which kind a file is by its name.

    >>> files_like(Path("a.xlsx")), files_like(Path("a"))
    ('files named *.xlsx', 'a file without an ending')
    """
    return f"files named *{path.suffix}" if path.suffix else "a file without an ending"


@contextmanager
def reading(source: str | Path | BinaryIO, *, name: str | None = None) -> Iterator[Iterator[Row]]:
    """Open a file of questions, or take a stream, and read its rows: one at least.

    Args:
        source: what to read.
        name: the name of the file that a stream came from; its ending tells how it is written.

    Raises:
        ReadingError: while they are read, that the whole cannot be, or that none is in it.
        RequestError: it is a folder, cannot be opened, has a name with an unknown ending, or is a
            stream of text.
    """
    with opened(source, of="questions") as stream:
        if isinstance(source, str | Path):
            name = str(source)
        form = None if name is None else form_of(Path(name))
        yield _at_least_one(read_rows(stream, form=form), name or "the input")


def _at_least_one(rows: Iterator[Row], name: str) -> Iterator[Row]:
    first = next(rows, None)
    if first is None:
        raise ReadingError(
            f"there is no question in {name}; write one a line, in CSV under a header with the "
            f"column “{_COLUMN}”, in JSON lines in the field “{_COLUMN}”"
        )
    yield first
    yield from rows


def read_rows(stream: BinaryIO, *, form: Form | None = None) -> Iterator[Row]:
    """Read questions, lazily; a row that cannot be asked says so and the next one follows.

    Blank lines are passed over. Without a `form` the first line that is not blank tells it: a JSON
    object or string, a CSV header with the column "question", or else plain lines.

    Raises:
        ReadingError: the whole of it cannot be read: UTF-16, or a CSV without that column.
    """
    lines = enumerate(decoded(stream, of="questions"), start=1)
    first = next(((number, line) for number, line in lines if line.strip()), None)
    if first is None:
        return
    readers = {Form.CSV: _read_csv, Form.JSON_LINES: _read_json_lines, Form.LINES: _read_lines}
    reader = readers[form or sniff(first[1])]
    yield from map(_checked, reader(chain([first], lines)))


def sniff(first_line: str) -> Form:
    """Tell how questions are written by their first line.

    >>> [sniff(line).value for line in ('{"question": "Who?"}', "id;question", "Who, and why?")]
    ['jsonl', 'csv', 'txt']
    """
    if delimiter_of(first_line, having=_COLUMN) or names_separator(first_line):
        return Form.CSV
    try:
        is_json = isinstance(json.loads(first_line), dict | str)
    except (ValueError, RecursionError):
        is_json = False
    return Form.JSON_LINES if is_json else Form.LINES


def _read_lines(lines: Iterable[tuple[int, str]]) -> Iterator[Row]:
    for number, line in lines:
        if line.strip():
            yield Row(line=number, question=line.strip())


def _read_json_lines(lines: Iterable[tuple[int, str]]) -> Iterator[Row]:
    for number, line in lines:
        if line.strip():
            yield _read_record(number, line)


def _read_record(number: int, line: str) -> Row:
    try:
        record = json.loads(line, parse_constant=_refuse_constant, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        return Row(line=number, question="", error=f"it is not JSON ({error}); write one a line")
    if isinstance(record, str):
        return Row(line=number, question=record)
    if not isinstance(record, dict):
        kind = json_kind(record)
        return Row(
            line=number,
            question="",
            error=f"it is a JSON {kind}; write an object with the field “question”, or a string",
        )
    questions = [value for name, value in record.items() if _is_column(name)]
    question = questions[0] if len(questions) == 1 else None
    carried = {name: value for name, value in record.items() if not _is_column(name)}
    if not isinstance(question, str):
        missing = (
            "it has several fields “question”; leave one"
            if len(questions) > 1
            else "it has no field “question” with a string; write one"
        )
        return Row(line=number, question="", carried=carried, error=missing)
    return Row(line=number, question=question, carried=carried)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON value")


def _finite(digits: str) -> float:
    """Read a number; one that is too large would be written as Infinity, which is no JSON."""
    number = float(digits)
    if not isfinite(number):
        raise ValueError(f"{digits} is too large a number")
    return number


def _read_csv(lines: Iterable[tuple[int, str]]) -> Iterator[Row]:
    """Read CSV; a file of one column may leave its header out."""
    waiting = iter(lines)
    first_number, first = next(waiting)
    if names_separator(first):
        first_number, first = next(waiting, (first_number, ""))
    delimiter = delimiter_of(first, having=_COLUMN)
    columns = _columns(first, delimiter or delimiter_of(first) or ",")
    if delimiter is None and len(columns) > 1:
        raise ReadingError(
            f"the CSV has no column “{_COLUMN}”; its columns are: {', '.join(columns)}. Name the "
            f"one with the questions “{_COLUMN}”, or save questions one a line as .txt"
        )
    if delimiter is None:
        columns, waiting = [_COLUMN], chain([(first_number, first)], waiting)
    delimiter = delimiter or ","
    for number, cells in records(waiting, delimiter):
        yield _as_row(number, cells, columns, delimiter=delimiter)


def _as_row(number: int, cells: Sequence[str], columns: Sequence[str], *, delimiter: str) -> Row:
    if len(columns) == 1:  # nothing is separated
        cells = [delimiter.join(cells)]
    values = dict(zip(columns, chain(cells, [""] * len(columns)), strict=False))
    question = next(value for name, value in values.items() if _is_column(name))
    carried = {name: value for name, value in values.items() if not _is_column(name)}
    error = None
    if len(cells) > len(columns):
        error = (
            f"it has {len(cells)} cells under {len(columns)} columns; put quotation marks round a "
            "question that has the separator in it"
        )
    return Row(line=number, question=question.strip(), carried=carried, error=error)


def _columns(header: str, delimiter: str) -> list[str]:
    names = [
        cell.strip() or f"column_{number}"
        for number, cell in enumerate(cells_of(header, delimiter), start=1)
    ]
    folded = [name.casefold() for name in names]
    for name in names:
        if folded.count(name.casefold()) > 1:
            raise ReadingError(f"the CSV has two columns “{name}”; rename one of them")
    return names


def _is_column(name: str) -> bool:
    return name.strip().casefold() == _COLUMN


def _checked(row: Row) -> Row:
    """Find out now whether a row can be asked, so that it cannot stop the others."""
    if row.error:
        return row
    try:
        row.question.encode()
        # As escapes, bytes of the other columns that are not UTF-8 would not be what came.
        if NOT_UTF8.search(json.dumps(row.carried, ensure_ascii=False)):
            return _refused(row, SAVE_AS_UTF8)
        parse(row.question)
    except UnicodeEncodeError:
        return _refused(row, SAVE_AS_UTF8)
    except RecursionError:
        return _refused(replace(row, carried={}), "it is nested too deeply; leave out such a field")
    except RequestError as error:
        return _refused(row, str(error))
    return row


def _refused(row: Row, error: str) -> Row:
    return replace(row, error=error)
