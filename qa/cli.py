"""The command line: `onrecord add`, `ask`, `batch`, `serve`, `status`, `remove`, `repair`.

Every command is a few lines round a call that Python has too. What is heavy is imported by the
commands that need it, so that `onrecord --help` comes at once.
"""

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from qa import describe, terminal
from qa.options import (
    ARCHIVE,
    LIMIT,
    ArchiveOption,
    JsonOption,
    LanguageOption,
    LimitOption,
    OutletOption,
    SinceOption,
    UntilOption,
    show_version,
)
from qa.plain import one_line, printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from index import Archive, FieldAliases, Progress
    from qa.desk import Desk

STREAM = "-"
_EXIT_INTERRUPTED = 130


class _Commands(TyperGroup):
    """Turns errors raised on purpose into one line and exit code 1; bugs keep their traceback."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401  # typer's own signature, from its private part
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            terminal.note("interrupted")
            raise typer.Exit(_EXIT_INTERRUPTED) from None
        except Exception as error:
            from index import OnRecordError

            if not isinstance(error, OnRecordError):
                raise
            terminal.note(str(error))
            raise typer.Exit(1) from error


commands = typer.Typer(
    cls=_Commands,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Ask an archive of news articles a question; get what it says, word for word, or an "
    "honest silence. Nothing leaves this machine.",
)


@commands.callback()
def _options(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Show the version and exit.", callback=show_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Options before any command; all of them act by themselves."""


@commands.command()
def add(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="SOURCES", help="Files, folders, or - for standard input."),
    ],
    *,
    archive: ArchiveOption = ARCHIVE,
    model: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="Embedding model for a new archive, of sentence-transformers."
        ),
    ] = None,
    field: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD=NAME",
            help="What a field is called in your data: text=body_html; may be repeated.",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Read articles into an archive; it is made where there is none.

    What is in it already is left alone; a file that has changed replaces its old version. What
    cannot be read is listed with the reason, the rest is added, and the exit code is 1.
    """
    aliases = _aliases(field or [])
    paths = [Path(source) for source in sources if source != STREAM]
    _refuse_missing(paths)
    opened = _open_or_create(archive, model)
    streams = [sys.stdin.buffer] if STREAM in sources else []
    with terminal.reporting(terminal.progress_bars()) as report:
        outcome = opened.add(*paths, *streams, aliases=aliases, progress=_as_progress(report))
    if as_json:
        terminal.show_json(describe.add_report(outcome))
    else:
        terminal.show_table(describe.add_counts(outcome))
        for failed in outcome.failed:
            terminal.show(f"\n{one_line(failed.origin)}\n    {failed.reason}")
    if outcome.failed:
        terminal.note(f"{len(outcome.failed)} could not be read; everything else is in the archive")
        raise typer.Exit(1)


@commands.command()
def ask(
    question: Annotated[
        str, typer.Argument(metavar="QUESTION", help="In plain words, or - for standard input.")
    ],
    *,
    archive: ArchiveOption = ARCHIVE,
    outlet: OutletOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    language: LanguageOption = None,
    limit: LimitOption = LIMIT,
    as_json: JsonOption = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Write Markdown.")] = False,
) -> None:
    """Answer a question from the archive, word for word.

    Where the archive does not say, the answer is silence with what came nearest; the exit code is 0
    all the same. Articles without a date are left out where --since or --until is given.
    """
    if as_json and as_markdown:
        raise typer.BadParameter("--json and --markdown exclude each other; leave one out")
    if question == STREAM:
        question = sys.stdin.buffer.read().decode("utf-8-sig", errors="replace")
    answer = _open_desk(archive).ask(
        printable(question),
        outlets=outlet or (),
        since=since,
        until=until,
        languages=language or (),
        limit=limit,
    )
    if as_json:
        terminal.show_json(answer.to_dict())
    else:
        terminal.show(answer.to_markdown().rstrip() if as_markdown else answer.text)


@commands.command()
def batch(
    source: Annotated[
        str,
        typer.Argument(
            metavar="INPUT", help="Questions: .csv, .jsonl, .txt, or - for standard input."
        ),
    ],
    *,
    output: Annotated[
        str,
        typer.Option(
            *("--output", "-o"),
            metavar="OUTPUT",
            help="Answers: .jsonl, .csv, or - for JSON lines on standard output.",
        ),
    ],
    archive: ArchiveOption = ARCHIVE,
    outlet: OutletOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    language: LanguageOption = None,
    limit: LimitOption = LIMIT,
) -> None:
    """Answer many questions from a file.

    In CSV they stand in the column “question”, in JSON lines in the field “question”; other columns
    and fields are carried along. A row that cannot be asked is written with the reason, all others
    are answered, and the exit code is 1. OUTPUT appears when it is complete.
    """
    from index import Filters
    from qa.batch import count_rows, run

    filters = Filters(
        outlets=tuple(outlet or ()), since=since, until=until, languages=tuple(language or ())
    )
    questions = sys.stdin.buffer if source == STREAM else Path(source)
    answers = sys.stdout if output == STREAM else Path(output)
    desk = _open_desk(archive)
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
        )
    terminal.note(describe.tally(tally))
    if tally.failed:
        raise typer.Exit(1)


@commands.command()
def serve(
    *,
    archive: ArchiveOption = ARCHIVE,
    port: Annotated[
        int, typer.Option(min=1, max=65535, metavar="PORT", help="Where the browser finds it.")
    ] = 8501,
) -> None:
    """Start the browser app; Ctrl-C ends it.

    It answers this machine's browsers and no others. Without --archive, and where there is no
    archive yet, the app makes one of the articles that ship with it.
    """
    from qa import serving

    found = serving.find_app()
    if found is None:
        _refuse("the browser app is not installed; install it with: pip install -e .")
    # A mistyped directory must not be filled with the articles that ship with the program.
    if archive != ARCHIVE and not archive.exists():
        _refuse(f"no archive at {archive}; make one with: onrecord add FILES --archive {archive}")
    if not serving.is_free(port):
        _refuse(f"port {port} is taken; choose another one: onrecord serve --port {port + 1}")
    terminal.show(f"On the Record is at http://{serving.ADDRESS}:{port} (Ctrl-C ends it)")
    command = serving.streamlit_command(found, port=port)
    raise typer.Exit(serving.hand_over(command, archive=archive))


@commands.command()
def status(
    *,
    archive: ArchiveOption = ARCHIVE,
    articles: Annotated[
        bool, typer.Option("--articles", help="List the articles: id, date, outlet, title.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Tell what is in an archive and how it was made."""
    from index import Archive

    opened = Archive.open(archive)
    if as_json:
        listed = {"listed": describe.listed(opened.articles())} if articles else {}
        terminal.show_json({**describe.status(opened.status()), **listed})
    elif articles:
        terminal.show_table(describe.article_rows(opened.articles()))
    else:
        terminal.show_table(describe.status_rows(opened.status()))


