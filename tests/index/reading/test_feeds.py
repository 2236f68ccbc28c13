"""Feeds: entries become articles or links; hostile ones stay small and closed."""

import json
import time
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hostile_markup import BILLION, OUTWARD
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ReadingError
from index.reading.feeds import feed_links, parse_feed, read_feed
from index.reading.found import Failed, Found, Skipped
from index.reading.kinds import Kind, kind_of
from index.reading.links import Link, read_moment
from index.reading.sniffing import Format, sniff

FEED = "https://news.example/feed.xml"
EDT = timezone(timedelta(hours=-4))
RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Example &amp; Herald</title><link>https://news.example/</link>
<language>en-gb</language>%s</channel></rss>"""
FULL = """<item><title>Snow &lt;i&gt;again&lt;/i&gt;</title><link>https://news.example/snow?a=1&amp;b=2</link>
<guid isPermaLink="false">g1</guid><dc:creator>By Ann Poe and Bo Ray</dc:creator>
<pubDate>Tue, 06 Aug 2024 23:30:00 -0400</pubDate><description>Snow fell.</description>
<content:encoded><![CDATA[<figure><img src="a"><figcaption>A snowy port.</figcaption></figure>
<p>Snow fell on Riga.</p><script>alert("x")</script><p>The port is closed.</p>
<p>The post Snow again appeared first on The Example.</p>]]></content:encoded></item>"""
SUMMARY = """<item><title>Grain</title><link>/grain</link><guid>g2</guid>
<pubDate>Wed, 07 Aug 2024 08:00:00 GMT</pubDate><description>Grain left.</description></item>"""


def rss(*items: str) -> bytes:
    return (RSS % "".join(items)).encode()


# Feeds -----------------------------------------------------------------------------------------


def test_an_entry_with_its_text_is_an_article():
    [found] = read_feed(rss(FULL), origin=FEED)
    assert found.origin == f"{FEED}#https://news.example/snow?a=1&b=2"
    article = found.article
    assert article.text == "Snow fell on Riga.\n\nThe port is closed."
    assert (article.title, article.outlet) == ("Snow again", "The Example & Herald")
    assert article.authors == ("Ann Poe", "Bo Ray")
    assert article.published == date(2024, 8, 6)
    assert article.published_at == datetime(2024, 8, 6, 23, 30, tzinfo=EDT)
    assert article.published_at.utcoffset() == timedelta(hours=-4)
    assert article.updated_at is None
    assert (article.url, article.language) == ("https://news.example/snow?a=1&b=2", "en")


def test_an_entry_with_a_summary_is_a_link():
    feed = parse_feed(rss(FULL, SUMMARY), origin=FEED)
    assert len(feed.read) == 1
    moment = datetime(2024, 8, 7, 8, tzinfo=UTC)
    expected = Link(
        url="https://news.example/grain",
        title="Grain",
        outlet="The Example & Herald",
        published=date(2024, 8, 7),
        published_at=moment,
    )
    assert feed.links == (expected,)
    assert feed_links(rss(FULL, SUMMARY), origin=FEED) == (expected,)
    assert [type(item) for item in read_feed(rss(FULL, SUMMARY), origin=FEED)] == [Found, Skipped]


ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Desk</title>
<id>urn:desk</id><updated>2024-08-08T10:00:00Z</updated>
<entry><title type="html">Ice &amp;amp; snow</title><id>urn:1</id>
<link rel="self" href="https://news.example/ice.atom"/><link href="https://news.example/ice"/>
<published>2024-08-06T10:00:00+03:00</published><updated>2024-08-07T10:00:00+03:00</updated>
<author><name>Ann Poe</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Ice holds.</p></div></content>
</entry>
<entry><title>No link</title><id>urn:2</id><updated>2024-08-07T10:00:00Z</updated>
<content type="html">&lt;p&gt;Roads are closed.&lt;/p&gt;</content></entry>
<entry><title>Nothing</title><id>urn:3</id><updated>2024-08-07T10:00:00Z</updated></entry></feed>"""


