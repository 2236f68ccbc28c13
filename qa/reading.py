"""What a reader says of one question and one passage; pure."""

import re
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from index.splitting import Span

# As in SQuAD's own evaluation of BERT (Devlin et al., 2019, section 4.2): longer answers are rare.
MAX_ANSWER_TOKENS = 30

# A tokenizer cuts words, "1,400" in three, and "5%" in two.
_WHOLE = re.compile(r"[$€£¥₽₴]?\d+(?:[.,:]\d+)*(?:%|\w*)|\w+")
_PAIRS = (("“", "”"), ("«", "»"), ('"', '"'), ("(", ")"))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Window:
    """The tokens of a passage that were read together, with where the answer may begin and end.

    `spans` holds each token's character offsets into the passage, shape (tokens, 2), end exclusive.
    `starts` and `ends` are log-odds-like scores, shape (tokens,); `null_start` and `null_end` are
    those of "no answer", on the same scale.
    """

    spans: NDArray[np.int64]
    starts: NDArray[np.float32]
    ends: NDArray[np.float32]
    null_start: float
    null_end: float

    def mass(self, start: int, end: int) -> float:
        """Return how likely the answer lies in some characters: its begin and its end, averaged."""
        inside = (self.spans[:, 0] >= start) & (self.spans[:, 1] <= end)
        sides = ((self.starts, self.null_start), (self.ends, self.null_end))
        return float(np.mean([_share(scores, null, inside) for scores, null in sides]))

    def best(self, start: int, end: int) -> tuple[float, Span] | None:
        """Return the best span within some characters, with its score above "no answer"."""
        rows = np.flatnonzero((self.spans[:, 0] >= start) & (self.spans[:, 1] <= end))
        if not len(rows):
            return None
        sums = self.starts[rows][:, None] + self.ends[rows][None, :]
        sums = np.where(_allowed(len(rows)), sums, -np.inf)
        first, last = np.unravel_index(int(np.argmax(sums)), sums.shape)
        span = Span(int(self.spans[rows[first], 0]), int(self.spans[rows[last], 1]))
        return float(sums[first, last]) - self.null_start - self.null_end, span


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reading:
    """What a reader says of one question and one passage.

    `relevance` is the log-odds that the passage answers. A reader that marks no spans leaves
    `windows` empty: then `mass` is 0 and `best` is None.
    """

    relevance: float
    windows: tuple[Window, ...] = field(default=(), repr=False)

    def mass(self, start: int, end: int) -> float:
        """Return the probability that the answer lies in characters `start` to `end`."""
        return max((window.mass(start, end) for window in self.windows), default=0.0)

    def best(self, start: int, end: int) -> tuple[float, Span] | None:
        """Return the best answer within characters `start` to `end` of the passage.

        Returns:
            Its score above "no answer" (Devlin et al., 2019, section 4.3) and its characters; None
            where the reader marks none.
        """
        found = [best for window in self.windows if (best := window.best(start, end))]
        return max(found, key=lambda pair: pair[0], default=None)


def widened(span: Span, *, text: str) -> Span:
    """Take in the rest of a word or number that a span cuts, and of a pair of marks just beside it.

    Args:
        span: what a reader marked in `text`.
        text: what it may not leave: a sentence.

    >>> text = "It took “some” 1,400 people."
    >>> [widened(Span(*at), text=text).of(text) for at in ((17, 20), (8, 13))]
    ['1,400', '“some”']
    """
    start, end = span
    for word in _WHOLE.finditer(text):
        if word.start() < end and start < word.end():
            start, end = min(start, word.start()), max(end, word.end())
    for opening, closing in _PAIRS:
        opened, closed = text.count(opening, start, end), text.count(closing, start, end)
        straight = opening == closing and opened % 2 == 1
        if (opened > closed or straight) and text.startswith(closing, end):
            end += len(closing)
        elif (closed > opened or straight) and text[:start].endswith(opening):
            start -= len(opening)
    return Span(start, end)


def _share(scores: NDArray[np.float32], null: float, inside: NDArray[np.bool_]) -> float:
    """Return the softmax mass of some tokens, "no answer" being one more token."""
    top = max(float(scores.max(initial=-np.inf)), null)
    odds = np.exp(scores.astype(np.float64) - top)
    return float(odds[inside].sum() / (odds.sum() + np.exp(null - top)))


def _allowed(tokens: int) -> NDArray[np.bool_]:
    """Tell which (first, last) token pairs are spans, shape (tokens, tokens)."""
    steps = np.arange(tokens)[None, :] - np.arange(tokens)[:, None]
    return (steps >= 0) & (steps < MAX_ANSWER_TOKENS)
