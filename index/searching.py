"""The half of an archive that searches: questions in, passages out, best first."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import generation as generations
from index.database import Database
from index.encoder import Encoder
from index.errors import ArchiveDamagedError, RequestError
from index.filters import Filters
from index.fusion import fuse_scores
from index.generation import Generation
from index.passage import Passage
from index.query import Hit, Query

# Fusion and depth: benchmarks/README.md, "Fusion".
DENSE_WEIGHT = 0.3
CANDIDATES = 100


class Searching:
    """What an `Archive` does for readers; a search always sees one published generation whole."""

    def __init__(self, path: Path, database: Database, encoder: Encoder) -> None:
        self.path = path
        self.encoder = encoder
        self._database = database
        self._generation: Generation | None = None

    def search(
        self, question: str, *, limit: int = 10, filters: Filters | None = None
    ) -> list[Hit]:
        """Find the passages nearest to a question, best first."""
        return self.search_many([Query(text=question)], limit=limit, filters=filters)[0]

    def search_many(
        self, queries: Sequence[Query], *, limit: int = 10, filters: Filters | None = None
    ) -> list[list[Hit]]:
        """Search for several questions at once: they are embedded together.

        Returns:
            For each question its hits, best first; ties break by passage id. The same cosine, score
            and order come out as for one question alone.

        Raises:
            RequestError: a filter names an outlet or a language that the archive does not have.
            ArchiveDamagedError: a search file is lost; `repair` makes it anew.
        """
        if not queries or generations.current_number(self.path) == 0:
            return [[] for _ in queries]
        # Slow, and so before the search: a generation lasts until the second publish after it.
        vectors = self._embed(queries)
        queries = [replace(q, vector=vector) for q, vector in zip(queries, vectors, strict=True)]
        while True:
            number = generations.current_number(self.path)
            try:
                found = self._search(queries, limit=limit, filters=filters)
            except (KeyError, ArchiveDamagedError):
                if not self._is_gone(number):
                    raise
            else:
                if not self._is_gone(number):
                    return found

    def _search(
        self, queries: Sequence[Query], *, limit: int, filters: Filters | None
    ) -> list[list[Hit]]:
        dense, sparse = self.rankings(queries, limit=max(CANDIDATES, limit), filters=filters)
        return [self._fuse(*row, limit=limit) for row in zip(queries, dense, sparse, strict=True)]

    def _is_gone(self, number: int) -> bool:
        """Tell whether a writer may have deleted rows and files of a generation by now."""
        return generations.current_number(self.path) > number + 1

    def rankings(
        self, queries: Sequence[Query], *, limit: int, filters: Filters | None = None
    ) -> tuple[list[dict[int, float]], list[dict[int, float]]]:
        """Return the two rankings that `search_many` fuses: cosine, and BM25, by passage id."""
        filters = filters or Filters()
        generation = self._current()
        if generation is None or not queries:
            return [{} for _ in queries], [{} for _ in queries]
        self._check(filters, generation.number)
        allowed = (
            self._database.passage_ids(filters, generation=generation.number) if filters else None
        )
        dense = generation.vectors.search(self._embed(queries), limit=limit, among=allowed)
        terms = generation.terms
        sparse = [
            terms.search(query.words or query.text, limit=limit, filters=filters)
            for query in queries
        ]
        return dense, sparse

    def passages(self, ids: Collection[int]) -> dict[int, Passage]:
        """Fetch passages by id; those of one article share one object."""
        return self._database.passages_by_id(ids)

    def _embed(self, queries: Sequence[Query]) -> NDArray[np.float32]:
        """Return the questions' vectors; only those that nobody brought are computed."""
        missing = [query.text for query in queries if query.vector is None]
        fresh = iter(self.encoder.encode_questions(missing) if missing else ())
        return np.stack([next(fresh) if q.vector is None else q.vector for q in queries])

    def _fuse(
        self, query: Query, dense: dict[int, float], sparse: dict[int, float], *, limit: int
    ) -> list[Hit]:
        weight = DENSE_WEIGHT if query.dense_weight is None else query.dense_weight
        scores = fuse_scores(dense, sparse, dense_weight=weight)
        if query.favour or query.favour_published:
            origins = self._database.origins_of(scores)
            scores = {i: score + query.bonus(*origins[i]) for i, score in scores.items()}
        best = sorted(scores, key=lambda id_: (-scores[id_], id_))[:limit]
        passages = self.passages(best)
        return [
            Hit(
                passage=passages[id_],
                score=scores[id_],
                cosine=dense.get(id_),
                bm25=sparse.get(id_),
            )
            for id_ in best
        ]

    def idf(self, terms: Iterable[str]) -> dict[str, float]:
        """Return how telling each index term is here: its inverse document frequency."""
        generation = self._current()
        return generation.terms.idf(terms) if generation else {}

    def _current(self) -> Generation | None:
        """Return the published generation, opened anew when a writer has published another."""
        number = generations.current_number(self.path)
        if number == 0:
            return None
        if self._generation is None or self._generation.number != number:
            self._generation = self._load(number)
        return self._generation

    def _load(self, number: int) -> Generation:
        try:
            return Generation.load(self.path, number)
        except ArchiveDamagedError:
            # Two writers may have published between reading the number and opening its files.
            newest = generations.current_number(self.path)
            if newest == number:
                raise
            return Generation.load(self.path, newest)

    def _check(self, filters: Filters, number: int) -> None:
        """Refuse a filter that names what the archive does not have."""
        if not (filters.outlets or filters.languages):
            return
        contents = self._database.contents(Filters(), generation=number)
        folded = {name.casefold() for name in contents.outlets}
        outlets = [name for name in filters.outlets if name.casefold() not in folded]
        _refuse_unknown("outlet", outlets, known=contents.outlets)
        languages = [code for code in filters.languages if code not in contents.languages]
        _refuse_unknown("language", languages, known=contents.languages)


def _refuse_unknown(kind: str, unknown: Collection[str], *, known: Collection[str]) -> None:
    for name in unknown:
        listed = ", ".join(known) or "none is named"
        raise RequestError(f"the archive has no {kind} '{name}'; what it has: {listed}")
