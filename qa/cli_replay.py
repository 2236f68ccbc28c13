"""What asks saved answers again: `onrecord replay`."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from qa import terminal
from qa.options import (
    STREAM,
    asking_options,
    check_sources,
    json_option,
    open_desk,
    sources_argument,
)
from qa.strictness import Strictness

if TYPE_CHECKING:
    from qa.replaying import Replayed

Asking = Callable[[str], "Iterator[Replayed]"]

_DIFFERS = 3


@click.command
@sources_argument
@asking_options
@json_option
@click.option(
    "--exit-code",
    "tells_by_exit",
    is_flag=True,
    help="Exit with 3 where an answer is not the same.",
)
def replay(
    sources: Sequence[str],
    *,
    archive: Path,
    outlets: Sequence[str],
    since: date | None,
    until: date | None,
    languages: Sequence[str],
    limit: int,
    strictness: Strictness | None,
    reader: str | None,
    as_json: bool,
    tells_by_exit: bool,
) -> None:
    """Ask saved answers again: which of them are different today, and why?

    Each question is asked with the filters, the limit and the strictness that its answer was saved
    with, and as it was understood then. Where a file does not tell these (CSV tells none of them),
    the options stand in, and the report says so; where it does, they do not count.

    Answers are compared by their quotes: articles, places and words, never scores. What is not the
    same is listed as it comes: quotes that are new, gone (with the reason), in another order or
    marked otherwise; silence that has come or gone. That is no error, and the exit code is 0 all
    the same, but for --exit-code. It is 1 where an answer cannot be read or not be asked again.
    Whether the saved quotes still stand word for word is told by verify.
    """
    from index import Filters
    from qa.replaying import replay as ask_again

    check_sources(sources)
    filters = Filters(outlets=outlets, since=since, until=until, languages=languages)
    desk = open_desk(archive, strictness=strictness, reader=reader)

    def ask(source: str) -> "Iterator[Replayed]":
        read = sys.stdin.buffer if source == STREAM else Path(source)
        return ask_again(desk, read, filters=filters, limit=limit)

    told = [_replay_or_tell(ask, source, archive=archive, as_json=as_json) for source in sources]
    if as_json:
        terminal.show_json(told)
    desk.archive.close()
    # What could not be asked goes before what is not the same.
    if any(values["error"] or values["failed"] for values in told):
        raise Exit(1)
    if tells_by_exit and not all(values["is_same"] for values in told):
        raise Exit(_DIFFERS)


def _replay_or_tell(
    ask: "Asking", source: str, *, archive: Path, as_json: bool
) -> Mapping[str, object]:
    """Ask the answers of one file again, or say why not: the others are asked all the same."""
    from qa.record import LISTED
    from qa.replay_report import Tally, as_values, file_values, lines, summary
    from qa.saved.comparing import Outcome

    name, tally = "standard input" if source == STREAM else source, Tally()
    findings: list[Mapping[str, object]] = []
    bars = terminal.progress_bars()
    total = _count(source) if bars else None
    with terminal.reporting(bars) as report, _error_told() as errors:
        for one in ask(source):
            tally.add(one)
            if one.outcome is not Outcome.SAME and as_json:
                if len(findings) < LISTED:
                    findings.append(as_values(one))
            elif one.outcome is not Outcome.SAME:
                for line in lines(one, name):
                    terminal.show(line)
            report("asking again", tally.outcomes.total(), total)
    if not as_json and tally.outcomes:
        for line in summary(tally, name):
            terminal.show(line)
    for line in errors:
        terminal.note(line)
    if tally.is_of_others:
        terminal.note(
            f"{name}: none of the articles that it quotes is in the archive {archive}; if its "
            "answers are of another archive, name that one with --archive"
        )
    return file_values(name, tally, findings, error=next(iter(errors), None))


@contextmanager
def _error_told() -> "Iterator[list[str]]":
    """Give a list that has the error, if one ends what is done."""
    from index import OnRecordError

    told: list[str] = []
    try:
        yield told
    except OnRecordError as error:
        told.append(str(error))


def _count(source: str) -> int | None:
    """Count the answers of a file, for the time that is left; None of what can be read once."""
    from index import OnRecordError
    from qa.replaying import count

    if source == STREAM or not Path(source).is_file():
        return None
    try:
        return count(Path(source))
    except OnRecordError:  # told when they are asked
        return None
