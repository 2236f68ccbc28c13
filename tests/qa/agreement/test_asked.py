"""Whether a figure of a sentence is of what is asked for."""

import pytest

from qa.agreement import asked as rules
from qa.agreement.asked import as_asked, fits, is_in_name, with_change
from qa.agreement.figures import find_figures
from qa.question import parse


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        pytest.param("How many people died?", "Three died, 12 were hurt.", ["Three"], id="fates"),
        pytest.param("How many were hurt?", "Three died, 12 were hurt.", ["12"], id="the other"),
        pytest.param("How many people died?", "There were three.", ["three"], id="no fate is told"),
        pytest.param("How many people died?", "12 men and 40 shells.", ["12 men"], id="people"),
        pytest.param("How many people died?", "It cost $5m.", [], id="no people"),
        pytest.param("How many people died?", "Ann Poe, 63, died.", [], id="an age"),
        pytest.param("How many tanks came?", "40 tanks and 12 men.", ["40 tanks"], id="things"),
        pytest.param(
            "How many got hurt?", "12 men were hurt.", ["12 men"], id="nothing is counted"
        ),
        pytest.param("How much does it cost?", "$5 for 12 men.", ["$5"], id="money"),
        pytest.param("How much does it cost?", "5% a year.", [], id="a yearly share"),
        pytest.param("How much does it cost?", "30°C, 5 km2 and 5 m/s.", [], id="other units"),
        pytest.param("How much does it cost?", "A$5 or ₴5.", ["A$5", "₴5"], id="other money"),
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
    assert as_asked(parse("How old is Poe?"), bare).says_the_same(aged)
    assert as_asked(parse("How many left?"), bare) is bare


@pytest.mark.parametrize(
    ("sentence", "change", "words"),
    [
        pytest.param("It rose 3% then.", 1, "rose 3%", id="a rise"),
        pytest.param("It fell by more than 3%.", -1, "fell by more than 3%", id="a fall"),
        pytest.param("There was a 3% fall.", -1, "3% fall", id="a fall, named after it"),
        pytest.param("It fell far below the 3% of May.", -1, "3%", id="a fall, some way off"),
        pytest.param("The step-up model costs $20 more.", 1, "$20", id="a word beside it"),
        pytest.param("He gave up two hours later.", 0, "two hours", id="no longer for that"),
        pytest.param("The wait rose by two hours.", 1, "rose by two hours", id="a longer wait"),
        pytest.param("They shot down 40 drones.", 0, "40 drones", id="no fall, though down"),
        pytest.param("Tea made up 30% of it.", 0, "30%", id="no rise, though up"),
        pytest.param("Tea went down 30%.", -1, "down 30%", id="a fall, down"),
        pytest.param("It changed 3% then.", 0, "3%", id="neither"),
        pytest.param("It rose or fell 3% then.", 0, "3%", id="both"),
        pytest.param("Oil fell, gold rose 3%, tin fell.", 1, "rose 3%", id="only its clause"),
    ],
)
def test_a_rise_or_a_fall_is_told_of_a_figure(sentence, change, words):
    (figure,) = find_figures(sentence)
    told = with_change(figure, sentence)
    assert (told.change, sentence[told.start : told.end]) == (change, words)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("It was the Boeing 737.", True, id="an aeroplane"),
        pytest.param("Some 737 left.", False, id="the first word"),
        pytest.param("It had 737 seats.", False, id="a small letter"),
        pytest.param("In March, 12 people died.", False, id="a comma"),
    ],
)
def test_figures_in_a_name(sentence, expected):
    (figure,) = find_figures(sentence)
    assert is_in_name(figure, sentence) is expected


def test_of_a_long_sentence_little_is_read_for_each_figure(monkeypatch):
    asked, sentence = parse("How many people died?"), "7 men " * 10_000
    read, analyze = [], rules.analyze
    monkeypatch.setattr(rules, "analyze", lambda text: read.append(len(text)) or analyze(text))
    last = find_figures(sentence)[-50:]
    assert len(last) == 50
    assert sentence[last[-1].start :] == "7 men "
    assert all(fits(asked, figure, sentence) for figure in last)
    assert max(read) <= 2 * 400 + len(" 7 ")
