"""What was worked out lately, by what it was worked out from; pure but for its own memory."""

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


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
