"""Options that several commands share, and how their values are read."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from qa import terminal


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise typer.BadParameter(
            f"'{text}' is no date; write year, month and day, for example 2024-08-31"
        ) from None


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


ARCHIVE = Path("archive")
LIMIT = 8  # qa.desk.DEFAULT_LIMIT, which is not imported here: it brings the search libraries

ArchiveOption = Annotated[
    Path, typer.Option("--archive", metavar="DIR", help="Where the archive is.")
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
JsonOption = Annotated[bool, typer.Option("--json", help="Write JSON.")]
