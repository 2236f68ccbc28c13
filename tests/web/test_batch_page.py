"""Many questions at once in the app: counted, refused, answered, stopped and saved."""

import csv
import io
import itertools
import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryFile

import pytest
from streamlit.runtime.uploaded_file_manager import UploadedFile

from index import Archive, Article, Filters
from index.graphs import before_each_batch
from qa import Desk
from qa.batch import run
from qa.strictness import Strictness
from web import answering
from web import batch as batch_page
from web.answering import Batch, Batches, EndedError, Stage

ICE = Article(
    text="The ice on the Daugava is thirty centimetres thick, the harbour master of Riga said.",
    title="Ice",
    outlet="Baltic Daily",
    published=date(2024, 1, 5),
)
SNOW = Article(
    text="Snow fell on the port of Riga all night, and no ship left it before noon on Tuesday.",
    title="Snow",
    outlet="Port Weekly",
    published=date(2024, 2, 6),
)
CSV = "id;question\n7;How thick is the ice on the Daugava?\n8;?\n9;Who won the elections in Peru?\n"
PATIENCE = 60
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Archive:
    archive = Archive.create(tmp_path_factory.mktemp("ports") / "archive")
    archive.add_articles([ICE, SNOW])
    return archive


@pytest.fixture
def open_batch(open_page, archive):
    """Open the page for many questions, as the button below the question box does."""
    return lambda: open_page(archive.path).button(key="many").click().run()


def upload(app, name: str, content: str | bytes):
    content = content.encode() if isinstance(content, str) else content
    app.file_uploader(key="batch-file").set_value((name, content, ""))
    return app.run()


def paste(app, text: str):
    app = app.radio(key="batch-way").set_value("Pasted, one a line").run()
    app.text_area(key="batch-typed").set_value(text)
    return app


def ask_all(app):
    """Press the button, and look until the work has ended."""
    app = app.button(key="ask-all").click().run()
    return ended(app)


def ended(app):
    wait_for(app.session_state["batch"])
    return app.run()


def wait_for(batch: Batch) -> None:
    deadline = time.monotonic() + PATIENCE
    while batch.standing.stage in {Stage.COUNTING, Stage.ANSWERING}:
        assert time.monotonic() < deadline, batch.standing
        time.sleep(0.02)


def counted(content: bytes, here=lambda: True) -> Batch:
    batch = Batch(content, name=None, here=here)
    wait_for(batch)
    return batch


class HeldUp:
    """A desk that is silent, and that holds up what comes after the first answers."""

    def __init__(self, silence, *, after: int = 0) -> None:
        self.silence, self.after = silence, after
        self.reached, self.may_go_on = threading.Event(), threading.Event()

    def ask_many(self, questions, **_):
        for number, question in enumerate(questions):
            if number == self.after:
                self.reached.set()
                assert self.may_go_on.wait(PATIENCE)
            yield replace(self.silence, question=question)


@pytest.fixture(scope="module")
def silence(archive):
    return Desk(archive).ask("Who won the elections in Peru?")


def join(name: str) -> None:
    """Wait for the threads of a name to end."""
    for thread in threading.enumerate():
        if thread.name == name:
            thread.join(PATIENCE)
            assert not thread.is_alive()


def tally(page) -> dict[str, str]:
    rows = dict(zip(page.inside["th"], page.inside["td"], strict=True))
    return {name: rows[name] for name in rows if name not in {"Baltic Daily", "Port Weekly"}}


def written(archive: Archive, content: str, path, **options) -> bytes:
    """What `onrecord batch` writes."""
    source = path.with_suffix(".questions.csv")
    source.write_text(content)
    run(Desk(archive, strictness=Strictness.BALANCED), source, path, **options)
    return path.read_bytes()


# The page --------------------------------------------------------------------------------------


def test_a_file_is_counted_and_what_cannot_be_asked_is_said_before_anything_is(open_batch, read):
    app = upload(open_batch(), "desk.csv", CSV)
    assert not app.exception
    shown = read(app)
    assert "3 questions, of which 1 cannot be asked; all others are." in shown.inside["note"]
    [refused] = shown.inside["report"]
    assert refused.startswith("Cannot be askedline 3: the question has no words")
    assert app.session_state["batch"].standing.stage is Stage.READY
    assert app.session_state["batch"].standing.tally.rows == 0


