"""Tables and JSON arrays -> an article a row: CSV, Parquet, and JSON in one piece."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO, cast

from index.errors import ReadingError
from index.reading.aliases import FieldAliases
from index.reading.decoding import decode
from index.reading.found import Failed, Item
from index.reading.jsonl import held_records, read_row
from index.reading.recoding import as_utf8
from index.reading.source import Source

_SEPARATORS = (",", ";", "\t", "|")
# Excel's own first line, which says what separates the cells.
_STATED_SEPARATOR = re.compile(r"\"?sep=([,;\t|])\"?\r?\n", re.IGNORECASE)
_ROWS_AT_ONCE = 64


def read_csv(source: Source) -> Iterator[Item]:
    """Read a table whose first line names its columns, separated by commas, semicolons or tabs."""
    csv.field_size_limit(source.limits.record_bytes)
    recoded = as_utf8(source.file, limits=source.limits)
    text = io.TextIOWrapper(recoded, encoding="utf-8-sig", newline="")
    header_line = text.readline(source.limits.record_bytes)
    stated = _STATED_SEPARATOR.fullmatch(header_line)
    if stated:
        header_line = text.readline(source.limits.record_bytes)
    lines_before = 2 if stated else 1
    separator = stated[1] if stated else max(_SEPARATORS, key=header_line.count)
    names = next(csv.reader([header_line], delimiter=separator), [])
    _refuse_without_text(names, source.aliases)
    rows = csv.reader(text, delimiter=separator)
    try:
        for row in rows:
            number = rows.line_num + lines_before
            if len(row) > len(names):
                reason = f"it has {len(row)} cells for {len(names)} columns; quote its cells"
                yield Failed(origin=f"{source.origin}:{number}", reason=reason)
            elif any(row):
                yield _row(source, _named(names, row), number)
    except csv.Error as error:
        reason = f"the table cannot be read from here on ({error}); quote its cells"
        yield Failed(origin=f"{source.origin}:{rows.line_num + lines_before}", reason=reason)


def _named(names: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    """Give cells the names of their columns; of two of one name the first that is not empty counts.

    >>> _named(["text", "text", "date"], ["", "It snowed.", "2024-08-10"])
    {'text': 'It snowed.', 'date': '2024-08-10'}
    """
    values: dict[str, str] = {}
    for name, cell in zip(names, row, strict=False):
        values[name] = values.get(name) or cell
    return values


def read_parquet(source: Source) -> Iterator[Item]:
    """Read a Parquet table, some rows at a time.

    Raises:
        ReadingError: it is damaged, or no column holds texts.
    """
    # Half a second to import.
    import pyarrow as pa
    from pyarrow import parquet

    file = cast("BinaryIO", source.file) if not source.depth else io.BytesIO(source.whole())
    try:
        table = parquet.ParquetFile(file)
        _refuse_without_text(table.schema_arrow.names, source.aliases)
        number = 0
        for batch in table.iter_batches(batch_size=_ROWS_AT_ONCE, use_threads=False):
            for row in batch.to_pylist():
                number += 1
                yield _row(source, row, number)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise ReadingError(
            f"it is a damaged table ({_first_line(error)}); get a whole copy of it"
        ) from error


def read_json(source: Source) -> Iterator[Item]:
    """Read JSON in one piece: an array of records, one record, or an object that holds an array.

    Raises:
        ReadingError: it is not JSON, or holds no records.
    """
    try:
        value = json.loads(decode(source.whole()))
    except (ValueError, RecursionError) as error:
        raise ReadingError(f"it is not JSON ({_first_line(error)}); write it anew") from error
    for number, record in enumerate(_records(value, source.aliases), start=1):
        yield _row(source, record, number)


def _records(value: object, aliases: FieldAliases) -> Sequence[object]:
    if isinstance(value, list):
        return value
    if isinstance(value, dict) and aliases.value(value, "text") is not None:
        return [value]
    if held := held_records(value):
        return held
    raise ReadingError("it holds no records; write an array of objects, or one object a line")


def _row(source: Source, record: object, number: int) -> Item:
    origin, longest = source.origin, source.limits.record_bytes
    at = f"{origin}:{number}"
    return read_row(record, origin=origin, at=at, aliases=source.aliases, longest=longest)


def _refuse_without_text(names: Iterable[str], aliases: FieldAliases) -> None:
    """Say once for the whole table what would be said of each of its rows."""
    columns = {name.casefold() for name in names}
    if columns.isdisjoint(name.casefold() for name in aliases["text"]):
        known = ", ".join(aliases["text"][:3])
        raise ReadingError(
            f"none of its columns is known to hold texts ({known}, ...); name it, for example "
            "--field text=body_html"
        )


def _first_line(error: Exception) -> str:
    return " ".join(str(error).split())[:120]
