"""The fit of silence, against the same regression of another library."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from qa.silence import FITTED, TOLD
from training.fit_silence import CHANGED_NAME, SHARES, SPANS_NAME, Sample, fit

COUNTS = {(SPANS_NAME, True): 60, (SPANS_NAME, False): 40, (CHANGED_NAME, True): 50}
COUNTS[CHANGED_NAME, False] = 30


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    """Make samples each of whose signals speaks for an answer, more or less."""
    random = np.random.default_rng(7)
    return [
        Sample(
            collection=name,
            fold=0,
            answerable=answerable,
            several_parts=False,
            signals=[*(random.normal(size=len(FITTED)) + 0.9 * answerable), 0.0, 0.0],
        )
        for (name, answerable), count in COUNTS.items()
        for _ in range(count)
    ]


def test_weights_are_those_of_a_weighted_logistic_regression(samples):
    features = np.array([sample.signals[:-2] for sample in samples])
    middle, spread = features.mean(axis=0), features.std(axis=0)
    shares = [
        SHARES.get(sample.collection, 1.0) / COUNTS[sample.collection, sample.answerable]
        for sample in samples
    ]
    model = LogisticRegression(C=1.0, tol=1e-8, max_iter=1000)
    model.fit(
        (features - middle) / spread,
        [sample.answerable for sample in samples],
        sample_weight=np.array(shares) * len(samples) / sum(shares),
    )
    fitted = fit(samples)
    assert (model.coef_ > 0).all()  # none is held at 0
    assert fitted.weights == pytest.approx(model.coef_[0] / spread, abs=1e-3)
    expected = model.intercept_[0] - (model.coef_[0] / spread) @ middle
    assert fitted.bias == pytest.approx(expected, abs=1e-3)


def test_who_something_is_is_decided_by_its_introduction_alone(samples):
    introduced = [sample._replace(signals=[*sample.signals[:-2], 1.0, 0.0]) for sample in samples]
    fitted = fit(introduced)
    assert fitted.weights == pytest.approx(fit(samples).weights)
    judged = fit(samples).judge(samples)
    assert fitted.judge(introduced) == pytest.approx(np.maximum(judged, TOLD))


def test_a_collection_of_a_handful_is_left_aside(samples):
    few = [
        s._replace(collection="wikiqa", signals=[9.0] * len(FITTED) + [0.0, 0.0])
        for s in samples[:5]
    ]
    assert fit([*samples, *few]).weights == pytest.approx(fit(samples).weights)