def test_answers_are_tallied_shown_and_the_same_as_the_command_line_s(
    open_batch, read, archive, tmp_path
):
    app = ask_all(upload(open_batch(), "desk.csv", CSV))
    assert not app.exception
    shown = read(app)
    assert tally(shown) == {
        "Answered": "1",
        "The archive does not say": "1",
        "Could not be asked": "1",
    }
    assert "All done: 3 questions" in shown.inside["label"]
    assert shown.inside["asked"] == [
        "How thick is the ice on the Daugava?", "?", "Who won the elections in Peru?"
    ]  # fmt: skip
    quotes = shown.inside["blockquote"]
    assert quotes == [ICE.text]
    assert shown.inside["nothing"] == ["The archive does not say."]
    assert shown.inside["source"][0].startswith("Baltic Daily · 5 January 2024 · Ice")
    assert shown.inside["source"][1].startswith("Could not be asked: the question has no words")
    batch = app.session_state["batch"]
    assert batch.json_lines() == written(archive, CSV, tmp_path / "answers.jsonl")
    assert batch.csv() == written(archive, CSV, tmp_path / "answers.csv")
    rows = list(csv.DictReader(io.StringIO(batch.csv().decode("utf-8-sig"))))
    assert [(row["id"], row["silent"]) for row in rows] == [
        ("7", "false"),
        ("8", ""),
        ("9", "true"),
    ]
    saving = [button.label for button in app.get("download_button")]
    assert saving == ["Save JSON lines", "Save CSV"]


def test_pasted_questions_are_asked_at_the_first_press(open_batch, read):
    app = ask_all(paste(open_batch(), "How thick is the ice on the Daugava?\n\nWho won in Peru?\n"))
    assert not app.exception
    assert tally(read(app)) == {"Answered": "1", "The archive does not say": "1"}


def test_the_filters_and_the_strictness_of_the_sidebar_are_in_force_and_said(open_batch, read):
    app = open_batch()
    app.multiselect(key="outlets").set_value(["Port Weekly"])
    app.radio(key="strictness").set_value(Strictness.STRICT)
    said = "Searches only: outlet Port Weekly. How sure it must be: Strict."
    app = paste(app.run(), "How thick is the ice on the Daugava?")
    app = app.run()
    assert f"{said} Both are chosen in the sidebar." in read(app).inside["note"]
    app = ask_all(app)
    app.multiselect(key="outlets").set_value([])  # what is chosen later is not what was in force
    shown = read(app.run())
    assert said in shown.inside["note"]
    assert tally(shown) == {"Answered": "0", "The archive does not say": "1"}
    [record] = map(json.loads, app.session_state["batch"].json_lines().splitlines())
    assert record["strictness"] == "strict"
    assert record["searched"]["articles"] == 1


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        pytest.param("a.csv", "id,text\n1,Who?\n", "The CSV has no column “question”", id="column"),
        pytest.param("a.txt", " \n", "There is no question in a.txt; write one", id="nothing"),
        pytest.param("a.txt", "Who?".encode("utf-16"), "are in UTF-16; save them", id="UTF-16"),
    ],
)
def test_what_holds_no_questions_is_refused_in_a_line_and_nothing_is_asked(
    open_batch, read, name, content, reason
):
    app = upload(open_batch(), name, content)
    for _ in range(2):
        assert not app.exception
        [problem] = read(app).inside["problem"]
        assert reason in problem
        app = app.button(key="ask-all").click().run()
    assert app.session_state["batch"].standing.stage is Stage.UNREADABLE


@pytest.fixture
def may_count(monkeypatch):
    """Have the questions counted only when this is set."""
    may_count = threading.Event()
    monkeypatch.setattr(answering, "_SOON", 0.0)
    monkeypatch.setattr(batch_page, "_watch", lambda: lambda: may_count.wait(PATIENCE))
    return may_count


def test_what_is_pressed_for_while_it_is_counted_is_asked_then(open_batch, may_count):
    app = upload(open_batch(), "a.txt", "Who won in Peru?")
    app = app.button(key="ask-all").click().run()
    assert app.session_state["batch"].standing.stage is Stage.COUNTING
    may_count.set()
    join("counting")
    app = ended(app.run())
    assert not app.exception
    assert app.session_state["batch"].complete


