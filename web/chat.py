"""The conversation: questions, and what the archive says to each."""

import re
from dataclasses import dataclass

import streamlit as st
from anyascii import anyascii

from index import Article, Filters, OnRecordError
from qa import Answer, Citation
from qa.plain import to_json
from qa.question import MAX_CHARACTERS
from qa.render import escape_markdown
from qa.strictness import Strictness
from web import library, sources, theme
from web.opening import Newsroom

EXAMPLES = (
    "Why hasn't Belarus sent troops to Ukraine?",
    "How large is the Belarusian army?",
    "What did Belarusian factories make for Russia?",
)
LINKED = "q"
"""The parameter of the app's address that holds a question to ask at once."""

_NEWEST = 3
# Of what is too long to be asked, enough to know it by.
_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A question with its answer, or with what kept it from being answered."""

    question: str
    answer: Answer | None
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The source that the reader has just opened."""

    article: Article
    quoted: Citation | None = None
    answer: Answer | None = None


def draw(newsroom: Newsroom) -> None:
    """Draw the page below its head, and a source beside it if one is opened."""
    _take_linked()
    turns: list[Turn] = st.session_state.setdefault("turns", [])
    asked: str | None = st.session_state.pop("asked", None)
    choices = library.draw(newsroom)
    filters = choices.filters
    # The same three places in every run: what stood in one is not seen in another meanwhile.
    conversation, asking = st.container(key="conversation"), st.container(key="asking", gap=None)
    welcome = st.empty()
    with asking:
        _draw_question_box(disabled=filters is None)
        if turns or asked:
            st.button("New conversation", type="tertiary", on_click=_start_anew, key="new")
    if turns or asked:
        welcome.empty()
    else:
        with welcome.container(key="welcome", gap=None):
            _draw_welcome(newsroom, disabled=filters is None)
    with conversation:
        for number, turn in enumerate(turns):
            _draw_turn(turn, number)
        if asked and filters is not None:
            _ask(newsroom, asked, filters, choices.strictness)
    if opened := st.session_state.pop("opened", None):
        sources.show(opened.article, quoted=opened.quoted, answer=opened.answer)


def _draw_question_box(*, disabled: bool) -> None:
    """Draw the question box; inside a container it stays there, and the page does not jump."""
    st.chat_input(
        "Ask the archive",  # without `max_chars`: what is too long would vanish without a word
        disabled=disabled,
        on_submit=_take_typed,
        key="question",
    )


def _ask(
    newsroom: Newsroom, question: str, filters: Filters, strictness: Strictness | None
) -> None:
    turns: list[Turn] = st.session_state["turns"]
    number = len(turns)
    _draw_question(question, number)
    with st.spinner("Searching the archive"):
        try:
            answer = newsroom.ask(question, filters, strictness=strictness)
            turn = Turn(question=question, answer=answer)
        except OnRecordError as error:
            turn = Turn(question=question, answer=None, problem=str(error))
    turns.append(turn)
    _draw_answer(turn, number)
    if number:
        # `number` is an integer of ours: no text of a question is ever part of a script.
        st.html(_scroll_to(number), unsafe_allow_javascript=True)


def _draw_turn(turn: Turn, number: int) -> None:
    _draw_question(turn.question, number)
    _draw_answer(turn, number)


def _draw_question(question: str, number: int) -> None:
    if len(question) > MAX_CHARACTERS:
        question = f"{question[:_SHOWN].rstrip()} …"
    st.html(theme.question(question, anchor=f"question-{number}"))


def _draw_answer(turn: Turn, number: int) -> None:
    answer = turn.answer
    if answer is None:
        st.html(theme.problem(turn.problem))
        return
    if answer.silent:
        _draw_silence(answer, number)
    else:
        _draw_statements(answer, number)
    with st.container(key=f"foot-{number}", horizontal=True, vertical_alignment="center"):
        st.html(theme.coverage(answer))
        _draw_keeping(answer, number)


