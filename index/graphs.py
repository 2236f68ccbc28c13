"""A model's two graphs: one that computes a few texts soonest, one that gets through many."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextvars import ContextVar
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.batching import batches, inputs

if TYPE_CHECKING:
    from tokenizers import Encoding

    from index.batching import Inputs
    from index.bert import Graph

before_each_batch: ContextVar[Callable[[], object]] = ContextVar(
    "before_each_batch", default=lambda: None
)
"""Called before each batch of texts is computed; what it raises ends the computing."""


class Graphs:
    """Computes texts in batches, by one of two graphs; each is made when it is first needed.

    Args:
        new: given `many`, makes a graph (`index.bert.Graph`) for many batches or for few.
        many_tokens: texts of so many tokens together are many.
    """

    def __init__(self, new: Callable[..., "Graph"], *, many_tokens: int) -> None:
        self._new = new
        self._many_tokens = many_tokens
        self._made: dict[bool, Graph] = {}
        # `cached_property` has none from Python 3.12 on: two threads would each compile a graph.
        self._making = Lock()

    @property
    def few(self) -> "Graph":
        """The graph for a few texts: a batch takes all cores."""
        return self._graph(many=False)

    @property
    def many(self) -> "Graph":
        """The graph for many texts: each core has a batch of its own."""
        return self._graph(many=True)

    def _graph(self, *, many: bool) -> "Graph":
        with self._making:
            if many not in self._made:
                self._made[many] = self._new(many=many)
            return self._made[many]

    def run(
        self, encodings: Sequence["Encoding"]
    ) -> Iterator[tuple[list[int], list[NDArray[np.float32]]]]:
        """Yield of each batch which of the texts are in it, and the graph's outputs for these."""
        lengths = [len(encoding.ids) for encoding in encodings]
        order = batches(lengths)
        graph = self.many if sum(lengths) >= self._many_tokens else self.few
        computed = graph.run(_taken([encodings[row] for row in rows] for rows in order))
        yield from zip(order, computed, strict=True)


def _taken(batches: Iterable[Sequence["Encoding"]]) -> Iterator["Inputs"]:
    check = before_each_batch.get()
    for batch in batches:
        check()
        yield inputs(batch)
