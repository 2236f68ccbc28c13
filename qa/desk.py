"""The desk: what a user talks to. It retrieves, weighs, and answers or stays silent."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from index import Archive, Article, Filters, Hit, Query, RequestError
from index.cleaning import is_heading
from index.splitting import Span, split_sentences
from qa import calibration, silence
from qa.answer import Answer, Citation, Coverage, Statement
from qa.calibration import Threshold
from qa.evidence import Candidate, Scored, rank, select
from qa.question import Question, content_words, parse
from qa.strictness import Strictness

DEFAULT_LIMIT = 8
CLOSEST = 3
# Passages that are read for an answer, and the bonus for those of an outlet that the question
# names: benchmarks/README.md, "Fusion".
PASSAGES = 10
OUTLET_BONUS = 0.25
_QUESTIONS_AT_ONCE = 16
_KEPT_VECTORS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Retrieved:
    """A question as it was understood, its unit vector, and the passages that were found for it."""

    question: Question
    vector: NDArray[np.float32]
    hits: list[Hit]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a question brought to light, before it is decided whether that is an answer."""

    question: Question
    hits: list[Hit]
    ranked: list[Scored]


class Desk:
    """Answers questions from one archive.

    >>> desk = Desk(Archive.open("archive"))           # doctest: +SKIP
    >>> print(desk.ask("Who leads the CSTO?").text)    # doctest: +SKIP
    """

    def __init__(self, archive: Archive, *, strictness: Strictness | None = None) -> None:
        """Open a desk.

        Args:
            archive: what is asked.
            strictness: how sure it has to be; left out, the archive's own calibrated threshold if
                it has one, else `Strictness.BALANCED`.

        Raises:
            RequestError: `Strictness.CALIBRATED` is wanted and the archive was never calibrated.
        """
        self.archive = archive
        self._wanted = strictness
        self._vectors: dict[str, NDArray[np.float32]] = {}

    def ask(
        self,
        question: str,
        *,
        outlets: Sequence[str] = (),
        since: date | None = None,
        until: date | None = None,
        languages: Sequence[str] = (),
        limit: int = DEFAULT_LIMIT,
    ) -> Answer:
        """Answer one question, word for word from the archive, or stay silent.

        Args:
            question: what to ask, in plain words.
            outlets: search only these outlets' articles.
            since: search only articles published on this day or later.
            until: search only articles published on this day or earlier.
            languages: search only articles in these languages (ISO 639-1).
            limit: how many statements to return at most.

        Raises:
            RequestError: the question is empty, or a filter names what the archive does not have.
        """
        filters = Filters(
            outlets=tuple(outlets), since=since, until=until, languages=tuple(languages)
        )
        return next(self.ask_many([question], filters=filters, limit=limit))

    def ask_many(
        self,
        questions: Iterable[str],
        *,
        filters: Filters | None = None,
        limit: int = DEFAULT_LIMIT,
        progress: Callable[[int], None] | None = None,
    ) -> Iterator[Answer]:
        """Answer many questions, in order, as they are ready; they are embedded together.

        Args:
            questions: what to ask; read as far as needed, so that an endless one is no harm.
            filters: which articles may be searched, for all of them.
            limit: how many statements to return for each at most.
            progress: called with the number of questions answered so far.

        Raises:
            RequestError: as for `ask`, when the question's turn comes.
        """
        if limit < 1:
            raise RequestError(f"a limit of {limit} leaves no statement to show; give 1 or more")
        filters = filters or Filters()
        coverage, threshold = self._coverage(filters), self.threshold()
        waiting, done = iter(questions), 0
        while batch := list(islice(waiting, _QUESTIONS_AT_ONCE)):
            for evidence in self.gather(batch, filters=filters):
                yield self._decide(evidence, coverage, threshold, limit)
                done += 1
                if progress:
                    progress(done)

    def retrieve(
        self, questions: Sequence[str], *, filters: Filters | None = None, passages: int = PASSAGES
    ) -> list[Retrieved]:
        """Understand some questions and find their passages; they are embedded together."""
        outlets = self.archive.contents().outlets
        asked = [parse(question, known_outlets=outlets) for question in questions]
        vectors = self.archive.encoder.encode_questions([question.text for question in asked])
        queries = [_query(q, vector) for q, vector in zip(asked, vectors, strict=True)]
        found = self.archive.search_many(queries, limit=passages, filters=filters)
        return [
            Retrieved(question=question, vector=vector, hits=hits)
            for question, vector, hits in zip(asked, vectors, found, strict=True)
        ]

    def gather(self, questions: Sequence[str], *, filters: Filters | None = None) -> list[Evidence]:
        """Find and weigh the evidence for some questions, without deciding."""
        retrieved = self.retrieve(questions, filters=filters)
        spans = [[(hit, span) for hit in r.hits for span in _quotable(hit)] for r in retrieved]
        self._embed(span.of(hit.passage.article.text) for some in spans for hit, span in some)
        return [self._weigh(r, some) for r, some in zip(retrieved, spans, strict=True)]

    def _weigh(self, retrieved: Retrieved, spans: Sequence[tuple[Hit, Span]]) -> Evidence:
        texts = [span.of(hit.passage.article.text) for hit, span in spans]
        cosines = [float(self._vectors[text] @ retrieved.vector) for text in texts]
        candidates = [
            Candidate(
                article=hit.passage.article,
                start=span.start,
                end=span.end,
                passage=hit.passage.text,
                cosine=cosines[at],
                neighbour_cosine=max(
                    (
                        cosines[near]
                        for near in (at - 1, at + 1)
                        if 0 <= near < len(spans) and spans[near][0] is hit
                    ),
                    default=0.0,
                ),
                context_cosine=hit.cosine or 0.0,
                retrieval=hit.score,
            )
            for at, (hit, span) in enumerate(spans)
        ]
        question = retrieved.question
        ranked = rank(question, candidates, idf=self.archive.idf(question.terms))
        return Evidence(question=question, hits=retrieved.hits, ranked=ranked)

    def _embed(self, sentences: Iterable[str]) -> None:
        """Embed sentences that are not known yet; those unused for longest make room."""
        wanted = dict.fromkeys(sentences)
        missing = [sentence for sentence in wanted if sentence not in self._vectors]
        if missing:
            vectors = self.archive.encoder.encode_passages(missing)
            self._vectors.update(zip(missing, vectors, strict=True))
        for sentence in wanted:  # used now: to the end of the line
            self._vectors[sentence] = self._vectors.pop(sentence)
        for sentence in list(islice(self._vectors, max(len(self._vectors) - _KEPT_VECTORS, 0))):
            if sentence not in wanted:
                del self._vectors[sentence]

    def probability(self, evidence: Evidence) -> float:
        """Return the calibrated probability that the archive answers; 0 without any evidence."""
        if not evidence.ranked:
            return 0.0
        return silence.probability(
            silence.signals(evidence.question, evidence.hits, evidence.ranked)
        )

    def threshold(self) -> Threshold:
        """Return the threshold in force."""
        return calibration.threshold(self.archive, self._wanted)

    def _decide(
        self, evidence: Evidence, coverage: Coverage, threshold: Threshold, limit: int
    ) -> Answer:
        question = evidence.question
        probability = self.probability(evidence)
        groups = select(evidence.ranked, limit=max(limit, CLOSEST))
        answered = probability >= threshold.value
        return Answer(
            question=question.text,
            statements=tuple(map(_statement, groups[:limit])) if answered else (),
            closest=() if answered else tuple(_cite(group[0]) for group in groups[:CLOSEST]),
            probability=probability,
            threshold=threshold.value,
            strictness=threshold.strictness,
            outlets=question.outlets,
            coverage=coverage,
        )

    def _coverage(self, filters: Filters) -> Coverage:
        contents = self.archive.contents(filters)
        asked_for_dates = filters.since or filters.until
        everywhere = Filters(outlets=filters.outlets, languages=filters.languages)
        return Coverage(
            articles=contents.articles,
            passages=contents.passages,
            undated=self.archive.contents(everywhere).undated if asked_for_dates else 0,
            outlets=len(contents.outlets),
            earliest=contents.earliest,
            latest=contents.latest,
            filters=filters,
        )


