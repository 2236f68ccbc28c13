"""Fit the weights of `qa.evidence`; run it with `python -m training.fit_sentences`.

Data: span questions of SQuAD and SQuADShifts, asked of an archive of their own texts through the
desk, and WikiQA and TrecQA (questions with labelled candidates), each page read as one passage.
Only what the reader was kept from is taken (`training.reader.examples.held_out`): of what it has
learned it is surer than it may be. Nothing under `../shared/eval` is read.
"""

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from benchmarks import tables
from benchmarks.data import rows, sha256
from benchmarks.pools import idf_over
from benchmarks.reader import answers, as_passage, weigh_passage
from index import Archive, Article, load_encoder
from index.splitting import Span
from qa import Desk
from qa.evidence import Scored
from qa.features import FEATURES, OF_READING, OF_SENTENCE
from qa.measures import Rate
from qa.question import Kind, parse
from qa.reader import BundledReader, Reader
from training.gathering import BUILD, gather
from training.reader.examples import held_out

LABELLED = ("train/wikiqa_train.jsonl.gz", "train/trecqa_train.jsonl.gz")
SPANS = ("train/squad_train_span.jsonl.gz", "train/squadshifts_new_wiki.jsonl.gz")
SPAN_QUESTIONS = 900
# Few questions ask why: without these the weight of reasons would rest on a dozen. The reader has
# learned from most of them, which makes it surer there and that weight smaller, not larger.
REASON_QUESTIONS = 280
SEED = 20261122
# Weights are drawn towards equal ones, of features scaled to the same spread: such weights lose
# little where a fit does not carry over (Dawes, American Psychologist, 1979). How hard, and towards
# what, was chosen on the development questions of clapnq, wikiqa and onestop_qa; what else was
# tried stands in training/README.md.
PENALTY, EQUAL = 0.035, 0.5
_FREE = ("names", "length", "position")
OUTPUT = Path(__file__).resolve().parents[1] / "qa" / "sentence_weights.json"

PAGE = Path(__file__).parent / "README.md"
_FOLDS = 5
_ALONE = ("relevance", "alone_mass", "alone_odds")
_MASSES = ("mass", "log_mass", "alone_mass", "alone_odds")
_READ = (*_ALONE, "passage_relevance", "mass", "log_mass")
ABLATIONS: dict[str, tuple[str, ...]] = {
    "all: ships": (),
    "without reading sentences alone": _ALONE,
    "without spans in sentences read alone": ("alone_mass", "alone_odds"),
    "without the sentence's embedding": ("cosine",),
    "without spans": _MASSES,
    "without the passage's relevance": ("passage_relevance",),
    "without the reader": _READ,
    "the reader alone": tuple(name for name in FEATURES if name not in _READ),
}

# Features, shape (candidates, features), and which of the candidates answer, shape (candidates,).
LabelledFeatures: TypeAlias = tuple[NDArray[np.float64], NDArray[np.bool_]]


def labelled_pools(name: str, reader: Reader) -> list[LabelledFeatures]:
    """Read the held-out questions of WikiQA or TrecQA that have a right and a wrong candidate."""
    records = [
        row
        for row in rows(name)
        if held_out(row["question"]) and 0 < sum(row["labels"]) < len(row["labels"])
    ]
    encoder = load_encoder()
    idf = idf_over(sentence for row in records for sentence in row["candidates"])
    made = []
    for row in records:
        hit, places = as_passage(row)
        article_id = hit.passage.article.id
        right = [(article_id, p) for p, y in zip(places, row["labels"], strict=True) if y]
        (ranked,) = weigh_passage(row, hit, reader=reader, encoder=encoder, idf=idf)
        features, labels = _labelled(ranked, right)
        # WikiQA's candidates are the summaries of pages, whose first sentence defines the subject:
        # where a sentence stands tells more there than it does in a news article.
        features[:, FEATURES.index("position")] = 0.0
        if any(labels):
            made.append((features, labels))
    return made


