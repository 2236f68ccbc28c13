"""Bytes -> the format they are in, by content; a file's name only breaks ties."""

import json
import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import PurePosixPath

from index.reading.aliases import FieldAliases
from index.reading.decoding import marked_encoding
from index.reading.kinds import is_json_feed

# A TAR's mark stands at 257; a mail's header with its signatures may take some thousands.
OPENING = 1 << 14


class Format(StrEnum):
    """What a file is; the value is how a message calls it."""

    EMPTY = "an empty file"
    TEXT = "plain text"
    MARKDOWN = "Markdown"
    HTML = "a web page"
    MHTML = "a saved page (MHTML)"
    FEED = "a feed or sitemap"
    JSON_LINES = "JSON lines"
    JSON = "JSON"
    CSV = "a table (CSV)"
    PARQUET = "a table (Parquet)"
    EML = "an e-mail"
    MBOX = "a mailbox"
    SUBTITLES = "a transcript (SRT or VTT)"
    PDF = "PDF"
    RTF = "RTF"
    DOCX = "DOCX"
    ODT = "ODT"
    EPUB = "EPUB"
    WARC = "a web archive (WARC)"
    WACZ = "a web archive (WACZ)"
    ZIP = "a ZIP archive"
    TAR = "a TAR archive"
    PACKED = "a packed file (gzip, bzip2 or xz)"
    IMAGE = "image"
    SOUND = "sound"
    VIDEO = "video"
    FONT = "font"
    STYLE_SHEET = "style sheet"
    SCRIPT = "script"
    PROGRAM = "program"
    DATABASE = "database"
    OTHER_ARCHIVE = "another archive"
    OTHER_OFFICE = "another Office file"
    OTHER_XML = "other XML"
    BINARY = "no known format"


NO_ARTICLE = frozenset({
    Format.IMAGE, Format.SOUND, Format.VIDEO, Format.FONT, Format.STYLE_SHEET, Format.SCRIPT,
    Format.PROGRAM, Format.DATABASE,
})  # fmt: skip

# What is told and not read, and what to do about it.
UNREAD: Mapping[Format, str] = {
    Format.EMPTY: "it is empty; get a whole copy of it",
    Format.BINARY: "it is not text, and of no known format; convert it to plain text, HTML or PDF",
    Format.OTHER_ARCHIVE: "it is an archive of another kind (7z, RAR, zstd); unpack it",
    Format.OTHER_OFFICE: "it is an old or other Office file; save it as DOCX, or a table as CSV",
    Format.OTHER_XML: "it is XML of an unknown kind; convert it to HTML or JSON lines",
}


_TEXTS: Mapping[str, Format] = {
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".jsonl": Format.JSON_LINES,
    ".ndjson": Format.JSON_LINES,
    ".json": Format.JSON,
    ".csv": Format.CSV,
    ".tsv": Format.CSV,
    ".srt": Format.SUBTITLES,
    ".vtt": Format.SUBTITLES,
    ".eml": Format.EML,
    ".mbox": Format.MBOX,
    ".mht": Format.MHTML,
    ".mhtml": Format.MHTML,
    ".css": Format.STYLE_SHEET,
    ".js": Format.SCRIPT,
    ".mjs": Format.SCRIPT,
    ".map": Format.SCRIPT,
    ".svg": Format.IMAGE,
}

