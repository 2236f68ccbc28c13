"""Pages from the web into an archive and back again, and what changed since."""

from pathlib import Path

import pytest
from archived_web import GRAIN, SNOW, entry, page, rss, served, unless_known, urlset
from web_server import Route, answer, redirect

from index import AddReport, Archive, Failed, Skipped
from index.reading.fetching import Validators


def conditional(text: str, etag: str) -> Route:
    """A page that answers 304 to who has it."""
    return unless_known(served(text), etag)


# Pages -----------------------------------------------------------------------------------------


def test_a_page_is_read_as_any_file_and_known_by_its_url(web):
    web.server.pages["/snow"] = served(SNOW)
    report = web.add("/snow")
    assert web.names(report.added) == ["/snow"]
    [article] = web.archive.articles()
    assert (article.text, article.title, article.url) == (SNOW, "Snow", web.server.url("/snow"))
    assert web.server.paths == ["/snow"]  # a user's own page needs no robots.txt


def test_a_page_is_known_by_its_canonical_url_on_its_own_site(web):
    for path, stated in {
        "/own/?utm_source=feed": web.server.url("/own"),
        "/front": web.server.url("/"),
        "/other": "https://other.example/snow",
        "/inward": "file:///etc/passwd",
    }.items():
        head = f'<link rel="canonical" href="{stated}">'
        web.server.pages[path] = served(f"{SNOW} This is page {path[1:4]}.", head=head)
    web.server.pages["/moved"] = redirect("/front")
    assert web.names(web.add("/own/?utm_source=feed").added) == ["/own"]
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


@pytest.mark.parametrize(
    ("parser", "listed"),
    [
        pytest.param("parse_feed", rss(entry("/snow", SNOW)), id="feed"),
        pytest.param("sitemap_links", urlset(("/snow", None)), id="sitemap"),
    ],
)
def test_what_a_library_stumbles_over_fails_alone(web, monkeypatch, parser, listed):
    def stumble(*_: object, **__: object) -> None:
        raise AssertionError("we should not get here!")

    monkeypatch.setattr(f"index.gathering.{parser}", stumble)
    web.server.pages |= {"/list": listed, "/grain": served(GRAIN)}
    report = web.add("/list", "/grain")
    (failed,) = report.failed
    assert failed.origin == web.server.url("/list")
    assert "(AssertionError: we should not get here!)" in failed.reason
    assert web.texts() == {GRAIN}


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


def test_what_leads_to_the_front_page_is_gone_and_stays(web):
    web.server.pages |= {"/snow": served(SNOW), "/": served(GRAIN, "The Example")}
    web.add("/snow")
    web.server.pages["/snow"] = redirect("/")
    reason = "gone: it leads to the front page; what the archive has of it stays"
    for _ in range(2):
        assert web.refresh() == AddReport(
            skipped=(Skipped(origin=web.server.url("/snow"), reason=reason),)
        )
        assert web.texts() == {SNOW}
    web.server.pages["/snow"] = served(SNOW + " It melts.")
    assert web.names(web.refresh().changed) == ["/snow"]


def test_a_listed_page_that_leads_to_the_front_page_is_passed_over(web):
    web.server.pages |= {
        "/feed": rss(entry("/snow")), "/snow": redirect("/"), "/": served(GRAIN, "The Example")
    }  # fmt: skip
    (skipped,) = web.add("/feed").skipped
    assert skipped.reason == "it leads to the front page, not to an article"
    web.refresh()
    assert (web.texts(), web.server.paths) == (set(), ["/feed"])


def test_what_a_user_named_may_lead_to_the_front_page(web):
    web.server.pages |= {"/today": redirect("/"), "/": served(SNOW)}
    web.add("/today")
    web.server.pages["/"] = served(SNOW + " It melts.")
    assert web.names(web.refresh().changed) == ["/"]


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


def test_an_archive_from_before_has_no_subscriptions(tmp_path: Path, archive: Archive):
    assert archive.subscriptions.all() == []
    assert archive.refresh() == AddReport()