def test_atom():
    first, second, third = read_feed(ATOM, origin=FEED)
    assert (first.origin, first.article.text) == (f"{FEED}#https://news.example/ice", "Ice holds.")
    assert (first.article.title, first.article.outlet) == ("Ice & snow", "Desk")
    zone = timezone(timedelta(hours=3))
    assert first.article.published_at == datetime(2024, 8, 6, 10, tzinfo=zone)
    assert first.article.updated_at == datetime(2024, 8, 7, 10, tzinfo=zone)
    assert (second.origin, second.article.text) == (f"{FEED}#urn:2", "Roads are closed.")
    # When it was changed is not when it was published.
    assert second.article.published is None
    assert second.article.updated_at == datetime(2024, 8, 7, 10, tzinfo=UTC)
    assert third == Failed(
        origin=f"{FEED}#3", reason="the entry has neither a text nor a link that can be fetched"
    )


def test_rss_1_has_one_date():
    raw = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
     xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
     <channel><title>Old</title></channel><item rdf:about="https://news.example/a"><title>A</title>
     <link>https://news.example/a</link><dc:date>2024-08-06T10:00:00Z</dc:date></item></rdf:RDF>"""
    assert kind_of(raw) is Kind.FEED
    [link] = feed_links(raw, origin=FEED)
    assert (link.published, link.outlet) == (date(2024, 8, 6), "Old")


def item(description: str, content: str = "", link: str = "https://news.example/a") -> str:
    encoded = f"<content:encoded><![CDATA[{content}]]></content:encoded>" if content else ""
    return (
        f"<item><title>A</title><link>{link}</link>"
        f"<description><![CDATA[{description}]]></description>{encoded}</item>"
    )


LONG = " ".join(["Snow fell on the port of Riga."] * 40)


@pytest.mark.parametrize(
    ("description", "content", "is_full"),
    [
        pytest.param("Snow.", "", False, id="summary"),
        pytest.param("Snow.", "<p>Snow fell.</p>", True, id="content"),
        pytest.param("Snow fell.", "<p>Snow fell.</p>", False, id="content is the summary"),
        pytest.param(LONG, "", True, id="description as long as an article"),
        pytest.param(LONG + " [&#8230;]", "", False, id="long description that is cut"),
        pytest.param("Snow.", "<p>Snow fell …</p>", False, id="content that is cut"),
        pytest.param("S.", "<p>Snow.</p><a>Continue reading →</a>", False, id="continue reading"),
        pytest.param("S.", "<p>Snow.</p><a>Read more</a>", False, id="read more"),
        pytest.param("S.", "<p>Snow. Read on</p><p>Ice.</p>", True, id="read on, inside"),
        pytest.param("", "<script>x</script>", False, id="content without text"),
    ],
)
def test_a_full_text_is_told_from_a_summary(description, content, is_full):
    feed = parse_feed(rss(item(description, content)), origin=FEED)
    assert (len(feed.read), len(feed.links)) == ((1, 0) if is_full else (0, 1))


@pytest.mark.parametrize("feed", [FEED, pytest.param("/news/feed.xml", id="a saved feed")])
@pytest.mark.parametrize(
    "link", ["https://news.example/a", "https://www.news.example/a", "https://other.example/a"]
)
def test_a_feed_replaces_nothing_but_its_own_entries(link, feed):
    [found] = read_feed(rss(item("S.", "<p>Snow fell.</p>", link)), origin=feed)
    assert (found.origin, found.article.url) == (f"{feed}#{link}", link)


@pytest.mark.parametrize(
    "link",
    [
        pytest.param("https://news.example/", id="front page"),
        pytest.param("https://news.example/live", id="live page"),
    ],
)
def test_entries_that_share_a_link_are_known_by_themselves(link):
    entries = [item("S.", f"<p>Snow fell {n} times.</p>", link) for n in range(3)]
    found = list(read_feed(rss(*entries), origin=FEED))
    assert [one.article.url for one in found] == [link] * 3
    assert [one.origin for one in found] == [f"{FEED}#{one.article.id}" for one in found]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "http://127.1/", "file:///etc/passwd", ""])
