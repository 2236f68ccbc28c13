"""Many questions at once in the app: counted, refused, answered, stopped and saved."""

import csv
import io
import json
import sys
import threading
from pathlib import Path

import pytest
from batches import ICE, PATIENCE, join, wait_for
from streamlit.runtime.uploaded_file_manager import UploadedFile

from index import Archive
from qa import Desk
from qa.batch import run
from qa.strictness import Strictness
from web import answering
from web import batch as batch_page
from web.answering import Stage

CSV = "id;question\n7;How thick is the ice on the Daugava?\n8;?\n9;Who won the elections in Peru?\n"
ROOT = Path(__file__).resolve().parents[2]


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


def tally(page) -> dict[str, str]:
    rows = dict(zip(page.inside["th"], page.inside["td"], strict=True))
    return {name: rows[name] for name in rows if name not in {"Baltic Daily", "Port Weekly"}}


def written(archive: Archive, content: str, path, **options) -> bytes:
    """What `onrecord batch` writes."""
    source = path.with_suffix(".questions.csv")
    source.write_text(content)
    run(Desk(archive, strictness=Strictness.BALANCED), source, path, **options)
    return path.read_bytes()


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
