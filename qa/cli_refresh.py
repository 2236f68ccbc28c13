"""What is asked of the web again: `onrecord refresh`; and the report of what was taken in."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from qa import describe, terminal
from qa.cli_upkeep import as_progress
from qa.options import ARCHIVE, LINKED_PAGES, ArchiveOption, JsonOption, PagesOption

if TYPE_CHECKING:
    from index import AddReport, Archive


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

    What has changed is a new version. What is gone is listed and stays in the archive.
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
        _note_none(opened)
    else:
        with terminal.reporting(terminal.progress_bars()) as report:
            outcome = opened.refresh(limit=limit, progress=as_progress(report))
        show_report(outcome, as_json=as_json)
        _note_none(opened)
        if outcome.failed:
            raise typer.Exit(1)


def _note_none(opened: "Archive") -> None:
    from index.errors import archive_option

    if not opened.subscriptions.all():
        option = archive_option(opened.path)
        terminal.note(f"no URL is asked for again; add one with: onrecord add URL {option}")


def _forget(opened: "Archive", urls: Sequence[str]) -> None:
    from index import RequestError
    from index.errors import archive_option

    known = {one.url for one in opened.subscriptions.all()}
    for url in urls:
        if url not in known:
            raise RequestError(
                f"'{url}' is not asked for; list what is: onrecord refresh --list "
                f"{archive_option(opened.path)}"
            )
    for url in urls:
        opened.subscriptions.forget(url)
    terminal.show(f"{len(urls)} forgotten; what the archive has of it stays")


def show_report(outcome: "AddReport", *, as_json: bool) -> None:
    """Show what an `add` or a `refresh` did."""
    if as_json:
        terminal.show_json(describe.add_report(outcome))
    else:
        terminal.show_table(describe.add_counts(outcome))
        for line in describe.left_out(outcome):
            terminal.show(line)
    if outcome.failed:
        number = outcome.count("failed")
        terminal.note(f"{number:,} could not be read; everything else is in the archive")
