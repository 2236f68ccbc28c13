"""A sentence described by numbers."""

import math
from datetime import date

import pytest

from index import Article
from qa.features import FEATURES, Candidate, describe
from qa.question import parse


def candidate(text: str, *, title: str | None = None, before: str = "", **known) -> Candidate:
    article = Article(text=f"{before}{text}", title=title, published=date(2024, 6, 1))
    known = {"passage_relevance": 0.5, "mass": 0.25, **known}
    return Candidate(
        article=article,
        start=len(before),
        end=len(before) + len(text),
        passage=article.text,
        context_cosine=0.2,
        retrieval=0.3,
        **known,
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


def test_coverage_finds_what_an_acronym_stands_for():
    made = candidate("The United States waits.")
    assert feature("Where is the US?", made, "coverage") == 1.0


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
        pytest.param("Who is Poe?", "Ann Poe, a judge, left.", "kind", 1.0, id="introduced"),
        pytest.param("Who is Poe?", "Ann Poe left Minsk.", "kind", 0.0, id="only named"),
        pytest.param(
            "What happened on 3 May 2024?", "He left on May 3.", "kind", 1.0, id="that day"
        ),
        pytest.param("What happened on 3 May 2024?", "He left in May.", "kind", 0.0, id="no day"),
        pytest.param(
            "What happened on 3 May 2023?", "He left on May 3.", "kind", 0.0, id="a year on"
        ),
        pytest.param("When was it?", "It was on 3 May.", "kind", 1.0, id="a day, then its month"),
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


def test_what_the_reader_and_retrieval_said_comes_through():
    made = candidate(
        "He waits.", passage_relevance=2.5, mass=0.125, relevance=-1.5, alone_mass=0.75, cosine=0.4
    )
    found = {name: feature("Who waits?", made, name) for name in FEATURES}
    assert found["passage_relevance"] == 2.5
    assert found["relevance"] == -1.5
    assert (found["mass"], found["log_mass"]) == (0.125, pytest.approx(math.log(0.125)))
    assert (found["alone_mass"], found["alone_odds"]) == (0.75, pytest.approx(math.log(3)))
    assert found["cosine"] == 0.4
    assert (found["context_cosine"], found["retrieval"]) == (0.2, 0.3)


@pytest.mark.parametrize(
    ("known", "name", "value"),
    [
        pytest.param({"relevance": 40.0}, "relevance", 6.0, id="surer than it was taught to be"),
        pytest.param({"passage_relevance": -40.0}, "passage_relevance", -6.0, id="as sure of not"),
        pytest.param({"mass": 0.0}, "log_mass", math.log(1e-4), id="no mass"),
        pytest.param({"relevance": 0.0, "alone_mass": 1.0}, "alone_odds", 5.0, id="sure of words"),
        pytest.param({"relevance": 0.0, "alone_mass": 0.0}, "alone_odds", -5.0, id="of none"),
        pytest.param({"relevance": None}, "relevance", 0.0, id="not read alone"),
        pytest.param({"relevance": None}, "alone_odds", 0.0, id="nor its words"),
        pytest.param({"passage_relevance": None}, "log_mass", 0.0, id="passage not read"),
    ],
)
def test_extremes_are_limited(known, name, value):
    assert feature("Who waits?", candidate("He waits.", **known), name) == pytest.approx(value)


def test_nothing_to_describe():
    assert describe(parse("Who waits?"), [], idf={}).shape == (0, len(FEATURES))
