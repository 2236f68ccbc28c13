"""A question that follows on another, as the page shows it."""

from web.chat import EXAMPLES

FOLLOWING = "How large is its army?"


def ask(app, question):
    return app.chat_input(key="question").set_value(question).run()


def turns(app):
    return app.session_state["turns"]


def test_the_page_says_how_a_question_that_follows_was_understood(open_page, read, shipped):
    app = ask(ask(open_page(shipped.path), EXAMPLES[0]), FOLLOWING)
    assert not app.exception
    answer = turns(app)[1].answer
    assert answer.understood.about == ("Belarus", "Ukraine")
    assert f"Understood as: Belarus, Ukraine: {FOLLOWING}" in read(app).inside["note"]
    assert "50,000" in answer.statements[0].citations[0].quote


def test_one_button_asks_it_by_itself_and_only_that_once(open_page, shipped):
    app = ask(ask(open_page(shipped.path), EXAMPLES[0]), FOLLOWING)
    app = app.button(key="by-itself-1").click().run()
    assert not app.exception
    assert [turn.question for turn in turns(app)] == [EXAMPLES[0], FOLLOWING, FOLLOWING]
    assert turns(app)[2].answer.understood is None
    assert turns(ask(app, "Why?"))[3].answer.understood is not None


def test_a_new_conversation_follows_on_nothing(open_page, shipped):
    app = ask(open_page(shipped.path), EXAMPLES[0])
    app = ask(app.button(key="new").click().run(), FOLLOWING)
    assert [turn.answer.understood for turn in turns(app)] == [None]


def test_nothing_is_asked_by_itself_while_nothing_can_be_asked(open_page, shipped):
    app = ask(ask(open_page(shipped.path), EXAMPLES[0]), FOLLOWING)
    contents = shipped.contents()
    app.date_input(key="since").set_value(contents.latest)
    app = app.date_input(key="until").set_value(contents.earliest).run()
    assert app.button(key="by-itself-1").disabled
