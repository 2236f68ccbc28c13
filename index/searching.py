"""The half of an archive that searches: questions in, passages out, best first."""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from index.catalogue import Catalogue
from index.database import Database
from index.encoder import Encoder
from index.errors import ArchiveDamagedError, RequestError
from index.filters import Filters
from index.fusion import best_first, fuse_scores
from index.generation import Generation
from index.passage import Passage
from index.published import current_number, why_outdated
from index.query import Hit, Query
from index.recall import DEPTH
from index.stories import Story, group, likely_original, one_of_each

log = logging.getLogger(__name__)

# benchmarks/README.md, "Fusion".
DENSE_WEIGHT = 0.3
# A question whose first 6,400 passages are copies of a few stories is answered by these.
_DEEPEST = 6_400
# Below, a thread takes longer to begin than either ranking.
_SIDE_BY_SIDE = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ranked:
    """A question's passages: the score of each that is kept, and the rankings they came from."""

    scores: dict[int, float]
    dense: dict[int, float]
    sparse: dict[int, float]

    @property
    def longest(self) -> int:
        """How long the longer one of the rankings is."""
        return max(len(self.dense), len(self.sparse))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Copies:
    """What of a generation several articles carry.

    `stories` has the keys of all that carry a story by the key of each of them; `keys` has those
    of the articles by passage id, of their passages and no others.
    """

    generation: int
    stories: Mapping[int, tuple[int, ...]]
    keys: Mapping[int, int]

    def story(self, passage_id: int) -> tuple[int, ...] | None:
        """Return the story of a passage: the keys of the articles that carry it."""
        key = self.keys.get(passage_id)
        return None if key is None else self.stories[key]


