"""Which words name one thing in several spellings."""

import pytest

from index.terms import analyze
from qa.names import same_word


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
