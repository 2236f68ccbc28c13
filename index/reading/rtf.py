"""RTF -> one article, by striprtf."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from index.article import Article
from index.errors import ReadingError
from index.reading.documents import Properties, build_document, reported, table_row
from index.reading.fragments import raised

_OPENING = re.compile(rb"\s*\{\\rtf", re.IGNORECASE)
_CODEPAGE = re.compile(r"\\ansicpg(\d+)")
# striprtf puts a link's address behind its words, which is no text; and a bar behind each cell, as
# the text may have its own: so each cell ends in a character that no text has.
_CELL = re.compile(r"\\(?:nest)?cell(?![a-z\d])")
_END_OF_CELL = "\ue000"
_LINK = re.compile(r"(\\fldinst[^}]{0,80}?)HYPERLINK\b", re.IGNORECASE)
# What was deleted with its change kept, is hidden, struck out or raised: its word with a 0 ends it
# ("\v0"), or its group does.
_HIDING = ("deleted", "v", "strike", "striked")
_SETS = re.compile(r"\\(?:deleted|v|striked?|super)(?![a-z])")
_TOKEN = re.compile(
    r"\\(?:(?P<word>[a-z]+)(?P<number>-?\d*) ?|'[\da-f]{2}|.)|(?P<brace>[{}])", re.DOTALL
)
# The shapes that text boxes are; their text, which striprtf leaves out with the rest of them.
_SHAPE_OR_END = re.compile(r"(?<!\\)(?:\{\\shp|(?P<end>\\par))(?![a-z])")
_BOX = re.compile(r"\{\\shptxt(?![a-z]) ?")
_FONT = re.compile(r"(\\f\d+)(?=(?:(?!\\fcharset)[^;]){0,300};)")
# No charset that there is: the font is in the code page of the file.
_NO_CHARSET = r"\1\\fcharset999"
_CREATED = re.compile(
    r"\{\\creatim\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})(?:\\hr(\d{1,2}))?(?:\\min(\d{1,2}))?"
)


def read_rtf(raw: bytes) -> Article:
    """Read a rich text: its text with tables row by row, and the properties that it states.

    Left out are headers, footers, footnotes, comments, and text that is hidden, struck out or
    deleted. RTF stores no pages, so there are no locators.

    Raises:
        ReadingError: it is no RTF, is damaged, or has no text.
    """
    if not _OPENING.match(raw):
        raise ReadingError("it is not in the format RTF; check that its suffix is right")
    source = _decode(raw)
    boxed = _with_boxes(source)
    shown = _as_shown(boxed) if _SETS.search(boxed) else boxed
    return build_document(re.sub(r"\n+", "\n\n", _plain(shown)), _properties(source))


def _with_boxes(source: str) -> str:
    """Put the text of boxes behind the paragraphs that they are anchored in."""
    kept: list[str] = []
    boxes: list[str] = []
    at = 0
    for mark in _SHAPE_OR_END.finditer(source):
        if mark.start() < at:
            continue  # within a shape
        if mark["end"]:
            kept += [source[at : mark.end()], *boxes]
            boxes, at = [], mark.end()
        else:
            kept.append(source[at : mark.start()])
            at = _group_end(source, mark.start())
            boxes += _boxes(source[mark.start() : at])
    rest, brace, behind = source[at:].rpartition("}")
    return "".join([*kept, rest, *boxes, brace, behind])


def _boxes(shape: str) -> Iterator[str]:
    at = 0
    while box := _BOX.search(shape, at):
        at = _group_end(shape, box.start())
        yield f"{{\\par {shape[box.end() : at - 1]}\\par}}"


def _group_end(source: str, start: int) -> int:
    depth = 0
    for token in _TOKEN.finditer(source, start):
        depth += {"{": 1, "}": -1}.get(token["brace"], 0)
        if depth == 0:
            return token.end()
    return len(source)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    """How the text of a group is set: by which words it is hidden, and whether it is raised."""

    hidden_by: frozenset[str] = frozenset()
    is_raised: bool = False

    def behind(self, word: str, *, is_on: bool) -> "_Setting":
        """Return how text is set behind a control word."""
        if word == "plain":
            return _Setting()
        if word in _HIDING:
            others = self.hidden_by - {word}
            return replace(self, hidden_by=others | {word} if is_on else others)
        if word in ("super", "sub", "nosupersub"):
            return replace(self, is_raised=is_on and word == "super")
        return self

    def shown(self, text: str) -> str:
        """Return text as it is shown: digits that are raised as escapes."""
        if self.hidden_by:
            return ""
        if not self.is_raised or raised(text) == text:
            return text
        return "".join(f"{{\\uc1\\u{ord(letter)}?}}" for letter in raised(text))


def _as_shown(source: str) -> str:
    """Leave out the text that is not shown, and raise digits; what sets the format stays."""
    kept: list[str] = []
    groups, at = [_Setting()], 0
    for token in _TOKEN.finditer(source):
        word = token["word"]
        kept.append(groups[-1].shown(source[at : token.start()]))
        at = token.end()
        if token["brace"] == "{":
            groups.append(groups[-1])
        elif token["brace"] and len(groups) > 1:
            groups.pop()
        if word:
            groups[-1] = groups[-1].behind(word, is_on=token["number"] != "0")
        is_text = word == "u" or not (word or token["brace"])
        if not (word in _HIDING or (is_text and groups[-1].hidden_by)):
            kept.append(token[0])
    return "".join([*kept, source[at:]])


def _decode(raw: bytes) -> str:
    """Decode what should be ASCII with escapes; some writers leave bytes of their code page."""
    try:
        return raw.decode(_encoding(raw[:1000].decode("latin-1")), "replace")
    except LookupError:
        return raw.decode("latin-1")


def _encoding(source: str) -> str:
    codepage = _CODEPAGE.search(source[:1000])
    return f"cp{codepage[1]}" if codepage else "cp1252"


def _plain(source: str) -> str:
    from striprtf.striprtf import font_table_group, rtf_to_text

    # striprtf takes the next font's charset for that of a font without one.
    fonts = font_table_group(source)
    source = source.replace(fonts, _FONT.sub(_NO_CHARSET, fonts), 1)
    source = _LINK.sub(r"\1LINK", _CELL.sub(r"\\u-8192?", source))
    with reported("RTF"):
        text = str(rtf_to_text(source, encoding=_encoding(source), errors="replace"))
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
