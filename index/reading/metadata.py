"""What a source says about its article, and the article made from it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from index.article import Article, Locator, Notice
from index.cleaning import clean, settle
from index.errors import ReadingError
from index.reading.aliases import FieldAliases, is_absent
from index.reading.bylines import read_names
from index.reading.dates import is_plausible, read_date
from index.reading.language import detect_language
from index.reading.locators import carry_over
from index.reading.notices import find_notice
from index.reading.references import without_references


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What is known of an article besides its text; what is unknown is None or empty."""

    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: date | None = None
    url: str | None = None
    language: str | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    section: str | None = None
    notice: Notice | None = None

    @classmethod
    def of(cls, record: Mapping[str, object], aliases: FieldAliases) -> "Metadata":
        """Read the fields of a record or of front matter.

        Raises:
            ReadingError: there is a date and it cannot be read.
        """
        return cls(
            title=_one_line(aliases.value(record, "title")),
            outlet=_one_line(aliases.value(record, "outlet")),
            authors=split_authors(aliases.value(record, "authors")),
            published=_published(record, aliases),
            url=_one_line(aliases.value(record, "url")),
            language=_language(aliases.value(record, "language")),
        )


def build_article(raw: str, metadata: Metadata, locators: Sequence[Locator] = ()) -> Article:
    """Clean a raw text and make it an article; the language is detected when it is not given.

    The starts of `locators` are offsets into `raw`; the article's are offsets into its text.

    Raises:
        ReadingError: nothing is left of the text.
    """
    text = clean(raw, title=metadata.title, authors=metadata.authors)
    if not text:
        raise ReadingError("it has no text once boilerplate is off; give it the article's text")
    return Article(
        text=text,
        title=metadata.title,
        outlet=metadata.outlet,
        authors=metadata.authors,
        published=metadata.published,
        url=metadata.url,
        language=metadata.language or detect_language(text),
        published_at=metadata.published_at,
        updated_at=metadata.updated_at,
        section=metadata.section,
        locators=carry_over(locators, raw=raw, text=text),
        notice=metadata.notice or find_notice(raw, title=metadata.title),
    )


# "Ann Poe, Jr." is one name.
_BETWEEN_AUTHORS = re.compile(
    r"\s*(?:[;&|]|,(?!\s*(?:[JS]r|I{2,3}|IV|M\.?D|Ph\.?D)\b)|\s+and\s+)\s*(?:and\s+)?"
)
# A name of a list, the surname first.
_INVERTED = re.compile(r"[^\s,;&|]+, [^\s,;&|]+(?: [^\s,;&|]+)?")


def split_authors(value: object) -> tuple[str, ...]:
    """Split a byline, or tidy a list of names; each name once, in order.

    >>> split_authors("By Ann Poe and Bo Ray, Cy Sol"), split_authors(["Poe, Ann", "Bo Ray"])
    (('Ann Poe', 'Bo Ray', 'Cy Sol'), ('Poe, Ann', 'Bo Ray'))
    """
    if isinstance(value, list | tuple):
        names = [name for item in value for name in _names_of(item)]
    elif is_absent(value):
        names = []
    else:
        names = [*_in_byline(_one_line(value) or "")]
    return tuple(dict.fromkeys(name for name in names if not is_absent(name)))


def _in_byline(line: str) -> Sequence[str]:
    """Return the names in a byline, without roles and outlets where it has nothing else."""
    names = re.sub(r"^by:?\s+", "", line, flags=re.IGNORECASE)
    byline = read_names(names)
    return byline.authors if byline and byline.authors else _BETWEEN_AUTHORS.split(names)


def _names_of(item: object) -> tuple[str, ...]:
    """Return the names in one item of a list."""
    line = _one_line(item) if isinstance(item, str) else None
    return (line,) if line and _INVERTED.fullmatch(line) else split_authors(item)


def _one_line(value: object) -> str | None:
    if isinstance(value, Mapping):  # {"id": "bbc", "name": "BBC News"}, as news services write it
        return _one_line(value.get("name"))
    if isinstance(value, list | tuple):
        return _one_line(value[0]) if value else None
    if is_absent(value):
        return None
    return " ".join(settle(without_references(str(value))).split()) or None


def _published(record: Mapping[str, object], aliases: FieldAliases) -> date | None:
    value = aliases.value(record, "published")
    if value is None:
        return None
    published = read_date(value)
    if published is None:
        raise ReadingError(
            f"its date {value!r} cannot be read; write it as YYYY-MM-DD or leave it out"
        )
    return published if is_plausible(published) else None


def _language(value: object) -> str | None:
    match = re.match(r"([a-z]{2})(?:[-_].*)?$", _one_line(value) or "", flags=re.IGNORECASE)
    return match[1].lower() if match else None
