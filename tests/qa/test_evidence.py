"""Sentences described, ranked, chosen."""

import math

import pytest

from index import Article
from qa.evidence import FEATURES, SHARE_OF_BEST, TURN, Candidate, Scored, describe, rank, select
from qa.evidence import same_sentence as same
from qa.question import parse


def candidate(text: str, *, title: str | None = None, before: str = "", **cosines) -> Candidate:
    article = Article(text=f"{before}{text}", title=title)
    cosines = {"cosine": 0.5, "neighbour_cosine": 0.1, "context_cosine": 0.2, **cosines}
    return Candidate(
        article=article,
        start=len(before),
        end=len(before) + len(text),
        passage=article.text,
        retrieval=0.3,
        **cosines,
    )


def feature(question: str, made: Candidate, name: str, idf: dict[str, float] | None = None):
    row = describe(parse(question), [made], idf=idf or {})[0]
    assert row.shape == (len(FEATURES),)
    return float(row[FEATURES.index(name)])


def test_coverage_weighs_terms_by_one_more_than_their_idf():
    made = candidate("Belarus waits.")
    idf = {"belarus": 0.0, "tank": 3.0}
    assert feature("Has Belarus tanks?", made, "coverage", idf) == pytest.approx(1 / (1 + 4))


def test_coverage_finds_another_spelling():
    made = candidate("Lukashenko waits.")
    assert feature("Where is Lukashenka?", made, "coverage") == 1.0


def test_the_title_counts_for_the_context_and_not_for_the_sentence():
    made = candidate("He waits.", title="Lukashenko in Minsk")
    assert feature("Where is Lukashenko?", made, "coverage") == 0.0
    assert feature("Where is Lukashenko?", made, "context_coverage") == 1.0
    assert feature("Where are Lukashenko and Putin?", made, "names") == 0.5


@pytest.mark.parametrize(
    ("question", "text", "name", "value"),
    [
        pytest.param("Who won in 2022?", "In 2022 it rained.", "numbers", 1.0, id="number found"),
        pytest.param("Who won in 2022?", "It rained.", "numbers", 0.0, id="number missing"),
        pytest.param("Who won?", "It rained.", "numbers", 1.0, id="no number asked"),
        pytest.param("How many came?", "A dozen came.", "kind", 1.0, id="a quantity in words"),
        pytest.param("How many came?", "People came.", "kind", 0.0, id="no quantity"),
        pytest.param("Who met Putin?", "Putin met Xi.", "kind", 1.0, id="another name"),
        pytest.param("Who met Putin?", "Putin met nobody.", "kind", 0.0, id="only the name asked"),
        pytest.param("When was it?", "It was on 3 May.", "kind", 0.0, id="a day without its form"),
        pytest.param("When was it?", "It was on May 3.", "kind", 1.0, id="a day"),
        pytest.param("Why wait?", "He waits because of snow.", "reason", 1.0, id="a reason"),
        pytest.param("Who waits?", "He waits because of snow.", "reason", 0.0, id="none asked for"),
        pytest.param("Who waits?", "He waits.", "length", math.log(3), id="two words"),
        pytest.param("Who waits?", "He waits.", "position", 1.0, id="first sentence"),
    ],
)
def test_features(question, text, name, value):
    assert feature(question, candidate(text), name) == pytest.approx(value)


def test_a_later_sentence_has_a_lower_position():
    made = candidate("He waits.", before="x " * 300)
    assert feature("Who waits?", made, "position") == pytest.approx(math.exp(-1))


def test_rank_orders_by_probability_and_keeps_ties_in_order():
    near, far = candidate("Snow fell.", cosine=0.9), candidate("Rain fell.", cosine=0.1)
    again = candidate("Hail fell.", cosine=0.9)
    ranked = rank(parse("What fell on us?"), [far, near, again], idf={})
    assert [s.candidate for s in ranked] == [near, again, far]
    assert all(0 < s.score < 1 for s in ranked)
    assert ranked[0].features[FEATURES.index("cosine")] == 0.9


def test_nothing_to_rank():
    assert rank(parse("Who?  Belarus?"), [], idf={}) == []


def scored(text: str, score: float, *, article: str) -> Scored:
    made = Article(text=f"{text} {article}", title=article)
    place = Candidate(
        article=made,
        start=0,
        end=len(text),
        passage=made.text,
        cosine=0.0,
        neighbour_cosine=0.0,
        context_cosine=0.0,
        retrieval=0.0,
    )
    return Scored(candidate=place, score=score, features=(0.0,) * len(FEATURES))


def texts(groups):
    return [[(s.candidate.text, s.candidate.article.title) for s in group] for group in groups]


def test_a_sentence_in_two_articles_is_one_statement_with_two_citations():
    twice = Article(text="“Minsk said no” Minsk said no!", title="b")
    ranked = [
        scored("Minsk said no.", 0.9, article="a"),
        Scored(candidate=candidate_of(twice, 0, 15), score=0.8, features=()),
        Scored(candidate=candidate_of(twice, 16, 30), score=0.7, features=()),
        scored("Kyiv was silent.", 0.6, article="c"),
    ]
    assert texts(select(ranked, limit=5)) == [
        [("Minsk said no.", "a"), ("“Minsk said no”", "b")],
        [("Kyiv was silent.", "c")],
    ]


def test_a_figure_changed_is_another_statement():
    assert not same("Belarus sent 10 drones over.", "Belarus sent 12 drones over.")
    assert same("Belarus sent 10 drones over.", "Belarus sent 10 drones over")


def test_articles_take_turns():
    article = Article(text="One. Two. Three.")
    one, two = (
        Scored(candidate=candidate_of(article, a, b), score=s, features=())
        for a, b, s in ((0, 4, 0.6), (5, 9, 0.5))
    )
    other = scored("Elsewhere.", 0.4, article="b")
    # Odds 1.5, 1.0, 0.67; after `one`, its article's next sentence keeps 0.4 of 1.0.
    assert TURN * 1.0 < 0.4 / 0.6
    assert [g[0] for g in select([one, two, other], limit=3)] == [one, other, two]


def candidate_of(article: Article, start: int, end: int) -> Candidate:
    return Candidate(
        article=article,
        start=start,
        end=end,
        passage=article.text,
        cosine=0.0,
        neighbour_cosine=0.0,
        context_cosine=0.0,
        retrieval=0.0,
    )


def test_what_is_far_less_likely_than_the_best_is_left_out():
    ranked = [
        scored("Snow fell.", 0.9, article="a"),
        scored("Rain fell.", 0.9 * SHARE_OF_BEST * 0.99, article="b"),
    ]
    assert len(select(ranked, limit=5)) == 1
    assert select([], limit=5) == []


def test_no_more_than_asked_for():
    ranked = [scored(f"Number {n} fell.", 0.5, article=str(n)) for n in range(9)]
    assert [group[0] for group in select(ranked, limit=3)] == ranked[:3]
