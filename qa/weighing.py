"""What was found for a question is read: passages into candidates, these into ranked sentences."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from index import Hit
from qa.evidence import Scored
from qa.pool import READ_ALONE, UNPROMISING, Found, Pool
from qa.question import parse
from qa.reader import Reader
from qa.recent import Embed
from qa.retrieval import Retrieved

# A passage may answer by any of its sentences: it has the odds of its best one times this, which is
# e squared. Of every third question of multihop_rag, and of every third from the second on: MRR@10
# as retrieved 0.721 and 0.703, reranked so 0.740 and 0.727; MAP@10 0.503, 0.484; 0.514, 0.497. By
# what the reader says of the passage alone 0.728, 0.718; 0.509, 0.491. With the odds times 3 or 20:
# MRR@10 0.733, 0.723; 0.733, 0.724. Of the first third, reranked so, benchmarks/quality.py measures
# both (`reranked_of_a_third`); the others are by a script that is not kept.
PASSAGE_ODDS = 7.4
PLACES_FOR_RELEVANCE = 4.0
_LEAST_READ_ALONE = 4

Idf: TypeAlias = Callable[[Iterable[str]], Mapping[str, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """The sentences that were found for a question, best first.

    `ranked` are those of all its parts together, `by_part` those of each by itself; a question of
    one part is that part.
    """

    ranked: list[Scored]
    by_part: list[tuple[Found, list[Scored]]]


def weigh_all(
    retrieved: Sequence[Retrieved],
    *,
    reader: Reader,
    embed: Embed,
    idf: Idf,
    unpromising: float = UNPROMISING,
) -> list[Weighed]:
    """Read and rank what was found for some questions, each part of one by itself.

    `embed` embeds sentences; `unpromising` is as in `Found`; at 0 every passage is read.
    """
    founds = [
        [replace(found, unpromising=unpromising) for found in founds_of(one)] for one in retrieved
    ]
    together = [found for some in founds for found in some]
    weighed = iter(weigh(together, reader=reader, embed=embed, idf=idf))
    parts = [[(found, next(weighed)) for found in some] for some in founds]
    return [Weighed(ranked=_together([r for _, r in some]), by_part=some) for some in parts]


def rerank(hits: Sequence[Hit], ranked: Sequence[Scored]) -> list[Hit]:
    """Order passages by their place in retrieval and by how likely they answer.

    The likeliest moves up by `PLACES_FOR_RELEVANCE`; ties stay in retrieval's order, as does what
    was not read.
    """
    likely = passages_likely(ranked)

    def place(numbered: tuple[int, Hit]) -> float:
        passage = numbered[1].passage
        probability = likely.get((passage.article.id, passage.text), 0.0)
        return numbered[0] - PLACES_FOR_RELEVANCE * probability

    return [hit for _, hit in sorted(enumerate(hits), key=place)]


def passages_likely(ranked: Iterable[Scored]) -> dict[tuple[str, str], float]:
    """Return how likely each passage answers, by its article's id and its text.

    By its best sentence, with all that is known of it but for reading it alone; of several parts of
    a question by the one that it answers best.
    """
    best: dict[tuple[str, str], float] = {}
    for scored in ranked:
        key = (scored.candidate.article.id, scored.candidate.passage)
        best[key] = max(best.get(key, 0.0), scored.first_sight)
    return {key: p * PASSAGE_ODDS / (1.0 + p * (PASSAGE_ODDS - 1.0)) for key, p in best.items()}


def founds_of(retrieved: Retrieved) -> list[Found]:
    """Give each part of a question the passages that were found for it first."""
    parts = retrieved.question.parts
    if not parts:
        return [Found(question=retrieved.question, vector=retrieved.vector, hits=retrieved.hits)]
    pairs = list(zip(retrieved.hits, retrieved.found_for, strict=True))
    return [
        Found(
            question=parse(part.query),
            vector=retrieved.part_vectors[number],
            # What only the whole question found is read for every part.
            hits=[hit for hit, numbers in pairs if number in numbers or not numbers],
            part=part.text,
            read_alone=max(READ_ALONE // len(parts), _LEAST_READ_ALONE),
        )
        for number, part in enumerate(parts)
    ]


def weigh(founds: Sequence[Found], *, reader: Reader, embed: Embed, idf: Idf) -> list[list[Scored]]:
    """Read what was found, passages first and the best sentences then; rank each one's own."""
    pools = [Pool(found, idf(found.question.terms)) for found in founds]
    _read_passages([(pool, at) for pool in pools for at in pool.passages_first()], reader)
    _read_passages([(pool, at) for pool in pools for at in pool.passages_then()], reader)
    _read_sentences([(pool, at) for pool in pools for at in pool.sentences()], reader, embed)
    return [pool.ranked() for pool in pools]


def _read_passages(some: Sequence[tuple[Pool, int]], reader: Reader) -> None:
    readings = reader.read([pool.passage_pair(number) for pool, number in some])
    for (pool, number), reading in zip(some, readings, strict=True):
        pool.note_passage(number, reading)


def _read_sentences(some: Sequence[tuple[Pool, int]], reader: Reader, embed: Embed) -> None:
    pairs = [pool.sentence_pair(at) for pool, at in some]
    readings = reader.read(pairs)
    vectors = embed([pair.passage for pair in pairs]) if pairs else ()
    for (pool, at), reading, vector in zip(some, readings, vectors, strict=True):
        pool.note_sentence(at, reading, vector)


def _together(rankings: Sequence[list[Scored]]) -> list[Scored]:
    """Put the parts' rankings together, best first; a sentence found for two parts stands once."""
    if len(rankings) == 1:
        return rankings[0]
    known: dict[tuple[str, int], list[Scored]] = {}
    for scored in (scored for ranked in rankings for scored in ranked):
        place = (scored.candidate.article.id, scored.candidate.start)
        known.setdefault(place, []).append(scored)
    return sorted(map(_once, known.values()), key=lambda s: -s.score)


def _once(same: Sequence[Scored]) -> Scored:
    """Leave one of what the parts of a question say of a sentence: the part that it suits best."""
    best = max(same, key=lambda s: s.score)
    also: dict[str, float] = {}
    for other in same:
        part = other.candidate.part
        if part is not None and part != best.candidate.part:
            also[part] = max(also.get(part, 0.0), other.score)
    first_sight = max(scored.first_sight for scored in same)
    return replace(best, also=tuple(also.items()), first_sight=first_sight)
