"""Days, months and years that a text names, and which of them say the same."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.agreement.days import find_days

WEDNESDAY = date(2008, 12, 17)


def found(text, *, published=None):
    days = find_days(text, published=published)
    return [(text[d.start : d.end], d.year, d.month, d.day) for d in days]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("on 16 December 2008", ("16 December 2008", 2008, 12, 16), id="day first"),
        pytest.param("on Oct. 3, 2023,", ("Oct. 3, 2023", 2023, 10, 3), id="month first"),
        pytest.param("the 4th of May", ("4th of May", None, 5, 4), id="an ordinal"),
        pytest.param("on July 4", ("July 4", None, 7, 4), id="no year"),
        pytest.param("in March 2022", ("March 2022", 2022, 3, None), id="a month"),
        pytest.param("in late March", ("March", None, 3, None), id="a month without its year"),
        pytest.param("In March. 12 men left.", ("March", None, 3, None), id="the next sentence"),
        pytest.param("In March, 12 men left.", ("March", None, 3, None), id="the next phrase"),
        pytest.param("since 2014", ("2014", 2014, None, None), id="a year"),
        pytest.param(
            "on Tuesday, 16 December 2008,",
            ("Tuesday, 16 December 2008", 2008, 12, 16),
            id="with its weekday",
        ),
        pytest.param("on Tuesday", ("Tuesday", None, None, None), id="a weekday"),
    ],
)
def test_one_day(text, expected):
    assert found(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("He may march on 5 tanks.", id="verbs"),
        pytest.param("Theresa May left.", id="a name"),
        pytest.param("three days ago", id="so many days ago"),
        pytest.param("in the 1990s", id="a decade"),
        pytest.param("2,021 men paid $2021", id="counts and money"),
        pytest.param("at 5:30", id="a time"),
        pytest.param("the 25th", id="a day of no month"),
        pytest.param("вторник, 16 декабря", id="other letters"),
    ],
)
def test_what_is_no_day(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        pytest.param("on Wednesday", (17, 24), id="that very day"),
        pytest.param("on Tuesday", (16, 23), id="the day before"),
        pytest.param("on Thursday", (11, 18), id="last week"),
        pytest.param("on Tuesday, Dec. 2", (), id="a date of its own"),
    ],
)
def test_a_weekday_is_the_last_or_the_next_from_publication(text, days):
    (day,) = find_days(text, published=WEDNESDAY)
    assert day.nearest == {date(2008, 12, number) for number in days}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("on December 2", (2008, 12, 2), id="this month"),
        pytest.param("on July 4", (2008, 7, 4), id="five months ago"),
        pytest.param("on January 2", (2009, 1, 2), id="next month"),
        pytest.param("in March", (2009, 3, None), id="in three months"),
        pytest.param("in March 2022", (2022, 3, None), id="a year of its own"),
    ],
)
def test_a_date_without_a_year_takes_the_nearest(text, expected):
    (day,) = find_days(text, published=WEDNESDAY)
    assert (day.year, day.month, day.day) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param("on Tuesday", "16 December 2008", True, id="the last"),
        pytest.param("on Tuesday", "23 December 2008", True, id="the next"),
        pytest.param("on Tuesday", "30 December 2008", False, id="the one after it"),
        pytest.param("on Monday", "16 December 2008", False, id="another weekday"),
        pytest.param("on Tuesday", "Tuesday", True, id="one weekday"),
        pytest.param("on Tuesday", "Monday", False, id="two weekdays"),
        pytest.param("Tuesday", "Tuesday, Dec. 16", True, id="a weekday with its date"),
        pytest.param("in December", "16 December 2008", False, id="only its month"),
        pytest.param("in 2008", "16 December 2008", False, id="only its year"),
        pytest.param("in December", "in December 2008", True, id="the nearest year"),
        pytest.param("16 December", "Dec. 16, 2008", True, id="a day of the nearest year"),
        pytest.param("16 December", "17 December 2008", False, id="another day"),
        pytest.param("in March", "3 March 2019", False, id="a month and a day in it"),
        pytest.param("3 March 2019", "5 March 2020", False, id="days of one month"),
        pytest.param("on Tuesday", "in March", False, id="nothing in common"),
        pytest.param("on Monday", "31 February 2008", False, id="no such day"),
    ],
)
def test_what_says_the_same_day(one, other, expected):
    (mine,), (theirs,) = (find_days(text, published=WEDNESDAY) for text in (one, other))
    assert mine.says_the_same(theirs) is theirs.says_the_same(mine) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param("on Tuesday", "Tuesday", True, id="one weekday"),
        pytest.param("on Tuesday", "Monday", False, id="two weekdays"),
        pytest.param("on Tuesday", "16 December 2008", False, id="a date that was one"),
        pytest.param("in March", "late March", True, id="one month"),
        pytest.param("16 December", "16 December 2008", False, id="no year"),
    ],
)
def test_without_a_day_of_publication_only_words_are_compared(one, other, expected):
    (mine,), (theirs,) = find_days(one), find_days(other)
    assert mine.says_the_same(theirs) is theirs.says_the_same(mine) is expected


def test_a_weekday_before_all_dates_has_only_a_next():
    (day,) = find_days("on Tuesday", published=date.min)  # a Monday
    assert (day.weekday, day.nearest) == (1, {date(1, 1, 2)})


@given(st.text(), st.dates())
def test_any_text_is_read(text, published):
    assert all(0 <= d.start < d.end <= len(text) for d in find_days(text, published=published))


@pytest.mark.parametrize(
    ("part", "count"), [("7", 0), ("7 ", 0), (",", 0), ("May 7 ", 33_333), ("Tuesday ", 25_000)]
)
def test_long_texts_are_read_once(part, count):
    assert len(find_days(part * (200_000 // len(part)))) == count
