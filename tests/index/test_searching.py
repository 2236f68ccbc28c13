"""Searching equals brute force over what is admitted, while writers publish beside it."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from archive_contents import GRAIN, SNOW, TROOPS, found, texts_of
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st
from search_oracle import bm25, scaled
from word_encoder import VOCABULARY, WordEncoder

from index import Archive, Article, Filters, Query
from index.errors import (
    ArchiveBusyError,
    RequestError,
)
from index.generation import Generation
from index.searching import DENSE_WEIGHT

PLACES = ("Minsk Wire", "Kyiv Post", None)
DAYS = (date(2022, 2, 24), date(2024, 8, 1), None)
# Each word its own stem, no stop words: the oracle's words are then the index's.
NEWS = tuple(
    Article(
        text=" ".join(
            VOCABULARY[(number * step) % 8] + ("" if step % 3 else ".") for step in range(1, 12)
        ),
        outlet=PLACES[number % 3],
        published=DAYS[number // 3 % 3],
        language="en" if number % 5 else "be",
    )
    for number in range(36)
)


@pytest.fixture(scope="module")
def news(tmp_path_factory) -> Archive:
    archive = Archive.create(tmp_path_factory.mktemp("news") / "archive", encoder=WordEncoder())
    archive.add_articles(NEWS)
    return archive


def by_hand(archive: Archive, question: str, filters: Filters) -> dict[int, float]:
    """Every admitted passage's score: the cosine and BM25 scaled, weighed and added."""
    everything = {hit.passage.id: hit.passage for hit in archive.search("", limit=1000)}
    indexed = {
        id_: " ".join([passage.article.outlet or "", passage.text]).replace(".", "")
        for id_, passage in everything.items()
    }
    admitted = {i for i, passage in everything.items() if filters.admits(passage.article)}
    vector = WordEncoder().vectors([question])[0]
    cosines = {i: float(WordEncoder().vectors([everything[i].text])[0] @ vector) for i in admitted}
    words = {i: score for i, score in bm25(question, indexed).items() if i in admitted}
    dense, sparse = scaled(cosines), scaled(words)
    return {i: DENSE_WEIGHT * dense[i] + (1 - DENSE_WEIGHT) * sparse.get(i, 0.0) for i in admitted}


SOME_FILTERS = st.builds(
    Filters,
    outlets=st.sampled_from([(), ("minsk wire",), ("Kyiv Post", "MINSK WIRE")]),
    languages=st.sampled_from([(), ("en",), ("be",), ("en", "be")]),
    since=st.sampled_from([None, date(2022, 1, 1), date(2023, 1, 1)]),
    until=st.sampled_from([None, date(2024, 8, 1), date(2024, 12, 31)]),
)
QUESTIONS = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=3).map(" ".join)


@given(question=QUESTIONS, filters=SOME_FILTERS)
def test_search_equals_brute_force_over_what_is_admitted(news, question, filters):
    expected = by_hand(news, question, filters)
    hits = news.search(question, limit=1000, filters=filters)
    assert {hit.passage.id: hit.score for hit in hits} == pytest.approx(expected, abs=2e-3)
    assert all(filters.admits(hit.passage.article) for hit in hits)
    order = [(-hit.score, hit.passage.id) for hit in hits]
    assert order == sorted(order)


def test_every_hit_is_a_slice_of_its_article(news):
    for hit in news.search("troops border", limit=1000):
        passage = hit.passage
        assert passage.text == passage.article.text[passage.start : passage.end] != ""
        assert passage.article in NEWS


def test_the_parts_of_a_score_stand_beside_it(archive):
    archive.add_articles([Article(text="snow snow border"), Article(text="grain")])
    first, second = archive.search("snow")
    # Two of "snow" and one of "border" against one of "snow": 2 / sqrt(5), kept in 16 bits.
    assert first.cosine == pytest.approx(2 / 5**0.5, abs=1e-3)
    assert first.bm25 == pytest.approx(bm25("snow", {1: "snow snow border", 2: "grain"})[1])
    assert first.score == pytest.approx(1.0)
    assert (second.cosine, second.bm25, second.score) == (0.0, None, 0.0)


def test_the_limit_keeps_the_best(news):
    whole = news.search("minsk drone", limit=1000)
    for limit in (1, 7, 1000):
        assert news.search("minsk drone", limit=limit) == whole[:limit]


