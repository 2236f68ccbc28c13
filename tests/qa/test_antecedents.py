"""Whom and what the words of a later question stand for, after several questions."""

import pytest

from qa.antecedents import Antecedents, Turn
from qa.follow_up import follow
from qa.question import Understood

ARTICLE = "Ann Poe and Jan Roe run mills near Minsk. Poe hired Roe. Roe left for Vitebsk Bank."


def turn(question, *, about=(), typed="", article=ARTICLE):
    return Turn(
        asked=Understood(question=question, about=about),
        follows=bool(typed),
        article=article,
    )


TALK = (
    turn("Who runs the mills of Orsha?"),
    turn("Do they pay Brest?", about=("Orsha",), typed="Do they pay Brest?"),
    turn("Is it owed to Pinsk?", about=("Orsha", "Brest"), typed="Is it owed to Pinsk?"),
)
SILENT = turn("What is rye?", article="")


def test_of_questions_that_follow_the_last_counts_and_the_one_that_stood_by_itself():
    assert Antecedents(TALK).subjects() == ["Orsha", "Pinsk"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param("Does it grow in Minsk?", ["rye"], id="it"),
        pytest.param("Where is the mill?", ["Orsha"], id="something else"),
    ],
)
def test_what_was_introduced_by_no_name_is_it(question, expected):
    talk = (turn("Who runs the mills of Orsha?"), SILENT)
    assert list(follow(question, talk).about) == expected


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        pytest.param("Ann Poe: early years", ["Vitebsk Bank", "Ann Poe"], id="a topic"),
        pytest.param("Tell me about rye.", ["Vitebsk Bank", "rye"], id="told of"),
        pytest.param("Is Ann Poe rich?", ["Vitebsk Bank"], id="a question"),
    ],
)
def test_a_talk_is_about_the_topic_that_it_was_opened_with(opening, expected):
    talk = (turn(opening), turn("Does Vitebsk Bank lend?"))
    assert list(follow("Is it safe?", talk).about) == expected


def test_in_a_question_that_names_places_only_what_is_asked_of_is_not_named():
    asked = turn("How many women work at the mill in Minsk?")
    put = follow("What do they earn?", [asked])
    assert str(put) == "women work at the mill in Minsk: What do they earn?"


def test_a_name_within_another_that_is_taken_over_is_left_out():
    poe = turn("Did Poe win?", about=("Ann Poe",), typed="Did she win?")
    assert follow("Was it close?", [poe]).about == ("Ann Poe",)
