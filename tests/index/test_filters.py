"""Filters: what they admit, and that the database and the term index admit the same."""

from datetime import UTC, date, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article
from index.database import Database
from index.errors import RequestError
from index.filters import Filters
from index.splitting import Span
from index.terms import TermDocument, TermIndex

DAYS = (date(2022, 2, 24), date(2024, 8, 1), date(2024, 8, 31))
OUTLETS = (None, "", "Minsk Wire", "MINSK WIRE", "Київ Пост", "Die Straße")
LANGUAGES = (None, "en", "be")
# Every outlet with every date and every language, once.
ARTICLES = tuple(
    Article(text=f"Report number {number}.", outlet=outlet, published=published, language=language)
    for number, (outlet, published, language) in enumerate(
        product(OUTLETS, (None, *DAYS), LANGUAGES)
    )
)
OUTLET_ASKED = st.sampled_from(
    ["minsk wire", "Minsk Wire", "київ пост", "DIE STRASSE", "Die Straße", "", "Nobody"]
)
BORDERS = st.none() | st.sampled_from(
    [date.min, date(2022, 2, 23), *DAYS, date(2024, 8, 2), date.max]
)


@st.composite
def some_filters(draw) -> Filters:
    borders = (draw(BORDERS), draw(BORDERS))
    since, until = sorted(borders) if all(borders) else borders
    return Filters(
        outlets=tuple(draw(st.lists(OUTLET_ASKED, max_size=3))),
        languages=tuple(draw(st.lists(st.sampled_from(["en", "be", "ru"]), max_size=2))),
        since=since,
        until=until,
    )


@pytest.fixture(scope="module")
def database(tmp_path_factory) -> Database:
    """A database with one passage for each article, whose id is one more than its place."""
    file = tmp_path_factory.mktemp("filters") / "archive.sqlite"
    database = Database.create(file, settings={})
    with database.transaction():
        for article in ARTICLES:
            passage = (Span(0, len(article.text)), article.text.encode())
            database.insert_article(article, [passage], generation=1)
    return database


@pytest.fixture(scope="module")
def terms(tmp_path_factory) -> TermIndex:
    documents = [
        TermDocument(id=i, text=a.text, outlet=a.outlet, published=a.published, language=a.language)
        for i, a in enumerate(ARTICLES, start=1)
    ]
    return TermIndex.build(tmp_path_factory.mktemp("filters") / "terms", documents)


def admitted(filters: Filters) -> set[int]:
    return {i for i, article in enumerate(ARTICLES, start=1) if filters.admits(article)}


@given(filters=some_filters())
def test_the_database_admits_what_the_filter_admits(database, filters):
    assert sorted(database.passage_ids(filters, generation=1)) == sorted(admitted(filters))
    assert database.contents(filters, generation=1).articles == len(admitted(filters))


@given(filters=some_filters())
def test_the_term_index_admits_what_the_filter_admits(terms, filters):
    found = terms.search("report", limit=len(ARTICLES), filters=filters)
    assert set(found) == admitted(filters)


@given(filters=some_filters())
def test_a_filter_is_true_where_it_asks_for_anything(filters):
    asks = (filters.outlets, filters.languages, filters.since, filters.until)
    assert bool(filters) == any(asks)
    if not filters:
        assert len(admitted(filters)) == len(ARTICLES)


AUGUST = date(2024, 8, 10)
MINSK = Article(text="…", outlet="Minsk Wire", published=AUGUST, language="en")
UNKNOWN = Article(text="…")


@pytest.mark.parametrize(
    ("filters", "article", "passes"),
    [
        pytest.param(Filters(), UNKNOWN, True, id="an empty filter admits all"),
        pytest.param(Filters(outlets=("MINSK wire",)), MINSK, True, id="case of an outlet"),
        pytest.param(Filters(outlets=("A", "Minsk Wire")), MINSK, True, id="one of two outlets"),
        pytest.param(Filters(outlets=("Minsk",)), MINSK, False, id="a part of an outlet's name"),
        pytest.param(Filters(outlets=("A",)), UNKNOWN, False, id="no outlet known"),
        pytest.param(Filters(since=AUGUST, until=AUGUST), MINSK, True, id="both borders included"),
        pytest.param(Filters(since=date(2024, 8, 11)), MINSK, False, id="a day too early"),
        pytest.param(Filters(until=date(2024, 8, 9)), MINSK, False, id="a day too late"),
        pytest.param(Filters(until=date.max), UNKNOWN, False, id="no date known"),
        pytest.param(Filters(languages=("be", "en")), MINSK, True, id="one of two languages"),
        pytest.param(Filters(languages=("be",)), MINSK, False, id="another language"),
        pytest.param(Filters(languages=("en",)), UNKNOWN, False, id="no language known"),
        pytest.param(
            Filters(outlets=("Minsk Wire",), languages=("be",)), MINSK, False, id="all must hold"
        ),
    ],
)
def test_admits(filters, article, passes):
    assert filters.admits(article) is passes


def test_dates_the_wrong_way_round_are_refused():
    with pytest.raises(RequestError, match="2024-08-10 is later than until 2022-02-24"):
        Filters(since=AUGUST, until=DAYS[0])


def test_of_a_time_its_day_counts():
    noon = datetime(2024, 8, 10, 12, tzinfo=UTC)
    filters = Filters(since=noon, until=AUGUST)
    assert (filters.since, filters.until) == (AUGUST, AUGUST)
    assert filters.admits(MINSK)


def test_lists_are_as_good_as_tuples():
    filters = Filters(outlets=["Minsk Wire"], languages=["en"])
    assert filters == Filters(outlets=("Minsk Wire",), languages=("en",))
    assert len({filters, Filters(outlets=("Minsk Wire",), languages=("en",))}) == 1


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        pytest.param({"outlets": "Minsk Wire"}, "outlets is 'Minsk Wire'; give a list", id="str"),
        pytest.param({"languages": "en"}, "languages is 'en'; give a list", id="str of two"),
        pytest.param({"outlets": [None]}, "outlets is .*None.*; give a list of strings", id="None"),
        pytest.param({"outlets": 5}, "outlets is 5; give a list", id="number"),
        pytest.param({"since": "2024-08-10"}, "since is '2024-08-10', which is no date", id="text"),
        pytest.param({"until": 20240810}, "until is 20240810, which is no date", id="digits"),
    ],
)
def test_what_is_no_filter_is_refused(asked, told):
    with pytest.raises(RequestError, match=told):
        Filters(**asked)
