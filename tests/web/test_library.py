"""The sidebar: what it lists of an archive."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index import Contents
from web import library

HELD = Contents(
    articles=3,
    passages=5,
    undated=0,
    outlets={},
    languages={},
    earliest=date(2024, 8, 1),
    latest=date(2024, 8, 9),
)


@pytest.mark.parametrize(
    ("contents", "said"),
    [
        pytest.param(HELD, "3 articles, 1 to 9 August 2024.", id="a month"),
        pytest.param(
            replace(HELD, latest=HELD.earliest, undated=2),
            "3 articles, 1 August 2024. 2 without a date.",
            id="one day",
        ),
        pytest.param(
            replace(HELD, earliest=None, latest=None), "3 articles, none with a date.", id="no day"
        ),
    ],
)
def test_how_much_there_is_and_of_which_days(contents, said):
    assert library._summary(contents, Path("archive")) == said


def test_outlets_beyond_the_first_six_are_counted_in_one_line():
    rows = library._listed({f"Outlet {n}": 10 - n for n in range(9)})
    assert rows[:6] == [(f"Outlet {n}", 10 - n) for n in range(6)]
    assert rows[6:] == [("3 more outlets", 4 + 3 + 2)]
    assert library._listed({f"Outlet {n}": 1 for n in range(7)})[6:] == [("1 more outlet", 1)]


def test_few_outlets_are_all_listed():
    assert library._listed({"Herald": 2, "Post": 1}) == [("Herald", 2), ("Post", 1)]
