"""Whether a figure of a sentence is of what is asked for."""

import pytest

from qa.agreement.asked import as_asked, fits
from qa.agreement.figures import find_figures
from qa.question import parse


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        pytest.param("How many people died?", "Three died, 12 were hurt.", ["Three"], id="fates"),
        pytest.param("How many were hurt?", "Three died, 12 were hurt.", ["12"], id="the other"),
        pytest.param("How many people died?", "There were three.", ["three"], id="no fate is told"),
        pytest.param("How many people died?", "12 men and 40 shells.", ["12"], id="people"),
        pytest.param("How many people died?", "It cost $5m.", [], id="no people"),
        pytest.param("How many people died?", "Ann Poe, 63, died.", [], id="an age"),
        pytest.param("How many tanks came?", "40 tanks and 12 men.", ["40"], id="things"),
        pytest.param("How many got hurt?", "12 men were hurt.", ["12"], id="nothing is counted"),
        pytest.param("How much does it cost?", "$5 for 12 men.", ["$5"], id="money"),
        pytest.param("How much does it cost?", "5% a year.", [], id="a yearly share"),
        pytest.param("How old is Poe?", "Ann Poe, 63, got $5.", ["63"], id="age"),
        pytest.param("How fast was the tram going?", "60mph for 5 miles.", ["60mph"], id="speed"),
        pytest.param("What percentage of voters agree?", "5% of 12 men.", ["5%"], id="share"),
        pytest.param("How tall is it?", "It is 30m high, and 5 years old.", ["30m"], id="length"),
    ],
)
def test_figures_that_fit(question, sentence, expected):
    asked = parse(question)
    found = [f for f in find_figures(sentence) if fits(asked, f, sentence)]
    assert [sentence[f.start : f.end] for f in found] == expected


def test_a_bare_number_is_an_age_where_one_is_asked_for():
    (bare,), (aged,) = find_figures("She is 63."), find_figures("Ann Poe, 63, left.")
    assert not bare.is_like(aged)
    assert as_asked(parse("How old is Poe?"), bare).may_be(aged)
    assert as_asked(parse("How many left?"), bare) is bare


def test_a_long_sentence_takes_no_time():
    asked, sentence = parse("How many people died?"), "7, " * 10_000
    assert all(fits(asked, figure, sentence) for figure in find_figures(sentence)[:1000])
