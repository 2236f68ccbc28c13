"""What keeps an archive true over the years: `add --watch`, `remove`, `compact`, `repair`."""

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from index.wording import counted
from qa import terminal
from qa.options import archive_option

if TYPE_CHECKING:
    from index import AddReport, Progress

_RETRY_SECONDS = 2.0


@click.command
@archive_option
def repair(*, archive: Path) -> None:
    """Check an archive's database, and make its search files anew from it."""
    from index import Archive

    opened = Archive.open(archive)
    with terminal.reporting(terminal.progress_bars()) as report:
        opened.repair(progress=as_progress(report))
    found = opened.contents()
    terminal.show(
        f"repaired: {counted(found.articles, 'article')}, {counted(found.passages, 'passage')}"
    )


@click.command
@archive_option
@click.option(
    "--drop-versions",
    is_flag=True,
    help="Drop older versions too; citations of them no longer resolve.",
)
def compact(*, archive: Path, drop_versions: bool) -> None:
    """Give back the room of what nobody can see any more; answers stay the same.

    Older versions of articles stay, so that citations of them resolve. Readers go on meanwhile.
    """
    from index import Archive

    opened = Archive.open(archive)
    with terminal.reporting(terminal.progress_bars()) as report:
        saved = opened.compact(drop_versions=drop_versions, progress=as_progress(report))
    status = opened.status()
    terminal.show(
        f"compacted: {status.size_bytes / 1e6:,.1f} MB, {max(saved, 0) / 1e6:,.1f} MB given back; "
        f"{counted(status.contents.articles, 'article')}, "
        f"{counted(status.replaced, 'older version')}"
    )


@click.command
@click.argument(
    "names",
    nargs=-1,
    required=True,
    metavar="ID_OR_URL...",
    help="As `onrecord status --articles` and `onrecord refresh --list` list them.",
)
@archive_option
def remove(names: Sequence[str], *, archive: Path) -> None:
    """Remove articles from an archive, with their older versions.

    What was fetched is not brought back by refresh: to remove a page's article ends the asking for
    it. The URL of a page, feed or sitemap that was added removes what came by it alone, and ends
    the asking for it. Where one of the names is not known, nothing is removed.
    """
    from index import Archive

    opened = Archive.open(archive)
    asked = opened.subscriptions.all()
    removed = opened.remove(*names)
    terminal.show(f"{removed} removed, {opened.contents().articles} left")
    still = {one.url for one in opened.subscriptions.all()}
    for one in asked:
        if one.via is None and one.url not in still:
            terminal.show(f"refresh asks no more for {one.url}")


def files_of(paths: Sequence[Path]) -> Mapping[Path, tuple[int, ...]]:
    """Take down how the files to be watched are now."""
    from index.watching import look

    return look(paths)


def keep_adding(
    add: "Callable[[Sequence[Path]], AddReport]",
    paths: Sequence[Path],
    *,
    known: Mapping[Path, tuple[int, ...]],
    show: "Callable[[AddReport], None]",
    pause: "Callable[[float], None]" = time.sleep,
) -> None:
    """Add files when they come or change, and show what that did, until Ctrl-C.

    While another process writes to the archive, or its directory is away, it waits.
    """
    from index.watching import watch

    terminal.note(f"watching {', '.join(map(str, paths))}; Ctrl-C ends it")
    try:
        for batch in watch(paths, known=known, pause=pause):
            outcome = _add_when_free(add, batch, pause)
            if outcome.added or outcome.changed or outcome.skipped or outcome.failed:
                show(outcome)
    except KeyboardInterrupt:
        terminal.note("no longer watching; the archive is as it was last published")


def _add_when_free(
    add: "Callable[[Sequence[Path]], AddReport]",
    batch: Sequence[Path],
    pause: "Callable[[float], None]",
) -> "AddReport":
    from index import ArchiveBusyError, ArchiveMissingError

    told: set[str] = set()
    while True:
        try:
            # What has been deleted since it was seen is no mistake of the user's.
            return add([path for path in batch if path.exists()])
        except ArchiveBusyError as error:
            why = str(error)
        except ArchiveMissingError as error:  # its disk is out for a moment, say
            why = f"{str(error).partition(';')[0]}; waiting until it is back"
        if why not in told:
            terminal.note(why)
        told.add(why)
        pause(_RETRY_SECONDS)


def as_progress(report: terminal.Report) -> "Callable[[Progress], None]":
    """Tell a terminal's report what the archive tells."""
    return lambda progress: report(progress.stage, progress.done, progress.total)
