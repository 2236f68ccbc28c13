"""What a page states of its article, field by field."""

import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from index.article import Locator, Notice
from index.reading.html import read_html
from index.reading.page import parse
from index.reading.page_metadata import read_statement

EASTERN = timezone(timedelta(hours=-5))
BODY = "<h1>The ferries wait</h1><p>Ferries stood still in Riga.</p>"

STORY = (
    "<h1>The ferries wait</h1><p>Ferries stood still in Riga on Tuesday, for the ninth day in a "
    "row, as their crews asked for more.</p>"
)


def statement(head: str = "", body: str = BODY):
    return read_statement(parse(f"<html><head>{head}</head><body>{body}</body></html>"))


def metadata(head: str = "", body: str = BODY):
    return statement(head, body).metadata


def linked(*nodes: object) -> str:
    data = nodes[0] if len(nodes) == 1 else list(nodes)
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


ARTICLE = {
    "@type": "NewsArticle",
    "headline": "The ferries wait &amp; wait",
    "datePublished": "2024-10-09T10:15:00+03:00",
    "dateModified": "2024-10-09T12:30:00+03:00",
    "author": [{"@type": "Person", "name": "Ann Poe"}, {"@id": "#bo"}],
    "publisher": {"@type": "Organization", "name": "Riga Weekly"},
    "articleSection": ["Ports", "Latvia"],
    "mainEntityOfPage": "https://rigaweekly.example/ferries",
}


def test_article_in_a_graph():
    graph = {"@graph": [ARTICLE, {"@id": "#bo", "@type": "Person", "name": "Bo Ray"}]}
    found = metadata(linked(graph))
    zone = timezone(timedelta(hours=3))
    assert found.authors == ("Ann Poe", "Bo Ray")
    assert found.outlet == "Riga Weekly"
    assert found.section == "Ports"
    assert found.published == date(2024, 10, 9)
    assert found.published_at == datetime(2024, 10, 9, 10, 15, tzinfo=zone)
    assert found.updated_at == datetime(2024, 10, 9, 12, 30, tzinfo=zone)


def test_pages_own_article_among_others():
    other = {**ARTICLE, "headline": "Another", "mainEntityOfPage": "https://rigaweekly.example/x"}
    head = '<link rel="canonical" href="https://rigaweekly.example/ferries">'
    found = metadata(head + linked(other, {**ARTICLE, "headline": "The ferries wait"}))
    assert found.title == "The ferries wait"
    assert found.url == "https://rigaweekly.example/ferries"


