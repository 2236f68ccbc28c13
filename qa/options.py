"""Options that several commands share, and how their values are read."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa import terminal
from qa.strictness import Strictness

if TYPE_CHECKING:
    from qa.desk import Desk


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise typer.BadParameter(
            f"'{text}' is no date; write year, month and day, for example 2024-08-31"
        ) from None


def named(name: str) -> str:
    """Refuse an empty name: as a path it would be the folder that one works in."""
    if not name:
        raise typer.BadParameter("its name is empty; name a file")
    return name


def given(value: str) -> str:
    """Refuse an empty value: it would count as none."""
    if not value:
        raise typer.BadParameter("it is empty; give a value, or leave the option out")
    return value


def file_of(name: str) -> Path:
    """Return the path of a file's name, which must not be empty."""
    return Path(named(name))


def _directory(name: str | Path) -> Path:
    if name == "":
        raise typer.BadParameter(
            "the archive has an empty name; give its directory, or leave --archive out for "
            f"'{ARCHIVE}'"
        )
    return Path(name)


def show_version(asked: bool) -> None:  # noqa: FBT001  # typer calls it so
    """Write the version and end, if asked."""
    if asked:
        terminal.show(f"onrecord {_version()}")
        raise typer.Exit


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("onrecord")
    except PackageNotFoundError:
        return "(not installed; install it with: pip install -e .)"


def open_desk(
    archive: Path, *, strictness: Strictness | None, reader: str | None, warm: bool = False
) -> "Desk":
    """Open a desk on an archive, as sure of its answers as is wanted; `warm`, its models loaded."""
    from index import load_encoder, open_catalogue
    from qa.bundled import BUNDLED_READER
    from qa.reader import load_reader

    encoder = load_encoder(open_catalogue(archive).model)
    chosen = load_reader(reader or BUNDLED_READER)
    warming = None
    if warm:
        from qa.warming import Warming

        warming = Warming(encoder, chosen)
    from index import Archive  # meanwhile: all that searches and answers
    from qa.desk import Desk

    desk = Desk(Archive.open(archive, encoder=encoder), strictness=strictness, reader=chosen)
    if warming:
        warming.wait()
    return desk


STREAM = "-"
ARCHIVE = Path("archive")
PORT = 8501
LIMIT = 8  # qa.desk.DEFAULT_LIMIT, which is not imported here: it brings the search libraries
LINKED_PAGES = 50  # index.subscriptions.LINKED_PAGES, likewise

ArchiveOption = Annotated[
    Path,
    typer.Option("--archive", parser=_directory, metavar="DIR", help="Where the archive is."),
]
OutletOption = Annotated[
    list[str] | None,
    typer.Option("--outlet", metavar="NAME", help="Search only this outlet; may be repeated."),
]
SinceOption = Annotated[
    date | None,
    typer.Option(parser=_day, metavar="DATE", help="Search only what was published from then on."),
]
UntilOption = Annotated[
    date | None,
    typer.Option(parser=_day, metavar="DATE", help="Search only what was published until then."),
]
LanguageOption = Annotated[
    list[str] | None,
    typer.Option(
        "--language", metavar="CODE", help="Search only this language (en, uk); may be repeated."
    ),
]
LimitOption = Annotated[
    int, typer.Option(min=1, metavar="N", help="Show so many statements at most.")
]
PagesOption = Annotated[
    int,
    typer.Option(
        "--limit", min=0, metavar="N", help="Fetch so many pages of a feed or sitemap at most."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Write JSON.")]
StrictnessOption = Annotated[
    Strictness | None,
    typer.Option(
        "--strictness",
        metavar="HOW",
        help="How sure an answer must be: strict (silent sooner), balanced, open (answers sooner), "
        "or calibrated (the archive's own threshold; see evaluate). Left out: calibrated where "
        "there is one, else balanced.",
    ),
]
ReaderOption = Annotated[
    str | None,
    typer.Option(
        "--reader",
        parser=given,
        metavar="NAME",
        help="Path of a cross-encoder of sentence-transformers to read with, instead of the reader "
        "that ships; calibrate it: evaluate --calibrate.",
    ),
]
PortOption = Annotated[
    int, typer.Option(min=1, max=65535, metavar="PORT", help="Where the browser finds the app.")
]

WatchOption = Annotated[
    bool,
    typer.Option("--watch", help="Go on, and add files when they come or change; Ctrl-C ends it."),
]
SizeOption = Annotated[
    str | None,
    typer.Option(
        parser=given, metavar="SIZE", help="Largest document that is read.  [default: 200MB]"
    ),
]
SecondsOption = Annotated[
    float | None,
    typer.Option(
        min=1, metavar="N", help="Longest that a file may take for an article.  [default: 60]"
    ),
]
MostPagesOption = Annotated[
    int | None,
    typer.Option(min=1, metavar="N", help="Most pages that a PDF may have.  [default: 2000]"),
]
ModelOption = Annotated[
    str | None,
    typer.Option(
        parser=given,
        metavar="NAME",
        help="Embedding model for a new archive, of sentence-transformers.",
    ),
]
FieldOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FIELD=NAME",
        help="What a field is called in your data: text=body_html; may be repeated.",
    ),
]
