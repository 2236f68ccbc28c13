"""The sidebar: what is in the archive, and which of it shall be searched."""

from datetime import date

import streamlit as st

from index import Contents, Filters, RequestError
from qa.render import describe_date, escape_markdown
from web import theme
from web.opening import Newsroom

# More outlets than this are counted in one line, so that the filters stay in sight.
_LISTED_OUTLETS = 12


def draw(newsroom: Newsroom) -> Filters | None:
    """Draw the sidebar and return the filters that are set; None if no article can match them."""
    contents = newsroom.archive.contents()
    with st.sidebar:
        st.html(theme.label("In the archive"))
        st.html(theme.note(_summary(contents)))
        if contents.outlets:
            st.html(theme.counts(_listed(contents.outlets)))
        st.html(theme.label("Search only"))
        outlets = st.multiselect(
            "Outlets", list(contents.outlets), placeholder="All outlets", key="outlets"
        )
        since = _day("Published since", contents, key="since")
        until = _day("Published until", contents, key="until")
        st.html(theme.note("Any outlet, any date, where a field is left empty."))
        try:
            return Filters(outlets=tuple(outlets), since=since, until=until)
        except RequestError as error:
            st.error(escape_markdown(str(error)))
            return None


def _day(name: str, contents: Contents, *, key: str) -> date | None:
    """Ask for a day; none is any date."""
    day = st.date_input(
        name,
        value=None,
        min_value=contents.earliest,
        max_value=contents.latest,
        format="YYYY-MM-DD",
        disabled=contents.earliest is None,
        key=key,
    )
    return day if isinstance(day, date) else None


def _summary(contents: Contents) -> str:
    if not contents.articles:
        return "No articles yet. Add some with: onrecord add FILES"
    articles = f"{contents.articles:,} article{'' if contents.articles == 1 else 's'}"
    if not (contents.earliest and contents.latest):
        return f"{articles}, none with a date."
    first, last = describe_date(contents.earliest), describe_date(contents.latest)
    undated = f" {contents.undated:,} without a date." if contents.undated else ""
    return f"{articles}, {first if first == last else f'{first} to {last}'}.{undated}"


def _listed(outlets: dict[str, int]) -> list[tuple[str, int]]:
    rows = list(outlets.items())
    shown, rest = rows[:_LISTED_OUTLETS], rows[_LISTED_OUTLETS:]
    if rest:
        shown.append((f"{len(rest):,} more outlets", sum(number for _, number in rest)))
    return shown
