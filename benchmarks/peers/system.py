"""What a system is asked to do, and where its modules are."""

from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, TypedDict

LIMIT = 10
"""How many passages are retrieved, and read or reranked for an answer."""
BATCH_SIZE = 32
"""What every framework embeds at once: the default of sentence-transformers and most others."""


class Corpus(TypedDict):
    """What is indexed: articles, and the very passages that the product cuts them into."""

    articles: list[dict[str, str]]
    passages: list[str]


class System(Protocol):
    """A system that indexes texts and finds them again. It is made of two folders with models.

    The first holds the embedding model, the second a cross-encoder that scores pairs.
    """

    packages: tuple[str, ...]
    """What it is made of, so that its versions can be told."""

    def load(self) -> None:
        """Load the embedding model and use it once."""

    def index(self, corpus: Corpus, folder: Path) -> None:
        """Embed and index, and leave in a folder what `open` needs."""

    def open(self, folder: Path) -> None:
        """Make ready to be asked what `index` left there."""

    def retrieve(self, question: str) -> list[str]:
        """Return the texts of `LIMIT` passages, best first: dense and BM25, if it has both."""

    def answer(self, question: str) -> list[str]:
        """Retrieve, and read or rerank what was found."""


ON_THE_RECORD = "On the Record"
PLAIN = "sentence-transformers + FAISS"
MODULES = {
    ON_THE_RECORD: "on_the_record",
    PLAIN: "plain",
    "haystack-ai": "haystack",
    "txtai": "txtai",
    "llama-index": "llama_index",
    "langchain": "langchain",
}
FRAMEWORKS = tuple(name for name in MODULES if name not in {ON_THE_RECORD, PLAIN})
HYBRID = (ON_THE_RECORD, *FRAMEWORKS)
"""The systems that search by meaning and by BM25, and fuse the two."""


def make(name: str, *, model: str, reranker: str) -> System:
    """Make a system by its name; its libraries are imported now or when they are needed."""
    module = import_module(f"benchmarks.peers.{MODULES[name]}")
    made: Any = module.Peer(model=model, reranker=reranker)
    system: System = made
    return system
