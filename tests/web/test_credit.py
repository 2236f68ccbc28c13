"""What stands under a quotation: its source, the place in it, a notice, who carried it."""

import re
from dataclasses import replace

from index import Article, Carrier, Locator, Notice, Story
from qa import Citation
from web import theme

ARTICLE = Article(
    text="Minsk said no.",
    outlet="Herald",
    notice=Notice.RETRACTED,
    locators=(Locator(start=0, label="p. 2", confidence=0.81),),
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


def test_a_credit_without_copies_says_nothing_of_them():
    assert "carried" not in theme.credit(cite())


def test_an_outlet_s_name_is_no_markup():
    assert "<b>" not in theme.credit(cite("<b>", "Post"))


def test_a_source_that_states_nothing_has_the_name_of_its_file():
    nameless = replace(ARTICLE, outlet=None, file="notes <1>.txt")
    shown = theme.credit(replace(cite(), article=nameless))
    assert '<span class="title">notes &lt;1&gt;.txt</span>' in shown