def span_pools(reader: Reader) -> list[LabelledFeatures]:
    """Ask held-out span questions of an archive of all their texts, through the desk as it ships.

    A sentence answers if the gold span begins in it. Only here do candidates come from several
    passages, so this is what weighs passages against each other.
    """
    records, articles, archive = span_archive()
    desk = Desk(archive, reader=reader)
    drawn = random.Random(SEED)
    kept = [record for record in records if held_out(record["context"])]
    reasons = [r for r in records if parse(r["question"]).kind is Kind.REASON]
    sample = [
        *drawn.sample(kept, min(SPAN_QUESTIONS, len(kept))),
        *drawn.sample(reasons, min(REASON_QUESTIONS, len(reasons))),
    ]
    asked = gather("spans", desk, [record["question"] for record in sample])
    pools = []
    for record, evidence in zip(sample, asked, strict=True):
        article_id, at = gold_place(record, articles[record["title"]])
        right = [(article_id, Span(at, at + 1))]
        features, labels = _labelled(evidence.ranked, right)
        if any(labels):
            pools.append((features, labels))
    return pools


def span_archive() -> tuple[list[dict[str, Any]], dict[str, Article], Archive]:
    """Return the span questions, their texts as articles by title, and an archive of these."""
    records = [record for name in SPANS for record in rows(name)]
    articles = span_articles(records)
    archive = Archive.open_or_create(BUILD / "spans")
    archive.add_articles(articles.values())
    return records, articles, archive


def span_articles(records: Sequence[dict[str, Any]]) -> dict[str, Article]:
    """Put the paragraphs of one page together as an article, by its title."""
    paragraphs: dict[str, dict[str, None]] = {}
    for record in records:
        paragraphs.setdefault(record["title"], {})[_one_line(record["context"])] = None
    return {
        title: Article(text="\n".join(lines), title=title.replace("_", " "), language="en")
        for title, lines in paragraphs.items()
    }


