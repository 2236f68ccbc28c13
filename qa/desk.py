"""The desk: what a user talks to. It retrieves, weighs, and answers or stays silent."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from os import PathLike

from index import Archive, Article, Filters, Hit, RequestError
from index.splitting import split_sentences
from qa import calibration, silence
from qa.answer import Answer, Citation, Coverage, Statement
from qa.calibration import Threshold
from qa.evidence import Scored, also_answers, best_by_part, select, without_parts
from qa.pool import UNPROMISING
from qa.question import Question, check_string
from qa.reader import Reader, load_reader
from qa.recent import Recent, RecentVectors
from qa.retrieval import PASSAGES, Retrieved, retrieve
from qa.side_by_side import side_by_side
from qa.strictness import Strictness
from qa.warming import Warming
from qa.weighing import Weighed, rerank, weigh_all

DEFAULT_LIMIT = 8
CLOSEST = 3
REMEMBERED = 64
# Sentences whose vectors are kept: 6 MB. Of what multihop_rag's questions have read alone, half was
# read for one before; of clapnq's, a third.
_SENTENCES_REMEMBERED = 4_096

# The reader's words are marked if their sentence holds the answer at least so likely, and is more
# likely than not to answer when it is read alone.
_MARKED_MASS = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a question brought to light, before it is decided whether that is an answer.

    `parts` are the signals (`qa.silence.signals`) of each part of the question; empty where parts
    are no questions by themselves, for then it is judged as a whole.
    """

    question: Question
    hits: list[Hit]
    ranked: list[Scored]
    parts: tuple[list[float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """A question's evidence and the calibrated probability that it holds the answer."""

    evidence: Evidence
    probability: float


class Desk:
    """Answers questions from one archive.

    >>> desk = Desk(Archive.open("archive"))           # doctest: +SKIP
    >>> print(desk.ask("Who leads the CSTO?").text)    # doctest: +SKIP
    """

    def __init__(
        self,
        archive: Archive,
        *,
        strictness: Strictness | None = None,
        reader: Reader | None = None,
        remembered: int = REMEMBERED,
    ) -> None:
        """Open a desk; threads may share it.

        Args:
            archive: what is asked.
            strictness: how sure it has to be; left out, the archive's own calibrated threshold if
                it has one, else `Strictness.BALANCED`.
            reader: what reads the passages; left out, the reader that ships.
            remembered: how many questions' evidence is kept, so that asking again, or with another
                strictness or limit, answers at once; it is forgotten when the archive changes.
                With 0 the vectors of sentences that questions share are not kept either.

        Raises:
            RequestError: `archive` or `reader` is none; there is no strictness of that name, or
                `Strictness.CALIBRATED` is wanted and the archive was never calibrated for this
                reader.
        """
        _check_kinds(archive, reader)
        self.archive = archive
        self.reader = reader or load_reader()
        self._wanted = strictness
        if strictness is not None:
            self.threshold()
        else:
            calibration.warn_of_outdated(archive, reader=self.reader.name)
        self._recent = Recent[tuple[int, str, Filters], _Judged](limit=remembered)
        self._sentences = RecentVectors(
            archive.encoder.encode_passages, limit=_SENTENCES_REMEMBERED if remembered else 0
        )

    def warm(self) -> None:
        """Load both models, side by side, before the first question needs them.

        Raises:
            ModelError: the encoder cannot be loaded; of the reader the first question tells.
        """
        Warming(self.archive.encoder, self.reader).wait()

    def ask(
        self,
        question: str,
        *,
        outlets: Sequence[str] = (),
        since: date | None = None,
        until: date | None = None,
        languages: Sequence[str] = (),
        limit: int = DEFAULT_LIMIT,
        strictness: Strictness | None = None,
    ) -> Answer:
        """Answer one question, word for word from the archive, or stay silent.

        Args:
            question: what to ask, in plain words.
            outlets: search only these outlets' articles.
            since: search only articles published on this day or later.
            until: search only articles published on this day or earlier.
            languages: search only articles in these languages (ISO 639-1).
            limit: how many statements to return at most.
            strictness: how sure the desk has to be, if not as it was opened.

        Raises:
            RequestError: the question is empty or no string, or a filter names what the archive
                does not have.
        """
        filters = Filters(outlets=outlets, since=since, until=until, languages=languages)
        asked = self.ask_many([question], filters=filters, limit=limit, strictness=strictness)
        return next(asked)

    def ask_many(
        self,
        questions: Iterable[str],
        *,
        filters: Filters | None = None,
        limit: int = DEFAULT_LIMIT,
        strictness: Strictness | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> Iterator[Answer]:
        """Answer many questions, in order, as they are ready; they are embedded together.

        A loop over them can be left at any time, at once; but a program that ends there waits for
        what is being read, 32 questions at most.

        Args:
            questions: what to ask; read as far as needed, so that an endless one is no harm.
            filters: which articles may be searched, for all of them.
            limit: how many statements to return for each at most.
            strictness: how sure the desk has to be, if not as it was opened.
            progress: called with the number of questions answered so far.

        Raises:
            RequestError: as for `ask`, when the turn comes of the question, or of one of those
                that are read together with it; or the questions are one string.
        """
        if isinstance(questions, str | bytes):  # it would be asked character by character
            raise RequestError("the questions are one string; give a list of them, or use `ask`")
        if limit < 1:
            raise RequestError(f"a limit of {limit} leaves no statement to show; give 1 or more")
        filters = filters or Filters()
        coverage, threshold = self._coverage(filters), self.threshold(strictness)
        judge = partial(self._judge, filters=filters)
        for done, judged in enumerate(side_by_side(questions, judge), start=1):
            yield _decide(judged, coverage, threshold, limit)
            if progress:
                progress(done)

    def retrieve(
        self, questions: Sequence[str], *, filters: Filters | None = None, passages: int = PASSAGES
    ) -> list[Retrieved]:
        """Understand some questions and find their passages; they are embedded together."""
        return retrieve(self.archive, questions, filters=filters, passages=passages)

    def gather(
        self,
        questions: Sequence[str],
        *,
        filters: Filters | None = None,
        unpromising: float = UNPROMISING,
    ) -> list[Evidence]:
        """Find, read and weigh the evidence for some questions, without deciding.

        `unpromising` is as in `qa.pool.Found`; at 0 every passage that was found is read.
        """
        retrieved = self.retrieve(questions, filters=filters)
        weighed = weigh_all(
            retrieved,
            reader=self.reader,
            embed=self._sentences.embed,
            idf=self.archive.idf,
            unpromising=unpromising,
        )
        return [
            Evidence(
                question=one.question,
                hits=rerank(one.hits, found.ranked),
                ranked=found.ranked,
                parts=_each_part(one.question, found),
            )
            for one, found in zip(retrieved, weighed, strict=True)
        ]

    def gather_many(
        self,
        questions: Iterable[str],
        *,
        filters: Filters | None = None,
        unpromising: float = UNPROMISING,
    ) -> Iterator[Evidence]:
        """Gather the evidence for many questions, in order, as it is ready."""
        work = partial(self.gather, filters=filters, unpromising=unpromising)
        yield from side_by_side(questions, work)

    def probability(self, evidence: Evidence) -> float:
        """Return the calibrated probability that the archive answers; 0 without any evidence.

        Of several questions put as one it is that of the likeliest.
        """
        if evidence.parts:
            return max(map(silence.probability, evidence.parts))
        return silence.judge(evidence.question, evidence.hits, evidence.ranked)

    def threshold(self, strictness: Strictness | None = None) -> Threshold:
        """Return the threshold in force, or that of another strictness.

        Raises:
            RequestError: as when the desk is opened.
        """
        wanted = strictness or self._wanted
        return calibration.threshold(self.archive, wanted, reader=self.reader.name)

    def _judge(self, questions: Sequence[str], *, filters: Filters) -> list[_Judged]:
        """Judge some questions together; those that were asked lately are not read again."""
        for question in questions:
            check_string(question)
        generation = self.archive.generation
        keys = [(generation, question, filters) for question in questions]
        known = {key: judged for key in keys if (judged := self._recent.get(key))}
        missing = [key for key in dict.fromkeys(keys) if key not in known]
        asked = [question for _, question, _ in missing]
        found = self.gather(asked, filters=filters) if asked else []
        for key, evidence in zip(missing, found, strict=True):
            known[key] = _Judged(evidence=evidence, probability=self.probability(evidence))
        # What was published meanwhile may be in the evidence or not: then it is not kept.
        if self.archive.generation == generation:
            for key in missing:
                self._recent.keep(key, known[key])
        return [known[key] for key in keys]

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


def _check_kinds(archive: object, reader: object) -> None:
    """Refuse names in place of what they name; else they would end as a bug, and later."""
    if not isinstance(archive, Archive):
        name = str(archive) if isinstance(archive, str | PathLike) else "archive"
        raise RequestError(
            f"a desk is opened on an archive, not on {archive!r:.60}; write: "
            f'Desk(Archive.open("{name}"))'
        )
    if isinstance(reader, str | PathLike):
        raise RequestError(
            f"the reader is a name, {reader!r:.60}; write: "
            f'Desk(archive, reader=qa.reader.load_reader("{reader}"))'
        )


def _each_part(question: Question, found: Weighed) -> tuple[list[float], ...]:
    """Describe each part's evidence, where the parts are short questions by themselves.

    Those of a question that names outlets are clauses of one: together they say what is meant.
    """
    if not question.parts or question.outlets:
        return ()
    if any(silence.has_several_parts(part.question) for part, _ in found.by_part):
        return ()
    return tuple(
        silence.signals(part.question, rerank(part.hits, ranked), ranked)
        for part, ranked in found.by_part
    )


def _decide(judged: _Judged, coverage: Coverage, threshold: Threshold, limit: int) -> Answer:
    """Answer, or stay silent where the evidence is less sure than the threshold."""
    question, ranked = judged.evidence.question, judged.evidence.ranked
    answered = judged.probability >= threshold.value
    unanswered = _unanswered(judged.evidence, threshold) if answered else ()
    ranked = without_parts(ranked, unanswered) if unanswered else ranked
    groups = select(ranked, limit=max(limit, CLOSEST))
    return Answer(
        question=question.text,
        statements=_statements(question, ranked, groups[:limit]) if answered else (),
        closest=() if answered else tuple(_cite_unmarked(group[0]) for group in groups[:CLOSEST]),
        probability=judged.probability,
        threshold=threshold.value,
        strictness=threshold.strictness,
        outlets=question.outlets,
        periods=question.periods,
        parts=tuple(part.text for part in question.parts),
        unanswered=unanswered,
        speaker=question.speaker,
        coverage=coverage,
    )


def _unanswered(evidence: Evidence, threshold: Threshold) -> tuple[str, ...]:
    """Return the parts of a question that would be met with silence by themselves."""
    likely = [silence.probability(signals) for signals in evidence.parts]
    parts = zip(evidence.question.parts, likely, strict=bool(likely))
    return tuple(dict.fromkeys(part.text for part, p in parts if p < threshold.value))


def _statements(
    question: Question, ranked: Sequence[Scored], groups: Sequence[Sequence[Scored]]
) -> tuple[Statement, ...]:
    """Make the statements, in the order of the parts of the question that they answer."""
    order, best_of = list(dict.fromkeys(part.text for part in question.parts)), best_by_part(ranked)
    made = []
    for group in groups:
        answered = {group[0].candidate.part, *also_answers(group[0], best_of)}
        made.append(_statement(group, [part for part in order if part in answered]))
    return tuple(sorted(made, key=lambda s: order.index(s.part) if s.part else 0))


def _statement(group: Sequence[Scored], parts: Sequence[str]) -> Statement:
    part, also = (parts[0] if parts else None), tuple(parts[1:])
    # What would be marked answers one part: under several it would seem to answer each.
    cite = _cite_unmarked if also else _cite
    return Statement(citations=tuple(map(cite, group)), part=part, also=also)


def _cite(scored: Scored) -> Citation:
    candidate = scored.candidate
    likely = candidate.mass >= _MARKED_MASS and (candidate.relevance or 0.0) > 0.0
    sure = likely and candidate.said is not False
    marked = candidate.answer if sure else None
    start, end = _neighbours(candidate.article, candidate.start, candidate.end)
    return Citation(
        article=candidate.article,
        start=candidate.start,
        end=candidate.end,
        context_start=start,
        context_end=end,
        score=scored.score,
        answer_start=marked.start if marked else None,
        answer_end=marked.end if marked else None,
        story=candidate.story,
    )


def _cite_unmarked(scored: Scored) -> Citation:
    """Cite with none of the words marked as the answer, as of what is none."""
    return replace(_cite(scored), answer_start=None, answer_end=None)


def _neighbours(article: Article, start: int, end: int) -> tuple[int, int]:
    """Return where the sentence before begins and where the one after ends."""
    sentences = split_sentences(article.text)
    before = max((s.start for s in sentences if s.end <= start), default=start)
    after = min((s.end for s in sentences if s.start >= end), default=end)
    return before, after
