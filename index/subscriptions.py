"""What an archive has from the web, and how to ask for it again: a table beside its articles."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from index.reading.kinds import Kind
from index.reading.validators import Validators

# As many as a front page of news links to; a sitemap of 50,000 takes 14 hours at a page a second.
LINKED_PAGES = 50

_TABLE = """
CREATE TABLE IF NOT EXISTS subscriptions (
    url TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    via TEXT,
    etag TEXT,
    last_modified TEXT,
    last_checked TEXT NOT NULL,
    last_status INTEGER
) WITHOUT ROWID
"""
_FORGET_ORPHANS = """
DELETE FROM subscriptions
WHERE via IS NOT NULL AND via NOT IN (SELECT url FROM subscriptions)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A URL that is asked again.

    `via` is the feed or sitemap that listed it, None where a user named it. `last_checked` is when
    it last answered for itself; `last_status` what came at the last try, None for no answer.
    """

    url: str
    kind: Kind
    via: str | None = None
    validators: Validators = field(default_factory=Validators)
    last_checked: datetime
    last_status: int | None = None


class Subscriptions:
    """The subscriptions of one archive, by URL.

    They have a connection of their own, for a table that no search needs; an archive that never
    fetched anything has none.
    """

    def __init__(self, root: Path) -> None:
        self._path = root / "archive.sqlite"

    def all(self) -> list[Subscription]:
        """List them: those that a user named first, each group by URL."""
        with closing(self._connect()) as connection:
            rows = connection.execute(
                "SELECT url, kind, via, etag, last_modified, last_checked, last_status"
                " FROM subscriptions ORDER BY via IS NOT NULL, url"
            )
            return [
                Subscription(
                    url=url,
                    kind=Kind(kind),
                    via=via,
                    validators=Validators(etag=etag, last_modified=modified),
                    last_checked=datetime.fromisoformat(checked),
                    last_status=status,
                )
                for url, kind, via, etag, modified, checked, status in rows
            ]

    def keep(self, subscriptions: Iterable[Subscription]) -> None:
        """Write subscriptions; each replaces what was known of its URL."""
        rows = [
            (
                one.url, one.kind, one.via, one.validators.etag, one.validators.last_modified,
                one.last_checked.isoformat(), one.last_status,
            )
            for one in subscriptions
        ]  # fmt: skip
        if not rows:
            return
        with closing(self._connect()) as connection, connection:
            connection.executemany("REPLACE INTO subscriptions VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def forget(self, url: str) -> bool:
        """Ask for a URL and what it listed no more; tell whether it was known."""
        with closing(self._connect()) as connection, connection:
            known = connection.execute("DELETE FROM subscriptions WHERE url = ?", (url,)).rowcount
            while connection.execute(_FORGET_ORPHANS).rowcount:
                pass  # a sitemap lists sitemaps that list pages
        return bool(known)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=30.0)
        connection.execute(_TABLE)
        return connection
