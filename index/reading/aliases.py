"""Which names in a record or in front matter stand for which field of an article."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from index.errors import RequestError

# In order of preference: a record with both "title" and "headline" is titled by the first.
_BUILT_IN: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article_body", "articlebody", "full_text", "maintext"),
    "title": ("title", "headline", "name"),
    "url": ("url", "link", "uri", "canonical_url"),
    "outlet": ("outlet", "source", "publisher", "site", "sitename", "site_name", "newspaper"),
    "authors": ("authors", "author", "byline", "creator", "dc:creator"),
    "published": (
        "published",
        "date",
        "published_at",
        "publishedat",
        "pubdate",
        "publish_date",
        "date_published",
        "datepublished",
        "datetime",
    ),
    "language": ("language", "lang"),
}


@dataclass(frozen=True, slots=True)
class FieldAliases(Mapping[str, tuple[str, ...]]):
    """From each field of an article to the names it may have, the preferred one first.

    `chosen` holds pairs of field and name that go before the built-in names. Names are compared
    without regard to case.

    >>> FieldAliases()["language"]
    ('language', 'lang')
    """

    chosen: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, options: Iterable[str]) -> Self:
        """Read options as the command line takes them, "field=name".

        >>> FieldAliases.parse(["text=body_html"])["text"][:2]
        ('body_html', 'text')

        Raises:
            RequestError: an option has no "=", no name, or a field that articles do not have.
        """
        return cls(tuple(_parse_option(option) for option in options))

    @classmethod
    def of(cls, given: object) -> Self:
        """Return the aliases that a caller gave; none for None.

        Raises:
            RequestError: it gave something else.
        """
        if given is None:
            return cls()
        if not isinstance(given, cls):
            raise RequestError(
                f"{given!r:.60} are no aliases; write: "
                'aliases=FieldAliases.parse(["text=body_html"])'
            )
        return given

    def __getitem__(self, field: str) -> tuple[str, ...]:
        built_in = _BUILT_IN[field]
        return tuple(name for chosen, name in self.chosen if chosen == field) + built_in

    def __iter__(self) -> Iterator[str]:
        return iter(_BUILT_IN)

    def __len__(self) -> int:
        return len(_BUILT_IN)

    def value(self, record: Mapping[str, object], field: str) -> object | None:
        """Return the first value of a record that is not empty under any name of the field."""
        by_name = {str(name).casefold(): value for name, value in record.items()}
        values = (by_name.get(name.casefold()) for name in self[field])
        return next((value for value in values if not is_absent(value)), None)


def is_absent(value: object) -> bool:
    """Tell whether a value stands for nothing, as exports write it.

    >>> [is_absent(value) for value in (None, " ", "null", [], 0, "Nona")]
    [True, True, True, True, False, False]
    """
    if isinstance(value, str):
        return value.strip().casefold() in {"", "none", "null", "nan", "n/a"}
    return value is None or value in ([], {}, ())


def _parse_option(option: str) -> tuple[str, str]:
    field, equals, name = (part.strip() for part in option.partition("="))
    if not equals or not name:
        raise RequestError(f"field alias {option!r} is not FIELD=NAME; write for example text=body")
    if field not in _BUILT_IN:
        fields = ", ".join(_BUILT_IN)
        raise RequestError(
            f"field alias {option!r}: {field!r} is none of {fields}; use one of these"
        )
    return field, name
