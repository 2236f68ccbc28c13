"""Verbs of speech and their subjects."""

import pytest

from index.splitting import Span
from qa.speech import QUOTED, is_said, speeches

SAID = [
    ("Poe said no.", [("Poe", "said")]),
    ("Ann Poe has repeatedly said no.", [("Ann Poe", "said")]),
    ("President Ann Poe told the BBC so.", [("President Ann Poe", "told")]),
    ("Poe, who leads the party of Ann Roe, the writer, said no.", [("Poe", "said")]),
    ("In Minsk, Ann Poe, a judge, warned of it.", [("Ann Poe", "warned")]),
    ("Minsk’s mayor, Ann Poe, told the BBC so.", [("Ann Poe", "told")]),
    ("Ann Poe (62) said no.", [("Ann Poe", "said")]),
    ("Ann Poe of the consulting firm Poe & Co said no.", [("Ann Poe", "said")]),
    ("A channel in Minsk had mentioned it.", [("A channel", "mentioned")]),
    ("Ukraine’s Foreign Ministry warned of it.", [("Foreign Ministry", "warned")]),
    ("Experts quoted by the Minsk Post expect it.", [("Experts quoted", "expect")]),
    ("The weekly report says so.", [("The weekly report", "says")]),
    ("Officials say no.", [("Officials", "say")]),
    ("It ends, says the mayor’s aide, Ann Poe.", [("Ann Poe", "says")]),
    (f"{QUOTED * 5} said Belarusian journalist Ann Poe.", [("Ann Poe", "said")]),
    (f"{QUOTED * 5} says Minsk’s Ann Poe.", [("Ann Poe", "says")]),
    (f"{QUOTED * 5} he added.", [("he", "added")]),
    ("According to Ann Poe, it ends.", [("Ann Poe", "According to")]),
    ("It ends, according to the ministry.", [("the ministry", "according to")]),
    ("Poe said he was sure Roe had told Doe.", [("Poe", "said"), ("Roe", "told")]),
]
NOBODY = [
    "The Minsk Post was told otherwise.",
    "It might lead Ann Poe to ask for more.",
    "The town is called Minsk.",
    "It is Poe’s best hope.",
    "They reach a turning point.",
    "Nobody came.",
    "Troops are not expected.",
    "“",
    "",
]


def found(text: str) -> list[tuple[str, str]]:
    whole = Span(0, len(text))
    return [(one.who.of(text), one.verb.of(text)) for one in speeches(text, whole)]


@pytest.mark.parametrize(("sentence", "expected"), SAID)
def test_who_speaks_in_a_sentence(sentence, expected):
    assert found(sentence) == expected


@pytest.mark.parametrize("sentence", NOBODY)
def test_nobody_speaks_in_a_sentence(sentence):
    assert found(sentence) == []


def test_only_the_sentence_is_looked_at():
    text = "Poe said no. Roe said yes."
    (one,) = speeches(text, Span(13, len(text)))
    assert (one.who, one.verb) == (Span(13, 16), Span(17, 21))


@pytest.mark.parametrize(
    ("verb", "expected"), [("said", True), ("Told", True), ("hoped", False), ("expects", False)]
)
def test_saying_is_more_than_hoping(verb, expected):
    assert is_said(verb) == expected
