"""Retrieval: the whole question and its parts, what they name lifted, nothing hidden."""

from datetime import date, timedelta

import pytest

from index import Archive, Article, Filters, Hit, Query
from index.passage import Passage
from qa.question import parse
from qa.retrieval import DAY_BONUS, DAYS_AROUND, YEAR_BONUS, merge, query, retrieve
from qa.words import content_words

BORDER = "Belarus closed the border."
TWO_PARTS = (
    "Does Minsk Wire say that Belarus closed the border, while Grain Daily claims that a drone "
    "hit the grain store?"
)
ARTICLES = tuple(
    Article(text=text, outlet=outlet, published=published, language="en")
    for text, outlet, published in (
        (f"{BORDER} Nobody crossed.", "Minsk Wire", date(2024, 8, 1)),
        (f"{BORDER} No one passed.", "Kyiv Post", date(2024, 8, 9)),
        ("Snow fell on Kyiv, snow and more snow.", "Kyiv Post", date(2024, 1, 3)),
        ("A drone hit the grain store.", "Grain Daily", None),
    )
)


@pytest.fixture
def archive_of_news(archive: Archive) -> Archive:
    archive.add_articles(ARTICLES)
    return archive


def outlets(retrieved):
    return [hit.passage.article.outlet for hit in retrieved.hits]


def made(id_: int, score: float, *, cosine: float | None = None) -> Hit:
    passage = Passage(id=id_, article=ARTICLES[0], start=0, end=5)
    return Hit(passage=passage, score=score, cosine=cosine, bm25=None)


def test_a_plain_question_is_found_as_the_archive_finds_it(archive_of_news):
    question = "Who closed the border of Belarus?"
    (retrieved,) = retrieve(archive_of_news, [question])
    plain = Query(text=question, words=content_words(question))
    assert retrieved.hits == archive_of_news.search_many([plain], limit=10)[0]
    assert retrieved.part_vectors.shape == (0, archive_of_news.encoder.dimension)
    assert set(retrieved.found_for) == {()}


@pytest.mark.parametrize(
    ("question", "first"),
    [
        pytest.param("What did Minsk Wire say of the border?", "Minsk Wire", id="one outlet"),
        pytest.param("What did Kyiv Post say of the border?", "Kyiv Post", id="another"),
        pytest.param("What was the border like on August 1, 2024?", "Minsk Wire", id="one day"),
        pytest.param("What was the border like on August 9, 2024?", "Kyiv Post", id="another day"),
    ],
)
def test_what_a_question_names_is_lifted_and_nothing_is_hidden(archive_of_news, question, first):
    (retrieved,) = retrieve(archive_of_news, [question])
    assert outlets(retrieved)[0] == first
    assert sorted(outlets(retrieved)) == ["Grain Daily", "Kyiv Post", "Kyiv Post", "Minsk Wire"]


@pytest.mark.parametrize(
    ("days", "bonus"),
    [
        pytest.param(0, DAY_BONUS, id="the day"),
        pytest.param(DAYS_AROUND, DAY_BONUS, id="just near enough"),
        pytest.param(DAYS_AROUND + 1, 0.0, id="just too far"),
    ],
)
def test_how_near_a_day_lifts(archive_of_news, days, bonus):
    day = date(2024, 8, 9) + timedelta(days=days)
    plain, dated = retrieve(archive_of_news, ["Who closed the border?"] * 2)
    (dated,) = retrieve(archive_of_news, [f"Who closed the border, {day.isoformat()}?"])
    scores = [
        next(h.score for h in r.hits if h.passage.article == ARTICLES[1]) for r in (plain, dated)
    ]
    assert scores[1] - scores[0] == pytest.approx(bonus)


@pytest.mark.parametrize(
    ("named", "bonus"),
    [
        pytest.param("in August 2024", DAY_BONUS, id="a month"),
        pytest.param("in 2024", YEAR_BONUS, id="a year"),
        pytest.param("since 2022", YEAR_BONUS, id="open at its end"),
    ],
)
def test_a_long_period_lifts_less(named, bonus):
    question = parse(f"Who closed the border {named}?")
    made_query = query(question, question.text)
    assert made_query.bonus("", date(2024, 8, 9)) == bonus


def test_evidence_for_every_part_comes_up_first(archive_of_news):
    (retrieved,) = retrieve(archive_of_news, [TWO_PARTS], passages=2)
    assert sorted(outlets(retrieved)) == ["Grain Daily", "Minsk Wire"]
    assert {o: f[0] for o, f in zip(outlets(retrieved), retrieved.found_for, strict=True)} == {
        "Minsk Wire": 0,
        "Grain Daily": 1,
    }
    assert retrieved.part_vectors.shape == (2, archive_of_news.encoder.dimension)


def test_questions_together_are_found_as_alone(archive_of_news):
    questions = [TWO_PARTS, "Where did snow fall?"]
    together = retrieve(archive_of_news, questions, passages=3)
    alone = [retrieve(archive_of_news, [question], passages=3)[0] for question in questions]
    assert [r.hits for r in together] == [r.hits for r in alone]
    assert [r.found_for for r in together] == [r.found_for for r in alone]


def test_filters_hold_for_parts(archive_of_news):
    (retrieved,) = retrieve(archive_of_news, [TWO_PARTS], filters=Filters(outlets=("Kyiv Post",)))
    assert set(outlets(retrieved)) == {"Kyiv Post"}


def test_no_questions_and_an_empty_archive_find_nothing(archive):
    assert retrieve(archive, []) == []
    assert retrieve(archive, ["Who closed the border?"])[0].hits == []


def test_merged_parts_take_turns():
    merged = merge(
        [], [[made(1, 1.0), made(2, 0.95), made(3, 0.9)], [made(4, 0.88)]], limit=4, turn=0.9
    )
    # 1.0; then 0.95 * 0.9 = 0.855 is under 0.88; then 0.855, and 0.9 * 0.81
    assert [(hit.passage.id, parts) for hit, parts in merged] == [
        (1, (0,)),
        (4, (1,)),
        (2, (0,)),
        (3, (0,)),
    ]


def test_the_whole_question_decides_between_a_parts_hits():
    merged = merge(
        [made(2, 0.8)], [[made(1, 0.6), made(2, 0.5)], []], limit=2, whole_weight=0.5, turn=1.0
    )
    assert [hit.passage.id for hit, _ in merged] == [2, 1]


def test_a_merged_hit_keeps_the_best_of_each_score():
    ((hit, parts),) = merge(
        [made(1, 0.2, cosine=0.7)], [[made(1, 0.5)], [made(1, 0.9, cosine=0.3)]], limit=5
    )
    assert (hit.score, hit.cosine, hit.bm25) == (0.9, 0.7, None)
    assert parts == (1, 0)


def test_a_hit_of_the_whole_question_alone_was_found_for_no_part():
    merged = merge([made(2, 0.8)], [[made(1, 0.6)], []], limit=2)
    assert [(hit.passage.id, parts) for hit, parts in merged] == [(1, (0,)), (2, ())]


def test_ties_break_by_id():
    merged = merge([], [[made(9, 0.5), made(3, 0.5)], [made(7, 0.5)]], limit=3, turn=1.0)
    assert [hit.passage.id for hit, _ in merged] == [3, 7, 9]
