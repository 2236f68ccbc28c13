"""Statistics over a pool of sentences that stands in for an archive."""

import math
from collections import Counter
from collections.abc import Iterable

from index.terms import analyze


def idf_over(sentences: Iterable[str]) -> dict[str, float]:
    """Return each term's inverse document frequency, as `Archive.idf` computes it."""
    counts: Counter[str] = Counter()
    total = 0
    for sentence in sentences:
        counts.update(set(analyze(sentence)))
        total += 1
    return {t: math.log(1 + (total - n + 0.5) / (n + 0.5)) for t, n in counts.items()}