def test_broken_linked_data_leaves_the_rest():
    broken = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": </script>'
    found = metadata(broken + meta("article:published_time", "2024-10-09T10:15:00Z"))
    assert found.title == "The ferries wait"
    assert found.published_at == datetime(2024, 10, 9, 10, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("head", "body", "day", "moment"),
    [
        pytest.param("", BODY, None, None, id="none"),
        pytest.param(meta("datePublished", "2024-10-09"), BODY, date(2024, 10, 9), None,
                     id="a day"),
        pytest.param(meta("article:published_time", "2024-10-09 10:15:00"), BODY,
                     date(2024, 10, 9), None, id="a time without a zone gives a day"),
        pytest.param(
            linked({**ARTICLE, "datePublished": "2024-10-10T02:15:00Z"})
            + meta("sailthru.date", "2024-10-09T21:15:00-05:00"),
            BODY, date(2024, 10, 9), datetime(2024, 10, 9, 21, 15, tzinfo=EASTERN),
            id="the same moment in the publisher's zone",
        ),
        pytest.param(
            linked({**ARTICLE, "datePublished": "Wed, 09 Oct 2024 10:15:00 -0500"}), BODY,
            date(2024, 10, 9), datetime(2024, 10, 9, 10, 15, tzinfo=EASTERN), id="RFC 2822",
        ),
        pytest.param(meta("datePublished", "0001-01-01T00:00Z"), BODY, None, None,
                     id="a date that stands for none"),
        pytest.param(
            '<link rel="canonical" href="https://rw.example/2024/10/09/ferries">', BODY,
            date(2024, 10, 9), None, id="in the address",
        ),
        pytest.param("", "<p>Friday, November 29, 2024</p>" + BODY
                     + "<p>Published October 9, 2024</p>", date(2024, 10, 9), None,
                     id="shown below the headline, not the day of saving above it"),
        pytest.param("", "<h1>The ferries wait</h1><time datetime='2024-10-09T10:15:00Z'>1 day "
                     "ago</time><p>Snow.</p><aside><time datetime='2024-11-01'>x</time></aside>",
                     date(2024, 10, 9), datetime(2024, 10, 9, 10, 15, tzinfo=UTC),
                     id="the first time below the headline"),
        *(
            pytest.param("", f"<article>{STORY}</article>{beside}", None,
                         None, id=label)
            for label, beside in (
                ("a comment's", "<section class='comments'><time datetime='2025-08-09'></section>"),
                ("another story's", "<div class='related'><time datetime='2022-02-02'></div>"),
                ("two others'", "<ul><li><time datetime='2022-02-02'><li>Snow</ul>"),
                ("a clock's", "<footer>Today is <time datetime='2026-11-28'></footer>"),
                ("one after the story", "<p><time datetime='2022-02-02'></p>"),
                ("another story's line", "<div class='teaser'><b>Snow</b><p>Feb 2, 2022</p></div>"),
            )
        ),
        pytest.param("", STORY.replace("<p>", "<p>Published 5 March 2024</p><p>")
                     + "<time datetime='2025-08-09'></time>", date(2024, 3, 5), None,
                     id="a line that says so before a time further down"),
        pytest.param("", "<article><time datetime='2024-10-09'></time>" + BODY + "</article>",
                     date(2024, 10, 9), None, id="the only time of the story, above the headline"),
        pytest.param("", "<div class='content-sidebar-wrap'><article class='comments-open'>"
                     f"{STORY}<time datetime='2024-10-09'></time></article></div>",
                     date(2024, 10, 9), None, id="classes around the story say nothing of it"),
        pytest.param("", "<p>By October 9, 2024 the ferries had stood still for nine days, which "
                     "their union called a record.</p>", None, None, id="a date in a sentence"),
    ],
)  # fmt: skip
def test_published(head, body, day, moment):
    found = metadata(head, body)
    assert (found.published, found.published_at) == (day, moment)


def test_update_that_repeats_the_publication_is_none():
    found = metadata(linked({**ARTICLE, "dateModified": ARTICLE["datePublished"]}))
    assert found.updated_at is None


@pytest.mark.parametrize(
    ("head", "url"),
    [
        pytest.param('<link rel="canonical" href="https://a.example/x">', "https://a.example/x",
                     id="canonical"),
        pytest.param('<link rel="canonical" href="/x">' + meta("og:url", "https://a.example/x?y=1"),
                     "https://a.example/x", id="relative"),
        pytest.param('<link rel="canonical" href="https://a.example/">'
                     + meta("og:url", "https://a.example/x"), "https://a.example/x",
                     id="a canonical link to the front page"),
        pytest.param('<link rel="canonical" href="javascript:x">', None, id="no web address"),
        pytest.param('<link rel="canonical" href="http://[x">', None, id="a broken address"),
    ],
)  # fmt: skip
def test_url(head, url):
    assert metadata(head).url == url


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        pytest.param(meta("og:site_name", "Riga Weekly"), "Riga Weekly", id="site's name"),
        pytest.param(meta("og:site_name", "rigaweekly.example") + linked(ARTICLE), "Riga Weekly",
                     id="a name before a domain"),
        pytest.param(meta("og:site_name", "@rigaweekly") + linked(ARTICLE), "Riga Weekly",
                     id="no account"),
        pytest.param(meta("og:site_name", "Riga Weekly | News from the sea")
                     + '<link rel="canonical" href="https://rigaweekly.example/x">',
                     "Riga Weekly", id="without its motto"),
        pytest.param("<title>The ferries wait - The New York Times</title>", "The New York Times",
                     id="behind the title"),
        pytest.param('<link rel="canonical" href="https://www.rw.example/x">', "rw.example",
                     id="host"),
        pytest.param("", None, id="none"),
    ],
)  # fmt: skip
def test_outlet(head, outlet):
    assert metadata(head).outlet == outlet


