"""Files, folders and streams -> articles: finds the files and picks the reader."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from index.article import Article
from index.errors import NoArticleError, ReadingError
from index.reading.aliases import FieldAliases
from index.reading.decoding import decode
from index.reading.docx import read_docx
from index.reading.epub import read_epub
from index.reading.found import Failed, Found, Skipped
from index.reading.html import read_html
from index.reading.jsonl import read_json_lines
from index.reading.markdown import read_markdown
from index.reading.odt import read_odt
from index.reading.pdf import read_pdf
from index.reading.rtf import read_rtf
from index.reading.subtitles import read_subtitles
from index.reading.text import read_text

_FORMATS = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".text": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".pdf": "pdf",
    ".docx": "docx",
    ".odt": "odt",
    ".rtf": "rtf",
    ".epub": "epub",
    ".srt": "subtitles",
    ".vtt": "subtitles",
}
# Formats whose reader takes the bytes of a file; the others are text.
_DOCUMENTS: Mapping[str, Callable[[bytes], Article]] = {
    "pdf": read_pdf,
    "docx": read_docx,
    "odt": read_odt,
    "rtf": read_rtf,
    "epub": read_epub,
    "subtitles": read_subtitles,
}
_BUILT_IN_ALIASES = FieldAliases()
_STREAM = "-"


def discover(sources: Iterable[str | Path]) -> Iterator[Path]:
    """Find the files to read: those named, and in folders, at any depth, those of known formats.

    Folders come sorted, without what is hidden. Named files come whatever their suffix: `read`
    says what is wrong with them.

    Raises:
        ReadingError: nothing exists at a path.
    """
    for source in sources:
        path = Path(source)
        if path.is_dir():
            yield from _files_under(path)
        elif path.exists():
            yield path
        else:
            raise ReadingError(f"{path} does not exist; check the path or leave it out")


def _files_under(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        # A link to a folder above would go round for ever.
        if path.is_dir() and not path.is_symlink():
            yield from _files_under(path)
        elif path.is_file() and path.suffix.casefold() in _FORMATS:
            yield path


def read(
    path: Path, *, aliases: FieldAliases = _BUILT_IN_ALIASES
) -> Iterator[Found | Skipped | Failed]:
    """Read the articles of a file, lazily; what cannot be read is yielded as `Failed`."""
    origin = path.absolute().as_posix()
    try:
        yield from _read_file(path, origin, aliases)
    except NoArticleError as error:
        yield Skipped(origin=origin, reason=str(error))
    except ReadingError as error:
        yield Failed(origin=origin, reason=str(error))
    except OSError as error:
        reason = f"it cannot be opened ({error.strerror}); check that you may read it"
        yield Failed(origin=origin, reason=reason)


def _read_file(
    path: Path, origin: str, aliases: FieldAliases
) -> Iterator[Found | Skipped | Failed]:
    form = _FORMATS.get(path.suffix.casefold())
    if form is None:
        known = " ".join(_FORMATS)
        raise ReadingError(f"files named *{path.suffix} are not read; convert it to one of {known}")
    if form == "jsonl":
        with path.open("rb") as lines:
            yield from read_json_lines(_without_mark(lines), origin=origin, aliases=aliases)
    elif form in _DOCUMENTS:
        yield Found(origin=origin, article=_DOCUMENTS[form](path.read_bytes()))
    else:
        article = _read_one(decode(path.read_bytes()), form=form, aliases=aliases)
        yield Found(origin=origin, article=article)


def read_stream(
    stream: BinaryIO, *, aliases: FieldAliases = _BUILT_IN_ALIASES
) -> Iterator[Found | Skipped | Failed]:
    """Read articles from standard input, whose first characters tell the format."""
    first = _first_line(stream)
    form = sniff(first)
    if form == "jsonl":
        yield from read_json_lines(_chain(first, stream), origin=_STREAM, aliases=aliases)
        return
    try:
        article = _read_one(decode(first + stream.read()), form=form, aliases=aliases)
    except NoArticleError as error:
        yield Skipped(origin=_STREAM, reason=str(error))
    except ReadingError as error:
        yield Failed(origin=_STREAM, reason=str(error))
    else:
        yield Found(origin=article.url or f"{_STREAM}#{article.id}", article=article)


def sniff(opening: bytes) -> str:
    """Tell the format of a stream by its first line that is not blank.

    >>> sniff(b'{"text": "Snow."}'), sniff(b"<!DOCTYPE html>"), sniff(b"---"), sniff(b"Snow.")
    ('jsonl', 'html', 'markdown', 'text')
    """
    start = opening.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    if start.startswith(b"{"):
        return "jsonl"
    if re.match(rb"<!doctype|<html|<\?xml[^>]*>\s*<(?:!doctype|html)", start):
        return "html"
    return "markdown" if re.match(rb"---\s*(?:\n|$)", start) else "text"


def _read_one(text: str, *, form: str, aliases: FieldAliases) -> Article:
    if form == "markdown":
        return read_markdown(text, aliases=aliases)
    return read_html(text) if form == "html" else read_text(text)


def _first_line(stream: BinaryIO) -> bytes:
    first = b""
    for line in stream:
        first += line
        if line.removeprefix(b"\xef\xbb\xbf").strip():
            break
    return first


def _chain(first: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    # The blank lines before the first record count, so that a failure names the right line.
    yield from _without_mark(first.splitlines(keepends=True))
    yield from rest


def _without_mark(lines: Iterable[bytes]) -> Iterator[bytes]:
    for number, line in enumerate(lines):
        yield line if number else line.removeprefix(b"\xef\xbb\xbf")
