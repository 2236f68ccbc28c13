"""Days, months and years that a text names, and which of them say the same."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.days import find_days

WEDNESDAY = date(2008, 12, 17)


def found(text, *, published=None):
    days = find_days(text, published=published)
    return [(text[d.start : d.end], d.first and (str(d.first), str(d.last))) for d in days]


@pytest.mark.parametrize(
    ("text", "words", "first", "last"),
    [
        pytest.param(
            "on 16 December 2008", "16 December 2008", "2008-12-16", "2008-12-16", id="day first"
        ),
        pytest.param("on Oct. 3, 2023,", "Oct. 3, 2023", "2023-10-03", "2023-10-03", id="month"),
        pytest.param("on 2023-10-03", "2023-10-03", "2023-10-03", "2023-10-03", id="in figures"),
        pytest.param("May 7-9, 2020", "May 7-9, 2020", "2020-05-07", "2020-05-09", id="days"),
        pytest.param("7-9 May 2020", "7-9 May 2020", "2020-05-07", "2020-05-09", id="days first"),
        pytest.param("in March 2022", "March 2022", "2022-03-01", "2022-03-31", id="a month"),
        pytest.param("in 2014", "2014", "2014-01-01", "2014-12-31", id="a year"),
        pytest.param("since 2014", "2014", "2014-01-01", "9999-12-31", id="since a year"),
        pytest.param("in 2014-2016", "2014-2016", "2014-01-01", "2016-12-31", id="years"),
        pytest.param("in the 1990s", "1990s", "1990-01-01", "1999-12-31", id="a decade"),
        pytest.param(
            "on Tuesday, 16 December 2008,",
            "16 December 2008",
            "2008-12-16",
            "2008-12-16",
            id="with its weekday",
        ),
    ],
)
def test_one_day(text, words, first, last):
    assert found(text) == [(words, (first, last))]


def test_a_weekday_by_itself():
    assert found("on Tuesday") == [("Tuesday", None)]
    assert [day.weekday for day in find_days("Mondays and Sundays")] == [0, 6]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("He may march on 5 tanks.", id="verbs"),
        pytest.param("Theresa May left.", id="a name"),
        pytest.param("three days ago", id="so many days ago"),
        pytest.param("the 4th of May", id="no year, and no day of publication"),
        pytest.param("on 31 February 2008", id="no such day"),
        pytest.param("He may march on 5 tanks", id="verbs before a number"),
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
        pytest.param("on December 2", ("2008-12-02", "2008-12-02"), id="this month"),
        pytest.param("on July 4", ("2008-07-04", "2008-07-04"), id="five months ago"),
        pytest.param("on June 4", ("2008-06-04", "2008-06-04"), id="six months ago"),
        pytest.param("on the 4th of May", ("2008-05-04", "2008-05-04"), id="seven months ago"),
        pytest.param("on January 2", ("2009-01-02", "2009-01-02"), id="next month"),
        pytest.param("in late March", ("2009-03-01", "2009-03-31"), id="a month"),
        pytest.param("In March. 12 men left.", ("2009-03-01", "2009-03-31"), id="a sentence after"),
        pytest.param("In March, 12 men left.", ("2009-03-01", "2009-03-31"), id="a phrase after"),
        pytest.param("in March 2022", ("2022-03-01", "2022-03-31"), id="a year of its own"),
    ],
)
def test_a_date_without_a_year_is_near_publication(text, expected):
    [(_, days)] = found(text, published=WEDNESDAY)
    assert days == expected


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
        pytest.param("2023-10-03", "2023-11-09", False, id="dates in figures"),
        pytest.param("2023-10-03", "3 October 2023", True, id="a date in figures and in words"),
        pytest.param("May 7-9, 2020", "May 7-12, 2020", False, id="other last days"),
        pytest.param("7-9 May 2020", "9 May 2020", False, id="days and their last"),
        pytest.param("in 2014-2016", "in 2014", False, id="years and their first"),
        pytest.param("since 2014", "in 2014", True, id="since when, and when"),
        pytest.param("on Tuesday", "16-17 December 2008", False, id="a weekday and two days"),
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
    ],
)
def test_without_a_day_of_publication_weekdays_are_only_words(one, other, expected):
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
def test_of_long_texts_all_days_are_found(part, count):
    assert len(find_days(part * (200_000 // len(part)), published=WEDNESDAY)) == count