@pytest.mark.parametrize(
    ("stated", "authors"),
    [
        pytest.param("By Ann Poe and Bo Ray", ("Ann Poe", "Bo Ray"), id="byline"),
        pytest.param("ANN POE, AP National Political Writer", ("ANN POE",), id="role"),
        pytest.param("Analysis by Ann Poe, CNN Editor-at-large", ("Ann Poe",), id="kind and role"),
        pytest.param("Ann Poe, MS, RDN", ("Ann Poe",), id="degrees"),
        pytest.param("https://rigaweekly.example/people/ann", (), id="address"),
        pytest.param("RIGA WEEKLY STAFF NOVEMBER 20, 2019 10:43", (), id="a date"),
    ],
)
def test_authors(stated, authors):
    assert metadata(meta("author", stated)).authors == authors


BELOW = f"<p>{'Ferries stood still. ' * 5}</p>"


@pytest.mark.parametrize(
    ("shown", "authors", "day"),
    [
        ("<p>By Ann Poe</p>", ("Ann Poe",), None),
        ("<div>By Ann Poe and Bo Ray, Reuters</div>", ("Ann Poe", "Bo Ray"), None),
        ("<p>By Ann Poe | Mar 5, 2024</p>", ("Ann Poe",), date(2024, 3, 5)),
        ("<p>By <a href='/poe'>Ann Poe</a>, 5 March 2024</p>", ("Ann Poe",), date(2024, 3, 5)),
        ("<p>By Ann Poe and Bo Ray<br>Associated Press</p>", ("Ann Poe", "Bo Ray"), None),
        ("<p>By Ann Poe<br/>Monday, March 4, 2024</p>", ("Ann Poe",), date(2024, 3, 4)),
        ("<div>By <b>Ann Poe</b><!-- By Jan Roe --><i>Reuters</i></div>", ("Ann Poe",), None),
        ("<p>By Friday evening</p>", (), None),
        ("<div class='related'><p>By Ann Poe</p></div>", (), None),
        (f"{BELOW}<p>By Ann Poe</p>", (), None),
    ],
)
def test_byline_that_a_page_shows_above_its_text(shown, authors, day):
    found = metadata(body=f"<h1>The ferries wait</h1>{shown}{BELOW}")
    assert (found.authors, found.published) == (authors, day)


def test_stated_author_goes_before_the_byline_that_is_shown():
    head = meta("article:author", "Cy Sol")
    assert metadata(head, f"<h1>Ferries</h1><p>By Ann Poe</p>{BELOW}").authors == ("Cy Sol",)


def test_headline_keeps_no_tags():
    node = {"@type": "NewsArticle", "headline": "<em>Dune</em> wins <b>&amp;</b> leaves"}
    assert metadata(linked(node)).title == "Dune wins & leaves"


def test_correction_is_a_notice():
    found = metadata(linked({**ARTICLE, "correction": "An earlier version named the wrong port."}))
    assert found.notice is Notice.CORRECTED


@pytest.mark.parametrize(
    ("head", "is_article"),
    [
        pytest.param(linked(ARTICLE), True, id="JSON-LD"),
        pytest.param(meta("og:type", "article"), True, id="Open Graph"),
        pytest.param(linked({"@type": "CollectionPage"}, ARTICLE), False, id="a collection"),
        pytest.param(meta("og:type", "website"), False, id="a site"),
    ],
)
def test_whether_a_page_calls_itself_an_article(head, is_article):
    assert statement(head).is_article == is_article


GERMAN = "Die Fähren standen am Mittwoch in Riga still, sagte die Gewerkschaft der Häfen. " * 6


def test_language_of_the_text_goes_before_that_of_the_template():
    page = f'<html lang="en"><body><article><p>{GERMAN}</p><p>{GERMAN}</p></article></body></html>'
    assert read_html(page).language == "de"


def test_live_blog_keeps_the_time_of_each_post():
    posts = [
        ("12:31", "The bridge at Daugavpils has closed to all traffic, the police say."),
        ("11:05", "Ferries stand still for the ninth day, their union tells our reporter."),
    ]
    updates = [
        {
            "@type": "BlogPosting",
            "datePublished": f"2024-10-09T{time}:00+03:00",
            "articleBody": text,
        }
        for time, text in posts
    ]
    blog = {**ARTICLE, "@type": "LiveBlogPosting", "liveBlogUpdate": updates}
    body = "".join(f"<h3>{time}</h3><p>{text}</p>" for time, text in posts)
    article = read_html(
        f"<html><head>{linked(blog)}</head><body><article>{body}</article></body></html>"
    )
    assert article.section == "live blog"
    assert article.locators == tuple(
        Locator(start=article.text.index(text), label=time) for time, text in posts
    )
