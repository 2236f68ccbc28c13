"""Many questions from a file, their answers into a file; one row at a time, however many.

What is cut off is kept, and gone on with where the questions and all that decides their answers are
the same.
"""

import hashlib
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, TextIO

import index
from index import Filters, RequestError
from index.code import code_of
from qa.answer import Answer
from qa.calibration import weights_in_force
from qa.desk import DEFAULT_LIMIT, Desk
from qa.drafts import check_place, drafted
from qa.export import CSV_ENCODING, JSON_LINES_ENCODING, CsvWriter, JsonLinesWriter, Writer
from qa.lines import opened
from qa.recorded import Record, recorded
from qa.rows import Row, files_like, form_of, reading
from qa.strictness import Strictness

# A multiple of what the desk embeds together; so many rows are in memory at most.
ROWS_AT_ONCE = 128
_BLOCK = 1 << 20
_JSON_LINES = (".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many rows were answered, met with silence, or could not be asked."""

    answered: int = 0
    silent: int = 0
    failed: int = 0

    @property
    def rows(self) -> int:
        """All of them."""
        return self.answered + self.silent + self.failed

    def plus(self, answer: Answer | None) -> "Tally":
        """Count one more row."""
        name = _outcome(answer)
        return replace(self, **{name: getattr(self, name) + 1})


def _outcome(answer: Answer | None) -> str:
    """Name what came of a row as `Tally` does."""
    if answer is None:
        return "failed"
    return "silent" if answer.silent else "answered"


def run(
    desk: Desk,
    source: str | Path | BinaryIO,
    target: str | Path | TextIO,
    *,
    filters: Filters | None = None,
    limit: int = DEFAULT_LIMIT,
    progress: Callable[[int], None] | None = None,
    going_on: Callable[[int], None] | None = None,
) -> Tally:
    """Answer the questions of a file or a stream into a file or a stream.

    From a file to a file, what is answered when the work is cut off is kept beside the target; the
    same call goes on from there, as long as questions, settings, archive and program are the same.
    What ends the work says in a note (`__notes__`) how much is kept.

    Args:
        desk: answers them.
        source: CSV, JSON lines or plain lines, told by the ending of its name; a stream's by what
            is in it.
        target: `.jsonl` or `.csv`; it appears when it is complete, and until then an older file of
            that name stays. A stream gets JSON lines, each as soon as it is ready.
        filters: which articles may be searched.
        limit: how many statements to write for each question at most.
        progress: called with the number of rows done so far, those of before among them.
        going_on: called once with the number of rows that were done before, if there are any.

    Returns:
        What came of all rows, those of before among them.

    Raises:
        RequestError: a file cannot be opened or has an unknown ending, or a filter names what the
            archive does not have.
        ReadingError: the questions cannot be read at all, or there is none.
    """
    source = Path(source) if isinstance(source, str) else source
    target = Path(target) if isinstance(target, str) else target
    name = str(source) if isinstance(source, Path) else None
    with opened(source, of="questions") as questions, reading(questions, name=name) as rows:
        settings = None
        if isinstance(target, Path):
            settings = _settings(desk, questions, source, filters=filters, limit=limit)
        with _writing(target, source, settings) as (stream, record):
            tally = Tally(**record.outcomes) if record else Tally()
            done = tally.rows
            if done:
                for tell in filter(None, (going_on, progress)):
                    tell(done)
            writing = partial(_writer, target, stream, record, done)
            for _, answer in write_answers(
                desk, rows, writing, filters=filters, limit=limit, done=done
            ):
                tally = tally.plus(answer)
                if progress:
                    progress(tally.rows)
    return tally


def write_answers(
    desk: Desk,
    rows: Iterator[Row],
    writing: Callable[[Row], Writer],
    *,
    filters: Filters | None = None,
    limit: int = DEFAULT_LIMIT,
    strictness: Strictness | None = None,
    done: int = 0,
) -> Generator[tuple[Row, Answer | None]]:
    """Answer rows and write them, each before it is given back; whoever leaves the loop ends it.

    Args:
        desk: answers them.
        rows: one at least, as `qa.rows.reading` gives them.
        writing: makes the writer; it is given the first row, which is written like all others.
        filters: which articles may be searched.
        limit: how many statements to write for each question at most.
        strictness: how sure the desk has to be, if not as it was opened.
        done: so many rows were written before, and are passed over.
    """
    first = next(rows)
    writer = writing(first)
    every = islice(chain([first], rows), done, None)
    for row, answer in answer_rows(
        desk, every, filters=filters, limit=limit, strictness=strictness
    ):
        writer.write(row, answer)
        yield row, answer


def answer_rows(
    desk: Desk,
    rows: Iterable[Row],
    *,
    filters: Filters | None = None,
    limit: int = DEFAULT_LIMIT,
    strictness: Strictness | None = None,
) -> Iterator[tuple[Row, Answer | None]]:
    """Answer rows in order, as they are ready; a row with an error has no answer."""
    waiting = iter(rows)
    while batch := list(islice(waiting, ROWS_AT_ONCE)):
        questions = [row.question for row in batch if not row.error]
        answers = desk.ask_many(questions, filters=filters, limit=limit, strictness=strictness)
        for row in batch:
            yield row, None if row.error else next(answers)


def count_rows(source: Path) -> int:
    """Count the questions of a file, for the time that is left; raises what `run` does."""
    with reading(source) as rows:
        return sum(1 for _ in rows)


def _settings(
    desk: Desk,
    questions: BinaryIO,
    source: Path | BinaryIO,
    *,
    filters: Filters | None,
    limit: int,
) -> str | None:
    """Return a hash of all that the answers come of; None of what can be read once only."""
    if not isinstance(source, Path) or not source.is_file():
        return None
    digest = hashlib.sha256()
    for block in iter(partial(questions.read, _BLOCK), b""):
        digest.update(block)
    questions.seek(0)
    settings = (
        form_of(source),
        filters or Filters(),
        limit,
        desk.threshold(),
        desk.reader.name,
        desk.archive.encoder.name,
        desk.archive.mark,
        weights_in_force(),
        code_of(Path(index.__file__).parent, Path(__file__).parent),
    )
    digest.update(repr(settings).encode())
    return digest.hexdigest()


@contextmanager
def _writing(
    target: Path | TextIO, source: Path | BinaryIO, settings: str | None
) -> Iterator[tuple[TextIO, Record | None]]:
    """Write to a stream as it is, to a file when it is complete; recorded, if it may go on."""
    if not isinstance(target, Path):
        yield target, None
        return
    check_target(target)
    if isinstance(source, Path) and target.exists() and target.samefile(source):
        raise RequestError(f"{target} holds the questions; give the answers another name")
    encoding = CSV_ENCODING if _is_csv(target) else JSON_LINES_ENCODING
    if settings:
        with recorded(target, encoding=encoding, settings=settings) as recording:
            yield recording
    else:
        with drafted(target, encoding=encoding) as stream:
            yield stream, None


def check_target(target: Path) -> None:
    """Refuse a place for answers that is no file, or whose ending is not known.

    Raises:
        RequestError: it is neither JSON lines nor CSV, is a folder, or its folder is not there.
    """
    check_place(target)
    if not _is_csv(target) and target.suffix.casefold() not in _JSON_LINES:
        raise RequestError(
            f"answers are not written to {files_like(target)} ({target}); name it .jsonl or .csv"
        )


def _is_csv(target: Path) -> bool:
    return target.suffix.casefold() == ".csv"


def _writer(
    target: Path | TextIO, stream: TextIO, record: Record | None, done: int, first: Row
) -> Writer:
    make: Callable[[], Writer] = partial(JsonLinesWriter, stream)
    if isinstance(target, Path) and _is_csv(target):
        make = partial(CsvWriter, stream, carried=first.carried, header=not done)
    return _RecordedWriter(record, make) if record else make()


class _RecordedWriter:
    """Notes each row that another writer writes; that one is made when the first row comes."""

    def __init__(self, record: Record, make: Callable[[], Writer]) -> None:
        self._record, self._make = record, make
        self._writer: Writer | None = None

    def write(self, row: Row, answer: Answer | None) -> None:
        if self._writer is None:
            self._record.begin()
            self._writer = self._make()
        self._writer.write(row, answer)
        self._record.note(_outcome(answer))
