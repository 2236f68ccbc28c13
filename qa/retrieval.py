"""Questions into passages: the whole question and its parts searched, and the rankings merged."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from index import Archive, Filters, Hit, Query
from qa.parts import Part
from qa.periods import Period
from qa.question import Question, Understood, parse
from qa.words import content_words

# Passages that are read for an answer: benchmarks/README.md, "Fusion".
PASSAGES = 10
# All of these: benchmarks/README.md, "Questions of several parts".
OUTLET_BONUS = 0.4
DAY_BONUS = 0.4
# A whole year is more often when something happened than when it was published; not measured, for
# the development questions name days.
YEAR_BONUS = 0.1
_MONTH = timedelta(days=31)
# An article is dated by its last change, or by another clock than the question's.
DAYS_AROUND = 2
# The parts' words are mostly those of the article; a short question needs the dense side more.
DENSE_WEIGHT_OF_PARTS = 0.2
WHOLE_WEIGHT = 0.5
TURN = 0.85
DEPTH = 50
# For what was quoted before in the conversation, of a question that follows on it. Of 112 such
# questions of benchmarks/conversations.jsonl (`a`) the answering sentence was in three for 77; for
# 74 with 0.25, 73 with 0.1, 72 without (by rules of that time, and a script that is not kept).
QUOTED_BONUS = 0.5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Retrieved:
    """A question as it was understood, and the passages that were found for it, best first.

    `vector` is the question's unit vector, `part_vectors` those of its parts' queries, shape
    (number of parts, dimension). `found_for` has for every hit the numbers of the parts (from 0)
    that it was found for, the likeliest first; empty where only the whole question found it.
    """

    question: Question
    vector: NDArray[np.float32]
    part_vectors: NDArray[np.float32]
    hits: list[Hit]
    found_for: list[tuple[int, ...]]


def retrieve(
    archive: Archive,
    questions: Sequence[str | Understood],
    *,
    filters: Filters | None = None,
    passages: int = PASSAGES,
) -> list[Retrieved]:
    """Understand some questions and find their passages; they are embedded together.

    The outlets and the days that a question names lift what was published there and then; they
    never hide anything. A hit's score is the best of what the whole question and its parts gave it;
    the order of several parts' hits is that of `merge`.

    Args:
        archive: where to look.
        questions: in plain words, or as they were understood in a conversation: then what was
            quoted there is lifted too.
        filters: which articles may be searched.
        passages: how many hits for each question, at most.

    Raises:
        RequestError: a question cannot be asked, or a filter names what the archive does not have.
    """
    contents = archive.contents()
    put = [Understood(question=one) if isinstance(one, str) else one for one in questions]
    asked = [
        parse(one.question, about=one.about, known_outlets=contents.outlets, latest=contents.latest)
        for one in put
    ]
    texts = [text for question in asked for text in _texts(question)]
    vectors = archive.encoder.encode_questions(texts) if texts else np.empty((0, 0), np.float32)
    queries, rows, at = [], [], 0
    for question in asked:
        rows.append(vectors[at : at + 1 + len(question.parts)])
        queries += _queries(question, rows[-1])
        at += len(rows[-1])
    is_wide = any(question.parts for question in asked) or any(one.articles for one in put)
    depth = max(passages, DEPTH) if is_wide else passages
    found = iter(archive.search_many(queries, limit=depth, filters=filters))
    return [
        _retrieved(question, row, [_lifted(next(found), one.articles) for _ in row], limit=passages)
        for question, one, row in zip(asked, put, rows, strict=True)
    ]


def _lifted(hits: list[Hit], articles: Collection[str]) -> list[Hit]:
    """Lift the passages of some articles by `QUOTED_BONUS`; none is hidden for it."""
    if not articles:
        return hits
    some = (
        replace(hit, score=hit.score + QUOTED_BONUS) if hit.passage.article.id in articles else hit
        for hit in hits
    )
    return sorted(some, key=lambda hit: (-hit.score, hit.passage.id))


def merge(
    whole: Sequence[Hit],
    parts: Sequence[Sequence[Hit]],
    *,
    limit: int,
    whole_weight: float = WHOLE_WEIGHT,
    turn: float = TURN,
) -> list[tuple[Hit, tuple[int, ...]]]:
    """Merge the hits of a question and of its parts, so that every part comes up high.

    The next hit is always the one with the highest score in any part, plus `whole_weight` of its
    score in the whole question; each hit that a part has given lowers its scores by `turn`, so that
    the parts take turns. What a list lacks counts 0 there; ties break by id.

    Returns:
        The hits, best first, each with the parts among whose own first hits it was, that which
        gave it first; none where only the whole question found it there.
    """
    scores = [{hit.passage.id: hit.score for hit in hits} for hits in parts]
    base = {hit.passage.id: whole_weight * hit.score for hit in whole}
    tops = [{hit.passage.id for hit in hits[:limit]} for hits in parts]
    known = _best_of(whole, *parts)
    waiting, shares = sorted(known), [1.0] * len(parts)
    merged: list[tuple[Hit, tuple[int, ...]]] = []
    while waiting and len(merged) < limit:
        gains = {
            id_: [share * part.get(id_, 0.0) for share, part in zip(shares, scores, strict=True)]
            for id_ in waiting
        }
        best = max(waiting, key=lambda id_: max(gains[id_]) + base.get(id_, 0.0))
        waiting.remove(best)
        giver = gains[best].index(max(gains[best]))
        if gains[best][giver]:
            shares[giver] *= turn
        found = [
            n for n, gain in enumerate(gains[best]) if gain and (n == giver or best in tops[n])
        ]
        merged.append((known[best], tuple(sorted(found, key=lambda n: (n != giver, n)))))
    return merged


def _best_of(*rankings: Sequence[Hit]) -> dict[int, Hit]:
    """Put together what several rankings say of a passage: the highest of each score."""
    known: dict[int, Hit] = {}
    for hit in (hit for ranking in rankings for hit in ranking):
        other = known.setdefault(hit.passage.id, hit)
        known[hit.passage.id] = replace(
            other,
            score=max(other.score, hit.score),
            cosine=max((c for c in (other.cosine, hit.cosine) if c is not None), default=None),
            bm25=max((b for b in (other.bm25, hit.bm25) if b is not None), default=None),
        )
    return known


def _retrieved(
    question: Question,
    vectors: NDArray[np.float32],
    found: Sequence[list[Hit]],
    *,
    limit: int,
) -> Retrieved:
    whole, *parts = found
    merged = merge(whole, parts, limit=limit) if parts else [(hit, ()) for hit in whole[:limit]]
    return Retrieved(
        question=question,
        vector=vectors[0],
        part_vectors=vectors[1:],
        hits=[hit for hit, _ in merged],
        found_for=[numbers for _, numbers in merged],
    )


def _texts(question: Question) -> list[str]:
    return [question.asked, *(part.query for part in question.parts)]


def _queries(question: Question, vectors: NDArray[np.float32]) -> list[Query]:
    """Make the queries of a question and of its parts, in this order."""
    asked: list[tuple[Question | Part, str]] = [(question, question.asked)]
    asked += [(part, part.query) for part in question.parts]
    weight = DENSE_WEIGHT_OF_PARTS if question.parts else None
    return [
        replace(query(one, text), vector=vector, dense_weight=weight)
        for (one, text), vector in zip(asked, vectors, strict=True)
    ]


def query(
    one: Question | Part,
    text: str,
    *,
    outlet_bonus: float = OUTLET_BONUS,
    day_bonus: float = DAY_BONUS,
) -> Query:
    """Make a query of a text that lifts what a question or a part of it names."""
    return Query(
        text=text,
        words=content_words(text),
        favour={outlet.casefold(): outlet_bonus for outlet in one.outlets},
        favour_published={
            _around(period): day_bonus if period.last - period.first < _MONTH else YEAR_BONUS
            for period in one.periods
        },
    )


def _around(period: Period) -> tuple[date, date]:
    """Take in the days around a period, as far as the calendar goes."""
    days = timedelta(days=DAYS_AROUND)
    first = period.first - min(days, period.first - date.min)
    return first, period.last + min(days, date.max - period.last)
