"""What was worked out lately, by what it was worked out from; pure but for its own memory."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Generic, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

Key = TypeVar("Key")
Value = TypeVar("Value")
# Texts into unit vectors, shape (texts, dimension), or one of shape (dimension,) for each.
Embed: TypeAlias = Callable[[Sequence[str]], Sequence[NDArray[np.float32]] | NDArray[np.float32]]


class Recent(Generic[Key, Value]):
    """The last few values by key; the one that nobody asked for longest goes first.

    Threads may share it.

    >>> recent = Recent[str, int](limit=2)
    >>> for number, word in enumerate(["one", "two", "one", "three"]):
    ...     recent.keep(word, number)
    >>> recent.get("one"), recent.get("two"), recent.get("three")
    (2, None, 3)
    """

    def __init__(self, *, limit: int) -> None:
        """Keep up to `limit` values; with 0, none."""
        self._limit = limit
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Value | None:
        """Return what was kept, or None."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def keep(self, key: Key, value: Value) -> None:
        """Keep a value; it may push out another."""
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            while len(self._values) > self._limit:
                self._values.popitem(last=False)


class RecentVectors:
    """Embeds texts; those that were embedded lately are not embedded again.

    Threads may share it; two that want the same text at once may both embed it.
    """

    def __init__(self, embed: Embed, *, limit: int) -> None:
        """Embed by `embed`, and keep up to `limit` vectors; with 0, none."""
        self._embed = embed
        self._recent = Recent[str, NDArray[np.float32]](limit=limit)

    def embed(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        """Return the unit vector of each text, shape (dimension,)."""
        known = {text: vector for text in texts if (vector := self._recent.get(text)) is not None}
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        if missing:
            # Copied, so that no vector keeps the others of its batch in memory.
            known |= {t: v.copy() for t, v in zip(missing, self._embed(missing), strict=True)}
        for text in missing:
            self._recent.keep(text, known[text])
        return [known[text] for text in texts]
