"""What filters admit by columns, against the filter itself, and in an archive without them."""

import gc
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from word_encoder import WordEncoder

from index import Archive, Article, Filters
from index.columns import Columns, Recorder
from index.errors import ArchiveDamagedError
from index.passage import PassageText
from index.query import Query

DAYS = [None, date(2022, 2, 24), date(2024, 8, 10), date(2024, 8, 11), date.min, date.max]
passages = st.lists(
    st.builds(
        PassageText,
        id=st.just(0),
        text=st.just("Snow fell."),
        title=st.none(),
        outlet=st.sampled_from([None, "Minsk Wire", "MINSK WIRE", "Straße", "Kyiv Post"]),
        published=st.sampled_from(DAYS),
        language=st.sampled_from([None, "en", "be"]),
    ),
    max_size=30,
).map(lambda some: [one._replace(id=3 * n + 1) for n, one in enumerate(some)])
filters = st.builds(
    Filters,
    outlets=st.lists(st.sampled_from(["minsk wire", "STRASSE", "Nobody"]), max_size=2).map(tuple),
    languages=st.lists(st.sampled_from(["en", "be", "fr"]), max_size=2).map(tuple),
    since=st.sampled_from([None, date.min, date(2022, 2, 24), date(2024, 8, 10)]),
    until=st.sampled_from([None, date(2024, 8, 10), date.max]),
)


def admitted(some: list[PassageText], wanted: Filters) -> list[int]:
    """The ids that `Filters.admits` lets through."""
    return [
        one.id
        for one in some
        if wanted.admits(
            Article(
                text=one.text, outlet=one.outlet, published=one.published, language=one.language
            )
        )
    ]


@given(passages, filters)
def test_columns_admit_what_the_filter_admits(some, wanted):
    assert Columns.of(some).ids(wanted).tolist() == admitted(some, wanted)


@given(passages)
def test_columns_know_where_a_passage_is_from(some):
    expected = {one.id: ((one.outlet or "").casefold(), one.published) for one in some}
    columns = Columns.of(some)
    assert columns.origins_of(expected) == expected
    assert columns.origins_of(list(expected)[::-3]) == {i: expected[i] for i in [*expected][::-3]}
    for missing in (0, 2, 1_000):
        with pytest.raises(KeyError):
            columns.origins_of([*expected, missing])


def test_more_passages_than_are_noted_at_once():
    some = [
        PassageText(n, "Snow.", None, f"Outlet {n % 7}", date(2024, 1, 1), "en")
        for n in range(20_000)
    ]
    ids = Columns.of(some).ids(Filters(outlets=("outlet 3",)))
    assert ids.tolist() == list(range(3, 20_000, 7))


def test_what_is_saved_admits_the_same(tmp_path):
    some = [PassageText(5, "Snow.", None, "Minsk Wire", None, "be")]
    recorder = Recorder()
    assert list(recorder.watch(some)) == some
    recorder.save(tmp_path)
    loaded = Columns.load(tmp_path)
    assert loaded is not None
    assert loaded.ids(Filters(languages=("be",))).tolist() == [5]
    assert loaded.ids(Filters(since=date(2024, 1, 1))).tolist() == []


def test_where_nothing_was_saved_there_are_no_columns(tmp_path):
    assert Columns.load(tmp_path) is None


@pytest.mark.parametrize("name", ["columns.npy", "columns.json"])
@pytest.mark.parametrize("size", [0, 9, -1])
def test_damage_is_named_with_what_mends_it(tmp_path, name, size):
    recorder = Recorder()
    list(recorder.watch([PassageText(5, "Snow.", None, "Minsk Wire", None, "be")]))
    recorder.save(tmp_path)
    content = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(content[:size] if size >= 0 else b"nothing of this kind " * 20)
    with pytest.raises(ArchiveDamagedError, match=r"columns\.npy .*onrecord repair"):
        Columns.load(tmp_path)


def test_rows_of_another_kind_are_damage(tmp_path):
    recorder = Recorder()
    recorder.save(tmp_path)
    np.save(tmp_path / "columns.npy", np.arange(7))
    with pytest.raises(ArchiveDamagedError, match="onrecord repair"):
        Columns.load(tmp_path)


class Finalized:
    """One of a circle, which ends in Python's own code wherever it is collected."""

    def __init__(self) -> None:
        self.circle = self

    def __del__(self) -> None:
        sum(range(50))


def test_threads_open_columns_at_once(tmp_path):
    """A collection while a thread parses lets another one parse (python/cpython#106905)."""
    Recorder().save(tmp_path)

    def keep_loading() -> int:
        for _ in range(100):
            Finalized()
            Columns.load(tmp_path)
        return 100

    collecting, switching = gc.get_threshold(), sys.getswitchinterval()
    gc.set_threshold(20, 1, 1)
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            done = [threads.submit(keep_loading) for _ in range(4)]
            assert sum(each.result() for each in done) == 400
    finally:
        gc.set_threshold(*collecting)
        sys.setswitchinterval(switching)


def test_an_archive_of_before_has_no_columns_and_answers_the_same(archive):
    archive.add_articles(
        Article(text=f"Snow fell on Minsk, {n}.", outlet="A" if n % 2 else "B", language="en")
        for n in range(8)
    )
    wanted, favour = Filters(outlets=("a",)), [Query(text="snow", favour={"b": 1.0})]
    before = [hit.passage.id for hit in archive.search("snow", filters=wanted)]
    lifted = archive.search_many(favour)
    assert archive._current().columns.origins_of(range(1, 9)) == archive._database.origins_of(
        range(1, 9)
    )
    for file in (archive.path / "generations" / "1").glob("columns.*"):
        file.unlink()
    (archive.path / "generations" / "1" / "vectors.json").unlink()
    again = Archive.open(archive.path, encoder=WordEncoder())
    assert [hit.passage.id for hit in again.search("snow", filters=wanted)] == before
    assert len(before) == 4
    assert again._current().columns is None
    assert again.search_many(favour) == lifted
    assert [hit.passage.article.outlet for hit in lifted[0]] == ["B"] * 4 + ["A"] * 4
