"""Reading an archive's database: what a reader of one generation sees.

Rows carry the generation that adds them and the one that removes them, so that a reader of a
published generation sees exactly its rows while a writer prepares the next one:
visible at g  <=>  added_in <= g and (removed_in is null or removed_in > g).
"""

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from index import details
from index.article import Article
from index.connection import Connection
from index.contents import Contents
from index.filters import Filters
from index.origins import file_of
from index.passage import Passage, PassageText
from index.stories import Carrier
from index.versions import Version, in_order

ARTICLE = (
    "a.text, a.title, a.outlet, a.authors, a.published, a.url, a.language, a.details,"
    " (SELECT min(origin) FROM origins WHERE article_id = a.id)"
)
# The text is sliced in Python: SQLite's substr stops at the first NUL.
_PASSAGE_TEXT = (
    "p.id, p.start, p.end, a.text, a.title, a.outlet, a.published, a.language"
    " FROM passages p JOIN articles a ON a.key = p.article_key"
)
VISIBLE = "a.added_in <= :g AND (a.removed_in IS NULL OR a.removed_in > :g)"
_VECTORS_AT_ONCE = 8192


class Lookup(Connection):
    """The half of the database that reads; `index.database` adds the half that writes."""

    def passage_texts(self, *, generation: int) -> Iterator[PassageText]:
        """Yield the passages of a generation in the order of their ids, one article at a time."""
        # An article's passages are numbered when it comes in: in the order of keys ids only rise.
        articles = self._connection.execute(
            "SELECT a.key, a.text, a.title, a.outlet, a.published, a.language FROM articles a"
            f" WHERE {VISIBLE} ORDER BY a.key",
            {"g": generation},
        )
        for key, *article in articles:
            passages = self._connection.execute(
                "SELECT id, start, end FROM passages WHERE article_key = ? ORDER BY id", (key,)
            )
            yield from (_as_passage_text((*passage, *article)) for passage in passages)

    def passage_texts_by_id(self, ids: Sequence[int]) -> list[PassageText]:
        """Fetch passages' texts in the order of `ids`."""
        rows = self._connection.execute(
            f"SELECT {_PASSAGE_TEXT} WHERE p.id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )
        found = {row[0]: _as_passage_text(row) for row in rows}
        return [found[id_] for id_ in ids]

    def vectors(self, model: str, *, generation: int) -> Iterator[tuple[list[int], bytes]]:
        """Yield passage ids in order and their vectors as float16, some thousands at a time."""
        # CROSS JOIN keeps the order of the tables: passages come by id, and nothing is sorted.
        rows = self._connection.execute(
            "SELECT p.id, v.vector FROM passages p CROSS JOIN articles a ON a.key = p.article_key"
            " CROSS JOIN vectors v ON v.content_hash = p.content_hash AND v.model = :m"
            f" WHERE {VISIBLE} ORDER BY p.id",
            {"g": generation, "m": model},
        )
        while some := rows.fetchmany(_VECTORS_AT_ONCE):
            yield [row[0] for row in some], b"".join(row[1] for row in some)

    def passages_by_id(self, ids: Collection[int]) -> dict[int, Passage]:
        """Fetch passages; those of one article share one object."""
        rows = self._connection.execute(
            "SELECT p.id, p.start, p.end, p.article_key FROM passages p"
            " WHERE p.id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        ).fetchall()
        keys = json.dumps(list({row[3] for row in rows}))
        articles = self._connection.execute(
            f"SELECT a.key, {ARTICLE} FROM articles a"
            " WHERE a.key IN (SELECT value FROM json_each(?))",
            (keys,),
        )
        by_key = {row[0]: as_article(row[1:]) for row in articles}
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
            f" WHERE {VISIBLE}{condition}",
            {"g": generation, **values},
        )
        return [row[0] for row in rows]

    def article(self, article_id: str, *, generation: int) -> Article | None:
        """Return an article by its id, or None; one that a newer version replaced is found too."""
        row = self._connection.execute(
            f"SELECT {ARTICLE} FROM articles a WHERE a.id = :id"
            f" AND (({VISIBLE}) OR a.replaced_by IS NOT NULL)"
            f" ORDER BY ({VISIBLE}) DESC, a.key DESC LIMIT 1",
            {"id": article_id, "g": generation},
        ).fetchone()
        return as_article(row) if row else None

    def versions(self, article_id: str, *, generation: int) -> list[Version]:
        """Return the versions of an article that are kept, newest first, whichever is named.

        That is by what they state, else by when they came in; the live one stands before all.
        """
        rows = self._connection.execute(
            "WITH RECURSIVE family (key) AS ("
            f" SELECT a.key FROM articles a WHERE a.id = :id AND (({VISIBLE})"
            " OR a.replaced_by IS NOT NULL)"
            " UNION SELECT a.key FROM articles a JOIN family f ON a.replaced_by = f.key"
            " UNION SELECT a.replaced_by FROM articles a JOIN family f ON a.key = f.key"
            " WHERE a.replaced_by IS NOT NULL)"
            f" SELECT ({VISIBLE}), a.added_at, {ARTICLE} FROM articles a"
            " WHERE a.key IN (SELECT key FROM family) AND a.added_in <= :g ORDER BY a.key DESC",
            {"id": article_id, "g": generation},
        )
        return in_order(
            Version(
                article=as_article(article),
                added_at=datetime.fromisoformat(added_at),
                superseded=not visible,
            )
            for visible, added_at, *article in rows
        )

    def ids_of_url(self, url: str, *, generation: int) -> list[str]:
        """Return the ids of the articles, replaced or not, that have a URL."""
        rows = self._connection.execute(
            f"SELECT DISTINCT a.id FROM articles a WHERE a.url = :url AND (({VISIBLE})"
            " OR a.replaced_by IS NOT NULL)",
            {"url": url, "g": generation},
        )
        return [row[0] for row in rows]

    def count_replaced(self, *, generation: int) -> int:
        """Count the versions that are kept though a newer one has replaced them."""
        query = "SELECT count(*) FROM articles WHERE removed_in <= ? AND replaced_by IS NOT NULL"
        return int(self._connection.execute(query, (generation,)).fetchone()[0])

    def copies(self, *, generation: int) -> list[tuple[int, int]]:
        """Return the pairs of articles, by key, that are copies of one another."""
        visible = [VISIBLE.replace("a.", f"{name}.") for name in ("one", "other")]
        return self._connection.execute(
            # CROSS JOIN keeps the order of the tables: copies are few, articles may be very many.
            "SELECT c.article_key, c.copy_key FROM copies c"
            " CROSS JOIN articles one ON one.key = c.article_key"
            f" CROSS JOIN articles other ON other.key = c.copy_key WHERE {' AND '.join(visible)}",
            {"g": generation},
        ).fetchall()

    def carriers(self, keys: Collection[int]) -> dict[int, Carrier]:
        """Return what tells one carrier of a story from the others, by key."""
        rows = self._connection.execute(
            "SELECT a.key, a.id, a.outlet, a.published, a.agency, a.details FROM articles a"
            " WHERE a.key IN (SELECT value FROM json_each(?)) ORDER BY a.key",
            (json.dumps(list(keys)),),
        )
        found = {}
        for key, article_id, outlet, published, agency, more in rows:
            known = details.read(more)
            found[key] = Carrier(
                article_id=article_id,
                outlet=outlet,
                published=date.fromisoformat(published) if published else None,
                published_at=known.get("published_at"),
                agency=agency,
                notice=known.get("notice"),
            )
        return found

    def passages_of(self, keys: Collection[int]) -> dict[int, int]:
        """Return by passage id the key of its article, of all passages of some articles."""
        rows = self._connection.execute(
            "SELECT id, article_key FROM passages"
            " WHERE article_key IN (SELECT value FROM json_each(?))",
            (json.dumps(list(keys)),),
        )
        return dict(rows)

    def articles(self, *, generation: int, limit: int | None = None) -> Iterator[Article]:
        """Yield the articles of a generation, newest first, undated ones last."""
        rows = self._connection.execute(
            f"SELECT {ARTICLE} FROM articles a WHERE {VISIBLE}"
            " ORDER BY a.published DESC NULLS LAST, a.key LIMIT :limit",
            {"g": generation, "limit": -1 if limit is None else limit},
        )
        yield from map(as_article, rows)

    def contents(self, filters: Filters, *, generation: int) -> Contents:
        """Count what a filter admits."""
        condition, values = _filter_condition(filters)
        values = {"g": generation, **values}
        where = f"FROM articles a WHERE {VISIBLE}{condition}"
        articles, earliest, latest, dated = self._connection.execute(
            f"SELECT count(*), min(published), max(published), count(published) {where}", values
        ).fetchone()
        passages = self._connection.execute(
            f"SELECT count(*) FROM passages p WHERE p.article_key IN (SELECT a.key {where})"
            if filters
            # Most are seen, and it is quicker to find those that are not.
            else "SELECT (SELECT count(*) FROM passages) - (SELECT count(*) FROM passages p WHERE"
            f" p.article_key IN (SELECT a.key FROM articles a WHERE NOT ({VISIBLE})))",
            values,
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


def as_article(row: Sequence[str]) -> Article:
    """Make an article of a row of the columns `ARTICLE`."""
    text, title, outlet, authors, published, url, language, more, origin = row
    return Article(
        text=text,
        title=title,
        outlet=outlet,
        authors=tuple(json.loads(authors)),
        published=date.fromisoformat(published) if published else None,
        url=url,
        language=language,
        file=file_of(origin) if origin else None,
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
