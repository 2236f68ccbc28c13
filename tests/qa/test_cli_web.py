"""`onrecord add URL` and `onrecord refresh`, against a server on this machine."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import onrecord
from web_server import WebServer, answer

from index import Archive
from index.reading.fetching import Fetcher
from index.reading.visiting import Visitor
from index.subscriptions import LINKED_PAGES
from qa import options

pytestmark = pytest.mark.usefixtures("word_model")

SNOW = "Snow fell on the port of Riga all night, and no ship left it before noon on Tuesday."
PAGE = f"<html><head><title>Snow</title></head><body><article><p>{SNOW}</p></article></body></html>"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    """A server that the commands may ask, as nobody else on this machine."""
    with WebServer(pages={"/snow": answer(PAGE, etag='"1"')}).running() as running:
        monkeypatch.setattr(
            "index.gathering.Visitor",
            lambda: Visitor(Fetcher(policy=running.policy), pause=0.0),
        )
        yield running


def test_the_limit_is_the_gatherings() -> None:
    assert options.LINKED_PAGES == LINKED_PAGES


def test_a_url_is_added_and_refreshed(server: WebServer) -> None:
    url = server.url("/snow")
    first = onrecord("add", url)
    assert first.exit_code == 0, first.output
    assert re.search(r"^added +1$", first.stdout, re.MULTILINE)
    [article] = Archive.open("archive").articles()
    assert (article.text, article.url) == (SNOW, url)

    server.pages["/snow"] = answer(PAGE.replace("Tuesday", "Thursday"))
    found = json.loads(onrecord("refresh", "--json").stdout)
    assert found["changed"] == [url]
    assert Archive.open("archive").articles()[0].text == SNOW.replace("Tuesday", "Thursday")


def test_what_is_gone_is_listed(server: WebServer) -> None:
    onrecord("add", server.url("/snow"))
    del server.pages["/snow"]
    result = onrecord("refresh")
    assert result.exit_code == 0
    assert re.search(r"^skipped +1$", result.stdout, re.MULTILINE)
    assert f"{server.url('/snow')}: gone: its server answers 404" in result.stdout


def test_what_cannot_be_fetched_is_listed_and_the_exit_code_is_1(server: WebServer) -> None:
    result = onrecord("add", server.url("/snow"), server.url("/none"), "http://127.0.0.1:22/")
    assert result.exit_code == 1
    assert f"{server.url('/none')}: its server answers 404" in result.stdout
    assert "http://127.0.0.1:22/: port 22 is not asked" in result.stdout
    assert len(Archive.open("archive").articles()) == 1


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        pytest.param("ftp://news.example/a", "'ftp:' is not fetched", id="ftp"),
        pytest.param("file:///etc/passwd", "'file:' is not fetched", id="file"),
        pytest.param("https://user:secret@news.example/", "user name or password", id="password"),
        pytest.param("http://2130706433/", "four decimals", id="number"),
        pytest.param("http://localhost/", "not on the public web", id="localhost"),
    ],
)
def test_a_mistyped_url_leaves_no_archive_behind(tmp_path: Path, url: str, reason: str) -> None:
    result = onrecord("add", url)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"onrecord: {url}: ")
    assert reason in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_without_a_policy_this_machine_is_not_asked(tmp_path: Path) -> None:
    with WebServer(pages={"/": answer(PAGE)}).running() as running:
        result = onrecord("add", running.url("/"))
        assert result.exit_code == 1
        assert "is not asked" in result.stdout
        assert running.requests == []


def test_what_is_asked_is_listed_and_can_be_forgotten(server: WebServer) -> None:
    item = "<item><title>Snow</title><link>/snow</link></item>"
    server.pages["/feed"] = answer(
        f'<rss version="2.0"><channel><title>Example</title>{item}</channel></rss>'
    )
    onrecord("add", server.url("/feed"))
    server.requests.clear()
    rows = [re.split(r" {2,}", line) for line in onrecord("refresh", "--list").stdout.splitlines()]
    assert [row[:2] + row[3:] for row in rows] == [
        ["feed", "200", server.url("/feed")],
        ["page", "200", f"{server.url('/snow')} (via {server.url('/feed')})"],
    ]
    listed = json.loads(onrecord("refresh", "--list", "--json").stdout)
    assert [(one["url"], one["via"], one["etag"]) for one in listed] == [
        (server.url("/feed"), None, None),
        (server.url("/snow"), server.url("/feed"), '"1"'),
    ]
    unknown = onrecord("refresh", "--forget", "https://news.example/")
    assert unknown.exit_code == 1
    assert "list what is: onrecord refresh --list" in unknown.stderr
    assert onrecord("refresh", "--forget", server.url("/feed")).exit_code == 0
    assert onrecord("refresh", "--list").stdout == ""
    assert onrecord("refresh").exit_code == 0
    assert server.requests == []
    assert len(Archive.open("archive").articles()) == 1


def test_removing_says_what_is_asked_for_no_more(server: WebServer) -> None:
    url = server.url("/snow")
    onrecord("add", url)
    [article] = Archive.open("archive").articles()
    said = f"1 removed, 0 left\nrefresh asks no more for {url}\n"
    assert onrecord("remove", article.id).stdout == said
    onrecord("add", url)
    assert onrecord("remove", url).stdout == said
    assert onrecord("refresh", "--list").stdout == ""
    unknown = onrecord("remove", url)
    assert unknown.exit_code == 1
    assert "no article and no URL" in unknown.stderr


def test_listing_and_forgetting_exclude_each_other() -> None:
    assert onrecord("refresh", "--list", "--forget", "https://news.example/").exit_code == 2
