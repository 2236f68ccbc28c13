"""Options that several commands share, and how their values are read."""

import gc
import os
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from index import RequestError
from qa.strictness import Strictness

if TYPE_CHECKING:
    from qa.desk import Desk

Asking = TypeVar("Asking", bound=Callable[..., Any])


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise click.BadParameter(
            f"'{text}' is no date; write year, month and day, for example 2024-08-31"
        ) from None


def named(name: str) -> str:
    """Refuse an empty name: as a path it would be the folder that one works in."""
    if not name:
        raise click.BadParameter("its name is empty; name a file")
    return name


sources_argument = click.argument(
    "sources",
    nargs=-1,
    required=True,
    metavar="FILE...",
    help="What ask --json, batch or the app saved, or - for standard input.",
)


def check_sources(sources: Sequence[str]) -> None:
    """Refuse files of saved answers that have an empty name, and standard input twice."""
    for source in sources:
        named(source)
    if sources.count(STREAM) > 1:
        raise click.BadParameter("standard input can be read once; give - once")


def given(value: str) -> str:
    """Refuse an empty value: it would count as none."""
    if not value:
        raise click.BadParameter("it is empty; give a value, or leave the option out")
    return value


def file_of(name: str) -> Path:
    """Return the path of a file's name, which must not be empty."""
    return Path(named(name))


def _directory(name: str | Path) -> Path:
    if name == "":
        raise click.BadParameter(
            "the archive has an empty name; give its directory, or leave --archive out for "
            f"'{ARCHIVE}'"
        )
    return Path(name)


def _strictness(name: str) -> Strictness:
    try:
        return Strictness.named(name)
    except RequestError as error:
        raise click.BadParameter(str(error)) from None


class _Whole(click.IntRange):
    """A whole number; click's own messages call it an integer range."""

    name = "whole number"


class _Number(click.FloatRange):
    """A number; "nan" and "inf" are none, though neither is below the least."""

    name = "number"

    def convert(
        self, value: float, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        number = super().convert(value, param, ctx)
        if not isfinite(number):
            self.fail(f"{value!r} is not a valid {self.name}.", param, ctx)
        return number


def _version(_context: click.Context) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"onrecord {version('onrecord')}"
    except PackageNotFoundError:
        return "onrecord (not installed; install it with: pip install -e .)"


def open_desk(
    archive: Path, *, strictness: Strictness | None, reader: str | None, warm: bool = False
) -> "Desk":
    """Open a desk on an archive, as sure of its answers as is wanted.

    `warm`: for one question, with its models loaded; the process ends with its answer.
    """
    if warm:
        # A hundred collections take 0.02 s, and so does one in the end.
        gc.disable()
        # numpy's and FAISS's threads for algebra turn idly for 0.1 s; one question has none.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from index import load_encoder, open_catalogue
    from qa.bundled import BUNDLED_READER
    from qa.reader import load_reader

    with closing(open_catalogue(archive)) as catalogue:
        encoder = load_encoder(catalogue.model)
    chosen = load_reader(reader or BUNDLED_READER)
    warming = None
    if warm:
        from qa.warming import Warming

        warming = Warming(encoder, chosen)
    from index import Archive  # meanwhile: all that searches and answers
    from qa.desk import Desk

    opened = Archive.open(archive, encoder=encoder)
    try:
        desk = Desk(opened, strictness=strictness, reader=chosen)
    except RequestError:
        opened.close()
        raise
    if warming:
        warming.wait()
    return desk


STREAM = "-"
ARCHIVE = Path("archive")
PORT = 8501
LIMIT = 8  # qa.desk.DEFAULT_LIMIT, which is not imported here: it brings the search libraries
LINKED_PAGES = 50  # index.subscriptions.LINKED_PAGES, likewise

version_option = click.custom_version_option(_version)
archive_option = click.option(
    "--archive", type=_directory, default=ARCHIVE, metavar="DIR", help="Where the archive is."
)
outlet_option = click.option(
    *("--outlet", "outlets"),
    multiple=True,
    metavar="NAME",
    help="Search only this outlet; may be repeated.",
)
since_option = click.option(
    "--since", type=_day, metavar="DATE", help="Search only what was published from then on."
)
until_option = click.option(
    "--until", type=_day, metavar="DATE", help="Search only what was published until then."
)
language_option = click.option(
    *("--language", "languages"),
    multiple=True,
    metavar="CODE",
    help="Search only this language (en, uk); may be repeated.",
)
limit_option = click.option(
    "--limit",
    type=_Whole(min=1),
    default=LIMIT,
    metavar="N",
    help="Show so many statements at most.",
)
pages_option = click.option(
    "--limit",
    type=_Whole(min=0),
    default=LINKED_PAGES,
    metavar="N",
    help="Fetch so many pages of a feed or sitemap at most.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Write JSON.")
strictness_option = click.option(
    "--strictness",
    type=_strictness,
    metavar="HOW",
    help="How sure an answer must be: strict (silent sooner), balanced, open (answers sooner), "
    "or calibrated (the archive's own threshold; see evaluate). Left out: calibrated where "
    "there is one, else balanced.",
)
reader_option = click.option(
    "--reader",
    type=given,
    metavar="NAME",
    help="Path of a cross-encoder of sentence-transformers to read with, instead of the reader "
    "that ships; calibrate it: evaluate --calibrate.",
)
_OF_ASKING = (
    archive_option,
    outlet_option,
    since_option,
    until_option,
    language_option,
    limit_option,
    strictness_option,
    reader_option,
)


def asking_options(command: Asking) -> Asking:
    """Give a command the options of whatever asks questions, in this order."""
    for option in reversed(_OF_ASKING):
        command = option(command)
    return command


port_option = click.option(
    "--port",
    type=_Whole(min=1, max=65535),
    default=PORT,
    metavar="PORT",
    help="Where the browser finds the app.",
)

watch_option = click.option(
    "--watch", is_flag=True, help="Go on, and add files when they come or change; Ctrl-C ends it."
)
size_option = click.option(
    "--max-file-size",
    type=given,
    metavar="SIZE",
    help="Largest document that is read.  [default: 200MB]",
)
seconds_option = click.option(
    "--max-seconds",
    type=_Number(min=1),
    metavar="N",
    help="Longest that a file may take for an article.  [default: 60]",
)
most_pages_option = click.option(
    "--max-pages",
    type=_Whole(min=1),
    metavar="N",
    help="Most pages that a PDF may have.  [default: 2000]",
)
model_option = click.option(
    "--model",
    type=given,
    metavar="NAME",
    help="Embedding model for a new archive, of sentence-transformers.",
)
field_option = click.option(
    *("--field", "fields"),
    multiple=True,
    metavar="FIELD=NAME",
    help="What a field is called in your data: text=body_html; may be repeated.",
)
