"""The address of the page: the conversation that it shows, or a question to ask at once."""

import streamlit as st

from index import Filters
from web import library
from web.conversations import Asked, Conversation, left, new_name
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
    name, named = st.query_params.get(NAMED), st.session_state.get("named")
    if st.session_state.pop("put", False) and named and not name:
        # The browser was sent the name, and this question was on its way before it had it.
        st.query_params[NAMED] = name = named
    if turned := name != named:
        _take_up(newsroom, name)
    elif name and (kept := newsroom.conversations.find(name)):
        show(kept)
    if first and not (st.session_state["turns"] or st.session_state["waiting"]):
        put(st.query_params.get(LINKED, ""))
        st.session_state["put"] = False  # the address names no conversation, and is as it should
    return first or turned


def begin(newsroom: Newsroom, choices: Choices) -> tuple[str, Conversation]:
    """Keep what waits for its answer, and give a conversation its name with its first question.

    It is kept before the page's address has its name: a page that is opened again meanwhile, or a
    run that is cut off, asks what waits in it.

    Returns:
        The name, and the conversation as the page has it.
    """
    named: str | None = st.session_state.get("named")
    name = named or new_name()
    conversation = Conversation(
        turns=tuple(st.session_state["turns"]),
        waiting=tuple(st.session_state["waiting"]),
        filters=choices.filters or Filters(),
        strictness=choices.strictness,
    )
    newsroom.conversations.wait(name, conversation)
    if not named:
        st.query_params[NAMED] = name
        st.session_state["named"] = name
    return name, conversation


def show(kept: Conversation) -> None:
    """Have the page show what is kept; what has its answer waits no more."""
    st.session_state["turns"] = list(kept.turns)
    # The same list: a question may be put into it meanwhile.
    waiting: list[Asked] = st.session_state["waiting"]
    waiting[:] = left(waiting, kept.turns)


def note(newsroom: Newsroom, choices: Choices) -> None:
    """Keep what was chosen in the sidebar with the conversation beside it, where it has changed.

    Only then: in another tab of the same conversation something else may have been chosen since.
    """
    chosen = choices.filters, choices.strictness
    if choices.filters is None or chosen == st.session_state.get("chosen"):
        return
    st.session_state["chosen"] = chosen
    if named := st.session_state.get("named"):
        newsroom.conversations.choose(named, choices.filters, choices.strictness)


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
        st.session_state["put"] = True


def _take_up(newsroom: Newsroom, name: str | None) -> None:
    found = newsroom.conversations.find(name) if name else None
    # What was put before the conversation had its name; what waits in another stays there.
    own = [] if st.session_state.get("named") else st.session_state["waiting"]
    waiting = {one.name: one for one in (*(found.waiting if found else ()), *own)}
    st.session_state["lost"] = bool(name) and found is None
    st.session_state["named"] = name if found else None
    st.session_state["turns"] = list(found.turns) if found else []
    st.session_state["waiting"] = list(left(waiting.values(), st.session_state["turns"]))
    if found:
        library.choose(found.filters, found.strictness)
    elif name:
        st.query_params.pop(NAMED, None)