def test_many_questions_at_once_are_answered_as_one_by_one(news):
    questions = ["snow", "troops border", "", "grain kyiv", "nothing known", "snow"] * 5
    for filters in (Filters(), Filters(outlets=("Minsk Wire",), since=date(2023, 1, 1))):
        together = news.search_many([Query(text=q) for q in questions], limit=9, filters=filters)
        assert together == [news.search(q, limit=9, filters=filters) for q in questions]


def test_a_question_can_bring_its_vector(news):
    along_snow = np.eye(len(VOCABULARY) + 1, dtype=np.float32)[VOCABULARY.index("snow")]
    mixed = [Query(text="snow", vector=along_snow), Query(text="grain")]
    assert news.search_many(mixed) == [news.search("snow"), news.search("grain")]


def test_favour_lifts_and_hides_nothing(news):
    plain = {hit.passage.id: hit for hit in news.search("snow", limit=1000)}
    (favoured,) = news.search_many([Query(text="snow", favour={"kyiv post": 0.5})], limit=1000)
    assert {hit.passage.id for hit in favoured} == set(plain)
    for hit in favoured:
        bonus = 0.5 if hit.passage.article.outlet == "Kyiv Post" else 0.0
        assert hit.score == pytest.approx(plain[hit.passage.id].score + bonus)
    order = [(-hit.score, hit.passage.id) for hit in favoured]
    assert order == sorted(order)


def test_favour_by_day_lifts_what_was_published_then(news):
    plain = {hit.passage.id: hit for hit in news.search("snow", limit=1000)}
    (day, *_) = sorted({h.passage.article.published for h in plain.values()} - {None})
    query = Query(text="snow", favour_published={(day, day): 0.5})
    (favoured,) = news.search_many([query], limit=1000)
    assert {hit.passage.id for hit in favoured} == set(plain)
    for hit in favoured:
        bonus = 0.5 if hit.passage.article.published == day else 0.0
        assert hit.score == pytest.approx(plain[hit.passage.id].score + bonus)


@pytest.mark.parametrize("weight", [pytest.param(1.0, id="dense"), pytest.param(0.0, id="sparse")])
def test_a_question_can_bring_its_dense_weight(news, weight):
    (hits,) = news.search_many([Query(text="snow", dense_weight=weight)], limit=1000)
    values = [(hit.cosine if weight else hit.bm25) for hit in hits]
    known = [value for value in values if value is not None]
    assert known == sorted(known, reverse=True)
    assert hits[0].score == 1.0


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        pytest.param(
            Filters(outlets=("Minsk Wire", "The Nowhere")),
            "no outlet 'The Nowhere'; what it has: Kyiv Post, Minsk Wire",
            id="outlet",
        ),
        pytest.param(Filters(languages=("fr",)), "no language 'fr'; what it has: en, be", id="fr"),
        # A language is a code and compared as it is: a silent miss would look like absence.
        pytest.param(Filters(languages=("EN",)), "no language 'EN'; what it has: en, be", id="EN"),
    ],
)
def test_a_filter_for_what_the_archive_does_not_have_is_refused(news, filters, message):
    with pytest.raises(RequestError) as caught:
        news.search("snow", filters=filters)
    assert message in str(caught.value)


def test_a_filter_that_admits_nothing_finds_nothing(news):
    assert news.search("snow", filters=Filters(since=date(2030, 1, 1))) == []


def test_stored_vectors_are_within_half_precision(archive, encoder):
    texts = [f"snow {'border ' * number}{'grain ' * (number % 3)}" for number in range(9)]
    archive.add_articles([Article(text=text) for text in texts])
    hits = archive.search("snow border", limit=50)
    (question,) = encoder.vectors(["snow border"])
    for hit in hits:
        exact = float(encoder.vectors([hit.passage.text])[0] @ question)
        assert hit.cosine == pytest.approx(exact, abs=1e-3)


def test_idf_counts_passages(archive):
    archive.add_articles([Article(text="snow fell"), Article(text="grain left")])
    idf = archive.idf(["snow", "nowhere"])
    assert idf["snow"] == pytest.approx(np.log(1 + 1.5 / 1.5))
    assert idf["nowhere"] == pytest.approx(np.log(1 + 2.5 / 0.5))


# Readers and writers at once --------------------------------------------------------------------


def test_an_open_reader_sees_what_is_published_later(archive):
    reader = Archive.open(archive.path, encoder=WordEncoder())
    assert reader.search("snow") == []
    for texts in ([SNOW], [SNOW, GRAIN], [SNOW, GRAIN, TROOPS]):
        archive.add_articles([Article(text=text) for text in texts])
        assert set(found(reader, "snow")) == set(texts)
        assert texts_of(reader) == set(texts)
        assert reader.status() == archive.status()


