"""Questions that follow on others, put so that they stand by themselves."""

import pytest

from qa.follow_up import Turn, follow
from qa.question import Understood

ARTICLE = (
    "Ann Poe has led the mill in Minsk since 2019. Before Poe came Jan Roe. Roe moved to the "
    "Grodno Post. The mill owes money to Vitebsk Bank."
)


def asked(question, *, about=(), quote="", answer="", article=ARTICLE):
    put = Understood(question=question, about=about)
    return Turn(asked=put, quote=quote, answer=answer, article=article)


LEAVE = asked("Why did Ann Poe leave Minsk?")
OPEN = asked("Is the mill in Minsk open?")
LEADS = asked(
    "Who leads the mill in Minsk?",
    quote="Ann Poe has led the mill in Minsk since 2019.",
    answer="Ann Poe",
)


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        pytest.param(LEAVE, "When did she return?", "Minsk: When did Ann Poe return?", id="she"),
        pytest.param(LEAVE, "Who is her lawyer?", "Minsk: Who is Ann Poe’s lawyer?", id="her"),
        pytest.param(
            LEADS, "How old is she?", "Minsk: How old is Ann Poe?", id="who was asked for"
        ),
        pytest.param(
            asked("Who is Jan Roe?", quote="Before Poe came Jan Roe."),
            "Where is he?",
            "Where is Jan Roe?",
            id="who is told of, and not who stands beside",
        ),
        pytest.param(LEAVE, "Is it far?", "Ann Poe, Minsk: Is it far?", id="it may be anything"),
        pytest.param(LEAVE, "Why?", "Why did Ann Poe leave Minsk?", id="why"),
        pytest.param(LEAVE, "and when exactly", "When did Ann Poe leave Minsk?", id="no mark"),
        pytest.param(OPEN, "Since when?", "Since when is the mill in Minsk open?", id="yes or no"),
        pytest.param(LEAVE, "And Jan Roe?", "Why did Jan Roe leave Minsk?", id="another's name"),
        pytest.param(OPEN, "And in Grodno?", "Is the mill in Grodno open?", id="another place"),
        pytest.param(
            LEAVE,
            "What about in 2023?",
            "Why did Ann Poe leave Minsk in 2023?",
            id="what the first did not say",
        ),
        pytest.param(LEAVE, "Who else?", "Ann Poe, Minsk: Who else?", id="somebody else"),
        pytest.param(
            LEADS, "Who else?", "Who else leads the mill in Minsk?", id="another that was asked for"
        ),
        pytest.param(
            LEAVE, "How was the trip?", "Ann Poe, Minsk: How was the trip?", id="a definite thing"
        ),
        pytest.param(
            LEAVE, "Did Roe comment?", "Ann Poe, Minsk: Did Roe comment?", id="named, says little"
        ),
        pytest.param(
            asked("When did she go?", about=("Ann Poe", "Minsk")),
            "And in Grodno?",
            "Ann Poe, Minsk: When did she go in Grodno?",
            id="what was taken over stays",
        ),
    ],
)
def test_what_is_missing_is_taken_from_the_question_before(before, question, expected):
    assert str(follow(question, [before])) == expected


@pytest.mark.parametrize(
    "question",
    [
        "Why did Ann Poe say that she left Minsk?",
        "Who is Jan Roe?",
        "What is inflation?",
        "Did Putin resign?",
        "How do banks in Vitebsk lend money to mills?",
        "How long does it take to fly from Minsk to Vitebsk?",
        "What about banks in Vitebsk, do they lend money to mills?",
    ],
)
def test_a_question_that_stands_by_itself_is_left_as_it_is(question):
    assert follow(question, [LEAVE]) == Understood(question=question)


def test_the_first_question_of_all_is_left_as_it_is():
    assert follow("  When did  she go? ", []) == Understood(question="When did she go?")


def test_somebody_is_no_person_unless_an_article_calls_them_by_the_surname_alone():
    bank = asked("How much does the mill owe to Vitebsk Bank?")
    assert str(follow("When was she told?", [bank])) == "Vitebsk Bank: When was she told?"


def test_what_names_nothing_is_about_what_was_named_before_it():
    talk = [LEAVE, asked("What happened in 2019?")]
    assert str(follow("Was it a success?", talk)) == "Ann Poe, Minsk: Was it a success?"


def test_of_many_names_only_the_first_are_taken_over():
    many = asked("Did Ann, Bo, Cy, Di and Ed meet?")
    assert follow("Where was it?", [many]).about == ("Ann", "Bo", "Cy", "Di")


def test_long_questions_are_put_in_no_time():
    long = asked("Why did " + "Ann Poe and the mill that " * 70 + "burn?")
    for question in ("Why?", "he " * 600 + "?", "and in " + "Minsk " * 9, "what about " * 150):
        assert len(str(follow(question, [long]))) < 6_000
