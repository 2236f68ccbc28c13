"""Many questions counted and answered in a thread, for a page that looks in now and then."""

import logging
import math
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum
from io import BytesIO
from tempfile import TemporaryFile
from typing import TextIO

from index import Filters, OnRecordError
from index.graphs import before_each_batch
from qa import Answer, Desk
from qa.batch import Tally, write_answers
from qa.drafts import NO_ROOM, as_text
from qa.export import (
    CSV_ENCODING,
    JSON_LINES_ENCODING,
    CsvWriter,
    JsonLinesWriter,
    SeveralWriters,
    Writer,
)
from qa.rows import Row, reading
from qa.strictness import Strictness

logger = logging.getLogger(__name__)

# As many answers are shown, and as many rows that cannot be asked; the file has all of them.
SHOWN = 10
LISTED = 20
# What is counted sooner than this is counted when the page is drawn.
_SOON = 0.4
# A page that is opened again, or whose connection was lost, is back before this.
_GRACE = 8.0
# Of the batches that have ended, so many are kept for pages that are opened again.
_KEPT = 8
# So says a pool of threads when the process is about to end; that is no fault.
_NO_MORE_THREADS = "cannot schedule new futures after"
_UNFORESEEN = "the work ended with an error that nobody foresaw; the app’s own log tells more"


