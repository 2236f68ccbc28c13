"""What readers of documents share: stated properties, and the article that is made at the end."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from index.article import Article, Locator
from index.errors import ReadingError
from index.reading.aliases import FieldAliases
from index.reading.dates import read_date
from index.reading.header import Header, find_header
from index.reading.locators import carry_over
from index.reading.mastheads import Masthead, read_masthead
from index.reading.metadata import Metadata, build_article

_NO_TITLE = re.compile(
    r"(?:untitled|document|presentation|normal|template|slide|page|layout)\W*\d*"
    r"|(?:microsoft \w+|powerpoint presentation|print)\b.*"
    r"|\S+\.(?:docx?|odt|rtf|pdf|indd|qxp|pages|tex|dvi|txt|html?|pptx?|xlsx?)",
    re.IGNORECASE,
)
# What word processors and operating systems put where a name should stand.
_NO_AUTHOR = re.compile(
    r"(?:the )?(?:admin(?:istrator)?|user|owner|author|unknown|anonymous|python-docx|root|guest"
    r"|microsoft(?: office)?(?: user)?|windows user|office|default|pc|hp|dell|unspecified)\W*\d*",
    re.IGNORECASE,
)
_BUILT_IN_ALIASES = FieldAliases()


@dataclass(frozen=True, slots=True, kw_only=True)
class Properties:
    """What a document's properties state, as it stands there.

    `created` is a time, or a text in ISO 8601; where it has no zone only its day is taken.
    """

    title: str | None = None
    authors: Sequence[str] = ()
    created: datetime | str | None = None
    language: str | None = None
    outlet: str | None = None
    url: str | None = None

    def metadata(self) -> Metadata:
        """Return what of it is worth keeping: no file names for titles, no accounts for authors.

        >>> Properties(title="report_v2.docx", authors=["Admin", "Ann Poe"]).metadata().authors
        ('Ann Poe',)
        """
        title = (self.title or "").strip()
        created = _read_time(self.created)
        record = {
            "title": None if _NO_TITLE.fullmatch(title) else title,
            "authors": [name for name in self.authors if not _NO_AUTHOR.fullmatch(name.strip())],
            "published": created.date() if created else read_date(self.created),
            "language": self.language,
            "outlet": self.outlet,
            "url": self.url,
        }
        zoned = created if created and created.tzinfo else None
        return replace(Metadata.of(record, _BUILT_IN_ALIASES), published_at=zoned)


def _read_time(value: datetime | str | None) -> datetime | None:
    if not isinstance(value, str):
        return value
    try:
        # "2024-10" and "2024" are no days, and Python 3.11 reads neither.
        return datetime.fromisoformat(value.strip())
    except ValueError:
        return None


def build_document(
    raw: str,
    properties: Properties,
    locators: Sequence[Locator] = (),
    *,
    running: Sequence[str] = (),
) -> Article:
    """Make an article of a document's text, a line a paragraph.

    What the document itself shows, in its text and then in its `running` heads and feet, goes
    before its properties, which are often left over from a template or from another document.

    Raises:
        ReadingError: nothing is left of the text.
    """
    stated = properties.metadata()
    header = find_header(raw, stated_title=stated.title)
    metadata = _agree(header, read_masthead(running), stated)
    body = carry_over(locators, raw=raw, text=header.body)
    return build_article(header.body, metadata, body)


def _agree(header: Header, masthead: Masthead, stated: Metadata) -> Metadata:
    shown = header.metadata
    # Capitals may be how a title is set, not how it is spelled.
    is_shown = _key(stated.title or "") == _key(shown.title or "")
    published = shown.published or masthead.published or stated.published
    return replace(
        shown,
        title=stated.title if is_shown else shown.title or stated.title,
        authors=shown.authors or stated.authors,
        published=published,
        published_at=stated.published_at if published == stated.published else None,
        language=stated.language,
        outlet=shown.outlet or masthead.outlet or stated.outlet,
        url=stated.url,
    )


def table_row(cells: Iterable[str]) -> str:
    r"""Write a row of a table as web pages' are written: bars between and around its cells.

    >>> table_row(["Riga", "nine\ndays", ""]), table_row(["Snow fell."])
    ('| Riga | nine days | |', 'Snow fell.')
    """
    texts = [" ".join(cell.split()) for cell in cells]
    return f"| {' | '.join(texts)} |".replace("|  |", "| |") if len(texts) > 1 else "".join(texts)


def _key(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()


@contextmanager
def reported(form: str) -> Iterator[None]:
    """Turn whatever a library raises on a damaged file of a format into a `ReadingError`.

    For the calls of the library alone: our own mistakes keep their traceback.
    """
    try:
        yield
    except (ReadingError, MemoryError):
        raise
    # Parsers raise what they stumble over: KeyError, struct.error, zlib.error, RecursionError, ...
    except Exception as error:
        reason = " ".join(str(error).split())[:120] or type(error).__name__
        raise ReadingError(
            f"it cannot be read as {form} ({reason}); open it in the program that made it and"
            " save it again"
        ) from error
