"""An address can hold a question (`?q=`): it is asked at once, once, and is only a question."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from qa.question import MAX_CHARACTERS
from web.chat import EXAMPLES

ROOT = Path(__file__).resolve().parents[2]
ANSWERED = EXAMPLES[0]


@pytest.fixture
def follow(monkeypatch, shipped):
    """Open the app at an address with a question in it."""

    def follow_link(question: str) -> AppTest:
        monkeypatch.setenv("ONRECORD_ARCHIVE", str(shipped.path))
        app = AppTest.from_file(ROOT / "app.py", default_timeout=120)
        app.query_params["q"] = question
        return app.run()

    return follow_link


def test_the_question_is_asked_at_once(follow, read):
    app = follow(ANSWERED)
    assert not app.exception
    assert read(app).inside["question"] == [ANSWERED]
    assert app.session_state["turns"][0].answer.statements
    assert not [b for b in app.button if b.key.startswith("example-")]


def test_it_is_asked_once_and_the_conversation_goes_on(follow, read):
    app = follow(ANSWERED).run()
    assert read(app).inside["question"] == [ANSWERED]
    app = app.chat_input(key="question").set_value("How many people live in Minsk?").run()
    assert read(app).inside["question"] == [ANSWERED, "How many people live in Minsk?"]
    assert "q" in app.query_params
    app = app.button(key="new").click().run()
    assert "question" not in read(app).inside
    assert "q" not in app.query_params, "the page, opened again, would ask it again"


@pytest.mark.parametrize("question", ["", "  \n"], ids=["nothing", "white space"])
def test_no_question_is_the_welcome(follow, read, question):
    app = follow(question)
    assert "question" not in read(app).inside
    assert app.button(key="example-0").label == ANSWERED


def test_a_question_that_tries_to_be_markup_is_shown_as_it_is_written(follow, read):
    hostile = '<script>alert(1)</script> **Who** :red[said] $x$ <img src=x onerror="alert(2)">?'
    app = follow(hostile)
    assert not app.exception
    shown = read(app)
    assert shown.inside["question"] == [hostile]
    assert not {"script", "img"} & {tag for tag, _ in shown.tags}


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        pytest.param("?!", "no words", id="no words"),
        pytest.param("who " * MAX_CHARACTERS, "at most can be read", id="too long"),
    ],
)
def test_a_question_that_cannot_be_asked_says_why(follow, read, question, reason):
    app = follow(question)
    assert not app.exception
    assert reason in read(app).inside["problem"][0]