def test_a_link_that_cannot_be_fetched_is_none(link):
    [failed] = read_feed(rss(item("Snow.", link=link)), origin="/feed.xml")
    assert isinstance(failed, Failed)
    [found] = read_feed(rss(item("S.", "<p>Snow fell.</p>", link)), origin="/feed.xml")
    assert found.article.url is None
    assert found.origin == f"/feed.xml#{found.article.id}"


def test_in_another_encoding():
    raw = rss(item("S.", "<p>Снег идёт.</p>")).decode().replace("UTF-8", "windows-1251")
    [found] = read_feed(raw.encode("windows-1251"), origin=FEED)
    assert found.article.text == "Снег идёт."


def test_without_a_declared_encoding_it_is_utf_8():
    raw = rss(item("S.", "<p>Снег идёт.</p>")).partition(b"?>")[2]
    [found] = read_feed(raw, origin=FEED)
    assert found.article.text == "Снег идёт."


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        pytest.param(b"", Failed, id="empty"),
        pytest.param(b"<html><p>Snow.</p></html>", Failed, id="a page"),
        pytest.param(b"http://127.0.0.1/feed", Failed, id="a URL is not fetched"),
        pytest.param(b"/etc/passwd", Failed, id="a path is not opened"),
        pytest.param(rss(), Skipped, id="no entries"),
    ],
)
def test_what_has_no_entries_says_so(raw, kind):
    [item] = read_feed(raw, origin=FEED)
    assert isinstance(item, kind)
    assert item.origin == FEED


def test_a_broken_feed_gives_what_it_has():
    [found] = read_feed(rss(FULL)[:-20], origin=FEED)
    assert found.article.text.startswith("Snow fell on Riga.")


@pytest.mark.parametrize(
    ("doctype", "reference"),
    [
        pytest.param(BILLION, "&l11;", id="billion laughs"),
        pytest.param(OUTWARD, "&f;", id="a file"),
    ],
)
def test_entities_neither_grow_nor_open_files(doctype, reference):
    raw = rss(item("S.", "<p>Snow fell.</p>")).decode()
    raw = raw.replace("<rss", doctype + "<rss").replace("<title>A<", f"<title>A{reference}<")
    started = time.monotonic()
    for found in read_feed(raw.encode(), origin=FEED):
        assert "root:" not in repr(found)
        assert len(repr(found)) < 10_000
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"<rss><channel>" + b"<a " * 300_000, id="broken and large"),
        pytest.param(b"<rss>" + b"<" * 1_000_000, id="less-than signs"),
        pytest.param(rss(item("S.", "s " * 5_000_000)), id="too large"),
    ],
)
def test_what_would_take_minutes_is_refused_at_once(raw):
    started = time.monotonic()
    [failed] = read_feed(raw, origin=FEED)
    assert failed.reason == "it is a feed that is damaged or too large to be one; check it"
    assert time.monotonic() - started < 5


def test_a_large_feed_that_is_well_formed_is_read():
    feed = parse_feed(rss(*(item("S.", f"<p>{LONG} {n}.</p>") for n in range(300))), origin=FEED)
    assert len(feed.read) == 300


