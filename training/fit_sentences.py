"""Fit the weights of `qa.evidence`; run it with `python -m training.fit_sentences`.

Data: WikiQA and TrecQA (questions with candidate sentences, labelled); the question-sentence pairs
of ReQA, where the other candidates are the nearest of the other pairs' sentences; and span
questions of SQuAD and SQuADShifts, asked of an archive of their own texts through the desk. Nothing
under `../shared/eval` is read. Each collection weighs the same.
"""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from benchmarks.data import rows, sha256
from index import Archive, Article, Encoder, load_encoder
from qa import Desk
from qa.evidence import FEATURES, Candidate, describe
from qa.question import Kind, Question, parse
from training.pools import idf_over

LABELLED = ("train/wikiqa_train.jsonl.gz", "train/trecqa_train.jsonl.gz")
PAIRS = "train/reqa_train_pairs.jsonl.gz"
SPANS = ("train/squad_train_span.jsonl.gz", "train/squadshifts_new_wiki.jsonl.gz")
NEIGHBOURS = 8
PAIRED_QUESTIONS = 3000
SPAN_QUESTIONS = 900
# Few questions ask why: without these the weight of reasons would rest on a dozen.
REASON_QUESTIONS = 280
SEED = 20261122
PENALTY = 0.01
BUILD = Path(__file__).resolve().parents[1] / "build" / "training"
OUTPUT = Path(__file__).resolve().parents[1] / "qa" / "sentence_weights.json"

