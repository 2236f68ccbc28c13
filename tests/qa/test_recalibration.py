"""The threshold that is fitted, against trying every one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import RequestError
from qa.calibration import Calibration, Threshold
from qa.evaluation import Evaluation, Judged
from qa.measures import Rate
from qa.recalibration import lowest_threshold, refit
from qa.strictness import Strictness

shares = st.floats(0, 1)
BEFORE = Threshold(value=0.5, strictness=Strictness.BALANCED)


def evaluation(can: list[float], cannot: list[float]) -> Evaluation:
    judged = [
        Judged(
            question=f"Question {number}?",
            line=None,
            answerable=answerable,
            by_quote=True,
            probability=p,
            answered=p >= BEFORE.value,
            place=None,
            first="",
        )
        for answerable, some in ((True, can), (False, cannot))
        for number, p in enumerate(some)
    ]
    return Evaluation(judged=tuple(judged), problems=(), threshold=BEFORE)


@given(st.lists(shares), st.lists(shares, min_size=1), st.sampled_from([0, 0.05, 0.1, 0.29, 0.9]))
def test_no_lower_threshold_keeps_the_rate(can, cannot, rate):
    threshold = lowest_threshold(can, cannot, rate=rate)

    def answered(t: float) -> int:
        return sum(p >= t for p in cannot)

    assert answered(threshold) / len(cannot) <= rate
    # Every threshold that decides otherwise and lies lower answers too many.
    for lower in (p for p in (*can, *cannot) if p < threshold):
        decided = answered(lower), sum(p >= lower for p in can)
        same = decided == (answered(threshold), sum(p >= threshold for p in can))
        assert same or answered(lower) / len(cannot) > rate


@pytest.mark.parametrize(
    ("can", "cannot", "rate", "threshold"),
    [
        pytest.param([0.9], [0.4], 0, 0.65, id="half way to the next"),
        pytest.param([], [0.4], 0, 0.7, id="half way to certainty"),
        pytest.param([0.9], [0.4, 0.6], 0.5, 0.5, id="the next may be one that is let through"),
        pytest.param([0.9], [0.6, 0.6], 0.5, 0.75, id="equals are refused together"),
        pytest.param([0.9], [0.5] * 100, 0.999, 0.7, id="nearly all is not all"),
    ],
)
def test_the_threshold_by_hand(can, cannot, rate, threshold):
    assert lowest_threshold(can, cannot, rate=rate) == pytest.approx(threshold)


def test_a_share_that_floats_write_badly_lets_its_whole_number_through():
    cannot = [n / 100 for n in range(100)]
    assert 0.29 * 100 < 29
    assert sum(p >= lowest_threshold([], cannot, rate=0.29) for p in cannot) == 29


def test_certainty_is_refused_too():
    assert lowest_threshold([1.0], [1.0], rate=0) > 1


def test_refit_by_hand():
    can = [0.3, *[0.45] * 4, *[0.9] * 15]
    cannot = [0.8, *[0.4] * 9, *[0.1] * 10]
    found = refit(evaluation(can, cannot), rate=0.05)
    # One of 20 may be answered: 0.8. Over 0.4 comes 0.45.
    assert found.calibration == Calibration(
        threshold=pytest.approx(0.425), wanted=0.05, answerable=20, unanswerable=20
    )
    assert found.before == BEFORE
    assert found.rates_before.wrongly_answered == Rate(1, 20)
    assert found.rates_before.wrongly_silent == Rate(5, 20)
    assert found.fitted.wrongly_answered == Rate(1, 20)
    assert found.fitted.wrongly_silent == Rate(1, 20)
    # In each fold 18 are left without an answer: 5% of them is none. Nine thresholds are over 0.8
    # (0.85) and refuse everything but 0.9. The first fold holds 0.8 out: its threshold is over 0.4,
    # at (0.4 + 0.45) / 2; it lets 0.8 through, and of 0.3 and 0.45, numbers 0 and 10, refuses 0.3.
    silent = sum(p < 0.85 for number, p in enumerate(can) if number % 10 != 0)
    silent += sum(p < 0.425 for p in can[::10])
    assert found.cross_validated.wrongly_answered == Rate(1, 20)
    assert found.cross_validated.wrongly_silent == Rate(silent, 20)
    assert silent == 5


@pytest.mark.parametrize(
    ("can", "cannot"),
    [pytest.param(19, 20, id="too few with"), pytest.param(20, 19, id="too few without")],
)
def test_too_few_questions_are_refused(can, cannot):
    with pytest.raises(RequestError, match=f"{can} questions with an answer and {cannot} without"):
        refit(evaluation([0.5] * can, [0.5] * cannot), rate=0.05)


@pytest.mark.parametrize("rate", [-0.1, 1, 5, float("nan")])
def test_a_rate_that_is_no_share_is_refused(rate):
    with pytest.raises(RequestError, match="is no share"):
        refit(evaluation([0.5] * 20, [0.5] * 20), rate=rate)
