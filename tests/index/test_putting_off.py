"""Pages that fail for a while are asked for again, though the list that names them is the same."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from archived_web import GRAIN, SNOW, entry, index_of, rss, served, unless_known, urlset
from web_server import answer, redirect

FOR_A_WHILE = [
    pytest.param(answer("busy", "429 Too Many Requests"), id="too many requests"),
    pytest.param(answer("", "500 Oops"), id="an error of the server"),
    pytest.param(b"no HTTP", id="no answer"),
]


def left(web) -> dict[str, int]:
    """By list: how many pages are left."""
    known = [one for one in web.archive.subscriptions.all() if one.pages_left]
    return {web.names((one.url,))[0]: one.pages_left for one in known}


@pytest.mark.parametrize("failure", FOR_A_WHILE)
def test_a_page_of_a_feed_that_has_not_changed(web, failure):
    web.server.pages |= {
        "/feed": unless_known(rss(entry("/snow"), entry("/grain")), '"1"'),
        "/snow": served(SNOW),
        "/grain": failure,
    }
    report = web.add("/feed")
    assert web.names(tuple(failed.origin for failed in report.failed)) == ["/grain"]
    assert report.skipped == (), "no limit has cut the list"
    assert left(web) == {"/feed": 1}
    assert web.names(tuple(failed.origin for failed in web.refresh().failed)) == ["/grain"]
    web.server.pages["/grain"] = served(GRAIN, "Grain")
    assert web.names(web.refresh().added) == ["/grain"]
    assert left(web) == {}
    assert web.names(web.refresh().unchanged) == ["/feed"]
    assert web.server.paths == ["/feed"]


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden"])
def test_a_page_that_its_feed_lists_before_it_is_there(web, status):
    web.server.pages |= {
        "/feed": unless_known(rss(entry("/grain")), '"1"'),
        "/grain": answer("", status, etag='"none"'),
    }
    for report in (web.add("/feed"), web.refresh()):
        (failed,) = report.failed
        assert failed.reason.startswith(f"its server answers {status[:3]}")
        assert left(web) == {"/feed": 1}
    assert "if-none-match" not in web.server.requests[-1].headers
    web.server.pages["/grain"] = served(GRAIN, "Grain")
    assert web.names(web.refresh().added) == ["/grain"]
    assert left(web) == {}
    assert web.names(web.refresh().unchanged) == ["/feed"]


def test_a_page_that_does_not_come_for_days_lets_its_feed_rest(web):
    web.server.pages["/feed"] = unless_known(rss(entry("/gone")), '"1"')
    web.add("/feed")
    subscriptions = web.archive.subscriptions
    days_ago = datetime.now(UTC) - timedelta(days=4)
    subscriptions.keep(replace(one, last_checked=days_ago) for one in subscriptions.all())
    web.refresh()
    assert (left(web), web.server.paths) == ({}, ["/feed"])
    assert web.names(web.refresh().unchanged) == ["/feed"]


def test_a_page_that_came_and_is_gone_is_not_left(web):
    web.server.pages |= {"/feed": rss(entry("/grain")), "/grain": served(GRAIN, "Grain")}
    web.add("/feed")
    subscriptions = web.archive.subscriptions
    subscriptions.keep(
        replace(one, last_status=404) for one in subscriptions.all() if one.via is not None
    )
    del web.server.pages["/grain"]
    web.refresh()
    assert (left(web), web.server.paths) == ({}, ["/feed"])


@pytest.mark.parametrize(
    "link",
    [
        pytest.param("http://10.0.0.1/", id="an address inside"),
        pytest.param("http://127.0.0.1:1/", id="another port"),
        pytest.param("/inward", id="a redirect to inside"),
        pytest.param("/round", id="a redirect to itself"),
        pytest.param("/large", id="too large a page"),
    ],
)
def test_a_page_that_is_never_fetched_lets_its_feed_rest(web, link):
    web.server.pages |= {
        "/feed": unless_known(rss(entry(link)), '"1"'),
        "/inward": redirect("http://10.0.0.1/"),
        "/round": redirect("/round"),
        "/large": b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n",
    }
    assert web.names(tuple(failed.origin for failed in web.add("/feed").failed)) == [link]
    assert left(web) == {}
    assert web.names(web.refresh().unchanged) == ["/feed"]
    assert web.server.paths == ["/feed"]


def test_a_page_that_failed_as_a_user_named_it(web):
    web.server.pages |= {
        "/feed": unless_known(rss(entry("/grain")), '"1"'),
        "/grain": answer("", "503 Service Unavailable"),
    }
    web.add("/grain", "/feed")
    web.server.pages["/grain"] = served(GRAIN, "Grain")
    assert web.names(web.refresh().added) == ["/grain"]


@pytest.mark.parametrize("failure", FOR_A_WHILE)
def test_a_page_of_a_sitemap_that_its_index_calls_old(web, failure):
    url = web.server.url
    web.server.pages |= {
        "/index.xml": index_of((url("/old.xml"), "2020-01-01")),
        "/old.xml": unless_known(urlset((url("/grain"), "2020-01-01")), '"1"'),
        "/grain": failure,
    }
    web.add("/index.xml")
    assert left(web) == {"/old.xml": 1}
    web.server.pages["/grain"] = served(GRAIN, "Grain")
    assert web.names(web.refresh().added) == ["/grain"]
    web.refresh()
    assert web.server.paths == ["/index.xml"]


@pytest.mark.parametrize("failure", FOR_A_WHILE)
def test_a_sitemap_that_fails_itself(web, failure):
    url = web.server.url
    web.server.pages |= {
        "/index.xml": index_of((url("/old.xml"), "2020-01-01")),
        "/old.xml": failure,
        "/grain": served(GRAIN, "Grain"),
    }
    web.add("/index.xml")
    web.server.pages["/old.xml"] = urlset((url("/grain"), "2020-01-01"))
    assert web.names(web.refresh().added) == ["/grain"]
