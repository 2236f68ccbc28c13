"""Fit the weights of `qa.silence`; run it with `python -m training.fit_silence`.

Questions with and without an answer of MultiHop-RAG, CLAPnq and WikiQA, each asked of its own
collection. Cross-fitted: a question's fold is a hash of its text, and what is reported of it comes
from weights that were fitted on the other folds (Chernozhukov et al., 2018, section 1). The weights
that ship are fitted on all; each collection and each of its two sides weigh the same, so that the
probability is one at even odds. The development questions of `seeds` are not read.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from benchmarks.collections import load
from benchmarks.metrics import auroc, wilson
from benchmarks.quality import gather
from qa.silence import FOLDS, SIGNALS, fold_of, signals
from training.data import sha256

COLLECTIONS = {
    "multihop_rag": "eval/multihop_rag/queries.jsonl",
    "clapnq": "eval/clapnq/dev.jsonl",
    "wikiqa": "eval/wikiqa/dev.jsonl",
}
OUTPUT = Path(__file__).resolve().parents[1] / "qa" / "silence_weights.json"

Sample: TypeAlias = tuple[str, str, bool, list[float]]


def samples() -> list[Sample]:
    """Ask every question; return collection, question, answerable and signals of each."""
    made = []
    for name in COLLECTIONS:
        collection = load(name)
        for question, evidence in zip(collection.questions, gather(collection), strict=True):
            found = signals(evidence.question, evidence.hits, evidence.ranked)
            made.append((name, question.text, question.answerable, found))
    return made


def fit(some: Sequence[Sample]) -> tuple[NDArray[np.float64], float]:
    """Fit weights, shape (len(SIGNALS),), and bias; every collection's two sides weigh the same."""
    sides = [(name, answerable) for name, _, answerable, _ in some]
    weights = [len(some) / sides.count(side) / len(set(sides)) for side in sides]
    features = np.array([found for *_, found in some])
    middle, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    # Standardised, so that the penalty treats all signals alike; undone in what is stored.
    model = LogisticRegression(C=1.0, max_iter=2000)
    model.fit((features - middle) / spread, [s[2] for s in some], sample_weight=weights)
    scaled = model.coef_[0] / spread
    return scaled, float(model.intercept_[0] - scaled @ middle)


def probabilities(
    some: Sequence[Sample], weights: NDArray[np.float64], bias: float
) -> NDArray[np.float64]:
    """Return the probability of each sample, shape (len(some),)."""
    features = np.array([found for *_, found in some])
    return np.asarray(1 / (1 + np.exp(-(features @ weights + bias))))


def report(some: Sequence[Sample], judged: NDArray[np.float64], threshold: float) -> None:
    """Print rates with their 95% intervals for each collection."""
    for name in COLLECTIONS:
        can = [p for s, p in zip(some, judged, strict=True) if s[0] == name and s[2]]
        cannot = [p for s, p in zip(some, judged, strict=True) if s[0] == name and not s[2]]
        answered = sum(p >= threshold for p in cannot)
        silent = sum(p < threshold for p in can)
        print(
            f"{name}: AUROC {auroc(can, cannot):.3f}; wrongly answered {answered}/{len(cannot)} "
            f"{_interval(answered, len(cannot))}; wrongly silent {silent}/{len(can)} "
            f"{_interval(silent, len(can))}"
        )


def _interval(successes: int, trials: int) -> str:
    low, high = wilson(successes, trials)
    return f"[{low:.2f}, {high:.2f}]"


def main() -> None:
    """Cross-fit, report, fit on all, and write the weights with where they came from."""
    asked = samples()
    folds = []
    judged = np.zeros(len(asked))
    for fold in range(FOLDS):
        held_out = np.array([fold_of(question) == fold for _, question, *_ in asked])
        weights, bias = fit([s for s, out in zip(asked, held_out, strict=True) if not out])
        folds.append({"weights": _named(weights), "bias": round(bias, 4)})
        judged[held_out] = probabilities(asked, weights, bias)[held_out]
    threshold = 0.5
    report(asked, judged, threshold)
    weights, bias = fit(asked)
    stored = {
        "made_by": "python -m training.fit_silence",
        "data": {name: sha256(path) for name, path in COLLECTIONS.items()},
        "threshold": threshold,
        "weights": _named(weights),
        "bias": round(bias, 4),
        "folds": folds,
    }
    OUTPUT.write_text(json.dumps(stored, indent=2) + "\n")
    print(json.dumps({name: stored[name] for name in ("threshold", "weights", "bias")}, indent=2))


def _named(weights: NDArray[np.float64]) -> dict[str, float]:
    return dict(zip(SIGNALS, np.round(weights, 4).tolist(), strict=True))


if __name__ == "__main__":
    main()
