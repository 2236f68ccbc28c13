"""The term index against BM25 worked out by hand."""

import math
import random
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from search_oracle import bm25

from index.errors import ArchiveDamagedError
from index.filters import Filters
from index.terms import TermDocument, TermIndex, analyze

# Each is its own stem and no stop word; up to 40 words Tantivy keeps a text's length exactly.
WORDS = ["minsk", "kyiv", "snow", "grain", "drone", "border", "troop", "east", "west", "tank"]
NO_FILTER = Filters()


def document(id_: int, text: str, **origin) -> TermDocument:
    return TermDocument(
        id=id_,
        text=text,
        outlet=origin.get("outlet"),
        published=origin.get("published"),
        language=origin.get("language"),
    )


def build(directory: Path, texts: dict[int, str]) -> TermIndex:
    return TermIndex.build(directory, [document(id_, text) for id_, text in texts.items()])


def random_texts(count: int, *, longest: int, seed: int) -> dict[int, str]:
    chance = random.Random(seed)
    weights = range(1, len(WORDS) + 1)
    return {
        3 * number + 1: " ".join(chance.choices(WORDS, weights, k=chance.randint(1, longest)))
        for number in range(count)
    }


SHORT = random_texts(120, longest=40, seed=5)


@pytest.fixture(scope="module")
def short_index(tmp_path_factory) -> TermIndex:
    return build(tmp_path_factory.mktemp("terms") / "short", SHORT)


@given(words=st.lists(st.sampled_from([*WORDS, "nowhere"]), min_size=1, max_size=6))
def test_scores_equal_bm25(short_index, words):
    question = " ".join(words)
    expected = bm25(question, SHORT)
    found = short_index.search(question, limit=200, filters=NO_FILTER)
    assert found == pytest.approx(expected, rel=1e-5)
    assert list(found.items()) == sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def test_the_ranking_of_long_texts_is_that_of_bm25(tmp_path):
    texts = random_texts(60, longest=300, seed=6)
    index = build(tmp_path / "terms", texts)
    for question in ("minsk snow", "tank", "east grain west"):
        expected = bm25(question, texts)
        found = list(index.search(question, limit=100, filters=NO_FILTER))
        assert set(found) == set(expected)
        # A length over 40 is kept to an eighth, which moves a score by a few hundredths at most.
        assert all(expected[a] > expected[b] - 0.1 for a, b in pairwise(found))


def test_a_word_asked_twice_counts_once(short_index):
    once = short_index.search("minsk", limit=50, filters=NO_FILTER)
    assert short_index.search("Minsk, Minsk, MINSK!", limit=50, filters=NO_FILTER) == once


def test_the_limit_keeps_the_best(short_index):
    whole = list(short_index.search("minsk grain", limit=200, filters=NO_FILTER).items())
    assert list(short_index.search("minsk grain", limit=7, filters=NO_FILTER).items()) == whole[:7]


def test_ties_break_by_id(tmp_path):
    index = build(tmp_path / "terms", dict.fromkeys([30, 20, 10], "snow fell"))
    assert list(index.search("snow", limit=3, filters=NO_FILTER)) == [10, 20, 30]


