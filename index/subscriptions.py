"""What an archive has from the web, and how to ask for it again: a table beside its articles."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from index.connection import hindrances_told
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
    last_status INTEGER,
    pages_left INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID
"""
_ALL = """
SELECT url, kind, via, etag, last_modified, last_checked, last_status, pages_left
FROM subscriptions ORDER BY via IS NOT NULL, url
"""
_KEEP = """
REPLACE INTO subscriptions
    (url, kind, via, etag, last_modified, last_checked, last_status, pages_left)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
# Which URL gave what an archive has under an origin, and whether a user has removed that.
_BROUGHT = """
CREATE TABLE IF NOT EXISTS brought (
    origin TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    removed INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID
"""
_BROUGHT_BY = """
WITH RECURSIVE listed (url) AS (VALUES (?) UNION
    SELECT s.url FROM subscriptions s JOIN listed l ON s.via = l.url)
SELECT origin FROM brought WHERE url IN (SELECT url FROM listed)
"""
_END_WHAT_GIVES_NOTHING = """
DELETE FROM subscriptions WHERE via IS NULL AND kind = 'page'
AND url IN (SELECT url FROM brought WHERE origin IN (SELECT value FROM json_each(?)))
AND NOT EXISTS (SELECT 1 FROM brought b WHERE b.url = subscriptions.url AND NOT b.removed)
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
    `pages_left` of a feed or sitemap are listed and have not been fetched yet, or have failed for a
    while.
    """

    url: str
    kind: Kind
    via: str | None = None
    validators: Validators = field(default_factory=Validators)
    last_checked: datetime
    last_status: int | None = None
    pages_left: int = 0


class Subscriptions:
    """The subscriptions of one archive, by URL.

    They have a connection of their own, for a table that no search needs; an archive that never
    fetched anything has none. Each use raises `ArchiveError` where the disk is full or may not be
    written, say.
    """

    def __init__(self, root: Path) -> None:
        self._path = root / "archive.sqlite"

    def all(self) -> list[Subscription]:
        """List them: those that a user named first, each group by URL."""
        with self._connected() as connection:
            rows = connection.execute(_ALL)
            return [
                Subscription(
                    url=url,
                    kind=Kind(kind),
                    via=via,
                    validators=Validators(etag=etag, last_modified=modified),
                    last_checked=datetime.fromisoformat(checked),
                    last_status=status,
                    pages_left=left,
                )
                for url, kind, via, etag, modified, checked, status, left in rows
            ]

    def keep(
        self, subscriptions: Iterable[Subscription], *, brought: Mapping[str, str] | None = None
    ) -> None:
        """Write subscriptions; each replaces what was known of its URL.

        `brought` tells by origin of an article which URL gave it.
        """
        rows = [
            (
                one.url, one.kind, one.via, one.validators.etag, one.validators.last_modified,
                one.last_checked.isoformat(), one.last_status, one.pages_left,
            )
            for one in subscriptions
        ]  # fmt: skip
        if not rows:
            return
        with self._connected() as connection:
            connection.executemany(_KEEP, rows)
            connection.executemany("REPLACE INTO brought VALUES (?, ?, 0)", (brought or {}).items())

    def removed(self) -> dict[str, str]:
        """Return the origins that a user has removed, with the URLs that gave them."""
        with self._connected() as connection:
            rows = connection.execute("SELECT origin, url FROM brought WHERE removed")
            return dict(rows.fetchall())

    def given(self) -> dict[str, set[str]]:
        """Return by URL the origins of what it gave."""
        found: dict[str, set[str]] = {}
        with self._connected() as connection:
            for origin, url in connection.execute("SELECT origin, url FROM brought"):
                found.setdefault(url, set()).add(origin)
        return found

    def brought_by(self, url: str) -> list[str]:
        """Return the origins of what a URL gave, and of what the pages that it lists gave."""
        with self._connected() as connection:
            rows = connection.execute(_BROUGHT_BY, (url,))
            return [origin for (origin,) in rows]

    def remove(self, origins: Iterable[str]) -> None:
        """Let `refresh` bring back nothing of some origins.

        Of a page that a user named and that gave nothing else, the subscription ends.
        """
        listed = json.dumps(list(origins))
        with self._connected() as connection:
            # What was fetched before this was written down is known by its own URL.
            connection.execute(
                "INSERT OR IGNORE INTO brought SELECT url, url, 0 FROM subscriptions"
                " WHERE url IN (SELECT value FROM json_each(?))",
                (listed,),
            )
            connection.execute(
                "UPDATE brought SET removed = 1 WHERE origin IN (SELECT value FROM json_each(?))",
                (listed,),
            )
            connection.execute(_END_WHAT_GIVES_NOTHING, (listed,))

    def forget(self, url: str) -> bool:
        """Ask for a URL and what it listed no more; tell whether it was known."""
        with self._connected() as connection:
            known = connection.execute("DELETE FROM subscriptions WHERE url = ?", (url,)).rowcount
            while connection.execute(_FORGET_ORPHANS).rowcount:
                pass  # a sitemap lists sitemaps that list pages
        return bool(known)

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        """Open the tables, and commit everything inside together, or nothing of it."""
        with (
            hindrances_told(self._path),
            closing(sqlite3.connect(self._path, timeout=30.0)) as connection,
            connection,
        ):
            connection.execute(_TABLE)
            connection.execute(_BROUGHT)
            columns = {row[1] for row in connection.execute("PRAGMA table_info(subscriptions)")}
            if "pages_left" not in columns:
                column = "pages_left INTEGER NOT NULL DEFAULT 0"
                connection.execute(f"ALTER TABLE subscriptions ADD COLUMN {column}")
            yield connection