# Features, shape (candidates, features), and which of the candidates answer, shape (candidates,).
LabelledFeatures: TypeAlias = tuple[NDArray[np.float64], NDArray[np.bool_]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """One question with its candidate sentences, in order, and which of them answer."""

    question: Question
    title: str | None
    sentences: tuple[str, ...]
    labels: tuple[int, ...]
    running_text: bool


def labelled_pools(name: str) -> Iterator[Pool]:
    """Yield the questions of WikiQA or TrecQA that have a right and a wrong candidate."""
    for row in rows(name):
        if 0 < sum(row["labels"]) < len(row["labels"]):
            title = row.get("title")
            yield Pool(
                question=parse(_untokenized(row["question"])),
                title=title,
                sentences=tuple(map(_untokenized, row["candidates"])),
                labels=tuple(row["labels"]),
                running_text=title is not None,
            )


def paired_pools(encoder: Encoder) -> Iterator[Pool]:
    """Yield ReQA's questions, each with its sentence and the nearest others."""
    pairs = random.Random(SEED).sample(list(rows(PAIRS)), PAIRED_QUESTIONS)
    sentences = list(dict.fromkeys(pair["sentence"] for pair in pairs))
    known = encoder.encode_passages(sentences)
    asked = encoder.encode_questions([pair["question"] for pair in pairs])
    for pair, vector in zip(pairs, asked, strict=True):
        nearest = [sentences[i] for i in np.argsort(-(known @ vector))[:NEIGHBOURS]]
        candidates = list(dict.fromkeys([*nearest, pair["sentence"]]))
        yield Pool(
            question=parse(pair["question"]),
            title=None,
            sentences=tuple(candidates),
            labels=tuple(int(s == pair["sentence"]) for s in candidates),
            running_text=False,
        )


def described(pools: Sequence[Pool], encoder: Encoder) -> list[LabelledFeatures]:
    """Describe every pool's candidates as the desk would."""
    idf = idf_over(sentence for pool in pools for sentence in pool.sentences)
    texts = list(dict.fromkeys(s for pool in pools for s in (*pool.sentences, _context(pool))))
    vectors = dict(zip(texts, encoder.encode_passages(texts), strict=True))
    asked = encoder.encode_questions([pool.question.text for pool in pools])
    made = []
    for pool, vector in zip(pools, asked, strict=True):
        candidates = _candidates(pool, vectors, vector)
        features = describe(pool.question, candidates, idf=idf)
        # WikiQA's candidates are the summaries of pages, whose first sentence defines the subject:
        # where a sentence stands tells more there than it does in a news article.
        features[:, FEATURES.index("position")] = 0.0
        made.append((features, np.array(pool.labels)))
    return made


def _context(pool: Pool) -> str:
    return "\n".join(filter(None, [pool.title, *pool.sentences])) if pool.running_text else ""


def _candidates(
    pool: Pool, vectors: dict[str, NDArray[np.float32]], asked: NDArray[np.float32]
) -> list[Candidate]:
    text = " ".join(pool.sentences)
    cosines = [float(vectors[sentence] @ asked) for sentence in pool.sentences]
    made, start = [], 0
    for at, sentence in enumerate(pool.sentences):
        alone = sentence if not pool.running_text else None
        neighbours = [] if alone else [*cosines[max(at - 1, 0) : at], *cosines[at + 1 : at + 2]]
        made.append(
            Candidate(
                article=Article(text=alone or text, title=pool.title),
                start=0 if alone else start,
                end=len(sentence) if alone else start + len(sentence),
                passage=alone or text,
                cosine=cosines[at],
                neighbour_cosine=max(neighbours, default=0.0),
                context_cosine=float(vectors[alone or _context(pool)] @ asked),
                retrieval=1.0,
            )
        )
        start += len(sentence) + 1
    return made


def _untokenized(text: str) -> str:
    """Undo the collections' tokenisation where it hides names and numbers."""
    for apart, together in ((" ,", ","), (" .", "."), (" 's", "'s"), ("`` ", "“"), (" ''", "”")):
        text = text.replace(apart, together)
    return text


def span_pools() -> list[LabelledFeatures]:
    """Ask span questions of an archive of their own texts, through the desk as it ships.

    A sentence answers if the gold span begins in it. Only here do candidates come from several
    passages, so this is what weighs passages against each other.
    """
    records = [record for name in SPANS for record in rows(name)]
    articles = span_articles(records)
    archive = Archive.open_or_create(BUILD / "spans")
    archive.add_articles(articles.values())
    desk = Desk(archive)
    drawn = random.Random(SEED)
    reasons = [r for r in records if parse(r["question"]).kind is Kind.REASON]
    sample = drawn.sample(records, SPAN_QUESTIONS) + drawn.sample(reasons, REASON_QUESTIONS)
    pools = []
    for number, record in enumerate(sample, start=1):
        if number % 100 == 0:
            print(f"asked {number} of {len(sample)} span questions", flush=True)
        (evidence,) = desk.gather([record["question"]])
        article_id, at = _gold_place(record, articles[record["title"]])
        labels = [
            s.candidate.article.id == article_id and s.candidate.start <= at < s.candidate.end
            for s in evidence.ranked
        ]
        if any(labels):
            pools.append((np.array([s.features for s in evidence.ranked]), np.array(labels)))
    return pools


def span_articles(records: Sequence[dict[str, Any]]) -> dict[str, Article]:
    """Put the paragraphs of one page together as an article, by its title."""
    paragraphs: dict[str, dict[str, None]] = {}
    for record in records:
        paragraphs.setdefault(record["title"], {})[_one_line(record["context"])] = None
    return {
        title: Article(text="\n".join(lines), title=title.replace("_", " "), language="en")
        for title, lines in paragraphs.items()
    }


def _gold_place(record: dict[str, Any], article: Article) -> tuple[str, int]:
    before = _one_line(record["context"][: record["answers"][0]["answer_start"]] + "|")[:-1]
    return article.id, article.text.index(_one_line(record["context"])) + len(before)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def fit_ranking(collections: Sequence[Sequence[LabelledFeatures]]) -> NDArray[np.float64]:
    """Fit a conditional logit (McFadden, 1974): which of a question's candidates answers?

    It compares candidates of one question only, so what they share (in WikiQA and TrecQA all that
    concerns the passage) neither helps nor harms. Every collection weighs the same.
    """
    spread = np.vstack([x for pools in collections for x, _ in pools]).std(axis=0) + 1e-9
    scaled = [(x / spread, y, 1 / len(pools)) for pools in collections for x, y in pools]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, gradient = PENALTY * float(weights @ weights), 2 * PENALTY * weights
        for x, y, share in scaled:
            odds = np.exp(x @ weights - (x @ weights).max())
            right = odds * y
            total -= share * float(np.log(right.sum() / odds.sum()))
            gradient = gradient + share * (x.T @ (odds / odds.sum() - right / right.sum()))
        return total, gradient

    found = minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B")
    return np.asarray(found.x / spread)


def fit_scale(
    pools: Sequence[LabelledFeatures], weights: NDArray[np.float64]
) -> tuple[float, float]:
    """Turn ranking scores into probabilities (Platt, 1999), on what a desk sees."""
    scores = np.concatenate([x @ weights for x, _ in pools]).reshape(-1, 1)
    model = LogisticRegression(C=1e6, max_iter=2000)
    model.fit(scores, np.concatenate([y for _, y in pools]))
    return float(model.coef_[0][0]), float(model.intercept_[0])


def main() -> None:
    """Fit, print and write the weights with where they came from."""
    encoder = load_encoder()
    collections = {name: described(list(labelled_pools(name)), encoder) for name in LABELLED}
    collections[PAIRS] = described(list(paired_pools(encoder)), encoder)
    collections[" + ".join(SPANS)] = span_pools()
    weights = fit_ranking(list(collections.values()))
    slope, bias = fit_scale(collections[" + ".join(SPANS)], weights)
    stored = {
        "made_by": "python -m training.fit_sentences",
        "model": encoder.name,
        "data": {name: sha256(name) for name in (*LABELLED, PAIRS, *SPANS)},
        "questions": {name: len(pools) for name, pools in collections.items()},
        "weights": dict(zip(FEATURES, np.round(weights * slope, 4).tolist(), strict=True)),
        "bias": round(bias, 4),
    }
    OUTPUT.write_text(json.dumps(stored, indent=2) + "\n")
    print(json.dumps(stored, indent=2))


if __name__ == "__main__":
    main()