@commands.command()
def remove(
    ids: Annotated[
        list[str],
        typer.Argument(metavar="ID", help="As `onrecord status --articles` lists them."),
    ],
    *,
    archive: ArchiveOption = ARCHIVE,
) -> None:
    """Remove articles from an archive.

    Where one of the ids is not known, nothing is removed.
    """
    from index import Archive

    opened = Archive.open(archive)
    removed = opened.remove(*ids)
    terminal.show(f"{removed} removed, {opened.contents().articles} left")


@commands.command()
def repair(*, archive: ArchiveOption = ARCHIVE) -> None:
    """Make an archive's search files anew from its database."""
    from index import Archive

    opened = Archive.open(archive)
    with terminal.reporting(terminal.progress_bars()) as report:
        opened.repair(progress=_as_progress(report))
    found = opened.contents()
    terminal.show(f"repaired: {found.articles} articles, {found.passages} passages")


def _aliases(options: Sequence[str]) -> "FieldAliases":
    from index import FieldAliases, RequestError

    try:
        return FieldAliases.parse(options)
    except RequestError as error:
        raise typer.BadParameter(str(error), param_hint="--field") from error


def _refuse_missing(paths: Sequence[Path]) -> None:
    """Find out about a mistyped path before an archive is made for it."""
    from index.reading import discover

    for path in paths:
        if not path.exists():
            next(discover([path]), None)  # says what is wrong


def _open_or_create(path: Path, model: str | None) -> "Archive":
    from index import Archive, ArchiveMissingError, load_encoder

    encoder = load_encoder(model) if model else None
    try:
        return Archive.open(path, encoder=encoder)
    except ArchiveMissingError:
        if encoder:
            encoder.count_tokens([""])  # a model that cannot be loaded leaves no archive behind
        return Archive.create(path, encoder=encoder)


def _open_desk(path: Path) -> "Desk":
    from index import Archive
    from qa.desk import Desk

    return Desk(Archive.open(path))


def _as_progress(report: terminal.Report) -> "Callable[[Progress], None]":
    return lambda progress: report(progress.stage, progress.done, progress.total)


def _refuse(message: str) -> NoReturn:
    terminal.note(message)
    raise typer.Exit(1)


def main() -> None:
    """Run the command line; exit with 0, 1 for an error, 2 for wrong usage, 130 for Ctrl-C."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # JSON and quotes are UTF-8 whatever the locale
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    # transformers draws its own bar on standard error while a model loads.
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    commands(prog_name="onrecord")


if __name__ == "__main__":
    main()
