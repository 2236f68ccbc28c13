"""Adding in the sidebar: files and addresses of the web, how far it is, and what came of it."""

import logging
import threading
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import BinaryIO, TypeAlias

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from index import AddReport, FetchError, Limits, OnRecordError, Progress
from index.reading.addresses import parse
from index.wording import counted
from qa import describe
from qa.render import escape_markdown
from web import opening, theme
from web.opening import Newsroom

Sources: TypeAlias = Sequence[str | BinaryIO]

logger = logging.getLogger(__name__)

# How often the page looks how far it is, in seconds.
_EVERY = 0.3
_UNFORESEEN = "adding ended with an error that nobody foresaw; the app’s own log tells more"
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


class _EndedError(Exception):
    """The process is about to end; what is added is finished the next time."""


class _Adding:
    """Adds in a thread of its own, that no click cuts off; the page looks in on it."""

    def __init__(self, newsroom: Newsroom, kind: _Kind, given: Sources) -> None:
        self.kind = kind
        self.progress = Progress(stage=kind.stage, done=0, total=len(given))
        self.outcome: AddReport | None = None
        self.problem = ""
        self._newsroom, self._given = newsroom, given
        # No daemon: libraries that are cut off at the end of the process crash.
        self._thread = threading.Thread(target=self._work, name="adding", daemon=False)
        self._thread.start()

    def goes_on(self, seconds: float = 0.0) -> bool:
        """Wait so long for it to end; tell whether it has not."""
        self._thread.join(seconds)
        return self._thread.is_alive()

    def _work(self) -> None:
        try:
            self.outcome = self._newsroom.add(self._given, self._report)
        except OnRecordError as error:
            self.problem = str(error)
        except _EndedError:
            pass
        except Exception:
            logger.exception("adding ended with an error that nobody foresaw")
            self.problem = _UNFORESEEN

    def _report(self, progress: Progress) -> None:
        if not threading.main_thread().is_alive():
            raise _EndedError
        self.progress = progress


def draw(newsroom: Newsroom) -> None:
    """Draw the two fields, and add what is given when a button is pressed."""
    _settle()
    with st.expander("Add files"):
        _draw_files(newsroom)
    with st.expander("Add from the web"):
        _draw_addresses(newsroom)
    # Here in every run, and outside of what may be folded: it is read out when it changes.
    st.html(theme.spoken(_told()))


def _settle() -> None:
    """Take down what came of an adding that has ended."""
    adding: _Adding | None = st.session_state.get("adding")
    if adding is None or adding.goes_on():
        return
    del st.session_state["adding"]
    st.session_state["added"] = adding.kind, adding.outcome or adding.problem
    if adding.kind is _Kind.FILES and adding.outcome:
        # With the report of what they held the field is another, and empty.
        st.session_state["files_added"] += 1


def _draw_files(newsroom: Newsroom) -> None:
    files = st.file_uploader(
        "Files",
        accept_multiple_files=True,
        help=_FILES_HELP,
        max_upload_size=Limits().file_bytes // 1_000_000,
        key=f"files-{st.session_state.setdefault('files_added', 0)}",
    )
    st.html(theme.note("They stay in this archive, on the machine that runs it."))
    busy = "adding" in st.session_state
    pressed = st.button("Add", key="add", width="stretch", disabled=busy or not files)
    _draw_work(newsroom, _Kind.FILES, (lambda: tuple(files)) if pressed else None)


def _draw_addresses(newsroom: Newsroom) -> None:
    typed = st.text_area(
        "Addresses",
        placeholder="https://news.example/rss",  # one line in the sidebar
        help=_ADDRESSES_HELP,
        height=96,
        key="addresses",
    )
    st.html(theme.note("One a line. Only these are fetched, and what they list."))
    busy = "adding" in st.session_state
    pressed = st.button("Fetch and add", key="fetch", width="stretch", disabled=busy)
    _draw_work(newsroom, _Kind.ADDRESSES, (lambda: read_addresses(typed)) if pressed else None)


def _draw_work(newsroom: Newsroom, kind: _Kind, given: Callable[[], Sources] | None) -> None:
    """Add what is `given` and say how far it is, or draw what came of it."""
    adding: _Adding | None = st.session_state.get("adding")
    if given and adding is None:
        _add(newsroom, kind, given)
    elif adding and adding.kind is kind:
        st.fragment(run_every=_EVERY)(_look_in)(adding)
    else:
        _draw_report(kind)


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


def _add(newsroom: Newsroom, kind: _Kind, sources: Callable[[], Sources]) -> None:
    """Begin to add what is given, and wait for it; where this run is cut off, the next looks in."""
    st.session_state.pop("added", None)
    place = st.empty()
    try:
        adding = _Adding(newsroom, kind, sources())
    except OnRecordError as error:
        place.html(theme.problem(str(error)))
        return
    st.session_state["adding"] = adding
    while adding.goes_on(_EVERY):
        _show_progress(adding, place)
    st.rerun()  # what is in the archive stands above, and has changed


def _look_in(adding: _Adding) -> None:
    if adding.goes_on():
        _show_progress(adding, st.empty())
    else:
        st.rerun()


def _show_progress(adding: _Adding, place: DeltaGenerator) -> None:
    progress = adding.progress
    share = progress.done / progress.total if progress.total else 0.0
    place.progress(min(share, 1.0), text=escape_markdown(opening.describe(progress)))


def _told() -> str:
    """Return what came of the last adding in few words; a problem is read out where it stands."""
    _, outcome = st.session_state.get("added", (None, ""))
    if isinstance(outcome, str):
        return ""
    counts = ((word, outcome.count(word)) for word in describe.OUTCOMES)
    return ", ".join(f"{word} {number:,}" for word, number in counts if number) or "Nothing added"


def _draw_report(kind: _Kind) -> None:
    """Draw what came of the last adding, below the field that it was begun with."""
    of, outcome = st.session_state.get("added", (None, None))
    if of != kind:
        return
    if isinstance(outcome, str):
        st.html(theme.problem(outcome))
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
