"""Numbers in digits and in words, with their values."""

import pytest

from qa.agreement.numerals import find_numerals
from qa.agreement.tokens import tokens_of


def values(text):
    return [numeral.value for numeral in find_numerals(tokens_of(text))]


@pytest.mark.parametrize(
    ("text", "value", "step"),
    [
        pytest.param("12 men", 12, 1, id="digits"),
        pytest.param("1,250,000 men", 1_250_000, 1, id="commas between thousands"),
        pytest.param("10 000 men", 10_000, 1, id="spaces between thousands"),
        pytest.param("1\xa0250\xa0000 men", 1_250_000, 1, id="no-break spaces"),
        pytest.param("4.25 points", 4.25, 0.01, id="a decimal fraction"),
        pytest.param("0.5 points", 0.5, 0.1, id="less than one"),
        pytest.param("$160M", 160e6, 1e6, id="a letter"),
        pytest.param("£4.5bn", 4.5e9, 1e8, id="two letters"),
        pytest.param("10k", 10_000, 1000, id="k"),
        pytest.param("4.9 billion", 4.9e9, 1e8, id="a word"),
        pytest.param("30m high", 30, 1, id="metres"),
        pytest.param("20kg", 20, 1, id="a unit without a space"),
        pytest.param("twenty-three", 23, 1, id="tens and ones"),
        pytest.param("two hundred and five", 205, 1, id="a hundred"),
        pytest.param("twelve hundred", 1200, 1, id="more hundreds than nine"),
        pytest.param("three hundred thousand", 300_000, 1000, id="rounded to thousands"),
        pytest.param("two thousand five hundred", 2500, 1, id="to the end"),
        pytest.param("$5 bn", 5e9, 1e9, id="money and letters with a space"),
        pytest.param("€ 5 m", 5e6, 1e6, id="money and a letter with spaces"),
        pytest.param("25mm", 25, 1, id="millimetres"),
        pytest.param("5 lakh", 500_000, 100_000, id="lakhs"),
        pytest.param("a million", 1e6, 1e6, id="a million"),
        pytest.param("a dozen", 12, 1, id="a dozen"),
        pytest.param("two dozen", 24, 1, id="dozens"),
        pytest.param("half a dozen", 6, 0.1, id="half a dozen"),
        pytest.param("half a million", 500_000, 100_000, id="half a million"),
        pytest.param("two and a half million", 2.5e6, 1e5, id="and a half"),
        pytest.param("two-and-a-half", 2.5, 0.1, id="hyphens"),
        pytest.param("٣٤", 34, 1, id="other digits"),
    ],
)
def test_one_number(text, value, step):
    (numeral,) = find_numerals(tokens_of(text))
    assert (numeral.value, numeral.step) == (pytest.approx(value), pytest.approx(step))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("five and six", [5, 6], id="and"),
        pytest.param("two, three", [2, 3], id="comma"),
        pytest.param("five and a dozen", [5, 12], id="a dozen more"),
        pytest.param("12 men and twelve women", [12, 12], id="digits and words"),
        pytest.param("a three-year deal", [3], id="an article"),
        pytest.param("5m-10m", [5e6, 10e6], id="letters"),
        pytest.param("a magnitude-6.1 earthquake", [6.1], id="a hyphen that is no name’s"),
    ],
)
def test_several_numbers(text, expected):
    assert values(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("No one left.", id="no one"),
        pytest.param("One of them left.", id="one of"),
        pytest.param("Someone saw the one who left.", id="the one"),
        pytest.param("T-72s and B52s", id="arms"),
        pytest.param("COVID-19", id="a disease"),
        pytest.param("the G20", id="a group"),
        pytest.param("the 25th", id="an ordinal"),
        pytest.param("World War II and Louis XIV", id="Roman numerals"),
        pytest.param("Formula One", id="a name that ends with it"),
        pytest.param("two-thirds of voters", id="a fraction in words"),
        pytest.param("a third of voters", id="one third"),
        pytest.param("a quarter of a million", id="a share of a million"),
        pytest.param("version 1.2.3", id="a version"),
        pytest.param("2008-12-16 or 16/12/2008", id="days in digits"),
        pytest.param("202-555-0143", id="a telephone number"),
        pytest.param("+44 20 7946 0958", id="a telephone number with spaces"),
        pytest.param("4111111111111111", id="too many digits"),
        pytest.param("1,00,000", id="other commas"),
        pytest.param("5G", id="a letter that is no scale"),
        pytest.param("十二人 двенадцать", id="words that are not English"),
        pytest.param("hundreds of men", id="no telling how many"),
    ],
)
def test_what_is_no_number(text):
    assert values(text) == []


@pytest.mark.parametrize("part", ["7", "7 ", "7-", "7,777,", "and a half ", "a half ", ",", "two "])
def test_long_texts_of_one_piece_are_one_number_at_most(part):
    assert len(values(part * (200_000 // len(part)))) < 2
