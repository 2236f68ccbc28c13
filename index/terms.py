"""Words by passage id, ranked by BM25 in Tantivy; nothing else imports tantivy."""

import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Self

import tantivy

from index.errors import ArchiveDamagedError
from index.filters import Filters
from index.forms import with_base_forms, without_dots
from index.fusion import best_first

_ANALYZER = "onrecord"
_UNDATED = 0
_PANIC = "PanicException"
# One writer thread makes one segment, and so the same scores at every build.
_WRITER_THREADS = 1
_WRITER_BYTES = 64_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TermDocument:
    """What the term index knows of one passage; `text` holds its title and outlet too."""

    id: int
    text: str
    outlet: str | None
    published: date | None
    language: str | None


@cache
def _analyzer() -> tantivy.TextAnalyzer:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(60))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stopword("english"))
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


def analyze(text: str) -> list[str]:
    """Return the index terms of a text, in order: lower case, unaccented, stemmed, no stop words.

    >>> analyze("Why hasn’t Belarus sent its troops?")
    ['whi', 'hasn', 't', 'belarus', 'send', 'it', 'troop']
    >>> analyze("U.S. sanctions") == analyze("US sanctions")
    True
    """
    return list(_analyzer().analyze(_settled(text)))


def _settled(text: str) -> str:
    return with_base_forms(without_dots(text))


@cache
def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", fast=True)
    builder.add_text_field("text", tokenizer_name=_ANALYZER, index_option="freq")
    builder.add_text_field("outlet", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("language", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("published", indexed=True, fast=True)
    return builder.build()


class TermIndex:
    """A BM25 index (k1 = 1.2, b = 0.75) of passages in one directory."""

    def __init__(self, index: tantivy.Index, directory: Path) -> None:
        self._directory = directory
        index.register_tokenizer(_ANALYZER, _analyzer())
        index.config_reader(reload_policy="manual")
        index.reload()
        self._searcher = index.searcher()

    @classmethod
    def build(cls, directory: Path, documents: Iterable[TermDocument]) -> Self:
        """Write an index of `documents` into an empty directory.

        Raises:
            OSError: it cannot be written.
        """
        directory.mkdir(parents=True)
        try:
            index = tantivy.Index(_schema(), path=str(directory))
            index.register_tokenizer(_ANALYZER, _analyzer())
            writer = index.writer(heap_size=_WRITER_BYTES, num_threads=_WRITER_THREADS)
            for document in documents:
                writer.add_document(_as_tantivy(document))
            writer.commit()
            writer.wait_merging_threads()
        except ValueError as error:
            raise OSError(f"the term index was not written whole: {error}") from error
        return cls(index, directory)

    @classmethod
    def load(cls, directory: Path) -> Self:
        """Open an index that `build` wrote.

        Raises:
            ArchiveDamagedError: a file is missing or unreadable.
        """
        with _damage_named(directory):
            return cls(tantivy.Index.open(str(directory)), directory)

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def idf(self, terms: Iterable[str]) -> dict[str, float]:
        """Return each term's inverse document frequency, ln(1 + (N - n + 0.5) / (n + 0.5)).

        Robertson and Zaragoza (2009), section 3; N passages in all, n of them with the term.
        """
        total = len(self)
        with _damage_named(self._directory):
            counts = {term: self._searcher.doc_freq("text", term) for term in terms}
        return {t: math.log(1 + (total - n + 0.5) / (n + 0.5)) for t, n in counts.items()}

    def search(self, question: str, *, limit: int, filters: Filters) -> dict[int, float]:
        """Find the passages that share words with the question.

        Returns:
            The BM25 score by passage id, best first; ties break by id.

        Raises:
            ArchiveDamagedError: a file that is first read now is missing or unreadable.
        """
        words = [
            (tantivy.Occur.Should, tantivy.Query.term_query(_schema(), "text", term, "freq"))
            for term in dict.fromkeys(analyze(question))
        ]
        if not words:
            return {}
        matching = tantivy.Query.boolean_query(words)
        required = [(tantivy.Occur.Must, query) for query in _filter_queries(filters)]
        if required:
            matching = tantivy.Query.boolean_query([(tantivy.Occur.Must, matching), *required])
        with _damage_named(self._directory):
            hits = self._searcher.search(matching, limit=limit, count=False).hits
            column = self._searcher.fast_field_values("id", [address for _, address in hits])
            ids = [int(i) for i in column if i is not None]  # None comes of a damaged file
            found = {i: float(score) for i, (score, _) in zip(ids, hits, strict=True)}
        return {i: found[i] for i in best_first(found)}


@contextmanager
def _damage_named(directory: Path) -> Iterator[None]:
    """Turn what tantivy raises on bad files into an error that says how to mend them."""
    try:
        yield
    except BaseException as error:
        # Where it trusts a file it panics, and that has no class that could be imported.
        if not isinstance(error, ValueError | OSError) and type(error).__name__ != _PANIC:
            raise
        raise ArchiveDamagedError.to_repair(
            f"the term index {directory} is lost or damaged", directory.parents[2]
        ) from error


def _as_tantivy(document: TermDocument) -> tantivy.Document:
    made = tantivy.Document()
    made.add_integer("id", document.id)
    made.add_text("text", _settled(document.text))
    made.add_text("outlet", (document.outlet or "").casefold())
    made.add_text("language", document.language or "")
    made.add_integer(
        "published", document.published.toordinal() if document.published else _UNDATED
    )
    return made


def _filter_queries(filters: Filters) -> list[tantivy.Query]:
    """Make queries that filter and add nothing to the score."""
    queries = []
    if filters.outlets:
        names = [name.casefold() for name in filters.outlets]
        queries.append(tantivy.Query.term_set_query(_schema(), "outlet", names))
    if filters.languages:
        languages = list(filters.languages)
        queries.append(tantivy.Query.term_set_query(_schema(), "language", languages))
    if filters.since or filters.until:
        first = (filters.since or date.min).toordinal()
        last = (filters.until or date.max).toordinal()
        queries.append(
            tantivy.Query.range_query(
                _schema(), "published", tantivy.FieldType.Integer, first, last
            )
        )
    return [tantivy.Query.const_score_query(query, 0.0) for query in queries]
