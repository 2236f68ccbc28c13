"""Pieces of the pages with the style sheet, in a real browser: what is cut off or mixed up."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from index import Article
from qa import Citation
from web import sources, theme

STYLE = (Path(theme.__file__).parent / "style.css").read_text(encoding="utf-8")
LONG = "Zeitung" * 20
ARTICLE = Article(
    text="Minsk said no.",
    title="No",
    outlet="الجريدة",
    published=date(2024, 2, 2),
    url="https://example.org/a",
)


@pytest.fixture
def draw(chromium: Browser):
    """Draw a piece of HTML, as wide as the sidebar."""
    window = chromium.new_page(viewport={"width": 240, "height": 600})

    def draw_piece(piece: str) -> Page:
        window.set_content(f'<style>{STYLE}</style><div class="stHtml">{piece}</div>')
        return window

    yield draw_piece
    window.close()


def test_a_number_beside_a_long_name_stays_in_one_line(draw):
    window = draw(theme.counts([(LONG, 12345)]))
    lines = "td => { const r = document.createRange(); r.selectNodeContents(td);"
    assert window.locator("td").evaluate(f"{lines} return r.getClientRects().length }}") == 1
    assert window.locator("th").evaluate(f"{lines} return r.getClientRects().length }}") > 1


def test_a_long_outlet_is_not_cut_off_at_the_head_of_its_article(draw):
    head = draw(sources._head(Article(text="No.", outlet=LONG))).locator(".article-head")
    assert head.evaluate("head => head.scrollWidth <= head.clientWidth")


def test_a_date_beside_an_arabic_outlet_stays_whole_and_behind_it(draw):
    citation = Citation(article=ARTICLE, start=0, end=5, context_start=0, context_end=14, score=0.5)
    window = draw(f'<div style="width: 600px">{theme.credit(citation)}</div>')
    outlet, details = (window.locator(f".{name}").bounding_box() for name in ("outlet", "details"))
    assert details["x"] >= outlet["x"] + outlet["width"] - 1


def test_the_address_of_an_article_has_the_colour_of_links_here(draw):
    window = draw(f'{sources._head(ARTICLE)}<p id="accent" style="color: var(--accent)">x</p>')
    colour = "element => getComputedStyle(element).color"
    assert window.locator("a").evaluate(colour) == window.locator("#accent").evaluate(colour)
