"""What changes an archive, or tells what is in it: `onrecord add`, `status`, `remove`, `repair`."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa import describe, terminal
from qa.options import ARCHIVE, STREAM, ArchiveOption, JsonOption

if TYPE_CHECKING:
    from collections.abc import Callable

    from index import Archive, FieldAliases, Limits, Progress


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
    max_file_size: Annotated[
        str | None,
        typer.Option(metavar="SIZE", help="Largest document that is read.  [default: 200MB]"),
    ] = None,
    max_seconds: Annotated[
        float | None,
        typer.Option(
            min=1, metavar="N", help="Longest that a file may take for an article.  [default: 60]"
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Read articles into an archive; it is made where there is none.

    Files are read as what they hold, whatever their names. What is in the archive already is left
    alone; a file that has changed replaces its old version. What is no article is skipped, what
    cannot be read has failed: both are listed with the reason, and after a failure the exit code
    is 1, though all the rest is added.
    """
    aliases, limits = _aliases(field or []), _limits(max_file_size, max_seconds)
    paths = [Path(source) for source in sources if source != STREAM]
    _refuse_missing(paths)
    opened = _open_or_create(archive, model)
    streams = [sys.stdin.buffer] if STREAM in sources else []
    with terminal.reporting(terminal.progress_bars()) as report:
        outcome = opened.add(
            *paths, *streams, aliases=aliases, limits=limits, progress=_as_progress(report)
        )
    if as_json:
        terminal.show_json(describe.add_report(outcome))
    else:
        terminal.show_table(describe.add_counts(outcome))
        for line in describe.left_out(outcome):
            terminal.show(line)
    if outcome.failed:
        terminal.note(f"{len(outcome.failed)} could not be read; everything else is in the archive")
        raise typer.Exit(1)


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
    from qa.calibration import stored

    opened = Archive.open(archive)
    if as_json:
        listed = {"listed": describe.listed(opened.articles())} if articles else {}
        terminal.show_json({**describe.status(opened.status(), stored(opened)), **listed})
    elif articles:
        terminal.show_table(describe.article_rows(opened.articles()))
    else:
        terminal.show_table(describe.status_rows(opened.status(), stored(opened)))


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


def _limits(max_file_size: str | None, max_seconds: float | None) -> "Limits":
    from index import Limits, RequestError, parse_size

    limits = Limits()
    try:
        size = parse_size(max_file_size) if max_file_size else limits.file_bytes
    except RequestError as error:
        raise typer.BadParameter(str(error), param_hint="--max-file-size") from error
    return replace(limits, file_bytes=size, seconds=max_seconds or limits.seconds)


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


def _as_progress(report: terminal.Report) -> "Callable[[Progress], None]":
    return lambda progress: report(progress.stage, progress.done, progress.total)