def _query(question: Question, vector: NDArray[np.float32]) -> Query:
    favour = {outlet.casefold(): OUTLET_BONUS for outlet in question.outlets}
    words = content_words(question.text)
    return Query(text=question.text, words=words, vector=vector, favour=favour)


def _quotable(hit: Hit) -> list[Span]:
    """Return the sentences of a passage that can be evidence: no headings, no scraps."""
    shift = hit.passage.start
    return [
        Span(shift + span.start, shift + span.end)
        for span in split_sentences(hit.passage.text)
        if not is_heading(span.of(hit.passage.text))
    ]


def _statement(group: Sequence[Scored]) -> Statement:
    return Statement(citations=tuple(map(_cite, group)))


def _cite(scored: Scored) -> Citation:
    candidate = scored.candidate
    start, end = _neighbours(candidate.article, candidate.start, candidate.end)
    return Citation(
        article=candidate.article,
        start=candidate.start,
        end=candidate.end,
        context_start=start,
        context_end=end,
        score=scored.score,
    )


def _neighbours(article: Article, start: int, end: int) -> tuple[int, int]:
    """Return where the sentence before begins and where the one after ends."""
    sentences = split_sentences(article.text)
    before = max((s.start for s in sentences if s.end <= start), default=start)
    after = min((s.end for s in sentences if s.start >= end), default=end)
    return before, after