def test_a_second_writer_is_refused_and_the_first_goes_on(archive, encoder):
    second = Archive.open(archive.path, encoder=WordEncoder())
    archive.add_articles([Article(text=SNOW)])
    refused = []

    def write_meanwhile(progress) -> None:
        if progress.stage == "publishing" and progress.done == 0:
            assert found(second, "snow") == [SNOW]  # a reader is not held up
            for attempt in (
                lambda: second.add_articles([Article(text=TROOPS)]),
                lambda: second.remove(second.articles()[0].id),
                second.repair,
            ):
                with pytest.raises(ArchiveBusyError, match="already writing"):
                    attempt()
                refused.append(attempt)

    archive.add_articles([Article(text=GRAIN)], progress=write_meanwhile)
    assert len(refused) == 3
    assert texts_of(second) == {SNOW, GRAIN}
    assert second.add_articles([Article(text=TROOPS)]).added  # the lock is free again


def test_creating_waits_for_nobody(tmp_path, encoder):
    (tmp_path / "archive").mkdir()
    with FileLock(tmp_path / "archive" / "lock"), pytest.raises(ArchiveBusyError):
        Archive.create(tmp_path / "archive", encoder=encoder)


class PublishingEncoder(WordEncoder):
    """While a question is embedded, a writer publishes three times, as in a model's first load."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path

    def encode_questions(self, texts):
        writer = Archive.open(self.path, encoder=WordEncoder())
        for text in (SNOW, "Snow melted.", "Snow came back."):
            writer.add_articles([Article(text=text, url="https://a.example/snow")])
        return super().encode_questions(texts)


def test_a_search_outlives_writers_that_publish_while_it_embeds(archive):
    archive.add_articles([Article(text="It snowed.", url="https://a.example/snow")])
    reader = Archive.open(archive.path, encoder=PublishingEncoder(archive.path))
    reader.articles()
    assert found(reader, "snow") == ["Snow came back."]


class InterruptedArchive(Archive):
    """Writers publish twice between a search's rankings and its fetching of the passages."""

    texts = (SNOW, "Snow melted.")

    def rankings(self, queries, **settings):
        found = super().rankings(queries, **settings)
        writer = Archive.open(self.path, encoder=WordEncoder())
        for text in self.texts:
            writer.add_articles([Article(text=text, url="https://a.example/snow")])
        self.texts = ()
        return found


@pytest.mark.parametrize(
    "favour", [pytest.param({}, id="passages"), pytest.param({"a": 1.0}, id="outlets")]
)
def test_a_search_whose_passages_are_purged_meanwhile_begins_again(archive, favour):
    archive.add_articles([Article(text="It snowed.", url="https://a.example/snow")])
    reader = InterruptedArchive.open(archive.path, encoder=WordEncoder())
    (hits,) = reader.search_many([Query(text="snow", favour=favour)])
    assert [hit.passage.text for hit in hits] == ["Snow melted."]


def test_threads_that_come_first_open_a_generation_once(archive, monkeypatch):
    archive.add_articles([Article(text="Snow fell.")])
    loaded, load = [], Generation.load

    def counted(path: Path, number: int) -> Generation:
        loaded.append(number)
        time.sleep(0.05)  # so that the others arrive
        return load(path, number)

    monkeypatch.setattr(Generation, "load", counted)
    reader = Archive.open(archive.path, encoder=WordEncoder())
    with ThreadPoolExecutor(3) as threads:
        done = [threads.submit(found, reader, "snow") for _ in range(3)]
        assert [each.result() for each in done] == [["Snow fell."]] * 3
    assert loaded == [1]


def test_many_threads_search_while_one_writes(archive):
    """Each publish changes all of three articles: a search must never see two versions."""

    def version(number: int) -> list[Article]:
        return [
            Article(text=f"Version {number} of snow.", url=f"https://a.example/{place}")
            for place in range(3)
        ]

    archive.add_articles(version(0))
    done, wrong = threading.Event(), []

    def keep_searching() -> None:
        while not done.is_set():
            try:
                texts = found(archive, "snow")
                archive.status()
                if len(texts) != 3 or len(set(texts)) != 1:
                    wrong.append(texts)
            except Exception as error:
                wrong.append(error)

    threads = [threading.Thread(target=keep_searching) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(1, 9):
        archive.add_articles(version(number))
    done.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert set(found(archive, "snow")) == {"Version 8 of snow."}
