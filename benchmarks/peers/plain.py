"""sentence-transformers and a flat FAISS index, as their own pages show them: dense alone."""

import json
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.peers.system import BATCH_SIZE, LIMIT, Corpus

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder, SentenceTransformer


class Peer:
    """The plain way."""

    packages = ("sentence-transformers", "faiss-cpu", "transformers", "torch")

    def __init__(self, *, model: str, reranker: str) -> None:
        self._path, self._reranker_path = model, reranker
        self._texts: list[str] = []

    def load(self) -> None:
        self._model.encode(["One text."])

    def index(self, corpus: Corpus, folder: Path) -> None:
        import faiss

        vectors = self._model.encode(
            corpus["passages"], batch_size=BATCH_SIZE, normalize_embeddings=True
        )
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        faiss.write_index(index, str(folder / "vectors.faiss"))
        (folder / "texts.json").write_text(json.dumps(corpus["passages"]))

    def open(self, folder: Path) -> None:
        import faiss

        self._index = faiss.read_index(str(folder / "vectors.faiss"))
        self._texts = json.loads((folder / "texts.json").read_text())
        self.load()

    def retrieve(self, question: str) -> list[str]:
        vectors = self._model.encode([question], normalize_embeddings=True)
        _, rows = self._index.search(np.asarray(vectors), LIMIT)
        return [self._texts[row] for row in rows[0] if row >= 0]

    def answer(self, question: str) -> list[str]:
        found = self.retrieve(question)
        ranked = self._reranker.rank(question, found, show_progress_bar=False)
        return [found[int(one["corpus_id"])] for one in ranked]

    @cached_property
    def _model(self) -> "SentenceTransformer":
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(self._path, device="cpu", local_files_only=True)

    @cached_property
    def _reranker(self) -> "CrossEncoder":
        from sentence_transformers import CrossEncoder

        made: CrossEncoder = CrossEncoder(self._reranker_path, device="cpu", local_files_only=True)
        return made
