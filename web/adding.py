"""Adding from the web: a field for addresses in the sidebar, how far it is, and what came of it."""

from collections.abc import Sequence

import streamlit as st

from index import AddReport, FetchError, OnRecordError, Progress
from index.reading.addresses import parse
from index.wording import counted
from qa import describe
from qa.render import escape_markdown
from web import opening, theme
from web.opening import Newsroom

# A long list would push the filters out of sight; the command line has all of it.
_MOST_LINES = 20
_HELP = (
    "Pages, feeds or sitemaps, an address a line. Nothing is fetched before you press the button; "
    "of a feed or sitemap, the 50 newest pages."
)


def draw(newsroom: Newsroom) -> None:
    """Draw the field, and add what is asked for when its button is pressed."""
    with st.expander("Add from the web"):
        typed = st.text_area(
            "Addresses",
            placeholder="https://news.example/rss",  # one line in the sidebar
            help=_HELP,
            height=96,
            key="addresses",
        )
        st.html(theme.note("One a line. Only these are fetched, and what they list."))
        pressed = st.button("Fetch and add", key="fetch", width="stretch")
        place = st.empty()
        if pressed:
            _add(newsroom, typed, place)
        elif "added" in st.session_state:
            _draw_report(st.session_state["added"])


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


def _add(newsroom: Newsroom, typed: str, place: "st.delta_generator.DeltaGenerator") -> None:
    st.session_state.pop("added", None)

    def report(progress: Progress) -> None:
        share = progress.done / progress.total if progress.total else 0.0
        place.progress(min(share, 1.0), text=escape_markdown(opening.describe(progress)))

    try:
        addresses = read_addresses(typed)
        report(Progress(stage="fetching", done=0, total=len(addresses)))
        st.session_state["added"] = newsroom.add(addresses, report)
    except OnRecordError as error:
        place.html(theme.problem(str(error)))
        return
    st.rerun()  # what is in the archive stands above, and has changed


def _draw_report(outcome: AddReport) -> None:
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
