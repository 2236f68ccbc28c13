"""Figures side by side, as they are shown, saved and checked."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from index import Article, Carrier, Filters, Story
from qa import Answer, Citation, Coverage, Statement
from qa.agreement.describing import describe_given
from qa.question import Understood
from qa.saved.as_json import as_saved
from qa.saved.checking import Source, differences
from web import theme

TEXTS = (
    "Some 200 hostages were taken to *Gaza*.",
    "The army said 150 hostages were taken.",
    "They hold 200 hostages.",
)
ARTICLES = [Article(text=text, outlet=f"Paper {n}") for n, text in enumerate(TEXTS, start=1)]


def cited(article: Article, words: str) -> Citation:
    at = article.text.index(words)
    return Citation(
        article=article,
        start=0,
        end=len(article.text),
        context_start=0,
        context_end=len(article.text),
        score=0.9,
        answer_start=at,
        answer_end=at + len(words),
    )


CITATIONS = [cited(a, number) for a, number in zip(ARTICLES, ("200", "150", "200"), strict=True)]
ANSWER = Answer(
    question="How many hostages were taken?",
    statements=tuple(Statement(citations=(citation,)) for citation in CITATIONS),
    closest=(),
    probability=0.9,
    threshold=0.5,
    outlets=(),
    coverage=Coverage(
        articles=3,
        passages=3,
        undated=3,
        outlets=3,
        earliest=None,
        latest=None,
        filters=Filters(),
    ),
)
AGREED = replace(ANSWER, statements=(ANSWER.statements[0], ANSWER.statements[2]))


def test_equal_figures_are_one_and_each_names_its_quotes():
    assert [(g.words, g.sources, g.statements) for g in ANSWER.given] == [
        (("Some 200 hostages", "200 hostages"), 2, (1, 3)),
        (("150 hostages",), 1, (2,)),
    ]


def test_an_answer_that_is_drawn_again_is_not_compared_again():
    assert ANSWER.given is ANSWER.given
    assert ANSWER.given is replace(ANSWER).given
    same = (Statement(citations=(replace(one.citations[0]),)) for one in ANSWER.statements)
    again = replace(ANSWER, statements=tuple(same))
    assert json.dumps(again.to_dict()) == json.dumps(ANSWER.to_dict())
    assert replace(ANSWER, question="Why were hostages taken?").given == ()


def test_the_days_of_what_gives_a_figure_stand_with_it():
    days = [date(2023, 10, 9), date(2023, 10, 7), date(2023, 11, 2)]
    dated = [
        cited(replace(article, published=day), number)
        for article, day, number in zip(ARTICLES, days, ("200", "150", "200"), strict=True)
    ]
    answer = replace(ANSWER, statements=tuple(Statement(citations=(one,)) for one in dated))
    assert describe_given(answer.given) == [
        "Some 200 hostages; 200 hostages (2 articles, 9 October to 2 November 2023: [1] [3])",
        "150 hostages (1 article, 7 October 2023: [2])",
    ]


def test_no_days_are_told_where_an_article_has_none():
    dated = cited(replace(ARTICLES[0], published=date(2023, 10, 9)), "200")
    given = replace(AGREED, statements=(Statement(citations=(dated,)), AGREED.statements[1])).given
    assert describe_given(given) == ["Some 200 hostages; 200 hostages (2 articles: [1] [2])"]


def test_they_stand_below_the_quotes_with_what_they_do_not_mean():
    below = ANSWER.text.split("\n\n")[1]
    assert below.splitlines() == [
        "Side by side:",
        "  Some 200 hostages; 200 hostages (2 articles: [1] [3])",
        "  150 hostages (1 article: [2])",
        "  They may speak of different things: read the quotes.",
    ]
    assert AGREED.text.split("\n\n")[1].splitlines() == [
        "Side by side:",
        "  Some 200 hostages; 200 hostages (2 articles: [1] [2])",
    ]


def test_in_markdown_they_are_a_list_and_no_links():
    rendered = MarkdownIt().render(ANSWER.to_markdown())
    assert (
        "<li>Some 200 hostages; 200 hostages (2 articles: [1] [3])</li>\n"
        "<li>150 hostages (1 article: [2])</li>"
    ) in rendered
    assert "<a " not in rendered


def test_the_app_shows_them_with_their_words_escaped():
    shown = theme.given(ANSWER)
    told = "<li><q>Some 200 hostages; 200 hostages</q> <span>2 articles: [1] [3]</span></li>"
    assert told in shown
    assert shown.count("<small>") == 1
    assert "<small>" not in theme.given(AGREED)
    marked = [cited(a, a.text) for a in (Article(text="<b>Poe</b>"), Article(text="<i>Roe</i>"))]
    named = replace(
        ANSWER,
        question="Who is there?",
        statements=tuple(Statement(citations=(citation,)) for citation in marked),
    )
    assert "<q>&lt;b&gt;Poe&lt;/b&gt;</q>" in theme.given(named)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(replace(ANSWER, statements=()), id="silence"),
        pytest.param(replace(ANSWER, statements=ANSWER.statements[:1]), id="one source"),
        pytest.param(replace(ANSWER, parts=("How many", "and why?")), id="several parts"),
        pytest.param(replace(ANSWER, question="Why were hostages taken?"), id="a reason"),
        pytest.param(replace(ANSWER, question="What time were 200 taken?"), id="a time of the day"),
    ],
)
def test_nothing_is_listed(answer):
    assert answer.given == ()
    assert "Side by side" not in answer.text + answer.to_markdown()
    assert theme.given(answer) == ""
    assert answer.to_dict()["given"] == []


def test_what_is_compared_is_what_a_question_that_follows_was_taken_for():
    put = Understood(question="Why were hostages taken?")
    assert replace(ANSWER, understood=put).given == ()


def test_they_are_saved_with_their_places_and_hold():
    made = json.loads(json.dumps(ANSWER.to_dict()))
    assert made["given"][0] == FIRST
    first = made["statements"][0]["citations"][0]
    assert first["given"] == {"text": "Some 200 hostages", "start": 0, "end": 17}
    saved = as_saved(made)
    assert saved.error is None
    for quoted, article in zip(saved.quotes, ARTICLES, strict=True):
        assert list(differences(quoted, Source(article=article))) == []


def test_a_figure_that_was_changed_is_found():
    made = json.loads(json.dumps(ANSWER.to_dict()))
    made["statements"][1]["citations"][0]["given"]["text"] = "250"
    made["given"][1]["words"] = ["250"]
    assert "the value side by side differs" in next(
        differences(as_saved(made).quotes[1], Source(article=ARTICLES[1]))
    )
    made["given"][0]["words"] = ["Some 300", "200"]
    assert "“200; some 300” is listed as no citation gives it" in as_saved(made).error


NOT_GIVEN = "is listed as no citation gives it"
NOT_LISTED = "citations give what it does not list as given"
NO_STATEMENT = "what it lists as given names a statement that it does not have"
FIRST = {"words": ["Some 200 hostages", "200 hostages"], "sources": 2, "statements": [1, 3]}
SECOND = {"words": ["150 hostages"], "sources": 1, "statements": [2]}


@pytest.mark.parametrize(
    ("listed", "reason"),
    [
        pytest.param([{**FIRST, "sources": 3}, SECOND], NOT_GIVEN, id="more sources"),
        pytest.param([{**FIRST, "sources": 1}, SECOND], NOT_GIVEN, id="fewer sources"),
        pytest.param([{**FIRST, "sources": 0}, SECOND], NOT_GIVEN, id="no source"),
        pytest.param([{**FIRST, "statements": [1, 3, 4]}, SECOND], NO_STATEMENT, id="a fourth"),
        pytest.param([{**FIRST, "statements": [0, 1, 3]}, SECOND], NO_STATEMENT, id="the one at 0"),
        pytest.param([{**FIRST, "statements": [1, 2, 3]}, SECOND], NOT_GIVEN, id="of another"),
        pytest.param([{**FIRST, "statements": [1]}, SECOND], NOT_GIVEN, id="a statement less"),
        pytest.param([{**FIRST, "statements": [[1]]}, SECOND], "its statement is a", id="a list"),
        pytest.param(
            [
                {**FIRST, "words": ["Some 200 hostages"]},
                {**SECOND, "words": ["150 hostages", "200 hostages"]},
            ],
            NOT_GIVEN,
            id="words moved to another entry",
        ),
        pytest.param(
            [{**FIRST, "words": SECOND["words"]}, {**SECOND, "words": FIRST["words"]}],
            NOT_GIVEN,
            id="words of two entries exchanged",
        ),
        pytest.param(
            [{**FIRST, "words": ["200 hostages"]}, SECOND], NOT_GIVEN, id="a wording less"
        ),
        pytest.param([{**FIRST, "words": []}, SECOND], NOT_GIVEN, id="words emptied"),
        pytest.param(
            [{**FIRST, "words": "Some 200 hostages"}, SECOND], "its words is a", id="no list"
        ),
        pytest.param([{**FIRST, "words": [[]]}, SECOND], "its text is a", id="words of lists"),
        pytest.param([FIRST], NOT_LISTED, id="an entry left out"),
        pytest.param([], NOT_LISTED, id="the list emptied"),
        pytest.param(["150"], "its given is a", id="entries of another kind"),
        pytest.param({}, "its given is a", id="a list of another kind"),
    ],
)
def test_a_list_that_was_changed_is_found(listed, reason):
    made = json.loads(json.dumps(ANSWER.to_dict()))
    assert made["given"] == [FIRST, SECOND]
    assert reason in as_saved({**made, "given": listed}).error


def test_a_list_that_was_taken_out_is_found():
    made = json.loads(json.dumps(ANSWER.to_dict()))
    del made["given"]
    assert NOT_LISTED in as_saved(made).error


def test_copies_of_one_story_are_one_source_in_what_is_saved():
    carriers = tuple(Carrier(article_id=article.id) for article in ARTICLES[::2])
    some = [replace(one, story=Story(carriers=carriers)) for one in CITATIONS[::2]]
    citations = (some[0], CITATIONS[1], some[1])
    answer = replace(ANSWER, statements=tuple(Statement(citations=(one,)) for one in citations))
    made = json.loads(json.dumps(answer.to_dict()))
    assert [one["sources"] for one in made["given"]] == [1, 1]
    assert as_saved(made).error is None
    made["given"][0]["sources"] = 2
    assert NOT_GIVEN in as_saved(made).error


def test_words_of_two_figures_in_one_statement_hold():
    texts = (f"It {verb} in the year as a whole by 3%." for verb in ("rose", "fell"))
    rise, fall = (Article(text=text, outlet=text) for text in texts)
    statement = Statement(citations=(cited(rise, "3%"), cited(fall, "3%")))
    answer = replace(ANSWER, question="How much did it change?", statements=(statement,))
    made = json.loads(json.dumps(answer.to_dict()))
    assert made["given"] == [{"words": ["3%"], "sources": 1, "statements": [1]}] * 2
    assert as_saved(made).error is None


@pytest.mark.parametrize("text", [[], {}, None, 5])
def test_words_of_another_kind_make_an_unreadable_line(text):
    made = json.loads(json.dumps(ANSWER.to_dict()))
    made["statements"][0]["citations"][0]["given"] = {"text": text}
    saved = as_saved(made, line=7)
    assert (saved.line, saved.quotes) == (7, ())
    assert "its text is a JSON" in saved.error


def test_a_figure_of_elsewhere_is_found():
    made = json.loads(json.dumps(ANSWER.to_dict()))
    first = made["statements"][0]["citations"][0]
    first.update(end=8, quote="Some 200", after="", answer=None)
    first["given"] = {"text": "Gaza", "start": 33, "end": 37}
    made["given"][0]["words"] = ["Gaza", "200 hostages"]
    (wrong,) = differences(as_saved(made).quotes[0], Source(article=ARTICLES[0]))
    assert wrong == "33 to 37, the place of the value side by side, is not in the quote's"


def test_an_answer_of_before_has_none_and_holds():
    made = json.loads(json.dumps(ANSWER.to_dict()))
    del made["given"]
    for statement in made["statements"]:
        del statement["citations"][0]["given"]
    assert as_saved(made).error is None


VALUES = ("Some 200", "200", "About 150", "150", "rose 3%", "fell 3%", "3%", "40 tanks", "40 men")


@given(
    st.lists(
        st.lists(st.tuples(st.sampled_from(VALUES), st.integers(0, 3)), min_size=1, max_size=3),
        max_size=4,
    )
)
def test_whatever_is_listed_is_what_citations_give(drawn):
    articles = {
        (words, outlet): Article(text=f"It was {words} there.", outlet=str(outlet))
        for statement in drawn
        for words, outlet in statement
    }
    statements = tuple(
        Statement(citations=tuple(cited(articles[one], one[0]) for one in dict.fromkeys(statement)))
        for statement in drawn
    )
    answer = replace(ANSWER, question="How many were there?", statements=statements)
    assert as_saved(json.loads(json.dumps(answer.to_dict()))).error is None
