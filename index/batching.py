"""Texts of different lengths into batches for the models; pure."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Encoding

# Tokens, segments, and 1 for a real token or 0; each of shape (batch, tokens).
Inputs: TypeAlias = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]

_STEP = 8
# Padding included. On two cores twice as many gain a fiftieth, and take 17 MB more.
_TOKENS_AT_ONCE = 512
# What a batch costs by itself, in tokens: on two cores that compute in float32 it takes 2 ms, and a
# token 0.15.
_PER_BATCH = 12


def padded(longest: int) -> int:
    """Return the length that a batch is padded to: a multiple of 8.

    The runtime keeps a megabyte or so for every shape that it has seen; a process that answers for
    days would see thousands.

    >>> padded(17), padded(24)
    (24, 24)
    """
    return -(-longest // _STEP) * _STEP


def batches(lengths: Sequence[int]) -> list[list[int]]:
    """Put texts into batches so that least is computed, padding and the batches themselves counted.

    By dynamic programming over the texts from the shortest to the longest: the best batches of the
    first few are those of still fewer, and one more.

    Args:
        lengths: each text's number of tokens.

    Returns:
        For each batch the places of its texts in `lengths`; shortest first.

    >>> batches([100, 7, 8, 100])
    [[1, 2], [0, 3]]
    """
    order = sorted(range(len(lengths)), key=lambda at: lengths[at])
    least, begins = [0], [0]
    for end in range(1, len(order) + 1):
        longest = padded(lengths[order[end - 1]])
        first = max(end - max(_TOKENS_AT_ONCE // longest, 1), 0)
        cost, start = min((least[at] + (end - at) * longest, at) for at in range(first, end))
        least.append(cost + _PER_BATCH)
        begins.append(start)
    made, end = [], len(order)
    while end:
        made.append(order[begins[end] : end])
        end = begins[end]
    return made[::-1]


def inputs(encodings: Sequence["Encoding"]) -> Inputs:
    """Pad the tokens of a batch's texts to one length."""
    made = np.zeros((3, len(encodings), padded(max(len(e.ids) for e in encodings))), np.int64)
    for row, encoding in enumerate(encodings):
        for side, values in enumerate((encoding.ids, encoding.type_ids, encoding.attention_mask)):
            made[side, row, : len(values)] = values
    return made[0], made[1], made[2]
