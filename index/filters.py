"""Which articles a search may look at."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from index.article import Article
from index.errors import RequestError


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which articles a search may look at; an empty filter lets everything through.

    `since` and `until` are both included; of a time, its day counts. An article whose date is not
    known passes no date filter: it cannot be shown to lie in the range. Outlets are compared
    without regard to case.

    >>> Filters(since=date(2024, 8, 1)).admits(Article(text="…", published=date(2024, 8, 10)))
    True
    """

    outlets: Sequence[str] = ()
    since: date | None = None
    until: date | None = None
    languages: Sequence[str] = ()

    def __post_init__(self) -> None:
        for name in ("outlets", "languages"):
            object.__setattr__(self, name, _names(name, getattr(self, name)))
        for name in ("since", "until"):
            object.__setattr__(self, name, _day(name, getattr(self, name)))
        if self.since and self.until and self.since > self.until:
            raise RequestError(
                f"since {self.since} is later than until {self.until}: no article can match; "
                "swap the two dates"
            )

    def __bool__(self) -> bool:
        return bool(self.outlets or self.since or self.until or self.languages)

    def admits(self, article: Article) -> bool:
        """Tell whether the article may be searched."""
        outlet = (article.outlet or "").casefold()
        if self.outlets and outlet not in {name.casefold() for name in self.outlets}:
            return False
        if self.languages and article.language not in self.languages:
            return False
        if self.since or self.until:
            if article.published is None:
                return False
            first, last = self.since or date.min, self.until or date.max
            return first <= article.published <= last
        return True


def _names(name: str, value: object) -> tuple[str, ...]:
    """Return what can be compared and kept; one string would be taken for a name a character."""
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        names = tuple(value)
        if all(isinstance(one, str) for one in names):
            return names
    raise RequestError(
        f"{name} is {value!r}; give a list of strings, be it of one: {name}=['Example'], or leave "
        "it out"
    )


def _day(name: str, value: object) -> date | None:
    """Return a day: beside days, a time of that day would leave out what came before it."""
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    raise RequestError(
        f"{name} is {value!r}, which is no date; give one: {name}=date(2024, 8, 31), or make one "
        "with date.fromisoformat"
    )
