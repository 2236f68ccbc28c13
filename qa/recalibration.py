"""A threshold fitted to a user's own questions, for the rate of error that they want; pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from index import RequestError
from index.wording import counted
from qa.calibration import Calibration, Threshold
from qa.evaluation import Evaluation
from qa.measures import Rate

# Of each side. With fewer than 20, one question is more than 5%; and of 20 questions of which none
# is answered, no more can be said than that the rate lies under 0.16 (Wilson, 95%).
MINIMUM = 20
_FOLDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class AtThreshold:
    """The two rates of error of one threshold."""

    wrongly_answered: Rate
    wrongly_silent: Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Refit:
    """A threshold fitted to an evaluation's questions, beside the one that was in force.

    `fitted` are the rates on the very questions that it was fitted to, which flatters it;
    `cross_validated` those of questions that took no part: each tenth of them is judged by a
    threshold that was fitted to the other nine.
    """

    calibration: Calibration
    before: Threshold
    rates_before: AtThreshold
    fitted: AtThreshold
    cross_validated: AtThreshold


def refit(evaluation: Evaluation, *, rate: float) -> Refit:
    """Fit the threshold so that at most `rate` of the questions without an answer are answered.

    `qa.calibration.store(archive, refit(...).calibration)` puts it in force.

    Raises:
        RequestError: there are fewer than `MINIMUM` questions with an answer, or without; or `rate`
            is not from 0 to below 1.
    """
    if not 0 <= rate < 1:
        raise RequestError(f"a rate of {rate:g} is no share; give one from 0 to below 1, as 0.05")
    can, cannot = evaluation.probabilities
    if min(len(can), len(cannot)) < MINIMUM:
        raise RequestError(
            f"a threshold cannot be fitted to {counted(len(can), 'question')} with an answer and "
            f"{len(cannot)} without; it takes {MINIMUM} of each, so add rows to the file"
        )
    threshold = lowest_threshold(can, cannot, rate=rate)
    return Refit(
        calibration=Calibration(
            threshold=threshold,
            wanted=rate,
            answerable=len(can),
            unanswerable=len(cannot),
            reader=evaluation.reader,
        ),
        before=evaluation.threshold,
        rates_before=_rates(can, cannot, evaluation.threshold.value),
        fitted=_rates(can, cannot, threshold),
        cross_validated=_cross_validated(can, cannot, rate),
    )


def lowest_threshold(can: Sequence[float], cannot: Sequence[float], *, rate: float) -> float:
    """Return a threshold at which at most `rate` of `cannot` are answered, and as many of `can`.

    Every threshold between two neighbouring probabilities decides these questions alike; of the
    lowest such stretch it is the middle, as the same question asked beside others may come out a
    ten-thousandth higher.

    >>> lowest_threshold([0.9, 0.6, 0.3], [0.5, 0.2, 0.1], rate=0.4)  # 0.5 may be answered
    0.25
    """
    ordered = sorted(cannot, reverse=True)
    allowed = math.floor(rate * len(ordered) + 1e-9)  # 0.29 * 100 is 28.999999999999996
    if allowed >= len(ordered):
        return 0.0
    barred = ordered[allowed]
    above = min((p for p in (*can, *cannot) if p > barred), default=1.0)
    middle = (barred + above) / 2
    return middle if middle > barred else math.nextafter(barred, math.inf)


def _cross_validated(can: Sequence[float], cannot: Sequence[float], rate: float) -> AtThreshold:
    """Judge each fold by a threshold fitted to the others; folds are dealt out like cards."""
    answered = silent = 0
    for fold in range(_FOLDS):
        rest_can, rest_cannot = _others(can, fold), _others(cannot, fold)
        threshold = lowest_threshold(rest_can, rest_cannot, rate=rate)
        answered += sum(p >= threshold for p in cannot[fold::_FOLDS])
        silent += sum(p < threshold for p in can[fold::_FOLDS])
    return AtThreshold(
        wrongly_answered=Rate(answered, len(cannot)), wrongly_silent=Rate(silent, len(can))
    )


def _others(probabilities: Sequence[float], fold: int) -> list[float]:
    return [p for number, p in enumerate(probabilities) if number % _FOLDS != fold]


def _rates(can: Sequence[float], cannot: Sequence[float], threshold: float) -> AtThreshold:
    return AtThreshold(
        wrongly_answered=Rate(sum(p >= threshold for p in cannot), len(cannot)),
        wrongly_silent=Rate(sum(p < threshold for p in can), len(can)),
    )
