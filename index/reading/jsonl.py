"""JSON lines -> an article a record."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

from index.article import Article
from index.errors import ReadingError
from index.reading.aliases import FieldAliases
from index.reading.decoding import decode
from index.reading.found import Found, Item, left_out
from index.reading.html import fragment_text, looks_like_html
from index.reading.limits import Limits, refuse_longer
from index.reading.metadata import Metadata, build_article


def read_json_lines(
    lines: Iterable[bytes],
    *,
    origin: str,
    aliases: FieldAliases,
    first: int = 1,
    longest: int = Limits().record_bytes,
) -> Iterator[Item]:
    """Read one record a line, lazily; a line that cannot be read fails alone.

    `origin` names the file: records are known by it and their article's id, for exports name a
    section or a front page as the URL of many. `first` is the number of the first line, `longest`
    how many bytes one may have.
    """
    for number, line in enumerate(lines, start=first):
        if not line.strip():
            continue
        try:
            refuse_longer(len(line), than=longest)
            article = read_record(_parsed(line), aliases)
        except Exception as error:
            yield left_out(error, origin=f"{origin}:{number}")
        else:
            yield Found(origin=f"{origin}#{article.id}", article=article)


def bounded_lines(file: BinaryIO, *, longest: int) -> Iterator[bytes]:
    r"""Yield a file's lines, without a byte order mark; no more than `longest` + 1 bytes of each.

    >>> import io
    >>> list(bounded_lines(io.BytesIO(b"\xef\xbb\xbfab\nabcdef\nc"), longest=3))
    [b'ab\n', b'abcd', b'c']
    """
    line = file.readline(longest + 4).removeprefix(b"\xef\xbb\xbf")
    while line:
        yield line[: longest + 1]
        while line and not line.endswith(b"\n"):
            line = file.readline(longest)
        line = file.readline(longest + 1)


def _parsed(line: bytes) -> Mapping[str, object]:
    try:
        record = json.loads(decode(line))
    except (ValueError, RecursionError) as error:
        raise ReadingError(f"it is not JSON ({error}); write one object a line") from error
    if not isinstance(record, dict):
        raise ReadingError(
            f"it is a JSON {type(record).__name__}, not an object; write one object a line"
        )
    return record


def read_record(record: Mapping[str, object], aliases: FieldAliases) -> Article:
    """Read one record: a line's object, or a row of a table.

    Raises:
        ReadingError: it has no text, or its date cannot be read.
    """
    text = aliases.value(record, "text")
    if not isinstance(text, str):
        names = ", ".join(aliases["text"][:3])
        raise ReadingError(
            f"it has no text ({names}, ...); name its field, for example text=body_html"
        )
    raw = fragment_text(text) if looks_like_html(text) else text
    return build_article(raw, Metadata.of(record, aliases))
