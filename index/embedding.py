"""New text is embedded beside what goes on: while the next articles are read and cut."""

from collections import deque
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.encoder import Encoder
from index.errors import ModelError

# Enough texts of like length to pad little, and few enough that the first are begun with early.
AT_ONCE = 128
# Whoever cuts much faster than the model reads waits here, so that texts do not pile up.
_AHEAD = 2


def embed(encoder: Encoder, texts: Sequence[str]) -> NDArray[np.float32]:
    """Embed passages, shape (texts, dimension).

    Raises:
        ModelError: the encoder gives other vectors than it says.
    """
    vectors = np.asarray(encoder.encode_passages(texts))
    if vectors.shape != (wanted := (len(texts), encoder.dimension)):
        raise ModelError(
            f"the encoder '{encoder.name}' gave vectors of shape {vectors.shape}, not {wanted}; "
            "mend its `encode_passages` or its `dimension`"
        )
    return vectors


class Embedding:
    """Embeds texts in a thread of its own, `AT_ONCE` at a time, while the context lasts.

    Leaving it ends what has not begun. Texts go by their content hash, and each is embedded once.
    """

    def __init__(self, encoder: Encoder) -> None:
        self.given = 0
        self._encoder = encoder
        self._collected: dict[bytes, str] = {}
        self._running: set[bytes] = set()
        self._begun: deque[tuple[list[bytes], Future[NDArray[np.float32]]]] = deque()

    def __enter__(self) -> Self:
        self._pool = ThreadPoolExecutor(1)
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def give(self, texts: Iterable[tuple[bytes, str]]) -> None:
        """Take texts with their content hashes; what does not fill a batch waits for more."""
        self._collected.update((c, text) for c, text in texts if c not in self._running)
        while len(self._collected) >= AT_ONCE:
            contents = list(self._collected)[:AT_ONCE]
            batch = [self._collected.pop(content) for content in contents]
            self._begun.append((contents, self._pool.submit(embed, self._encoder, batch)))
            self._running.update(contents)
            self.given += len(batch)

    def take(self, *, wait: bool = False) -> list[tuple[bytes, NDArray[np.float32]]]:
        """Return the vectors that are ready, by content hash; what was returned once is gone.

        Args:
            wait: for all that has begun, and not only for what is too far behind.

        Raises:
            ModelError: the model cannot be loaded, or gives what it should not.
        """
        ahead = 0 if wait else _AHEAD
        ready: list[tuple[bytes, NDArray[np.float32]]] = []
        while self._begun and (len(self._begun) > ahead or self._begun[0][1].done()):
            contents, future = self._begun.popleft()
            ready.extend(zip(contents, future.result(), strict=True))
            self._running.difference_update(contents)
        return ready
