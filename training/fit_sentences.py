"""Fit the weights of `qa.evidence`; run it with `python -m training.fit_sentences`.

Data: WikiQA and TrecQA (questions with candidate sentences, labelled), and the question-sentence
pairs of ReQA, where the other candidates are the sentences of the whole collection that lie nearest
to the question. Nothing under `../shared/eval` is read. Each collection weighs the same.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from index import Article, Encoder, load_encoder
from qa.evidence import FEATURES, Candidate, describe
from qa.question import Question, parse
from training.data import rows, sha256
from training.pools import idf_over

SOURCES = ("train/wikiqa_train.jsonl.gz", "train/trecqa_train.jsonl.gz")
PAIRS = "train/reqa_train_pairs.jsonl.gz"
NEIGHBOURS = 8
OUTPUT = Path(__file__).resolve().parents[1] / "qa" / "sentence_weights.json"


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
    pairs = list(rows(PAIRS))
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


def features_of(pools: Sequence[Pool], encoder: Encoder) -> list[NDArray[np.float64]]:
    """Describe every pool's candidates as `qa.desk` would, shape (candidates, features) each."""
    idf = idf_over(sentence for pool in pools for sentence in pool.sentences)
    texts = list(dict.fromkeys(s for pool in pools for s in (*pool.sentences, _context(pool))))
    vectors = dict(zip(texts, encoder.encode_passages(texts), strict=True))
    asked = encoder.encode_questions([pool.question.text for pool in pools])
    described = []
    for pool, vector in zip(pools, asked, strict=True):
        candidates = _candidates(pool, vectors, vector)
        described.append(describe(pool.question, candidates, idf=idf))
    return described


def _context(pool: Pool) -> str:
    return "\n".join(filter(None, [pool.title, *pool.sentences])) if pool.running_text else ""


def _candidates(
    pool: Pool, vectors: dict[str, NDArray[np.float32]], asked: NDArray[np.float32]
) -> list[Candidate]:
    text = " ".join(pool.sentences)
    made, start = [], 0
    for sentence in pool.sentences:
        alone = sentence if not pool.running_text else None
        made.append(
            Candidate(
                article=Article(text=alone or text, title=pool.title),
                start=0 if alone else start,
                end=len(sentence) if alone else start + len(sentence),
                passage=alone or text,
                cosine=float(vectors[sentence] @ asked),
                context_cosine=float(vectors[alone or _context(pool)] @ asked),
            )
        )
        start += len(sentence) + 1
    return made


def _untokenized(text: str) -> str:
    """Undo the collections' tokenisation where it hides names and numbers."""
    for apart, together in ((" ,", ","), (" .", "."), (" 's", "'s"), ("`` ", "“"), (" ''", "”")):
        text = text.replace(apart, together)
    return text


def fit(collections: dict[str, Sequence[Pool]], encoder: Encoder) -> LogisticRegression:
    """Fit one logistic regression in which every collection weighs the same."""
    features, labels, weights = [], [], []
    for pools in collections.values():
        described = features_of(pools, encoder)
        features.extend(described)
        labels.extend(label for pool in pools for label in pool.labels)
        total = sum(map(len, described))
        weights.extend([1.0 / total] * total)
    model = LogisticRegression(C=10.0, max_iter=2000)
    # Weights that sum to the number of collections would drown in the regularisation.
    scale = len(labels) / len(collections)
    model.fit(np.vstack(features), labels, sample_weight=np.array(weights) * scale)
    return model


def main() -> None:
    """Fit, print and write the weights with where they came from."""
    encoder = load_encoder()
    collections = {name: list(labelled_pools(name)) for name in SOURCES}
    collections[PAIRS] = list(paired_pools(encoder))
    model = fit(collections, encoder)
    stored = {
        "made_by": "python -m training.fit_sentences",
        "model": encoder.name,
        "data": {name: sha256(name) for name in collections},
        "questions": {name: len(pools) for name, pools in collections.items()},
        "weights": dict(zip(FEATURES, np.round(model.coef_[0], 4).tolist(), strict=True)),
        "bias": round(float(model.intercept_[0]), 4),
    }
    OUTPUT.write_text(json.dumps(stored, indent=2) + "\n")
    print(json.dumps(stored, indent=2))


if __name__ == "__main__":
    main()
