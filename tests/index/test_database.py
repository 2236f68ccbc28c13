"""The SQLite database: who sees which rows, and that nothing is stored but what was given."""

import sqlite3
import threading
from datetime import date
from itertools import pairwise

import pytest

from index.article import Article
from index.database import Database
from index.errors import ArchiveError
from index.filters import Filters
from index.splitting import Span

EVERYTHING = Filters()
SNOW = Article(
    text="Snow fell. 😀 Es schneite in Zürich.",
    title="Snow",
    outlet="Minsk Wire",
    authors=("Ann Author", "Ян Янка"),
    published=date(2024, 8, 1),
    url="https://example.org/snow",
    language="en",
)
GRAIN = Article(text="Grain left Odesa.", outlet="Other", published=date(2022, 2, 24))
UNKNOWN = Article(text="Nobody wrote this.")


@pytest.fixture
def database(tmp_path) -> Database:
    return Database.create(tmp_path / "archive.sqlite", settings={"model": "words"})


def insert(database: Database, article: Article, *, generation: int) -> None:
    """Add an article as one passage, hashed by its text."""
    span = Span(0, len(article.text))
    database.insert_article(article, [(span, article.text.encode())], generation=generation)


def seen(database: Database, *, generation: int) -> list[str]:
    return [article.text for article in database.articles(generation=generation)]


def test_settings(database):
    assert database.setting("model") == "words"
    assert database.setting("colour") is None


def test_an_article_comes_back_as_it_was(database):
    for article in (SNOW, GRAIN, UNKNOWN):
        insert(database, article, generation=1)
        assert database.article(article.id, generation=1) == article
    assert database.article("0" * 16, generation=1) is None


def test_articles_come_newest_first_and_undated_last(database):
    for article in (UNKNOWN, GRAIN, SNOW):
        insert(database, article, generation=1)
    assert list(database.articles(generation=1)) == [SNOW, GRAIN, UNKNOWN]


@pytest.mark.parametrize(
    ("added", "removed", "visible_at"),
    [
        pytest.param(1, None, [1, 2, 3, 4], id="from the first on"),
        pytest.param(3, None, [3, 4], id="from the third on"),
        pytest.param(1, 3, [1, 2], id="removed in the third"),
        pytest.param(2, 2, [], id="added and removed in one"),
    ],
)
def test_a_generation_sees_its_rows_only(database, added, removed, visible_at):
    insert(database, SNOW, generation=added)
    if removed:
        database.remove_article(SNOW.id, generation=removed)
    for generation in range(1, 5):
        expected = generation in visible_at
        assert seen(database, generation=generation) == [SNOW.text] * expected
        assert (database.article(SNOW.id, generation=generation) == SNOW) is expected
        assert len(database.passage_ids(EVERYTHING, generation=generation)) == expected
        assert len(list(database.passage_texts(generation=generation))) == expected
        assert database.contents(EVERYTHING, generation=generation).articles == expected
        assert len(database.missing_vectors("words", generation=generation)) == expected
    assert database.holds(SNOW.id) is (removed is None)


@pytest.mark.parametrize(
    ("added", "removed", "changes"),
    [
        pytest.param(2, None, 1, id="added"),
        pytest.param(1, 2, 1, id="removed"),
        pytest.param(1, None, 0, id="as it was"),
        pytest.param(2, 2, 0, id="added and removed again"),
        pytest.param(1, 1, 0, id="gone before"),
    ],
)
def test_changes_of_the_next_generation(database, added, removed, changes):
    insert(database, SNOW, generation=added)
    if removed:
        database.remove_article(SNOW.id, generation=removed)
    assert database.changes(generation=2) == changes
    assert database.newest_generation() == max(added, removed or 0)


def test_an_empty_database_has_no_generation(database):
    assert database.newest_generation() == 0


def test_an_article_can_come_back_after_it_was_removed(database):
    insert(database, SNOW, generation=1)
    database.remove_article(SNOW.id, generation=2)
    insert(database, SNOW, generation=3)
    assert [seen(database, generation=g) for g in (1, 2, 3)] == [[SNOW.text], [], [SNOW.text]]


