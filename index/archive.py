"""The archive: articles and what is needed to search them, in one directory."""

import logging
import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Self

import numpy as np
from numpy.typing import NDArray

from index import generation as generations
from index.article import Article
from index.contents import Contents
from index.database import Database
from index.encoder import BUNDLED_MODEL, Encoder, load_encoder
from index.errors import (
    ArchiveDamagedError,
    ArchiveExistsError,
    ArchiveMismatchError,
    ArchiveMissingError,
    RequestError,
)
from index.filters import Filters
from index.fusion import fuse_scores
from index.generation import Generation
from index.passage import Passage
from index.query import Hit, Query
from index.reading import Failed, FieldAliases, Found, Limits, Skipped, discover
from index.writer import AddReport, Progress, Report, Writer, read_all, writing

FORMAT = "2"
# Fusion and depth: benchmarks/README.md, "Fusion".
DENSE_WEIGHT = 0.3
CANDIDATES = 100
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What is in an archive and how it was made. `pending` articles wait for the next `add`."""

    path: Path
    model: str
    generation: int
    pending: int
    size_bytes: int
    contents: Contents


class Archive:
    """Articles and what is needed to search them, in one directory.

    Any number of processes and threads may search while one writes; a search always sees one
    published generation whole.
    """

    def __init__(self, path: Path, database: Database, encoder: Encoder) -> None:
        self.path = path
        self.encoder = encoder
        self._database = database
        self._generation: Generation | None = None

    @classmethod
    def create(cls, path: str | Path, *, encoder: Encoder | None = None) -> Self:
        """Make an empty archive.

        Raises:
            ArchiveExistsError: there is one already.
            ModelError: the model cannot be loaded; nothing is written then.
        """
        root = Path(path)
        encoder = encoder or load_encoder()
        # Asked first: a model that cannot be loaded leaves no empty archive behind.
        settings = {
            "format": FORMAT,
            "model": encoder.name,
            "dimension": str(encoder.dimension),
        }
        file = root / "archive.sqlite"
        root.mkdir(parents=True, exist_ok=True)
        with writing(root):
            if file.exists():
                raise ArchiveExistsError(
                    f"there is an archive at {root} already; open it, or choose another directory"
                )
            # The database comes last: with it there is an archive.
            generations.publish(root, 0)
            database = Database.create(file, settings=settings)
        return cls(root, database, encoder)

    @classmethod
    def open(cls, path: str | Path, *, encoder: Encoder | None = None) -> Self:
        """Open an archive with the model that it was made with.

        Raises:
            ArchiveMissingError: there is none.
            ArchiveMismatchError: `encoder` is another model, or the format is another.
        """
        root = Path(path)
        database = Database.open(root / "archive.sqlite")
        found, model = database.setting("format"), database.setting("model") or BUNDLED_MODEL
        if found != FORMAT:
            raise ArchiveMismatchError(
                f"the archive {root} has format {found}, this version reads {FORMAT}; make it "
                "again: onrecord add SOURCES --archive NEW_DIRECTORY"
            )
        encoder = encoder or load_encoder(model)
        if encoder.name != model:
            raise ArchiveMismatchError(
                f"the archive {root} was made with the model '{model}', not '{encoder.name}'; "
                f"leave the model out, or make another archive: onrecord add SOURCES --archive "
                f"NEW_DIRECTORY --model {encoder.name}"
            )
        return cls(root, database, encoder)

    @classmethod
    def open_or_create(cls, path: str | Path, *, encoder: Encoder | None = None) -> Self:
        """Open the archive at `path`, or make it if there is none."""
        try:
            return cls.open(path, encoder=encoder)
        except ArchiveMissingError:
            return cls.create(path, encoder=encoder)

    # Writing -----------------------------------------------------------------------------------

    def add(
        self,
        *sources: str | Path | BinaryIO,
        aliases: FieldAliases | None = None,
        limits: Limits | None = None,
        progress: Report | None = None,
    ) -> AddReport:
        """Read files, folders or streams into the archive and publish them.

        What is in it already is left alone; a file or URL whose text has changed replaces its old
        version; only new text is embedded. Work that an earlier, killed `add` left is finished.
        What cannot be read, or goes beyond the limits, is in the report with the reason.

        Raises:
            ReadingError: a source does not exist; nothing has been added then.
            ArchiveBusyError: another process is writing.
        """
        report = progress or _silent
        streams = [source for source in sources if not isinstance(source, str | Path)]
        paths = list(discover(source for source in sources if isinstance(source, str | Path)))
        found = read_all(
            paths,
            streams,
            aliases=aliases or FieldAliases(),
            limits=limits or Limits(),
            report=report,
        )
        return self._add(found, report)

    def add_articles(
        self, articles: Iterable[Article], *, progress: Report | None = None
    ) -> AddReport:
        """Add articles made in Python; an article's origin is its URL, or else its id."""
        found = (Found(origin=article.url or article.id, article=article) for article in articles)
        return self._add(found, progress or _silent)

    def remove(self, *article_ids: str) -> int:
        """Remove articles by id and publish; return how many.

        Raises:
            RequestError: no article has one of the ids; nothing is removed then.
        """
        ids = set(article_ids)
        with self._writer() as writer:
            for article_id in ids:
                # A killed `remove` may have marked it already: then this one finishes the job.
                if not self._database.holds(article_id) and self.article(article_id) is None:
                    raise RequestError(
                        f"no article '{article_id}' in {self.path}; list the ids with: "
                        "onrecord status --articles"
                    )
            writer.remove(ids)
            writer.publish(_silent)
        return len(ids)

    def repair(self, *, progress: Report | None = None) -> None:
        """Make the search files anew from the database."""
        with writing(self.path):
            number = generations.newest_number(self.path, self._database) + 1
            writer = Writer(self.path, self._database, self.encoder, number=number)
            writer.publish(progress or _silent, force=True)

    def _add(self, found: Iterable[Found | Skipped | Failed], report: Report) -> AddReport:
        with self._writer() as writer:
            outcome = writer.take_in(found)
            writer.publish(report)
        return outcome

    @contextmanager
    def _writer(self) -> Iterator[Writer]:
        with writing(self.path):
            number = generations.current_number(self.path) + 1
            yield Writer(self.path, self._database, self.encoder, number=number)

    # Reading -----------------------------------------------------------------------------------

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

    def article(self, article_id: str) -> Article | None:
        """Return an article of the published generation by its id, or None."""
        number = generations.current_number(self.path)
        return self._database.article(article_id, generation=number)

    def articles(self, *, limit: int | None = None) -> list[Article]:
        """Return the articles of the published generation, newest first, undated ones last."""
        number = generations.current_number(self.path)
        return list(self._database.articles(generation=number, limit=limit))

    def contents(self, filters: Filters | None = None) -> Contents:
        """Count what a filter admits in the published generation."""
        number = generations.current_number(self.path)
        return self._database.contents(filters or Filters(), generation=number)

    def status(self) -> Status:
        """Tell what is in the archive and how it was made."""
        number = generations.current_number(self.path)
        return Status(
            path=self.path,
            model=self.encoder.name,
            generation=number,
            pending=self._database.changes(generation=number + 1),
            size_bytes=_size_of(self.path),
            contents=self._database.contents(Filters(), generation=number),
        )

    def setting(self, name: str) -> str | None:
        """Return what was kept in the archive under a name, or None."""
        return self._database.setting(name)

    def keep_setting(self, name: str, value: str | None) -> None:
        """Keep a value in the archive under a name; None forgets it.

        Raises:
            ArchiveBusyError: another process is writing.
        """
        with writing(self.path):
            self._database.keep_setting(name, value)

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


def _size_of(root: Path) -> int:
    """Add up the sizes of the files; one that a writer deletes meanwhile counts nothing."""
    size = 0
    for folder, _, names in os.walk(root):
        for name in names:
            with suppress(FileNotFoundError):
                size += Path(folder, name).stat().st_size
    return size


def _silent(_: Progress) -> None:
    """Report to nobody."""
