"""What a question names, and which of its words stand for what it does not name."""

import pytest

from qa.mentions import Means, named, references


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Did Ann Poe leave Minsk?", ["Ann Poe", "Minsk"], id="two names"),
        pytest.param("Who runs the Bank of Grodno?", ["Bank of Grodno"], id="joined by of"),
        pytest.param("What is Poe’s aim?", ["Poe"], id="a possessive ends before its ending"),
        pytest.param("Describe it. Okay, I’m sure.", [], id="words that begin a sentence"),
        pytest.param("Why did the US and WHO warn?", ["US", "WHO"], id="no function words"),
        pytest.param("Did A.B. Poe meet Jan ten Roe?", ["A.B. Poe", "Jan ten Roe"], id="initials"),
        pytest.param("Wow, let Ann Poe go. Maybe.", ["Ann Poe"], id="other words at a head"),
        pytest.param("Did CEO Ann Poe go?", ["Ann Poe"], id="an office"),
        pytest.param("It fell on October 28 in Minsk.", ["Minsk"], id="a day is no name"),
        pytest.param("Since when?", [], id="a preposition at the head"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_names_are_runs_of_large_words(text, expected):
    assert [name.of(text) for name in named(text)] == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param("Why did he leave?", ["he"], id="nobody is named"),
        pytest.param("Did Poe say why she left?", [], id="who she is stands before"),
        pytest.param("Did Poe sell it?", ["it"], id="who sells is not what is sold"),
        pytest.param("Does Poe expect him to win?", ["him"], id="who expects is another"),
        pytest.param("Why did Poe sell her house?", [], id="the house may be Poe's"),
        pytest.param("Did Jan Roe meet her in Minsk?", ["her"], id="met by another"),
        pytest.param("Why did the mill close when it burned?", [], id="the mill is it"),
        pytest.param("What did the problems do to their town?", ["their"], id="a thing owns none"),
        pytest.param("How long does it take?", [], id="it is empty"),
        pytest.param("Is there a bridge?", [], id="there is"),
        pytest.param("Who lives there?", ["there"], id="a place"),
        pytest.param("Did they say that Minsk won?", ["they"], id="that begins a clause"),
        pytest.param("Who signed that?", ["that"], id="that at the end"),
        pytest.param("When was that deal signed?", ["that"], id="that deal"),
        pytest.param("What happened this year?", [], id="this year is now"),
        pytest.param("Why is IT so dear?", [], id="IT is no pronoun"),
    ],
)
def test_words_that_stand_for_something_are_found(question, expected):
    assert [one.place.of(question) for one in references(question)] == expected


@pytest.mark.parametrize(
    ("question", "owns"),
    [
        pytest.param("Who bought her house?", True, id="a noun follows"),
        pytest.param("Is the house hers?", True, id="hers"),
        pytest.param("Who saw her yesterday?", False, id="a time follows"),
        pytest.param("What was said about her?", False, id="nothing follows"),
        pytest.param("What did they tell her about it?", False, id="a preposition follows"),
        pytest.param("Did the bank give her money?", False, id="given something"),
    ],
)
def test_her_is_whose_or_whom(question, owns):
    (her,) = (one for one in references(question) if one.means is Means.PERSON)
    assert her.owns is owns


def test_it_is_told_what_a_word_stands_for_and_whether_it_owns():
    question = "Did his agent and their club speak about these to her?"
    found = [
        (one.place.of(question), one.means, one.owns, one.alone) for one in references(question)
    ]
    assert found == [
        ("his", Means.PERSON, True, True),
        ("their", Means.SEVERAL, True, True),
        ("these", Means.SEVERAL, False, False),
        ("her", Means.PERSON, False, True),
    ]