def test_one_article_cannot_live_twice(database):
    insert(database, SNOW, generation=1)
    with pytest.raises(sqlite3.IntegrityError):
        insert(database, SNOW, generation=2)


def test_purging_deletes_what_no_reader_can_see(database):
    for article in (SNOW, GRAIN, UNKNOWN):
        insert(database, article, generation=1)
    database.store_vectors("words", [(a.text.encode(), b"v") for a in (SNOW, GRAIN, UNKNOWN)])
    database.remove_article(SNOW.id, generation=2)
    database.remove_article(GRAIN.id, generation=3)
    database.purge(generation=2)
    assert seen(database, generation=1) == [GRAIN.text, UNKNOWN.text]  # SNOW ended with 1
    assert seen(database, generation=2) == [GRAIN.text, UNKNOWN.text]
    assert seen(database, generation=3) == [UNKNOWN.text]
    ((_, vectors),) = database.vectors("words", generation=2)
    assert vectors == b"vv"
    insert(database, SNOW, generation=4)
    assert SNOW.text.encode() in dict(database.missing_vectors("words", generation=4))


def test_passage_ids_are_never_used_again(database):
    insert(database, SNOW, generation=1)
    (first,) = database.passage_ids(EVERYTHING, generation=1)
    database.remove_article(SNOW.id, generation=2)
    database.purge(generation=2)
    insert(database, GRAIN, generation=3)
    (second,) = database.passage_ids(EVERYTHING, generation=3)
    assert second > first


def test_passages_are_slices_of_the_text(database):
    spans = [Span(0, 11), Span(11, 13), Span(13, len(SNOW.text))]
    texts = [SNOW.text[start:end] for start, end in spans]
    assert texts == ["Snow fell. ", "😀 ", "Es schneite in Zürich."]
    database.insert_article(SNOW, [(span, b"%d" % span.start) for span in spans], generation=1)
    ids = database.passage_ids(EVERYTHING, generation=1)
    passages = database.passages_by_id(ids)
    assert [passages[id_].text for id_ in sorted(ids)] == texts
    assert len({id(passage.article) for passage in passages.values()}) == 1
    assert [row.text for row in database.passage_texts(generation=1)] == texts
    backwards = sorted(ids, reverse=True)
    assert [row.text for row in database.passage_texts_by_id(backwards)] == texts[::-1]
    (row, *_) = database.passage_texts(generation=1)
    assert (row.title, row.outlet, row.published) == ("Snow", "Minsk Wire", date(2024, 8, 1))
    assert database.origins_of(ids) == dict.fromkeys(ids, ("minsk wire", date(2024, 8, 1)))


def test_an_unknown_outlet_is_an_empty_string_and_an_unknown_day_none(database):
    insert(database, UNKNOWN, generation=1)
    (id_,) = database.passage_ids(EVERYTHING, generation=1)
    assert database.origins_of([id_]) == {id_: ("", None)}


def test_the_passages_of_some_articles_have_their_keys(database):
    spans = [Span(0, 3), Span(3, 6)]
    one, two, three = (
        database.insert_article(a, [(span, b"-") for span in spans], generation=1)
        for a in (SNOW, GRAIN, UNKNOWN)
    )
    assert database.passages_of([one, three]) == {1: one, 2: one, 5: three, 6: three}
    assert two not in database.passages_of([one, three]).values()
    assert database.passages_of([]) == {}


def test_missing_vectors_are_each_text_once_and_longest_first(database):
    same = Article(text=GRAIN.text, outlet="A copy")
    for article in (UNKNOWN, GRAIN, same, SNOW):
        insert(database, article, generation=1)
    missing = [content.decode() for content, _ in database.missing_vectors("words", generation=1)]
    assert missing == [SNOW.text, UNKNOWN.text, GRAIN.text]
    assert all(len(one) >= len(two) for one, two in pairwise(missing))
    database.store_vectors("words", [(GRAIN.text.encode(), b"\x00\x3c")])
    left = [content.decode() for content, _ in database.missing_vectors("words", generation=1)]
    assert left == [SNOW.text, UNKNOWN.text]
    assert len(database.missing_vectors("another model", generation=1)) == 3


