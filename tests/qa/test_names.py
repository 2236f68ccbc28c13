"""Which words name one thing in several spellings."""

import time

import pytest

from index.terms import analyze
from qa.features import _terms
from qa.names import found_among, named_in, same_word, share_named
from qa.words import content_terms, find_names, initials_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Austria", "Australia"),
        ("Austrian", "Australians"),
        ("Nigeria", "Niger"),
        ("Nigerien", "Nigerian"),
        ("Indiana", "India"),
        ("Dominican", "Dominica"),
    ],
)
def test_namesakes_stand_apart_as_words_and_as_terms(one, other):
    (term,), (other_term,) = analyze(one), analyze(other)
    assert not same_word(one.casefold(), other.casefold())
    assert not same_word(term, other_term)


@pytest.mark.parametrize(
    ("one", "other"),
    [("austria", "austrian"), ("australia", "australians"), ("niger", "nigerien")],
)
def test_what_belongs_to_one_country_stays_together(one, other):
    assert same_word(one, other)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        pytest.param("Who leads the UN?", "The United Nations met.", id="UN, spelled out"),
        pytest.param("Who leads the United Nations?", "The U.N. met.", id="with dots"),
        pytest.param("What did the U.S. say?", "The US met.", id="without"),
        pytest.param("What did the U.K.'s head say?", "The United Kingdom met.", id="a possessive"),
        pytest.param(
            "What is the CSTO?", "The Collective Security Treaty Organization met.", id="four"
        ),
        pytest.param(
            "What is the OSCE?",
            "The Organization for Security and Co-operation in Europe met.",
            id="small words between",
        ),
    ],
)
def test_an_acronym_is_what_it_stands_for(asked, text):
    assert share_named(find_names(asked), named_in(text), asked=asked) == 1.0


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        pytest.param("What did the US say?", "The Union State met.", id="two letters"),
        pytest.param("Who leads the UN?", "The European Union met.", id="another union"),
        pytest.param("Who leads the CSTO?", "The Collective Treaty met.", id="fewer words"),
    ],
)
def test_an_acronym_is_nothing_else(asked, text):
    assert share_named(find_names(asked), named_in(text), asked=asked) == 0.0


INITIALS = ["JK", "J.K.", "J. K.", "J K", "J.\N{NO-BREAK SPACE}K."]


@pytest.mark.parametrize("asked", INITIALS)
@pytest.mark.parametrize("said", INITIALS)
def test_initials_are_one_name_however_they_are_written(asked, said):
    question, text = f"What did {asked} Rowling say?", f"“No,” said {said} Rowling."
    assert share_named(find_names(question), named_in(text), asked=question) == 1.0
    assert all(found_among(term, _terms(text)) for term in content_terms(question))


WRITERS = [
    ("AA Milne", "A.A. Milne", "A. A. Milne", "A.\N{NO-BREAK SPACE}A. Milne"),
    ("AT Kearney", "A.T. Kearney", "A. T. Kearney"),
    ("JRR Tolkien", "J.R.R. Tolkien", "J. R. R. Tolkien", "J R R Tolkien"),
    ("AI Kuznetsov", "A.I. Kuznetsov", "A. I. Kuznetsov"),
    ("IS Turgenev", "I.S. Turgenev", "I. S. Turgenev"),
]


@pytest.mark.parametrize("spellings", WRITERS, ids=[spellings[0] for spellings in WRITERS])
def test_initials_that_are_words_too_are_one_name(spellings):
    questions = [f"Who is {spelling}?" for spelling in spellings]
    assert len({find_names(question) for question in questions}) == 1
    assert len({content_terms(question) for question in questions}) == 1
    for question in questions:
        for spelling in spellings:
            named = named_in(f"The writer {spelling} met him.")
            assert share_named(find_names(question), named, asked=question) == 1.0


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What is the AI Plan?", ("AI", "Plan")),
        ("Why did the US Army leave?", ("US", "Army")),
        ("Is Plan B A Success?", ("Plan", "B", "Success")),
        ("Who is George W. Bush?", ("George", "W", "Bush")),
    ],
)
def test_other_capitals_are_as_they_are_written(question, names):
    assert find_names(question) == names


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        pytest.param("What did A. A. Milne say?", "B. B. Milne left.", id="of one letter"),
        pytest.param("What did JK Rowling say?", "J. R. Rowling left.", id="other initials"),
        pytest.param("What did JK Rowling say?", "Joan Rowling left.", id="a first name"),
        pytest.param("What did JK Rowling say?", "Plan J.\nK. Rowling left.", id="two lines"),
        pytest.param("What did AJ Rowling say?", "A J-curve. Rowling left.", id="a hyphen"),
        pytest.param("What did PM Rowling say?", "At 5 p. m. Rowling left.", id="small letters"),
    ],
)
def test_other_initials_are_another_name(asked, text):
    assert share_named(find_names(asked), named_in(text), asked=asked) == 0.5


def test_a_title_of_nothing_but_letters_takes_no_longer_than_its_length_asks_for():
    began = time.process_time()
    assert initials_of("J K " * 20_000) == []  # half a minute, if each looked on to the end
    assert time.process_time() - began < 5


def test_a_question_without_initials_has_the_terms_that_it_had():
    question = "Is Plan B A Success of George W. Bush and the U.S. Army, or a T-72?"
    terms = ("plan", "b", "success", "georg", "w", "bush", "us", "armi", "t", "72")
    assert content_terms(question) == terms
