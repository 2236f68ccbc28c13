"""EPUB -> one article; chapters are its locators."""

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from index.article import Article, Locator
from index.errors import ReadingError
from index.reading.decoding import decode
from index.reading.documents import Properties, reported
from index.reading.fragments import fragment_text
from index.reading.locators import gather
from index.reading.metadata import build_article
from index.reading.packed import Package

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEAD = re.compile(r"<head\b.*?</head\s*>", re.IGNORECASE | re.DOTALL)
_HEADING = re.compile(r"<h([1-3])\b[^>]*>(.*?)</h\1\s*>", re.IGNORECASE | re.DOTALL)
_WORDS = "one two three four five six seven eight nine ten eleven twelve"
_NUMBERS = dict(zip(_WORDS.split(), range(1, 13), strict=True))
_ROMAN = r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})"
_NUMBERED = re.compile(
    rf"(?i:chapter (?P<named>\d{{1,3}}|{_ROMAN}|{'|'.join(_NUMBERS)}))\b"
    rf"|(?P<bare>\d{{1,3}}|{_ROMAN})(?:[.:)]|$)"
)
_LONGEST_LABEL = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chapter:
    """A document of the spine: its text, and what the contents or its first heading call it."""

    text: str
    heading: str | None


def read_epub(raw: bytes) -> Article:
    """Read an electronic book: the text of its spine, with a locator at each chapter ("ch. 3").

    The number is the one that the chapter's heading states; where no heading states one, chapters
    are counted.

    Raises:
        ReadingError: it is damaged or protected, or has no text.
    """
    package = Package(raw, form="EPUB")
    root = package.read_xml("META-INF/container.xml").find(".//{*}rootfile")
    place = root.get("full-path", "") if root is not None else ""
    book = package.read_xml(place)
    names = list(_spine(book, folder=posixpath.dirname(place)))
    _refuse_protected(package, names)
    contents = _contents(package, book, folder=posixpath.dirname(place))
    chapters = [_chapter(package, name, contents.get(name)) for name in names if name in package]
    text, locators = gather(_parts([chapter for chapter in chapters if chapter.text]))
    return build_article(text, _properties(book).metadata(), locators)


def _spine(book: "_Element", *, folder: str) -> Iterator[str]:
    items = {item.get("id"): item for item in book.iterfind(".//{*}manifest/{*}item")}
    for reference in book.iterfind(".//{*}spine/{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is None or reference.get("linear") == "no":
            continue
        # The table of contents is no text.
        if "nav" not in item.get("properties", "").split():
            yield _resolve(folder, item.get("href", ""))


def _resolve(folder: str, reference: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(reference.partition("#")[0])))


def _refuse_protected(package: Package, names: Sequence[str]) -> None:
    name = "META-INF/encryption.xml"
    if name not in package:
        return
    references = package.read_xml(name).iterfind(".//{*}CipherReference")
    # Embedded fonts are encrypted in books that are free to read; only text counts.
    if {_resolve("", one.get("URI", "")) for one in references} & set(names):
        raise ReadingError("it is protected against copying; ask for a copy without protection")


def _contents(package: Package, book: "_Element", *, folder: str) -> dict[str, str]:
    """Read what the table of contents calls each document; the first entry counts."""
    called: dict[str, str] = {}
    for item in book.iterfind(".//{*}manifest/{*}item"):
        is_nav = "nav" in item.get("properties", "").split()
        if not is_nav and item.get("media-type") != "application/x-dtbncx+xml":
            continue
        place = _resolve(folder, item.get("href", ""))
        if place not in package:
            continue
        for reference, label in _entries(package.read_xml(place), is_nav=is_nav):
            name = _resolve(posixpath.dirname(place), reference)
            called.setdefault(name, " ".join(label.split()))
    return called


def _entries(contents: "_Element", *, is_nav: bool) -> Iterator[tuple[str, str]]:
    if is_nav:
        for link in contents.iterfind(".//{*}nav//{*}a"):
            yield link.get("href", ""), "".join(str(text) for text in link.itertext())
        return
    for point in contents.iterfind(".//{*}navPoint"):
        target = point.find("{*}content")
        label = point.findtext("{*}navLabel/{*}text")
        if target is not None and label:
            yield target.get("src", ""), label


def _chapter(package: Package, name: str, called: str | None) -> _Chapter:
    page = _HEAD.sub("", decode(package.read(name)))
    heading = _HEADING.search(page)
    words = " ".join(fragment_text(heading[2]).split()) if heading else ""
    with reported("EPUB"):
        return _Chapter(text=fragment_text(page), heading=called or words or None)


def _parts(chapters: Sequence[_Chapter]) -> Iterator[tuple[Locator | None, str]]:
    numbers = [_number(chapter.heading or "") for chapter in chapters]
    for count, (chapter, number) in enumerate(zip(chapters, numbers, strict=True), start=1):
        if not any(numbers):
            label = f"ch. {count}"
        elif number:
            label = f"ch. {number}"
        else:
            # A document without a heading goes on with the chapter before it.
            label = (chapter.heading or "")[:_LONGEST_LABEL]
        yield Locator(start=0, label=label) if label else None, f"{chapter.text}\n\n"


def _number(heading: str) -> str | None:
    """Read the number that a heading states, in figures.

    >>> [_number(text) for text in ("Chapter 3: Snow", "CHAPTER TWO", "IV. Ice", "I fell")]
    ['3', '2', '4', None]
    """
    match = _NUMBERED.match(heading)
    if not match:
        return None
    word = (match["named"] or match["bare"]).casefold()
    return str(int(word) if word.isdecimal() else _NUMBERS.get(word) or _roman(word))


def _roman(numeral: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10}[letter] for letter in numeral]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))


def _properties(book: "_Element") -> Properties:
    def stated(name: str) -> list[str]:
        found = (element.text for element in book.iterfind(f".//{{*}}metadata/{{*}}{name}"))
        return [text.strip() for text in found if text and text.strip()]

    addresses = [text for text in stated("source") + stated("identifier") if text[:4] == "http"]
    return Properties(
        title=next(iter(stated("title")), None),
        authors=stated("creator"),
        created=next(iter(stated("date")), None),
        language=next(iter(stated("language")), None),
        outlet=next(iter(stated("publisher")), None),
        url=next(iter(addresses), None),
    )
