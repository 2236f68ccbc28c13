"""What several sources answer, side by side: equal figures, days and names together."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Article, Carrier, Story
from qa.agreement.stated import compare
from qa.answer import Citation, Statement
from qa.question import parse

DEATHS = "How many people died?"


def citation(marked, *, number=0, score=0.9, published=None, story=None):
    """Cite all of an article after its first sentence; square brackets mark what answers."""
    head, rest = marked.split("[")
    words, tail = rest.split("]")
    text = f"Article {number}. {head}{words}{tail}"
    start = len(f"Article {number}. ")
    return Citation(
        article=Article(text=text, published=published),
        start=start,
        end=len(text),
        context_start=0,
        context_end=len(text),
        score=score,
        answer_start=start + len(head),
        answer_end=start + len(head) + len(words),
        story=story,
    )


def statements(*marked, **rest):
    cited = [citation(one, number=number, **rest) for number, one in enumerate(marked)]
    return [Statement(citations=(one,)) for one in cited]


def words(question, some):
    return [[one.words for one in g.stated] for g in compare(parse(question), some)]


@pytest.mark.parametrize(
    ("question", "marked", "expected"),
    [
        pytest.param(
            DEATHS,
            ["[About 200] died.", "Some say [199 people] died.", "[260] died."],
            [["About 200", "199"], ["260"]],
            id="rounded",
        ),
        pytest.param(
            DEATHS,
            ["[Three people] died.", "[3] died.", "[Three] were hurt."],
            [["Three", "3"]],
            id="those who were hurt are left out",
        ),
        pytest.param(
            "How much did it cost?",
            ["It cost [$5m].", "It cost [5 million dollars].", "It took [12 days]."],
            [["$5m", "5 million dollars"]],
            id="what took days is left out",
        ),
        pytest.param(
            "How big was it?",
            ["It was [$5].", "It was [5%].", "It was [$7]."],
            [["$5"], ["$7"]],
            id="another unit is left out",
        ),
        pytest.param(
            "How old was Poe?",
            ["Ann Poe, [63], died.", "She was [63].", "He said [62-year-old Poe] died."],
            [["63", "63"], ["62-year-old"]],
            id="ages",
        ),
        pytest.param(
            "How far is it?",
            ["It is [85 miles] off.", "It is [135km] off."],
            [["85 miles", "135km"]],
            id="converted",
        ),
        pytest.param(
            "Who leads Belarus?",
            ["[Lukashenko] does.", "[Alyaksandr Lukashenka] does.", "[Ann Poe] does."],
            [["Lukashenko", "Alyaksandr Lukashenka"], ["Ann Poe"]],
            id="spelling",
        ),
        pytest.param(
            "Who died?",
            ["[Ann Poe, 63,] died.", "[Bob Roe, 63,] died."],
            [["Ann Poe, 63,"], ["Bob Roe, 63,"]],
            id="whose age is one are not one",
        ),
        pytest.param(
            "When did Poe leave?",
            ["Poe left [on Tuesday].", "Poe left [on 16 December 2008].", "He left [on Monday]."],
            [["Tuesday", "16 December 2008"], ["Monday"]],
            id="weekdays",
        ),
    ],
)
def test_what_is_one_stands_together(question, marked, expected):
    assert words(question, statements(*marked)) == expected


@pytest.mark.parametrize(
    ("question", "marked"),
    [
        pytest.param(DEATHS, [], id="no statement"),
        pytest.param(DEATHS, ["[Three] died."], id="one source"),
        pytest.param(DEATHS, ["[Three] died.", "[Three] were hurt."], id="one of what is asked"),
        pytest.param(DEATHS, ["[Many] died.", "[Few] died."], id="no figures"),
        pytest.param("Why did Poe leave?", ["[It snowed].", "[It rained]."], id="reasons"),
        pytest.param("What did Poe say?", ["[No].", "[Yes]."], id="words"),
        pytest.param("Who left?", ["[The].", "[It]."], id="words that tell nothing"),
    ],
)
def test_what_is_not_compared(question, marked):
    assert words(question, statements(*marked)) == []


def test_weekdays_are_days_of_the_weeks_of_publication():
    asked = "When did Poe leave?"
    some = [
        Statement(citations=(citation("Poe left [on Tuesday].", number=n, published=published),))
        for n, published in enumerate((date(2008, 12, 17), date(2008, 12, 24)))
    ]
    assert words(asked, some) == [["Tuesday"], ["Tuesday"]]
    assert words(asked, statements("Left [on Tuesday].", "He left [Tuesday].")) == [["Tuesday"] * 2]


def test_copies_of_one_story_are_one_source():
    first, copy = (citation("[Three] died.", number=number) for number in (1, 2))
    carriers = (Carrier(article_id=first.article.id), Carrier(article_id=copy.article.id))
    story = Story(carriers=carriers)
    copies = [
        Statement(citations=(citation("[Three] died.", number=number, story=story),))
        for number in (1, 2)
    ]
    assert compare(parse(DEATHS), copies) == ()
    (given_,) = compare(parse(DEATHS), copies + statements("[3] people died."))
    assert (given_.sources, given_.statements, given_.words) == (2, (1, 2, 3), "Three")


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        pytest.param(0.3, [], id="less than two fifths as likely"),
        pytest.param(0.4, [["Three"], ["four"]], id="likely enough"),
    ],
)
def test_what_is_much_less_likely_is_left_out(score, expected):
    likely, less = statements("[Three] died."), statements("He said [four].", score=score)
    assert words(DEATHS, likely + less) == expected


def test_a_citation_without_marked_words_gives_nothing():
    unmarked = Citation(
        article=Article(text="Three died."),
        start=0,
        end=11,
        context_start=0,
        context_end=11,
        score=0.9,
    )
    some = [Statement(citations=(unmarked,)), *statements("[Three] died.")]
    assert compare(parse(DEATHS), some) == ()


QUESTIONS = (DEATHS, "When was it?", "Who left?", "How old is Poe?", "What did it cost?")
PIECES = "about 200 people , $5m - Ann Poe 63 Tuesday 16 December 2008 % + or so an hour three ( )"
QUOTES = st.lists(st.sampled_from(PIECES.split()), min_size=1, max_size=9).map(" ".join)


@given(st.data(), st.sampled_from(QUESTIONS))
def test_words_are_slices_of_their_articles_within_the_quotes(data, question):
    some = []
    for number in range(2):
        quote = data.draw(QUOTES | st.text(min_size=1).filter(lambda text: not set(text) & {*"[]"}))
        start = data.draw(st.integers(0, len(quote)))
        end = data.draw(st.integers(start, len(quote)))
        cited = citation(f"{quote[:start]}[{quote[start:end]}]{quote[end:]}", number=number)
        some.append(Statement(citations=(cited,)))
    for group in compare(parse(question), some):
        for one in group.stated:
            assert one.words == one.citation.article.text[one.start : one.end]
            assert one.citation.start <= one.start < one.end <= one.citation.end