# Where a format's mark stands, the mark, and the format. "OTTO", "MZ" and "BM" may begin a text:
# those marks count only in what is not text.
_MARKS: tuple[tuple[int, bytes, Format], ...] = (
    (0, b"%PDF", Format.PDF),
    (0, rb"{\rtf", Format.RTF),
    (0, b"PAR1", Format.PARQUET),
    (0, b"WARC/", Format.WARC),
    (0, b"PK\x03\x04", Format.ZIP),
    (0, b"PK\x05\x06", Format.ZIP),
    (0, b"\x1f\x8b", Format.PACKED),
    (0, b"\xfd7zXZ\0", Format.PACKED),
    (0, b"BZh", Format.PACKED),
    (257, b"ustar", Format.TAR),
    (0, b"7z\xbc\xaf\x27\x1c", Format.OTHER_ARCHIVE),
    (0, b"Rar!\x1a", Format.OTHER_ARCHIVE),
    (0, b"\x28\xb5\x2f\xfd", Format.OTHER_ARCHIVE),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Format.OTHER_OFFICE),
    (0, b"\x89PNG", Format.IMAGE),
    (0, b"\xff\xd8\xff", Format.IMAGE),
    (0, b"GIF87a", Format.IMAGE),
    (0, b"GIF89a", Format.IMAGE),
    (0, b"BM", Format.IMAGE),
    (0, b"II*\0", Format.IMAGE),
    (0, b"MM\0*", Format.IMAGE),
    (0, b"\0\0\1\0", Format.IMAGE),
    (8, b"WEBP", Format.IMAGE),
    (4, b"ftypavif", Format.IMAGE),
    (4, b"ftyphei", Format.IMAGE),
    (4, b"ftypM4A", Format.SOUND),
    (4, b"ftyp", Format.VIDEO),
    (0, b"\x1aE\xdf\xa3", Format.VIDEO),
    (8, b"AVI ", Format.VIDEO),
    (8, b"WAVE", Format.SOUND),
    (0, b"ID3", Format.SOUND),
    (0, b"\xff\xfb", Format.SOUND),
    (0, b"OggS", Format.SOUND),
    (0, b"fLaC", Format.SOUND),
    (0, b"wOFF", Format.FONT),
    (0, b"wOF2", Format.FONT),
    (0, b"OTTO", Format.FONT),
    (0, b"\0\1\0\0\0", Format.FONT),
    (0, b"MZ", Format.PROGRAM),
    (0, b"\x7fELF", Format.PROGRAM),
    (0, b"\xcf\xfa\xed\xfe", Format.PROGRAM),
    (0, b"\xca\xfe\xba\xbe", Format.PROGRAM),
    (0, b"\0asm", Format.PROGRAM),
    (0, b"SQLite format 3\0", Format.DATABASE),
)
_TEXTUAL = frozenset({Format.PDF, Format.RTF, Format.WARC, Format.TAR})

_SPACE_AND_COMMENTS = r"(?:\s+|<\?[^>]*>|<!--(?:(?!-->).)*-->)*"
_PAGE = re.compile(
    _SPACE_AND_COMMENTS + r"<(?:!doctype\s+html|(?:html|head|body|article|main|div|p|h[1-6]|meta"
    r"|title|table|section|span|header|script|style|link|base|center|font|ul|ol|a|b|br|img)\b)",
    re.IGNORECASE | re.DOTALL,
)
_ROOT = re.compile(
    _SPACE_AND_COMMENTS + r"(?:<!doctype[^>]*>\s*)?<(?:\w+:)?([\w-]+)", re.IGNORECASE | re.DOTALL
)
_FEEDS = frozenset({"rss", "feed", "rdf", "urlset", "sitemapindex"})
_FRONT_MATTER = re.compile(r"---[ \t]*\n[\w\"'-][^\n:]{0,60}:")
_SUBTITLES = re.compile(r"WEBVTT\b|\d+[ \t]*\n\d\d:\d\d:\d\d[,.]\d{3}[ \t]+-->")
_RECORD = re.compile(r"\{\s*(?:\"|\}|$)")
_ARRAY = re.compile(r"\[\s*(?:\{\s*[\"}]|\]\s*$)")
_MAILBOX = re.compile(r"From [^\n]+ \d{4}(?: [+-]\d{4})?\n(?:>?[!-9;-~]+:)")
_BEGINNINGS = (
    (_ARRAY, Format.JSON),
    (_SUBTITLES, Format.SUBTITLES),
    (_MAILBOX, Format.MBOX),
    (_FRONT_MATTER, Format.MARKDOWN),
)
_HEADER_LINE = re.compile(r"([!-9;-~]+):[^\n]*\n(?:[ \t]+[^\n]*\n)*")
# What a person who writes "From:" and "Date:" above a text does not write.
_TRANSPORT = frozenset({
    "message-id", "mime-version", "received", "return-path", "content-type", "delivered-to",
    "dkim-signature", "snapshot-content-location",
})  # fmt: skip
_TEXT_NAMES = frozenset(FieldAliases()["text"])


def sniff(opening: bytes, *, name: str = "") -> Format:
    r"""Tell the format of a file by its first `OPENING` bytes.

    A ZIP archive may turn out to be more: see `index.reading.archives.kind_of_zip`.

    >>> [sniff(b).name for b in (b'{"text": "Snow."}', b"<!DOCTYPE html>", b"Snow.", b"%PDF-1.7")]
    ['JSON_LINES', 'HTML', 'TEXT', 'PDF']
    >>> sniff(b"%PDF-1.7", name="snow.txt").name, sniff(b"a,b\n1,2", name="snow.csv").name
    ('PDF', 'CSV')
    """
    if not opening:
        return Format.EMPTY
    text = _as_text(opening)
    for start, mark, form in _MARKS:
        if opening.startswith(mark, start) and (text is None or form in _TEXTUAL):
            return form
    if text is not None:
        return _sniff_text(text, PurePosixPath(name).suffix.casefold())
    if b"%PDF-" in opening[:1024]:
        return Format.PDF
    return Format.TAR if _is_old_tar(opening) else Format.BINARY


