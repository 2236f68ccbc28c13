"""Web pages: main text and stated metadata."""

from datetime import date

import pytest

from index.errors import ReadingError
from index.reading.html import fragment_text, read_html

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