def fit_ranking(
    collections: Sequence[Sequence[LabelledFeatures]], names: Sequence[str] = FEATURES
) -> NDArray[np.float64]:
    """Fit a conditional logit (McFadden, 1974): which of a question's candidates answers?

    It compares candidates of one question only, so what they share (in WikiQA and TrecQA all that
    concerns the passage) neither helps nor harms. Every question weighs the same.
    """
    pools = [pool for some in collections for pool in some]
    spread = np.vstack([x for x, _ in pools]).std(axis=0) + 1e-9
    prior = np.array([0.0 if name in _FREE else EQUAL for name in names])
    scaled = [(x / spread, y) for x, y in pools]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        away = weights - prior
        total, gradient = PENALTY * float(away @ away), 2 * PENALTY * away
        for x, y in scaled:
            odds = np.exp(x @ weights - (x @ weights).max())
            right = odds * y
            total -= float(np.log(right.sum() / odds.sum())) / len(scaled)
            change = x.T @ (odds / odds.sum() - right / right.sum())
            gradient = gradient + change / len(scaled)
        return total, gradient

    # Every feature but the length was made so that more of it speaks for a sentence. A weight below
    # zero says something of these collections alone (where their answers stand), and is not let in.
    bounds = [(None if name == "length" else 0.0, None) for name in names]
    found = minimize(loss, prior, jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(found.x / spread)


def fit_scale(
    pools: Sequence[LabelledFeatures], weights: NDArray[np.float64]
) -> tuple[float, float]:
    """Turn ranking scores into probabilities (Platt, 1999), on what a desk sees."""
    scores = np.concatenate([x @ weights for x, _ in pools]).reshape(-1, 1)
    model = LogisticRegression(C=1e6, max_iter=2000)
    model.fit(scores, np.concatenate([y for _, y in pools]))
    return float(model.coef_[0][0]), float(model.intercept_[0])


def fit(
    collections: dict[str, list[LabelledFeatures]], *, unknown: Sequence[str] = ()
) -> dict[str, float]:
    """Fit weights and bias by name.

    Args:
        collections: pools by the name of their collection; the last tells the scale.
        unknown: features that are not known yet; by default none, of sentences read alone.
    """
    some = [[_kept(pool, unknown=unknown) for pool in pools] for pools in collections.values()]
    some = [[(x, y) for x, y in pools if y.any()] for pools in some]
    weights = fit_ranking(some)
    weights[[FEATURES.index(name) for name in unknown]] = 0.0
    slope, bias = fit_scale(some[-1], weights)
    named = dict(zip(FEATURES, np.round(weights * slope, 4).tolist(), strict=True))
    return {**named, "bias": round(bias, 4)}


def ablation(pools: Sequence[LabelledFeatures]) -> str:
    """Set what some features bring, by how often the answering sentence comes first, as a table."""
    lines = ["| features | answering sentence first |", "|---|---|"]
    for name, left_out in ABLATIONS.items():
        kept = [at for at, feature in enumerate(FEATURES) if feature not in left_out]
        some = [(x[:, kept], y) for x, y in pools]
        first = []
        for fold in range(_FOLDS):
            others = [pool for at, pool in enumerate(some) if at % _FOLDS != fold]
            weights = fit_ranking([others], [FEATURES[at] for at in kept])
            for x, y in some[fold::_FOLDS]:
                first.append(bool(y[int(np.argmax(x @ weights))]))
        lines.append(f"| {name} | {Rate(sum(first), len(first))} |")
    return "\n".join(lines)


def first_sight(pools: Sequence[LabelledFeatures], fitted: dict[str, float]) -> str:
    """Tell how often an answering sentence is among the first at first sight, as a table."""
    weights = np.array([fitted[name] for name in FEATURES])
    ranks = [
        1 + int(np.flatnonzero(labels[np.argsort(-(features @ weights))])[0])
        for features, labels in (_kept(pool, unknown=OF_SENTENCE) for pool in pools)
    ]
    lines = ["| sentences read alone | the answering one among them |", "|---|---|"]
    lines += [f"| {k} | {Rate(sum(r <= k for r in ranks), len(ranks))} |" for k in (4, 8, 12, 24)]
    return "\n".join(lines)


def main() -> None:
    """Fit, print and write the weights with where they came from."""
    reader = BundledReader()
    collections = {name: labelled_pools(name, reader) for name in LABELLED}
    collections[" + ".join(SPANS)] = span_pools(reader)
    spans = [_kept(pool) for pool in collections[" + ".join(SPANS)]]
    table = ablation([(x, y) for x, y in spans if y.any()])
    tables.replace("sentences", table, page=PAGE)
    at_first_sight = fit(collections, unknown=OF_SENTENCE)
    stored = {
        "made_by": "python -m training.fit_sentences",
        "reader": reader.name,
        "data": {name: sha256(name) for name in (*LABELLED, *SPANS)},
        "questions": {name: len(pools) for name, pools in collections.items()},
        "weights": fit(collections),
        "first_sight": at_first_sight,
        "unread": fit(collections, unknown=OF_READING),
    }
    seen = first_sight(collections[" + ".join(SPANS)], at_first_sight)
    tables.replace("reading", seen)
    OUTPUT.write_text(json.dumps(stored, indent=2) + "\n")
    print(json.dumps(stored, indent=2))


def _kept(pool: LabelledFeatures, *, unknown: Sequence[str] = ()) -> LabelledFeatures:
    """Keep the candidates that were read alone, or all without what is not known of them yet."""
    features, labels = pool
    if not unknown:
        read = features[:, FEATURES.index("relevance")] != 0.0
        return features[read], labels[read]
    blind = features.copy()
    blind[:, [FEATURES.index(name) for name in unknown]] = 0.0
    return blind, labels


def _labelled(ranked: Sequence[Scored], right: Sequence[tuple[str, Span]]) -> LabelledFeatures:
    """Return features and labels of ranked sentences, given the places that answer."""
    labels = [answers(scored, right) for scored in ranked]
    return np.array([scored.features for scored in ranked]), np.array(labels)


def gold_place(record: dict[str, Any], article: Article) -> tuple[str, int]:
    """Return the article's id and where in it the answer begins."""
    before = _one_line(record["context"][: record["answers"][0]["answer_start"]] + "|")[:-1]
    return article.id, article.text.index(_one_line(record["context"])) + len(before)


def _one_line(text: str) -> str:
    return " ".join(text.split())


if __name__ == "__main__":
    main()
