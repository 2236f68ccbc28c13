"""Web pages: main text and stated metadata."""

from datetime import date

import pytest

from index.errors import ReadingError
from index.reading.fragments import fragment_text
from index.reading.html import read_html

FIRST = "Ferries stood still in Riga on Wednesday for the ninth day, their union said."
SECOND = "The union said that talks would resume on Friday, when the mayor is back in town."
PAGE = f"""<!doctype html><html lang="en"><head><title>The ferries wait | Riga Weekly</title>
<meta property="og:title" content="The ferries wait">
<meta property="og:site_name" content="Riga Weekly">
<meta name="author" content="Ann Poe">
<meta property="article:published_time" content="2024-10-09T10:15:00+03:00">
<link rel="canonical" href="https://rigaweekly.example/ferries"></head>
<body><nav><a href="/">Home</a><a href="/world">World</a></nav>
<article><h1>The ferries wait</h1><p>{FIRST}</p><p>ADVERTISEMENT</p><p>{SECOND}</p>
<p>Sign up for our newsletter</p></article><footer>All rights reserved</footer></body></html>"""


def test_page():
    article = read_html(PAGE)
    assert article.title == "The ferries wait"
    assert article.outlet == "Riga Weekly"
    assert article.authors == ("Ann Poe",)
    assert article.published == date(2024, 10, 9)
    assert article.url == "https://rigaweekly.example/ferries"
    assert article.text == f"{FIRST}\n{SECOND}"


@pytest.mark.parametrize(
    "markup", ["", "<html></html>", "<html><body><nav>Home</nav></body></html>"]
)
def test_page_without_article(markup):
    with pytest.raises(ReadingError, match=r"article|text"):
        read_html(markup)


@pytest.mark.parametrize(
    "section",
    [
        pytest.param("<![if x]>", id="of an office program"),
        pytest.param("<![ endif]>", id="with a space before its name"),
        pytest.param("<![foo]>", id="of no known name"),
        pytest.param("<![ foo bar ]>", id="of two names"),
        pytest.param("<![]>", id="without a name"),
        pytest.param("<![CDATA[ice]]>", id="CDATA"),
        pytest.param("<!DOCTYPE a [<!x>", id="document type"),
        pytest.param("<!>", id="nothing"),
    ],
)
def test_marked_sections_are_no_text(section):
    text = fragment_text(f"<p>{FIRST}</p>{section}<p>{SECOND}</p>")
    assert text == f"{FIRST}\n\n{SECOND}"


@pytest.mark.parametrize("end", ["<![", "<![foo", "<![[x", "<![temp[ x", "<!-", "<!"])
def test_what_ends_in_a_marked_section_is_read_up_to_it(end):
    assert fragment_text(f"<p>{FIRST}</p>{end}").startswith(FIRST)


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        pytest.param(
            "<table><tr><td>Greens</td><td>12</td></tr><tr><th>Reds<td><td>3</table>",
            "| Greens | 12 |\n\n| Reds | | 3 |",
            id="rows of a table",
        ),
        pytest.param(
            "<table><tr><td><p>Snow fell.</p><p>Ice too.</p></td><td><p>Read on</p></td></table>",
            "Snow fell.\n\nIce too.\n\nRead on",
            id="a table that lays out paragraphs",
        ),
        pytest.param("Cost: <td>12</td>", "| Cost: | 12 |", id="text before a cell"),
        pytest.param("<dl><dt>Cost</dt><dd>12</dd></dl>", "Cost\n\n12", id="a list of terms"),
        pytest.param(
            "<p>It cost <del>12</del> <ins>14</ins> and <s>1<s>2</s></s>3 million.</p>",
            "It cost 14 and 3 million.",
            id="struck out",
        ),
        pytest.param(
            "<div hidden>No.<div>No.</div></div><p style='display: none'>No.</p>Yes.",
            "Yes.",
            id="hidden",
        ),
        pytest.param("<p>It <del>snowed.</p><p>Ice.</p>", "It snowed.\n\nIce.", id="never closed"),
        pytest.param("<input hidden>It snowed.", "It snowed.", id="hidden, and holds nothing"),
    ],
)
def test_what_a_fragment_shows(fragment, text):
    assert fragment_text(fragment) == text


def test_what_a_page_strikes_out_or_hides_is_not_read():
    changed = FIRST.replace(" ", " <del>twelve</del> ", 1)
    page = f"<html><body><article><h1>Ferries</h1><p>{changed}</p><p hidden>Secret.</p><p>{SECOND}"
    text = read_html(page).text
    assert "twelve" not in text
    assert "Secret" not in text
    assert FIRST in text


def test_a_page_that_hides_nearly_all_of_it_is_read():
    page = f"<html><body><article hidden><h1>Ferries</h1><p>{FIRST}</p><p>{SECOND}</p></article>"
    assert FIRST in read_html(page).text


def test_what_is_raised_is_no_digit_more():
    shown = "<p>It covers 12 km<sup>2</sup>, or 10<sup><b>-3</b></sup> of 2024<sup>1</sup>.</p>"
    text = "It covers 12 km², or 10⁻³ of 2024¹."
    page = PAGE.replace("<p>Sign up for our newsletter</p>", f"{shown}<p>The 5<sup>th</sup>.</p>")
    assert read_html(page).text == f"{FIRST}\n{SECOND}\n{text}\nThe 5th."
    assert fragment_text(shown) == text


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        pytest.param("He called it <q>a black day</q> for the whole town of Ape, and left.",
                     "He called it “a black day” for the whole town of Ape, and left.", id="words"),
        pytest.param("<q>They told me <q><i>no</i></q>, and no again,</q> said the mayor of Ape.",
                     "“They told me ‘no’, and no again,” said the mayor of Ape.", id="in another"),
        pytest.param("<q><q>No</q> was what they told me</q>, said the mayor of Ape on Tuesday.",
                     "“‘No’ was what they told me”, said the mayor of Ape on Tuesday.",
                     id="at the beginning of another"),
        pytest.param("<q>We had no choice at all in the matter of the two hospitals.</q>",
                     "“We had no choice at all in the matter of the two hospitals.”", id="whole"),
        pytest.param("He said <q>“no”</q> to the mayor of Ape and to all of its council.",
                     "He said “no” to the mayor of Ape and to all of its council.", id="marked"),
    ],
)  # fmt: skip
def test_quotations_have_the_marks_that_they_are_shown_with(shown, text):
    page = PAGE.replace("<p>Sign up for our newsletter</p>", f"<p>{shown}</p>")
    assert read_html(page).text == f"{FIRST}\n{SECOND}\n{text}"
    assert fragment_text(f"<p>{shown}</p>") == text


def test_byline_that_names_the_authors_is_no_paragraph():
    page = PAGE.replace("</h1>", "</h1><p>By Ann Poe, 9 October 2024</p><p>By Bo Ray</p>")
    assert read_html(page).text == f"By Bo Ray\n{FIRST}\n{SECOND}"