@given(words=st.lists(st.sampled_from([*WORDS, "nowhere"]), max_size=6))
def test_idf_is_the_published_formula(short_index, words):
    total = len(SHORT)
    having = {word: sum(word in text.split() for text in SHORT.values()) for word in words}
    expected = {w: math.log(1 + (total - n + 0.5) / (n + 0.5)) for w, n in having.items()}
    assert short_index.idf(words) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        pytest.param("", [], id="empty"),
        pytest.param("… — ?!", [], id="no words"),
        pytest.param("the of and", [], id="only stop words"),
        pytest.param("Troops TROOP", ["troop", "troop"], id="plural and capitals"),
        pytest.param("Łukaszenka café", ["lukaszenka", "cafe"], id="accents"),
        pytest.param("Киев Минск", ["киев", "минск"], id="Cyrillic"),
        pytest.param("1,200 F-16", ["1", "200", "f", "16"], id="figures"),
        pytest.param("x" * 61, [], id="longer than any word"),
    ],
)
def test_terms_of_a_text(text, terms):
    assert analyze(text) == terms


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("", id="empty"),
        pytest.param("?!… — ''", id="punctuation"),
        pytest.param("the of and", id="stop words"),
    ],
)
def test_a_question_without_words_finds_nothing(short_index, question):
    assert short_index.search(question, limit=5, filters=NO_FILTER) == {}


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("+minsk -snow", id="plus and minus"),
        pytest.param('"minsk snow', id="an open quotation mark"),
        pytest.param("minsk AND NOT (snow OR", id="operators and an open bracket"),
        pytest.param("text:minsk outlet:x id:[1 TO *] snow", id="fields and ranges"),
        pytest.param("minsk~2^9 sno* /snow.*/", id="fuzzy, boost, regular expression"),
        pytest.param("minsk \\ \x00 snow {} %s '; DROP TABLE articles", id="escapes and SQL"),
    ],
)
def test_query_syntax_is_only_words(short_index, question):
    found = short_index.search(question, limit=200, filters=NO_FILTER)
    words = [word for word in analyze(question) if word in WORDS]
    assert found == pytest.approx(bm25(" ".join(words), SHORT), rel=1e-5)


@given(question=st.text(max_size=40))
def test_no_question_is_refused(short_index, question):
    assert set(short_index.search(question, limit=5, filters=NO_FILTER)) <= set(SHORT)


def test_a_filter_leaves_the_scores_as_they_are(tmp_path):
    documents = [
        document(
            1, "snow in minsk", outlet="Minsk Wire", published=date(2024, 1, 1), language="en"
        ),
        document(2, "snow snow", outlet="Other", published=date(2024, 2, 1), language="en"),
        document(3, "snow", outlet="MINSK WIRE", published=None, language="be"),
    ]
    index = TermIndex.build(tmp_path / "terms", documents)
    whole = index.search("snow", limit=9, filters=NO_FILTER)
    found = index.search("snow", limit=9, filters=Filters(outlets=("minsk wire",)))
    assert found == {id_: whole[id_] for id_ in (3, 1)}
    dated = index.search("snow", limit=9, filters=Filters(since=date(2024, 1, 1)))
    assert dated == {id_: whole[id_] for id_ in (2, 1)}


def test_a_saved_index_finds_the_same(tmp_path):
    built = build(tmp_path / "terms", SHORT)
    loaded = TermIndex.load(tmp_path / "terms")
    assert len(loaded) == len(built) == len(SHORT)
    for word in WORDS:
        assert loaded.search(word, limit=200, filters=NO_FILTER) == built.search(
            word, limit=200, filters=NO_FILTER
        )


def test_an_empty_index_finds_nothing(tmp_path):
    build(tmp_path / "terms", {})
    empty = TermIndex.load(tmp_path / "terms")
    assert len(empty) == 0
    assert empty.search("minsk", limit=5, filters=Filters(languages=("en",))) == {}
    assert empty.idf(["minsk"]) == {"minsk": pytest.approx(math.log(2))}  # ln(1 + 0.5 / 0.5)


def use(directory: Path) -> None:
    index = TermIndex.load(directory)
    index.search("minsk", limit=5, filters=NO_FILTER)
    index.idf(["minsk"])


@pytest.mark.parametrize(
    "suffix", ["fast", "fieldnorm", "idx", "pos", "store", "term", "meta.json"]
)
@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda path: path.unlink(), id="lost"),
        pytest.param(lambda path: path.write_bytes(b""), id="empty"),
        pytest.param(lambda path: path.write_bytes(path.read_bytes()[:-2]), id="cut"),
        pytest.param(lambda path: path.write_bytes(b"\x5a" * 400), id="something else"),
    ],
)
def test_damage_is_named_with_what_mends_it(tmp_path, suffix, damage):
    build(tmp_path / "terms", SHORT)
    (path,) = (tmp_path / "terms").glob(f"*{suffix}")
    damage(path)
    with pytest.raises(ArchiveDamagedError, match=r"term index .*onrecord repair"):
        use(tmp_path / "terms")


def test_a_lost_directory_is_damage(tmp_path):
    with pytest.raises(ArchiveDamagedError, match="onrecord repair"):
        TermIndex.load(tmp_path / "nowhere")
