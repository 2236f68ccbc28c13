"""Answer or not: the calibrated probability that the archive answers a question; pure.

A logistic regression over the numbers of `SIGNALS`, fitted by `training/fit_silence.py` on other
questions than its error rates are reported on (docs/evaluation.md).
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import Hit
from qa.evidence import FEATURES, Scored
from qa.names import fold, found_among
from qa.question import Question, words_of
from qa.strictness import Strictness

SIGNALS = (
    "best_score",  # log-odds of the best sentence
    "best_cosine",  # of any sentence with the question
    "context_coverage",  # of the question's terms by the best sentence's passage and title
    "names",  # share of the question's names in the first passages; 0 if it has several parts
    "several_parts",  # 1 if it has more than `_ONE_PART` terms
    "passage_cosine",  # the best passage's with a question of several parts; 0 for any other
)
# A question of several parts is matched whole by no sentence, and that the archive knows its names
# tells little: it is judged by passages and on a scale of its own. Of the questions of CLAPnq and
# WikiQA 601 of 603 have ten terms or fewer; of MultiHop-RAG's 1,333 of 1,334 have more.
_ONE_PART = 10
FOLDS = 5
_FIRST_PASSAGES = 4
_LOG_ODDS_LIMIT = 1e-6


def signals(question: Question, hits: Sequence[Hit], ranked: Sequence[Scored]) -> list[float]:
    """Describe the best evidence in `len(SIGNALS)` numbers; all zero where there is none."""
    if not hits or not ranked:
        return [0.0] * len(SIGNALS)
    cosine = FEATURES.index("cosine")
    best = dict(zip(FEATURES, ranked[0].features, strict=True))
    several_parts = len(question.terms) > _ONE_PART
    return [
        _log_odds(ranked[0].score),
        max(scored.features[cosine] for scored in ranked),
        best["context_coverage"],
        0.0 if several_parts else _names_found(question, hits[:_FIRST_PASSAGES]),
        float(several_parts),
        max(hit.cosine or 0.0 for hit in hits) if several_parts else 0.0,
    ]


def probability(found: Sequence[float], *, unseen: str | None = None) -> float:
    """Return the probability that the archive answers, from `signals`.

    Args:
        found: what `signals` returned.
        unseen: to report on a development question, its text: then weights are used that were
            fitted without the fold that it is in.
    """
    weights, bias = _weights(None if unseen is None else fold_of(unseen))
    return float(1.0 / (1.0 + np.exp(-(np.dot(weights, found) + bias))))


def fold_of(question: str) -> int:
    """Return the fold of cross-fitting that a question is in, from 0 to `FOLDS` - 1."""
    return int.from_bytes(hashlib.blake2b(question.encode(), digest_size=4).digest()) % FOLDS


def threshold(strictness: Strictness = Strictness.BALANCED) -> float:
    """Return the probability below which the answer is silence."""
    return float(_stored()["thresholds"][strictness])


def _names_found(question: Question, hits: Sequence[Hit]) -> float:
    texts = (f"{hit.passage.article.title or ''} {hit.passage.text}" for hit in hits)
    words = {fold(word) for text in texts for word in words_of(text)}
    names = [fold(name) for name in question.names]
    return sum(found_among(name, words) for name in names) / len(names) if names else 1.0


def _log_odds(score: float) -> float:
    kept = min(max(score, _LOG_ODDS_LIMIT), 1 - _LOG_ODDS_LIMIT)
    return float(np.log(kept / (1 - kept)))


@cache
def _stored() -> Mapping[str, Any]:
    stored: Mapping[str, Any] = json.loads((files("qa") / "silence_weights.json").read_text())
    return stored


@cache
def _weights(without_fold: int | None) -> tuple[NDArray[np.float64], float]:
    stored = _stored() if without_fold is None else _stored()["folds"][without_fold]
    return np.array([stored["weights"][name] for name in SIGNALS]), float(stored["bias"])
