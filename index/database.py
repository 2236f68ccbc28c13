"""The SQLite database: what is true of an archive; every other file can be made from it.

Rows carry the generation that adds them and the one that removes them, so that a reader of a
published generation sees exactly its rows while a writer prepares the next one:
visible at g  <=>  added_in <= g and (removed_in is null or removed_in > g).
"""

import json
import sqlite3
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Self

from index import details
from index.article import Article
from index.contents import Contents
from index.errors import ArchiveDamagedError, ArchiveMissingError
from index.filters import Filters
from index.passage import Passage, PassageText
from index.splitting import Span

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
    added_in INTEGER NOT NULL,
    removed_in INTEGER
);
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
CREATE TABLE vectors (
    model TEXT NOT NULL,
    content_hash BLOB NOT NULL,
    vector BLOB NOT NULL,
    PRIMARY KEY (model, content_hash)
) WITHOUT ROWID;
"""
_ARTICLE = "a.text, a.title, a.outlet, a.authors, a.published, a.url, a.language, a.details"
# The text is sliced in Python: SQLite's substr stops at the first NUL.
_PASSAGE_TEXT = (
    "p.id, p.start, p.end, a.text, a.title, a.outlet, a.published, a.language"
    " FROM passages p JOIN articles a ON a.key = p.article_key"
)
_VISIBLE = "a.added_in <= :g AND (a.removed_in IS NULL OR a.removed_in > :g)"


class Database:
    """One archive's SQLite file, open in this process; one connection for each thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()

    @classmethod
    def create(cls, path: Path, *, settings: dict[str, str]) -> Self:
        """Make the file whole or not at all: it is written beside its place, then renamed."""
        draft = path.with_suffix(".new")
        draft.unlink(missing_ok=True)
        connection = sqlite3.connect(draft)
        connection.executescript(_SCHEMA)
        connection.executemany("INSERT INTO settings VALUES (?, ?)", settings.items())
        connection.commit()
        connection.close()
        draft.replace(path)
        return cls(path)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open an archive's file.

        Raises:
            ArchiveMissingError: there is none.
            ArchiveDamagedError: it is no database of this project.
        """
        if not path.is_file():
            raise ArchiveMissingError(
                f"no archive at {path.parent}; make one with: onrecord add FOLDER "
                f"--archive {path.parent}"
            )
        database = cls(path)
        try:
            database.setting("format")
        except sqlite3.DatabaseError as error:
            raise ArchiveDamagedError(
                f"{path} is not a readable archive database ({error}); put a copy of it back"
            ) from error
        return database

    @property
    def _connection(self) -> sqlite3.Connection:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self._path, timeout=30.0, isolation_level=None)
            connection.execute("PRAGMA journal_mode = WAL")
            # NORMAL may lose the last commits with the power: `current` would then run ahead.
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            self._local.connection = connection
        return connection

    def close(self) -> None:
        """Close this thread's connection."""
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit everything inside together, or nothing of it."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def setting(self, name: str) -> str | None:
        """Return a setting's value, or None."""
        row = self._connection.execute(
            "SELECT value FROM settings WHERE name = ?", (name,)
        ).fetchone()
        return row[0] if row else None

    def keep_setting(self, name: str, value: str | None) -> None:
        """Set a setting; None forgets it."""
        if value is None:
            self._connection.execute("DELETE FROM settings WHERE name = ?", (name,))
        else:
            self._connection.execute("REPLACE INTO settings VALUES (?, ?)", (name, value))

    # Writing -----------------------------------------------------------------------------------

    def holds(self, article_id: str) -> bool:
        """Tell whether an article is in the archive and not removed, published or not."""
        query = "SELECT 1 FROM articles WHERE id = ? AND removed_in IS NULL"
        return self._connection.execute(query, (article_id,)).fetchone() is not None

    def insert_article(
        self, article: Article, passages: Sequence[tuple[Span, bytes]], *, generation: int
    ) -> None:
        """Add an article with its passages, each a span and the hash of what is embedded."""
        cursor = self._connection.execute(
            "INSERT INTO articles (id, text, title, outlet, outlet_folded, authors, published,"
            " url, language, details, added_in) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                article.id, article.text, article.title, article.outlet,
                (article.outlet or "").casefold(), json.dumps(article.authors),
                article.published.isoformat() if article.published else None,
                article.url, article.language, details.write(article), generation,
            ),
        )  # fmt: skip
        self._connection.executemany(
            "INSERT INTO passages (article_key, start, end, content_hash) VALUES (?, ?, ?, ?)",
            [(cursor.lastrowid, span.start, span.end, content) for span, content in passages],
        )

    def remove_article(self, article_id: str, *, generation: int) -> None:
        """Let an article end with the generation before this one; its origins are forgotten."""
        self._connection.execute(
            "UPDATE articles SET removed_in = ? WHERE id = ? AND removed_in IS NULL",
            (generation, article_id),
        )
        self._connection.execute("DELETE FROM origins WHERE article_id = ?", (article_id,))

    def article_of_origin(self, origin: str) -> str | None:
        """Return the id of the article that came from there last."""
        row = self._connection.execute(
            "SELECT article_id FROM origins WHERE origin = ?", (origin,)
        ).fetchone()
        return row[0] if row else None

    def set_origin(self, origin: str, article_id: str) -> None:
        """Note where an article came from; it may come from several places."""
        self._connection.execute("REPLACE INTO origins VALUES (?, ?)", (origin, article_id))

    def has_origin(self, article_id: str) -> bool:
        """Tell whether any origin still leads to the article."""
        query = "SELECT 1 FROM origins WHERE article_id = ?"
        return self._connection.execute(query, (article_id,)).fetchone() is not None

    def changes(self, *, generation: int) -> int:
        """Count the articles that this unpublished generation adds or removes."""
        query = "SELECT count(*) FROM articles WHERE (added_in = :g) <> (removed_in IS :g)"
        return int(self._connection.execute(query, {"g": generation}).fetchone()[0])

    def newest_generation(self) -> int:
        """Return the highest generation that any article names; 0 where there is none."""
        query = "SELECT ifnull(max(max(added_in, ifnull(removed_in, 0))), 0) FROM articles"
        return int(self._connection.execute(query).fetchone()[0])

    def missing_vectors(self, model: str, *, generation: int) -> list[tuple[bytes, int]]:
        """Return content that the model has not embedded yet: its hash and a passage that has it.

        Longest first: batches of like length pad little, and the time left is never understated.
        """
        rows = self._connection.execute(
            "SELECT p.content_hash, min(p.id) FROM passages p"
            f" JOIN articles a ON a.key = p.article_key WHERE {_VISIBLE} AND NOT EXISTS"
            " (SELECT 1 FROM vectors v WHERE v.model = :m AND v.content_hash = p.content_hash)"
            " GROUP BY p.content_hash ORDER BY max(p.end - p.start) DESC, min(p.id)",
            {"g": generation, "m": model},
        )
        return rows.fetchall()

    def store_vectors(self, model: str, vectors: Sequence[tuple[bytes, bytes]]) -> None:
        """Keep vectors (little-endian float16) by content hash."""
        self._connection.executemany(
            "REPLACE INTO vectors VALUES (?, ?, ?)",
            [(model, content, vector) for content, vector in vectors],
        )

    def purge(self, *, generation: int) -> None:
        """Delete the rows that no reader of this generation or a later one can see."""
        with self.transaction():
            self._connection.execute("DELETE FROM articles WHERE removed_in <= ?", (generation,))
            self._connection.execute(
                "DELETE FROM vectors WHERE NOT EXISTS (SELECT 1 FROM passages p"
                " WHERE p.content_hash = vectors.content_hash)"
            )

    # Reading -----------------------------------------------------------------------------------

    def passage_texts(self, *, generation: int) -> Iterator[PassageText]:
        """Yield the passages of a generation in the order of their ids."""
        rows = self._connection.execute(
            f"SELECT {_PASSAGE_TEXT} WHERE {_VISIBLE} ORDER BY p.id", {"g": generation}
        )
        yield from map(_as_passage_text, rows)

    def passage_texts_by_id(self, ids: Sequence[int]) -> list[PassageText]:
        """Fetch passages' texts in the order of `ids`."""
        rows = self._connection.execute(
            f"SELECT {_PASSAGE_TEXT} WHERE p.id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )
        found = {row[0]: _as_passage_text(row) for row in rows}
        return [found[id_] for id_ in ids]

    def vectors(self, model: str, *, generation: int) -> tuple[list[int], bytes]:
        """Return passage ids in order and their vectors, one after the other, as float16."""
        rows = self._connection.execute(
            "SELECT p.id, v.vector FROM passages p JOIN articles a ON a.key = p.article_key"
            " JOIN vectors v ON v.content_hash = p.content_hash AND v.model = :m"
            f" WHERE {_VISIBLE} ORDER BY p.id",
            {"g": generation, "m": model},
        ).fetchall()
        return [row[0] for row in rows], b"".join(row[1] for row in rows)

    def passages_by_id(self, ids: Collection[int]) -> dict[int, Passage]:
        """Fetch passages; those of one article share one object."""
        rows = self._connection.execute(
            "SELECT p.id, p.start, p.end, p.article_key FROM passages p"
            " WHERE p.id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        ).fetchall()
        keys = json.dumps(list({row[3] for row in rows}))
        articles = self._connection.execute(
            f"SELECT a.key, {_ARTICLE} FROM articles a"
            " WHERE a.key IN (SELECT value FROM json_each(?))",
            (keys,),
        )
        by_key = {row[0]: _as_article(row[1:]) for row in articles}
        return {
            id_: Passage(id=id_, article=by_key[key], start=start, end=end)
            for id_, start, end, key in rows
        }

    def origins_of(self, passage_ids: Collection[int]) -> dict[int, tuple[str, date | None]]:
        """Return each passage's outlet, in lower case or empty, and its day of publication."""
        rows = self._connection.execute(
            "SELECT p.id, a.outlet_folded, a.published"
            " FROM passages p JOIN articles a ON a.key = p.article_key"
            " WHERE p.id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(passage_ids)),),
        )
        return {i: (outlet, date.fromisoformat(day) if day else None) for i, outlet, day in rows}

    def passage_ids(self, filters: Filters, *, generation: int) -> list[int]:
        """Return the ids of the passages whose articles a filter admits."""
        condition, values = _filter_condition(filters)
        rows = self._connection.execute(
            "SELECT p.id FROM passages p JOIN articles a ON a.key = p.article_key"
            f" WHERE {_VISIBLE}{condition}",
            {"g": generation, **values},
        )
        return [row[0] for row in rows]

    def article(self, article_id: str, *, generation: int) -> Article | None:
        """Return an article by its id, or None."""
        row = self._connection.execute(
            f"SELECT {_ARTICLE} FROM articles a WHERE a.id = :id AND {_VISIBLE}",
            {"id": article_id, "g": generation},
        ).fetchone()
        return _as_article(row) if row else None

    def articles(self, *, generation: int, limit: int | None = None) -> Iterator[Article]:
        """Yield the articles of a generation, newest first, undated ones last."""
        rows = self._connection.execute(
            f"SELECT {_ARTICLE} FROM articles a WHERE {_VISIBLE}"
            " ORDER BY a.published DESC NULLS LAST, a.key LIMIT :limit",
            {"g": generation, "limit": -1 if limit is None else limit},
        )
        yield from map(_as_article, rows)

    def contents(self, filters: Filters, *, generation: int) -> Contents:
        """Count what a filter admits."""
        condition, values = _filter_condition(filters)
        values = {"g": generation, **values}
        where = f"FROM articles a WHERE {_VISIBLE}{condition}"
        articles, earliest, latest, dated = self._connection.execute(
            f"SELECT count(*), min(published), max(published), count(published) {where}", values
        ).fetchone()
        passages = self._connection.execute(
            f"SELECT count(*) FROM passages p WHERE p.article_key IN (SELECT a.key {where})", values
        ).fetchone()[0]
        return Contents(
            articles=articles,
            passages=passages,
            undated=articles - dated,
            outlets=self._counts("outlet", where, values),
            languages=self._counts("language", where, values),
            earliest=date.fromisoformat(earliest) if earliest else None,
            latest=date.fromisoformat(latest) if latest else None,
        )

    def _counts(self, column: str, where: str, values: dict[str, object]) -> dict[str, int]:
        rows = self._connection.execute(
            f"SELECT {column}, count(*) AS n {where} AND {column} IS NOT NULL"
            f" GROUP BY {column} ORDER BY n DESC, {column}",
            values,
        )
        return dict(rows.fetchall())


def _as_article(row: tuple[str, ...]) -> Article:
    text, title, outlet, authors, published, url, language, more = row
    return Article(
        text=text,
        title=title,
        outlet=outlet,
        authors=tuple(json.loads(authors)),
        published=date.fromisoformat(published) if published else None,
        url=url,
        language=language,
        **details.read(more),
    )


def _as_passage_text(row: tuple[Any, ...]) -> PassageText:
    id_, start, end, text, title, outlet, published, language = row
    day = date.fromisoformat(published) if published else None
    return PassageText(id_, text[start:end], title, outlet, day, language)


def _filter_condition(filters: Filters) -> tuple[str, dict[str, object]]:
    """Write a filter as SQL; the values stay outside of the text."""
    conditions: list[str] = []
    values: dict[str, object] = {}
    for column, allowed in (
        ("a.outlet_folded", [name.casefold() for name in filters.outlets]),
        ("a.language", list(filters.languages)),
    ):
        if allowed:
            name = column.removeprefix("a.")
            conditions.append(f"{column} IN (SELECT value FROM json_each(:{name}))")
            values[name] = json.dumps(allowed)
    if filters.since or filters.until:
        conditions.append("a.published BETWEEN :since AND :until")
        values["since"] = (filters.since or date.min).isoformat()
        values["until"] = (filters.until or date.max).isoformat()
    return "".join(f" AND {condition}" for condition in conditions), values
