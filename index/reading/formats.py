"""From each format to what reads it; only the process that parses imports this.

A new format is a value of `Format`, a line in `sniffing` that tells it, and a row here.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from index.article import Article
from index.errors import LimitError, ReadingError
from index.reading.archives import read_packed, read_tar, read_zip, sniff_zip
from index.reading.decoding import decode
from index.reading.docx import read_docx
from index.reading.epub import read_epub
from index.reading.feeds import read_feed
from index.reading.found import Failed, Found, Item, Skipped, left_out
from index.reading.html import read_html
from index.reading.jsonl import bounded_lines, read_json_lines
from index.reading.limits import too_long
from index.reading.mail import read_eml, read_mbox
from index.reading.markdown import read_markdown
from index.reading.mhtml import read_mhtml
from index.reading.odt import read_odt
from index.reading.pdf import read_pdf
from index.reading.rtf import read_rtf
from index.reading.sniffing import NO_ARTICLE, OPENING, UNREAD, Format, no_article, sniff
from index.reading.source import Read, Source
from index.reading.subtitles import read_subtitles
from index.reading.tables import read_csv, read_json, read_parquet
from index.reading.text import read_text
from index.reading.warc import read_wacz, read_warc

ReadDocument: TypeAlias = Callable[[bytes], Article]
ReadMany: TypeAlias = Callable[[Source, Read], Iterator[Item]]

# How many times as long a text may be before it is cleaned as an article may be.
_MOST_CLEANED = 2

# One file, one article.
DOCUMENTS: Mapping[Format, ReadDocument] = {
    Format.HTML: lambda raw: read_html(decode(raw)),
    Format.MHTML: read_mhtml,
    Format.DOCX: read_docx,
    Format.ODT: read_odt,
    Format.RTF: read_rtf,
    Format.EPUB: read_epub,
    Format.SUBTITLES: read_subtitles,
}

# What asks for more than bytes: many articles, or archives whose members are read with the function
# that is passed along.
MANY: Mapping[Format, ReadMany] = {
    Format.TEXT: lambda source, _: _read_text(source),
    Format.MARKDOWN: lambda source, _: _read_markdown(source),
    Format.PDF: lambda source, _: _read_pdf(source),
    Format.JSON_LINES: lambda source, _: _read_lines(source),
    Format.JSON: lambda source, _: read_json(source),
    Format.CSV: lambda source, _: read_csv(source),
    Format.PARQUET: lambda source, _: read_parquet(source),
    Format.FEED: lambda source, _: read_feed(source.whole(), origin=source.origin),
    Format.EML: read_eml,
    Format.MBOX: read_mbox,
    Format.ZIP: read_zip,
    Format.TAR: read_tar,
    Format.PACKED: read_packed,
    Format.WARC: read_warc,
    Format.WACZ: read_wacz,
}


def read_source(source: Source) -> Iterator[Item]:
    """Read a file or a member by its content; whatever is wrong with it is yielded as `Failed`.

    Raises:
        LimitError: this is a member, and a limit of the whole file is passed.
        MemoryError: there is not enough memory.
    """
    found = False
    try:
        for item in _read(source):
            found = True
            yield item
        if not found:
            yield Failed(origin=source.origin, reason="there is no article in it; look into it")
    # Libraries raise whatever a damaged file brings them to: it must not end the run.
    except Exception as error:
        if isinstance(error, LimitError) and source.depth:
            raise
        yield left_out(error, origin=source.origin)


def _read(source: Source) -> Iterator[Item]:
    form = sniff(source.file.peek(OPENING)[:OPENING], name=source.name)
    if form is Format.ZIP:
        form = sniff_zip(source)
    if form in DOCUMENTS:
        yield Found(origin=source.origin, article=DOCUMENTS[form](source.whole()))
    elif form in MANY:
        yield from MANY[form](source, read_source)
    elif form in NO_ARTICLE:
        yield Skipped(origin=source.origin, reason=no_article(form))
    else:
        raise ReadingError(UNREAD.get(form, f"{form} is not read; convert it to plain text"))


def _read_text(source: Source) -> Iterator[Item]:
    yield Found(origin=source.origin, article=read_text(_decoded(source)))


def _read_markdown(source: Source) -> Iterator[Item]:
    article = read_markdown(_decoded(source), aliases=source.aliases)
    yield Found(origin=source.origin, article=article)


def _decoded(source: Source) -> str:
    """Decode a text, and refuse one that no cleaning makes short enough: that takes a minute."""
    text = decode(source.whole())
    if len(text) > _MOST_CLEANED * source.limits.article_characters:
        raise ReadingError(too_long(source.limits))
    return text


def _read_pdf(source: Source) -> Iterator[Item]:
    article = read_pdf(source.whole(), most_pages=source.limits.pages)
    yield Found(origin=source.origin, article=article)


def _read_lines(source: Source) -> Iterator[Item]:
    longest = source.limits.record_bytes
    lines = bounded_lines(source.file, longest=longest)
    yield from read_json_lines(lines, origin=source.origin, aliases=source.aliases, longest=longest)
