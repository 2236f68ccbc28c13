"""Fit the weights of `qa.silence`; run it with `python -m training.fit_silence`.

Questions with and without an answer of MultiHop-RAG, CLAPnq and WikiQA, each asked of its own
collection; and held-out span questions of SQuAD and SQuADShifts (`training.reader.examples`), every
second one of an archive without the passages that hold its answer, and others as they are and with
another name or number put in. Cross-fitted: a question's fold is a hash of its text, or of what it
was before it was changed, and what is reported of it comes from weights that were fitted on the
other folds (Chernozhukov et al., 2018, section 1). The weights that ship are fitted on all; each
collection and each of its two sides weigh the same, so that the probability is one at even odds.
The development questions of `seeds` are not read.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from statistics import fmean
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks import tables
from benchmarks.collections import load
from benchmarks.data import sha256
from benchmarks.metrics import auroc
from index import Article, Passage
from qa import Desk
from qa.deciding import Evidence
from qa.measures import Rate, calibration_error
from qa.reader import BundledReader
from qa.silence import FITTED, LACKING, SIGNALS, TOLD, fold_of, has_several_parts, signals
from qa.strictness import Strictness
from training import fit_sentences
from training.diagram import draw_reliability
from training.fit_sentences import SPANS, gold_place, span_archive
from training.gathering import gather
from training.reader.changes import change_fact
from training.reader.examples import held_out

COLLECTIONS = {
    "multihop_rag": "eval/multihop_rag/queries.jsonl",
    "clapnq": "eval/clapnq/dev.jsonl",
    "wikiqa": "eval/wikiqa/dev.jsonl",
}
# Held-out span questions: not a development collection, and held out from the reader.
SPANS_NAME, CHANGED_NAME = "spans", "changed"
SPAN_QUESTIONS = 400
# So many other texts of its page may lend a name that a question's own passage lacks.
_ELSEWHERE = 10
LEAST = 20
SEED = 20261122
NAMES = (*COLLECTIONS, SPANS_NAME, CHANGED_NAME)
# What a collection weighs beside the others. Changed questions are of the same texts as the spans,
# and made by rule: with a whole weight they say more of such rules than readers would ask.
SHARES = {CHANGED_NAME: 1 / 3}
# What is left out together: questions of one archive.
TOGETHER = {CHANGED_NAME: SPANS_NAME}
# How often `strict` may answer wrongly, and `open` be wrongly silent: the mean over collections.
ERRORS = 0.05
KINDS = {False: "one_part", True: "several_parts"}
ROOT = Path(__file__).resolve().parents[1]
OUTPUT = ROOT / "qa" / "silence_weights.json"
PAGE = ROOT / "docs" / "evaluation.md"
DIAGRAM = ROOT / "docs" / "reliability.svg"

Judged: TypeAlias = NDArray[np.float64]
Record: TypeAlias = dict[str, Any]
Asked: TypeAlias = tuple[Record, Evidence]


class Sample(NamedTuple):
    """A development question as it was asked; `fold` is the one of cross-fitting that it is in."""

    collection: str
    fold: int
    answerable: bool
    several_parts: bool
    signals: list[float]


class Fitted(NamedTuple):
    """Weights, shape (len(FITTED),), and bias."""

    weights: NDArray[np.float64]
    bias: float

    def judge(self, some: Sequence[Sample]) -> Judged:
        """Return the probability of each sample, shape (len(some),)."""
        signals = np.array([sample.signals for sample in some]).reshape(-1, len(SIGNALS))
        features, told, lacking = signals[:, :-2], signals[:, -2], signals[:, -1]
        fitted = 1 / (1 + np.exp(-(features @ self.weights + self.bias)))
        most = np.where(lacking > 0, LACKING, 1.0)
        return np.asarray(np.minimum(np.maximum(fitted, TOLD * told), most))

    def as_stored(self) -> dict[str, Any]:
        """Return what the package stores."""
        named = dict(zip(FITTED, np.round(self.weights, 4).tolist(), strict=True))
        return {"weights": named, "bias": round(self.bias, 4)}


def samples() -> list[Sample]:
    """Ask every question."""
    made = []
    for name in COLLECTIONS:
        collection = load(name)
        desk = Desk(collection.archive, reader=BundledReader())
        found = gather(name, desk, [question.text for question in collection.questions])
        for question, evidence in zip(collection.questions, found, strict=True):
            made.append(
                Sample(
                    collection=name,
                    fold=fold_of(question.text),
                    answerable=question.answerable,
                    several_parts=has_several_parts(evidence.question),
                    signals=signals(evidence.question, evidence.hits, evidence.ranked),
                )
            )
    records, articles, archive = span_archive()
    kept = [record for record in records if held_out(record["context"])]
    # Those that fit_sentences asks: the first without the passages of every second one's answer.
    drawn = Random(SEED).sample(kept, min(fit_sentences.SPAN_QUESTIONS, len(kept)))
    desk = Desk(archive, reader=BundledReader())
    asked = gather(SPANS_NAME, desk, [record["question"] for record in drawn])
    pairs = list(zip(drawn, asked, strict=True))
    first, others = pairs[:SPAN_QUESTIONS], pairs[SPAN_QUESTIONS:]
    return [*made, *span_samples(first, articles), *changed_samples(others, records, desk)]


def span_samples(pairs: Sequence[Asked], articles: Mapping[str, Article]) -> Iterator[Sample]:
    """Take from every second span question what holds its answer."""
    for number, (record, evidence) in enumerate(pairs):
        answerable = number % 2 == 0
        hits, ranked = evidence.hits, evidence.ranked
        if not answerable:
            article_id, at = gold_place(record, articles[record["title"]])
            answer = record["answers"][0]["text"].casefold()
            hits = [hit for hit in hits if not _holds(hit.passage, article_id, at, answer)]
            left = {hit.passage.text for hit in hits}
            ranked = [scored for scored in ranked if scored.candidate.passage in left]
        yield Sample(
            collection=SPANS_NAME,
            fold=fold_of(record["question"]),
            answerable=answerable,
            several_parts=has_several_parts(evidence.question),
            signals=signals(evidence.question, hits, ranked),
        )


def changed_samples(pairs: Sequence[Asked], records: Sequence[Record], desk: Desk) -> list[Sample]:
    """Ask span questions with another name or number, beside those that they were made of."""
    changed = dict(_changed([record for record, _ in pairs], records))
    asked = gather(CHANGED_NAME, desk, list(changed))
    found = [(record["question"], True, evidence) for record, evidence in pairs]
    found += [(was, False, e) for was, e in zip(changed.values(), asked, strict=True)]
    return [
        Sample(
            collection=CHANGED_NAME,
            fold=fold_of(question),
            answerable=answerable,
            several_parts=has_several_parts(evidence.question),
            signals=signals(evidence.question, evidence.hits, evidence.ranked),
        )
        for question, answerable, evidence in found
    ]


def _changed(some: Sequence[Record], records: Sequence[Record]) -> Iterator[tuple[str, str]]:
    """Yield each question that has a name or number to change: as changed, and as it was."""
    of_page: dict[str, dict[str, None]] = {}
    for record in records:
        of_page.setdefault(record["title"], {})[record["context"]] = None
    random = Random(SEED)
    for record in some:
        others = random.sample(list(of_page[record["title"]]), k=len(of_page[record["title"]]))
        question, passage = record["question"], record["context"]
        new = change_fact(question, passage, elsewhere=others[:_ELSEWHERE], random=random)
        if new and new != question:
            yield new, question


def fit(some: Sequence[Sample]) -> Fitted:
    """Fit weights and bias; every collection's two sides weigh the same, and by `SHARES`.

    A collection with a handful of questions of this kind is left aside: each would weigh as much as
    hundreds of another's.
    """
    counts = Counter((sample.collection, sample.answerable) for sample in some)
    few = {name for (name, _), count in counts.items() if count < LEAST}
    some = [sample for sample in some if sample.collection not in few]
    sides = [(sample.collection, sample.answerable) for sample in some]
    shares = {side: SHARES.get(side[0], 1.0) for side in sides}
    counted, whole = Counter(sides), len(some) / sum(shares.values())
    weights = np.array([whole * shares[side] / counted[side] for side in sides])
    features = np.array([sample.signals[: len(FITTED)] for sample in some])
    middle, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    # Standardised, so that the penalty treats all signals alike; undone in what is stored.
    scaled = np.column_stack([(features - middle) / spread, np.ones(len(some))])
    sides_of = np.array([1.0 if sample.answerable else -1.0 for sample in some])

    def loss(fitted: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margins = sides_of * (scaled @ fitted)
        penalty = np.append(fitted[:-1], 0.0)
        slopes = -sides_of * weights / (1 + np.exp(margins))
        total = float(weights @ np.logaddexp(0, -margins) + penalty @ penalty / 2)
        return total, scaled.T @ slopes + penalty

    # Better evidence never makes an answer less likely, whatever the signals share.
    bounds = [(0.0, None)] * len(FITTED) + [(None, None)]
    found = minimize(loss, np.zeros(len(bounds)), jac=True, method="L-BFGS-B", bounds=bounds).x
    own = found[:-1] / spread
    return Fitted(own, float(found[-1] - own @ middle))


def cross_fit(
    some: Sequence[Sample], part_of: Callable[[Sample], object]
) -> tuple[Judged, list[Fitted]]:
    """Judge each sample by weights that were fitted without its part.

    Returns:
        The probabilities, shape (len(some),), and each part's weights, parts in sorted order.
    """
    judged, fitted = np.zeros(len(some)), []
    parts = [part_of(sample) for sample in some]
    for part in sorted(set(parts), key=str):
        held_out = np.array([other == part for other in parts])
        one = fit([s for s, out in zip(some, held_out, strict=True) if not out])
        judged[held_out] = one.judge(some)[held_out]
        fitted.append(one)
    return judged, fitted


def errors(some: Sequence[Sample], judged: Judged, threshold: float) -> tuple[float, float]:
    """Return how often it answers wrongly and is wrongly silent, the mean over the collections."""
    wrongly_answered, wrongly_silent = [], []
    for name in NAMES:
        can, cannot = _sides(some, judged, name)
        wrongly_answered.append(fmean(p >= threshold for p in cannot))
        wrongly_silent.append(fmean(p < threshold for p in can))
    return fmean(wrongly_answered), fmean(wrongly_silent)


def thresholds(some: Sequence[Sample], judged: Judged) -> dict[str, float]:
    """Choose the thresholds: `strict` and `open` by `ERRORS`, `balanced` at even odds."""
    steps = [round(0.02 * step, 2) for step in range(1, 50)]
    strict = [t for t in steps if errors(some, judged, t)[0] <= ERRORS]
    generous = [t for t in steps if errors(some, judged, t)[1] <= ERRORS]
    return {
        Strictness.STRICT: max(min(strict, default=steps[-1]), 0.5),
        Strictness.BALANCED: 0.5,
        Strictness.OPEN: min(max(generous, default=steps[0]), 0.5),
    }


def report(some: Sequence[Sample], judgements: dict[str, Judged], threshold: float) -> str:
    """Set AUROC, error rates and calibration as a Markdown table."""
    lines = [
        "| collection | judged | AUROC | wrongly answered | wrongly silent | ECE |",
        "|---" * 6 + "|",
    ]
    for name in NAMES:
        for kind, judged in judgements.items():
            can, cannot = _sides(some, judged, name)
            if not (can and cannot):
                continue
            lines.append(
                f"| {name} | {kind} | {auroc(can, cannot):.3f} "
                f"| {Rate(sum(p >= threshold for p in cannot), len(cannot))} "
                f"| {Rate(sum(p < threshold for p in can), len(can))} "
                f"| {calibration_error(can, cannot) or 0.0:.3f} |"
            )
    return "\n".join(lines)


def report_strictness(some: Sequence[Sample], judged: Judged, chosen: dict[str, float]) -> str:
    """Set the error rates of each strictness, all collections together, as a Markdown table."""
    can = [p for s, p in zip(some, judged, strict=True) if s.answerable]
    cannot = [p for s, p in zip(some, judged, strict=True) if not s.answerable]
    lines = [
        "| strictness | threshold | wrongly answered | wrongly silent | mean over collections |",
        "|---" * 5 + "|",
    ]
    for name, threshold in chosen.items():
        answered, silent = errors(some, judged, threshold)
        lines.append(
            f"| {name} | {threshold:.2f} "
            f"| {Rate(sum(p >= threshold for p in cannot), len(cannot))} "
            f"| {Rate(sum(p < threshold for p in can), len(can))} "
            f"| {answered:.2f} / {silent:.2f} |"
        )
    return "\n".join(lines)


def fit_all(asked: Sequence[Sample]) -> dict[str, Any]:
    """Cross-fit and fit each kind of question; report; return what is stored."""
    judged, left_out = np.zeros(len(asked)), np.full(len(asked), np.nan)
    stored: dict[str, Any] = {}
    for several, kind in KINDS.items():
        at = [i for i, sample in enumerate(asked) if sample.several_parts is several]
        some = [asked[i] for i in at]
        judged[at], folds = cross_fit(some, lambda sample: sample.fold)
        if not several:  # only one collection asks in parts: without it there is nothing to fit
            left_out[at] = cross_fit(some, lambda s: TOGETHER.get(s.collection, s.collection))[0]
        stored[kind] = {**fit(some).as_stored(), "folds": [one.as_stored() for one in folds]}
    chosen = thresholds(asked, judged)
    judgements = {"cross-fitted": judged, "left out": left_out}
    tables.replace("silence", report(asked, judgements, chosen[Strictness.BALANCED]), page=PAGE)
    tables.replace("strictness", report_strictness(asked, judged, chosen), page=PAGE)
    DIAGRAM.write_text(draw_reliability({name: _sides(asked, judged, name) for name in NAMES}))
    rates = {name: errors(asked, judged, threshold) for name, threshold in chosen.items()}
    return {
        "made_by": "python -m training.fit_silence",
        "data": {name: sha256(path) for name, path in COLLECTIONS.items()}
        | {path: sha256(path) for path in SPANS},
        "thresholds": chosen,
        "rates": {
            name: {"wrongly_answered": round(answered, 4), "wrongly_silent": round(silent, 4)}
            for name, (answered, silent) in rates.items()
        },
        **stored,
    }


def main() -> None:
    """Ask, fit and write the weights with where they came from."""
    stored = fit_all(samples())
    OUTPUT.write_text(json.dumps(stored, indent=2) + "\n")
    print(json.dumps({name: stored[name] for name in ("thresholds", "rates")}, indent=2))


def _holds(passage: Passage, article_id: str, at: int, answer: str) -> bool:
    """Tell whether a passage holds an answer, at its place or in the same words elsewhere."""
    at_its_place = passage.article.id == article_id and passage.start <= at < passage.end
    return at_its_place or answer in passage.text.casefold()


def _sides(
    some: Sequence[Sample], judged: Judged, collection: str
) -> tuple[list[float], list[float]]:
    """Return the probabilities of one collection's questions with an answer, and without."""
    mine = [
        (s.answerable, float(p))
        for s, p in zip(some, judged, strict=True)
        if s.collection == collection and not np.isnan(p)
    ]
    return [p for answerable, p in mine if answerable], [p for a, p in mine if not a]


if __name__ == "__main__":
    main()
