"""The address of the page: the conversation that it shows, or a question to ask at once."""

import streamlit as st

from index import Filters
from web import library
from web.conversations import Asked, Conversation, Turn, new_name
from web.library import Choices
from web.opening import Newsroom

LINKED = "q"
"""The parameter that holds a question to ask at once, as `onrecord evaluate` links."""
BATCH = "batch"
"""The parameter that shows many questions at once; it names those that are asked."""
NAMED = "conversation"
"""The parameter that names the conversation; it says nothing of what was asked."""


def take(newsroom: Newsroom) -> bool:
    """Take up what the address names, before anything is drawn.

    A conversation is shown as it was, where the page is opened again and where the browser goes
    back or forward to it. A question is asked once in a session; it goes the way of one that is
    typed: it is refused for the same reasons, and nothing in it is markup.

    Returns:
        Whether the page shows something else than it did.
    """
    first = "turns" not in st.session_state
    st.session_state.setdefault("turns", [])
    st.session_state.setdefault("waiting", [])
    name = st.query_params.get(NAMED)
    if turned := name != st.session_state.get("named"):
        _take_up(newsroom, name)
    if first and not (st.session_state["turns"] or st.session_state["waiting"]):
        put(st.query_params.get(LINKED, ""))
    return first or turned


def begin(newsroom: Newsroom, choices: Choices) -> None:
    """Keep what waits for its answer, and give a conversation its name with its first question.

    It is kept before the page's address has its name: a page that is opened again meanwhile, or a
    run that is cut off, asks what waits in it.
    """
    named: str | None = st.session_state.get("named")
    name = named or new_name()
    newsroom.conversations.wait(name, _conversation(choices))
    if not named:
        st.query_params[NAMED] = name
        st.session_state["named"] = name


def keep(newsroom: Newsroom, choices: Choices, turn: Turn) -> None:
    """Keep an answer; the page shows what is kept then."""
    name: str = st.session_state["named"]
    kept = newsroom.conversations.go_on(name, turn, _conversation(choices))
    st.session_state["turns"] = list(kept.turns)


def _conversation(choices: Choices) -> Conversation:
    return Conversation(
        turns=tuple(st.session_state["turns"]),
        waiting=tuple(st.session_state["waiting"]),
        filters=choices.filters or Filters(),
        strictness=choices.strictness,
    )


def start_anew() -> None:
    """Begin with nothing asked; the browser's way back leads to what was."""
    st.session_state.update(turns=[], waiting=[], named=None, lost=False)
    for parameter in (NAMED, LINKED):  # or the page, opened again, would ask what it asked first
        st.query_params.pop(parameter, None)


def put(question: str, *, by_itself: bool = False) -> None:
    """Have a question asked, after those that wait; white space alone is none."""
    if question.strip():
        st.session_state.setdefault("waiting", []).append(
            Asked(question=question, by_itself=by_itself)
        )


def _take_up(newsroom: Newsroom, name: str | None) -> None:
    found = newsroom.conversations.find(name) if name else None
    st.session_state["lost"] = bool(name) and found is None
    st.session_state["named"] = name if found else None
    st.session_state["turns"] = list(found.turns) if found else []
    st.session_state["waiting"] = list(found.waiting) if found else []
    if found:
        library.choose(found.filters, found.strictness)
    elif name:
        st.query_params.pop(NAMED, None)
