"""On the Record itself, by what it offers to everybody: `Archive` and `Desk`."""

from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.peers.system import LIMIT, Corpus
from index import Archive, Article, Encoder, load_encoder

if TYPE_CHECKING:
    from qa import Desk


class Peer:
    """An archive and its desk. The models are those that ship, whatever folders are given."""

    packages = ("openvino", "faiss-cpu", "tantivy")

    def __init__(
        self, *, model: str = "", reranker: str = "", encoder: Encoder | None = None
    ) -> None:
        del model, reranker
        self._encoder = encoder or load_encoder()

    def load(self) -> None:
        self._encoder.encode_passages(["One text."])

    def index(self, corpus: Corpus, folder: Path) -> None:
        archive = Archive.create(folder / "archive", encoder=self._encoder)
        archive.add_articles(
            Article(
                text=row["text"],
                title=row["title"],
                outlet=row["outlet"],
                published=date.fromisoformat(row["published"]),
                language="en",
            )
            for row in corpus["articles"]
        )
        made, given = archive.contents().passages, len(corpus["passages"])
        if made != given:
            raise SystemExit(f"the archive has {made} passages, the others were given {given}")

    def open(self, folder: Path) -> None:
        self._archive = Archive.open(folder / "archive", encoder=self._encoder)

    def retrieve(self, question: str) -> list[str]:
        hits = self._archive.search(question, limit=LIMIT)
        return [f"{hit.passage.article.title}\n{hit.passage.text.strip()}" for hit in hits]

    def answer(self, question: str) -> list[str]:
        answer = self._desk.ask(question)
        shown = [citation for one in answer.statements for citation in one.citations]
        return [citation.quote for citation in shown or answer.closest]

    @cached_property
    def _desk(self) -> "Desk":
        from qa import Desk

        return Desk(self._archive, remembered=0)