@given(st.binary(max_size=300), st.integers(0, 700))
def test_any_bytes_in_a_feed_are_read_or_refused(junk, at):
    raw = rss(FULL, SUMMARY)
    for mangled in (raw[:at] + junk + raw[at:], raw[:at], b"<rss>" + junk):
        for found in read_feed(mangled, origin=FEED):
            assert isinstance(found, Found | Skipped | Failed)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        pytest.param("2024-08-06T10:00:00Z", datetime(2024, 8, 6, 10, tzinfo=UTC), id="ISO"),
        pytest.param(
            "Tue, 06 Aug 2024 10:00:00 GMT", datetime(2024, 8, 6, 10, tzinfo=UTC), id="GMT"
        ),
        pytest.param(
            "Tue, 06 Aug 2024 10:00:00 -0000", datetime(2024, 8, 6, 10, tzinfo=UTC), id="-0000"
        ),
        pytest.param("Tue, 6 Aug 2024 6:00 EDT", datetime(2024, 8, 6, 6, tzinfo=EDT), id="EDT"),
        pytest.param("2024-08-06", None, id="a day"),
        pytest.param("2024-08-06T10:00:00", None, id="without a zone"),
        pytest.param("0001-01-01T00:00:00+14:00", None, id="before the first year"),
        pytest.param("yesterday", None, id="words"),
        pytest.param(None, None, id="nothing"),
    ],
)
def test_a_moment_needs_its_zone(text, moment):
    assert read_moment(text) == moment


# JSON Feed -------------------------------------------------------------------------------------

ITEMS = [
    {
        "id": "1",
        "url": "https://news.example/snow",
        "title": "Snow",
        "content_html": "<p>Snow fell on Riga.</p><p>Nobody left &amp; all waited.</p>",
        "date_published": "2024-08-06T10:00:00+03:00",
        "date_modified": "2024-08-06T12:00:00+03:00",
        "authors": [{"name": "Ann Poe"}, {"name": "Bo Lee"}],
    },
    {"id": 2, "content_text": "Grain < wheat.\n\nIt left Odesa.", "author": {"name": "Cy Ray"}},
    {"id": "3", "url": "/ice", "title": "Ice", "summary": "Ice & snow.", "content_text": ""},
    {"id": "4", "url": "https://news.example/c", "summary": "Cut.", "content_text": "Cut."},
    "no item",
]


def json_feed(*items: object, version: str = "https://jsonfeed.org/version/1.1") -> bytes:
    feed = {"version": version, "title": "The Example", "language": "en-US", "items": items}
    return json.dumps(feed).encode()


@pytest.mark.parametrize("version", ["https://jsonfeed.org/version/1", "http://www.jsonfeed.org/2"])
def test_a_json_feed(version):
    feed = parse_feed(json_feed(*ITEMS, version=version), origin="https://news.example/feed.json")
    snow, grain = feed.read
    assert snow.origin == "https://news.example/feed.json#https://news.example/snow"
    assert snow.article.text == "Snow fell on Riga.\n\nNobody left & all waited."
    assert (snow.article.title, snow.article.outlet) == ("Snow", "The Example")
    assert (snow.article.language, snow.article.authors) == ("en", ("Ann Poe", "Bo Lee"))
    zone = timezone(timedelta(hours=3))
    assert snow.article.published_at == datetime(2024, 8, 6, 10, tzinfo=zone)
    assert snow.article.updated_at == datetime(2024, 8, 6, 12, tzinfo=zone)
    assert grain.origin == "https://news.example/feed.json#2"
    assert (grain.article.text, grain.article.authors) == (
        "Grain < wheat.\n\nIt left Odesa.",
        ("Cy Ray",),
    )
    assert [link.url for link in feed.links] == [
        "https://news.example/ice",
        "https://news.example/c",
    ]


@pytest.mark.parametrize("indent", [None, 1])
def test_a_json_feed_is_told_by_its_version_wherever_it_is(indent):
    raw = json.dumps(json.loads(json_feed(*ITEMS)), indent=indent).encode()
    assert (kind_of(raw), sniff(raw, name="a.json")) == (Kind.FEED, Format.FEED)
    quoted = json.dumps({"title": "Feeds", "text": raw.decode()}).encode()
    assert kind_of(quoted) is Kind.PAGE
    assert sniff(quoted, name="a.json") is not Format.FEED


@pytest.mark.parametrize("cut", [60, 200])
def test_a_json_feed_that_is_cut_off_cannot_be_read(cut):
    with pytest.raises(ReadingError, match="a JSON feed that cannot be read"):
        parse_feed(json_feed(*ITEMS)[:cut], origin="/feed.json")
