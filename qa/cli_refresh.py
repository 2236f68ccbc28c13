"""What is asked of the web again: `onrecord refresh`; and the report of what was taken in."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from qa import describe, terminal
from qa.cli_upkeep import as_progress
from qa.options import archive_option, json_option, pages_option

if TYPE_CHECKING:
    from index import AddReport, Archive


@click.command
@archive_option
@pages_option
@click.option(
    "--list", "listed", is_flag=True, help="Fetch nothing; list the URLs that would be asked."
)
@click.option(
    "--forget",
    multiple=True,
    metavar="URL",
    help="Fetch nothing; ask for this URL no more; may be repeated.",
)
@json_option
def refresh(
    *, archive: Path, limit: int, listed: bool, forget: Sequence[str], as_json: bool
) -> None:
    """Ask again for every URL that was added, and for what its feeds and sitemaps list since.

    What has changed is a new version. What is gone is listed and stays in the archive.
    Sites are asked one page at a time, with pauses, and not where they ask to be left alone.
    """
    from index import Archive

    if listed and forget:
        raise click.BadParameter("--list and --forget exclude each other; leave one out")
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
            raise Exit(1)


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
