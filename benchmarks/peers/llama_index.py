"""LlamaIndex: a FAISS store and bm25s, fused by rank, and its cross-encoder as postprocessor."""

from functools import cached_property
from pathlib import Path
from typing import Any

from benchmarks.peers.system import BATCH_SIZE, LIMIT, Corpus


class Peer:
    """A vector store index, and a BM25 retriever beside it."""

    packages = (
        "llama-index-core",
        "llama-index-vector-stores-faiss",
        "llama-index-retrievers-bm25",
        "llama-index-embeddings-huggingface",
        "bm25s",
    )

    def __init__(self, *, model: str, reranker: str) -> None:
        self._path, self._reranker_path = model, reranker

    def load(self) -> None:
        self._embedding.get_text_embedding("One text.")

    def index(self, corpus: Corpus, folder: Path) -> None:
        import faiss
        from llama_index.core import StorageContext, VectorStoreIndex
        from llama_index.core.schema import TextNode
        from llama_index.retrievers.bm25 import BM25Retriever
        from llama_index.vector_stores.faiss import FaissVectorStore

        nodes = [TextNode(text=text) for text in corpus["passages"]]
        width = len(self._embedding.get_text_embedding("One text."))
        store = FaissVectorStore(faiss_index=faiss.IndexFlatIP(width))
        context = StorageContext.from_defaults(vector_store=store)
        VectorStoreIndex(nodes, storage_context=context, embed_model=self._embedding)
        context.persist(str(folder))
        bm25 = BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=_depth(len(nodes)))
        bm25.persist(str(folder / "bm25"))

    def open(self, folder: Path) -> None:
        from llama_index.core import StorageContext, load_index_from_storage
        from llama_index.core.llms import MockLLM
        from llama_index.core.retrievers import QueryFusionRetriever
        from llama_index.retrievers.bm25 import BM25Retriever
        from llama_index.vector_stores.faiss import FaissVectorStore

        context = StorageContext.from_defaults(
            vector_store=FaissVectorStore.from_persist_dir(str(folder)), persist_dir=str(folder)
        )
        index = load_index_from_storage(context, embed_model=self._embedding)
        self._retriever = QueryFusionRetriever(
            [
                index.as_retriever(similarity_top_k=LIMIT),
                BM25Retriever.from_persist_dir(str(folder / "bm25")),
            ],
            llm=MockLLM(),  # never asked: no other questions are made of the one
            num_queries=1,
            mode="reciprocal_rerank",
            similarity_top_k=LIMIT,
            use_async=False,
        )

    def retrieve(self, question: str) -> list[str]:
        return [found.node.get_content() for found in self._retriever.retrieve(question)]

    def answer(self, question: str) -> list[str]:
        from llama_index.core.schema import QueryBundle

        ranked = self._reranker.postprocess_nodes(
            self._retriever.retrieve(question), query_bundle=QueryBundle(question)
        )
        return [found.node.get_content() for found in ranked]

    @cached_property
    def _embedding(self) -> Any:  # noqa: ANN401  # its types are not installed beside the product
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding

        return HuggingFaceEmbedding(
            model_name=self._path, device="cpu", embed_batch_size=BATCH_SIZE
        )

    @cached_property
    def _reranker(self) -> Any:  # noqa: ANN401  # likewise
        from llama_index.core.postprocessor import SentenceTransformerRerank

        return SentenceTransformerRerank(model=self._reranker_path, top_n=LIMIT, device="cpu")


def _depth(passages: int) -> int:
    """Ask BM25 for no more than there is: it refuses."""
    return min(LIMIT, passages)
