"""A conversation is kept under a name in the address: opened again, the page shows what it did."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from index import Filters
from qa.strictness import Strictness
from web.chat import EXAMPLES
from web.conversations import Asked, Conversation, Conversations, Turn

ROOT = Path(__file__).resolve().parents[2]
ANSWERED, UNANSWERED = EXAMPLES[0], "How many people live in Minsk?"


def conversation(*questions: str) -> Conversation:
    return Conversation(turns=tuple(Turn(question=q, answer=None, problem="no") for q in questions))


def test_what_is_kept_is_found_until_it_is_the_one_longest_unseen():
    kept = Conversations(limit=2)
    kept.keep("a", conversation("one?"))
    kept.keep("b", conversation("two?"))
    assert kept.find("a") == conversation("one?")
    kept.keep("c", conversation("three?"))
    assert [kept.find(name) for name in "abc"] == [
        conversation("one?"),
        None,
        conversation("three?"),
    ]


def test_a_conversation_takes_the_place_of_what_had_its_name():
    kept = Conversations(limit=2)
    for questions in (["one?"], ["one?", "two?"], ["one?", "two?", "three?"]):
        kept.keep("a", conversation(*questions))
    assert kept.find("a") == conversation("one?", "two?", "three?")


def test_a_turn_comes_after_those_of_another_tab_and_once():
    kept, own = Conversations(), conversation("one?")
    kept.keep("a", conversation("one?", "theirs?"))
    mine = Turn(question="mine?", answer=None, problem="no", asked="x")
    kept.wait("a", replace(own, waiting=(Asked(question="mine?", name="x"),)))
    assert [turn.question for turn in kept.find("a").turns] == ["one?", "theirs?"]
    for _ in range(2):  # a page that was opened again asked it too
        gone_on = kept.go_on("a", mine, own)
        assert [turn.question for turn in gone_on.turns] == ["one?", "theirs?", "mine?"]
        assert kept.find("a") == gone_on
    assert gone_on.waiting == ()


def test_what_waits_in_two_tabs_waits_until_it_has_its_answer():
    kept, (mine, theirs) = (
        Conversations(),
        (Asked(question=q, name=q) for q in ("mine?", "theirs?")),
    )
    kept.wait("a", Conversation(waiting=(theirs,)))
    kept.wait("a", Conversation(waiting=(mine,)))
    assert kept.find("a").waiting == (theirs, mine)
    turn = Turn(question="mine?", answer=None, problem="no", asked=mine.name)
    assert kept.go_on("a", turn, Conversation(waiting=(mine,))).waiting == (theirs,)
    kept.wait("a", Conversation(waiting=(mine,)))  # a tab that has not looked since
    assert kept.find("a").waiting == (theirs,)


def test_an_answer_leaves_what_was_chosen_since_it_was_asked():
    kept, asked = Conversations(), Conversation(strictness=Strictness.BALANCED)
    kept.wait("a", asked)
    kept.choose("a", Filters(outlets=("Herald",)), Strictness.STRICT)
    gone_on = kept.go_on("a", Turn(question="q?", answer=None, problem="no"), asked)
    assert (gone_on.filters.outlets, gone_on.strictness) == (("Herald",), Strictness.STRICT)
    kept.choose("nonesuch", Filters(), None)
    assert kept.find("nonesuch") is None


@pytest.fixture
def reopen(monkeypatch, shipped):
    """Open the app in a new session, at the address of a conversation."""

    def open_at(name: str) -> AppTest:
        monkeypatch.setenv("ONRECORD_ARCHIVE", str(shipped.path))
        app = AppTest.from_file(ROOT / "app.py", default_timeout=120)
        app.query_params["conversation"] = name
        return app.run()

    return open_at


def ask(app, question):
    return app.chat_input(key="question").set_value(question).run()


def test_opened_again_it_has_the_same_answers_and_goes_on(open_page, reopen, read, shipped):
    app = ask(ask(open_page(shipped.path), ANSWERED), UNANSWERED)
    name = app.query_params["conversation"]
    again = reopen(name)
    assert not again.exception
    assert read(again).inside["question"] == [ANSWERED, UNANSWERED]
    pairs = zip(again.session_state["turns"], app.session_state["turns"], strict=True)
    assert all(after.answer is before.answer for after, before in pairs)
    again = ask(again, EXAMPLES[1])
    assert again.query_params["conversation"] == name
    assert read(reopen(name)).inside["question"] == [ANSWERED, UNANSWERED, EXAMPLES[1]]


def test_the_address_says_nothing_of_what_was_asked(open_page, shipped):
    app = ask(open_page(shipped.path), ANSWERED)
    assert set(app.query_params) == {"conversation"}
    assert len(app.query_params["conversation"]) == 12


def test_the_filters_and_the_strictness_are_as_they_were(open_page, reopen, read, shipped):
    app = open_page(shipped.path)
    app.multiselect(key="outlets").set_value(["On the Record Briefing"])
    app.date_input(key="until").set_value(date(2024, 8, 31))
    app.radio(key="strictness").set_value(Strictness.OPEN)
    app = ask(app, "How large is the Belarusian army?")
    again = reopen(app.query_params["conversation"])
    assert [field.value for field in again.multiselect] == [["On the Record Briefing"]]
    assert [field.value for field in again.date_input] == [None, date(2024, 8, 31)]
    assert [field.value for field in again.radio] == [Strictness.OPEN]
    again = ask(again, "How large is the army of Belarus?")
    assert (
        "(outlet On the Record Briefing, until 31 August 2024)"
        in (read(again).inside["coverage"][1])
    )


def test_what_was_chosen_after_the_last_question_is_in_force_when_opened_again(
    open_page, reopen, shipped
):
    app = open_page(shipped.path)
    app.multiselect(key="outlets").set_value(["On the Record Briefing"])
    app = ask(app, "How large is the Belarusian army?")
    app.radio(key="strictness").set_value(Strictness.OPEN)
    app = app.button(key="everything").click().run()
    again = reopen(app.query_params["conversation"])
    assert [field.value for field in again.multiselect] == [[]]
    assert [field.value for field in again.radio] == [Strictness.OPEN]
    app.run()
    again.date_input[1].set_value(date(2024, 8, 31)).run()
    app.run()  # a tab in which nothing was chosen since
    latest = reopen(app.query_params["conversation"])
    assert [field.value for field in latest.date_input] == [None, date(2024, 8, 31)]


def test_what_the_sidebar_begins_with_is_sent_with_every_run(open_page, reopen, shipped):
    """A value that is set by its key is sent once; a run that is cut off loses it for good."""
    app = open_page(shipped.path)
    app.multiselect(key="outlets").set_value(["On the Record Briefing"])
    app.date_input(key="since").set_value(date(2023, 1, 2))
    app.radio(key="strictness").set_value(Strictness.OPEN)
    app = ask(app, "How large is the Belarusian army?")
    again = reopen(app.query_params["conversation"])
    for page, first in ((app, Strictness.BALANCED), (again, Strictness.OPEN)):
        for drawn in (page, page.run()):
            how_sure = drawn.radio[0]
            assert how_sure.options[how_sure.proto.default] == first.title()
            fields = [how_sure, *drawn.multiselect, *drawn.date_input]
            assert not any(field.proto.set_value for field in fields)
    outlets = again.multiselect[0]
    chosen = [outlets.options[place] for place in outlets.proto.default]
    assert chosen == ["On the Record Briefing"]
    assert list(again.date_input[0].proto.default) == ["2023-01-02"]


def test_an_outlet_that_the_archive_has_lost_is_not_filtered_by(open_page, reopen, shipped):
    from web import opening

    open_page(shipped.path)
    newsroom = opening._newsrooms[shipped.path.resolve()]
    gone = Conversation(
        turns=(Turn(question="Who?", answer=None, problem="no"),),
        filters=Filters(outlets=("Gone Gazette", "On the Record")),
        strictness=Strictness.CALIBRATED,
    )
    newsroom.conversations.keep("gone", gone)
    app = reopen("gone")
    assert not app.exception
    assert [field.value for field in app.multiselect] == [["On the Record"]]
    assert [field.value for field in app.radio] == [Strictness.BALANCED]


def test_a_conversation_that_is_not_kept_is_told_and_another_begins(reopen, read):
    app = reopen("nonesuch")
    assert not app.exception
    assert read(app).inside["note lost"][0].startswith("The conversation that stood here is no")
    assert "conversation" not in app.query_params
    app = ask(app, ANSWERED)
    assert read(app).inside["question"] == [ANSWERED]
    assert "note lost" in read(app).inside, "what stood above the question is gone"
    assert "note lost" not in read(app.button(key="new").click().run()).inside


def test_the_way_back_leads_to_the_welcome_and_forward_to_the_conversation(
    open_page, read, shipped
):
    app = ask(open_page(shipped.path), ANSWERED)
    name = app.query_params["conversation"]
    del app.query_params["conversation"]
    app = app.run()
    assert "question" not in read(app).inside
    app.query_params["conversation"] = name
    assert read(app.run()).inside["question"] == [ANSWERED]


def test_two_conversations_do_not_mix(open_page, reopen, read, shipped):
    first, second = ask(open_page(shipped.path), ANSWERED), open_page(shipped.path)
    second = ask(second, UNANSWERED)
    names = [app.query_params["conversation"] for app in (first, second)]
    assert [read(reopen(name)).inside["question"] for name in names] == [[ANSWERED], [UNANSWERED]]