def test_vectors_come_in_the_order_of_their_passages(database):
    same = Article(text=SNOW.text, outlet="A copy")
    for article in (SNOW, GRAIN, same):
        insert(database, article, generation=1)
    contents = [(SNOW.text.encode(), b"snow"), (GRAIN.text.encode(), b"corn")]
    database.store_vectors("words", contents)
    database.store_vectors("other", [(SNOW.text.encode(), b"????")])
    ((ids, blob),) = database.vectors("words", generation=1)
    assert ids == sorted(database.passage_ids(EVERYTHING, generation=1))
    assert blob == b"snowcornsnow"


def test_an_origin_leads_to_its_last_article(database):
    insert(database, SNOW, generation=1)
    insert(database, GRAIN, generation=1)
    for origin, article in (("a", SNOW), ("b", SNOW), ("a", GRAIN)):
        database.set_origin(origin, article.id)
    assert database.article_of_origin("a") == GRAIN.id
    assert database.article_of_origin("b") == SNOW.id
    assert database.article_of_origin("c") is None
    assert database.has_origin(SNOW.id)
    database.remove_article(SNOW.id, generation=2)
    assert not database.has_origin(SNOW.id)
    assert database.article_of_origin("b") is None


def test_contents(database):
    for article in (SNOW, GRAIN, UNKNOWN, Article(text="More.", outlet="Other", language="en")):
        insert(database, article, generation=1)
    contents = database.contents(EVERYTHING, generation=1)
    assert (contents.articles, contents.passages, contents.undated) == (4, 4, 2)
    assert list(contents.outlets.items()) == [("Other", 2), ("Minsk Wire", 1)]
    assert contents.languages == {"en": 2}
    assert (contents.earliest, contents.latest) == (date(2022, 2, 24), date(2024, 8, 1))
    nothing = database.contents(Filters(outlets=("Nobody",)), generation=1)
    assert (nothing.articles, nothing.passages, nothing.earliest) == (0, 0, None)


def test_a_transaction_is_all_or_nothing(database):
    def add_two_and_fail() -> None:
        with database.transaction():
            insert(database, SNOW, generation=1)
            insert(database, GRAIN, generation=1)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add_two_and_fail()
    assert seen(database, generation=1) == []
    with database.transaction():
        insert(database, SNOW, generation=1)
    assert seen(database, generation=1) == [SNOW.text]


def test_a_full_disk_is_named_and_leaves_all_as_it_was(database):
    insert(database, SNOW, generation=1)
    connection = database._connection
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    long = Article(text="Grain left Odesa by river. " * 20_000)
    with (
        pytest.raises(ArchiveError, match=r"\(database or disk is full\); make room on its disk"),
        database.transaction(),
    ):
        insert(database, long, generation=1)
    connection.execute(f"PRAGMA max_page_count = {1_000 * pages}")
    with database.transaction():
        insert(database, GRAIN, generation=1)
    assert seen(database, generation=1) == [SNOW.text, GRAIN.text]


def test_what_cannot_be_committed_is_rolled_back(database):
    def name_an_article_that_is_not_there() -> None:
        with database.transaction():
            insert(database, SNOW, generation=1)
            database._connection.execute("PRAGMA defer_foreign_keys = ON")
            database._connection.execute("INSERT INTO sketches VALUES (1, 99)")

    with pytest.raises(sqlite3.IntegrityError):
        name_an_article_that_is_not_there()
    with database.transaction():
        insert(database, GRAIN, generation=1)
    assert seen(database, generation=1) == [GRAIN.text]


def test_every_thread_can_read(database):
    insert(database, SNOW, generation=1)
    found: list[list[str]] = []

    def read() -> None:
        found.append(seen(database, generation=1))
        database.close()

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [[SNOW.text]] * 8
