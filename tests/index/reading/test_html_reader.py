"""Web pages: main text and stated metadata."""

from datetime import date

import pytest

from index.errors import ReadingError
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
