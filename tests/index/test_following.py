"""Feeds and sitemaps are followed: into an archive, and again when they list what is new."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from archived_web import GRAIN, SNOW, entry, index_of, rss, served, unless_known, urlset
from web_server import answer

from index import RequestError, Skipped
from index.reading.kinds import Kind

# Feeds -----------------------------------------------------------------------------------------


def test_a_feed_gives_full_entries_and_the_pages_of_the_others(web):
    web.server.pages |= {
        "/feed": rss(entry("/snow", SNOW), entry("/grain"), content_type="text/html"),
        "/grain": served(GRAIN, title=""),
    }
    report = web.add("/feed")
    assert web.names(report.added) == [f"/feed#{web.server.url('/snow')}", "/grain"]
    assert web.texts() == {SNOW, GRAIN}
    # What the page leaves open is taken from the feed.
    for article in web.archive.articles():
        assert article.outlet == "The Example"
        assert article.published == date(2024, 8, 6)
        assert article.published_at == datetime(2024, 8, 6, 7, tzinfo=UTC)
    assert web.server.paths == ["/feed", "/robots.txt", "/grain"]
    feed, grain = web.archive.subscriptions.all()
    assert (feed.kind, feed.via, grain.kind, grain.via) == (
        Kind.FEED,
        None,
        Kind.PAGE,
        web.server.url("/feed"),
    )


def test_a_json_feed_is_followed(web):
    items = [{"id": "1", "url": web.server.url("/snow"), "title": "Snow", "content_text": SNOW},
             {"id": "2", "url": "/grain", "title": "Grain", "summary": "In short."}]  # fmt: skip
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "The Example", "items": items}
    web.server.pages |= {
        "/feed.json": answer(json.dumps(feed), content_type="application/feed+json"),
        "/grain": served(GRAIN, title=""),
    }
    assert web.names(web.add("/feed.json").added) == [
        f"/feed.json#{web.server.url('/snow')}", "/grain"
    ]  # fmt: skip
    assert web.texts() == {SNOW, GRAIN}
    items.append({"id": "3", "content_text": "Ice lay on the harbour of Tallinn until Friday."})
    web.server.pages["/feed.json"] = answer(json.dumps(feed))
    assert web.names(web.refresh().added) == ["/feed.json#3"]


def test_a_refresh_of_a_feed_adds_what_is_new_and_asks_for_nothing_else(web):
    web.server.pages |= {
        "/feed": rss(entry("/snow", SNOW), entry("/grain"), etag='"1"'),
        "/grain": served(GRAIN, "Grain"),
    }
    web.add("/feed")
    drone = "A drone fell into the harbour of Riga on Friday, and nobody was hurt by it at all."
    web.server.pages |= {
        "/feed": rss(
            entry("/drone", day=9), entry("/snow", SNOW + " It melts."), entry("/grain"), etag='"2"'
        ),
        "/drone": served(drone, "Drone"),
    }
    report = web.refresh()
    assert web.names(report.added) == ["/drone"]
    assert web.names(report.changed) == [f"/feed#{web.server.url('/snow')}"]
    assert web.server.paths == ["/feed", "/robots.txt", "/drone"]
    assert web.server.requests[0].headers["if-none-match"] == '"1"'
    assert web.texts() == {drone, GRAIN, SNOW + " It melts."}
    assert web.refresh().added == ()
    assert web.server.paths == ["/feed"]


def test_a_feed_that_has_not_changed_is_not_read(web):
    web.server.pages["/feed"] = unless_known(rss(entry("/snow", SNOW)), '"1"')
    web.add("/feed")
    assert web.names(web.refresh().unchanged) == ["/feed"]


def test_a_feed_and_a_sitemap_are_decoded_as_their_server_says(web):
    russian = "Снег шёл всю ночь, и порт был закрыт до полудня вторника, сообщил капитан порта."
    feed = f'<rss version="2.0"><channel><item><description>{(russian + " ") * 20}</description>'
    feed += "<title>Снег</title><link>/snow</link></item></channel></rss>"
    sitemap = (
        f"<urlset><url><loc>{web.server.url('/a')}</loc><news><title>Снег</title></news></url>"
    )
    web.server.pages |= {
        "/feed": answer(feed.encode("cp1251"), content_type="text/xml; charset=windows-1251"),
        "/sitemap.xml": answer(
            f"{sitemap}</urlset>".encode("cp1251"), content_type="text/xml; charset=windows-1251"
        ),
        "/a": served(GRAIN, title=""),
    }
    web.add("/feed", "/sitemap.xml")
    assert {article.title for article in web.archive.articles()} == {"Снег"}
    assert (russian + " ") * 19 + russian in web.texts()


def test_the_limit_holds_and_what_is_left_is_said(web):
    paths = [f"/page{n}" for n in range(5)]
    web.server.pages |= {path: served(f"{SNOW} It is {path[1:]}.") for path in paths}
    web.server.pages["/feed"] = rss(*map(entry, paths))
    report = web.add("/feed", limit=2)
    assert web.names(report.added) == ["/page0", "/page1"]
    assert report.skipped == (
        Skipped(
            origin=web.server.url("/feed"),
            reason="3 more pages are listed; refresh goes on with them, --limit at a time",
        ),
    )
    assert web.names(web.refresh(limit=9).added) == ["/page2", "/page3", "/page4"]


def test_robots_hold_for_entries_and_not_for_what_a_user_names(web):
    web.server.pages |= {
        "/robots.txt": answer("User-agent: *\nDisallow: /grain\n"),
        "/feed": rss(entry("/grain"), entry("/snow")),
        "/grain": served(GRAIN, "Grain"),
        "/snow": served(SNOW),
    }
    report = web.add("/feed")
    assert web.texts() == {SNOW}
    [skipped] = report.skipped
    assert skipped.origin == web.server.url("/grain")
    assert skipped.reason.startswith("the site's robots.txt does not want it fetched")
    web.add("/grain")
    assert web.texts() == {SNOW, GRAIN}


def test_entries_that_lead_inward_or_are_gone_fail_alone(web):
    inward = entry("http://169.254.169.254/latest/meta-data/")
    web.server.pages |= {
        "/feed": rss(inward, entry("/none"), entry("/snow"), entry("/busy")),
        "/snow": served(SNOW),
        "/busy": answer("", "502 Bad Gateway"),
    }
    report = web.add("/feed")
    assert web.texts() == {SNOW}
    reasons = [failed.reason for failed in report.failed]
    assert "not on the public web" in reasons[0]
    assert reasons[1].startswith("its server answers 404")
    assert reasons[2].startswith("its server answers 502")
    # What leads inward is not asked for again; what failed, for a while perhaps, is.
    web.server.pages["/busy"] = served(GRAIN, "Grain")
    web.refresh()
    assert web.server.paths == ["/feed", "/robots.txt", "/none", "/busy"]
    assert web.texts() == {SNOW, GRAIN}


def test_a_page_that_a_user_named_stays_his_own(web):
    web.server.pages |= {"/feed": rss(entry("/snow")), "/snow": served(SNOW)}
    web.add("/feed", "/snow")
    assert web.server.paths.count("/snow") == 1
    assert [one.via for one in web.archive.subscriptions.all()] == [None, None]
    web.archive.subscriptions.forget(web.server.url("/feed"))
    web.refresh()
    assert web.server.paths == ["/snow"]


def test_forgetting_a_feed_forgets_its_pages(web):
    web.server.pages |= {"/feed": rss(entry("/snow")), "/snow": served(SNOW)}
    web.add("/feed")
    web.archive.subscriptions.forget(web.server.url("/feed"))
    assert web.archive.subscriptions.all() == []
    assert web.texts() == {SNOW}


# Sitemaps --------------------------------------------------------------------------------------


def days_from_now(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


def test_a_sitemap_gives_its_newest_pages_and_later_newer_ones_and_what_was_left(web):
    url = web.server.url
    for n in range(4):
        web.server.pages[f"/{n}"] = served(f"{SNOW} It is page number {n}.")
    old = [(url("/0"), "2020-01-01"), (url("/1"), "2021-01-01"), (url("/2"), "2022-01-01")]
    web.server.pages["/sitemap.xml"] = urlset(*old)
    assert web.names(web.add("/sitemap.xml", limit=2).added) == ["/2", "/1"]
    web.server.pages["/sitemap.xml"] = urlset(*old, (url("/3"), days_from_now(0)))
    assert web.names(web.refresh().added) == ["/3", "/0"]
    # A known page is asked again where the sitemap says that it has changed.
    web.server.pages["/1"] = served(f"{SNOW} It is page number 1, rewritten.")
    old[1] = (url("/1"), days_from_now(2))
    web.server.pages["/sitemap.xml"] = urlset(*old)
    report = web.refresh()
    assert (web.names(report.changed), report.added) == (["/1"], ())


def test_an_index_is_followed_one_level_down(web):
    url = web.server.url
    web.server.pages |= {
        "/index.xml": index_of(
            (url("/old.xml"), "2020-01-01"), (url("/new.xml"), None), (url("/deep.xml"), None)
        ),
        "/old.xml": urlset((url("/snow"), "2020-01-01")),
        "/new.xml": urlset((url("/grain"), None)),
        "/deep.xml": index_of((url("/index.xml"), None), (url("/deeper.xml"), None)),
        "/snow": served(SNOW),
        "/grain": served(GRAIN, "Grain"),
    }
    report = web.add("/index.xml")
    assert web.texts() == {SNOW, GRAIN}
    assert report.failed == ()
    assert "/deeper.xml" not in web.server.paths
    # A sitemap that has not changed since is not asked for again.
    web.refresh()
    assert "/old.xml" not in web.server.paths
    assert {"/index.xml", "/new.xml"} <= set(web.server.paths)
    web.archive.subscriptions.forget(url("/index.xml"))
    assert web.archive.subscriptions.all() == []


def test_the_limit_ends_an_index_too(web):
    url = web.server.url
    web.server.pages |= {
        "/index.xml": index_of((url("/1.xml"), None), (url("/2.xml"), None)),
        "/1.xml": urlset((url("/snow"), None)),
        "/snow": served(SNOW),
    }
    [skipped] = web.add("/index.xml", limit=1).skipped
    assert skipped.reason == "further sitemaps are listed; refresh goes on with them"
    assert "/2.xml" not in web.server.paths
    web.server.pages |= {"/2.xml": urlset((url("/grain"), None)), "/grain": served(GRAIN, "Grain")}
    assert web.names(web.refresh(limit=1).added) == ["/grain"]


def test_refresh_goes_on_with_what_the_limit_cut_newest_first(web):
    url = web.server.url
    pages = [f"/{n}" for n in range(7)]
    for path in pages:
        web.server.pages[path] = served(f"{SNOW} It is page number {path[1:]}.")
    listed = urlset(*((url(path), f"20{10 + n}-01-01") for n, path in enumerate(pages)))
    # An index names the day of its sitemaps, and a sitemap answers that it has not changed.
    web.server.pages["/index.xml"] = index_of((url("/sitemap.xml"), "2020-01-01"))
    web.server.pages["/sitemap.xml"] = unless_known(listed, '"1"')
    reports = [web.add("/index.xml", limit=3), *(web.refresh(limit=3) for _ in range(3))]
    assert [web.names(report.added) for report in reports] == [
        ["/6", "/5", "/4"], ["/3", "/2", "/1"], ["/0"], []
    ]  # fmt: skip
    said = [[skipped.reason.partition(" ")[0] for skipped in report.skipped] for report in reports]
    assert said == [["4"], ["1"], [], []]
    assert web.server.paths == ["/index.xml"]  # nothing is left: the sitemap rests again
    assert {one.pages_left for one in web.archive.subscriptions.all()} == {0}


def test_pages_that_robots_may_not_ask_for_keep_no_others_from_their_turn(web):
    url = web.server.url
    web.server.pages |= {
        "/robots.txt": answer("User-agent: *\nDisallow: /private\n"),
        "/sitemap.xml": urlset(
            *((url(f"/private/{n}"), "2024-01-01") for n in range(3)), (url("/snow"), "2020-01-01")
        ),
        "/snow": served(SNOW),
    }
    assert web.names(web.add("/sitemap.xml", limit=1).added) == ["/snow"]


# What a user removes ---------------------------------------------------------------------------


def removed(web, text: str) -> None:
    [article] = [article for article in web.archive.articles() if article.text == text]
    web.archive.remove(article.id)


def asked_for(web) -> list[str]:
    return web.names(one.url for one in web.archive.subscriptions.all() if one.via is None)


def test_what_is_removed_of_a_feed_is_not_brought_back(web):
    web.server.pages |= {
        "/feed": rss(entry("/snow", SNOW), entry("/grain")),
        "/grain": served(GRAIN, "Grain"),
    }
    web.add("/feed")
    removed(web, SNOW)
    removed(web, GRAIN)
    report = web.refresh()
    assert web.texts() == set()
    passed_over = web.names(skipped.origin for skipped in report.skipped)
    assert passed_over == [f"/feed#{web.server.url('/snow')}"]
    assert report.skipped[0].reason.startswith("it was removed from the archive")
    assert "/grain" not in web.server.paths
    assert asked_for(web) == ["/feed"]
    # A user's own word brings it back.
    web.add("/feed")
    assert web.texts() == {SNOW, GRAIN}
    assert web.refresh().skipped == ()


def test_to_remove_a_pages_article_ends_the_asking_for_it(web):
    own = f'<link rel="canonical" href="{web.server.url("/snow")}">'
    web.server.pages |= {
        "/own?from=feed": served(SNOW, head=own),
        "/grain": served(GRAIN, "Grain"),
        "/feed": rss(entry("/own?from=feed")),
    }
    web.add("/own?from=feed", "/grain", "/feed")
    removed(web, SNOW)
    assert asked_for(web) == ["/feed", "/grain"]
    web.refresh()
    assert sorted(web.server.paths) == ["/feed", "/grain"]
    assert web.texts() == {GRAIN}


def test_a_url_of_several_articles_is_asked_for_until_the_last_is_removed(web):
    lines = f'{{"text": "{SNOW}"}}\n{{"text": "{GRAIN}"}}\n'
    web.server.pages["/records"] = answer(lines, content_type="application/json")
    web.add("/records")
    removed(web, SNOW)
    assert asked_for(web) == ["/records"]
    web.refresh()
    assert web.texts() == {GRAIN}
    removed(web, GRAIN)
    assert asked_for(web) == []


def test_to_remove_a_feed_removes_what_came_by_it_alone(web, tmp_path):
    third = "A drone fell into the harbour of Riga on Friday, and nobody was hurt by it at all."
    web.server.pages |= {
        "/feed": rss(entry("/snow", SNOW), entry("/grain"), entry("/drone", third)),
        "/grain": served(GRAIN, "Grain"),
    }
    web.add("/feed")
    (tmp_path / "grain.md").write_text(
        f"---\ntitle: Grain\noutlet: The Example\npublished: 2024-08-06\n"
        f"url: {web.server.url('/grain')}\n---\n{GRAIN}\n"
    )
    assert web.archive.add(tmp_path / "grain.md").unchanged
    assert web.archive.remove(web.server.url("/feed")) == 2
    assert web.texts() == {GRAIN}
    assert web.archive.subscriptions.all() == []
    web.refresh()
    assert web.server.requests == []
    with pytest.raises(RequestError, match="no article and no URL"):
        web.archive.remove(web.server.url("/feed"))


# Sitemaps that lie -----------------------------------------------------------------------------


def test_a_sitemap_that_lies_harms_only_itself(web):
    url = web.server.url
    laughs = '<!DOCTYPE a [<!ENTITY a "ha">]><urlset><url><loc>&a;</loc></url></urlset>'
    web.server.pages |= {
        "/index.xml": index_of((url("/page"), None), (url("/laughs.xml"), None)),
        "/page": served(SNOW),
        "/laughs.xml": answer(laughs),
        "/listed.xml": urlset((url("/feed"), None)),
        "/feed": rss(entry("/snow", SNOW)),
    }
    report = web.add("/index.xml", "/listed.xml")
    assert [failed.origin for failed in report.failed] == [url("/page"), url("/laughs.xml")]
    assert [skipped.origin for skipped in report.skipped] == [url("/feed")]
    assert web.texts() == set()
