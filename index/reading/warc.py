"""Web archives, WARC and WACZ -> the articles of the responses in them."""

import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO, cast

from index.errors import LimitError, ReadingError
from index.reading.archives import DAMAGE, damaged, open_zip_member
from index.reading.found import Failed, Found, Item, Skipped
from index.reading.limits import refuse_longer
from index.reading.links import read_moment
from index.reading.source import Read, Source

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

_ARTICLES = frozenset({"text/html", "application/xhtml+xml", "text/plain", "application/pdf"})


def read_warc(source: Source, read: Read) -> Iterator[Item]:
    """Read the pages, texts and PDFs of a WARC file; the others are counted and skipped.

    An article's URL is that which its record names; it was captured when its record says.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    passed_over: Counter[str] = Counter()
    try:
        for record in ArchiveIterator(cast("BinaryIO", source.file)):
            reason = _no_article(record)
            if reason is None:
                yield from _read_record(source, record, read)
            elif reason:
                passed_over[reason] += 1
    except (ArchiveLoadFailed, *DAMAGE) as error:
        yield Failed(origin=source.origin, reason=damaged(error))
    for reason, count in passed_over.items():
        yield Skipped(origin=source.origin, reason=f"{reason}: {count:,}")


def read_wacz(source: Source, read: Read) -> Iterator[Item]:
    """Read the WARC files of a WACZ; its indexes and lists are left aside."""
    with zipfile.ZipFile(cast("BinaryIO", source.file)) as archive:
        for info in archive.infolist():
            if info.filename.startswith("archive/") and not info.is_dir():
                with open_zip_member(source, archive, info) as unpacked:
                    yield from read_warc(source.member(info.filename, unpacked), read)


def _no_article(record: "ArcWarcRecord") -> str | None:
    """Say why a record is passed over; "" for one that is no content, None for an article's."""
    if record.rec_type not in {"response", "resource"}:
        return ""
    headers = record.http_headers
    if record.rec_type == "response" and headers is None:
        return "records that are no web pages"
    if headers is not None and headers.get_statuscode() != "200":
        return "responses with a status other than 200"
    kind = (headers or record.rec_headers).get_header("Content-Type") or ""
    kind = kind.partition(";")[0].strip().casefold()
    return None if kind in _ARTICLES else f"no articles, responses of type {kind or 'unknown'}"


def _read_record(source: Source, record: "ArcWarcRecord", read: Read) -> Iterator[Item]:
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    url = url.strip().strip("<>")
    origin = f"{source.origin}!{url}"
    longest = source.limits.record_bytes
    try:
        raw = record.content_stream().read(longest + 1)
        refuse_longer(len(raw), than=longest)
        source.budget.count_expanded(len(raw))
        # One crawl may have taken one page several times: it is told apart by its articles' ids.
        member = replace(source.member(url, raw), origin=origin)
    except LimitError:
        raise
    except (ReadingError, *DAMAGE) as error:
        reason = str(error) if isinstance(error, ReadingError) else damaged(error)
        yield Failed(origin=origin, reason=reason)
        return
    for item in read(member):
        if isinstance(item, Found) and item.origin == member.origin and url:
            article = replace(item.article, url=url)
            captured = read_moment(record.rec_headers.get_header("WARC-Date"))
            name = f"{member.origin}#{article.id}"
            yield Found(origin=name, article=article, captured_at=captured)
        else:
            yield item
