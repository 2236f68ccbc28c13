"""The sidebar: what is in the archive, which of it shall be searched, and how sure to be."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import streamlit as st

from index import Contents, Filters, RequestError
from index.errors import archive_option
from index.wording import counted, describe_days
from qa import calibration, silence
from qa.calibration import Calibration
from qa.strictness import Strictness
from web import adding, theme
from web.opening import Newsroom

# More outlets than this are counted in one line, so that the filters stay in sight.
_LISTED_OUTLETS = 6


# The oldest newspapers are of the seventeenth century.
_EARLIEST, _LATEST = date(1600, 1, 1), date(2099, 12, 31)
_HOW_SURE = {
    Strictness.STRICT: "Answers only when it is sure.",
    Strictness.BALANCED: "Weighs both errors alike.",
    Strictness.OPEN: "Shows what it has sooner.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What is set in the sidebar. `filters` is None if no article can match them, for `problem`."""

    filters: Filters | None
    strictness: Strictness | None
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Beginning:
    """What the fields begin with; after that they hold what the reader sets.

    A value that is put into a field by its key is sent once, and lost where the run is cut off
    before the browser has it: the field would show, and then be, its first choice. So whatever else
    is to stand in the fields stands in new ones, whose keys have the next `turn`.
    """

    filters: Filters = field(default_factory=Filters)
    strictness: Strictness | None = None
    turn: int = 0

    def key(self, name: str) -> str:
        return f"{name}-{self.turn}" if self.turn else name


def draw(newsroom: Newsroom) -> Choices:
    """Draw the sidebar and return what is set there."""
    beginning = _beginning()
    contents = newsroom.archive.contents()
    with st.sidebar:
        st.html(theme.label("In the archive", level=2))
        st.html(theme.note(_summary(contents, newsroom.archive.path)))
        if outdated := newsroom.archive.why_outdated():
            st.html(theme.note(outdated[:1].upper() + outdated[1:]))
        if contents.outlets:
            st.html(theme.counts(_listed(contents.outlets)))
        adding.draw(newsroom)
        strictness = _draw_strictness(newsroom, beginning)
        st.html(theme.label("Search only", level=2))
        of, known = beginning.filters, list(contents.outlets)
        outlets = st.multiselect(
            "Outlets",
            known,
            default=[outlet for outlet in of.outlets if outlet in known],
            placeholder="All outlets",
            key=beginning.key("outlets"),
        )
        since = _day("Published since", contents, of.since, key=beginning.key("since"))
        until = _day("Published until", contents, of.until, key=beginning.key("until"))
        st.html(theme.note("Any outlet, any date, where a field is left empty."))
        try:
            filters = Filters(outlets=tuple(outlets), since=since, until=until)
        except RequestError as error:
            st.html(theme.problem(str(error)))
            return Choices(filters=None, strictness=strictness, problem=str(error))
    return Choices(filters=filters, strictness=strictness)


def choose(filters: Filters, strictness: Strictness | None = None) -> None:
    """Set the sidebar, before it is drawn or in a callback; without a strictness, that stays."""
    before = _beginning()
    st.session_state["sidebar"] = _Beginning(
        filters=filters,
        strictness=strictness or st.session_state.get(before.key("strictness"), before.strictness),
        turn=before.turn + 1,
    )


def _beginning() -> _Beginning:
    beginning: _Beginning = st.session_state.setdefault("sidebar", _Beginning())
    return beginning


def _draw_strictness(newsroom: Newsroom, beginning: _Beginning) -> Strictness | None:
    """Ask how sure an answer has to be, and say how often each choice was wrong."""
    reader = newsroom.desk.reader.name
    own = calibration.stored(newsroom.archive, reader=reader)
    choices = [s for s in Strictness if s is not Strictness.CALIBRATED or own]
    first = beginning.strictness
    if first not in choices:  # none was chosen yet, or the archive's own was dropped
        first = Strictness.CALIBRATED if own else Strictness.BALANCED
    st.html(theme.label("How sure it must be", level=2))
    chosen: Strictness | None = st.radio(
        "How sure it must be",
        choices,
        index=choices.index(first),
        format_func=str.title,
        horizontal=True,
        label_visibility="collapsed",
        key=beginning.key("strictness"),
    )
    st.html(theme.note(describe_strictness(chosen, own)))
    if told := calibration.why_not_in_force(newsroom.archive, reader=reader):
        st.html(theme.note(told[:1].upper() + told[1:]))
    return chosen


def describe_strictness(strictness: Strictness | None, own: Calibration | None) -> str:
    """Say what a choice means, with its measured rates."""
    if own and strictness in {None, Strictness.CALIBRATED}:
        return (
            f"This archive’s own: set to answer at most {_in_hundred(own.wanted)} of the questions "
            f"that it holds no answer to, on {own.answerable + own.unanswerable:,} questions."
        )
    strictness = strictness or Strictness.BALANCED
    rates = silence.rates(strictness)
    return (
        f"{_HOW_SURE[strictness]} When measured, it answered "
        f"{_in_hundred(rates.wrongly_answered)} of the questions without an answer, and left "
        f"{_in_hundred(rates.wrongly_silent)} of those with one unanswered."
    )


def _in_hundred(rate: float) -> str:
    return f"{round(100 * rate)} in 100"


def _day(name: str, contents: Contents, first: date | None, *, key: str) -> date | None:
    """Ask for a day; none is any date."""
    latest = contents.latest or _LATEST
    chosen = st.session_state.get(key, first)
    day = st.date_input(
        name,
        value=first,
        min_value=min(contents.earliest or _EARLIEST, _EARLIEST),
        # An empty field's calendar opens at today, or at the last day that may be chosen: where the
        # archive ends. A day that was chosen stays, though the article of that day was removed.
        max_value=max(latest, first or latest, chosen or latest),
        format="YYYY-MM-DD",
        disabled=contents.earliest is None,
        key=key,
    )
    return day if isinstance(day, date) else None


def _summary(contents: Contents, path: Path) -> str:
    if not contents.articles:
        command = f"onrecord add FILES {archive_option(path)}"
        return f"No articles yet. Add some below, or with: {command}"
    articles = counted(contents.articles, "article")
    if not (contents.earliest and contents.latest):
        return f"{articles}, none with a date."
    days = describe_days(contents.earliest, contents.latest)
    undated = f" {contents.undated:,} without a date." if contents.undated else ""
    return f"{articles}, {days}.{undated}"


def _listed(outlets: dict[str, int]) -> list[tuple[str, int]]:
    rows = list(outlets.items())
    shown, rest = rows[:_LISTED_OUTLETS], rows[_LISTED_OUTLETS:]
    if rest:
        shown.append((counted(len(rest), "more outlet"), sum(number for _, number in rest)))
    return shown
