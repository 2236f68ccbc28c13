"""The days, months and years that a question names."""

from datetime import date

import pytest

from qa.periods import find_periods

LATEST = date(2023, 12, 25)


def found(text, *, latest=LATEST):
    return [(p.text, str(p.first), str(p.last)) for p in find_periods(text, latest=latest)]


@pytest.mark.parametrize(
    ("text", "named", "first", "last"),
    [
        pytest.param("on October 31, 2023, and", "October 31, 2023", "2023-10-31", "2023-10-31"),
        pytest.param("on 31 October 2023?", "31 October 2023", "2023-10-31", "2023-10-31"),
        pytest.param(
            "the 31st of October 2023", "31st of October 2023", "2023-10-31", "2023-10-31"
        ),
        pytest.param("by Sept. 3, 2022", "Sept. 3, 2022", "2022-09-03", "2022-09-03"),
        pytest.param("on 2023-10-31", "2023-10-31", "2023-10-31", "2023-10-31"),
        pytest.param("on 20.08.2024", "20.08.2024", "2024-08-20", "2024-08-20", id="with dots"),
        pytest.param("on 3.5.2024?", "3.5.2024", "2024-05-03", "2024-05-03", id="dots: day first"),
        pytest.param("on 20/8/2024", "20/8/2024", "2024-08-20", "2024-08-20", id="day first"),
        pytest.param("on 08/20/2024", "08/20/2024", "2024-08-20", "2024-08-20", id="month first"),
        pytest.param("in August 2024", "August 2024", "2024-08-01", "2024-08-31"),
        pytest.param("in February 2024", "February 2024", "2024-02-01", "2024-02-29"),
        pytest.param("in 2023-05", "2023-05", "2023-05-01", "2023-05-31", id="a month in figures"),
        pytest.param("in 2021", "2021", "2021-01-01", "2021-12-31"),
        pytest.param("on 31 october 2023", "31 october 2023", "2023-10-31", "2023-10-31"),
        pytest.param("in march 2022", "march 2022", "2022-03-01", "2022-03-31", id="lower case"),
        pytest.param("the 2022 invasion", "2022", "2022-01-01", "2022-12-31"),
        pytest.param("in the 1990s", "1990s", "1990-01-01", "1999-12-31"),
        pytest.param("since 2022", "2022", "2022-01-01", "9999-12-31", id="open at its end"),
    ],
)
def test_one_period(text, named, first, last):
    assert found(text) == [(named, first, last)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        pytest.param("between March and May 2022", "2022-03-01", "2022-05-31", id="months"),
        pytest.param("between November and March 2022", "2021-11-01", "2022-03-31", id="new year"),
        pytest.param("from 2014 to 2016", "2014-01-01", "2016-12-31", id="years"),
        pytest.param("the 2023-24 season", "2023-01-01", "2024-12-31", id="a season"),
        pytest.param("in 2010-12", "2010-01-01", "2012-12-31", id="years, no month"),
        pytest.param("in 1999-00", "1999-01-01", "2000-12-31", id="over a century"),
        pytest.param("from May 10 to 5 June 2023", "2023-05-10", "2023-06-05", id="mixed forms"),
        pytest.param("March 3-5, 2022", "2022-03-03", "2022-03-05", id="days, month first"),
        pytest.param("3–5 March 2022", "2022-03-03", "2022-03-05", id="days, month last"),
        pytest.param(
            "between October 28 and November 3, 2023", "2023-10-28", "2023-11-03", id="over a month"
        ),
    ],
)
def test_a_range_is_one_period(text, first, last):
    (period,) = find_periods(text)
    assert (str(period.first), str(period.last)) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Who bought 2000 tanks?", id="a count"),
        pytest.param("Who bought the 2000 tanks?", id="a round count after an article"),
        pytest.param("Who has 2,021 men?", id="a thousands separator"),
        pytest.param("Who paid $2021?", id="money"),
        pytest.param("Who slept in 2021.5 beds?", id="a fraction"),
        pytest.param("What did Theresa May say? He may 12 times.", id="a name and a verb"),
        pytest.param("Who Marched on Decatur?", id="words that begin like months"),
        pytest.param("on February 30, 2023", id="no such day"),
        pytest.param("between 29 February and 15 January 2024", id="no such day a year before"),
        pytest.param("Who came on May 10-5?", id="days that fall"),
        pytest.param("on 3/5/2024", id="March 5 or May 3"),
        pytest.param("on 31.02.2024", id="no such day, in figures"),
        pytest.param("in 20.08.2024.1", id="a number that goes on"),
        pytest.param("How many T-72 tanks did Belarus send?", id="a number in a name"),
        pytest.param("", id="empty"),
    ],
)
def test_what_is_no_period(text):
    assert found(text) == []


def test_a_date_without_a_year_takes_that_of_another_date():
    text = "between the article of November 30, 2021 and that of Dec. 3"
    assert [str(p.first) for p in find_periods(text)] == ["2021-11-30", "2021-12-03"]


def test_the_nearest_date_before_lends_its_year():
    text = "on May 5, 2022, on June 3, 2023, and on July 1"
    assert [str(p.first) for p in find_periods(text)] == ["2022-05-05", "2023-06-03", "2023-07-01"]


@pytest.mark.parametrize("about", ["the 1990s", "the 2014 annexation"])
def test_what_a_report_is_about_is_not_when_it_came(about):
    (first, _) = find_periods(f"What did they report on October 31 about {about}?", latest=LATEST)
    assert str(first.first) == "2023-10-31"


@pytest.mark.parametrize(
    ("text", "latest", "first"),
    [
        pytest.param("on 31 Oct.", LATEST, ["2023-10-31"], id="earlier in the latest year"),
        pytest.param("on 31 Oct.", date(2023, 5, 1), ["2022-10-31"], id="in the year before"),
        pytest.param("on 31 Oct.", None, [], id="nothing to count from"),
    ],
)
def test_a_date_without_any_year_is_the_last_one(text, latest, first):
    assert [str(p.first) for p in find_periods(text, latest=latest)] == first


def test_periods_stand_in_order_and_do_not_overlap():
    text = "from 2014 to 2016, on May 5, 2020, in June 2021 and since 2022"
    named = [p.text for p in find_periods(text)]
    assert named == ["2014 to 2016", "May 5, 2020", "June 2021", "2022"]


def test_a_month_before_an_article_is_that_of_its_issue():
    asked = "In its October article, what did the May government say?"
    (period,) = find_periods(asked, latest=date(2024, 8, 20))
    assert (period.text, period.first) == ("October", date(2023, 10, 1))


def test_verbs_are_no_months():
    assert find_periods("Who may march on 5 tanks in 2?", latest=date(2024, 8, 20)) == ()


@pytest.mark.parametrize(
    ("text", "near", "expected"),
    [
        pytest.param("on January 2", date(2008, 12, 17), ["2009-01-02"], id="next month"),
        pytest.param("on December 2", date(2009, 1, 17), ["2008-12-02"], id="last month"),
        pytest.param("on June 17", date(2008, 12, 17), ["2008-06-17"], id="six months ago"),
        pytest.param("on March 17", date(2008, 12, 17), ["2009-03-17"], id="in three months"),
        pytest.param("on April 17", date(2008, 12, 17), ["2008-04-17"], id="eight months ago"),
        pytest.param(
            "on 2 May and in 2014", date(2008, 12, 17), ["2008-05-02", "2014-01-01"], id="two dates"
        ),
    ],
)
def test_a_date_without_a_year_is_the_one_that_is_near(text, near, expected):
    assert [str(period.first) for period in find_periods(text, near=near)] == expected
