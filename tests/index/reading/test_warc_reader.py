"""Web archives: pages are articles, the rest is counted."""

import gzip
from datetime import UTC, datetime

import pytest
from test_archives import read, told

from benchmarks.specimens import MAKERS, MARK, warc
from index.reading import Found

PLAIN = gzip.decompress(warc())


@pytest.mark.parametrize(
    ("raw", "inside"),
    [
        pytest.param(PLAIN, "", id="WARC"),
        pytest.param(warc(), "", id="packed WARC"),
        pytest.param(MAKERS[".wacz"][1](), "!archive/a.warc.gz", id="WACZ"),
    ],
)
def test_pages_are_read_and_the_rest_is_counted(raw, inside):
    found, *skipped = read(raw, name="a.warc.gz")
    assert isinstance(found, Found)
    assert MARK in found.article.text
    assert found.article.url == "https://a.example/snow"
    assert found.captured_at == datetime(2024, 1, 9, 8, 15, tzinfo=UTC)
    assert found.origin == f"/a{inside}!https://a.example/snow#{found.article.id}"
    assert [(item.origin, item.reason) for item in skipped] == [
        (f"/a{inside}", "no articles, responses of type image/png: 1"),
        (f"/a{inside}", "responses with a status other than 200: 1"),
    ]


def test_a_page_without_an_article_fails_under_its_address():
    start, end = PLAIN.index(b"<article>"), PLAIN.index(b"</article>")
    found = told(read(PLAIN[:start] + b" " * (end - start) + PLAIN[end:]))
    assert found["/a!https://a.example/snow"].startswith("no article is found in the page")


def test_what_comes_before_the_damage_is_kept():
    first, *_ = told(read(PLAIN[: PLAIN.index(b"WARC/1.0", 10) + 30])).values()
    assert MARK in first
