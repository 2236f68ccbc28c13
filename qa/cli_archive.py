"""What changes an archive or tells of it: `onrecord add, refresh, status, remove, repair`."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa import describe, terminal
from qa.options import (
    ARCHIVE,
    LINKED_PAGES,
    STREAM,
    ArchiveOption,
    JsonOption,
    PagesOption,
)
from qa.plain import one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from index import AddReport, Archive, Failed, FieldAliases, Progress, Skipped


def add(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="SOURCES", help="Files, folders, URLs, or - for standard input."),
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
    limit: PagesOption = LINKED_PAGES,
    as_json: JsonOption = False,
) -> None:
    """Read articles into an archive; it is made where there is none.

    What is in it already is left alone; a file that has changed replaces its old version. What
    cannot be read is listed with the reason, the rest is added, and the exit code is 1.

    A URL (http, https) is fetched now, and again by refresh: a page; or a feed or sitemap, with
    the pages that it lists. Nothing else is ever fetched.
    """
    aliases = _aliases(field or [])
    named = [source for source in sources if source != STREAM]
    _refuse_mistyped(named)
    opened = _open_or_create(archive, model)
    streams = [sys.stdin.buffer] if STREAM in sources else []
    with terminal.reporting(terminal.progress_bars()) as report:
        outcome = opened.add(
            *named, *streams, aliases=aliases, limit=limit, progress=_as_progress(report)
        )
    _tell(outcome, as_json=as_json)


def refresh(
    *,
    archive: ArchiveOption = ARCHIVE,
    limit: PagesOption = LINKED_PAGES,
    listed: Annotated[
        bool, typer.Option("--list", help="Fetch nothing; list the URLs that would be asked.")
    ] = False,
    forget: Annotated[
        list[str] | None,
        typer.Option(
            metavar="URL", help="Fetch nothing; ask for this URL no more; may be repeated."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Ask again for every URL that was added, and for what its feeds and sitemaps list since.

    What has changed replaces its old version. What is gone is listed and stays in the archive.
    Sites are asked one page at a time, with pauses, and not where they ask to be left alone.
    """
    from index import Archive

    if listed and forget:
        raise typer.BadParameter("--list and --forget exclude each other; leave one out")
    opened = Archive.open(archive)
    if forget:
        _forget(opened, forget)
    elif listed:
        subscriptions = opened.subscriptions.all()
        if as_json:
            terminal.show_json(describe.subscriptions(subscriptions))
        else:
            terminal.show_table(describe.subscription_rows(subscriptions))
    else:
        with terminal.reporting(terminal.progress_bars()) as report:
            outcome = opened.refresh(limit=limit, progress=_as_progress(report))
        _tell(outcome, as_json=as_json)


def _forget(opened: "Archive", urls: Sequence[str]) -> None:
    from index import RequestError

    known = {one.url for one in opened.subscriptions.all()}
    for url in urls:
        if url not in known:
            raise RequestError(f"{url} is not asked for; list what is: onrecord refresh --list")
    for url in urls:
        opened.subscriptions.forget(url)
    terminal.show(f"{len(urls)} forgotten; what the archive has of it stays")


def _tell(outcome: "AddReport", *, as_json: bool) -> None:
    """Show what was done, and end with an error where something could not be read."""
    if as_json:
        terminal.show_json(describe.add_report(outcome))
    else:
        terminal.show_table(describe.add_counts(outcome))
        items: list[Skipped | Failed] = [*outcome.skipped, *outcome.failed]
        for item in items:
            terminal.show(f"\n{one_line(item.origin)}\n    {one_line(item.reason)}")
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


def _refuse_mistyped(sources: Sequence[str]) -> None:
    """Find out about a mistyped path or URL before an archive is made for it."""
    from index import FetchError
    from index.reading import discover
    from index.reading.addresses import parse

    for source in sources:
        if Path(source).exists():
            continue
        if "://" not in source:
            next(discover([source]), None)  # says what is wrong
        try:
            parse(source)
        except FetchError as error:
            raise FetchError(f"{source}: {error}") from error


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
