"""Where in the archive's articles gold stands; pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from index import Article
from index.cleaning import settle
from qa.gold import ABSENT, Gold
from qa.plain import one_line

# Quotation marks and dashes that a keyboard or a spreadsheet writes in another way than the
# article; each by one character, so that offsets stay what they are.
_PLAIN = {
    ord(c): plain
    for plain, odd in (("'", "’‘‚‛′ʼ`´‹›"), ('"', "“”„‟″«»"), ("-", "‐‑‒–—―−"))
    for c in odd
}
_SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A span of an article: its id and character offsets (end exclusive)."""

    article_id: str
    start: int
    end: int

    def overlaps(self, article_id: str, start: int, end: int, *, share: float = 0.0) -> bool:
        """Tell whether a span takes in more than `share` of the shorter of the two."""
        common = min(self.end, end) - max(self.start, start)
        shorter = min(self.end - self.start, end - start)
        return self.article_id == article_id and common > share * shorter


@dataclass(slots=True, kw_only=True)
class Located:
    """Gold with every place where it stands, and the articles that go by the name it gives.

    Gold without a quote stands wherever its article has a character.
    """

    gold: Gold
    articles: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)

    @property
    def problem(self) -> str | None:
        """Say why nothing can be measured by it, and how to mend that; None if it can."""
        quote, article = _shown(self.gold.quote), _shown(self.gold.article)
        listing = "(onrecord status --articles lists them)"
        if self.gold.article and not self.articles:
            return (
                f"the article {article} is not in the archive; add it, or give the id, URL or title"
                f" of one that is {listing}"
            )
        if self.gold.quote and not self.places:
            where = f"in the article {article}" if self.gold.article else "in any article"
            return (
                f"the quote {quote} does not stand {where}; copy it word for word, or write "
                f"“{ABSENT}”"
            )
        if not self.gold.quote and len(self.articles) > 1:
            return (
                f"{len(self.articles)} articles go by {article}; give the id of the one meant "
                f"{listing}, or a quote"
            )
        return None


def locate(golds: Iterable[Gold], articles: Iterable[Article]) -> list[Located]:
    """Find each gold in the articles, which are gone through once.

    A quote is found whatever its white space and the shape of its quotation marks and dashes; it
    begins and ends where words do.
    """
    located = [Located(gold=gold) for gold in golds]
    named: dict[str, list[Located]] = defaultdict(list)
    anywhere: list[Located] = []
    for one in located:
        (named[_key(one.gold.article)] if one.gold.article else anywhere).append(one)
    for article in articles:
        names = {_key(name) for name in (article.id, article.url, article.title) if name}
        here = [one for name in sorted(names) for one in named.get(name, ())]
        for one in here:
            one.articles.append(article.id)
        _look_into(article, [*here, *anywhere])
    return located


def _look_into(article: Article, wanted: Sequence[Located]) -> None:
    if not wanted:
        return
    text = article.text.translate(_PLAIN)
    plain = " ".join(text.split())
    for one in wanted:
        if one.gold.quote is None:
            one.places.append(Place(article_id=article.id, start=0, end=len(text)))
            continue
        quote = " ".join(settle(one.gold.quote).translate(_PLAIN).split())
        if quote in plain:  # quicker than the pattern, and nearly always no
            one.places.extend(
                Place(article_id=article.id, start=start, end=end)
                for start, end in _spans(quote, text)
            )


def _spans(quote: str, text: str) -> Iterator[tuple[int, int]]:
    """Find a quote in a text wherever it begins and ends with whole words; it must have one.

    >>> list(_spans("13 tanks", "113 tanks, 13  tanks"))
    [(11, 20)]
    """
    if not any(map(str.isalnum, quote)):
        return
    words = r"\s+".join(map(re.escape, quote.split()))
    head = r"(?<!\w)" if quote[:1].isalnum() else ""
    tail = r"(?!\w)" if quote[-1:].isalnum() else ""
    for match in re.finditer(f"{head}{words}{tail}", text):
        yield match.span()


def _key(name: str) -> str:
    return one_line(name).translate(_PLAIN).casefold().rstrip("/")


def _shown(text: str | None) -> str:
    text = one_line(text)
    return f"“{text[:_SHOWN]}…”" if len(text) > _SHOWN else f"“{text}”"
