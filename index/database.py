"""The SQLite database: what is true of an archive; every other file can be made from it.

`index.connection` has the file and its tables, `index.lookup` what readers see; writing is here.
"""

import json
from collections.abc import Sequence

from index import details
from index.article import Article
from index.lookup import VISIBLE, Lookup
from index.splitting import Span


class Database(Lookup):
    """One archive's SQLite file, open in this process; one connection for each thread."""

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
            f" JOIN articles a ON a.key = p.article_key WHERE {VISIBLE} AND NOT EXISTS"
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
