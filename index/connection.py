"""The file of an archive's SQLite database: its tables, connections, transactions and settings."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Self

from index.errors import (
    ArchiveDamagedError,
    ArchiveError,
    ArchiveMissingError,
    archive_option,
)

# By `index.revisions.page_of`; archives from before it get the table with the next `add`.
PAGES = """
CREATE TABLE pages (
    page TEXT NOT NULL,
    article_key INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
    PRIMARY KEY (page, article_key)
) WITHOUT ROWID;
CREATE INDEX pages_by_article ON pages (article_key);
"""
# All that counting asks for: else every article's text is passed over to get at what follows it.
# Archives made before it was thought of get it when they are compacted.
_COUNTED = (
    "CREATE INDEX IF NOT EXISTS articles_counted ON articles"
    " (added_in, removed_in, published, outlet, outlet_folded, language)"
)
_SCHEMA = """
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL,
    text TEXT NOT NULL,
    title TEXT,
    outlet TEXT,
    outlet_folded TEXT NOT NULL,
    authors TEXT NOT NULL,
    published TEXT,
    url TEXT,
    language TEXT,
    details TEXT NOT NULL,
    agency TEXT,
    added_at TEXT NOT NULL,
    added_in INTEGER NOT NULL,
    removed_in INTEGER,
    replaced_by INTEGER REFERENCES articles (key) ON DELETE SET NULL
);
CREATE INDEX articles_by_id ON articles (id);
CREATE INDEX replaced_articles ON articles (replaced_by) WHERE replaced_by IS NOT NULL;
CREATE UNIQUE INDEX live_articles ON articles (id) WHERE removed_in IS NULL;
CREATE TABLE origins (origin TEXT PRIMARY KEY, article_id TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX origins_by_article ON origins (article_id);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article_key INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    content_hash BLOB NOT NULL
);
CREATE INDEX passages_by_article ON passages (article_key);
CREATE INDEX passages_by_content ON passages (content_hash);
CREATE TABLE sketches (
    band INTEGER NOT NULL,
    article_key INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
    PRIMARY KEY (band, article_key)
) WITHOUT ROWID;
CREATE INDEX sketches_by_article ON sketches (article_key);
CREATE TABLE copies (
    article_key INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
    copy_key INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
    PRIMARY KEY (article_key, copy_key)
) WITHOUT ROWID;
CREATE INDEX copies_by_copy ON copies (copy_key);
CREATE TABLE vectors (
    model TEXT NOT NULL,
    content_hash BLOB NOT NULL,
    vector BLOB NOT NULL,
    PRIMARY KEY (model, content_hash)
) WITHOUT ROWID;
"""

# What hinders SQLite from outside of its file, by its error code. Else the file itself is wrong.
_NO_WRITING = "it is written to even for a search; allow it, or copy the archive to where you may"
_HINDRANCES = {
    sqlite3.SQLITE_READONLY: _NO_WRITING,
    sqlite3.SQLITE_CANTOPEN: _NO_WRITING,
    sqlite3.SQLITE_BUSY: "another process uses it; wait until it is done",
    sqlite3.SQLITE_FULL: "make room on its disk, and do it again",
    sqlite3.SQLITE_IOERR: "its disk does not read or write; check it",
}
# The shared memory beside the file, which readers need as well, cannot be made.
_NO_ROOM = sqlite3.SQLITE_IOERR_SHMSIZE
_DAMAGES = frozenset((sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB))
_PUT_BACK = (
    "put a copy of it back, or make the archive again: onrecord add SOURCES --archive NEW_DIRECTORY"
)


class Connection:
    """One archive's SQLite file, open in this process; one connection for each thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()

    @classmethod
    def create(cls, path: Path, *, settings: dict[str, str]) -> Self:
        """Make the file whole or not at all: it is written beside its place, then renamed.

        Raises:
            ArchiveError: its disk is full, say.
            OSError: the file cannot be put in its place.
        """
        draft = path.with_suffix(".new")
        draft.unlink(missing_ok=True)
        with hindrances_told(path), closing(sqlite3.connect(draft)) as connection:
            # In one transaction: each table by itself would wait for the disk.
            connection.executescript(f"BEGIN; {_SCHEMA} {PAGES} {_COUNTED};")
            connection.executemany("INSERT INTO settings VALUES (?, ?)", settings.items())
            connection.commit()
            # Kept in the file: connections that all make the change at once can lock each other
            # out.
            connection.execute("PRAGMA journal_mode = WAL")
        draft.replace(path)
        return cls(path)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open an archive's file.

        Raises:
            ArchiveMissingError: there is none.
            ArchiveDamagedError: it is no database of this project.
            ArchiveError: it may not be read or written, or is in use.
        """
        if _is_file(path.parent):
            raise ArchiveMissingError(
                f"{path.parent} is a file, and an archive is a directory; give that"
            )
        if not _is_file(path):
            raise ArchiveMissingError(
                f"no archive at {path.parent}; make one with: onrecord add FOLDER "
                f"{archive_option(path.parent)}"
            )
        database = cls(path)
        try:
            with hindrances_told(path):
                database.setting("format")
        except sqlite3.DatabaseError as error:
            raise ArchiveDamagedError(
                f"{path} is not a readable archive database ({error}); put a copy of it back"
            ) from error
        return database

    @property
    def _connection(self) -> sqlite3.Connection:
        connection = getattr(self._local, "connection", None)
        # What could not be opened as it should is tried again each time: there may be room now.
        if connection is None or self._local.is_frozen:
            connection, self._local.is_frozen = self._connect(frozen=connection)
            self._local.connection = connection
        return connection

    def _connect(self, *, frozen: sqlite3.Connection | None) -> tuple[sqlite3.Connection, bool]:
        """Open the file; for reading alone, as if frozen, where its disk has no byte left.

        Then nobody else writes either, and the file is whole by itself if its journal is empty.
        """
        connection = sqlite3.connect(self._path, timeout=30.0, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            connection.close()
            journal = self._path.with_name(f"{self._path.name}-wal")
            is_whole = not journal.exists() or not journal.stat().st_size
            if getattr(error, "sqlite_errorcode", None) != _NO_ROOM or not is_whole:
                raise
            if frozen is not None:
                return frozen, True
            address = f"{self._path.absolute().as_uri()}?immutable=1"
            return sqlite3.connect(address, uri=True, isolation_level=None), True
        # NORMAL may lose the last commits with the power: `current` would then run ahead.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        return connection, False

    def close(self) -> None:
        """Close this thread's connection."""
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    def check(self) -> None:
        """Read the whole file and find out whether it is sound.

        Raises:
            ArchiveDamagedError: it is not.
        """
        try:
            (verdict,) = self._connection.execute("PRAGMA integrity_check(1)").fetchone()
            orphans = self._connection.execute("PRAGMA foreign_key_check").fetchall()
        except sqlite3.DatabaseError as error:
            verdict, orphans = str(error), []
        if verdict != "ok" or orphans:
            wrong = verdict if verdict != "ok" else f"{len(orphans)} rows belong to no article"
            raise ArchiveDamagedError(f"{self._path} is damaged ({wrong}); {_PUT_BACK}")

    def shrink(self) -> None:
        """Write the file anew without its gaps; readers may go on meanwhile.

        Raises:
            ArchiveError: its disk is full, say; the file is as it was then.
        """
        with hindrances_told(self._path):
            self._connection.execute(_COUNTED)
            self._connection.execute("VACUUM")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit everything inside together, or nothing of it.

        Raises:
            ArchiveError: its disk is full, say.
        """
        connection = self._connection
        with hindrances_told(self._path):
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:  # of a full disk SQLite has rolled back by itself
                    connection.execute("ROLLBACK")
                raise

    def setting(self, name: str) -> str | None:
        """Return a setting's value, or None."""
        row = self._connection.execute(
            "SELECT value FROM settings WHERE name = ?", (name,)
        ).fetchone()
        return row[0] if row else None

    def keep_setting(self, name: str, value: str | None) -> None:
        """Set a setting; None forgets it.

        Raises:
            ArchiveError: its disk is full, say.
        """
        with hindrances_told(self._path):
            if value is None:
                self._connection.execute("DELETE FROM settings WHERE name = ?", (name,))
            else:
                self._connection.execute("REPLACE INTO settings VALUES (?, ?)", (name, value))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError as error:  # one of its folders may not be looked into
        raise ArchiveError(f"{path} cannot be opened ({error.strerror}); {_NO_WRITING}") from error


def damage_told(error: BaseException) -> str | None:
    """Say of an error what is wrong, and how to mend it, if a page of a database is damaged.

    Whoever reads such a page comes upon it, in the midst of anything; None for other errors.
    """
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
    if not isinstance(error, sqlite3.DatabaseError) or code not in _DAMAGES:
        return None
    return f"the archive's database is damaged ({error}); {_PUT_BACK}"


@contextmanager
def hindrances_told(path: Path) -> Iterator[None]:
    """Say of what hinders SQLite from outside of a file what it is, and how to mend it.

    Raises:
        ArchiveError: its disk is full, or it may not be written, say.
    """
    try:
        yield
    except sqlite3.OperationalError as error:
        stated = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        # The last byte is the kind; those before it tell kinds of the kind.
        code = sqlite3.SQLITE_FULL if stated == _NO_ROOM else stated & 0xFF
        if code not in _HINDRANCES:
            raise
        what = "its disk is full" if stated == _NO_ROOM else str(error)
        message = f"{path} cannot be used ({what}); {_HINDRANCES[code]}"
        raise ArchiveError(message) from error
