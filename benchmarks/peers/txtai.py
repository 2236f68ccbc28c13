"""txtai's embeddings database: hybrid, with content, and its reranking pipeline."""

from functools import cached_property
from pathlib import Path
from typing import Any

from benchmarks.peers.system import BATCH_SIZE, LIMIT, Corpus


class Peer:
    """One `Embeddings` at a time."""

    packages = ("txtai",)

    def __init__(self, *, model: str, reranker: str) -> None:
        self._path, self._reranker_path = model, reranker
        self._embeddings: Any = None

    def load(self) -> None:
        self._embeddings = self._new()
        self._embeddings.transform("One text.")

    def index(self, corpus: Corpus, folder: Path) -> None:
        # What was indexed before is forgotten; the model stays loaded.
        self._embeddings = self._embeddings or self._new()
        self._embeddings.index(corpus["passages"])
        self._embeddings.save(str(folder / "embeddings"))

    def open(self, folder: Path) -> None:
        from txtai import Embeddings

        self._embeddings = Embeddings()
        self._embeddings.load(str(folder / "embeddings"))

    def retrieve(self, question: str) -> list[str]:
        return [found["text"] for found in self._embeddings.search(question, LIMIT)]

    def answer(self, question: str) -> list[str]:
        return [found["text"] for found in self._reranker(question, limit=LIMIT, factor=1)]

    def _new(self) -> Any:  # noqa: ANN401  # its types are not installed beside the product
        from txtai import Embeddings

        return Embeddings(
            path=self._path, content=True, hybrid=True, gpu=False, encodebatch=BATCH_SIZE
        )

    @cached_property
    def _reranker(self) -> Any:  # noqa: ANN401  # likewise
        from txtai.pipeline import Reranker, Similarity

        similarity = Similarity(path=self._reranker_path, crossencode=True, gpu=False)
        return Reranker(self._embeddings, similarity)
