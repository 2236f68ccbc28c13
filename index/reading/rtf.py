"""RTF -> one article, by striprtf."""

import re
from datetime import datetime

from index.article import Article
from index.errors import ReadingError
from index.reading.documents import Properties, build_document, reported, table_row

_OPENING = re.compile(rb"\s*\{\\rtf", re.IGNORECASE)
_CODEPAGE = re.compile(r"\\ansicpg(\d+)")
# striprtf puts a link's address behind its words, which is no text; and a bar behind each cell, as
# the text may have its own: so each cell ends in a character that no text has.
_CELL = re.compile(r"\\(?:nest)?cell(?![a-z\d])")
_END_OF_CELL = "\ue000"
_LINK = re.compile(r"(\\fldinst[^}]{0,80}?)HYPERLINK\b", re.IGNORECASE)
# What was deleted with its change kept, and what is hidden: "\v0" ends it, or its group does.
_HIDES = re.compile(r"\\(?:deleted|v)(?![a-z])")
_TOKEN = re.compile(
    r"\\(?:(?P<word>[a-z]+)(?P<number>-?\d*) ?|'[\da-f]{2}|.)|(?P<brace>[{}])", re.DOTALL
)
_CREATED = re.compile(
    r"\{\\creatim\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})(?:\\hr(\d{1,2}))?(?:\\min(\d{1,2}))?"
)


def read_rtf(raw: bytes) -> Article:
    """Read a rich text: its text with tables row by row, and the properties that it states.

    Left out are headers, footers, footnotes, comments, hidden text and what was deleted. RTF
    stores no pages, so there are no locators.

    Raises:
        ReadingError: it is no RTF, is damaged, or has no text.
    """
    if not _OPENING.match(raw):
        raise ReadingError("it is not in the format RTF; check that its suffix is right")
    source = _decode(raw)
    shown = _without_hidden(source) if _HIDES.search(source) else source
    return build_document(re.sub(r"\n+", "\n\n", _plain(shown)), _properties(source))


def _without_hidden(source: str) -> str:
    """Leave out the text that is not shown; groups and what sets their format stay."""
    kept: list[str] = []
    hidden, at = [False], 0
    for token in _TOKEN.finditer(source):
        word, text = token["word"], source[at : token.start()]
        at = token.end()
        kept.append("" if hidden[-1] else text)
        if token["brace"] == "{":
            hidden.append(hidden[-1])
        elif token["brace"] and len(hidden) > 1:
            hidden.pop()
        if word in ("deleted", "v", "plain"):
            hidden[-1] = word != "plain" and token["number"] != "0"
        is_text = word == "u" or not (word or token["brace"])
        if not (word in ("deleted", "v") or (is_text and hidden[-1])):
            kept.append(token[0])
    return "".join([*kept, source[at:]])


def _decode(raw: bytes) -> str:
    """Decode what should be ASCII with escapes; some writers leave bytes of their code page."""
    codepage = _CODEPAGE.search(raw[:1000].decode("latin-1"))
    try:
        return raw.decode(f"cp{codepage[1]}" if codepage else "cp1252", "replace")
    except LookupError:
        return raw.decode("latin-1")


def _plain(source: str) -> str:
    from striprtf.striprtf import rtf_to_text

    source = _LINK.sub(r"\1LINK", _CELL.sub(r"\\u-8192?", source))
    with reported("RTF"):
        text = str(rtf_to_text(source, errors="replace"))
    # Characters beyond U+FFFF come as two halves, each an escape.
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    rows = (line.split(_END_OF_CELL) for line in text.split("\n"))
    return "\n".join(table_row(row[:-1]) if len(row) > 1 else row[0] for row in rows)


def _properties(source: str) -> Properties:
    codepage = _CODEPAGE.search(source[:1000])
    opening = "{\\rtf1" + (codepage[0] if codepage else "") + " "

    def stated(name: str) -> str | None:
        match = re.search(rf"\{{\\{name} ((?:[^{{}}]|\\[{{}}]){{1,500}})\}}", source)
        return " ".join(_plain(f"{opening}{match[1]}}}").split()) if match else None

    author = stated("author")
    return Properties(
        title=stated("title"), authors=[author] if author else [], created=_created(source)
    )


def _created(source: str) -> datetime | None:
    match = _CREATED.search(source)
    if not match:
        return None
    year, month, day, hour, minute = (int(part or 0) for part in match.groups())
    try:
        # RTF tells no time zone; only the day is taken.
        return datetime(year, month, day, hour, minute)  # noqa: DTZ001
    except ValueError:
        return None
