"""The article: one published text with its origin."""

import hashlib
import json
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache

from index.errors import ReadingError


class Notice(StrEnum):
    """What a publisher says of a text that it has changed or taken back."""

    CORRECTED = "corrected"
    UPDATED = "updated"
    RETRACTED = "retracted"


_STRINGS = ("text", "title", "outlet", "url", "language", "section", "file")


@dataclass(frozen=True, slots=True, kw_only=True)
class Locator:
    """Where a stretch of an article stands in its source: from `start` up to the next locator.

    `start` is a character offset into the article's text. `label` is what a citation says: "p. 4",
    "12:31". `confidence`, between 0 and 1, is that of optical character recognition; None where the
    source holds text.
    """

    start: int
    label: str
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One published text with its origin; what is unknown is None or empty, never guessed.

    `text` is the cleaned text: every offset anywhere in the project counts its characters
    (Python code points, end exclusive). `published` is the day as the publisher's clock had it;
    `published_at` and `updated_at` are times with their zone, where the source tells them.
    `language` is an ISO 639-1 code. `locators` are in the order of their starts. `file` is the name
    of the file that an archive has it from; it is no part of what the article is.

    Raises `ReadingError` for a field of another kind: in an archive it would be found when it is
    too late. Of a time in place of the day, its day counts.

    >>> article = Article(text="Minsk said no.", outlet="Example")
    >>> article.sha256[:8], article.id
    ('c1a9fd88', 'acb2e44b8a7db863')
    """

    text: str = field(repr=False)
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
    locators: tuple[Locator, ...] = field(default=(), repr=False)
    file: str | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        for name in _STRINGS:
            value = getattr(self, name)
            if not isinstance(value, str) and (value is not None or name == "text"):
                raise _wrong(name, value, "a string")
        for name in ("published_at", "updated_at"):
            value = getattr(self, name)
            if value is not None and not isinstance(value, datetime):
                raise _wrong(name, value, "a datetime")
        published: object = self.published
        if isinstance(published, datetime):
            object.__setattr__(self, "published", published.date())
        elif published is not None and not isinstance(published, date):
            raise _wrong("published", published, "a date, as date(2024, 8, 31)")
        object.__setattr__(self, "authors", _names(self.authors))
        if self.locators != ():
            object.__setattr__(self, "locators", _places(self.locators))
        if self.notice is not None:
            object.__setattr__(self, "notice", _notice(self.notice))

    @property
    def name(self) -> str | None:
        """What to call it: its title, or else its file."""
        return self.title or self.file

    def locator(self, offset: int) -> Locator | None:
        """Return the locator that a character of the text falls under, or None."""
        before = [locator for locator in self.locators if locator.start <= offset]
        return before[-1] if before else None

    @property
    def sha256(self) -> str:
        """The SHA-256 of the text in UTF-8, in hexadecimal: what a quotation is checked against."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def id(self) -> str:
        """Sixteen hexadecimal digits made from the text and its origin.

        The same text in two outlets is two articles; the same file read twice is one. A text that
        was corrected or taken back is another article than before, though its words are the same.
        """
        return _id_of(self)


# Each sentence that is weighed, and each run that draws a conversation, asks for some ids again.
@lru_cache(maxsize=256)
def _id_of(article: Article) -> str:
    published = article.published.isoformat() if article.published else None
    content = [article.text, article.title, article.outlet, article.authors, published, article.url]
    if article.notice:
        content.append(article.notice)
    canonical = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def _names(authors: object) -> tuple[str, ...]:
    """Return names as they are kept; one string would be taken for a name a character.

    A set has another order in every process, and the article would have another id.
    """
    if isinstance(authors, Iterable) and not isinstance(authors, str | bytes | AbstractSet):
        names = tuple(authors)
        if all(isinstance(name, str) for name in names):
            return names
    raise _wrong("authors", authors, "a list of names")


def _places(locators: object) -> tuple[Locator, ...]:
    if isinstance(locators, Iterable) and not isinstance(locators, str | bytes):
        places = tuple(locators)
        if all(isinstance(place, Locator) for place in places):
            return places
    raise _wrong("locators", locators, 'a list such as [Locator(start=0, label="p. 1")]')


def _notice(name: str) -> Notice:
    try:
        return Notice(name)
    except ValueError:
        raise _wrong("notice", name, f"one of {', '.join(Notice)}") from None


def _wrong(name: str, value: object, wanted: str) -> ReadingError:
    return ReadingError(
        f"an article's {name} is {value!r:.60}; give {wanted}"
        f"{'' if name == 'text' else ', or leave it out'}"
    )
