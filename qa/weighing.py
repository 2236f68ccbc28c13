"""What was found for a question is read: passages into candidates, these into ranked sentences."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from index import Encoder, Hit
from index.cleaning import is_heading
from index.splitting import Span, split_sentences
from qa.evidence import Scored, at_first_sight, rank_described
from qa.features import Candidate, describe, gives_reason, is_bare_name, note_reading
from qa.question import Kind, Question, parse
from qa.reader import Pair, Reader
from qa.reading import Reading, widened
from qa.retrieval import Retrieved

# Sentences that are read alone, the best at first sight: benchmarks/README.md, "Reading". The parts
# of a question share them, but each has some.
READ_ALONE = 12
_LEAST_READ_ALONE = 4
# What at first sight is so much less likely than the best is not read alone: it would change no
# statement (benchmarks/README.md, "Reading"), and takes a twelfth of the time.
UNLIKELY = 0.005
# Of every third question of multihop_rag: MRR@10 0.719 without, 0.729 with; MAP@10 0.504 and 0.511.
# With 3, 4 and 8 places, read by weights that do not ship: MRR@10 0.742, 0.743, 0.735.
PLACES_FOR_RELEVANCE = 4.0

Idf: TypeAlias = Callable[[Iterable[str]], Mapping[str, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A question, or a part of one, with the passages that were found for it.

    `vector` is the question's unit vector. `part` is the part's text as it stands in the question;
    None for a question of one part. So many sentences are read alone at most, and none that at
    first sight is less than `unlikely` times as likely as the best.
    """

    question: Question
    vector: NDArray[np.float32]
    hits: Sequence[Hit]
    part: str | None = None
    read_alone: int = READ_ALONE
    unlikely: float = UNLIKELY


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """The sentences that were found for a question, best first.

    `ranked` are those of all its parts together, `by_part` those of each by itself; a question of
    one part is that part.
    """

    ranked: list[Scored]
    by_part: list[tuple[Found, list[Scored]]]


def weigh_all(
    retrieved: Sequence[Retrieved], *, reader: Reader, encoder: Encoder, idf: Idf
) -> list[Weighed]:
    """Read and rank what was found for some questions, each part of one by itself."""
    founds = [founds_of(one) for one in retrieved]
    together = [found for some in founds for found in some]
    weighed = iter(weigh(together, reader=reader, encoder=encoder, idf=idf))
    parts = [[(found, next(weighed)) for found in some] for some in founds]
    return [Weighed(ranked=_together([r for _, r in some]), by_part=some) for some in parts]


def rerank(hits: Sequence[Hit], ranked: Sequence[Scored]) -> list[Hit]:
    """Order passages by their place in retrieval and by how likely the reader thinks they answer.

    The likeliest moves up by `PLACES_FOR_RELEVANCE`; ties stay in retrieval's order. A passage for
    several parts of a question counts for the part that it answers best.
    """
    relevance: dict[tuple[str, str], float] = {}
    for scored in ranked:
        candidate = scored.candidate
        key = (candidate.article.id, candidate.passage)
        relevance[key] = max(relevance.get(key, -math.inf), candidate.passage_relevance)

    def place(numbered: tuple[int, Hit]) -> float:
        passage = numbered[1].passage
        log_odds = relevance.get((passage.article.id, passage.text), -math.inf)
        return numbered[0] - PLACES_FOR_RELEVANCE / (1.0 + math.exp(min(-log_odds, 700.0)))

    return [hit for _, hit in sorted(enumerate(hits), key=place)]


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


def weigh(
    founds: Sequence[Found], *, reader: Reader, encoder: Encoder, idf: Idf
) -> list[list[Scored]]:
    """Read what was found, passages first and the best sentences then; rank each one's own."""
    passages = [_passage_pair(found, hit) for found in founds for hit in found.hits]
    readings = iter(reader.read(passages))
    seen = [[c for hit in f.hits for c in _candidates(f, hit, next(readings))] for f in founds]
    described = [
        describe(found.question, candidates, idf=idf(found.question.terms))
        for found, candidates in zip(founds, seen, strict=True)
    ]
    chosen = [_first_choice(*row) for row in zip(founds, described, strict=True)]
    alone = [
        _sentence_pair(found, candidates[at])
        for found, candidates, some in zip(founds, seen, chosen, strict=True)
        for at in some
    ]
    answers = iter(reader.read(alone))
    texts = [pair.passage for pair in alone]
    vectors = iter(list(encoder.encode_passages(texts)) if texts else [])
    for found, candidates, rows, some in zip(founds, seen, described, chosen, strict=True):
        for at in some:
            cosine = float(next(vectors) @ found.vector)
            relevance = next(answers).relevance
            candidates[at] = replace(candidates[at], relevance=relevance, cosine=cosine)
            note_reading(rows[at], relevance=relevance, cosine=cosine)
    return list(map(rank_described, seen, described))


def quotable(hit: Hit) -> list[Span]:
    """Return the sentences of a passage that can be evidence: no headings, no scraps."""
    text = hit.passage.text
    return [span for span in split_sentences(text) if not is_heading(span.of(text))]


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
    return replace(best, also=tuple(also.items()))


def _passage_pair(found: Found, hit: Hit) -> Pair:
    passage = hit.passage
    return Pair(question=found.question.asked, passage=passage.text, title=passage.article.title)


def _sentence_pair(found: Found, candidate: Candidate) -> Pair:
    title = candidate.article.title
    return Pair(question=found.question.asked, passage=candidate.text, title=title)


def _candidates(found: Found, hit: Hit, reading: Reading) -> list[Candidate]:
    shift = hit.passage.start
    made = []
    for span in quotable(hit):
        best = _answer(found.question, hit, reading, span)
        made.append(
            Candidate(
                article=hit.passage.article,
                start=shift + span.start,
                end=shift + span.end,
                passage=hit.passage.text,
                context_cosine=hit.cosine or 0.0,
                retrieval=hit.score,
                passage_relevance=reading.relevance,
                mass=reading.mass(span.start, span.end),
                answer=best,
                part=found.part,
                story=hit.story,
            )
        )
    return made


def _answer(question: Question, hit: Hit, reading: Reading, sentence: Span) -> Span | None:
    """Return where in its article a sentence has the words that the reader takes for the answer.

    None where it takes none, or such as cannot be.
    """
    best = reading.best(sentence.start, sentence.end)
    if best is None:
        return None
    text, start = sentence.of(hit.passage.text), sentence.start
    span = widened(Span(best[1].start - start, best[1].end - start), text=text)
    if _cannot_be(question.kind, text, span):
        return None
    shift = hit.passage.start + start
    return Span(shift + span.start, shift + span.end)


def _cannot_be(asked: Kind, text: str, span: Span) -> bool:
    """Tell of words that the reader takes for the answer that they are of another kind.

    Asked why, it marks what happened where no reason is given, and sometimes whose reason it is;
    asked who, now and then a figure.
    """
    match asked:
        case Kind.REASON:
            return not gives_reason(text) or is_bare_name(text, span)
        case Kind.PERSON | Kind.PLACE:
            return not any(map(str.isalpha, span.of(text)))
        case _:
            return False


def _first_choice(found: Found, features: NDArray[np.float64]) -> list[int]:
    """Choose what is read alone: the best at first sight, by their place among the candidates."""
    scores = at_first_sight(features)
    least = found.unlikely * scores.max(initial=0.0)
    best = sorted(range(len(scores)), key=lambda at: -scores[at])[: found.read_alone]
    return [at for at in best if scores[at] >= least]
