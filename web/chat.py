"""The conversation: questions, and what the archive says to each."""

from dataclasses import dataclass

import streamlit as st

from index import Article, Filters
from qa import Answer, Citation
from qa.question import MAX_CHARACTERS
from qa.render import describe_filters, escape_markdown
from web import address, arrival, batch, library, notes, sources, theme
from web.conversations import Asked, Turn
from web.library import Choices
from web.opening import Newsroom

EXAMPLES = (
    "Why hasn't Belarus sent troops to Ukraine?",
    "How large is the Belarusian army?",
    "What did Belarusian factories make for Russia?",
)
_LOST = (
    "The conversation that stood here is no longer kept: the app was started anew since, or it is "
    "long ago."
)
_NEWEST = 3
# Of what is too long to be asked, enough to know it by.
_SHOWN = 200
_NTH = ("first", "second", "third", "fourth", "fifth")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The source that the reader has just opened."""

    article: Article
    quoted: Citation | None = None
    answer: Answer | None = None


def draw(newsroom: Newsroom, choices: Choices, *, turned: bool) -> None:
    """Draw the page below its head, and a source beside it if one is opened.

    `turned` tells that the page shows something else than it did.
    """
    turns: list[Turn] = st.session_state["turns"]
    waiting: list[Asked] = st.session_state["waiting"]
    asked = waiting[0] if waiting else None
    # The same three places in every run: what stood in one is not seen in another meanwhile.
    conversation, asking = st.container(key="conversation"), st.container(key="asking", gap=None)
    welcome = st.empty()
    with asking:
        _draw_asking(choices, begun=bool(turns or asked), taken=asked is not None)
        if turned or not turns:
            st.html(arrival.bring_into_view(len(turns) - 1), unsafe_allow_javascript=True)
    if opened := st.session_state.pop("opened", None):
        # Before the turns, which may be many.
        sources.show(opened.article, quoted=opened.quoted, answer=opened.answer)
    if turns or asked:
        welcome.empty()
    else:
        with welcome.container(key="welcome", gap=None):
            _draw_welcome(newsroom, disabled=choices.filters is None)
    with conversation:
        if st.session_state.get("lost"):
            st.html(theme.lost(_LOST))
        for number, turn in enumerate(turns):
            with st.container(key=f"turn-{number}"):
                _draw_question(turn.question, number)
                with st.container(key=f"answer-{number}"):
                    _draw_answer(turn, number, disabled=choices.filters is None)
        if asked:
            with st.container(key=f"turn-{len(turns)}"):
                more = _ask(newsroom, asked, choices)
            if more:
                st.session_state["opened"] = opened  # stays open beside what is asked next
                st.rerun()


def _draw_asking(choices: Choices, *, begun: bool, taken: bool) -> None:
    """Draw the question box and what is in force; in a container it stays, and nothing jumps."""
    filters = choices.filters
    typed = st.chat_input(
        "Ask the archive",  # without `max_chars`: what is too long would vanish without a word
        disabled=filters is None,
        on_submit=_take_typed,
        key="question",
    )
    if typed and not taken and typed.strip():
        # From a page of before the app was started anew: this session did not know the box yet.
        address.put(typed)
        st.rerun()
    with st.container(key="below", horizontal=True, vertical_alignment="center"):
        if filters is None or filters != Filters():
            # Where the sidebar is folded away, this alone tells that not everything is searched.
            st.html(theme.note(in_force(choices)))
            st.button(
                "Search everything",
                type="tertiary",
                on_click=library.choose,
                args=[Filters()],
                key="everything",
            )
        if begun:
            st.button("New conversation", type="tertiary", on_click=address.start_anew, key="new")
        st.button(batch.entry(), type="tertiary", on_click=batch.show, key="many")


def _ask(newsroom: Newsroom, asked: Asked, choices: Choices) -> bool:
    """Answer what waits; it stays to wait where the choices leave nothing to search.

    Returns:
        Whether there is more to draw than its answer, which is not drawn then.
    """
    number = len(st.session_state["turns"])
    _draw_question(asked.question, number)
    # Where it is in every run: what stood in another place would be seen twice meanwhile.
    place = st.container(key=f"answer-{number}")
    # `number` is an integer of ours: no text of a question is ever part of a script.
    st.html(arrival.bring_into_view(number), unsafe_allow_javascript=True)
    if choices.filters is None:
        place.html(theme.problem(choices.problem))
        return False
    name, conversation = address.begin(newsroom, choices)
    with st.spinner("Searching the archive"):
        # Nothing of Streamlit is between asking and keeping: whatever else was clicked meanwhile
        # ends this run where it next draws, or looks into its session.
        kept = newsroom.answer(name, asked, conversation)
    address.show(kept)
    if st.session_state["waiting"] or len(kept.turns) > number + 1:
        return True
    turn = kept.turns[number]
    with place:
        _draw_answer(turn, number, disabled=False)
    if turn.answer:
        st.html(arrival.told(turn.answer))
    return False


def in_force(choices: Choices) -> str:
    """Say which filters are set, or why nothing can be asked."""
    if choices.filters is None:
        return choices.problem[:1].upper() + choices.problem[1:]
    return f"Searches only: {describe_filters(choices.filters)}."


def _draw_question(question: str, number: int) -> None:
    if len(question) > MAX_CHARACTERS:
        question = f"{question[:_SHOWN].rstrip()} …"
    st.html(theme.question(question, anchor=f"question-{number}"))


def _draw_answer(turn: Turn, number: int, *, disabled: bool) -> None:
    answer = turn.answer
    if answer is None:
        st.html(theme.problem(turn.problem))
        return
    if answer.understood:
        _draw_understood(answer, number, disabled=disabled)
    if answer.silent:
        _draw_silence(answer, number)
    else:
        _draw_statements(answer, number)
    with st.container(key=f"foot-{number}", horizontal=True, vertical_alignment="center"):
        st.html(theme.coverage(answer))
        notes.draw(answer, number)


def _draw_understood(answer: Answer, number: int, *, disabled: bool) -> None:
    """Draw how a question was understood that follows on others, and what asks it as it stands."""
    with st.container(key=f"understood-{number}", horizontal=True, vertical_alignment="center"):
        st.html(theme.understood(answer))
        st.button(
            "Ask it by itself",
            type="tertiary",
            key=f"by-itself-{number}",
            on_click=_ask_by_itself,
            args=[answer.question],
            disabled=disabled,
        )


def _draw_statements(answer: Answer, turn: int) -> None:
    if given := theme.given(answer):
        st.html(given)
    heading = None
    for place, statement in enumerate(answer.statements, start=1):
        if statement.heading and statement.heading != heading:
            heading = statement.heading
            st.html(theme.part(heading))
        with st.container(key=f"statement-{turn}-{place}", gap=None):
            st.html(theme.quote(statement.citations[0], number=place))
            copies = statement.copies
            for index, citation in enumerate(statement.citations):
                key = f"open-{turn}-{place}-{index}"
                lead = "copy in" if citation in copies else "also in" if index else ""
                where = f"[{place}] in the {f'{_nth(index)} ' if index else ''}article"
                _draw_source(answer, citation, read=where, key=key, lead=lead)
    for part in answer.unanswered:
        st.html(theme.part(part) + theme.silent_part())


def _draw_silence(answer: Answer, turn: int) -> None:
    st.html(theme.silence(answer))
    for place, citation in enumerate(answer.closest, start=1):
        with st.container(key=f"closest-{turn}-{place}", gap=None):
            st.html(theme.near_miss(citation))
            key = f"open-{turn}-closest-{place}"
            where = f"the {_nth(place - 1)} in its article"
            _draw_source(answer, citation, read=where, key=key)


def _nth(place: int) -> str:
    """Tell what stands at a place, the first of which is 0, from what else is there.

    >>> _nth(1), _nth(5)
    ('second', '6th')
    """
    return _NTH[place] if place < len(_NTH) else f"{place + 1}th"


def _draw_source(
    answer: Answer, citation: Citation, *, read: str, key: str, lead: str = ""
) -> None:
    """Draw a citation's source and the button that opens it: what it lets `read`, and where."""
    with st.container(key=f"source-{key}", horizontal=True, vertical_alignment="bottom"):
        st.html(theme.credit(citation, lead=lead))
        st.button(
            escape_markdown(f"Read {read}"),
            type="tertiary",
            key=key,
            on_click=_open,
            args=[Opened(article=citation.article, quoted=citation, answer=answer)],
        )


def _draw_welcome(newsroom: Newsroom, *, disabled: bool) -> None:
    """Draw what can be done: ask an example, or open one of the newest articles."""
    if newsroom.shipped:
        st.html(theme.label("Ask, for example", level=2))
        for place, example in enumerate(EXAMPLES):
            st.button(
                escape_markdown(example),
                key=f"example-{place}",
                type="tertiary",
                width="stretch",
                on_click=address.put,
                args=[example],
                disabled=disabled,
            )
    elif newest := newsroom.newest(_NEWEST):
        st.html(theme.label("Newest in the archive", level=2))
        for place, article in enumerate(newest):
            st.button(
                theme.on_button(article.title or ""),
                key=f"newest-{place}",
                type="tertiary",
                width="stretch",
                on_click=_open,
                args=[Opened(article=article)],
            )
    st.html(theme.promises())


def _take_typed() -> None:
    address.put(st.session_state["question"])


def _ask_by_itself(question: str) -> None:
    address.put(question, by_itself=True)


def _open(opened: Opened) -> None:
    st.session_state["opened"] = opened
