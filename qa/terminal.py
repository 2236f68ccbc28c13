"""What the command line shows: text, JSON, tables, notes and progress."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import click

from qa.plain import aligned, one_line, printable, to_json

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress as Bars
    from rich.progress import ProgressColumn

    from qa.answer import Answer

Report = Callable[[str, int, int | None], None]
"""What is told of a long job: the stage, how much of it is done, and of how much if known."""


class Finished(SystemExit):
    """Everything is shown and closed: the process may end at once."""


def show(text: str) -> None:
    """Write a text to standard output, without control characters."""
    click.echo(printable(text))


def show_answer(answer: "Answer") -> None:
    """Write an answer; on a terminal the words that answer are bold."""
    from qa.render import as_text

    bold = ("\x1b[1m", "\x1b[0m") if sys.stdout.isatty() else ("", "")
    click.echo(as_text(answer, bold=bold))  # every part of it is printable


def show_json(value: object) -> None:
    """Write a value as JSON to standard output."""
    click.echo(to_json(value, indent=2))


def show_table(rows: Iterable[Sequence[str]]) -> None:
    """Write rows in aligned columns to standard output; the last column is never cut.

    Plain text at any width, so that `grep` and `cut` work on it.
    """
    for line in aligned(rows):
        click.echo(line)


def note(message: str) -> None:
    """Write one line to standard error, which is no part of a command's output."""
    with suppress(OSError):  # the terminal is closed: nobody reads it, and the work goes on
        click.echo(f"onrecord: {one_line(message)}", err=True)


def progress_bars() -> "Bars | None":
    """Return progress bars on standard error; None where that is not a terminal."""
    if not sys.stderr.isatty():
        return None
    from rich.console import Console

    return bars_on(Console(stderr=True))


def bars_on(console: "Console") -> "Bars":
    """Return progress bars with rate and time left."""
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns: list[str | ProgressColumn] = [
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}", markup=False),
        TimeRemainingColumn(),
    ]
    # What is shown on a terminal meanwhile stands above the bars; a file's or pipe's is left alone.
    return Progress(*columns, console=console, redirect_stdout=sys.stdout.isatty())


@contextmanager
def reporting(bars: "Bars | None") -> Iterator[Report]:
    """Show the stages of a long job as bars, one below the other; without bars, nothing."""
    if bars is None:
        yield _silent
        return
    tasks: dict[str, int] = {}

    def report(stage: str, done: int, total: int | None) -> None:
        if stage not in tasks:
            tasks[stage] = bars.add_task(stage, total=total, rate="")
        task = bars.tasks[tasks[stage]]
        # rich takes the rate over the last half minute: what is left goes at the present pace.
        rate = f"{task.speed:,.1f}/s" if task.speed else ""
        bars.update(task.id, completed=done, total=total, rate=rate)

    with bars:
        yield report


def _silent(stage: str, done: int, total: int | None) -> None:
    """Report to nobody."""
