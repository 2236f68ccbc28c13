"""Adding in the sidebar: files and addresses of the web, how far it is, and what came of it."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import BinaryIO, TypeAlias

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from index import FetchError, Limits, OnRecordError, Progress
from index.reading.addresses import parse
from index.wording import counted
from qa import describe
from qa.render import escape_markdown
from web import opening, theme
from web.opening import Newsroom

Sources: TypeAlias = Sequence[str | BinaryIO]

# A long list would push the filters out of sight; the command line has all of it.
_MOST_LINES = 20
_FILES_HELP = (
    "PDF, Word, OpenDocument, RTF, EPUB, HTML, plain text, Markdown, subtitles, e-mail, CSV, JSON, "
    "and archives of these (ZIP, TAR). Nothing is added before you press the button."
)
_ADDRESSES_HELP = (
    "Pages, feeds or sitemaps, an address a line. Nothing is fetched before you press the button; "
    "of a feed or sitemap, the 50 newest pages."
)


class _Kind(StrEnum):
    """What is added: each kind has its own field."""

    FILES = "files"
    ADDRESSES = "addresses"

    @property
    def stage(self) -> str:
        """The stage that adding it begins with."""
        return "reading" if self is _Kind.FILES else "fetching"


def draw(newsroom: Newsroom) -> None:
    """Draw the two fields, and add what is given when a button is pressed."""
    with st.expander("Add files"):
        _draw_files(newsroom)
    with st.expander("Add from the web"):
        _draw_addresses(newsroom)


def _draw_files(newsroom: Newsroom) -> None:
    # With the report of what they held the field is another, and empty.
    round_ = st.session_state.setdefault("files_added", 0)
    files = st.file_uploader(
        "Files",
        accept_multiple_files=True,
        help=_FILES_HELP,
        max_upload_size=Limits().file_bytes // 1_000_000,
        key=f"files-{round_}",
    )
    st.html(theme.note("They stay in this archive, on the machine that runs it."))
    pressed = st.button("Add", key="add", width="stretch", disabled=not files)
    place = st.empty()
    if not pressed:
        _draw_report(_Kind.FILES)
    elif _add(newsroom, _Kind.FILES, lambda: tuple(files), place):
        st.session_state["files_added"] = round_ + 1
        st.rerun()


def _draw_addresses(newsroom: Newsroom) -> None:
    typed = st.text_area(
        "Addresses",
        placeholder="https://news.example/rss",  # one line in the sidebar
        help=_ADDRESSES_HELP,
        height=96,
        key="addresses",
    )
    st.html(theme.note("One a line. Only these are fetched, and what they list."))
    pressed = st.button("Fetch and add", key="fetch", width="stretch")
    place = st.empty()
    if not pressed:
        _draw_report(_Kind.ADDRESSES)
    elif _add(newsroom, _Kind.ADDRESSES, lambda: read_addresses(typed), place):
        st.rerun()  # what is in the archive stands above, and has changed


def read_addresses(typed: str) -> tuple[str, ...]:
    """Read addresses, one a line, each once.

    >>> read_addresses(" https://news.example/a ")
    ('https://news.example/a',)

    Raises:
        FetchError: there is none, or one of them cannot be fetched; its line is named.
    """
    addresses: dict[str, None] = {}
    for number, line in enumerate(map(str.strip, typed.splitlines()), start=1):
        if not line:
            continue
        if ":" not in line:
            raise FetchError(f"line {number}, {line}: write https:// before it")
        try:
            addresses[parse(line).url] = None
        except FetchError as error:
            raise FetchError(f"line {number}, {line}: {error}") from error
    if not addresses:
        raise FetchError("there is no address; write one a line, beginning with https://")
    return tuple(addresses)


def _add(
    newsroom: Newsroom, kind: "_Kind", sources: Callable[[], Sources], place: DeltaGenerator
) -> bool:
    """Add what is given, and keep the report; tell whether that could be done."""
    st.session_state.pop("added", None)

    def report(progress: Progress) -> None:
        share = progress.done / progress.total if progress.total else 0.0
        place.progress(min(share, 1.0), text=escape_markdown(opening.describe(progress)))

    try:
        given = sources()
        report(Progress(stage=kind.stage, done=0, total=len(given)))
        st.session_state["added"] = kind, newsroom.add(given, report)
    except OnRecordError as error:
        place.html(theme.problem(str(error)))
        return False
    return True


def _draw_report(kind: "_Kind") -> None:
    """Draw what came of the last adding, below the field that it was begun with."""
    of, outcome = st.session_state.get("added", (None, None))
    if of != kind:
        return
    st.html(theme.counts([(word, outcome.count(word)) for word in describe.OUTCOMES]))
    if lines := _shortened(list(describe.left_out(outcome))):
        st.html(theme.lines(lines))


def _shortened(lines: Sequence[str]) -> list[str]:
    """Leave the blank lines out, and what goes beyond the most.

    >>> _shortened(["", "failed", "  a: it is empty"])
    ['failed', '  a: it is empty']
    """
    said = [line for line in lines if line]
    more = len(said) - _MOST_LINES
    return said if more <= 0 else [*said[:_MOST_LINES], f"and {counted(more, 'more line')}"]
