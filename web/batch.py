"""Many questions at once: from a file or pasted, how far they are, and their answers to save."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

import streamlit as st
from streamlit import runtime
from streamlit.runtime import RuntimeState
from streamlit.runtime.scriptrunner import get_script_run_ctx

from index import Filters
from index.wording import counted
from qa import Answer
from qa.question import MAX_CHARACTERS
from qa.render import describe_filters, escape_markdown
from qa.rows import FORMS, Row
from qa.strictness import Strictness
from web import arrival, theme
from web.address import BATCH
from web.answering import Batch, EndedError, Stage, Standing
from web.conversations import new_name
from web.library import Choices
from web.notes import file_name
from web.opening import Newsroom

_NOT_BEGUN = "new"
_FILE, _TYPED = "A file", "Pasted, one a line"
_MOST_MEGABYTES = 50
# Often enough to see it move, seldom enough to cost nothing.
_EVERY = 0.7
# Of a question or a name that is long, enough to know it by.
_LONG = 160
_END = "batch-end"
_FILE_HELP = (
    "CSV with a column “question”, JSON lines with a field “question”, or plain text with one "
    "question a line. Other columns and fields are carried along to the answers."
)
_HOW = "Nothing is asked before you press the button, and nothing leaves this machine."
_NONE = "There is no question yet; choose a file, or write one question a line"
_LOST = (
    "The questions and answers that stood here are no longer kept: the app was started anew since, "
    "others were asked in their place, or it is long ago."
)
_STAY = (
    "You can go back to the conversation and ask there meanwhile. "
    "Closing this window ends the work."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """Questions in one of the fields: `what` they are, where they came from, what reads them."""

    what: str
    name: str | None
    read: Callable[[], bytes]


def entry() -> str:
    """Return what leads here from the conversation; while a batch is answered it says so."""
    batch: Batch | None = st.session_state.get("batch")
    if batch is None or batch.standing.stage is not Stage.ANSWERING:
        return "Ask many questions"
    return "Many questions are being answered"


def show() -> None:
    """Have the page show many questions, and not the conversation."""
    st.query_params[BATCH] = st.session_state.get("batch-name") or _NOT_BEGUN


def is_shown(newsroom: Newsroom) -> bool:
    """Tell which of the two the page shows; take up the batch that its address names."""
    for field in ("batch-way", "batch-typed"):
        # Streamlit forgets what is in a field that is not drawn, unless it is set again.
        if field in st.session_state:
            st.session_state[field] = st.session_state[field]
    name = st.query_params.get(BATCH)
    if name and name != _NOT_BEGUN and "batch-name" not in st.session_state:
        if found := newsroom.batches.find(name):
            st.session_state.update({"batch": found, "batch-name": name})
        else:
            st.session_state["batch-lost"] = True
            st.query_params[BATCH] = _NOT_BEGUN
    if batch := st.session_state.get("batch"):
        batch.here = _watch()  # from any page of this window, the conversation too
    return name is not None


def draw(newsroom: Newsroom, choices: Choices) -> None:
    """Draw the page below its head: what to ask, or what is being asked."""
    with st.container(key="batch"):
        with st.container(key="batch-head", horizontal=True, vertical_alignment="bottom"):
            st.html(theme.page_head("Ask many questions"))
            st.button("Back to the conversation", type="tertiary", on_click=_leave, key="back")
        batch: Batch | None = st.session_state.get("batch")
        if batch is None or not batch.started:
            _draw_asking(newsroom, choices)
            return
        if batch.standing.stage is Stage.ANSWERING:
            st.fragment(run_every=_EVERY)(_draw_work)(batch)
        else:  # no fragment: a look that comes late finds none, and leaves what is drawn alone
            _draw_end(newsroom, batch)


def _draw_asking(newsroom: Newsroom, choices: Choices) -> None:
    """Draw the fields, how many questions are in them, and the button that has them asked."""
    if st.session_state.get("batch-lost"):
        st.html(theme.lost(_LOST))
    batch = _prepared(_draw_fields())
    waiting = batch is not None and batch.standing.stage is Stage.COUNTING
    st.fragment(run_every=_EVERY if waiting else None)(_draw_count)(batch, waiting)
    st.html(theme.note(_in_force(choices.filters, choices.strictness, ahead=True)))
    pressed = st.button(
        "Ask them all", type="primary", key="ask-all", disabled=choices.filters is None
    )
    if pressed:
        st.session_state["batch-wanted"] = batch  # begins as soon as all are counted
    wanted = st.session_state.get("batch-wanted") is batch
    if choices.filters is None:
        st.session_state.pop("batch-wanted", None)
        st.html(theme.problem(choices.problem))
    elif pressed and batch is None:
        st.html(theme.problem(_NONE))
    elif wanted and batch and batch.standing.stage is Stage.READY:
        _start(newsroom, batch, choices.filters, choices.strictness)


def _start(
    newsroom: Newsroom, batch: Batch, filters: Filters, strictness: Strictness | None
) -> None:
    """Have a batch answered and the page show it.

    Where the run is cut off before it begins, the next one does all of this again.
    """
    name: str = st.session_state.setdefault("batch-name", new_name())
    st.query_params[BATCH] = name
    batch.start(newsroom.desk, filters, strictness)
    newsroom.batches.keep(name, batch)
    st.rerun()


def _draw_fields() -> _Given | None:
    """Draw the field for a file or for text; return what is in it, if anything is."""
    way = st.radio(
        "Questions",
        [_FILE, _TYPED],
        horizontal=True,
        label_visibility="collapsed",
        key="batch-way",
    )
    if way == _FILE:
        return _draw_file()
    typed = st.text_area(
        "Questions, one a line",
        placeholder="Who is Pavel Latushka?\nHow large is the Belarusian army?",
        height=170,
        key="batch-typed",
    )
    if not typed.strip():
        return None
    return _Given(what=typed, name=None, read=lambda: typed.encode(errors="replace"))


def _draw_file() -> _Given | None:
    """Draw the field for a file; the one that was chosen stays so while another page is shown."""
    file = st.file_uploader(
        "A file with questions",
        type=[ending.removeprefix(".") for ending in FORMS],
        help=_FILE_HELP,
        max_upload_size=_MOST_MEGABYTES,
        on_change=_put_away,
        key="batch-file",
    )
    if file:
        return _Given(what=file.file_id, name=file.name, read=file.getvalue)
    kept: Batch | None = st.session_state.get("batch")
    if kept is None or kept.name is None:
        return None
    # Streamlit empties the field when it is not drawn, and no reader did it.
    st.html(theme.note(f"{_shortened(kept.name)} is chosen; another file takes its place."))
    return _Given(
        what=st.session_state.get("batch-of", ""), name=kept.name, read=lambda: kept.content
    )


def _prepared(given: _Given | None) -> Batch | None:
    """Return the batch of what is in the fields, the same for as long as that is the same."""
    batch: Batch | None = st.session_state.get("batch")
    same = st.session_state.get("batch-of") == (given.what if given else None)
    if batch is not None and same and not batch.stopped.is_set():
        return batch
    if batch is not None:
        batch.stop()
    batch = Batch(given.read(), name=given.name, here=_watch()) if given else None
    st.session_state.update({"batch": batch, "batch-of": given.what if given else None})
    return batch


def _draw_count(batch: Batch | None, waiting: bool) -> None:  # noqa: FBT001 - of a fragment
    """Draw how many questions there are, and which of them cannot be asked."""
    standing = batch.standing if batch else None
    if standing is None:
        st.html(theme.note(_HOW))
    elif standing.stage is Stage.COUNTING:
        st.html(theme.note(f"Counting: {counted(standing.questions, 'question')} so far."))
    elif standing.problem:
        st.html(theme.problem(standing.problem))
    else:
        st.html(theme.note(describe_count(standing)))
        _draw_refused(standing)
    if waiting and standing and standing.stage is not Stage.COUNTING:
        st.rerun()  # the whole page: this piece of it need not look any more


def describe_count(standing: Standing) -> str:
    """Say how many questions were found.

    >>> describe_count(Standing(questions=1204, refusals=3))
    '1,204 questions, of which 3 cannot be asked; all others are.'
    >>> describe_count(Standing(questions=1))
    '1 question.'
    """
    found = counted(standing.questions, "question")
    if not standing.refusals:
        return f"{found}."
    return f"{found}, of which {standing.refusals:,} cannot be asked; all others are."


def _draw_work(batch: Batch) -> None:
    """Draw how far the work is, again and again while it goes on."""
    standing = batch.standing
    if standing.stage is not Stage.ANSWERING:
        st.rerun()  # the whole page: this piece of it need not look any more
    share = standing.tally.rows / max(standing.questions, 1)
    st.progress(min(share, 1.0), text=escape_markdown(_describe_progress(batch)))
    _draw_tally(batch)
    with st.container(key="batch-foot", horizontal=True, vertical_alignment="center"):
        st.button("Stop, and keep what is done", on_click=batch.stop, key="stop")
    st.html(theme.note(_STAY))
    _draw_rows(standing)


def _draw_end(newsroom: Newsroom, batch: Batch) -> None:
    """Draw what came of the work, and what saves it."""
    standing, end = batch.standing, _describe_end(batch)
    st.html(f'<div id="{_END}" tabindex="-1">{theme.label(end)}</div>{theme.spoken(end)}')
    st.html(arrival.go_to(_END), unsafe_allow_javascript=True)
    if standing.problem:
        st.html(theme.problem(standing.problem))
    _draw_tally(batch)
    with st.container(key="batch-foot", horizontal=True, vertical_alignment="center"):
        _draw_saving(newsroom, batch)
    _draw_rows(standing)


def _draw_tally(batch: Batch) -> None:
    st.html(theme.note(_in_force(batch.filters, batch.strictness)))
    st.html(theme.counts(_rows_of(batch)))


def _draw_rows(standing: Standing) -> None:
    """Draw the rows that cannot be asked, and the first that were."""
    _draw_refused(standing)
    if standing.first:
        st.html(theme.label("The first answers") + theme.preview(_previewed(standing)))


def _draw_saving(newsroom: Newsroom, batch: Batch) -> None:
    if batch.standing.tally.rows:
        stem = file_name(PurePath(batch.name or "questions").stem)
        for label, ending, mime, data in (
            ("Save JSON lines", "jsonl", "application/jsonl", batch.json_lines),
            ("Save CSV", "csv", "text/csv", batch.csv),
        ):
            # Read when it is pressed: the answers may be large.
            st.download_button(
                label,
                data,
                file_name=f"{stem}-answers.{ending}",
                mime=mime,
                on_click="ignore",
                key=f"batch-{label}",
            )
    st.button("Ask others", type="tertiary", on_click=_forget, args=[newsroom], key="others")


def _draw_refused(standing: Standing) -> None:
    if not standing.refused:
        return
    lines = [f" line {row.line:,}: {row.error}" for row in standing.refused]
    if more := standing.refusals - len(lines):
        lines.append(f" and {counted(more, 'more line')}; the saved answers tell each")
    st.html(theme.lines(["Cannot be asked", *lines]))


def _rows_of(batch: Batch) -> list[tuple[str, int]]:
    tally = batch.standing.tally
    rows = [("Answered", tally.answered), ("The archive does not say", tally.silent)]
    if tally.failed:
        rows.append(("Could not be asked", tally.failed))
    if left := batch.standing.questions - tally.rows:
        rows.append(("Not asked yet", left))
    return rows


def _describe_progress(batch: Batch) -> str:
    of = f" of {_shortened(batch.name)}" if batch.name else ""
    if not batch.standing.tally.rows:
        return f"{counted(batch.standing.questions, 'question')}{of}: the first are being answered"
    done, total = batch.standing.tally.rows, counted(batch.standing.questions, "question")
    return f"{done:,} of {total}{of} done"


def _describe_end(batch: Batch) -> str:
    done, total = batch.standing.tally.rows, counted(batch.standing.questions, "question")
    return f"All done: {total}" if batch.complete else f"Stopped after {done:,} of {total}"


def _in_force(
    filters: Filters | None, strictness: Strictness | None, *, ahead: bool = False
) -> str:
    """Say which filters and which strictness are in force, and where they are chosen."""
    if filters is None:
        return "What is chosen in the sidebar leaves nothing to search."
    of = describe_filters(filters) if filters != Filters() else ""
    searched = f"Searches only: {of}." if of else "Searches the whole archive."
    sure = f" How sure it must be: {strictness.title()}." if strictness else ""
    return f"{searched}{sure}{' Both are chosen in the sidebar.' if ahead else ''}"


def _previewed(standing: Standing) -> Iterator[tuple[str, Answer | None, str]]:
    for row, answer in standing.first:
        yield _shortened(row.question) or f"Line {row.line:,}", answer, _error_of(row)


def _error_of(row: Row) -> str:
    return f"Could not be asked: {row.error}" if row.error else ""


def _shortened(text: str) -> str:
    text = text[: MAX_CHARACTERS + 1]
    return text if len(text) <= _LONG else f"{text[:_LONG].rstrip()} …"


def _put_away() -> None:
    """Forget the file that was chosen: another takes its place, or the reader took it away."""
    if batch := st.session_state.pop("batch", None):
        batch.stop()


def _leave() -> None:
    st.session_state.pop("batch-lost", None)
    st.query_params.pop(BATCH, None)


def _forget(newsroom: Newsroom) -> None:
    newsroom.batches.drop(st.session_state.pop("batch-name", ""))
    for key in ("batch", "batch-of", "batch-wanted", "batch-lost"):
        st.session_state.pop(key, None)
    st.session_state["batch-typed"] = ""
    show()


def _watch() -> Callable[[], bool]:
    """Return what tells, from any thread, whether the page of this session is still open.

    It raises `EndedError` when the server ends.
    """
    context = get_script_run_ctx()
    if context is None or not runtime.exists():
        return lambda: True
    session, server = context.session_id, runtime.get_instance()

    def is_open() -> bool:
        if server.state in {RuntimeState.STOPPING, RuntimeState.STOPPED}:
            raise EndedError
        return bool(server.is_active_session(session))

    return is_open
