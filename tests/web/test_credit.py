"""What stands under a quotation: its source, the place in it, a notice, who carried it."""

import re
from dataclasses import replace
from datetime import date

import pytest

from index import Article, Carrier, Filters, Locator, Notice, Story
from qa import Answer, Citation, Coverage, Statement
from web import sources, theme

ARTICLE = Article(
    text="Minsk said no.",
    outlet="Herald",
    notice=Notice.RETRACTED,
    locators=(Locator(start=0, label="p. 2", confidence=0.81),),
)

ANSWER = Answer(
    question="Who?",
    statements=(),
    closest=(),
    probability=0.9,
    threshold=0.5,
    outlets=(),
    coverage=Coverage(
        articles=1,
        passages=1,
        undated=1,
        outlets=1,
        earliest=None,
        latest=None,
        filters=Filters(),
    ),
)


def cite(*outlets: str) -> Citation:
    carriers = tuple(Carrier(article_id=outlet, outlet=outlet) for outlet in outlets)
    return Citation(
        article=ARTICLE,
        start=0,
        end=14,
        context_start=0,
        context_end=14,
        score=0.5,
        story=Story(carriers=carriers) if carriers else None,
    )


def test_a_credit_says_all_of_it():
    shown = theme.credit(cite("Herald", "Post"), lead="copy in")
    for said in ("copy in", "Herald", "p. 2, OCR, 81%", "RETRACTED by its publisher"):
        assert said in shown
    assert "carried by 2 outlets: Herald, Post" in shown


def test_outlet_and_date_stay_apart_where_a_credit_is_copied():
    assert re.sub("<[^>]+>", "", theme.credit(cite())).startswith("Herald · date not known · p. 2")


@pytest.mark.parametrize(
    ("article", "origin"),
    [
        pytest.param(
            replace(ARTICLE, published=date(2024, 8, 1)), "Herald · 1 August 2024", id="known"
        ),
        pytest.param(
            replace(ARTICLE, outlet=None), "Outlet not known · date not known", id="not known"
        ),
    ],
)
def test_an_origin_is_told_alike_in_a_credit_a_preview_and_a_source(article, origin):
    citation = replace(cite(), article=article)
    answer = replace(ANSWER, statements=(Statement(citations=(citation,)),))
    shown = theme.credit(citation), theme.preview([("Who?", answer, "")]), sources._head(article)
    assert [origin in re.sub("<[^>]+>", "", one) for one in shown] == [True] * 3


def test_a_preview_says_how_many_quotes_there_are_besides():
    named, statement = replace(ARTICLE, title="A deal"), Statement(citations=(cite(),))
    first = Statement(citations=(replace(cite(), article=named),))
    answer = replace(ANSWER, statements=(first, statement, statement))
    shown = re.sub("<[^>]+>", "", theme.preview([("Who?", answer, "")]))
    assert "Herald · date not known · A deal · and 2 more quotes RETRACTED" in shown


def test_a_credit_without_copies_says_nothing_of_them():
    assert "carried" not in theme.credit(cite())


def test_an_outlet_s_name_is_no_markup():
    assert "<b>" not in theme.credit(cite("<b>", "Post"))


def test_a_source_that_states_nothing_has_the_name_of_its_file():
    nameless = replace(ARTICLE, outlet=None, file="notes <1>.txt")
    shown = theme.credit(replace(cite(), article=nameless))
    assert '<span class="title">notes &lt;1&gt;.txt</span>' in shown


@pytest.mark.parametrize(
    ("said", "day"),
    [
        pytest.param("He left on Tuesday.", "Thursday 5 October 2023", id="a weekday"),
        pytest.param("He left.", "5 October 2023", id="none"),
    ],
)
def test_the_day_has_its_weekday_where_the_quote_reckons_by_it(said, day):
    cited = cite("Herald")
    article = replace(cited.article, text=said, published=date(2023, 10, 5))
    assert f"> · {day} · p. 2" in theme.credit(
        replace(cited, article=article, start=0, end=len(said))
    )
