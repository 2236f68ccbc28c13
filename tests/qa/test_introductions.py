"""Who or what something is: what asks it, and what says it."""

import pytest

from index.splitting import Span
from qa.introductions import introduces, is_about, subject_of


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("Who is Kobets?", "Kobets"),
        ("Who is Ales Kobets", "Ales Kobets"),
        ("  Who's  Viktar Khrenin ?", "Viktar Khrenin"),
        ("Who are the Houthis?", "Houthis"),
        ("Who was President Poe?", "President Poe"),
        ("What is the CSTO?", "CSTO"),
        ("What is the Union State?", "Union State"),
        ("What are the Rules of Engagement?", "Rules of Engagement"),
        ("what is an array", "array"),
        ("What exactly is Belarusian Hajun?", "Belarusian Hajun"),
    ],
)
def test_who_or_what_is_asked_for(question, subject):
    assert subject_of(question) == subject


@pytest.mark.parametrize(
    "question",
    [
        "Who is winning?",
        "Who is the mayor?",
        "Who is the minister of agriculture of Belarus?",
        "What is the aim?",
        "What is the aim of the drills?",
        "What is Poe’s aim?",
        "What is wrong with it?",
        "What is Minsk going to do?",
        "Who was Robert's son?",
        "Who leads the CSTO?",
        "Is Poe the mayor?",
        "Who is?",
    ],
)
def test_anything_else_is_no_such_question(question):
    assert subject_of(question) is None


INTRODUCED = [
    ("Political analyst Ales Kobets told Reuters so.", "Kobets"),
    ("An analyst named Kobets told Reuters so.", "Kobets"),
    ("The air force commander, Ales Kobets, reported it.", "Ales Kobets"),
    ("Defense Minister Viktor Khrenin said no.", "Viktar Khrenin"),
    ("Viktor Khrenin, Belarus’s defense minister, said no.", "Khrenin"),
    ("Poe, who heads the union of miners, said no.", "Poe"),
    ("Poe sits in the cabinet of Ann Roe, the opposition leader in exile, and waits.", "Ann Roe"),
    ("Nobody knows Ann Poe, a 58-year-old fisherman.", "Ann Poe"),
    ("Ann Poe, exhibits keeper at the aquarium, said no.", "Ann Poe"),
    ("Speaking to Reuters, Poe, an analyst, said no.", "Poe"),
    ("Ann Poe is the mayor of Minsk.", "Poe"),
    ("Ann Poe (62), who was mayor until May, is a judge.", "Poe"),
    ("President Poe said no.", "Poe"),
    ("The mayor of Minsk, Ann Poe, said no.", "Ann Poe"),
    ("Ann Poe of the Minsk Institute said no.", "Ann Poe"),
    ("Belarusian Hajun, a project that maps flights, denied it.", "Belarusian Hajun"),
    ("A group called Hajun denied it.", "Hajun"),
    ("The Collective Security Treaty Organization, or CSTO, met.", "CSTO"),
    ("The World Health Organization (WHO) warned of it.", "WHO"),
    ("The T-72 is a tank.", "T-72"),
    ("An array is a list of numbers.", "array"),
]
NOT_INTRODUCED = [
    ("They met the mayor of Minsk, Ann Poe and Jan Roe.", "Ann Poe"),
    ("They came from the town of Minsk, Ann Poe, said.", "Ann Poe"),
    ("“The army ceases,” Kobets said.", "Kobets"),
    ("Kobets, the Minsk Post reported, denied it.", "Kobets"),
    ("Kobets, told of the head of state, left.", "Kobets"),
    ("Kobets, 62, said no.", "Kobets"),
    ("Maria Kobets, a baker, said no.", "Ales Kobets"),
    ("The president, Kobets said, is ill.", "Kobets"),
    ("According to Kobets, the army ceases.", "Kobets"),
    ("Poland, Lithuania, the United States and Ukraine met.", "Lithuania"),
    ("In Minsk, the opposition leader was jailed.", "Minsk"),
    ("In Minsk, officials said so.", "Minsk"),
    ("Minsk is in Belarus.", "Minsk"),
    ("Play went on after the victory (AFP)", "AFP"),
    ("A wiki is a website.", "wiki platform"),
    ("An Ethernet hub is a device.", "fastest ethernet hub"),
    ("An analyst named Kobets told Reuters so.", "Maria Kobets"),
    ("Ann Poe of Minsk left.", "Ann Poe"),
    ("Nobody is named.", "Poe"),
]


@pytest.mark.parametrize(("sentence", "subject"), INTRODUCED)
def test_a_sentence_introduces(sentence, subject):
    assert introduces(sentence, subject)


@pytest.mark.parametrize(("sentence", "subject"), NOT_INTRODUCED)
def test_a_sentence_that_names_does_not_introduce(sentence, subject):
    assert not introduces(sentence, subject)


@pytest.mark.parametrize(
    ("beside", "told"), [((), False), (("maria", "minsk"), False), (("ales", "minsk"), True)]
)
def test_a_surname_alone_is_that_of_the_first_name_that_stands_beside(beside, told):
    sentence = "Kobets, an analyst, told Reuters so."
    assert introduces(sentence, "Ales Kobets", beside=beside) == told


HEADS = "Bo Ray, who heads the union of miners, met the deputy mayor, Ann Poe, on Monday."


@pytest.mark.parametrize(
    ("subject", "words", "about"),
    [
        pytest.param("Bo Ray", "who heads the union of miners", True, id="what somebody does"),
        pytest.param("Ann Poe", "deputy mayor", True, id="what somebody is"),
        pytest.param("Poe", "Ann Poe", True, id="the name in full"),
        pytest.param("Ann Poe", "Bo Ray", False, id="whom somebody met"),
        pytest.param("Bo Ray", "Ann Poe", False, id="whom somebody met, the other way round"),
        pytest.param("Monday", "deputy mayor", False, id="what is not introduced"),
        pytest.param("union", "who heads the union of miners", False, id="who another is"),
    ],
)
def test_words_about_a_subject(subject, words, about):
    start = HEADS.index(words)
    assert is_about(Span(start, start + len(words)), HEADS, subject) == about


@pytest.mark.parametrize(
    ("sentence", "words", "subject", "about"),
    [
        ("Poe, whose group watches trains, said no.", "whose group watches trains", "Poe", True),
        ("The World Health Organization (WHO) left.", "World Health Organization", "WHO", True),
        ("The World Health Organization (WHO) left.", "World Health", "WHO", False),
        ("Prime Minister Ann Poe left.", "Prime Minister", "Poe", True),
        ("Ann Poe, 62, is the mayor of Riga.", "62", "Poe", False),
    ],
)
def test_words_of_another_kind_about_a_subject(sentence, words, subject, about):
    start = sentence.index(words)
    assert is_about(Span(start, start + len(words)), sentence, subject) == about
