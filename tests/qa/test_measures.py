"""Rates and calibration against formulas written another way."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.measures import Rate, calibration_error, reliability, wilson

shares = st.floats(0, 1)


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        pytest.param(0, 12, id="none"),
        pytest.param(3, 12, id="some"),
        pytest.param(12, 12, id="all"),
        pytest.param(1, 1000, id="few of many"),
    ],
)
def test_wilson_bounds_are_where_the_rate_is_just_1_96_deviations_away(part, whole):
    """The interval holds every p with |rate - p| <= z * sqrt(p (1 - p) / n): its ends solve it."""
    n, rate, z = whole, part / whole, 1.96
    # (rate - p)^2 = z^2 p (1 - p) / n, as a quadratic in p.
    a, b, c = 1 + z * z / n, -(2 * rate + z * z / n), rate * rate
    root = math.sqrt(max(b * b - 4 * a * c, 0.0))
    expected = ((-b - root) / (2 * a), (-b + root) / (2 * a))
    assert wilson(part, whole) == pytest.approx(expected, abs=1e-9)


def test_a_rate_of_nothing_is_unknown():
    assert Rate(0, 0).value is None
    assert Rate(0, 0).interval == (0.0, 1.0)


def test_calibration_error_by_hand():
    # At even odds each answerable question weighs 1/4, each other 1/6.
    # 0.2 to 0.4: 0.25 (yes), 0.35 (no); 0.8 to 1: 0.9 (yes), 0.85 (no), 1.0 (no).
    low = abs(0.25 * (1 - 0.25) + 1 / 6 * (0 - 0.35))
    high = abs(0.25 * (1 - 0.9) + 1 / 6 * (0 - 0.85) + 1 / 6 * (0 - 1.0))
    error = calibration_error([0.25, 0.9], [0.35, 0.85, 1.0], bins=5)
    assert error == pytest.approx(low + high)


def test_the_last_bin_takes_in_certainty_and_empty_ones_promise_nothing():
    table = reliability([1.0], [0.0], bins=4)
    assert [(b.answerable, b.unanswerable) for b in table] == [(0, 1), (0, 0), (0, 0), (1, 0)]
    assert [b.true for b in table] == [0.0, None, None, 1.0]
    assert [b.promised for b in table] == [0.0, None, None, 1.0]
    assert [(b.low, b.high) for b in table] == [(0, 0.25), (0.25, 0.5), (0.5, 0.75), (0.75, 1)]


@given(st.lists(shares), st.lists(shares))
def test_every_question_is_in_one_bin(can, cannot):
    table = reliability(can, cannot)
    assert sum(b.answerable for b in table) == len(can)
    assert sum(b.unanswerable for b in table) == len(cannot)


@given(st.lists(shares, min_size=1), st.lists(shares, min_size=1))
def test_the_error_is_a_share(can, cannot):
    assert 0 <= calibration_error(can, cannot) <= 1
    assert sum(b.weight for b in reliability(can, cannot)) == pytest.approx(1)


def test_perfect_and_worst_calibration():
    assert calibration_error([1.0, 1.0], [0.0]) == 0
    assert calibration_error([0.0, 0.0], [1.0]) == pytest.approx(1)
