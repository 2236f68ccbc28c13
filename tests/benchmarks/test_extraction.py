"""The measure of extraction, against numbers worked out by hand."""

import pytest

from benchmarks.extraction import compare, score, spread
from benchmarks.page_statements import states_date, states_title

GOLD = "one two three four five six"  # three shingles


@pytest.mark.parametrize(
    ("found", "counts"),
    [
        pytest.param(GOLD, (3, 0, 0), id="the same"),
        pytest.param("one two three four", (1, 0, 2), id="a part"),
        pytest.param(f"{GOLD} seven", (3, 1, 0), id="a word too many"),
        pytest.param("One, two: three four five six!", (2, 1, 1), id="case counts, marks do not"),
        pytest.param("", (0, 0, 3), id="nothing"),
        pytest.param("one two", (0, 1, 3), id="a text of fewer than four words is one shingle"),
        pytest.param(f"{GOLD} {GOLD}", (3, 6, 0), id="repeated text is counted"),
    ],
)
def test_counts(found, counts):
    assert compare(GOLD, found) == counts


def test_f1_is_that_of_the_averages():
    # Precision (1 + 0.5) / 2 and recall (0.25 + 1) / 2; a page without text has no precision.
    measured = score([(1, 0, 3), (2, 2, 0)])
    assert measured["f1"] == pytest.approx(2 * 0.75 * 0.625 / (0.75 + 0.625))
    assert score([(1, 0, 0), (0, 0, 4)])["precision"] == 1.0


def test_spread_of_pages_that_are_alike_is_none():
    assert spread([(3, 1, 1)] * 5)["f1"] == pytest.approx(0)


@pytest.mark.parametrize(
    ("title", "is_right"),
    [
        ("Snow in Riga", True),
        ("Snow in Riga | Weekly", False),
        ("Snow", False),
        (None, False),
    ],
)
def test_judge_of_titles(title, is_right):
    page = '<meta property="og:title" content="Snow in Riga | Weekly"><h1>Snow in Riga</h1>'
    assert states_title(page, title) is is_right
    assert states_title("<p>Snow</p>", title) is None


def test_judge_of_dates_takes_none_for_unstated():
    assert states_date("<p>9 October 2024</p>", None) is None
