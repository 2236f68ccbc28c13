"""Which articles a search may look at."""

from dataclasses import dataclass
from datetime import date

from index.article import Article
from index.errors import RequestError


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which articles a search may look at; an empty filter lets everything through.

    `since` and `until` are both included. An article whose date is not known passes no date filter:
    it cannot be shown to lie in the range. Outlets are compared without regard to case.

    >>> Filters(since=date(2024, 8, 1)).admits(Article(text="…", published=date(2024, 8, 10)))
    True
    """

    outlets: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    languages: tuple[str, ...] = ()

    def __post_init__(self) -> None:
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
