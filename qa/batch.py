"""Many questions from a file, their answers into a file; one row at a time, however many."""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, TextIO

from index import Filters, RequestError
from qa.answer import Answer
from qa.desk import DEFAULT_LIMIT, Desk
from qa.drafts import check_place, drafted
from qa.export import CSV_ENCODING, JSON_LINES_ENCODING, CsvWriter, JsonLinesWriter, Writer
from qa.rows import Row, files_like, reading
from qa.strictness import Strictness

# A multiple of what the desk embeds together; so many rows are in memory at most.
_ROWS_AT_ONCE = 128
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
        return Tally(
            answered=self.answered + (answer is not None and not answer.silent),
            silent=self.silent + (answer is not None and answer.silent),
            failed=self.failed + (answer is None),
        )


def run(
    desk: Desk,
    source: str | Path | BinaryIO,
    target: str | Path | TextIO,
    *,
    filters: Filters | None = None,
    limit: int = DEFAULT_LIMIT,
    progress: Callable[[int], None] | None = None,
) -> Tally:
    """Answer the questions of a file or a stream into a file or a stream.

    Args:
        desk: answers them.
        source: CSV, JSON lines or plain lines, told by the ending of its name; a stream's by what
            is in it.
        target: `.jsonl` or `.csv`; it appears when it is complete, and until then an older file of
            that name stays. A stream gets JSON lines, each as soon as it is ready.
        filters: which articles may be searched.
        limit: how many statements to write for each question at most.
        progress: called with the number of rows done so far.

    Raises:
        RequestError: a file cannot be opened or has an unknown ending, or a filter names what the
            archive does not have.
        ReadingError: the questions cannot be read at all, or there is none.
    """
    source = Path(source) if isinstance(source, str) else source
    target = Path(target) if isinstance(target, str) else target
    tally = Tally()
    with reading(source) as rows, _writing(target, source) as stream:
        writing = partial(_writer, target, stream)
        for _, answer in write_answers(desk, rows, writing, filters=filters, limit=limit):
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
) -> Generator[tuple[Row, Answer | None]]:
    """Answer rows and write them, each before it is given back; whoever leaves the loop ends it.

    Args:
        desk: answers them.
        rows: one at least, as `qa.rows.reading` gives them.
        writing: makes the writer; it is given the first row, which is written like all others.
        filters: which articles may be searched.
        limit: how many statements to write for each question at most.
        strictness: how sure the desk has to be, if not as it was opened.
    """
    first = next(rows)
    writer = writing(first)
    every = chain([first], rows)
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
    while batch := list(islice(waiting, _ROWS_AT_ONCE)):
        questions = [row.question for row in batch if not row.error]
        answers = desk.ask_many(questions, filters=filters, limit=limit, strictness=strictness)
        for row in batch:
            yield row, None if row.error else next(answers)


def count_rows(source: Path) -> int:
    """Count the questions of a file, for the time that is left; raises what `run` does."""
    with reading(source) as rows:
        return sum(1 for _ in rows)


@contextmanager
def _writing(target: Path | TextIO, source: Path | BinaryIO) -> Iterator[TextIO]:
    """Write to a stream as it is, to a file when it is complete."""
    if not isinstance(target, Path):
        yield target
        return
    check_target(target)
    if isinstance(source, Path) and target.exists() and target.samefile(source):
        raise RequestError(f"{target} holds the questions; give the answers another name")
    encoding = CSV_ENCODING if _is_csv(target) else JSON_LINES_ENCODING
    with drafted(target, encoding=encoding) as stream:
        yield stream


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


def _writer(target: Path | TextIO, stream: TextIO, first: Row) -> Writer:
    if isinstance(target, Path) and _is_csv(target):
        return CsvWriter(stream, carried=first.carried)
    return JsonLinesWriter(stream)