def test_another_file_than_the_one_that_was_pressed_for_is_not_asked(open_batch, may_count):
    app = upload(open_batch(), "a.txt", "Who won in Peru?")
    app = app.button(key="ask-all").click().run()
    app = upload(app, "b.txt", "Who won in Chile?")
    may_count.set()
    join("counting")
    app = app.run()
    batch = app.session_state["batch"]
    assert (batch.name, batch.standing.stage) == ("b.txt", Stage.READY)
    assert ask_all(app).session_state["batch"].complete


def test_pressing_with_nothing_given_says_what_to_do(open_batch, read):
    app = open_batch().button(key="ask-all").click().run()
    assert not app.exception
    assert read(app).inside["problem"] == [
        "There is no question yet; choose a file, or write one question a line"
    ]


def test_questions_and_articles_that_try_to_be_markup_are_text(open_page, read, hostile):
    app = open_page(hostile.path).button(key="many").click().run()
    question = "Who sold [wheat](javascript:alert(2)) to <b>Kyiv</b> in 1999?"
    app = ask_all(upload(app, "<i>$x$ :red[a].txt", f"{question}\n<script>?</script>\n?"))
    assert not app.exception
    shown = read(app)
    assert shown.inside["asked"][0] == question
    assert {"b", "i", "a", "script", "img"}.isdisjoint(tag for tag, _ in shown.tags)


def test_the_conversation_is_as_it_was_and_others_can_be_asked(open_batch, read):
    app = ask_all(paste(open_batch(), "How thick is the ice on the Daugava?"))
    app = app.button(key="back").click().run()
    assert not app.exception
    assert app.button(key="many").label == "Ask many questions"
    app = app.chat_input[0].set_value("How thick is the ice on the Daugava?").run()
    assert read(app).inside["statement"]
    app = app.button(key="many").click().run()
    assert tally(read(app))["Answered"] == "1", "the answers are still there"
    app = app.button(key="others").click().run()
    assert not app.exception
    assert app.text_area(key="batch-typed").value == ""
    app = app.button(key="back").click().run()
    assert read(app).inside["statement"], "and so is the conversation"


def test_a_batch_that_is_no_longer_kept_is_told(open_page, archive, read):
    app = open_page(archive.path)
    app.query_params["batch"] = "gone"
    for _ in range(2):
        app = app.run()
        assert not app.exception
        [lost] = read(app).inside["note lost"]
        assert lost.startswith("The questions and answers that stood here are no longer kept")
        assert "new" in app.query_params["batch"]
    app = app.button(key="back").click().run().button(key="many").click().run()
    assert "note lost" not in read(app).inside


def test_what_was_pasted_is_there_after_a_look_at_the_conversation(open_batch):
    app = paste(open_batch(), "Who won in Peru?").run()
    app = app.button(key="back").click().run().button(key="many").click().run()
    assert app.text_area(key="batch-typed").value == "Who won in Peru?"


def test_a_file_that_was_chosen_is_kept_over_a_look_at_the_conversation(open_batch, read):
    app = upload(open_batch(), "a.txt", "Who won in Peru?")
    batch = app.session_state["batch"]
    app = app.button(key="back").click().run().button(key="many").click().run()
    for _ in range(2):
        notes = read(app).inside["note"]
        assert "a.txt is chosen; another file takes its place." in notes
        assert "1 question." in notes
        assert app.session_state["batch"] is batch
        app = app.run()
    app = ask_all(upload(app, "b.txt", "Who won in Peru?\nWho won in Chile?"))
    assert not app.exception
    assert (batch.stopped.is_set(), batch.standing.tally.rows) == (True, 0)
    assert app.session_state["batch"].name == "b.txt"
    assert app.session_state["batch"].complete


def test_a_file_that_was_kept_can_be_asked(open_batch):
    app = upload(open_batch(), "a.txt", "Who won in Peru?")
    app = app.button(key="back").click().run().button(key="many").click().run()
    app = ask_all(app)
    assert (app.session_state["batch"].name, app.session_state["batch"].complete) == ("a.txt", True)


def test_a_file_that_is_taken_away_is_chosen_no_more(open_batch, read):
    app = upload(open_batch(), "a.txt", "Who won in Peru?")
    app.file_uploader(key="batch-file").set_value(None)
    app = app.run()
    assert not app.exception
    assert app.session_state["batch"] is None
    assert not [note for note in read(app).inside["note"] if "a.txt" in note]


