"""Sitemaps, and how they and feeds are told from pages."""

import gzip
import time
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hostile_markup import BILLION, OUTWARD

from index.errors import ReadingError
from index.reading.feeds import read_feed
from index.reading.found import Failed, Skipped
from index.reading.kinds import Kind, kind_of
from index.reading.links import Link
from index.reading.sitemaps import sitemap_links

EDT = timezone(timedelta(hours=-4))

# Sitemaps --------------------------------------------------------------------------------------

URLSET = b"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> https://news.example/old </loc><lastmod>2023-01-01</lastmod></url>
<url><image:image><image:loc>https://news.example/a.jpg</image:loc></image:image>
<loc>https://news.example/snow?a=1&amp;b=2</loc><lastmod>2024-08-07T10:00:00Z</lastmod>
<news:news><news:publication><news:name>The Example</news:name><news:language>en</news:language>
</news:publication><news:publication_date>2024-08-06T23:30:00-04:00</news:publication_date>
<news:title>Snow again</news:title></news:news></url>
<url><loc>https://news.example/undated</loc></url>
<url><loc>file:///etc/passwd</loc></url><url><lastmod>2024-08-06</lastmod></url>
<url><loc>https://news.example/old</loc><lastmod>2023-01-01</lastmod></url></urlset>"""


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_pages_come_newest_first_with_what_is_said_of_them(packed):
    raw = gzip.compress(URLSET) if packed else URLSET
    assert kind_of(raw) is Kind.SITEMAP
    found = sitemap_links(raw)
    assert found.sitemaps == ()
    assert found.pages == (
        Link(
            url="https://news.example/snow?a=1&b=2",
            title="Snow again",
            outlet="The Example",
            published=date(2024, 8, 6),
            published_at=datetime(2024, 8, 6, 23, 30, tzinfo=EDT),
            updated_at=datetime(2024, 8, 7, 10, tzinfo=UTC),
        ),
        Link(
            url="https://news.example/old",
            updated_at=datetime(2023, 1, 1, 23, 59, 59, tzinfo=UTC),
        ),
        Link(url="https://news.example/undated"),
    )


def test_a_saved_sitemap_says_that_it_holds_no_article():
    [skipped] = read_feed(URLSET, origin="/sitemap.xml")
    assert skipped == Skipped(
        origin="/sitemap.xml",
        reason="a sitemap: it lists 3 pages and holds none; fetch them: onrecord add URL",
    )
    [failed] = read_feed(b"<urlset>", origin="/sitemap.xml")
    assert isinstance(failed, Failed)


def test_an_index_lists_sitemaps():
    raw = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
    <sitemap><loc>https://news.example/1.xml</loc><lastmod>2024-01-01</lastmod></sitemap>
    <sitemap><loc>https://news.example/2.xml.gz</loc><lastmod>2024-02-01</lastmod></sitemap>
    </sitemapindex>"""
    assert kind_of(raw) is Kind.SITEMAP
    found = sitemap_links(raw)
    assert found.pages == ()
    assert [link.url for link in found.sitemaps] == [
        "https://news.example/2.xml.gz",
        "https://news.example/1.xml",
    ]


def test_a_sitemap_without_a_namespace_is_read():
    assert sitemap_links(b"<urlset><url><loc>http://a.org</loc></url></urlset>").pages == (
        Link(url="http://a.org/"),
    )


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        pytest.param(b"", "no sitemap", id="empty"),
        pytest.param(b"<urlset><url>", "no sitemap", id="cut off"),
        pytest.param(gzip.compress(URLSET)[:-30], "cut off", id="gzip cut off"),
        pytest.param(gzip.compress(b" " * 60_000_000), "decompressed", id="bomb"),
        pytest.param(BILLION.encode() + b"<urlset>&l11;</urlset>", "entities", id="laughs"),
        pytest.param(
            OUTWARD.encode() + b"<urlset><url><loc>&f;</loc></url></urlset>", "entities", id="file"
        ),
        pytest.param(
            (BILLION + "<urlset>&l11;</urlset>").encode("utf-16"), "no sitemap", id="UTF-16 laughs"
        ),
    ],
)
def test_a_sitemap_is_refused(raw, reason):
    with pytest.raises(ReadingError, match=reason):
        sitemap_links(raw)


def test_a_sitemap_has_an_end():
    url = "<url><loc>https://news.example/%d</loc></url>"
    raw = "<urlset>" + "".join(url % n for n in range(50_010)) + "</urlset>"
    assert len(sitemap_links(raw.encode()).pages) == 50_000


# Kinds -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        pytest.param(b"<rss>", Kind.FEED, id="RSS"),
        pytest.param(
            b"\xef\xbb\xbf\n<?xml version='1.0'?>\n<feed>", Kind.FEED, id="Atom with a BOM"
        ),
        pytest.param("<?xml version='1.0'?><feed>".encode("utf-16"), Kind.FEED, id="UTF-16"),
        pytest.param(b"<?xml-stylesheet href='a'?><!-- <html> --><rss>", Kind.FEED, id="comments"),
        pytest.param(b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss>", Kind.FEED, id="doctype"),
        pytest.param(b"<ns:urlset>", Kind.SITEMAP, id="prefix"),
        pytest.param(b"<html><body><rss>", Kind.PAGE, id="page"),
        pytest.param(b"Snow about <rss>", Kind.PAGE, id="text"),
        pytest.param(b"<!--", Kind.PAGE, id="open comment"),
        pytest.param(b"", Kind.PAGE, id="nothing"),
        pytest.param(b"%PDF-1.7", Kind.PAGE, id="PDF"),
        pytest.param(b"\x1f\x8b\x08broken", Kind.PAGE, id="broken gzip"),
        pytest.param(gzip.compress(b"<html>"), Kind.PAGE, id="packed page"),
    ],
)
def test_a_kind_is_told_by_content(raw, kind):
    assert kind_of(raw) is kind


@pytest.mark.parametrize(
    "head", [b"<?a?>", b"<!--a-->", b"<!DOCTYPE a [b]>", b" \n", b"<!DOCTYPE "]
)
def test_a_hostile_head_is_gone_through_once(head):
    started = time.monotonic()
    assert kind_of(head * 1000) is Kind.PAGE
    assert time.monotonic() - started < 0.5