def _as_text(opening: bytes) -> str | None:
    """Return an opening as text, with "?" for what is not ASCII in other encodings; or None."""
    text = opening.decode(marked_encoding(opening) or "utf-8", errors="replace")
    text = text.removeprefix("\ufeff")
    # Texts have tabs, line ends and now and then a form feed; not NUL nor most of the others.
    controls = sum(
        character < " " and character not in "\t\n\r\f\v\b\x1a\x1b" for character in text
    )
    strange = text.count("\ufffd")
    # Half of a Cyrillic text in an 8-bit encoding and more is not UTF-8, but it has no controls.
    if "\0" in text or controls > len(text) / 200 or (controls and strange > len(text) / 10):
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _is_old_tar(opening: bytes) -> bool:
    """Tell a TAR without a mark by the checksum of its first header."""
    header = opening[:512]
    try:
        stated = int(header[148:156].strip(b" \0"), 8)
    except ValueError:
        return False
    return len(header) == 512 and stated == sum(header[:148]) + 8 * 32 + sum(header[156:])


def _sniff_text(text: str, suffix: str) -> Format:
    stated = _TEXTS.get(suffix)
    start = text.lstrip()
    form = _sniff_markup(start) if start.startswith("<") else _sniff_lines(start, stated, suffix)
    if form is not None:
        return form
    # What begins with no brace is no JSON whatever its name; reading it says what is wrong.
    return stated or Format.TEXT


def _sniff_markup(start: str) -> Format | None:
    root = _ROOT.match(start)
    name = root[1].casefold() if root else ""
    if name in _FEEDS:
        return Format.FEED
    if name == "svg":
        return Format.IMAGE
    if _PAGE.match(start):
        return Format.HTML
    return Format.OTHER_XML if start.startswith("<?xml") else None


def _sniff_lines(start: str, stated: Format | None, suffix: str) -> Format | None:
    if start.startswith("{"):
        return _sniff_json(start, stated, suffix)
    for pattern, form in _BEGINNINGS:
        if pattern.match(start):
            return form
    if start.rstrip() == "---" and not suffix:
        return Format.MARKDOWN
    return _sniff_mail(start) or (Format.CSV if _is_table(start) else None)


def _sniff_json(start: str, stated: Format | None, suffix: str) -> Format | None:
    if is_json_feed(start.encode()):
        return Format.FEED
    if stated not in {None, Format.JSON, Format.JSON_LINES} or (
        suffix and stated is None and not _RECORD.match(start)
    ):
        return Format.JSON_LINES if _RECORD.match(start) and _is_json(start) else None
    first, line_end, rest = start.partition("\n")
    follows = bool(line_end and rest.strip())
    if _is_json(first) and follows:
        return Format.JSON_LINES
    # One value over several lines: the first is no whole value, and others follow it.
    spread = follows and first.rstrip()[-1] in "{[,"
    return Format.JSON if spread or stated is Format.JSON else Format.JSON_LINES


def _is_json(text: str) -> bool:
    try:
        json.loads(text.partition("\n")[0])
    except (ValueError, RecursionError):
        return False
    return True


def _sniff_mail(start: str) -> Format | None:
    header: dict[str, str] = {}
    at = 0
    while line := _HEADER_LINE.match(start, at):
        header.setdefault(line[1].casefold(), line[0].casefold())
        at = line.end()
    if len(header) < 2 or _TRANSPORT.isdisjoint(header):
        return None
    kind = header.get("content-type", "")
    is_page = "multipart/related" in kind and (
        "text/html" in kind or "snapshot-content-location" in header or "from" not in header
    )
    return Format.MHTML if is_page else Format.EML


def _is_table(start: str) -> bool:
    """Tell whether the first line names columns, one of them for texts, as exports do."""
    first, line_end, _ = start.partition("\n")
    if not line_end:
        return False
    for separator in (",", "\t", ";"):
        names = [name.strip(" \"'").casefold() for name in first.split(separator)]
        if len(names) > 1 and len(names) == len(set(names)) and not _TEXT_NAMES.isdisjoint(names):
            return all(re.fullmatch(r"[\w:. -]{1,40}", name) for name in names)
    return False


def no_article(form: Format) -> str:
    """Say why a file of a format that never holds an article is passed over."""
    return f"{form}: no article"


def resource_folders(names: Iterable[str]) -> dict[str, str]:
    """Return the folders that browsers save beside pages, by the pages among some names.

    >>> resource_folders(["a.html", "b.txt"])
    {'a_files': 'a.html', 'a.files': 'a.html'}
    """
    pages = [name for name in names if _TEXTS.get(PurePosixPath(name).suffix.casefold())
             is Format.HTML]  # fmt: skip
    return {
        f"{page.rpartition('.')[0]}{ending}": page
        for page in pages
        for ending in ("_files", ".files")
    }
