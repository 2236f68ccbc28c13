"""Copies, notices and places: said in text, Markdown, values and CSV, wherever a quote is."""

from dataclasses import replace
from datetime import date

import pytest

from index import Article, Carrier, Filters, Locator, Notice, Story
from qa import Answer, Citation, Coverage, Statement
from qa.evidence import Scored, select
from qa.export import as_cells
from qa.features import FEATURES, Candidate
from qa.provenance import describe_marks, describe_place, describe_story
from qa.rows import Row

TEXT = "Minsk said no. It said so twice."
ARTICLE = Article(
    text=TEXT,
    title="No",
    outlet="Herald",
    notice=Notice.RETRACTED,
    locators=(
        Locator(start=0, label="p. 1", confidence=0.806),
        Locator(start=15, label="p. 2", confidence=0.81),
    ),
)
COPY = Article(text=TEXT, outlet="Post")
STORY = Story(
    carriers=(
        Carrier(article_id=ARTICLE.id, outlet="Herald", notice=Notice.RETRACTED),
        Carrier(article_id="w" * 16, outlet="Wire", agency="Reuters", published=date(2024, 8, 1)),
        Carrier(article_id=COPY.id, outlet="Post"),
    )
)
ELSEWHERE = Article(text=TEXT, outlet="Gazette")


def cite(article: Article, story: Story | None = None) -> Citation:
    return Citation(
        article=article,
        start=15,
        end=len(TEXT),
        context_start=0,
        context_end=len(TEXT),
        score=0.5,
        story=story,
    )


STATEMENT = Statement(citations=(cite(ARTICLE, STORY), cite(COPY, STORY), cite(ELSEWHERE)))
ANSWER = Answer(
    question="What did Minsk say?",
    statements=(STATEMENT,),
    closest=(),
    probability=0.9,
    threshold=0.5,
    outlets=(),
    coverage=Coverage(
        articles=4,
        passages=4,
        undated=0,
        outlets=4,
        earliest=None,
        latest=None,
        filters=Filters(),
    ),
)


def test_copies_of_one_story_are_one_source():
    assert STATEMENT.sources == 2
    assert STATEMENT.copies == (STATEMENT.citations[1],)


@pytest.mark.parametrize(
    ("locator", "place"),
    [
        pytest.param(None, "", id="not known"),
        pytest.param(Locator(start=0, label="12:31"), "12:31", id="a time"),
        pytest.param(Locator(start=0, label="p. 4", confidence=0.806), "p. 4, OCR, 81%", id="OCR"),
        pytest.param(Locator(start=0, label="", confidence=1.0), "OCR, 100%", id="OCR alone"),
        pytest.param(Locator(start=0, label="a\x1b[31m\nb"), "a[31m b", id="control characters"),
    ],
)
def test_places(locator, place):
    assert describe_place(locator) == place


def test_the_locator_is_that_of_the_quote_s_first_character():
    assert STATEMENT.citations[0].locator == ARTICLE.locators[1]
    assert replace(STATEMENT.citations[0], start=14).locator == ARTICLE.locators[0]
    assert STATEMENT.citations[2].locator is None


def test_marks():
    assert describe_marks(ARTICLE, ARTICLE.locators[1]) == (
        "p. 2, OCR, 81%; RETRACTED by its publisher"
    )
    assert describe_marks(COPY, None) == ""


def test_a_story_says_who_carried_it_and_what_became_of_the_others():
    assert describe_story(STORY, cited=COPY) == (
        "carried by 3 outlets: Herald, Wire, Post; likely original: Wire, which names Reuters in "
        "its dateline or byline; retracted in Herald"
    )
    unnamed = Story(carriers=(Carrier(article_id=COPY.id), Carrier(article_id="f" * 16)))
    assert describe_story(unnamed, cited=COPY) == (
        "carried 2 times; likely the original, as it was added first"
    )


def test_many_outlets_are_counted():
    many = Story(carriers=tuple(Carrier(article_id=str(n), outlet=f"O{n}") for n in range(9)))
    described = describe_story(many, cited=COPY)
    assert described.startswith("carried by 9 outlets: O0, O1, O2, O3, O4, O5 and 3 more; ")
    assert many.carried_by == 9


def test_text_and_markdown():
    lines = ANSWER.text.splitlines()
    assert lines[1:6] == [
        "    Just before: “Minsk said no.”",
        "    Herald: No (p. 2, OCR, 81%; RETRACTED by its publisher)",
        f"    {describe_story(STORY, cited=ARTICLE)}",
        "    copy: Post",
        "    Gazette",
    ]
    written = ANSWER.to_markdown()
    for said in (
        "p. 2, OCR, 81%; RETRACTED by its publisher",
        "carried by 3 outlets",
        "copy: Post",
    ):
        assert said in written


def test_values():
    (statement,) = ANSWER.to_dict()["statements"]
    assert statement["sources"] == 2
    first, _, last = statement["citations"]
    assert first["locator"] == {"label": "p. 2", "confidence": 0.81}
    assert first["article"]["notice"] == "retracted"
    assert first["story"]["carried_by"] == 3
    assert first["story"]["original"] == {
        "id": "w" * 16,
        "outlet": "Wire",
        "why": "names Reuters in its dateline or byline",
    }
    assert [c["notice"] for c in first["story"]["carriers"]] == ["retracted", None, None]
    assert (last["locator"], last["story"], last["article"]["notice"]) == (None, None, None)


def test_cells():
    row = Row(line=1, question=ANSWER.question, carried={})
    cells = list(as_cells(row, ANSWER))
    names = ("locator", "notice", "carried_by", "likely_original")
    assert [tuple(c[name] for name in names) for c in cells] == [
        ("p. 2, OCR, 81%", "retracted", 3, "Wire"),
        ("", "", 3, "Wire"),
        ("", "", 1, ""),
    ]


def test_copies_of_a_story_take_turns_as_one():
    """Otherwise a story's copies, each with a sentence of its own, would fill an answer."""

    def scored(article: Article, score: float, story: Story | None) -> Scored:
        candidate = Candidate(
            article=article, start=0, end=len(article.text), passage=article.text,
            context_cosine=0.0, retrieval=0.0, passage_relevance=0.0, mass=0.0, story=story,
        )  # fmt: skip
        return Scored(candidate=candidate, score=score, features=(0.0,) * len(FEATURES))

    one, two, other = (Article(text=text) for text in ("Snow fell.", "Rain fell.", "Hail fell."))
    ranked = [scored(one, 0.6, STORY), scored(two, 0.55, STORY), scored(other, 0.5, None)]
    chosen = [group[0].candidate.article for group in select(ranked, limit=3)]
    assert chosen == [one, other, two]
