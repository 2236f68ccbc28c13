"""The search worked out by hand from the published formulas, with nothing from `index`.

Words are what stands between white space, in lower case: use texts in which each word is its own
stem, and no stop words.
"""

import math
from collections.abc import Mapping, Sequence

K1, B = 1.2, 0.75


def idf(word: str, documents: Sequence[str]) -> float:
    """Robertson and Zaragoza (2009), section 3, with 1 added in the logarithm, as Lucene does."""
    having = sum(word in document.lower().split() for document in documents)
    return math.log(1 + (len(documents) - having + 0.5) / (having + 0.5))


def bm25(question: str, documents: Mapping[int, str]) -> dict[int, float]:
    """Score the documents that share a word with the question."""
    texts = list(documents.values())
    average = sum(len(text.split()) for text in texts) / max(len(texts), 1)
    scores = {}
    for id_, text in documents.items():
        words = text.lower().split()
        weight = K1 * (1 - B + B * len(words) / average) if average else 0.0
        parts = [
            idf(word, texts) * words.count(word) * (K1 + 1) / (words.count(word) + weight)
            for word in set(question.lower().split())
            if word in words
        ]
        if parts:
            scores[id_] = sum(parts)
    return scores


def scaled(scores: Mapping[int, float]) -> dict[int, float]:
    """Scale to 0..1; equal scores are all 1."""
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    return {i: (s - low) / (high - low) if high > low else 1.0 for i, s in scores.items()}
