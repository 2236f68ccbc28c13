"""A reader whose readings can be worked out by eye, for tests that need no model."""

import re
from collections.abc import Sequence

import numpy as np

from index.splitting import split_sentences
from index.terms import analyze
from qa.reader import Pair
from qa.reading import Reading, Window


class WordReader:
    """Counts the question's terms in each sentence.

    A passage's relevance is 2 for each term in its best sentence, less 4. Every token of a sentence
    scores the number of its terms, and its last word one more as the answer's begin and end; "no
    answer" scores 0. `asked` lists every pair that was read, in order.
    """

    name = "words"

    def __init__(self) -> None:
        self.asked: list[Pair] = []

    def read(self, pairs: Sequence[Pair]) -> list[Reading]:
        self.asked.extend(pairs)
        return [self._read(pair) for pair in pairs]

    def _read(self, pair: Pair) -> Reading:
        terms = set(analyze(pair.question))
        spans, scores, best = [], [], 0
        for sentence in split_sentences(pair.passage):
            shared = len(terms & set(analyze(sentence.of(pair.passage))))
            best = max(best, shared)
            words = list(re.finditer(r"\w+", sentence.of(pair.passage)))
            for number, word in enumerate(words, start=1):
                spans.append((sentence.start + word.start(), sentence.start + word.end()))
                scores.append(shared + float(number == len(words)))
        window = Window(
            spans=np.array(spans, np.int64).reshape(-1, 2),
            starts=np.array(scores, np.float32),
            ends=np.array(scores, np.float32),
            null_start=0.0,
            null_end=0.0,
        )
        return Reading(relevance=2.0 * best - 4.0, windows=(window,))
