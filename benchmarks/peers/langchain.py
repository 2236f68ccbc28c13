"""LangChain: FAISS and rank_bm25 in an ensemble, and its cross-encoder as compressor."""

import pickle
from functools import cached_property
from pathlib import Path
from typing import Any

from benchmarks.peers.system import BATCH_SIZE, LIMIT, Corpus

_BM25 = "bm25.pickle"


class Peer:
    """A vector store and a BM25 retriever, kept in one folder."""

    packages = (
        "langchain-core",
        "langchain-classic",
        "langchain-community",
        "langchain-huggingface",
        "rank-bm25",
    )

    def __init__(self, *, model: str, reranker: str) -> None:
        self._path, self._reranker_path = model, reranker

    def load(self) -> None:
        self._embeddings.embed_documents(["One text."])

    def index(self, corpus: Corpus, folder: Path) -> None:
        from langchain_community.retrievers import BM25Retriever
        from langchain_community.vectorstores import FAISS

        FAISS.from_texts(corpus["passages"], self._embeddings).save_local(str(folder))
        bm25 = BM25Retriever.from_texts(corpus["passages"], k=LIMIT)
        # It has no way of its own to be kept. To make it anew would take longer at every start.
        (folder / _BM25).write_bytes(pickle.dumps(bm25))

    def open(self, folder: Path) -> None:
        from langchain_classic.retrievers import EnsembleRetriever
        from langchain_community.vectorstores import FAISS

        # What is unpickled was written by `index`, a moment ago.
        store = FAISS.load_local(
            str(folder), self._embeddings, allow_dangerous_deserialization=True
        )
        self._retriever = EnsembleRetriever(
            retrievers=[
                pickle.loads((folder / _BM25).read_bytes()),
                store.as_retriever(search_kwargs={"k": LIMIT}),
            ],
            weights=[0.5, 0.5],
        )

    def retrieve(self, question: str) -> list[str]:
        return [found.page_content for found in self._retriever.invoke(question)[:LIMIT]]

    def answer(self, question: str) -> list[str]:
        return [found.page_content for found in self._reranking.invoke(question)]

    @cached_property
    def _embeddings(self) -> Any:  # noqa: ANN401  # its types are not installed beside the product
        from langchain_huggingface import HuggingFaceEmbeddings

        return HuggingFaceEmbeddings(
            model_name=self._path,
            model_kwargs={"device": "cpu", "local_files_only": True},
            encode_kwargs={"normalize_embeddings": True, "batch_size": BATCH_SIZE},
        )

    @cached_property
    def _reranking(self) -> Any:  # noqa: ANN401  # likewise
        from langchain_classic.retrievers import ContextualCompressionRetriever
        from langchain_classic.retrievers.document_compressors import CrossEncoderReranker
        from langchain_community.cross_encoders import HuggingFaceCrossEncoder
        from langchain_core.runnables import RunnableLambda

        model = HuggingFaceCrossEncoder(
            model_name=self._reranker_path, model_kwargs={"device": "cpu"}
        )
        # An ensemble gives up to twice as many; as with the others, the best are reranked.
        first = self._retriever | RunnableLambda(lambda found: found[:LIMIT])
        return ContextualCompressionRetriever(
            base_compressor=CrossEncoderReranker(model=model, top_n=LIMIT), base_retriever=first
        )
