"""Verbs of speech and their subjects."""

import pytest

from index.splitting import Span
from qa.speaking.speech import is_said, speeches
from qa.speaking.speech_words import QUOTED

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
    ("Ann Poe, 62, says no.", [("Ann Poe", "says")]),
    ("The 27-year-old said no.", [("The 27-year-old", "said")]),
    ("One resident, who did not want to be named, said no.", [("One resident", "said")]),
    ("The mayor of Minsk, Ann Poe, said no.", [("Ann Poe", "said")]),
    ("In an interview Poe said no.", [("Poe", "said")]),
    ("In an interview he said no.", [("he", "said")]),
    ("Poe on Tuesday said no.", [("Poe", "said")]),
    ("The US said no.", [("US", "said")]),
    (f"In Minsk, {QUOTED * 5} said Will Poe.", [("Will Poe", "said")]),
    ("The case, filed in Minsk, argues so.", [("The case", "argues")]),
    ("Ann Poe, Minsk’s mayor, said no.", [("Ann Poe", "said")]),
    ("The Society of Minsk (SOM) has called for it.", [("Society", "called")]),
    ("Stars such as Ann Poe, who said so, came.", [("Ann Poe", "said")]),
    ("Ann Poe, a judge, said the town, in Belarus, is closed.", [("Ann Poe", "said")]),
    ("It is a shop, a large one, says Ann Poe.", [("Ann Poe", "says")]),
    ("The shop, which has a sign, is open, says Ann Poe.", [("Ann Poe", "says")]),
    ("Poe does not think so.", [("Poe", "think")]),
    ("Poe was quoted by the BBC as saying no.", [("Poe", "quoted")]),
    ("Poe left, saying it was late.", [("Poe", "saying")]),
    ("As Poe put it, Minsk is closed.", [("Poe", "put")]),
    ("Poe calls it a lie.", [("Poe", "calls")]),
    ("It points the same way, Poe adds.", [("Poe", "adds")]),
    ("According to the same report, it ends.", [("the same report", "According to")]),
    ("It ends, according to estimates.", [("estimates", "according to")]),
    ("They said no.", [("They", "said")]),
    ("Ann Poe, a judge, said of Minsk that it is closed.", [("Ann Poe", "said")]),
    ("Poe’s lawyer, Jan Roe, said his client accepted the ruling.", [("Jan Roe", "said")]),
    ("Poe’s lawyer, Jan Roe, said his client won.", [("Jan Roe", "said")]),
    ("The idea came from Ann Poe of the Green Party, who said no.", [("Ann Poe", "said")]),
    ("An analyst at Moody’s, who said no, left.", [("An analyst", "said")]),
    (f"{QUOTED * 5} said Ann Poe of the People’s Congress.", [("Ann Poe", "said")]),
    (f"{QUOTED * 5} said Ann Poe of Moody’s Analytics.", [("Ann Poe", "said")]),
    (f"{QUOTED * 5} said Central Bank of Minsk chief Ann Poe.", [("Ann Poe", "said")]),
    ("Minsk’s Supreme Court ruled it out, saying no.", [("Supreme Court", "saying")]),
    ("It ends, says a memo published this week.", [("a memo published this week", "says")]),
    (f"{QUOTED * 5} said the wife of Ann Poe.", [("the wife", "said")]),
    (f"{QUOTED * 5} said the mayor of Minsk, Ann Poe.", [("Ann Poe", "said")]),
    (f"{QUOTED * 5} said one of the victims of Ann Poe.", [("one of the victims", "said")]),
    (f"{QUOTED * 5} said a lawyer representing Ann Poe.", [("a lawyer", "said")]),
    (f"{QUOTED * 5} said a spokeswoman of Ann Poe.", [("a spokeswoman of Ann Poe", "said")]),
    ("Her lawyer, Ann Poe, said the same.", [("Ann Poe", "said")]),
    ("Ursula von der Leyen said no.", [("Ursula von der Leyen", "said")]),
    ("Muhammad al-Khatib told the BBC.", [("Muhammad al-Khatib", "told")]),
    ("Her daughter, the singer Ann Poe, said no.", [("Ann Poe", "said")]),
    (f"{QUOTED * 5} said its coordinator in Minsk, Ann Poe.", [("Ann Poe", "said")]),
]
SEVERAL = [
    ("Poe and Ann Roe said no.", "Poe and Ann Roe"),
    ("Neither Poe nor Roe said so.", "Poe nor Roe"),
    ("A spokesman for the ministry said no.", "A spokesman for the ministry"),
    (f"{QUOTED * 5} said a spokeswoman for the Minsk Post.", "a spokeswoman for the Minsk Post"),
    (f"{QUOTED * 5} said Poe’s spokesman.", "Poe’s spokesman"),
]
# These are speech only where a quotation stands beside them.
QUOTING = [
    (f"{QUOTED * 5} opined Poe.", "Poe"),
    (f"{QUOTED * 5}, Ann Poe agreed.", "Ann Poe"),
    (f"{QUOTED * 5} stressed Poe.", "Poe"),
    (f"{QUOTED * 5} Poe posted on Telegram.", "Poe"),
    (f"Poe posted on Telegram: {QUOTED * 5}", "Poe"),
    (f"The statement read: {QUOTED * 5}", "The statement"),
    (f"Poe tweeted, {QUOTED * 5}", "Poe"),
    (f"Ann Poe: {QUOTED * 5}", "Ann Poe"),
    (f"Ann Poe, a judge in Minsk: {QUOTED * 5}", "Ann Poe"),
    (f"Added Poe: {QUOTED * 5}", "Poe"),
    ("Minsk is closed, The Post reports.", "Post"),
]
NOBODY = [
    "The Minsk Post was told otherwise.",
    "It might lead Ann Poe to ask for more.",
    "The town is called Minsk.",
    "It is Poe’s best hope.",
    "They reach a turning point.",
    "Nobody came.",
    "Troops are not expected.",
    "Poe’s claims were denied.",
    "Following Poe’s comments, it snowed.",
    "Western states began to lift it.",
    "The finer points are being made.",
    "The Community Notes are closed.",
    "The man accused of it left.",
    "A deal described as large was made.",
    "Two goals conceded against Minsk were too many.",
    "Poe won, adding a goal.",
    "Poe posted a photograph and shared a meal.",
    "I’d say so, and that’s said.",
    "It feels late.",
    f"Minsk has one rule: {QUOTED * 5}",
    f"Rents: {QUOTED * 5}",
    "“",
    "",
]


def found(text: str) -> list[tuple[str, str]]:
    whole = Span(0, len(text))
    return [(one.who.of(text), one.verb.of(text)) for one in speeches(text, whole)]


@pytest.mark.parametrize(("sentence", "expected"), SAID)
def test_who_speaks_in_a_sentence(sentence, expected):
    assert found(sentence) == expected


@pytest.mark.parametrize(("sentence", "who"), SEVERAL + QUOTING)
def test_whom_a_subject_takes_in(sentence, who):
    assert [one for one, _ in found(sentence)] == [who]


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
