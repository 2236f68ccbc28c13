"""What fills an archive, or tells what is in it: `onrecord add` and `status`."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from qa import describe, history, terminal
from qa.cli_refresh import show_report
from qa.cli_upkeep import as_progress, files_of, keep_adding
from qa.options import (
    STREAM,
    archive_option,
    field_option,
    json_option,
    model_option,
    most_pages_option,
    pages_option,
    seconds_option,
    size_option,
    watch_option,
)
from qa.provenance import as_values

if TYPE_CHECKING:
    from index import Archive, Catalogue, FieldAliases, Limits


@click.command
@click.argument(
    "sources", nargs=-1, required=True, help="Files, folders, URLs, or - for standard input."
)
@archive_option
@model_option
@field_option
@pages_option
@watch_option
@size_option
@seconds_option
@most_pages_option
@json_option
def add(
    sources: Sequence[str],
    *,
    archive: Path,
    model: str | None,
    fields: Sequence[str],
    limit: int,
    watch: bool,
    max_file_size: str | None,
    max_seconds: float | None,
    max_pages: int | None,
    as_json: bool,
) -> None:
    """Read articles into an archive; it is made where there is none.

    Files are read as what they hold, whatever their names. What is in the archive already is left
    alone; a file that has changed is a new version: answers come from the newest. What is no
    article is skipped, what cannot be read has failed: both are listed with the reason, and after a
    failure the exit code is 1, though all the rest is added. With --watch a file is added once
    nobody writes to it any more, and one that is deleted stays in the archive.

    A URL (http, https) is fetched now, and again by refresh: a page; or a feed or sitemap, with
    the pages that it lists. Nothing else is ever fetched.
    """
    if "" in sources:
        raise click.BadParameter("a source has an empty name; give a file, a folder, a URL or -")
    if watch and STREAM in sources:
        raise click.BadParameter("--watch cannot watch standard input; give files or folders")
    aliases, limits = _aliases(fields), _limits(max_file_size, max_seconds, max_pages)
    named = [source for source in sources if source != STREAM]
    _refuse_mistyped(named)
    paths = [Path(source) for source in named if "://" not in source]
    opened = _open_or_create(archive, model)
    streams = [sys.stdin.buffer] if STREAM in sources else []
    known = files_of(paths) if watch else {}
    with terminal.reporting(terminal.progress_bars()) as report:
        outcome = opened.add(
            *named,
            *streams,
            aliases=aliases,
            limit=limit,
            limits=limits,
            progress=as_progress(report),
        )
    show_report(outcome, as_json=as_json)
    if watch:
        keep_adding(
            lambda batch: opened.add(*batch, aliases=aliases, limits=limits),
            paths,
            known=known,
            show=lambda outcome: show_report(outcome, as_json=as_json),
        )
    elif outcome.failed:
        raise Exit(1)


@click.command
@archive_option
@click.option(
    "--articles", is_flag=True, help="List the articles: id, date, outlet, title or file."
)
@click.option(
    "--versions", metavar="ID_OR_URL", help="Show an article's versions and what changed."
)
@click.option("--stories", is_flag=True, help="List the stories that several articles carry.")
@json_option
def status(
    *, archive: Path, articles: bool, versions: str | None, stories: bool, as_json: bool
) -> None:
    """Tell what is in an archive and how it was made."""
    from index import open_catalogue
    from qa.calibration import stored

    if (articles, versions is not None, stories).count(True) > 1:
        raise click.BadParameter("--articles, --versions and --stories exclude each other")
    opened = open_catalogue(archive)
    if versions is not None:
        _show_versions(opened, versions, as_json=as_json)
    elif stories:
        _show_stories(opened, as_json=as_json)
    elif as_json:
        listed = {"listed": describe.listed(opened.articles())} if articles else {}
        terminal.show_json({**describe.status(opened.status(), stored(opened)), **listed})
    elif articles:
        _show_articles(opened)
    else:
        terminal.show_table(describe.status_rows(opened.status(), stored(opened)))


def _show_articles(opened: "Catalogue") -> None:
    found = opened.articles()
    terminal.show_table(describe.article_rows(found))
    if not found:
        from index.errors import archive_option

        terminal.note(
            f"no article is in {opened.path} yet; add some with: onrecord add SOURCES "
            f"{archive_option(opened.path)}"
        )


def _show_versions(opened: "Catalogue", id_or_url: str, *, as_json: bool) -> None:
    from index import RequestError
    from index.errors import archive_option

    found = opened.versions(id_or_url)
    if not found:
        raise RequestError(
            f"no article '{id_or_url}' in {opened.path}; give an id or a URL as these are listed "
            f"with: onrecord status --articles --json {archive_option(opened.path)}"
        )
    if as_json:
        terminal.show_json(history.listed(found))
    else:
        for line in history.lines(found):
            terminal.show(line)


def _show_stories(opened: "Catalogue", *, as_json: bool) -> None:
    found = opened.stories()
    if as_json:
        terminal.show_json([as_values(story) for story in found])
    else:
        terminal.show_table(describe.story_rows(found))
        if not found:
            terminal.note("no story is carried by several articles; each stands alone")


def _aliases(options: Sequence[str]) -> "FieldAliases":
    from index import FieldAliases, RequestError

    try:
        return FieldAliases.parse(options)
    except RequestError as error:
        raise click.BadParameter(str(error), param_hint="--field") from error


def _limits(
    max_file_size: str | None, max_seconds: float | None, max_pages: int | None
) -> "Limits":
    from index import Limits, RequestError, parse_size

    limits = Limits()
    try:
        size = parse_size(max_file_size) if max_file_size else limits.file_bytes
    except RequestError as error:
        raise click.BadParameter(str(error), param_hint="--max-file-size") from error
    seconds, pages = max_seconds or limits.seconds, max_pages or limits.pages
    try:
        return replace(limits, file_bytes=size, seconds=seconds, pages=pages)
    except RequestError as error:
        raise click.UsageError(str(error)) from error


def _refuse_mistyped(sources: Sequence[str]) -> None:
    """Find out about a mistyped path or URL before an archive is made for it."""
    from index import FetchError
    from index.reading import discover
    from index.reading.addresses import parse
    from index.reading.files import is_there

    for source in sources:
        if is_there(Path(source)):
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