def _draw_statements(answer: Answer, turn: int) -> None:
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
                _draw_source(answer, citation, name=f"[{place}]", key=key, lead=lead)
    for part in answer.unanswered:
        st.html(theme.part(part) + theme.silent_part())


def _draw_silence(answer: Answer, turn: int) -> None:
    st.html(theme.silence(answer))
    for place, citation in enumerate(answer.closest, start=1):
        with st.container(key=f"closest-{turn}-{place}", gap=None):
            st.html(theme.near_miss(citation))
            key = f"open-{turn}-closest-{place}"
            _draw_source(answer, citation, name="it", key=key)


def _draw_source(
    answer: Answer, citation: Citation, *, name: str, key: str, lead: str = ""
) -> None:
    """Draw a citation's source and the button that opens it."""
    with st.container(key=f"source-{key}", horizontal=True, vertical_alignment="bottom"):
        st.html(theme.credit(citation, lead=lead))
        st.button(
            escape_markdown(f"Read {name} in the article"),
            type="tertiary",
            key=key,
            on_click=_open,
            args=[Opened(article=citation.article, quoted=citation, answer=answer)],
        )


def _draw_keeping(answer: Answer, turn: int) -> None:
    """Draw what takes an answer along into one's notes."""
    with st.popover("Use in notes", type="tertiary", key=f"keep-{turn}"):
        name = _file_name(answer.question)
        st.html(
            theme.note("Copy it, or save it as a file; quotes, sources and coverage are in it.")
        )
        plain = f"{answer.question}\n\n{answer.text}"
        st.code(plain, language=None, wrap_lines=True, height=220)
        with st.container(horizontal=True):
            st.download_button(
                "Save Markdown",
                answer.to_markdown(),
                file_name=f"{name}.md",
                mime="text/markdown",
                on_click="ignore",
                key=f"markdown-{turn}",
            )
            st.download_button(
                "Save JSON",
                to_json(answer.to_dict(), indent=2) + "\n",
                file_name=f"{name}.json",
                mime="application/json",
                on_click="ignore",
                key=f"json-{turn}",
            )


def _draw_welcome(newsroom: Newsroom, *, disabled: bool) -> None:
    """Draw what can be done: ask an example, or open one of the newest articles."""
    if newsroom.shipped:
        st.html(theme.label("Ask, for example"))
        for place, example in enumerate(EXAMPLES):
            st.button(
                escape_markdown(example),
                key=f"example-{place}",
                type="tertiary",
                width="stretch",
                on_click=_put,
                args=[example],
                disabled=disabled,
            )
    elif newest := newsroom.newest(_NEWEST):
        st.html(theme.label("Newest in the archive"))
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


def _take_linked() -> None:
    """Ask, once in a session, what the address asks: `?q=QUESTION`, as `onrecord evaluate` links.

    It goes the way of a question that is typed: it is refused for the same reasons, and nothing in
    it is markup.
    """
    if not st.session_state.get("link_taken"):
        st.session_state["link_taken"] = True
        _put(st.query_params.get(LINKED, ""))


def _take_typed() -> None:
    _put(st.session_state["question"])


def _put(question: str) -> None:
    """Have a question asked in this run; white space alone is none."""
    if question.strip():
        st.session_state["asked"] = question


def _open(opened: Opened) -> None:
    st.session_state["opened"] = opened


def _start_anew() -> None:
    st.session_state["turns"] = []
    st.query_params.pop(LINKED, None)  # or the page, opened again, would ask what it asked first


def _scroll_to(turn: int) -> str:
    return (
        "<script>setTimeout(() => document.getElementById"
        f'("question-{turn:d}")?.scrollIntoView({{block: "start"}}), 150);</script>'
    )


def _file_name(question: str) -> str:
    """Name a file after a question.

    >>> _file_name("Why hasn’t Belarus sent troops?")
    'why-hasn-t-belarus-sent-troops'
    """
    return "-".join(re.findall(r"[a-z0-9]+", anyascii(question).lower()))[:60] or "answer"