def test_what_is_in_a_file_is_copied_once(open_batch, monkeypatch):
    reads, getvalue = [], UploadedFile.getvalue

    def note_reading(file):
        if sys._getframe(1).f_globals["__name__"] == "web.batch":  # AppTest reads it, too
            reads.append(file.name)
        return getvalue(file)

    monkeypatch.setattr(UploadedFile, "getvalue", note_reading)
    app = upload(open_batch(), "a.txt", "Who won in Peru?").run().run()
    upload(app, "b.txt", "Who won in Peru?").run()
    assert reads == ["a.txt", "b.txt"]


# The work --------------------------------------------------------------------------------------

MANY = "\n".join(f"How thick was the ice in {year}?" for year in range(1500, 1900)).encode()


class Pressed(Batch):
    """A batch that is started as soon as it says that it can be, by another thread."""

    desk: HeldUp

    @property
    def standing(self):
        return self._standing

    @standing.setter
    def standing(self, standing) -> None:
        self._standing = standing
        if standing.stage is Stage.READY:
            press = threading.Thread(target=self.start, args=[self.desk, Filters(), None])
            press.start()
            press.join(0.5)  # it may have to wait until this is said


def test_a_batch_that_is_started_at_the_moment_that_it_can_be_goes_on(silence):
    Pressed.desk = desk = HeldUp(silence)
    batch = Pressed(b"Who?\nWhere?", name=None, here=lambda: True)
    assert desk.reached.wait(PATIENCE)
    join("counting")
    assert batch.standing.stage is Stage.ANSWERING
    desk.may_go_on.set()
    wait_for(batch)
    assert batch.complete


def test_no_file_is_made_before_anything_is_asked(silence, monkeypatch):
    made = []
    opened = lambda: made.append(1) or TemporaryFile()  # noqa: E731, SIM115
    monkeypatch.setattr(answering, "TemporaryFile", opened)
    batch = counted(MANY)
    assert (made, batch.json_lines(), batch.csv()) == ([], b"", b"")
    batch.start(HeldUp(silence, after=400), Filters(), None)
    wait_for(batch)
    assert batch.complete
    assert len(made) == 2


def test_stopping_keeps_what_is_done(silence):
    batch = counted(MANY)
    assert batch.standing.questions == 400
    desk = HeldUp(silence, after=10)
    batch.start(desk, Filters(), None)
    assert desk.reached.wait(PATIENCE)
    batch.stop()
    assert batch.standing.stage is Stage.ENDED, "at once, whatever is being read"
    assert batch.standing.problem == ""
    before = batch.json_lines()
    desk.may_go_on.set()
    join("answering")
    assert batch.json_lines() == before, "nothing is written after it"
    assert batch.standing.tally.rows == 10
    assert not batch.complete
    lines = [json.loads(line)["line"] for line in before.splitlines()]
    assert lines == list(range(1, 11))
    rows = csv.DictReader(io.StringIO(batch.csv().decode("utf-8-sig")))
    assert [row["line"] for row in rows] == [str(line) for line in lines]


@pytest.mark.parametrize("reason", ["stopped", "the app ends"])
def test_what_is_being_read_is_read_no_further(silence, reason):
    read_on, ending = [], threading.Event()

    class Reading(HeldUp):
        def ask_many(self, questions, **_):
            for answer in super().ask_many(questions):
                before_each_batch.get()()
                read_on.append(answer)
                yield answer

    def here() -> bool:
        if ending.is_set():
            raise EndedError
        return True

    batch = counted(MANY, here=here)
    desk = Reading(silence, after=10)
    batch.start(desk, Filters(), None)
    assert desk.reached.wait(PATIENCE)
    batch.stop() if reason == "stopped" else ending.set()
    desk.may_go_on.set()
    join("answering")
    assert len(read_on) == 10
    assert (batch.standing.stage, batch.standing.problem) == (Stage.ENDED, "")


def test_the_work_ends_soon_after_no_page_waits_for_it_any_more(silence, monkeypatch):
    monkeypatch.setattr(answering, "_GRACE", 0.0)
    waiting = True
    batch = counted(MANY, here=lambda: waiting)
    desk = HeldUp(silence, after=10)
    batch.start(desk, Filters(), None)
    assert desk.reached.wait(PATIENCE)
    waiting = False
    desk.may_go_on.set()
    wait_for(batch)
    assert 10 <= batch.standing.tally.rows <= 12


