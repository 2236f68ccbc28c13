"""Irregular forms and their base forms."""

import pytest

from index.forms import with_base_forms, without_dots
from index.terms import analyze


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("They sent troops.", "They send troops.", id="past tense"),
        pytest.param("He has withdrawn.", "He has withdraw.", id="participle"),
        pytest.param("women and children", "woman and child", id="plurals"),
    ],
)
def test_forms_of_one_word_are_one_term(one, other):
    assert set(analyze(one)) == set(analyze(other))


def test_names_and_regular_words_stay():
    text = "Rose founded the Left party, reported Drew."
    assert with_base_forms(text) == text


def test_the_length_of_a_line_may_change_but_not_its_words():
    text = "Who were taken, and who has come?\nNobody told."
    assert len(with_base_forms(text).split()) == len(text.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("in the U.S. He left", "in the US He left", id="at the end of a sentence"),
        pytest.param("the U.S.A lost", "the USA lost", id="without the last dot"),
        pytest.param("U.S. A man", "US A man", id="a word of one letter after it"),
        pytest.param("U.S.Army", "US Army", id="a word that sticks to it"),
        pytest.param("U.S.’s, U.N.-led", "US’s, UN-led", id="before an apostrophe and a hyphen"),
        pytest.param("É.D.F. gained", "ÉDF gained", id="an accent"),
        pytest.param("e.g. Mr. B. at 5 p.m.", "e.g. Mr. B. at 5 p.m.", id="no acronym"),
    ],
)
def test_acronyms_lose_their_dots(text, expected):
    assert without_dots(text) == expected
