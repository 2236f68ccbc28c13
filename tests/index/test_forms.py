"""Irregular forms and their base forms."""

import pytest

from index.forms import with_base_forms
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
