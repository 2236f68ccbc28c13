"""Figures with their units and hedges, and which of them say the same."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.agreement.figures import find_figures

MILE, YEAR = 1609.34, 365.25


@pytest.mark.parametrize(
    ("text", "words", "unit", "low", "high"),
    [
        pytest.param("a fine of $5 on Poe", "$5", "$", 5, 5, id="money"),
        pytest.param("US$5m", "US$5m", "$", 5e6, 5e6, id="American dollars"),
        pytest.param("A$5", "A$5", "A$", 5, 5, id="Australian dollars"),
        pytest.param("€4.5bn", "€4.5bn", "€", 4.5e9, 4.5e9, id="billions"),
        pytest.param("5 dollars", "5 dollars", "$", 5, 5, id="dollars in words"),
        pytest.param("$5m a year", "$5m a year", "$ year", 5e6, 5e6, id="a rate"),
        pytest.param("a $5-a-day job", "$5-a-day", "$ day", 5, 5, id="a rate with hyphens"),
        pytest.param("$5 monthly", "$5 monthly", "$ month", 5, 5, id="a rate in one word"),
        pytest.param("4.5% of men", "4.5%", "%", 4.5, 4.5, id="percent"),
        pytest.param("4.5 per cent", "4.5 per cent", "%", 4.5, 4.5, id="two words, at the end"),
        pytest.param("5 percentage points", "5 percentage points", "points", 5, 5, id="points"),
        pytest.param("Ann Poe, 63, of Warren", "63", "age", 63, 63, id="an age after a name"),
        pytest.param("Ann Poe (63) left", "63", "age", 63, 63, id="an age in brackets"),
        pytest.param("a sixty-year-old", "sixty-year-old", "age", 60, 60, id="an age in words"),
        pytest.param("12 years old", "12 years old", "age", 12, 12, id="years old"),
        pytest.param("a boy aged 12", "12", "age", 12, 12, id="aged"),
        pytest.param("12 years in jail", "12 years", "days", 12 * YEAR, 12 * YEAR, id="years"),
        pytest.param("a two-week strike", "two-week", "days", 14, 14, id="weeks"),
        pytest.param("36 hours", "36 hours", "days", 1.5, 1.5, id="hours"),
        pytest.param("85 miles off", "85 miles", "metres", 85 * MILE, 85 * MILE, id="miles"),
        pytest.param("135km off", "135km", "metres", 135_000, 135_000, id="kilometres"),
        pytest.param("30m high", "30m", "metres", 30, 30, id="metres"),
        pytest.param("60mph", "60mph", "km/h", 96.54, 96.54, id="a speed"),
        pytest.param(
            "60 miles an hour", "60 miles an hour", "km/h", 96.5604, 96.5604, id="a speed in words"
        ),
        pytest.param("97 km/h", "97 km/h", "km/h", 97, 97, id="a speed with a stroke"),
        pytest.param("two tonnes", "two tonnes", "kilograms", 2000, 2000, id="a weight"),
        pytest.param("a magnitude-6.1 quake", "6.1", "magnitude", 6.1, 6.1, id="a magnitude"),
        pytest.param("a magnitude of 6.1", "6.1", "magnitude", 6.1, 6.1, id="magnitude of"),
        pytest.param(
            "6.1-magnitude", "6.1-magnitude", "magnitude", 6.1, 6.1, id="magnitude after it"
        ),
        pytest.param(
            "6.1 on the Richter scale",
            "6.1 on the Richter",
            "magnitude",
            6.1,
            6.1,
            id="Richter’s scale",
        ),
        pytest.param("the past 5 days", "5 days", "days", 5, 5, id="the past is no hedge"),
        pytest.param("2 million", "2 million", "", 2e6, 2e6, id="millions"),
        pytest.param("5 to 10 men", "5 to 10 men", "", 5, 10, id="a range"),
        pytest.param("5–10 men", "5–10 men", "", 5, 10, id="a range with a dash"),
        pytest.param("between 5 and 10", "between 5 and 10", "", 5, 10, id="between"),
        pytest.param("between 5% and 10%", "between 5% and 10%", "%", 5, 10, id="between shares"),
        pytest.param("two or three", "two or three", "", 2, 3, id="or"),
        pytest.param("$5m-$10m", "$5m-$10m", "$", 5e6, 10e6, id="a range of money"),
        pytest.param("145 to 175 million", "145 to 175 million", "", 145e6, 175e6, id="one scale"),
        pytest.param("2000 people", "2000 people", "", 2000, 2000, id="people, no year"),
        pytest.param("$2021", "$2021", "$", 2021, 2021, id="money, no year"),
        pytest.param("AU$5", "AU$5", "A$", 5, 5, id="Australian dollars by another sign"),
        pytest.param("$5 million", "$5 million", "$", 5e6, 5e6, id="millions of dollars"),
        pytest.param(
            "5 million US dollars", "5 million US dollars", "$", 5e6, 5e6, id="US dollars"
        ),
        pytest.param("$5 bn", "$5 bn", "$", 5e9, 5e9, id="billions with a space"),
        pytest.param("€ 5 m", "€ 5 m", "€", 5e6, 5e6, id="millions with spaces"),
        pytest.param("25mm", "25mm", "metres", 0.025, 0.025, id="millimetres"),
        pytest.param("5 lakh", "5 lakh", "", 500_000, 500_000, id="lakhs"),
        pytest.param("fell by -3%", "-3%", "%", -3, -3, id="a minus sign"),
        pytest.param("at minus 5 degrees", "minus 5 degrees", "°", -5, -5, id="minus"),
        pytest.param(
            "In March, 12 people died", "12 people", "", 12, 12, id="after a month and a comma"
        ),
        pytest.param("2-3 men", "2-3 men", "", 2, 3, id="a range of what is counted"),
        pytest.param("2-3%", "2-3%", "%", 2, 3, id="a range of shares"),
        pytest.param("1800 tanks", "1800 tanks", "", 1800, 1800, id="things, no year"),
        pytest.param("1500 km", "1500 km", "metres", 1_500_000, 1_500_000, id="a way, no year"),
        pytest.param("2000 tonnes", "2000 tonnes", "kilograms", 2e6, 2e6, id="a weight, no year"),
        pytest.param("30°C", "30°C", "°C", 30, 30, id="degrees by their sign"),
        pytest.param("30 degrees Celsius", "30 degrees Celsius", "°C", 30, 30, id="degrees"),
        pytest.param("5 km2 of land", "5 km2", "metres²", 5e6, 5e6, id="square kilometres"),
        pytest.param("5 square km", "5 square km", "metres²", 5e6, 5e6, id="squares in words"),
        pytest.param(
            "5 metres per second", "5 metres per second", "metres second", 5, 5, id="flow"
        ),
        pytest.param("5 m/s", "5 m/s", "metres second", 5, 5, id="flow with a stroke"),
        pytest.param("40 tanks came", "40 tanks", "", 40, 40, id="what is counted"),
        pytest.param("40 sports cars came", "40 sports cars", "", 40, 40, id="two plurals"),
        pytest.param("40 shops suffering losses", "40 shops", "", 40, 40, id="what they suffer"),
        pytest.param("40 came", "40", "", 40, 40, id="what is not named"),
        pytest.param("5 men on May 7-9, 2020", "5 men", "", 5, 5, id="from day to day"),
        pytest.param("5 men on 7-9 May 2020", "5 men", "", 5, 5, id="from day to day, month last"),
    ],
)
def test_one_figure(text, words, unit, low, high):
    (figure,) = find_figures(text)
    assert (text[figure.start : figure.end], figure.unit) == (words, unit)
    assert (figure.low, figure.high) == (pytest.approx(low), pytest.approx(high))
    assert figure.bound == 0


@pytest.mark.parametrize(
    ("text", "words", "unit", "value", "bound"),
    [
        pytest.param("about 200 men", "about 200 men", "", 200, 0, id="about"),
        pytest.param("more than 200 men", "more than 200 men", "", 200, 1, id="more than"),
        pytest.param("nearly $200", "nearly $200", "$", 200, -1, id="nearly"),
        pytest.param("as many as 200", "as many as 200", "", 200, -1, id="as many as"),
        pytest.param("at least a dozen", "at least a dozen", "", 12, 1, id="at least a dozen"),
        pytest.param("200 or so", "200 or so", "", 200, 0, id="or so"),
        pytest.param("200-plus", "200-plus", "", 200, 1, id="plus, at the end"),
        pytest.param("200+ men", "200+", "", 200, 1, id="a sign for it"),
        pytest.param("200 or fewer", "200 or fewer", "", 200, -1, id="or fewer"),
        pytest.param("no fewer than 200", "no fewer than 200", "", 200, 1, id="no fewer than"),
        pytest.param("not more than 200", "not more than 200", "", 200, -1, id="not more than"),
        pytest.param("not less than 200", "not less than 200", "", 200, 1, id="not less than"),
        pytest.param("It wasn’t over 200", "wasn’t over 200", "", 200, -1, id="wasn’t over"),
        pytest.param("of no use: over 200", "over 200", "", 200, 1, id="another no"),
    ],
)
def test_one_figure_with_a_hedge(text, words, unit, value, bound):
    (figure,) = find_figures(text)
    assert (text[figure.start : figure.end], figure.unit) == (words, unit)
    assert (figure.low, figure.high, figure.bound) == (value, value, bound)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("12 or two", [12, 2], id="what falls is no range"),
        pytest.param("from 500 to 5 million", [500, 5e6], id="how something grew"),
        pytest.param("two years and six months", [2 * YEAR, 6 * 30.44], id="two units"),
        pytest.param("12 soldiers and 3 civilians", [12, 3], id="two counts"),
    ],
)
def test_several_figures(text, expected):
    found = find_figures(text)
    assert [figure.low for figure in found] == pytest.approx(expected)
    assert [figure.high for figure in found] == pytest.approx(expected)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("At 5:30 p.m., or 17:30.", id="clock times"),
        pytest.param("At 5 p.m., or 5pm.", id="hours of a day"),
        pytest.param("On 16 December 2008, or Oct. 3.", id="days"),
        pytest.param("In 2021, or 2023-24.", id="years"),
        pytest.param("2020 was hot, and 2021.", id="years by themselves"),
        pytest.param("Minsk won 3-1.", id="a score"),
        pytest.param("Minsk lost 1-3.", id="a score that grows"),
        pytest.param("A quarter of a million.", id="a share of a million"),
        pytest.param("May 7-9, 2020, or 7-9 May", id="from day to day"),
        pytest.param("Some 2/3 of them.", id="a fraction"),
        pytest.param("One in five voters; nine out of ten.", id="shares in words"),
        pytest.param("Call 202-555-0143.", id="a telephone number"),
        pytest.param("人々は去った。", id="other letters"),
    ],
)
def test_what_is_no_figure(text):
    assert find_figures(text) == []


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param("about 200", "200", True, id="about"),
        pytest.param("about 200", "199", False, id="about is not near"),
        pytest.param("over 200", "200", False, id="at least"),
        pytest.param("over 200", "at least 200", True, id="two words for at least"),
        pytest.param("over 200", "nearly 200", False, id="at least and nearly"),
        pytest.param("more than 200", "205", False, id="more than"),
        pytest.param("85 miles", "135 km", False, id="not exactly converted"),
        pytest.param("120 mph", "193 km/h", True, id="exactly converted"),
        pytest.param("60mph", "97 km/h", False, id="speeds not exactly converted"),
        pytest.param("85 miles", "85 km", False, id="other lengths"),
        pytest.param("1,480,000", "1.5 million", False, id="rounded"),
        pytest.param("2,977", "2,975", False, id="nearly as many"),
        pytest.param("$4,500,000", "$4,503,000", False, id="nearly as much"),
        pytest.param("not more than 50", "more than 50", False, id="its opposite"),
        pytest.param("not more than 50", "up to 50", True, id="one bound in other words"),
        pytest.param("30°C", "30°F", False, id="degrees"),
        pytest.param("5 km2", "5 km", False, id="a square"),
        pytest.param("5 km²", "5 square kilometres", True, id="squares"),
        pytest.param("45,000 soldiers", "45,000 troops", True, id="soldiers by another word"),
        pytest.param("45,000 troops", "45,000 civilians", False, id="who are no soldiers"),
        pytest.param("1,500,000", "1.5 million", True, id="in digits"),
        pytest.param("1 million", "2 million", False, id="millions"),
        pytest.param("1 million", "1.5 million", False, id="half a million more"),
        pytest.param("a million", "half a million", False, id="half of it"),
        pytest.param("4.5%", "4.6%", False, id="tenths of a percent"),
        pytest.param("4.5%", "4.5 per cent", True, id="percent"),
        pytest.param("-3%", "3%", False, id="a minus sign"),
        pytest.param("minus 5 degrees", "5 degrees", False, id="minus"),
        pytest.param("minus 5 degrees", "-5 degrees", True, id="minus and its sign"),
        pytest.param("5 to 10", "7", False, id="within a range"),
        pytest.param("5 to 10", "between 5 and 10", True, id="one range"),
        pytest.param("three", "3", True, id="in words"),
        pytest.param("three", "four", False, id="other counts"),
        pytest.param("a dozen", "12", True, id="a dozen"),
        pytest.param("two weeks", "14 days", True, id="units of time"),
        pytest.param("aged 62", "aged 63", False, id="other ages"),
        pytest.param("$5", "£5", False, id="other money"),
        pytest.param("US$5m", "$5 million", True, id="dollars"),
        pytest.param("US$5m", "5 million US dollars", True, id="dollars in words"),
        pytest.param("AU$5", "A$5", True, id="Australian dollars"),
        pytest.param("A$5", "$5", False, id="other dollars"),
        pytest.param("$5m", "$5m a year", False, id="a rate"),
        pytest.param("5%", "5 men", False, id="other units"),
        pytest.param("magnitude 6.1", "6.1 on the Richter scale", True, id="magnitudes"),
        pytest.param("magnitude 6.1", "magnitude 6.2", False, id="other magnitudes"),
        pytest.param("40 tanks", "40 soldiers", False, id="other things"),
        pytest.param("40 tanks came", "40 soldiers came", False, id="other things that came"),
        pytest.param("40 died", "40 people died", True, id="who goes without saying"),
        pytest.param("40 killed", "40 wounded", False, id="other fates"),
        pytest.param("40 soldiers", "40 men", True, id="people"),
        pytest.param("40 soldiers", "40 civilians", False, id="other people"),
        pytest.param("40 soldiers", "40", True, id="what goes without saying"),
    ],
)
def test_what_says_the_same(one, other, expected):
    (mine,), (theirs,) = find_figures(one), find_figures(other)
    assert mine.says_the_same(theirs) is theirs.says_the_same(mine) is expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param((1, 1), True, id="two rises"),
        pytest.param((1, 0), True, id="a rise, and no telling"),
        pytest.param((1, -1), False, id="a rise and a fall"),
    ],
)
def test_a_rise_is_no_fall(change, expected):
    (figure,) = find_figures("3%")
    mine, theirs = (replace(figure, change=one) for one in change)
    assert mine.says_the_same(theirs) is theirs.says_the_same(mine) is expected


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        pytest.param("12 young men of Minsk", {"young", "man"}, id="up to the end of its phrase"),
        pytest.param("12, men", set(), id="parted by a comma"),
        pytest.param("12% men", set(), id="a unit"),
    ],
)
def test_what_is_counted(text, counted):
    (figure,) = find_figures(text)
    assert figure.counted == counted


PIECES = "12 1,250 5% $ £ about at least per cent or so plus + - – / : a an year old and half "
PIECES += "million 3-1 5m magnitude , . ( ) hour two dozen Poe 10\xa0000 May 2021 one in out of km"
PIECES += " minus −"


@given(st.lists(st.sampled_from(PIECES.split(" ")), max_size=12).map(" ".join) | st.text())
def test_figures_stand_in_order_and_within_the_text(text):
    found = find_figures(text)
    assert all(0 <= figure.start < figure.end <= len(text) for figure in found)
    for figure in found:  # a minus goes before both ends of a range
        assert figure.low <= figure.high or figure.high <= figure.low <= 0
    assert [figure.start for figure in found] == sorted(figure.start for figure in found)


@pytest.mark.parametrize(("part", "count"), [("7, ", 66_666), ("7+ men ", 28_571), ("Poe ", 0)])
def test_of_long_texts_all_figures_are_found(part, count):
    assert len(find_figures(part * (200_000 // len(part)))) == count
