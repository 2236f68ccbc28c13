"""A question in the conversation that it is asked in."""

from datetime import date

import pytest
from word_reader import WordReader

from index import Archive, Article, RequestError
from qa.conversation import understand
from qa.desk import Desk
from qa.question import Understood
from qa.retrieval import QUOTED_BONUS

MILL = Article(
    text="Ann Poe leads the mill of Grodno. Poe has 300 workers. Poe owes the bank money.",
    title="The mill of Grodno",
    published=date(2024, 8, 1),
    language="en",
)
DAIRY = Article(
    text="Jan Roe leads the dairy of Brest. Roe has 700 workers.",
    title="The dairy of Brest",
    published=date(2024, 8, 2),
    language="en",
)


@pytest.fixture
def desk(archive: Archive) -> Desk:
    archive.add_articles([MILL, DAIRY])
    return Desk(archive, reader=WordReader())


def test_a_question_is_answered_of_whom_the_one_before_was_about(desk):
    first = desk.ask("Who leads the mill of Grodno?")
    answer = desk.ask("How many workers has she?", after=[first])
    assert answer.question == "How many workers has she?"
    assert str(answer.understood) == "Grodno: How many workers has Ann Poe?"
    assert answer.understood.articles == {MILL.id}
    assert answer.statements[0].citations[0].quote == "Poe has 300 workers."


def test_the_same_question_in_another_conversation_is_another(desk):
    asked = "How many workers are there in all?"
    for where, quote in (("mill of Grodno", "Poe has 300"), ("dairy of Brest", "Roe has 700")):
        answer = desk.ask(asked, after=[desk.ask(f"Who leads the {where}?")])
        assert str(answer.understood) == f"{where.split()[-1]}: {asked}"
        shown = [c.quote for s in answer.statements for c in s.citations]
        assert (shown or [c.quote for c in answer.closest])[0].startswith(quote)


def test_what_was_understood_is_what_the_next_question_follows_on(desk):
    talk = [desk.ask("Who leads the mill of Grodno?")]
    for question in ("How many workers has she?", "And Jan Roe?", "Why?"):
        talk.append(desk.ask(question, after=talk))
    assert [str(answer.understood) for answer in talk] == [
        "None",
        "Grodno: How many workers has Ann Poe?",
        "Grodno: How many workers has Jan Roe?",
        "Grodno: Why has Jan Roe workers?",
    ]


def test_a_question_that_stands_by_itself_is_answered_as_if_it_were_the_first(desk):
    first = desk.ask("Who leads the mill of Grodno?")
    question = "Who leads the dairy of Brest?"
    assert desk.ask(question, after=[first]) == desk.ask(question)


def test_what_would_become_too_long_is_asked_as_it_is(desk):
    long = desk.ask("Is the mill of Grodno " + "very " * 394 + "old?")
    assert desk.ask("Since when?", after=[long]).understood is None


def test_each_part_of_a_question_that_follows_is_about_the_same(desk):
    first = desk.ask("Who leads the mill of Grodno?")
    answer = desk.ask("How many workers has she, and what does the bank want?", after=[first])
    assert str(answer.understood).startswith("Grodno: How many workers has Ann Poe, and")
    assert answer.parts == ("How many workers has Ann Poe", "what does the bank want?")


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(lambda answer: answer, id="one answer, and no list"),
        pytest.param(lambda _: None, id="nothing"),
        pytest.param(lambda answer: [answer, None], id="nothing among answers"),
        pytest.param(lambda answer: [answer.question], id="a question"),
        pytest.param(lambda answer: answer.question, id="a string"),
    ],
)
def test_what_is_no_list_of_answers_is_refused_with_what_to_write(desk, wrong):
    first = desk.ask("Who leads the mill of Grodno?")
    with pytest.raises(RequestError, match=r"write: after=\["):
        desk.ask("How old is she?", after=wrong(first))


def test_answers_may_come_one_by_one(desk):
    first = desk.ask("Who leads the mill of Grodno?")
    answer = desk.ask("How many  workers has she?", after=iter([first]))
    assert str(answer.understood) == "Grodno: How many workers has Ann Poe?"
    assert answer.question == "How many workers has she?"


def test_what_may_stand_by_itself_is_asked_so_where_it_is_silent_in_the_conversation(
    desk, monkeypatch
):
    desk = Desk(desk.archive, reader=desk.reader, remembered=0)
    first, question = desk.ask("Who leads the mill of Grodno?"), "What owes Poe?"
    assert desk.ask(question, after=[first]).understood.sure is False

    def silent_about_grodno(evidence):
        return 0.0 if "Grodno" in evidence.question.asked else 0.9

    monkeypatch.setattr(desk, "probability", silent_about_grodno)
    answer = desk.ask(question, after=[first])
    assert (answer.understood, answer.silent) == (None, False)
    assert desk.ask("How many workers has she?", after=[first]).silent


def test_what_was_quoted_is_lifted_in_a_conversation_and_nothing_is_hidden(desk):
    def scores(*articles):
        put = Understood(question="Who leads what?", articles=frozenset(articles))
        hits = desk.retrieve([put])[0].hits
        assert hits == sorted(hits, key=lambda hit: -hit.score)
        return {hit.passage.article.id: hit.score for hit in hits}

    plain = scores()
    assert plain.keys() == {MILL.id, DAIRY.id}
    assert scores(MILL.id) == {**plain, MILL.id: plain[MILL.id] + QUOTED_BONUS}


def test_what_is_too_long_is_refused_in_a_conversation_too(desk):
    first = desk.ask("Who leads the mill of Grodno?")
    with pytest.raises(RequestError, match="2000 at most"):
        desk.ask("Poe left it " * 200, after=[first])


def test_nothing_is_understood_without_a_conversation():
    assert understand("When did she leave?", after=[]) is None
