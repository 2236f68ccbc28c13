"""Writing: articles into the database, missing vectors, and a new generation."""

import hashlib
import logging
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index import generation
from index.article import Article
from index.copies import are_copies, fingerprint, sketch
from index.database import Database
from index.embedding import Embedding, embed
from index.encoder import Encoder
from index.known_files import Item
from index.locking import files_written
from index.moved_files import MovedFiles
from index.origins import is_url
from index.progress import Progress, Report
from index.published import clean_up, publish, why_outdated
from index.reading import Failed, Found, Skipped
from index.reading.found import Known
from index.reports import AddReport, LeftOut
from index.revisions import are_versions, newest_of
from index.same_page import page_of
from index.splitting import Span, split_passages
from index.vector_kind import VectorSettings

if TYPE_CHECKING:
    from datetime import datetime

log = logging.getLogger(__name__)

# As context a title is cut here, so that it never crowds out the passage.
_CONTEXT_CHARACTERS = 200
_SPECIAL_TOKENS = 2
# However long the title and short the model: a passage is never less than this.
_LEAST_BUDGET = 16
_EMBED_AT_ONCE = 256
_COMMIT_EVERY = 50
# Texts that a new one is compared with: a story needs one link to the others to be one story.
_COMPARED = 32


class Writer:
    """Prepares one generation of an archive and publishes it; use it inside `writing`."""

    def __init__(
        self,
        root: Path,
        database: Database,
        encoder: Encoder,
        *,
        number: int,
        settings: VectorSettings | None = None,
    ) -> None:
        self._root = root
        self._settings = settings
        self._database = database
        self._encoder = encoder
        self._number = number
        self._fresh: dict[bytes, str] = {}
        self._embedded = 0
        self._moved: MovedFiles | None = None
        self._captured: dict[str, datetime] = {}

    def take_in(
        self, found: Iterable[Item], report: Report, *, moved: MovedFiles | None = None
    ) -> AddReport:
        """Write articles to the database, some at a time; they show with the next `publish`.

        `moved` tells which of them came from files that had other names before.

        What fills a batch is embedded meanwhile, and the rest by `publish`.
        """
        self._database.index_pages()
        self._moved = moved
        outcomes: dict[str, list[str]] = {"added": [], "changed": [], "unchanged": []}
        skipped, failed = LeftOut[Skipped](), LeftOut[Failed]()
        with Embedding(self._encoder) as embedding:
            for batch in _batches(found, _COMMIT_EVERY):
                with self._database.transaction():
                    for item in batch:
                        if isinstance(item, Found):
                            outcomes[self._take_in_one(item)].append(item.origin)
                        elif isinstance(item, Known):
                            outcomes["unchanged"].append(item.origin)
                        elif isinstance(item, Skipped):
                            skipped.take(item)
                        else:
                            failed.take(item)
                self._embed_beside(embedding, report)
            self._store(embedding.take(wait=True))
        lists = {outcome: tuple(origins) for outcome, origins in outcomes.items()}
        return AddReport(
            **lists,
            skipped=tuple(skipped.listed),
            failed=tuple(failed.listed),
            more_skipped=tuple(skipped.more()),
            more_failed=tuple(failed.more()),
        )

    def remove(self, article_ids: Iterable[str]) -> None:
        """Let articles end with the generation before this one."""
        with self._database.transaction():
            for article_id in article_ids:
                self._database.remove_article(article_id, generation=self._number)

    def publish(self, report: Report, *, force: bool = False) -> None:
        """Embed what is new, make the search files and let readers see them.

        Does nothing where nothing has changed and the search files are there and this version's,
        unless `force`d.

        Raises:
            ArchiveError: its disk is full, say; readers see what they saw before.
            ArchiveDamagedError: the search files are lost, and the database is damaged as well.
        """
        self._embed_missing(report)
        changed = self._number == 1 or self._database.changes(generation=self._number)
        if not (force or changed) and self._is_current(self._number - 1):
            self._tidy(published=self._number - 1)
            return
        report(Progress(stage="publishing", done=0, total=1))
        with files_written(self._root):
            generation.build(
                self._root,
                self._database,
                number=self._number,
                model=self._encoder.name,
                dimension=int(self._database.setting("dimension") or self._encoder.dimension),
                settings=self._settings,
            )
            publish(self._root, self._number)
        self._tidy(published=self._number)
        report(Progress(stage="publishing", done=1, total=1))

    def _is_current(self, number: int) -> bool:
        """Tell whether the search files of a generation are as they would be made now.

        Raises:
            ArchiveDamagedError: they are lost, and the database is damaged as well.
        """
        # 50 ms for 50,000 vectors, the most of a flat index: less than what says "unchanged".
        if not generation.is_whole(self._root, number):
            log.warning("search files of %s are lost or damaged; they are made anew", self._root)
            self._database.check()
            return False
        if why_outdated(self._root, number):
            log.warning("the term index of %s is another version's; it is made anew", self._root)
            return False
        return True

    def _tidy(self, *, published: int) -> None:
        """Delete what nobody can see, and what a killed writer left."""
        # A reader that has just opened the one before may go on with it until its next search.
        clean_up(self._root, keep={published, published - 1})
        self._database.purge(generation=published - 1)

    def _take_in_one(self, found: Found) -> str:
        """Write an article, and let it take the place of its older versions, or a newer one its."""
        article, database = found.article, self._database
        if found.captured_at:
            self._captured[article.id] = found.captured_at
        before = database.article_of_origin(found.origin) or self._before_it_moved(found)
        known, kept = database.holds(article.id), database.keeps(article.id)
        if before == article.id and (known or kept):
            return "unchanged"
        database.set_origin(found.origin, article.id)
        # Whatever the new text says, its own place has no longer the old one.
        ended = before if before and not database.has_origin(before) else None
        others = [] if known else self._versions_elsewhere(found, besides=ended)
        if others and (before == article.id or (kept and before is None)):
            return "unchanged"  # an older version, known as such or dropped
        newest = newest_of(article, others, stays=lambda other: self._stays(other, found))
        if not known:
            self._insert(article, live=newest is article)
        older = [other.id for other in others] + [article.id] * (newest is not article)
        for article_id in [*older, *([ended] if ended else [])]:
            if article_id != newest.id:
                database.replace_article(article_id, by=newest.id, generation=self._number)
        if others or before not in {None, article.id}:
            return "changed"
        return "unchanged" if known else "added"

    def _stays(self, other: Article, found: Found) -> bool:
        """Tell whether another text stays live beside a version that comes after it.

        It was captured later; or it is the fuller one, and the version a rendering of its page.
        """
        mine, its = (self._captured.get(one.id) for one in (found.article, other))
        if mine and its:
            return its > mine
        return _is_rendering(found) and len(other.text) > len(found.article.text)

    def _before_it_moved(self, found: Found) -> str | None:
        return self._moved.take_over(found) if self._moved else None

    def _insert(self, article: Article, *, live: bool) -> None:
        """Insert an article; an older version is never searched and needs no passages."""
        cut = self._cut(article) if live else []
        hashed = [(span, _content_hash(text)) for span, text in cut]
        key = self._database.insert_article(article, hashed, generation=self._number)
        if live:
            self._link_copies(key, article)
            for (_, content), (_, text) in zip(hashed, cut, strict=True):
                self._fresh[content] = text

    def _versions_elsewhere(self, found: Found, *, besides: str | None) -> list[Article]:
        """Return the live articles from other places that are versions of a new one."""
        from index.reading.addresses import same_site

        article = found.article
        page = page_of(article.url)
        if page is None:
            return []
        # What a site says of another one's page must not take the place of that page's own text.
        if is_url(found.origin) and not same_site(found.origin, article.url or ""):
            return []
        others = self._database.on_page(page, limit=_COMPARED)
        return [o for o in others if o.id != besides and are_versions(o, article)]

    def _link_copies(self, key: int, article: Article) -> None:
        """Find the copies of a new article among what is there, without reading all of it."""
        bands, own = sketch(article.text), fingerprint(article.text, title=article.title)
        others = self._database.sharing_a_band(bands, limit=_COMPARED)
        self._database.link_copies(
            key,
            [
                other
                for other, text, title in others
                if are_copies(own, fingerprint(text, title=title))
            ],
        )
        self._database.keep_sketch(key, bands)

    def _cut(self, article: Article) -> list[tuple[Span, str]]:
        """Cut an article into passages, each with what is embedded of it."""
        count_tokens = self._encoder.count_tokens
        budget = (
            self._encoder.max_tokens - _SPECIAL_TOKENS - count_tokens([_context(article.title)])[0]
        )
        spans = split_passages(
            article.text, count_tokens=count_tokens, budget=max(budget, _LEAST_BUDGET)
        )
        return [(span, _embedded(article.title, span.of(article.text))) for span in spans]

    def _embed_beside(self, embedding: Embedding, report: Report) -> None:
        """Hand over the passages that were cut since, and store what has been embedded."""
        missing = self._database.without_vector(self._encoder.name, self._fresh)
        embedding.give((content, self._fresh[content]) for content in missing)
        self._fresh.clear()
        if ready := embedding.take():
            self._store(ready)
            report(Progress(stage="embedding", done=self._embedded, total=embedding.given))

    def _store(self, vectors: Sequence[tuple[bytes, NDArray[np.float32]]]) -> None:
        rows = [(content, vector.astype("<f2").tobytes()) for content, vector in vectors]
        with self._database.transaction():
            self._database.store_vectors(self._encoder.name, rows)
        self._embedded += len(rows)

    def _embed_missing(self, report: Report) -> None:
        model = self._encoder.name
        missing = self._database.missing_vectors(model, generation=self._number)
        total = self._embedded + len(missing)
        for done in range(0, len(missing), _EMBED_AT_ONCE):
            report(Progress(stage="embedding", done=self._embedded, total=total))
            batch = missing[done : done + _EMBED_AT_ONCE]
            passages = self._database.passage_texts_by_id([id_ for _, id_ in batch])
            texts = [_embedded(passage.title, passage.text) for passage in passages]
            vectors = embed(self._encoder, texts)
            contents = [content for content, _ in batch]
            self._store(list(zip(contents, vectors, strict=True)))
        if total:
            report(Progress(stage="embedding", done=total, total=total))


def _is_rendering(found: Found) -> bool:
    """Tell whether a fetched page says that it is another one, as pages for telephones do."""
    if not is_url(found.origin) or "#" in found.origin:  # an entry of a feed is no page
        return False
    return page_of(found.origin) != page_of(found.article.url)


def _batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def _context(title: str | None) -> str:
    return f"{title[:_CONTEXT_CHARACTERS]}\n" if title else ""


def _embedded(title: str | None, passage: str) -> str:
    """Return what the model reads: the passage with its article's title as context."""
    return _context(title) + passage.strip()


def _content_hash(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()
