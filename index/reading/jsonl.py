"""JSON lines -> an article a record."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from index.article import Article
from index.errors import ReadingError
from index.reading.aliases import FieldAliases
from index.reading.decoding import decode
from index.reading.found import Found, Item, left_out
from index.reading.fragments import fragment_text, looks_like_html, unmarked
from index.reading.json_kind import json_kind
from index.reading.limits import Limits, refuse_longer
from index.reading.metadata import Metadata, build_article
from index.reading.recoding import marked_as_utf8
from index.reading.references import without_references
from index.reading.wrapping import unwrap

if TYPE_CHECKING:
    import io


def read_json_lines(
    lines: Iterable[bytes],
    *,
    origin: str,
    aliases: FieldAliases,
    first: int = 1,
    longest: int = Limits().record_bytes,
) -> Iterator[Item]:
    """Read one record a line, lazily; a line that cannot be read fails alone.

    A line may also hold an object around an array of records: `{"articles": [...]}`.

    `origin` names the file: records are known by it and their article's id, for exports name a
    section or a front page as the URL of many. `first` is the number of the first line, `longest`
    how many bytes one may have.
    """
    for number, line in enumerate(lines, start=first):
        if not line.strip():
            continue
        at = f"{origin}:{number}"
        try:
            refuse_longer(len(line), than=longest)
            record = _parsed(line)
            held = _held_articles(record, aliases)
        except Exception as error:
            yield left_out(error, origin=at)
            continue
        rows = [(f"{at}:{row}", value) for row, value in enumerate(held, start=1)]
        for place, value in rows or [(at, record)]:
            yield read_row(value, origin=origin, at=place, aliases=aliases, longest=longest)


def bounded_lines(file: "io.BufferedReader[Any]", *, longest: int) -> Iterator[bytes]:
    r"""Yield a file's lines, without a byte order mark; no more than `longest` + 1 bytes of each.

    Where such a mark says that the file is in UTF-16, the lines are in UTF-8.

    >>> from index.reading.source import buffered
    >>> list(bounded_lines(buffered(b"\xef\xbb\xbfab\nabcdef\nc"), longest=3))
    [b'ab\n', b'abcd', b'c']
    >>> list(bounded_lines(buffered("Ёж\n".encode("utf-16")), longest=9)) == ["Ёж\n".encode()]
    True
    """
    file = marked_as_utf8(file)
    line = file.readline(longest + 4).removeprefix(b"\xef\xbb\xbf")
    while line:
        yield line[: longest + 1]
        while line and not line.endswith(b"\n"):
            line = file.readline(longest)
        line = file.readline(longest + 1)


def _parsed(line: bytes) -> object:
    try:
        return json.loads(decode(line))
    except (ValueError, RecursionError) as error:
        raise ReadingError(f"it is not JSON ({error}); write one object a line") from error


def held_records(value: object) -> Sequence[object]:
    """Return the one array of objects that an object holds, as news services answer.

    >>> held_records({"status": "ok", "articles": [{"text": "Snow."}]}), held_records({"tags": []})
    ([{'text': 'Snow.'}], [])
    """
    values = value.values() if isinstance(value, dict) else ()
    lists = [v for v in values if isinstance(v, list) and v and isinstance(v[0], dict)]
    return lists[0] if len(lists) == 1 else []


def _held_articles(record: object, aliases: FieldAliases) -> Sequence[object]:
    """Return the records that a line's object stands around; none where it is an article."""
    if not isinstance(record, dict) or aliases.value(record, "text") is not None:
        return []
    held = held_records(record)
    # What has a title and lists texts without one is an article with comments, its text left out.
    wanted = {"text"} if aliases.value(record, "title") is None else {"text", "title"}
    return held if any(_has(row, wanted, aliases) for row in held) else []


def _has(row: object, fields: Iterable[str], aliases: FieldAliases) -> bool:
    return isinstance(row, dict) and all(aliases.value(row, f) is not None for f in fields)


def read_row(record: object, *, origin: str, at: str, aliases: FieldAliases, longest: int) -> Item:
    """Read one record of several: a line, a row of a table, an object of an array.

    `origin` names the file, `at` the record in it, should it fail; `longest` is how many characters
    its strings may have together.
    """
    try:
        article = _read_record(record, aliases, longest=longest)
    except Exception as error:
        return left_out(error, origin=at)
    return Found(origin=f"{origin}#{article.id}", article=article)


def _size_of(record: Mapping[str, object]) -> int:
    return sum(len(value) for value in record.values() if isinstance(value, str | bytes))


def _read_record(record: object, aliases: FieldAliases, *, longest: int) -> Article:
    if not isinstance(record, dict):
        raise ReadingError(
            f"it is a JSON {json_kind(record)}, not an object; write one object a line, or an "
            "array of objects"
        )
    refuse_longer(_size_of(record), than=longest)
    text = aliases.value(record, "text")
    if not isinstance(text, str):
        names = ", ".join(aliases["text"][:3])
        raise ReadingError(
            f"it has no text ({names}, ...); name its field, for example text=body_html"
        )
    metadata = Metadata.of(record, aliases)
    title = metadata.title and (unmarked(metadata.title) or None)
    return build_article(_plain(text), replace(metadata, title=title))


def _plain(text: str) -> str:
    """Take off what a record's text may have of HTML: tags, escaped ones too, and references."""
    if not looks_like_html(text):
        text = without_references(text)
    # What is escaped inside of HTML was escaped twice.
    return without_references(fragment_text(text)) if looks_like_html(text) else unwrap(text)
