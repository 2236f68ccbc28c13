"""Passages for archives of any size: real ones first, then ones drawn to match them.

Real are the articles of MultiHop-RAG and the Reuters stories, read, cut and embedded by the archive
itself (once: `build/benchmarks/`). A drawn passage is made of two real ones, u and v:

- its text is the first half of u's sentences and the second half of v's, under u's title, so that
  words are as frequent, and as often together in a sentence, as in the real ones;
- its vector is u's, turned until their cosine is that of some real passage and the one nearest to
  it. The direction is the difference of v's vector and another real one's: so drawn vectors vary
  along the directions in which the real ones do, as much in each.

An article has as many passages as some real one, and the title, day and outlet of its first u.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray

from index import Archive, Article
from index.database import Database
from index.exact import unit_vectors
from index.recall import move
from index.splitting import Span, split_sentences

_AT_ONCE = 4_096
_COMPARED_AT_ONCE = 512


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Placed:
    """An article, where its passages are, and their unit vectors, shape (passages, dimension)."""

    article: Article
    spans: tuple[Span, ...]
    vectors: NDArray[np.float32]


def passages(archives: Sequence[Archive], *, seed: int = 1) -> Iterator[Placed]:
    """Yield the archives' articles, mixed, and then articles that are drawn to match, for ever."""
    real = [placed for archive in archives for placed in _real(archive)]
    generator = np.random.default_rng(seed)
    order = generator.permutation(len(real))
    yield from (real[at] for at in order)
    yield from _draw(real, generator)


def cosines_of_nearest(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the cosine of each unit vector and the one nearest to it."""
    nearest = np.empty(len(vectors), np.float32)
    for start in range(0, len(vectors), _COMPARED_AT_ONCE):
        some = vectors[start : start + _COMPARED_AT_ONCE] @ vectors.T
        some[np.arange(len(some)), np.arange(start, start + len(some))] = -1.0
        nearest[start : start + len(some)] = some.max(axis=1)
    return nearest.clip(-1.0, 1.0)


def _real(archive: Archive) -> Iterator[Placed]:
    """Yield the articles of an archive as it cut and embedded them."""
    database = Database.open(archive.path / "archive.sqlite")
    vectors: dict[int, NDArray[np.float32]] = {}
    for ids, blob in database.vectors(archive.encoder.name, generation=archive.generation):
        rows = np.frombuffer(blob, "<f2").reshape(len(ids), -1)
        vectors.update(zip(ids, unit_vectors(rows), strict=True))
    found = archive.passages(vectors)
    by_article: dict[str, list[int]] = {}
    for id_ in vectors:
        by_article.setdefault(found[id_].article.id, []).append(id_)
    for some in by_article.values():
        yield Placed(
            article=found[some[0]].article,
            spans=tuple(Span(found[id_].start, found[id_].end) for id_ in some),
            vectors=np.stack([vectors[id_] for id_ in some]),
        )


def _draw(real: Sequence[Placed], generator: np.random.Generator) -> Iterator[Placed]:
    halves = [_halves(span.of(one.article.text)) for one in real for span in one.spans]
    owners = [number for number, one in enumerate(real) for _ in one.spans]
    vectors = np.concatenate([one.vectors for one in real])
    nearest = cosines_of_nearest(vectors)
    known: set[str] = set()
    for _ in count():
        lengths = [len(real[at].spans) for at in generator.integers(len(real), size=_AT_ONCE)]
        u, v, w = generator.integers(len(vectors), size=(3, sum(lengths)))
        cosines = generator.choice(nearest, len(u))
        drawn = move(vectors[u], vectors[v] - vectors[w], cosine=cosines)
        texts = [halves[one][0] + halves[other][1] for one, other in zip(u, v, strict=True)]
        start = 0
        for length in lengths:
            some = slice(start, start + length)
            start += length
            placed = _placed(texts[some], real[owners[u[some][0]]].article, drawn[some])
            if placed.article.id not in known:
                known.add(placed.article.id)
                yield placed


def _halves(text: str) -> tuple[str, str]:
    """Cut a passage between its sentences; the text of each half ends where the next may begin."""
    sentences = split_sentences(text)
    at = sentences[len(sentences) // 2].start if len(sentences) > 1 else len(text)
    return text[:at].rstrip() + " ", text[at:].strip() + "\n" if at < len(text) else "\n"


def _placed(texts: Sequence[str], like: Article, vectors: NDArray[np.float32]) -> Placed:
    ends = np.cumsum([len(text) for text in texts]).tolist()
    article = Article(
        text="".join(texts),
        title=like.title,
        outlet=like.outlet,
        published=like.published,
        language=like.language,
    )
    starts = [0, *ends[:-1]]
    spans = tuple(Span(start, end) for start, end in zip(starts, ends, strict=True))
    return Placed(article=article, spans=spans, vectors=vectors)
