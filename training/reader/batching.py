"""Examples as tensors, in batches of about the same length."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TypeAlias

import torch
from tokenizers import Encoding, Tokenizer
from torch import Tensor

from training.reader.examples import Example, Examples

BATCH = 32
SORTED_TOGETHER = 1024
TOKENS = 256
NOT_LEARNED = -100


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """What the teacher says of a batch, in the shapes and units of `network.Logits`."""

    relevance: Tensor
    span: Tensor
    entailment: Tensor


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Examples as tensors of shape (batch, tokens), and what is to be learned, shape (batch,).

    `answerable` marks the tokens that a span may begin or end at: the passage's, and the first for
    "no answer". A target that is not learned is `NOT_LEARNED`, or NaN for `relevant`. `groups`
    numbers the questions whose passages compete; `NOT_LEARNED` where they do not.
    """

    tokens: Tensor
    segments: Tensor
    attended: Tensor
    answerable: Tensor
    relevant: Tensor
    start: Tensor
    end: Tensor
    entailment: Tensor
    groups: Tensor
    taught: "Taught | None" = None


def load_tokenizer(directory: Path, *, tokens: int = TOKENS) -> Tokenizer:
    """Return the encoder's tokenizer, cutting the passage where a pair is over `tokens`."""
    tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(tokens, strategy="only_second")
    return tokenizer


def encode(tokenizer: Tokenizer, examples: Sequence[Example]) -> list[Encoding]:
    """Tokenize question and passage, the title on a line before the passage."""
    pairs = [
        (" ".join(e.question.split())[:400], f"{e.title}\n{e.passage}" if e.title else e.passage)
        for e in examples
    ]
    return list(tokenizer.encode_batch(pairs))


def collate(
    examples: Sequence[Example], encoded: Sequence[Encoding], groups: Sequence[int] = ()
) -> Batch:
    """Pad to the longest and set the targets; `groups` tells which examples compete."""
    longest = max(len(e.ids) for e in encoded)

    def padded(values: Sequence[Sequence[int]]) -> Tensor:
        return torch.tensor([[*v, *[0] * (longest - len(v))] for v in values])

    spans = [_span_targets(x, e) for x, e in zip(examples, encoded, strict=True)]
    answerable = [[1, *(int(i == 1) for i in e.sequence_ids[1:])] for e in encoded]
    return Batch(
        tokens=padded([e.ids for e in encoded]),
        segments=padded([e.type_ids for e in encoded]),
        attended=padded([e.attention_mask for e in encoded]),
        answerable=padded(answerable),
        relevant=torch.tensor(
            [float("nan") if e.relevant is None else float(e.relevant) for e in examples]
        ),
        start=torch.tensor([start for start, _ in spans]),
        end=torch.tensor([end for _, end in spans]),
        entailment=torch.tensor(
            [NOT_LEARNED if e.entailment is None else e.entailment for e in examples]
        ),
        groups=torch.tensor(groups or [NOT_LEARNED] * len(examples)),
    )


def _span_targets(example: Example, encoding: Encoding) -> tuple[int, int]:
    """Return the answer's first and last token; (0, 0) where the passage has none."""
    if example.relevant is False:
        return 0, 0
    if example.span is None:
        return NOT_LEARNED, NOT_LEARNED
    shift = len(example.title) + 1 if example.title else 0
    start = encoding.char_to_token(example.span.start + shift, 1)
    end = encoding.char_to_token(example.span.end + shift - 1, 1)
    if start is None or end is None:  # cut off, or white space at the edge
        return NOT_LEARNED, NOT_LEARNED
    return start, end


def batches(examples: Examples, tokenizer: Tokenizer, *, seed: int) -> Iterator[Batch]:
    """Yield one epoch: examples of about the same length together, batches in any order.

    The passages that compete for one question stay in one batch.
    """
    drawn = examples.epoch(seed)
    random = Random(seed)
    for first in range(0, len(drawn), SORTED_TOGETHER):
        some = [(unit, encode(tokenizer, unit)) for unit in drawn[first : first + SORTED_TOGETHER]]
        some.sort(key=lambda pair: max(len(e.ids) for e in pair[1]))
        packed = list(_packed(some))
        random.shuffle(packed)
        for units in packed:
            numbers = [
                n if len(u) > 1 else NOT_LEARNED for n, (u, _) in enumerate(units) for _ in u
            ]
            yield collate(
                [x for u, _ in units for x in u], [e for _, es in units for e in es], numbers
            )


_Unit: TypeAlias = tuple[list[Example], list[Encoding]]


def _packed(units: Sequence[_Unit]) -> Iterator[list[_Unit]]:
    """Fill batches of at most `BATCH` examples in the order given."""
    batch: list[_Unit] = []
    size = 0
    for unit in units:
        if batch and size + len(unit[0]) > BATCH:
            yield batch
            batch, size = [], 0
        batch.append(unit)
        size += len(unit[0])
    if batch:
        yield batch
