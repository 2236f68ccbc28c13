"""From the web into an archive and back again: pages, feeds, sitemaps, and what changed since."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from web_server import Piece, Request, WebServer, answer, redirect

from index import AddReport, Archive, Failed, Skipped
from index.reading.fetching import Fetcher, Limits, Validators
from index.reading.kinds import Kind
from index.reading.visiting import Visitor

SNOW = "Snow fell on the port of Riga all night, and no ship left it before noon on Tuesday."
GRAIN = "Grain left the port of Kyiv on forty barges, as the harbour master said on Wednesday."


def page(text: str, title: str = "Snow", head: str = "") -> str:
    return (
        f"<html><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>"
        f"<p>{text}</p></article></body></html>"
    )


def served(text: str, title: str = "Snow", head: str = "", **headers: str) -> bytes:
    return answer(page(text, title, head), content_type="text/html", **headers)


@pytest.fixture
def server() -> Iterator[WebServer]:
    with WebServer().running() as running:
        yield running


class Web:
    """An archive and the one server that it may ask, with the visits of one day after another."""

    def __init__(self, archive: Archive, server: WebServer) -> None:
        self.archive = archive
        self.server = server

    @property
    def visitor(self) -> Visitor:
        limits = Limits(connect=2.0, read=2.0, total=4.0)
        return Visitor(Fetcher(policy=self.server.policy, limits=limits), pause=0.0)

    def add(self, *paths: str, limit: int = 50) -> AddReport:
        urls = [self.server.url(path) for path in paths]
        return self.archive.add(*urls, limit=limit, visitor=self.visitor)

    def refresh(self, limit: int = 50) -> AddReport:
        self.server.requests.clear()
        return self.archive.refresh(limit=limit, visitor=self.visitor)

    def texts(self) -> set[str]:
        return {article.text for article in self.archive.articles()}

    def names(self, origins: tuple[str, ...]) -> list[str]:
        return [origin.removeprefix(self.server.url("")) for origin in origins]


@pytest.fixture
def web(archive: Archive, server: WebServer) -> Web:
    return Web(archive, server)


def conditional(text: str, etag: str) -> "object":
    """A page that answers 304 to who has it."""

    def route(request: Request) -> Iterator[Piece]:
        if request.headers.get("if-none-match") == etag:
            yield b"HTTP/1.1 304 Not Modified\r\n\r\n"
        else:
            yield served(text, etag=etag)

    return route


# Pages -----------------------------------------------------------------------------------------


def test_a_page_is_read_as_any_file_and_known_by_its_url(web):
    web.server.pages["/snow"] = served(SNOW)
    report = web.add("/snow")
    assert web.names(report.added) == ["/snow"]
    [article] = web.archive.articles()
    assert (article.text, article.title, article.url) == (SNOW, "Snow", web.server.url("/snow"))
    assert web.server.paths == ["/snow"]  # a user's own page needs no robots.txt


def test_a_page_is_known_by_its_canonical_url_on_its_own_site(web):
    own = web.server.url("/snow")
    for path, stated in {
        "/own?from=feed": own,
        "/front": web.server.url("/"),
        "/other": "https://other.example/snow",
        "/inward": "file:///etc/passwd",
    }.items():
        head = f'<link rel="canonical" href="{stated}">'
        web.server.pages[path] = served(f"{SNOW} This is page {path[1:4]}.", head=head)
    web.server.pages["/moved"] = redirect("/front")
    assert web.names(web.add("/own?from=feed").added) == ["/snow"]
    assert web.names(web.add("/other", "/inward").added) == ["/other", "/inward"]
    assert web.names(web.add("/moved").added) == ["/front"]


def test_other_formats_and_encodings_are_read_by_content(web):
    cyrillic = "Снег шёл всю ночь, и порт был закрыт до полудня вторника."
    records = f'{{"text": "{SNOW}"}}\n{{"text": "{GRAIN}"}}\nno JSON\n'
    web.server.pages |= {
        "/a.md": answer(f"---\ntitle: T\n---\n{SNOW}", content_type="text/markdown"),
        "/ru": answer(page(cyrillic).encode("koi8-r"), content_type="text/html; charset=KOI8-R"),
        "/records": answer(records, content_type="application/json"),
        "/image": answer(b"\x89PNG\r\n\x1a\n\0\0\0", content_type="image/png"),
    }
    report = web.add("/a.md", "/ru", "/records", "/image")
    assert {SNOW, GRAIN, cyrillic} == web.texts()
    added = web.names(report.added)
    assert added[:2] == ["/a.md", "/ru"]
    assert [origin.partition("#")[0] for origin in added[2:]] == ["/records", "/records"]
    assert web.names(tuple(f.origin for f in report.failed)) == ["/records:3"]
    assert web.names(tuple(s.origin for s in report.skipped)) == ["/image"]


def test_what_cannot_be_fetched_fails_alone_and_is_not_asked_again(web, tmp_path):
    (tmp_path / "grain.txt").write_text(GRAIN)
    web.server.pages |= {"/snow": served(SNOW), "/busy": answer("", "500 Oops")}
    report = web.archive.add(
        tmp_path / "grain.txt",
        web.server.url("/snow"),
        web.server.url("/none"),
        web.server.url("/busy"),
        "http://127.0.0.1/",
        "http://user:secret@127.0.0.1/",
        visitor=web.visitor,
    )
    assert web.texts() == {SNOW, GRAIN}
    assert [(f.origin, f.reason) for f in report.failed] == [
        (web.server.url("/none"), "its server answers 404 (Not Found); check the address"),
        (
            web.server.url("/busy"),
            "its server answers 500 (Internal Server Error); try again later",
        ),
        (
            "http://127.0.0.1/",
            "127.0.0.1 is not on the public web; save the page and add the file",
        ),
        (
            "http://user:secret@127.0.0.1/",
            "it has a user name or password in it; leave them out",
        ),
    ]
    assert [one.url for one in web.archive.subscriptions.all()] == [web.server.url("/snow")]


@pytest.mark.parametrize("file_first", [True, False])
def test_a_file_and_a_fetched_page_of_one_url_are_versions(web, tmp_path, file_first):
    newer = SNOW + " It melted on Wednesday, and the ferries sailed again."
    day = '<meta property="article:published_time" content="2024-08-0{}T10:00:00Z">'
    canonical = f'<link rel="canonical" href="{web.server.url("/snow")}">'
    web.server.pages["/snow"] = served(newer, head=day.format(7))
    (tmp_path / "saved.html").write_text(page(SNOW, head=day.format(6) + canonical))
    adding = [lambda: web.archive.add(tmp_path / "saved.html"), lambda: web.add("/snow")]
    for add in adding if file_first else adding[::-1]:
        add()
    for _ in range(2):
        versions = web.archive.versions(web.server.url("/snow"))
        assert [(v.article.text, v.superseded) for v in versions] == [(newer, False), (SNOW, True)]
        assert web.texts() == {newer}
        for add in adding:
            assert add().unchanged


def test_a_feed_of_another_site_takes_no_articles_place(web, tmp_path):
    url = "https://other.example/snow"
    (tmp_path / "a.md").write_text(f"---\ntitle: Snow\nurl: {url}\n---\n{SNOW}\n")
    web.archive.add(tmp_path / "a.md")
    forged = SNOW.replace("no ship", "every ship") + " It is said that all of them sank at once."
    web.server.pages["/feed"] = rss(entry(url, forged))
    web.add("/feed")
    assert web.texts() == {SNOW, forged}


def test_nothing_is_fetched_that_was_not_asked_for(web, tmp_path):
    (tmp_path / "a.html").write_text(page(SNOW, head=f'<base href="{web.server.url("/")}">'))
    web.archive.add(tmp_path / "a.html")
    web.refresh()
    assert web.server.requests == []


# Refreshing pages ------------------------------------------------------------------------------


def test_only_what_changed_is_read_again(web):
    web.server.pages |= {"/snow": conditional(SNOW, '"1"'), "/grain": served(GRAIN, "Grain")}
    web.add("/snow", "/grain")
    report = web.refresh()
    assert sorted(web.names(report.unchanged)) == ["/grain", "/snow"]
    assert web.server.requests[1].headers["if-none-match"] == '"1"'

    web.server.pages["/snow"] = conditional(SNOW.replace("Tuesday", "Thursday"), '"2"')
    report = web.refresh()
    assert (web.names(report.changed), web.names(report.unchanged)) == (["/snow"], ["/grain"])
    assert web.texts() == {SNOW.replace("Tuesday", "Thursday"), GRAIN}
    by_url = {one.url: one for one in web.archive.subscriptions.all()}
    assert by_url[web.server.url("/snow")].validators == Validators(etag='"2"')


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
def test_what_is_gone_is_reported_and_stays(web, status):
    web.server.pages["/snow"] = served(SNOW)
    web.add("/snow")
    web.server.pages["/snow"] = answer("", status)
    reason = (
        f"gone: its server answers {status[:3]} ({status[4:]}); what the archive has of it stays"
    )
    for _ in range(2):
        report = web.refresh()
        assert report == AddReport(
            skipped=(Skipped(origin=web.server.url("/snow"), reason=reason),)
        )
        assert web.texts() == {SNOW}
    [known] = web.archive.subscriptions.all()
    assert known.last_status == int(status[:3])


def test_a_failure_changes_nothing_and_is_forgotten_when_it_is_over(web):
    web.server.pages["/snow"] = conditional(SNOW, '"1"')
    web.add("/snow")
    working = web.server.pages["/snow"]
    web.server.pages["/snow"] = b"no HTTP"
    report = web.refresh()
    assert [type(item) for item in report.failed] == [Failed]
    [known] = web.archive.subscriptions.all()
    assert (known.last_status, known.validators.etag) == (None, '"1"')
    web.server.pages["/snow"] = working
    assert web.names(web.refresh().unchanged) == ["/snow"]
    assert web.texts() == {SNOW}


def test_what_was_removed_stays_removed_while_it_is_unchanged(web):
    web.server.pages["/snow"] = conditional(SNOW, '"1"')
    web.add("/snow")
    web.archive.remove(web.archive.articles()[0].id)
    web.refresh()
    assert web.texts() == set()
    assert web.names(web.add("/snow").added) == ["/snow"]


def test_what_is_forgotten_is_not_asked_again(web):
    web.server.pages["/snow"] = served(SNOW)
    web.add("/snow")
    assert web.archive.subscriptions.forget(web.server.url("/snow"))
    assert not web.archive.subscriptions.forget(web.server.url("/snow"))
    web.refresh()
    assert web.server.requests == []
    assert web.texts() == {SNOW}


# Feeds -----------------------------------------------------------------------------------------


def entry(path: str, text: str = "", day: int = 6) -> str:
    encoded = f"<content:encoded><![CDATA[<p>{text}</p>]]></content:encoded>" if text else ""
    return (
        f"<item><title>{path[1:].title()}</title><link>{path}</link>"
        f"<pubDate>Tue, {day:02} Aug 2024 10:00:00 +0300</pubDate>"
        f"<description>In short.</description>{encoded}</item>"
    )


def rss(*entries: str, **headers: str) -> bytes:
    namespace = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    channel = f"<channel><title>The Example</title>{''.join(entries)}</channel>"
    return answer(f'<rss version="2.0" {namespace}>{channel}</rss>', **headers)


def test_a_feed_gives_full_entries_and_the_pages_of_the_others(web):
    web.server.pages |= {
        "/feed": rss(entry("/snow", SNOW), entry("/grain"), content_type="text/html"),
        "/grain": served(GRAIN, title=""),
    }
    report = web.add("/feed")
    assert web.names(report.added) == ["/snow", "/grain"]
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
    assert (web.names(report.added), web.names(report.changed)) == (["/drone"], ["/snow"])
    assert web.server.paths == ["/feed", "/robots.txt", "/drone"]
    assert web.server.requests[0].headers["if-none-match"] == '"1"'
    assert web.texts() == {drone, GRAIN, SNOW + " It melts."}
    assert web.refresh().added == ()
    assert web.server.paths == ["/feed"]


def test_a_feed_that_has_not_changed_is_not_read(web):
    feed = rss(entry("/snow", SNOW), etag='"1"')

    def route(request: Request) -> Iterator[Piece]:
        known = request.headers.get("if-none-match") == '"1"'
        yield b"HTTP/1.1 304 Not Modified\r\n\r\n" if known else feed

    web.server.pages["/feed"] = route
    web.add("/feed")
    assert web.names(web.refresh().unchanged) == ["/feed"]


def test_the_limit_holds_and_what_is_left_is_said(web):
    paths = [f"/page{n}" for n in range(5)]
    web.server.pages |= {path: served(f"{SNOW} It is {path[1:]}.") for path in paths}
    web.server.pages["/feed"] = rss(*map(entry, paths))
    report = web.add("/feed", limit=2)
    assert web.names(report.added) == ["/page0", "/page1"]
    assert report.skipped == (
        Skipped(
            origin=web.server.url("/feed"),
            reason="3 more pages are listed; fetch more of them with a larger --limit",
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
    # What is gone is not asked for again; what failed for a while is.
    web.server.pages["/busy"] = served(GRAIN, "Grain")
    web.refresh()
    assert web.server.paths == ["/feed", "/robots.txt", "/busy"]
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


def urlset(*pages: tuple[str, str | None]) -> bytes:
    urls = "".join(
        f"<url><loc>{loc}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>"
        for loc, day in pages
    )
    return answer(f"<urlset>{urls}</urlset>", content_type="application/xml")


def index_of(*sitemaps: tuple[str, str | None]) -> bytes:
    listed = "".join(
        f"<sitemap><loc>{loc}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</sitemap>"
        for loc, day in sitemaps
    )
    return answer(f"<sitemapindex>{listed}</sitemapindex>", content_type="application/xml")


def days_from_now(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


def test_a_sitemap_gives_its_newest_pages_and_later_only_newer_ones(web):
    url = web.server.url
    for n in range(4):
        web.server.pages[f"/{n}"] = served(f"{SNOW} It is page number {n}.")
    old = [(url("/0"), "2020-01-01"), (url("/1"), "2021-01-01"), (url("/2"), "2022-01-01")]
    web.server.pages["/sitemap.xml"] = urlset(*old)
    assert web.names(web.add("/sitemap.xml", limit=2).added) == ["/2", "/1"]
    # The older page was left out on purpose: only what is new since is fetched.
    web.server.pages["/sitemap.xml"] = urlset(*old, (url("/3"), days_from_now(0)))
    assert web.names(web.refresh().added) == ["/3"]
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
    assert skipped.reason == "further sitemaps are listed; go on with a larger --limit"
    assert "/2.xml" not in web.server.paths


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


def test_an_archive_from_before_has_no_subscriptions(tmp_path: Path, archive: Archive):
    assert archive.subscriptions.all() == []
    assert archive.refresh() == AddReport()
