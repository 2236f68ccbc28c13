"""An encoder whose vectors can be read by eye, for tests that need no model."""

import re
import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

VOCABULARY = ("belarus", "troops", "border", "minsk", "kyiv", "drone", "grain", "snow")


class WordEncoder:
    """Counts the words of a small vocabulary; a text with none of them points along a last axis.

    "Snow, snow on the border" is 2 along "snow" and 1 along "border", scaled to length 1. A token
    is a word between white space. `encoded` lists every passage that was embedded.
    """

    def __init__(
        self, *, name: str = "words", max_tokens: int = 34, seconds_a_text: float = 0.0
    ) -> None:
        self.name = name
        self.dimension = len(VOCABULARY) + 1
        self.max_tokens = max_tokens
        self.seconds_a_text = seconds_a_text
        self.encoded: list[str] = []

    def count_tokens(self, texts: list[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        time.sleep(self.seconds_a_text * len(texts))
        self.encoded.extend(texts)
        return self.vectors(texts)

    def encode_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.vectors(texts)

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.array([self._counts(text) for text in texts], dtype=np.float32)
        rows = rows.reshape(-1, self.dimension)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def _counts(self, text: str) -> list[int]:
        words = re.findall(r"\w+", text.casefold())
        counts = [words.count(word) for word in VOCABULARY]
        return [*counts, 0 if any(counts) else 1]
