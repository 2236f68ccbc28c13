"""Versions of one article: which there are, and what changed from one to the next; pure."""

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time

from index.article import Article
from index.splitting import split_sentences

_FIELDS = ("title", "outlet", "authors", "published", "updated_at", "url", "section", "notice")


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One text that an origin has had. `added_at` is when it came into the archive, in UTC.

    Answers come from the version that is not `superseded`; citations of the others still resolve.
    """

    article: Article
    added_at: datetime
    superseded: bool


def in_order(versions: Iterable[Version]) -> list[Version]:
    """Sort the versions of one article: the one that is live, then the others, newest first.

    Newest by when they say that they were updated or published, else by when they came in; of two
    of one moment the first stays first.
    """
    found = sorted(versions, key=_moment, reverse=True)
    return sorted(found, key=lambda version: version.superseded)


def _moment(version: Version) -> datetime:
    article = version.article
    stated = article.updated_at or article.published_at
    if stated is None and article.published:
        stated = datetime.combine(article.published, time())
    moment = stated or version.added_at
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def changes(before: Article, after: Article) -> Iterator[str]:
    """Yield what changed between two versions, as lines that begin with "-", "+" or a space.

    First the fields that differ, then the sentences, as a unified diff with one sentence of
    context; "@@" stands between its stretches.

    >>> old, new = Article(text="Snow fell. Nobody left."), Article(text="Snow fell. Two left.")
    >>> list(changes(old, new))
    [' Snow fell.', '-Nobody left.', '+Two left.']
    """
    for name in _FIELDS:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield from (f"-{name}: {_shown(old)}", f"+{name}: {_shown(new)}")
    lines = difflib.unified_diff(_sentences(before), _sentences(after), lineterm="", n=1)
    stretches = 0
    for line in list(lines)[2:]:  # the first two name files
        if not line.startswith("@@"):
            yield line
        elif (stretches := stretches + 1) > 1:
            yield "@@"


def _sentences(article: Article) -> list[str]:
    return [" ".join(span.of(article.text).split()) for span in split_sentences(article.text)]


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