def test_looks_that_miss_the_page_at_its_reloads_end_nothing(monkeypatch):
    monkeypatch.setattr(answering, "_GRACE", 0.0)
    looks = itertools.cycle([False, True])
    batch = counted(MANY, here=lambda: next(looks))
    assert (batch.standing.stage, batch.standing.questions) == (Stage.READY, 400)
    looks = itertools.cycle([True, False, False])
    batch = counted(MANY, here=lambda: next(looks))
    assert batch.stopped.is_set()
    assert batch.standing.questions == 2


def test_a_refusal_of_the_desk_is_said(archive):
    batch = Batch(b"Who?", name=None, here=lambda: True)
    wait_for(batch)
    batch.start(Desk(archive), Filters(outlets=("Nowhere News",)), None)
    wait_for(batch)
    assert batch.standing.stage is Stage.ENDED
    assert "Nowhere News" in batch.standing.problem


@pytest.mark.skipif(os.name == "nt", reason="limits what only Unix has")
def test_where_there_is_no_more_room_it_is_said_and_every_whole_row_is_kept(silence):
    import resource

    batch = counted(MANY)
    desk = HeldUp(silence, after=10)
    batch.start(desk, Filters(), None)
    assert desk.reached.wait(PATIENCE)
    before = batch.json_lines()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    # Room for three rows, and for the half of one.
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(len(before) * 1.35), limits[1]))
    try:
        desk.may_go_on.set()
        join("answering")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert batch.standing.stage is Stage.ENDED
    assert batch.standing.problem == (
        "the answers cannot be kept: it is larger than a file may be here; ask fewer questions at "
        "once"
    )
    assert batch.standing.tally.rows == 13
    for content in (batch.json_lines(), batch.csv().partition(b"\n")[2]):
        assert content.count(b"\n") == 13
        assert content.endswith(b"\n")
    assert batch.json_lines().startswith(before)


class Failing:
    """A desk that fails after two answers."""

    def __init__(self, silence, error: Exception) -> None:
        self.silence, self.error = silence, error

    def ask_many(self, questions, **_):
        yield self.silence
        yield self.silence
        raise self.error


@pytest.mark.parametrize(
    ("error", "logged"),
    [
        pytest.param(ZeroDivisionError("a bug"), ["a batch ended"], id="a bug"),
        pytest.param(
            RuntimeError("cannot schedule new futures after interpreter shutdown"),
            [],
            id="the process ends",
        ),
    ],
)
def test_an_error_that_nobody_foresaw_is_said_and_what_is_done_is_kept(
    silence, caplog, error, logged
):
    batch = counted(MANY)
    batch.start(Failing(silence, error), Filters(), None)
    join("answering")
    assert batch.standing.stage is Stage.ENDED
    assert "nobody foresaw" in batch.standing.problem
    assert batch.standing.tally.rows == 2
    assert batch.json_lines().count(b"\n") == 2
    assert [record.message for record in caplog.records if record.name == "web.answering"] == logged


ENDING = """
import threading
import time
from index import Filters
from index.graphs import before_each_batch
from web.answering import Batch

class Desk:
    def ask_many(self, questions, **_):
        try:
            asked.set()
            ending.wait(60)  # the main thread is no more
            before_each_batch.get()()
        finally:
            time.sleep(0.5)  # a daemon would be cut off in it
            print("left", flush=True)
        yield

asked, ending = threading.Event(), threading.Event()

def page():
    batch = Batch(b"Who?", name=None, here=lambda: True)
    while batch.standing.stage != "ready":
        pass  # another thread counts the one question
    batch.start(Desk(), Filters(), None)
    assert asked.wait(60)

thread = threading.Thread(target=page, daemon=True)
thread.start()
thread.join()

def tell():
    threading.main_thread().join()
    ending.set()

threading.Thread(target=tell, daemon=False).start()
"""


def test_the_process_waits_for_a_batch_to_end_itself(tmp_path):
    ran = subprocess.run(
        [sys.executable, "-c", ENDING],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "left\n", "")


def test_batches_that_go_on_are_kept_and_of_the_others_the_last_to_end(silence):
    batches, batch_of, desk = Batches(limit=2), {}, HeldUp(silence)
    for name in "abcdef":
        batch_of[name] = counted(b"Who?")
        batch_of[name].start(desk, Filters(), None)
        batches.keep(name, batch_of[name])
        for other in {"e": "dcba"}.get(name, ""):  # the first that began ends last
            batch_of[other].stop()
    kept = [name for name in "abcdef" if batches.find(name)]
    desk.may_go_on.set()
    assert kept == ["a", "b", "e", "f"]