class Searching(Catalogue):
    """What an `Archive` does for readers; a search always sees one published generation whole."""

    def __init__(self, path: Path, database: Database, encoder: Encoder) -> None:
        super().__init__(path, database)
        self.encoder = encoder
        self._generation: Generation | None = None
        self._opening = Lock()
        self._copies: _Copies | None = None

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
        if not queries or self._is_empty():
            return [[] for _ in queries]
        # Slow, and so before the search: a generation lasts until the second publish after it.
        vectors = self._embed(queries)
        queries = [replace(q, vector=vector) for q, vector in zip(queries, vectors, strict=True)]
        while True:
            number = current_number(self.path)
            try:
                found = self._search(queries, limit=limit, filters=filters, number=number)
            except (KeyError, ArchiveDamagedError):
                if not self._is_gone(number):
                    raise
            else:
                if not self._is_gone(number):
                    return found

    def _search(
        self, queries: Sequence[Query], *, limit: int, filters: Filters | None, number: int
    ) -> list[list[Hit]]:
        generation = self._opened(number)
        depth, copies = max(DEPTH, limit), self._copies_of(generation)
        dense, sparse = self.rankings(queries, limit=depth, filters=filters, generation=generation)
        found = []
        for query, *row in zip(queries, dense, sparse, strict=True):
            rank = partial(self._fuse, query, generation=generation, copies=copies, limit=limit)
            ranked, deeper = rank(*row), depth
            # Copies of one story can take up all places: then what comes after them is looked at.
            while len(ranked.scores) < limit and ranked.longest == deeper < _DEEPEST:
                deeper *= 4
                (one,), (other,) = self.rankings(
                    [query], limit=deeper, filters=filters, generation=generation
                )
                ranked = rank(one, other)
            found.append(self._hits(ranked, limit=limit, copies=copies))
        return found

    def _is_empty(self) -> bool:
        """Tell whether nothing has been published yet."""
        return self._generation is None and current_number(self.path) == 0

    def _is_gone(self, number: int) -> bool:
        """Tell whether a writer may have deleted rows and files of a generation by now."""
        return current_number(self.path) > number + 1

    def rankings(
        self,
        queries: Sequence[Query],
        *,
        limit: int,
        filters: Filters | None = None,
        generation: Generation | None = None,
    ) -> tuple[list[dict[int, float]], list[dict[int, float]]]:
        """Return the two rankings that `search_many` fuses: cosine, and BM25, by passage id."""
        filters = filters or Filters()
        generation = generation or self._current()
        if generation is None or not queries:
            return [{} for _ in queries], [{} for _ in queries]
        self._check(filters, generation.number)
        allowed = self._admitted(filters, generation) if filters else None
        vectors, terms = self._embed(queries), generation.terms

        def by_words() -> list[dict[int, float]]:
            asked = [query.words or query.text for query in queries]
            return [terms.search(words, limit=limit, filters=filters) for words in asked]

        if len(generation.vectors) < _SIDE_BY_SIDE:
            return generation.vectors.search(vectors, limit=limit, among=allowed), by_words()
        # In a large archive each takes a while, and both let other threads go on.
        with ThreadPoolExecutor(1) as beside:
            waiting = beside.submit(by_words)
            dense = generation.vectors.search(vectors, limit=limit, among=allowed)
            sparse = waiting.result()
        return dense, sparse

    def _admitted(
        self, filters: Filters, generation: Generation
    ) -> Collection[int] | NDArray[np.int64]:
        if generation.columns is not None:
            return generation.columns.ids(filters)
        return self._database.passage_ids(filters, generation=generation.number)

    def passages(self, ids: Collection[int]) -> dict[int, Passage]:
        """Fetch passages by id; those of one article share one object."""
        return self._database.passages_by_id(ids)

    def _embed(self, queries: Sequence[Query]) -> NDArray[np.float32]:
        """Return the questions' vectors; only those that nobody brought are computed."""
        missing = [query.text for query in queries if query.vector is None]
        fresh = iter(self.encoder.encode_questions(missing) if missing else ())
        return np.stack([next(fresh) if q.vector is None else q.vector for q in queries])

    def _fuse(
        self,
        query: Query,
        dense: dict[int, float],
        sparse: dict[int, float],
        *,
        generation: Generation,
        copies: _Copies,
        limit: int,
    ) -> _Ranked:
        weight = DENSE_WEIGHT if query.dense_weight is None else query.dense_weight
        scores = fuse_scores(dense, sparse, dense_weight=weight)
        bonus: dict[int, float] = {}
        if query.favour or query.favour_published:
            origins = (generation.columns or self._database).origins_of(scores)
            bonuses = {origin: query.bonus(*origin) for origin in set(origins.values())}
            bonus = {i: bonuses[origins[i]] for i in scores}
            scores = {i: score + bonus[i] for i, score in scores.items()}
        if copies.keys:
            scores = self._without_copies(scores, copies, bonus=bonus, limit=limit)
        return _Ranked(scores=scores, dense=dense, sparse=sparse)

    def _without_copies(
        self,
        scores: dict[int, float],
        copies: _Copies,
        *,
        bonus: Mapping[int, float],
        limit: int,
    ) -> dict[int, float]:
        """Leave one of the passages that several articles have because they carry one story.

        Only of stories that might take one of the first `limit` places; the others stay as found.
        """
        keys, ranked = copies.keys, best_first(scores)
        found: defaultdict[tuple[int, ...], list[int]] = defaultdict(list)
        for id_ in ranked:
            if story := copies.story(id_):
                found[story].append(id_)
        several = {s: ids for s, ids in found.items() if len({keys[id_] for id_ in ids}) > 1}
        kept, reached = dict(scores), limit
        while several:
            # What comes further down has no higher score than what was reached.
            last = ranked[min(reached, len(ranked)) - 1]
            place = (-scores[last], last)
            for story, ids in list(several.items()):
                if (-scores[ids[0]], ids[0]) <= place:
                    del several[story]
                    kept = {id_: score for id_, score in kept.items() if id_ not in ids}
                    kept |= self._once(story, ids, keys, scores, bonus)
            if sum(score > scores[last] for score in kept.values()) >= limit:
                break
            reached *= 2
        return kept

    def _once(
        self,
        story: tuple[int, ...],
        ids: Sequence[int],
        keys: Mapping[int, int],
        scores: Mapping[int, float],
        bonus: Mapping[int, float],
    ) -> dict[int, float]:
        """Choose what speaks for a story's passages: whom the question names, else the original."""
        passages, original = self.passages(ids), self._original(story)
        texts: dict[int, dict[int, str]] = {}
        for id_ in sorted(ids, key=lambda i: (-bonus.get(i, 0.0), keys[i] != original)):
            texts.setdefault(keys[id_], {})[id_] = passages[id_].text
        return one_of_each(texts, scores)

    def _original(self, story: tuple[int, ...]) -> int:
        carriers = self._database.carriers(story)
        original, _ = likely_original(list(carriers.values()))
        return next(key for key, carrier in carriers.items() if carrier == original)

    def _hits(self, ranked: _Ranked, *, limit: int, copies: _Copies) -> list[Hit]:
        best = best_first(ranked.scores)[:limit]
        passages = self.passages(best)
        stories = {id_: story for id_ in best if (story := copies.story(id_))}
        keys = {key for story in stories.values() for key in story}
        carriers = self._database.carriers(keys) if keys else {}
        told = {s: Story(carriers=tuple(carriers[key] for key in s)) for s in stories.values()}
        return [
            Hit(
                passage=passages[id_],
                score=ranked.scores[id_],
                cosine=ranked.dense.get(id_),
                bm25=ranked.sparse.get(id_),
                story=told[stories[id_]] if id_ in stories else None,
            )
            for id_ in best
        ]

    def _copies_of(self, generation: Generation) -> _Copies:
        known = self._copies  # another thread may search another generation meanwhile
        if known is None or known.generation != generation.number:
            stories = group(self._database.copies(generation=generation.number))
            known = self._copies = _Copies(
                generation=generation.number,
                stories=stories,
                keys=self._database.passages_of(stories) if stories else {},
            )
        return known

    def idf(self, terms: Iterable[str]) -> dict[str, float]:
        """Return how telling each index term is here: its inverse document frequency."""
        generation = self._current()
        return generation.terms.idf(terms) if generation else {}

    def _current(self) -> Generation | None:
        """Return the published generation, opened anew when a writer has published another."""
        number = current_number(self.path)
        return self._opened(number) if number else None

    def _opened(self, number: int) -> Generation:
        with self._opening:  # once, whatever threads ask for it
            known = self._generation
            if known is None or known.number != number:
                known = self._generation = self._load(number)
                if told := why_outdated(self.path, known.number):
                    log.warning(told)
            return known

    def _load(self, number: int) -> Generation:
        try:
            return Generation.load(self.path, number)
        except ArchiveDamagedError:
            # Two writers may have published between reading the number and opening its files.
            newest = current_number(self.path)
            if newest == number:
                raise
            return Generation.load(self.path, newest)

    def _check(self, filters: Filters, number: int) -> None:
        """Refuse a filter that names what the archive does not have."""
        if not (filters.outlets or filters.languages):
            return
        contents = self._count(Filters(), number)
        folded = {name.casefold() for name in contents.outlets}
        outlets = [name for name in filters.outlets if name.casefold() not in folded]
        _refuse_unknown("outlet", outlets, known=contents.outlets)
        languages = [code for code in filters.languages if code not in contents.languages]
        _refuse_unknown("language", languages, known=contents.languages)


def _refuse_unknown(kind: str, unknown: Collection[str], *, known: Collection[str]) -> None:
    for name in unknown:
        listed = ", ".join(known) or "none is named"
        raise RequestError(f"the archive has no {kind} '{name}'; what it has: {listed}")
