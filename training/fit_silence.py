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

from benchmarks import tables
from benchmarks.collections import load
from benchmarks.data import sha256
from benchmarks.metrics import auroc
from benchmarks.quality import gather
from benchmarks.tables import rate
from qa.silence import SIGNALS, fold_of, signals

COLLECTIONS = {
    "multihop_rag": "eval/multihop_rag/queries.jsonl",
    "clapnq": "eval/clapnq/dev.jsonl",
    "wikiqa": "eval/wikiqa/dev.jsonl",
}
ROOT = Path(__file__).resolve().parents[1]
OUTPUT = ROOT / "qa" / "silence_weights.json"
PAGE = ROOT / "docs" / "evaluation.md"

Sample: TypeAlias = tuple[str, str, bool, list[float]]
Judged: TypeAlias = NDArray[np.float64]
Fitted: TypeAlias = tuple[NDArray[np.float64], float]


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


def cross_fit(some: Sequence[Sample], parts: Sequence[object]) -> tuple[Judged, list[Fitted]]:
    """Judge each sample by weights that were fitted without its part.

    Returns:
        The probabilities, shape (len(some),), and each part's weights, parts in sorted order.
    """
    judged, fitted = np.zeros(len(some)), []
    for part in sorted(set(parts), key=str):
        held_out = np.array([other == part for other in parts])
        weights, bias = fit([s for s, out in zip(some, held_out, strict=True) if not out])
        judged[held_out] = probabilities(some, weights, bias)[held_out]
        fitted.append((weights, bias))
    return judged, fitted


def report(some: Sequence[Sample], judgements: dict[str, Judged], threshold: float) -> str:
    """Set AUROC, error rates and calibration as a Markdown table."""
    lines = [
        "| collection | judged | AUROC | wrongly answered | wrongly silent | ECE |",
        "|---" * 6 + "|",
    ]
    for name in COLLECTIONS:
        for kind, judged in judgements.items():
            can = [p for s, p in zip(some, judged, strict=True) if s[0] == name and s[2]]
            cannot = [p for s, p in zip(some, judged, strict=True) if s[0] == name and not s[2]]
            answered, silent = (
                rate(sum(p >= threshold for p in cannot), len(cannot)),
                rate(sum(p < threshold for p in can), len(can)),
            )
            error = calibration_error(can, cannot)
            lines.append(
                f"| {name} | {kind} | {auroc(can, cannot):.3f} | {answered} | {silent} "
                f"| {error:.3f} |"
            )
    return "\n".join(lines)


def calibration_error(can: Sequence[float], cannot: Sequence[float], *, parts: int = 10) -> float:
    """Return the expected calibration error (Guo et al., ICML 2017, formula 3) at even odds."""
    promised = np.array([*can, *cannot])
    true = np.array([1.0] * len(can) + [0.0] * len(cannot))
    weight = np.array([0.5 / len(can)] * len(can) + [0.5 / len(cannot)] * len(cannot))
    bins = np.minimum((promised * parts).astype(int), parts - 1)
    gaps = [abs(np.sum(weight[bins == b] * (true - promised)[bins == b])) for b in range(parts)]
    return float(np.sum(gaps))


def main() -> None:
    """Cross-fit, report, fit on all, and write the weights with where they came from."""
    asked = samples()
    threshold = 0.5
    judged, folds = cross_fit(asked, [fold_of(question) for _, question, *_ in asked])
    left_out, _ = cross_fit(asked, [name for name, *_ in asked])
    table = report(asked, {"cross-fitted": judged, "left out": left_out}, threshold)
    tables.replace("silence", table, page=PAGE)
    weights, bias = fit(asked)
    stored = {
        "made_by": "python -m training.fit_silence",
        "data": {name: sha256(path) for name, path in COLLECTIONS.items()},
        "threshold": threshold,
        "weights": _named(weights),
        "bias": round(bias, 4),
        "folds": [{"weights": _named(w), "bias": round(b, 4)} for w, b in folds],
    }
    OUTPUT.write_text(json.dumps(stored, indent=2) + "\n")
    print(table)
    print(json.dumps({name: stored[name] for name in ("threshold", "weights", "bias")}, indent=2))


def _named(weights: NDArray[np.float64]) -> dict[str, float]:
    return dict(zip(SIGNALS, np.round(weights, 4).tolist(), strict=True))


if __name__ == "__main__":
    main()
