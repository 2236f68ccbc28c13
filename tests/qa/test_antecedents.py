"""Whom and what the words of a later question stand for, after several questions."""

import pytest

from qa.antecedents import Antecedents, Turn
from qa.follow_up import follow
from qa.question import Understood

ARTICLE = "Ann Poe and Jan Roe run mills near Minsk. Poe hired Roe. Roe left for Vitebsk Bank."


def turn(question, *, about=(), typed="", quote="", article=ARTICLE):
    return Turn(
        asked=Understood(question=question, about=about),
        follows=bool(typed),
        typed=typed or question,
        quote=quote,
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


def test_of_two_who_may_be_meant_it_is_who_was_meant_before():
    met = turn("Did Jan Roe meet Ann Poe?", typed="Did he meet Ann Poe?")
    assert str(follow("Was he late?", [met])) == "Was Jan Roe late?"
    assert str(follow("Was she late?", [met])) == "Was Ann Poe late?"


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        pytest.param(
            "“We grow,” said manager Eve Coe.", "Orsha: How old is Eve Coe?", id="with a role"
        ),
        pytest.param("“We grow,” said Eve Coe.", "Orsha: How old is she?", id="one who speaks"),
        pytest.param(
            "Manager Eve Coe met the mayor, Ada Loe.", "Orsha: How old is she?", id="one of two"
        ),
    ],
)
def test_who_is_asked_for_may_be_named_once(quote, expected):
    who = turn("Who runs the mills of Orsha?", quote=quote, article=quote)
    assert str(follow("How old is she?", [who])) == expected


def test_with_somebody_in_place_of_she_only_the_last_question_s_names_stand():
    gone = turn("When did Ann Poe leave?", about=("Minsk",), typed="When did she leave?")
    assert str(follow("Did she return?", [gone])) == "Did Ann Poe return?"


@pytest.mark.parametrize(
    ("asked", "question"),
    [
        pytest.param("What did Will Smith do?", "Will trams run again in May?", id="a word"),
        pytest.param("What did Israel Katz say?", "Has Israel sent troops?", id="a country"),
        pytest.param("What did Russia Today say?", "Has Russia sent troops?", id="an outlet"),
        pytest.param("Did Ann Poe win?", "Has Ann sent troops?", id="perhaps another one"),
    ],
)
def test_a_question_that_stands_by_itself_keeps_the_names_that_it_has(asked, question):
    assert str(follow(question, [turn(asked)])) == question


def test_a_name_within_another_that_is_taken_over_is_left_out():
    poe = turn("Did Poe win?", about=("Ann Poe",), typed="Did she win?")
    assert follow("Was it close?", [poe]).about == ("Ann Poe",)


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        (
            "How many fell ill in Minsk in May?",
            "And in June?",
            "How many fell ill in Minsk in June?",
        ),
        ("How many left in May 2024?", "And in June?", "How many left in June 2024?"),
        ("How many left in May 2024?", "And in June 2023?", "How many left in June 2023?"),
        ("How many fell ill in Minsk?", "And in June?", "How many fell ill in Minsk in June?"),
        (
            "How many fell ill in Minsk in May?",
            "And in Brest?",
            "How many fell ill in Brest in May?",
        ),
    ],
)
def test_a_month_takes_the_place_of_a_month_and_of_no_town(before, question, expected):
    assert str(follow(question, [turn(before)])) == expected


@pytest.mark.parametrize(
    ("tells", "question", "expected"),
    [
        pytest.param("told him", "Why is he late?", "Why is he late?", id="not he"),
        pytest.param("told him", "Why is she late?", "Why is Jan Roe late?", id="but she, by her"),
        pytest.param("left his", "Why is he late?", "Why is Jan Roe late?", id="he, by his"),
    ],
)
def test_whom_somebody_told_something_is_another(tells, question, expected):
    article = f"Jan Roe {tells} house. " + f"Roe {tells} house. " * 3
    article += "Roe left with her sister. " * 3 if "him" in tells else ""
    judged = turn("Who judged in Minsk?", quote=f"Jan Roe {tells} house.", article=article)
    assert follow(question, [judged]).question == expected


def test_what_somebody_spoke_of_is_taken_over_beside_the_name():
    talk = [turn("What did Ann Poe say about the state budget?")]
    assert follow("Who else criticised it?", talk).about == ("Ann Poe", "state budget")
