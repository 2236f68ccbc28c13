"""Haystack with its in-memory store: BM25 and embeddings joined by rank, and a ranker."""

from functools import cached_property
from pathlib import Path
from typing import Any

from benchmarks.peers.system import BATCH_SIZE, LIMIT, Corpus


class Peer:
    """A pipeline that writes, one that retrieves, and one that ranks besides."""

    packages = ("haystack-ai", "sentence-transformers-haystack")

    def __init__(self, *, model: str, reranker: str) -> None:
        from haystack.utils import ComponentDevice

        self._path, self._reranker_path = model, reranker
        self._device = ComponentDevice.from_str("cpu")

    def load(self) -> None:
        from haystack import Document

        self._document_embedder.run([Document(content="One text.")])

    def index(self, corpus: Corpus, folder: Path) -> None:
        from haystack import Document, Pipeline
        from haystack.components.writers import DocumentWriter
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        store = InMemoryDocumentStore()
        embedded = self._document_embedder.run(
            [Document(content=text) for text in corpus["passages"]]
        )
        writing = Pipeline()
        writing.add_component("writer", DocumentWriter(store))
        writing.run({"writer": {"documents": embedded["documents"]}})
        store.save_to_disk(str(folder / "store.json"))

    def open(self, folder: Path) -> None:
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        self._store = InMemoryDocumentStore.load_from_disk(str(folder / "store.json"))
        self._retrieving = self._pipeline()

    def retrieve(self, question: str) -> list[str]:
        found = self._retrieving.run({"text": {"text": question}, "bm25": {"query": question}})
        return [document.content for document in found["joiner"]["documents"]]

    def answer(self, question: str) -> list[str]:
        found = self._ranking.run(
            {
                "text": {"text": question},
                "bm25": {"query": question},
                "ranker": {"query": question},
            }
        )
        return [document.content for document in found["ranker"]["documents"]]

    def _pipeline(self) -> Any:  # noqa: ANN401  # its types are not installed beside the product
        from haystack import Pipeline
        from haystack.components.joiners import DocumentJoiner
        from haystack.components.retrievers.in_memory import (
            InMemoryBM25Retriever,
            InMemoryEmbeddingRetriever,
        )
        from haystack_integrations.components.embedders.sentence_transformers import (
            SentenceTransformersTextEmbedder,
        )

        embedder = SentenceTransformersTextEmbedder(
            model=self._path, device=self._device, progress_bar=False, local_files_only=True
        )
        made = Pipeline()
        made.add_component("text", embedder)
        made.add_component("dense", InMemoryEmbeddingRetriever(self._store, top_k=LIMIT))
        made.add_component("bm25", InMemoryBM25Retriever(self._store, top_k=LIMIT))
        joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=LIMIT)
        made.add_component("joiner", joiner)
        made.connect("text", "dense")
        made.connect("bm25", "joiner")
        made.connect("dense", "joiner")
        return made

    @cached_property
    def _ranking(self) -> Any:  # noqa: ANN401  # likewise
        from haystack_integrations.components.rankers.sentence_transformers import (
            SentenceTransformersSimilarityRanker,
        )

        ranker = SentenceTransformersSimilarityRanker(
            model=self._reranker_path, device=self._device, top_k=LIMIT
        )
        made = self._pipeline()
        made.add_component("ranker", ranker)
        made.connect("joiner", "ranker")
        return made

    @cached_property
    def _document_embedder(self) -> Any:  # noqa: ANN401  # likewise
        from haystack_integrations.components.embedders.sentence_transformers import (
            SentenceTransformersDocumentEmbedder,
        )

        embedder = SentenceTransformersDocumentEmbedder(
            model=self._path,
            device=self._device,
            batch_size=BATCH_SIZE,
            progress_bar=False,
            local_files_only=True,
        )
        embedder.warm_up()
        return embedder
