"""The desk: what a user talks to. It retrieves, weighs, and answers or stays silent."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from operator import index
from os import PathLike

from index import Archive, Filters, RequestError
from qa import calibration, silence
from qa.answer import Answer, Coverage
from qa.calibration import Threshold
from qa.deciding import Evidence, Judged, decide
from qa.pool import UNPROMISING
from qa.question import Question, Understood, check_string, checked
from qa.reader import Reader, load_reader
from qa.recent import Recent, RecentVectors
from qa.retrieval import PASSAGES, Retrieved, retrieve
from qa.side_by_side import side_by_side
from qa.strictness import Strictness
from qa.warming import Warming
from qa.weighing import Weighed, rerank, weigh_all

DEFAULT_LIMIT = 8
REMEMBERED = 64
# Sentences whose vectors are kept: 6 MB. Of what multihop_rag's questions have read alone, half was
# read for one before; of clapnq's, a third.
_SENTENCES_REMEMBERED = 4_096


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
        self._recent = Recent[tuple[int, str | Understood, Filters], Judged](limit=remembered)
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
        after: Iterable[Answer] = (),
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
            after: the answers to what was asked before, in order, if the question may follow on
                it: "When did she resign?" How it was understood is in the answer. What may stand by
                itself, and has no answer so, is asked by itself as well.

        Raises:
            RequestError: the question is empty or no string, a filter names what the archive does
                not have, or `after` holds what is no answer.
        """
        filters = Filters(outlets=outlets, since=since, until=until, languages=languages)
        ask = partial(self._answers, filters=filters, limit=limit, strictness=strictness)
        put = None if after == () else _understood(question, after)
        answer = next(ask([put or question]))
        if put is None:
            return answer
        return following(answer, question, put, alone=lambda: next(ask([question])))

    def ask_many(
        self,
        questions: Iterable[str | Understood],
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
            questions: what to ask, or how it was understood in its conversation; read as far as
                needed, so that an endless one is no harm.
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
        if filters is not None and not isinstance(filters, Filters):
            raise RequestError(
                f"{filters!r:.60} are no filters; make them: Filters(outlets=..., since=...)"
            )
        answers = self._answers(
            questions, filters=filters or Filters(), limit=limit, strictness=strictness
        )
        for done, answer in enumerate(answers, start=1):
            yield answer
            if progress:
                progress(done)

    def retrieve(
        self,
        questions: Sequence[str | Understood],
        *,
        filters: Filters | None = None,
        passages: int = PASSAGES,
    ) -> list[Retrieved]:
        """Understand some questions and find their passages; they are embedded together."""
        return retrieve(self.archive, questions, filters=filters, passages=passages)

    def gather(
        self,
        questions: Sequence[str | Understood],
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
        questions: Iterable[str | Understood],
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

    def _answers(
        self,
        questions: Iterable[str | Understood],
        *,
        filters: Filters,
        limit: int,
        strictness: Strictness | None,
    ) -> Iterator[Answer]:
        try:
            limit = index(limit)  # numpy's whole numbers are ones too
        except TypeError as error:
            raise RequestError(
                f"a limit is a whole number, and {limit!r:.60} is none; give 8, say"
            ) from error
        if limit < 1:
            raise RequestError(f"a limit of {limit} leaves no statement to show; give 1 or more")
        coverage, threshold = self._coverage(filters), self.threshold(strictness)
        for judged in side_by_side(questions, partial(self._judge, filters=filters)):
            yield decide(judged, coverage, threshold, limit=limit)

    def _judge(self, questions: Sequence[str | Understood], *, filters: Filters) -> list[Judged]:
        """Judge some questions together; those that were asked lately are not read again."""
        for question in questions:
            if not isinstance(question, Understood):
                check_string(question)
        generation = self.archive.generation
        keys = [(generation, question, filters) for question in questions]
        known = {key: judged for key in keys if (judged := self._recent.get(key))}
        missing = [key for key in dict.fromkeys(keys) if key not in known]
        asked = [question for _, question, _ in missing]
        found = self.gather(asked, filters=filters) if asked else []
        for key, evidence in zip(missing, found, strict=True):
            known[key] = Judged(evidence=evidence, probability=self.probability(evidence))
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


def following(
    answer: Answer, question: str, put: Understood, *, alone: Callable[[], Answer]
) -> Answer:
    """Settle what answers a question that follows on others, from the answer to how it was put.

    Where that is silence, and the question may stand by itself, `alone` asks it so as well.
    """
    if answer.silent and not put.sure:
        by_itself = alone()
        if not by_itself.silent:
            return by_itself
    return replace(answer, question=" ".join(question.split()), understood=put)


def _understood(question: str, after: Iterable[Answer]) -> Understood | None:
    from qa.conversation import understand  # few questions follow on others

    return understand(checked(question), after=after)


def _check_kinds(archive: object, reader: object) -> None:
    """Refuse names in place of what they name; else they would end as a bug, and later."""
    if not isinstance(archive, Archive):
        name = str(archive) if isinstance(archive, str | PathLike) else "archive"
        raise RequestError(
            f"a desk is opened on an archive, not on {archive!r:.60}; write: "
            f'Desk(Archive.open("{name}"))'
        )
    if (
        reader is not None
        and not isinstance(reader, str | PathLike)
        and not hasattr(reader, "read")
    ):
        raise RequestError(
            f"{reader!r:.60} is no reader; give one that reads pairs (`qa.reader.Reader`), or none"
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
