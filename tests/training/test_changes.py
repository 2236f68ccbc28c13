"""Questions changed so that their passage no longer answers them."""

from random import Random

import pytest

from index.bundled import bundled_directory
from training.reader.changes import Neighbours, change, change_fact, names_in

PASSAGE = (
    "In 1935 Karolina Proskauer founded the first museum of Tbilisi. Anna Berg paid for it in 1940."
)


@pytest.fixture(scope="module")
def neighbours() -> Neighbours:
    return Neighbours(bundled_directory())


def changes(question: str, neighbours: Neighbours, *, elsewhere=()) -> set[str | None]:
    return {
        change(question, PASSAGE, elsewhere=elsewhere, neighbours=neighbours, random=Random(seed))
        for seed in range(200)
    }


def test_a_name_gives_way_to_another_of_the_passage(neighbours):
    made = changes("What did Karolina Proskauer found?", neighbours)
    assert "What did Anna Berg found?" in made


def test_a_number_gives_way_to_another(neighbours):
    made = changes("What was founded in 1935?", neighbours)
    assert "What was founded in 1940?" in made
    assert all(question != "What was founded in 1935?" for question in made)


def test_a_word_gives_way_to_its_opposite(neighbours):
    assert "Who founded the last museum?" in changes("Who founded the first museum?", neighbours)


def test_a_negation_comes_or_goes(neighbours):
    assert "Who didn't pay?" in changes("Who did pay?", neighbours)
    assert "Who did pay?" in changes("Who didn't pay?", neighbours)


def test_another_word_of_the_kind(neighbours):
    others = neighbours.of("museum")
    assert len(others) > 10
    assert "museum" not in others
    assert neighbours.of("proskauerian") == []


def test_a_question_without_anything_to_change_stays(neighbours):
    assert changes("Why?", neighbours) == {None}


def test_the_same_seed_makes_the_same_change(neighbours):
    question = "What did Karolina Proskauer found in 1935?"
    one, two = (
        [
            change(question, PASSAGE, elsewhere=(), neighbours=neighbours, random=Random(seed))
            for seed in range(20)
        ]
        for _ in range(2)
    )
    assert one == two


@pytest.mark.parametrize(
    ("question", "made"),
    [
        pytest.param(
            "What did Anna Berg pay for in 1940?",
            {
                "What did Karolina Proskauer pay for in 1940?",
                "What did Anna Berg pay for in 1935?",
            },
            id="a name or a number",
        ),
        pytest.param("Who founded the first museum?", {None}, id="neither"),
    ],
)
def test_a_fact_gives_way_and_the_question_stays(question, made):
    found = {
        change_fact(question, PASSAGE, elsewhere=(), random=Random(seed)) for seed in range(200)
    }
    assert found >= made
    assert all(new is None or "pay for in" in new for new in found)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("He met Anna Berg.", ["Anna Berg"], id="a name"),
        pytest.param("Snow fell.", [], id="the head of a sentence is no name"),
        pytest.param("In France it rained.", ["France"], id="a name after a preposition"),
        pytest.param("the Bank of Tbilisi", ["Bank of Tbilisi"], id="with a small word inside"),
        pytest.param("He met Anna Berg's son.", ["Anna Berg"], id="without its possessive"),
    ],
)
def test_names_in(text, names):
    assert names_in(text) == names
