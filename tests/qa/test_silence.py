"""Answer or not."""

import json
import math
from importlib.resources import files

import pytest

from qa.question import parse
from qa.silence import FOLDS, SIGNALS, fold_of, probability, signals, threshold

STORED = json.loads((files("qa") / "silence_weights.json").read_text())


def logistic(weights, bias, found):
    return 1 / (
        1 + math.exp(-(sum(weights[n] * x for n, x in zip(SIGNALS, found, strict=True)) + bias))
    )


def test_probability_is_the_stored_logistic_regression():
    found = [0.1 * n for n in range(len(SIGNALS))]
    assert probability(found) == pytest.approx(logistic(STORED["weights"], STORED["bias"], found))


def test_a_development_question_is_judged_by_weights_that_did_not_see_it():
    found = [0.5] * len(SIGNALS)
    fold = STORED["folds"][fold_of("Who won?")]
    expected = logistic(fold["weights"], fold["bias"], found)
    assert probability(found, unseen="Who won?") == pytest.approx(expected)
    assert len(STORED["folds"]) == FOLDS
    assert len({fold_of(f"question {n}") for n in range(100)}) == FOLDS


@pytest.mark.parametrize("several_parts", [0.0, 1.0])
def test_better_evidence_is_never_less_probable(several_parts):
    rest = {"several_parts": several_parts}
    weak = dict.fromkeys(SIGNALS, 0.2) | {"best_score": -5.0} | rest
    strong = dict.fromkeys(SIGNALS, 1.0) | {"best_score": 2.0} | rest
    assert probability(list(weak.values())) < threshold() < probability(list(strong.values()))


def test_no_evidence_has_no_signals():
    assert signals(parse("Who won?"), [], []) == [0.0] * len(SIGNALS)
    assert 0 < threshold() < 1
