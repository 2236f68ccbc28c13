"""The address of the page: the conversation that it shows, or a question to ask at once."""

import streamlit as st

from web import library
from web.conversations import Conversation, new_name
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
    name = st.query_params.get(NAMED)
    if turned := name != st.session_state.get("named"):
        _take_up(newsroom, name)
    if first and not st.session_state["turns"]:
        put(st.query_params.get(LINKED, ""))
    return first or turned


def name_conversation() -> None:
    """Give a conversation its name with its first question."""
    if not st.session_state.get("named"):
        st.session_state["named"] = st.query_params[NAMED] = new_name()


def keep(newsroom: Newsroom, choices: Choices) -> None:
    """Keep the conversation as it now stands."""
    if choices.filters is not None:
        kept = Conversation(
            turns=tuple(st.session_state["turns"]),
            filters=choices.filters,
            strictness=choices.strictness,
        )
        newsroom.conversations.keep(st.session_state["named"], kept)


def start_anew() -> None:
    """Begin with nothing asked; the browser's way back leads to what was."""
    st.session_state.update(turns=[], named=None, lost=False)
    for parameter in (NAMED, LINKED):  # or the page, opened again, would ask what it asked first
        st.query_params.pop(parameter, None)


def put(question: str) -> None:
    """Have a question asked in this run; white space alone is none."""
    if question.strip():
        st.session_state["asked"] = question


def _take_up(newsroom: Newsroom, name: str | None) -> None:
    found = newsroom.conversations.find(name) if name else None
    st.session_state["lost"] = bool(name) and found is None
    st.session_state["named"] = name if found else None
    st.session_state["turns"] = list(found.turns) if found else []
    if found:
        library.choose(found.filters, found.strictness)
    elif name:
        st.query_params.pop(NAMED, None)
