"""Dates as pages and records write them."""

from datetime import UTC, date, datetime

import pytest

from index.reading.dates import read_date, read_date_line

DAY = date(2024, 10, 9)


@pytest.mark.parametrize(
    "line",
    [
        "October 9, 2024",
        "Oct. 9, 2024",
        "9 October 2024",
        "9th of October, 2024",
        "Wednesday, October 9, 2024 4:05 PM EDT",
        "Wed 9 Oct 2024 10.15 BST",
        "Published: 9 Oct 2024, 10:15 GMT",
        "Published 10:15 GMT, 9 October 2024 | Updated 11:20 GMT, 10 October 2024",
        "First published on October 9, 2024 at 10:00 CEST",
        "Updated October 10, 2024 – Published October 9, 2024",
        "2024-10-09",
        "2024-10-09T10:15:00Z",
        "09.10.2024",
        "Posted on 9-Oct-2024",
    ],
)
def test_date_line(line):
    found = read_date_line(line)
    assert found is not None
    assert found.published == DAY


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("August 5 – August 11, 2024", id="range over a month's name"),
        pytest.param("August 5-11, 2024", id="range of days, US order"),
        pytest.param("5–11 August 2024", id="range of days, UK order"),
        pytest.param("5 August 2024 to 11 August 2024", id="range of whole dates"),
        pytest.param("Last updated: 9 October 2024", id="only an update"),
        pytest.param("09/10/2024", id="September or October"),
        pytest.param("February 30, 2024", id="no such day"),
    ],
)
def test_date_line_that_gives_no_day(line):
    found = read_date_line(line)
    assert found is not None
    assert found.published is None


@pytest.mark.parametrize(
    "line",
    [
        "On October 9, 2024 it rained",
        "The talks of 2024",
        "October 9",
        "",
        "Snow - October 9, 2024",
    ],
)
def test_not_a_date_line(line):
    assert read_date_line(line) is None


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("2024-10-09", id="ISO"),
        pytest.param("2024-10-09T23:59:00-05:00", id="the day in the publisher's zone"),
        pytest.param("2024-10-09T00:30:00Z", id="zone Z"),
        pytest.param("Wed, 09 Oct 2024 10:15:00 GMT", id="RFC 2822"),
        pytest.param("October 9, 2024", id="as pages write it"),
        pytest.param("9 Oct 2024", id="UK order"),
        pytest.param("2024/10/09", id="the year first, with strokes"),
        pytest.param("2024/10/09 10:15:00", id="the year first, with strokes and a time"),
        pytest.param("2024.10.9", id="the year first, with dots"),
        pytest.param("9-OCT-2024 02:38:09.32G C", id="marks of a wire after the time"),
        pytest.param("2024-10-09, 10:15 (our clock)", id="words after the time"),
        pytest.param("9-OCT-2024 605:12:19.12", id="no time of day, but a day"),
        pytest.param(1728475200, id="seconds"),
        pytest.param("1728475200", id="seconds as a string"),
        pytest.param(1728475200000, id="milliseconds"),
        pytest.param(1728475200.5, id="seconds and a half"),
        pytest.param(20241009, id="the digits of a day"),
        pytest.param(20241009.0, id="the digits of a day, as a table with gaps keeps them"),
        pytest.param("20241009", id="the digits of a day as a string"),
        pytest.param(DAY, id="date of YAML"),
        pytest.param(datetime(2024, 10, 9, 1, tzinfo=UTC), id="datetime of YAML"),
    ],
)
def test_read_date(value):
    assert read_date(value) == DAY


@pytest.mark.parametrize(
    "value",
    [
        "last week",
        "2024-13-40",
        "09/10/2024",
        "09/10/2024 10:15 by post",
        "9-OCT-2024 10:15 until 11-OCT-2024",
        "9 October 2024 was a day of snow",
        True,
        2024,
        2024.0,
        "2024",
        20241340,
        0,
        45500,
        -86400,
        86400.5,
        float("nan"),
        float("inf"),
        1e300,
        ["x"],
        {},
    ],
)
def test_unreadable_date(value):
    assert read_date(value) is None
