"""The SQLite database: what is true of an archive; every other file can be made from it.

`index.connection` has the file and its tables, `index.lookup` what readers see; writing is here.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime

from index import details
from index.article import Article
from index.connection import PAGES, hindrances_told
from index.lookup import ARTICLE, VISIBLE, Lookup, as_article
from index.same_page import page_of
from index.splitting import Span
from index.stories import find_agency

# What is kept of an article so that it can be searched, by table and column.
_OF_ARTICLES = (
    ("passages", "article_key"),
    ("sketches", "article_key"),
    ("copies", "article_key"),
    ("copies", "copy_key"),
)


# A table that no search needs; archives made before it was thought of have none.
_KNOWN_FILES = """
CREATE TABLE IF NOT EXISTS known_files (
    path TEXT PRIMARY KEY,
    digest BLOB NOT NULL,
    items BLOB NOT NULL
) WITHOUT ROWID
"""


class Database(Lookup):
    """One archive's SQLite file, open in this process; one connection for each thread."""

    def holds(self, article_id: str) -> bool:
        """Tell whether an article is in the archive and not removed, published or not."""
        query = "SELECT 1 FROM articles WHERE id = ? AND removed_in IS NULL"
        return self._connection.execute(query, (article_id,)).fetchone() is not None

    def insert_article(
        self, article: Article, passages: Sequence[tuple[Span, bytes]], *, generation: int
    ) -> int:
        """Add an article with its passages, each a span and the hash of what is embedded.

        Returns:
            Its key: what its row is known by, for it may come and go more than once.
        """
        cursor = self._connection.execute(
            "INSERT INTO articles (id, text, title, outlet, outlet_folded, authors, published,"
            " url, language, details, agency, added_at, added_in)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                article.id, article.text, article.title, article.outlet,
                (article.outlet or "").casefold(), json.dumps(article.authors),
                article.published.isoformat() if article.published else None,
                article.url, article.language, details.write(article),
                find_agency(article), datetime.now(UTC).isoformat(timespec="seconds"), generation,
            ),
        )  # fmt: skip
        self._connection.executemany(
            "INSERT INTO passages (article_key, start, end, content_hash) VALUES (?, ?, ?, ?)",
            [(cursor.lastrowid, span.start, span.end, content) for span, content in passages],
        )
        key = int(cursor.lastrowid or 0)
        self._note_pages([(page_of(article.url), key)])
        return key

    def index_pages(self) -> None:
        """Note the pages of an archive that was made before they were noted."""
        there = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'pages'"
        if self._connection.execute(there).fetchone():
            return
        with self.transaction():
            for statement in PAGES.split(";"):
                self._connection.execute(statement)
            rows = self._connection.execute("SELECT key, url FROM articles WHERE url IS NOT NULL")
            self._note_pages([(page_of(url), key) for key, url in rows])

    def _note_pages(self, pages: Iterable[tuple[str | None, int]]) -> None:
        self._connection.executemany(
            "INSERT INTO pages VALUES (?, ?)", [(page, key) for page, key in pages if page]
        )

    def on_page(self, page: str, *, limit: int) -> list[Article]:
        """Return the live articles that state a page, those that came last, at most `limit`."""
        rows = self._connection.execute(
            f"SELECT {ARTICLE} FROM pages JOIN articles a ON a.key = pages.article_key"
            " WHERE page = ? AND a.removed_in IS NULL ORDER BY a.key DESC LIMIT ?",
            (page, limit),
        )
        return [as_article(row) for row in rows]

    def live_by_key(self, keys: Collection[int]) -> list[Article]:
        """Return live articles by their keys, those that came last first."""
        rows = self._connection.execute(
            f"SELECT {ARTICLE} FROM articles a WHERE a.removed_in IS NULL"
            " AND a.key IN (SELECT value FROM json_each(?)) ORDER BY a.key DESC",
            (json.dumps(list(keys)),),
        )
        return [as_article(row) for row in rows]

    def keeps(self, article_id: str) -> bool:
        """Tell whether an article is kept as an older version."""
        query = "SELECT 1 FROM articles WHERE id = ? AND replaced_by IS NOT NULL"
        return self._connection.execute(query, (article_id,)).fetchone() is not None

    def remove_article(self, article_id: str, *, generation: int) -> None:
        """Let an article end with the generation before this one, and its older versions with it.

        The origins of all are forgotten. Where only a newer version is live, that one stays, and
        the origin of this one is remembered: from there it does not come back.
        """
        family = (
            "WITH RECURSIVE family (key) AS ("
            "SELECT key FROM articles WHERE id = :id AND removed_in IS NULL UNION"
            " SELECT a.key FROM articles a JOIN family f ON a.replaced_by = f.key)"
        )
        values = {"id": article_id}
        self._connection.execute(
            f"{family} DELETE FROM origins WHERE article_id IN"
            " (SELECT id FROM articles WHERE key IN (SELECT key FROM family))"
            " AND (article_id = :id OR NOT EXISTS (SELECT 1 FROM articles a"
            " WHERE a.id = origins.article_id AND a.removed_in IS NULL))",
            values,
        )
        self._connection.execute(
            f"{family} UPDATE articles SET replaced_by = NULL WHERE key IN"
            " (SELECT key FROM family)",
            values,
        )
        self._connection.execute(
            "UPDATE articles SET removed_in = :g WHERE id = :id AND removed_in IS NULL",
            {"g": generation, "id": article_id},
        )
        self._forget_version(article_id)

    def replace_article(self, article_id: str, *, by: str, generation: int) -> None:
        """Let an article end with the generation before this one; it is kept as an older version.

        `by` is the id of the article that is live in its place.
        """
        self._connection.execute(
            "UPDATE articles SET removed_in = :g, replaced_by ="
            " (SELECT key FROM articles WHERE id = :by AND removed_in IS NULL)"
            " WHERE id = :id AND removed_in IS NULL",
            {"g": generation, "id": article_id, "by": by},
        )

    def forget_versions(self) -> None:
        """Keep no older versions: the next purge deletes them."""
        self._connection.execute("UPDATE articles SET replaced_by = NULL")

    def _forget_version(self, article_id: str) -> None:
        """Take versions out of their row: those that they replaced are replaced by the next."""
        replaced = "SELECT key FROM articles WHERE id = :id AND replaced_by IS NOT NULL"
        for (key,) in self._connection.execute(replaced, {"id": article_id}).fetchall():
            values = {"key": key}
            self._connection.execute(
                "UPDATE articles SET replaced_by = (SELECT replaced_by FROM articles"
                " WHERE key = :key) WHERE replaced_by = :key",
                values,
            )
            self._connection.execute(
                "UPDATE articles SET replaced_by = NULL WHERE key = :key", values
            )

    def keep_sketch(self, key: int, bands: Sequence[int]) -> None:
        """Keep an article's MinHash bands, by which its copies are looked for."""
        self._connection.executemany(
            "INSERT OR IGNORE INTO sketches VALUES (?, ?)", [(band, key) for band in bands]
        )

    def sharing_a_band(self, bands: Sequence[int], *, limit: int) -> list[tuple[int, str, str]]:
        """Return key, text and title of the live articles that share most bands, at most `limit`.

        Of a band that very many have, as of a form, only those that came last are looked at.
        """
        shared: Counter[int] = Counter()
        for band in bands:
            rows = self._connection.execute(
                "SELECT article_key FROM sketches WHERE band = ? ORDER BY article_key DESC LIMIT ?",
                (band, limit),
            )
            shared.update(key for (key,) in rows)
        likeliest = sorted(shared, key=lambda key: (-shared[key], -key))[:limit]
        return self._connection.execute(
            "SELECT key, text, title FROM articles WHERE removed_in IS NULL"
            " AND key IN (SELECT value FROM json_each(?)) ORDER BY key",
            (json.dumps(likeliest),),
        ).fetchall()

    def link_copies(self, key: int, others: Iterable[int]) -> None:
        """Note that an article is a copy of others; each pair once."""
        self._connection.executemany(
            "INSERT OR IGNORE INTO copies VALUES (?, ?)", [(key, other) for other in others]
        )

    def article_of_origin(self, origin: str) -> str | None:
        """Return the id of the article that came from there last."""
        row = self._connection.execute(
            "SELECT article_id FROM origins WHERE origin = ?", (origin,)
        ).fetchone()
        return row[0] if row else None

    def set_origin(self, origin: str, article_id: str) -> None:
        """Note where an article came from; it may come from several places."""
        self._connection.execute("REPLACE INTO origins VALUES (?, ?)", (origin, article_id))

    def origins_under(self, folder: str) -> list[tuple[str, str]]:
        """Return the origins under a folder, which ends with a slash, that lead to live articles.

        With each comes the id of its article.
        """
        return self._connection.execute(
            "SELECT o.origin, o.article_id FROM origins o JOIN articles a ON a.id = o.article_id"
            " WHERE a.removed_in IS NULL AND o.origin > ? AND o.origin < ?",
            (folder, f"{folder[:-1]}0"),  # "0" follows "/"
        ).fetchall()

    def rename_origins(self, origins: Iterable[str], name: str) -> None:
        """Let the article of some origins be known by another one instead."""
        for origin in origins:
            self._connection.execute(
                "UPDATE OR REPLACE origins SET origin = ? WHERE origin = ?", (name, origin)
            )

    def has_origin(self, article_id: str) -> bool:
        """Tell whether any origin still leads to the article."""
        query = "SELECT 1 FROM origins WHERE article_id = ?"
        return self._connection.execute(query, (article_id,)).fetchone() is not None

    def origins(self, article_ids: Iterable[str]) -> list[str]:
        """Return where articles and the older versions of the live ones among them came from."""
        rows = self._connection.execute(
            "WITH RECURSIVE family (key, id) AS ("
            " SELECT key, id FROM articles WHERE id IN (SELECT value FROM json_each(?))"
            " UNION SELECT a.key, a.id FROM articles a JOIN family f ON a.replaced_by = f.key)"
            " SELECT origin FROM origins WHERE article_id IN (SELECT id FROM family)",
            (json.dumps(list(article_ids)),),
        )
        return [origin for (origin,) in rows]

    def only_from(self, origins: Iterable[str]) -> set[str]:
        """Return the live articles that came from some origins and from nowhere else."""
        rows = self._connection.execute(
            "SELECT o.article_id FROM origins o JOIN articles a ON a.id = o.article_id"
            " WHERE a.removed_in IS NULL GROUP BY o.article_id"
            " HAVING min(o.origin IN (SELECT value FROM json_each(?)))",
            (json.dumps(list(origins)),),
        )
        return {article_id for (article_id,) in rows}

    def known_file(self, path: str) -> tuple[bytes, bytes] | None:
        """Return the digest of a file that was read before, and what it gave; None if it was not.

        What these bytes mean is known to `index.known_files`.

        Raises:
            ArchiveError: its disk is full, say: the table is made where there is none yet.
        """
        with hindrances_told(self._path):
            self._connection.execute(_KNOWN_FILES)
        query = "SELECT digest, items FROM known_files WHERE path = ?"
        row = self._connection.execute(query, (path,)).fetchone()
        return (row[0], row[1]) if row else None

    def keep_known_files(self, files: Sequence[tuple[str, bytes, bytes]]) -> None:
        """Keep digests and what the files gave, by path."""
        self._connection.execute(_KNOWN_FILES)
        self._connection.executemany("REPLACE INTO known_files VALUES (?, ?, ?)", files)

    def changes(self, *, generation: int) -> int:
        """Count what this unpublished generation adds, as older versions too, or removes."""
        query = (
            "SELECT count(*) FROM articles WHERE (added_in = :g) <> (removed_in IS :g)"
            " OR (added_in = :g AND replaced_by IS NOT NULL)"
        )
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
            f" JOIN articles a ON a.key = p.article_key WHERE {VISIBLE} AND NOT EXISTS"
            " (SELECT 1 FROM vectors v WHERE v.model = :m AND v.content_hash = p.content_hash)"
            " GROUP BY p.content_hash ORDER BY max(p.end - p.start) DESC, min(p.id)",
            {"g": generation, "m": model},
        )
        return rows.fetchall()

    def without_vector(self, model: str, contents: Iterable[bytes]) -> list[bytes]:
        """Return the content hashes, of those given, that the model has no vector of, in order."""
        query = "SELECT 1 FROM vectors WHERE model = ? AND content_hash = ?"
        return [c for c in contents if not self._connection.execute(query, (model, c)).fetchone()]

    def store_vectors(self, model: str, vectors: Sequence[tuple[bytes, bytes]]) -> None:
        """Keep vectors (little-endian float16) by content hash."""
        self._connection.executemany(
            "REPLACE INTO vectors VALUES (?, ?, ?)",
            [(model, content, vector) for content, vector in vectors],
        )

    def purge(self, *, generation: int) -> None:
        """Delete the rows that no reader of this generation or a later one can see.

        Of a replaced version its text stays, and nothing by which it is searched.
        """
        ended = "SELECT key FROM articles WHERE removed_in <= ?"
        with self.transaction():
            self._connection.execute(
                "DELETE FROM articles WHERE removed_in <= ? AND replaced_by IS NULL", (generation,)
            )
            for table, column in _OF_ARTICLES:
                self._connection.execute(
                    f"DELETE FROM {table} WHERE {column} IN ({ended})", (generation,)
                )
            self._connection.execute(
                "DELETE FROM vectors WHERE NOT EXISTS (SELECT 1 FROM passages p"
                " WHERE p.content_hash = vectors.content_hash)"
            )
