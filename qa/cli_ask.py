"""What answers questions: `onrecord ask`, `batch` and `serve`."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click
from click.exceptions import Exit

from index.wording import counted
from qa import describe, terminal
from qa.options import (
    ARCHIVE,
    STREAM,
    archive_option,
    asking_options,
    given,
    json_option,
    named,
    open_desk,
    port_option,
)
from qa.plain import printable
from qa.strictness import Strictness

if TYPE_CHECKING:
    from qa.answer import Answer


@click.command
@click.argument("question", help="In plain words, or - for standard input.")
@asking_options
@json_option
@click.option("--markdown", "as_markdown", is_flag=True, help="Write Markdown.")
@click.option(
    "--after",
    "earlier",
    multiple=True,
    type=given,
    metavar="QUESTION",
    help="Asked before, and what QUESTION may follow on; several in their order.",
)
def ask(
    question: str,
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
    as_markdown: bool,
    earlier: Sequence[str],
) -> None:
    """Answer a question from the archive, word for word.

    Where the archive does not say, the answer is silence with what came nearest; the exit code is 0
    all the same. Articles without a date are left out where --since or --until is given.
    """
    if as_json and as_markdown:
        raise click.BadParameter("--json and --markdown exclude each other; leave one out")
    if question == STREAM:
        question = sys.stdin.buffer.read().decode("utf-8-sig", errors="replace")
    desk = open_desk(archive, strictness=strictness, reader=reader, warm=True)
    answers: list[Answer] = []
    for put in (*earlier, question):
        answer = desk.ask(
            printable(put),
            outlets=outlets,
            since=since,
            until=until,
            languages=languages,
            limit=limit,
            after=answers,
        )
        answers.append(answer)
    if as_json:
        terminal.show_json(answer.to_dict())
    else:
        terminal.show(answer.to_markdown().rstrip()) if as_markdown else terminal.show_answer(
            answer
        )
    desk.archive.close()
    raise terminal.Finished


@click.command
@click.argument(
    "source",
    type=named,
    metavar="INPUT",
    help="Questions: .csv, .jsonl, .txt, or - for standard input.",
)
@click.option(
    *("--output", "-o"),
    type=named,
    required=True,
    metavar="OUTPUT",
    help="Answers: .jsonl, .csv, or - for JSON lines on standard output.",
)
@asking_options
def batch(
    source: str,
    *,
    output: str,
    archive: Path,
    outlets: tuple[str, ...],
    since: date | None,
    until: date | None,
    languages: tuple[str, ...],
    limit: int,
    strictness: Strictness | None,
    reader: str | None,
) -> None:
    """Answer many questions from a file.

    In CSV they stand in the column “question”, in JSON lines in the field “question”; other columns
    and fields are carried along. A row that cannot be asked is written with the reason, all others
    are answered, and the exit code is 1. OUTPUT appears when it is complete. What is answered when
    the work is cut off is kept beside it: the same command goes on from there, as long as the
    questions, the options, the archive and the program are the same.
    """
    from index import Filters
    from qa.batch import count_rows, run

    filters = Filters(outlets=outlets, since=since, until=until, languages=languages)
    questions = sys.stdin.buffer if source == STREAM else Path(source)
    answers = sys.stdout if output == STREAM else Path(output)
    desk = open_desk(archive, strictness=strictness, reader=reader)
    # Bars among the lines of a terminal's standard output would garble both.
    bars = None if output == STREAM and sys.stdout.isatty() else terminal.progress_bars()
    total = count_rows(questions) if bars and isinstance(questions, Path) else None
    with terminal.reporting(bars) as report:
        tally = run(
            desk,
            questions,
            answers,
            filters=filters,
            limit=limit,
            progress=lambda done: report("answering", done, total),
            going_on=lambda done: terminal.note(
                f"going on after {counted(done, 'question')} answered before"
            ),
        )
    terminal.note(describe.tally(tally))
    if tally.failed:
        raise Exit(1)


@click.command
@archive_option
@port_option
def serve(*, archive: Path, port: int) -> None:
    """Start the browser app; Ctrl-C ends it.

    It answers this machine's browsers and no others. Without --archive, and where there is no
    archive yet, the app makes one of the articles that ship with it.
    """
    from index import open_catalogue
    from qa import serving

    found = serving.find_app()
    if found is None:
        _refuse("the browser app is not installed; install it with: pip install -e .")
    # A mistyped directory must not be filled with the articles that ship with the program.
    if archive != ARCHIVE:
        open_catalogue(archive)
    if not serving.is_free(port):
        _refuse(f"port {port} is taken; choose another one: onrecord serve --port {port + 1}")
    terminal.show(f"On the Record is at http://{serving.ADDRESS}:{port} (Ctrl-C ends it)")
    command = serving.streamlit_command(found, port=port)
    raise Exit(serving.hand_over(command, archive=archive))


def _refuse(message: str) -> NoReturn:
    terminal.note(message)
    raise Exit(1)
