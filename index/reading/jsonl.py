"""JSON lines -> an article a record."""

import json
from collections.abc import Iterable, Iterator

from index.article import Article
from index.errors import ReadingError
from index.reading.aliases import FieldAliases
from index.reading.decoding import decode
from index.reading.found import Failed, Found
from index.reading.html import fragment_text, looks_like_html
from index.reading.metadata import Metadata, build_article


def read_json_lines(
    lines: Iterable[bytes], *, origin: str, aliases: FieldAliases
) -> Iterator[Found | Failed]:
    """Read one record a line, lazily; a line that cannot be read fails alone.

    `origin` names the file: records without a URL are known by it and their article's id.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            article = _read_record(line, aliases)
        except ReadingError as error:
            yield Failed(origin=f"{origin}:{number}", reason=str(error))
        else:
            yield Found(origin=article.url or f"{origin}#{article.id}", article=article)


def _read_record(line: bytes, aliases: FieldAliases) -> Article:
    try:
        record = json.loads(decode(line))
    except (ValueError, RecursionError) as error:
        raise ReadingError(f"it is not JSON ({error}); write one object a line") from error
    if not isinstance(record, dict):
        raise ReadingError(
            f"it is a JSON {type(record).__name__}, not an object; write one object a line"
        )
    text = aliases.value(record, "text")
    if not isinstance(text, str):
        names = ", ".join(aliases["text"][:3])
        raise ReadingError(
            f"it has no text ({names}, ...); name its field, for example text=body_html"
        )
    raw = fragment_text(text) if looks_like_html(text) else text
    return build_article(raw, Metadata.of(record, aliases))
