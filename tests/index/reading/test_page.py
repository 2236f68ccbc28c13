"""The tree of a page: paragraphs made whole, pointers to other stories dropped, words kept."""

from contextlib import suppress

import pytest

from index.errors import ReadingError
from index.reading.extraction import extract, visible_blocks
from index.reading.html import read_html
from index.reading.page import parse, prepare, text_of

URL = "https://rigaweekly.example/ferries"
FIRST = "Ferries stood still in Riga on Wednesday for the ninth day, their union said."
SECOND = "The union said that talks would resume on Friday, when the mayor is back in town."


def prepared(body: str):
    tree = parse(f"<html><body>{body}</body></html>")
    prepare(tree, url=URL)
    return tree


@pytest.mark.parametrize(
    "pointer",
    [
        pytest.param('<p>Read more: <a href="/x">Port workers vote</a></p>', id="read more"),
        pytest.param('<p><b>SEE MORE</b>: <a href="/x">Port workers vote</a></p>', id="see more"),
        pytest.param('<p>DON’T MISS</p><p><a href="/x">Port workers vote</a> [VIDEO]</p>',
                     id="a label and links below it"),
        pytest.param('<p>Читайте также:</p><ul><li><a href="/x">Рабочие порта</a></li></ul>',
                     id="Russian"),
        pytest.param('<ul><li><a href="/x">Port workers vote on strike</a></li>'
                     '<li><a href="/y">How the harbour froze in 1985</a></li></ul>',
                     id="a list of headlines"),
        pytest.param('<a href="/x"><span>Also on rigaweekly.example</span><span>Port workers vote'
                     "</span></a>", id="a box that is one link"),
        pytest.param('<a href="/x"><p>Port workers vote on a strike.</p></a>', id="a teaser"),
    ],
)  # fmt: skip
def test_pointers_to_other_stories_go(pointer):
    tree = prepared(f"<p>{FIRST}</p>{pointer}<p>{SECOND}</p>")
    assert visible_blocks(tree) == [FIRST, SECOND]


@pytest.mark.parametrize(
    "kept",
    [
        pytest.param('<p>The mayor said <a href="/x">the port would reopen</a>.</p>',
                     id="a link in a sentence"),
        pytest.param('<p>Read more poems, the mayor told <a href="/x">pupils at the school</a> on '
                     "Friday, and fewer posts.</p>", id="a sentence that begins as a pointer"),
        pytest.param('<p>Related: <a href="https://other.example/x">The law</a></p>',
                     id="a source on another site"),
        pytest.param('<ul><li><a href="/a">Ann Poe</a></li><li><a href="/b">Bo Ray</a></li></ul>',
                     id="a list of names"),
        pytest.param('<ul><li><a href="/a">The port reopened on Friday.</a></li><li>'
                     '<a href="/b">The mayor was back in town.</a></li></ul>',
                     id="a list of linked sentences"),
        pytest.param("<ul><li>Crews have not been paid since May</li><li>Nor have pilots been"
                     "</li></ul>", id="a list without links"),
        pytest.param("<p>See more of the harbour</p>", id="a label with nothing below it"),
    ],
)  # fmt: skip
def test_what_belongs_to_the_article_stays(kept):
    markup = f"<p>{FIRST}</p>{kept}<p>{SECOND}</p>"
    before = visible_blocks(parse(f"<html><body>{markup}</body></html>"))
    assert visible_blocks(prepared(markup)) == before


def test_card_over_a_name_goes_and_the_name_stays():
    card = '<span class="rollover-people">Ann Poe<a href="/x">Poe wins vote</a></span>'
    tree = prepared(f"<p>Mayor <a href='/p'>Ann Poe</a>{card} (Ind.) said no.</p>")
    assert text_of(tree) == "Mayor Ann Poe (Ind.) said no."


def test_paragraphs_between_breaks_become_paragraphs():
    tree = prepared(f"<div>{FIRST}<br><br>{SECOND} <em>So</em> it went.<br>\n<br>Ann</div>")
    assert [text_of(p) for p in tree.iter("p")] == [FIRST, f"{SECOND} So it went."]
    assert text_of(tree).endswith("So it went. Ann")


def test_single_break_parts_no_paragraph():
    tree = prepared(f"<div>{FIRST}<br>{SECOND}</div>")
    assert list(tree.iter("p")) == []


def test_layout_table_becomes_divisions_and_data_stays_a_table():
    layout = f"<table><tr><td><p>{FIRST}</p><p>{SECOND}</p><p>{FIRST}</p></td></tr></table>"
    data = "<table><tr><td>Riga</td><td>9 days</td></tr></table>"
    tree = prepared(layout + data)
    assert [text_of(table) for table in tree.iter("table")] == ["Riga9 days"]
    assert [text_of(p) for p in tree.iter("p")] == [FIRST, SECOND, FIRST]


def test_line_breaks_of_the_source_are_spaces_but_for_preformatted_text():
    tree = prepared("<p>Ferries\n  stood\tstill</p><pre>a\n  b</pre>")
    assert tree.find(".//p").text == "Ferries stood still"
    assert tree.find(".//pre").text == "a\n  b"


@pytest.mark.parametrize(
    ("body", "is_taken"),
    [
        pytest.param("", False, id="none"),
        pytest.param(" ".join([FIRST] * 10), True, id="the whole text"),
        pytest.param(f"<p>{FIRST}</p>" * 10, True, id="in marks"),
        pytest.param(FIRST, False, id="a teaser"),
    ],
)
def test_stated_body_of_a_page_built_by_scripts(body, is_taken):
    tree = prepared("<div id=root><p>Loading the article</p></div>")
    text = extract(tree, article={"articleBody": body})
    assert (FIRST in text) == is_taken
    assert "<p>" not in text


def test_deep_nesting_does_not_break_the_reader():
    page = "<html><body>" + "<div>" * 3000 + f"<p>{FIRST}</p><p>{SECOND}</p>" + "</div>" * 3000
    # The parser leaves off what is nested too deep.
    with suppress(ReadingError):
        assert FIRST in read_html(page).text


def test_pull_quotes_captions_and_tables_are_what_they_are():
    page = f"""<html><body><article><h1>The ferries wait</h1><p>{FIRST}</p>
    <figure><img src="a.jpg"><figcaption>A ferry. Photo: Ann Poe/AFP</figcaption></figure>
    <aside><q>talks would resume on Friday</q></aside><p>{SECOND}</p>
    <table><tr><th>Port</th><th>Days</th></tr><tr><td>Riga</td><td>9</td></tr></table>
    <p>Pilots have not been paid since the spring, and nor have the crews of the tugs.</p>
    </article></body></html>"""
    lines = read_html(page).text.split("\n")
    assert {FIRST, SECOND} <= set(lines)
    assert not any("Photo:" in line for line in lines)
    assert sum("talks would resume" in line for line in lines) == 1
    assert any("Riga" in line and "9" in line and "|" in line for line in lines)