class Stage(StrEnum):
    """How far a batch is."""

    COUNTING = "counting"
    UNREADABLE = "unreadable"
    READY = "ready"
    ANSWERING = "answering"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a batch stands at one moment.

    `questions` are those counted, of which `refused` cannot be asked: the first of them are here.
    `first` are the first rows with their answers. A `problem` is why it could not go on.
    """

    stage: Stage = Stage.COUNTING
    questions: int = 0
    refused: tuple[Row, ...] = ()
    refusals: int = 0
    tally: Tally = field(default_factory=Tally)
    first: tuple[tuple[Row, Answer | None], ...] = ()
    problem: str = ""

    def counted(self, row: Row) -> "Standing":
        """Count a row before any is asked."""
        if not row.error:
            return replace(self, questions=self.questions + 1)
        refused = (*self.refused, row) if len(self.refused) < LISTED else self.refused
        return replace(
            self, questions=self.questions + 1, refused=refused, refusals=self.refusals + 1
        )

    def answered(self, row: Row, answer: Answer | None) -> "Standing":
        """Count a row that was written."""
        first = (*self.first, (row, answer)) if len(self.first) < SHOWN else self.first
        return replace(self, tally=self.tally.plus(answer), first=first)


class EndedError(Exception):
    """The work was stopped, or nobody waits for it any more."""


class Batch:
    """The questions of a file or of a text, and their answers as they come.

    One thread counts them, another answers them; a page reads `standing`, a value that is replaced
    as a whole. The answers are in files without a name: they go with the batch, or the process. It
    is itself a `Writer`, of both files, until it is stopped.
    """

    def __init__(self, content: bytes, *, name: str | None, here: Callable[[], bool]) -> None:
        """Count the questions; what is counted soon is counted when this returns.

        Args:
            content: the questions, as `onrecord batch` reads them.
            name: of the file that they came from; none for those that were typed.
            here: tells whether a page waits for them; the work ends soon after none does, and at
                once where this raises `EndedError`, as no page can be back.
        """
        self.name = name
        self.here = here
        self.standing = Standing()
        self.filters = Filters()
        self.strictness: Strictness | None = None
        self.stopped = threading.Event()
        self.ended = math.inf
        self.content = content
        self._json_lines: _Nameless | None = None
        self._csv: _Nameless | None = None
        self._lock = threading.Lock()  # of what is written, how far it is, and its stage
        self._missed: float | None = None  # since when no page has waited
        counting = threading.Thread(
            target=self._work, args=[self._count, Stage.READY, Stage.UNREADABLE], name="counting"
        )
        counting.start()
        counting.join(_SOON)

    @property
    def started(self) -> bool:
        """Whether the questions are being asked, or were."""
        return self.standing.stage in {Stage.ANSWERING, Stage.ENDED}

    @property
    def complete(self) -> bool:
        """Whether every question was asked."""
        done = self.standing.tally.rows
        return self.standing.stage is Stage.ENDED and done == self.standing.questions

    def start(self, desk: Desk, filters: Filters, strictness: Strictness | None) -> None:
        """Begin to answer what was counted, under what is chosen now."""
        self.filters, self.strictness = filters, strictness
        with self._lock:
            self._stand(Stage.ANSWERING)
        # No daemon, as the threads of pages are, which hand that on: the process waits for it, as
        # libraries that are cut off at the end crash.
        work = threading.Thread(
            target=self._work,
            args=[lambda: self._answer(desk), Stage.ENDED, Stage.ENDED],
            name="answering",
            daemon=False,
        )
        work.start()

    def stop(self) -> None:
        """End the work at once; what is done is kept, and what is being read is written nowhere."""
        with self._lock:
            self.stopped.set()
            if self.started:
                self._stand(Stage.ENDED)

    def write(self, row: Row, answer: Answer | None) -> None:
        """Write a row and count it, if the work was not stopped meanwhile."""
        with self._lock:
            self._go_on()
            self._writer.write(row, answer)
            files = [file for file in (self._json_lines, self._csv) if file]
            for file in files:
                file.text.flush()  # both before either is kept: they hold the same rows
            for file in files:
                file.keep()
            self.standing = self.standing.answered(row, answer)

    def json_lines(self) -> bytes:
        """Return what `onrecord batch -o answers.jsonl` writes, once the work has ended."""
        with self._lock:
            return self._json_lines.content() if self._json_lines else b""

    def csv(self) -> bytes:
        """Return what `onrecord batch -o answers.csv` writes, once the work has ended."""
        with self._lock:
            return self._csv.content() if self._csv else b""

    def _rows(self) -> Iterator[Row]:
        with reading(BytesIO(self.content), name=self.name) as rows:
            for row in rows:
                self._go_on()
                yield row

    def _count(self) -> None:
        standing = self.standing
        for row in self._rows():
            self.standing = standing = standing.counted(row)

    def _answer(self, desk: Desk) -> None:
        json_lines = self._json_lines = _Nameless(encoding=JSON_LINES_ENCODING)
        csv = self._csv = _Nameless(encoding=CSV_ENCODING)

        def writing(first: Row) -> Writer:
            self._writer = SeveralWriters(
                JsonLinesWriter(json_lines.text), CsvWriter(csv.text, carried=first.carried)
            )
            return self

        answers = write_answers(
            desk, self._rows(), writing, filters=self.filters, strictness=self.strictness
        )
        before_each_batch.set(self._go_on)  # of this thread, and of those that it has read
        with closing(answers):
            for _ in answers:
                pass

    def _work(self, work: Callable[[], None], done: Stage, undone: Stage) -> None:
        """Do a part of the work; whatever it ends with, it is said, and the page stops waiting.

        The stage is set last: from then on the page may have other work begun.
        """
        stage, problem = undone, ""
        try:
            work()
            stage = done
        except EndedError:
            pass
        except OnRecordError as error:
            problem = str(error)
        except OSError as error:
            problem = f"the answers cannot be kept: {NO_ROOM.get(error.errno or 0, str(error))}"
        except Exception as error:
            if _NO_MORE_THREADS not in str(error):
                logger.exception("a batch ended")
            problem = _UNFORESEEN
        with self._lock:
            self._stand(stage, problem="" if self.stopped.is_set() else problem)

    def _stand(self, stage: Stage, *, problem: str = "") -> None:
        if stage is Stage.ENDED:
            self.ended = min(self.ended, time.monotonic())
        self.standing = replace(self.standing, stage=stage, problem=problem)

    def _go_on(self) -> None:
        """Go on, unless the work was stopped, or no page has waited for it for a while."""
        missed = self._missed  # other threads look, too
        if self.here():
            self._missed = None
        elif missed is None:
            self._missed = time.monotonic()
        elif time.monotonic() - missed > _GRACE:
            self.stopped.set()
        if self.stopped.is_set() or not threading.main_thread().is_alive():
            raise EndedError


class _Nameless:
    """A file without a name, which is closed, and so deleted, when nothing refers to this."""

    def __init__(self, *, encoding: str) -> None:
        self._binary = TemporaryFile()  # noqa: SIM115 - it is open for longer than any `with`
        self.text = as_text(self._binary, encoding=encoding)
        self._kept = 0
        weakref.finalize(self, _close, self.text)

    def keep(self) -> None:
        """Keep what was written and flushed, whatever becomes of what is written next."""
        self._kept = self._binary.tell()

    def content(self) -> bytes:
        raw = self._binary.raw  # where there is no room, what is in the buffer stays in the way
        raw.seek(0)
        return raw.readall()[: self._kept]


def _close(text: TextIO) -> None:
    with suppress(OSError):  # there was no room for its end, which was told
        text.close()


@dataclass(slots=True, eq=False)
class Batches:
    """Batches by name, so that a page that is opened again finds its own.

    All that go on are kept, and of those that have ended the last ones to end.
    """

    limit: int = _KEPT
    _by_name: dict[str, Batch] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, name: str, batch: Batch) -> None:
        """Keep a batch that was started; of those that have ended the first to end may go."""
        with self._lock:
            self._by_name[name] = batch
            ended = [n for n, b in self._by_name.items() if b.standing.stage is Stage.ENDED]
            ended.sort(key=lambda name: self._by_name[name].ended)
            for old in ended[: -self.limit]:
                del self._by_name[old]

    def find(self, name: str) -> Batch | None:
        """Return a batch; None if it is not kept, or not any more."""
        return self._by_name.get(name)

    def drop(self, name: str) -> None:
        """Forget a batch and its answers, if it is kept."""
        with self._lock:
            self._by_name.pop(name, None)
