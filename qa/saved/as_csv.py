"""Saved answers in CSV: rows, one for each citation; pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, groupby

from index.errors import ReadingError
from qa.lines import NOT_UTF8, SAVE_AS_UTF8, delimiter_of, names_separator, records
from qa.saved.answers import (
    AS_WRITTEN,
    SOURCE,
    WRITTEN_BY,
    Lines,
    Quoted,
    Saved,
    Slice,
    checked_id,
)

_CITING = ("quote", "article_id", "sha256", "start", "end")
_COLUMNS = ("question", *_CITING)
_WHOLE = re.compile(r"-?[0-9]{1,18}")

# The line on which a row begins, and its cells by their columns; or what cannot be read as one.
_Row = tuple[int, Mapping[str, str]] | Saved


def read_csv(lines: Lines) -> Iterator[Saved]:
    """Read CSV with a header; the rows of one answer stand one after the other.

    Raises:
        ReadingError: columns are missing, or its header is not closed.
    """
    number, first = next(lines)
    if names_separator(first):
        number, first = next(lines, (number, ""))
    found = records(chain([(number, first)], lines), delimiter_of(first) or ",")
    _, columns = next(found, (number, []))
    missing = [f"“{name}”" for name in _COLUMNS if name not in columns]
    if missing:
        raise ReadingError(
            f"it is neither JSON nor a CSV of answers, without a column {', '.join(missing)}; give "
            f"what was written by {WRITTEN_BY}"
        )
    for _, alike in groupby(_rows(found, columns), key=_answer_of):
        yield _of_rows(list(alike))


def _rows(found: Iterator[tuple[int, Sequence[str]]], columns: Sequence[str]) -> Iterator[_Row]:
    """Name the cells of records; where they cannot be cut any further, the last row says so."""
    number = 1
    try:
        for number, cells in found:
            yield _as_row(number, cells, columns)
    except ReadingError as error:
        yield Saved(line=number, error=str(error))


def _as_row(number: int, cells: Sequence[str], columns: Sequence[str]) -> _Row:
    if len(cells) != len(columns):
        reason = f"it has {len(cells)} cells under {len(columns)} columns"
        return Saved(line=number, error=f"{reason}; {AS_WRITTEN}")
    if any(map(NOT_UTF8.search, cells)):
        return Saved(line=number, error=SAVE_AS_UTF8)
    return number, dict(zip(columns, cells, strict=True))


def _answer_of(row: _Row) -> object:
    """Return what the rows of one answer share, and no others beside them."""
    return row.line if isinstance(row, Saved) else (row[1].get("line"), row[1]["question"])


def _of_rows(rows: Sequence[_Row]) -> Saved:
    first = rows[0]
    if isinstance(first, Saved):
        return first
    line, cells = first
    readable = [row for row in rows if not isinstance(row, Saved)]
    quotes = tuple(
        _quoted(cells, line=number)
        for number, cells in readable
        if any(cells[name] for name in _CITING)
    )
    asked = bool(quotes) or not cells.get("error")
    return Saved(line=line, question=cells["question"], quotes=quotes, asked=asked)


def _quoted(cells: Mapping[str, str], *, line: int) -> Quoted:
    quote, number = cells["quote"], cells.get("statement", "")
    statement = int(number) if _WHOLE.fullmatch(number) else 1
    try:
        start, end = (_whole(cells, name) for name in ("start", "end"))
        return Quoted(
            line=line,
            quote=quote,
            article_id=checked_id(cells["article_id"]),
            sha256=cells["sha256"],
            slices=(Slice(name="quote", words=quote, start=start, end=end),),
            unplaced={name: cells[name] for name in ("speaker", "verb") if cells.get(name)},
            source={name: cells[name] for name in SOURCE if name in cells},
            as_cells=True,
            statement=statement,
        )
    except ReadingError as error:
        reason = f"{error}; {AS_WRITTEN}"
        return Quoted(line=line, quote=quote, statement=statement, error=reason)


def _whole(cells: Mapping[str, str], name: str) -> int:
    if not _WHOLE.fullmatch(cells[name]):
        raise ReadingError(f"its {name} is “{cells[name]:.20}”, not a whole number")
    return int(cells[name])
