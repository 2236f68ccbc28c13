"""Adding in the app: what is uploaded or typed, fetched, refused and told."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from web_server import WebServer, answer

from index import Archive, Article
from index.reading.fetching import Fetcher
from index.reading.visiting import Visitor

SNOW = "Snow fell on the port of Riga all night, and no ship left it before noon on Tuesday."
GRAIN = "Grain left the port of Kyiv on forty barges, as the harbour master said on Wednesday."


def page(text: str, title: str) -> bytes:
    return answer(
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>"
        f"<p>{text}</p></article></body></html>"
    )


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    """A server that the app may ask, as nobody else on this machine."""
    item = "<item><title>Grain</title><link>/grain</link></item>"
    feed = f'<rss version="2.0"><channel><title>Example</title>{item}</channel></rss>'
    pages = {"/snow": page(SNOW, "Snow"), "/grain": page(GRAIN, "Grain"), "/feed": answer(feed)}
    with WebServer(pages=pages).running() as running:
        monkeypatch.setattr(
            "index.gathering.Visitor", lambda: Visitor(Fetcher(policy=running.policy), pause=0.0)
        )
        yield running


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of a small archive with the bundled model, to copy."""
    path = tmp_path_factory.mktemp("ice") / "archive"
    with closing(Archive.create(path)) as archive:
        archive.add_articles([Article(text="The ice on the Daugava is thick.", title="Ice")])
    return path


@pytest.fixture
def archive(tmp_path: Path, made_once: Path) -> Archive:
    """A small archive of a test's own, as the app opens it."""
    return Archive.open(shutil.copytree(made_once, tmp_path / "archive"))


def fetch(app, *lines: str):
    app.text_area(key="addresses").set_value("\n".join(lines))
    return app.button(key="fetch").click().run()


def upload(app, *files: tuple[str, bytes]):
    app.file_uploader[0].set_value([(name, content, "") for name, content in files])
    return app.run()


def counted(page) -> dict[str, str]:
    return dict(zip(page.inside.get("th", ()), page.inside.get("td", ()), strict=True))


def test_nothing_is_fetched_before_the_button_is_pressed(open_page, archive, server):
    app = open_page(archive.path)
    app.text_area(key="addresses").set_value(server.url("/snow")).run()
    assert not app.exception
    assert server.requests == []


def test_addresses_are_fetched_and_the_report_is_that_of_the_command_line(
    open_page, read, archive, server
):
    app = fetch(
        open_page(archive.path),
        server.url("/snow"), "", f"  {server.url('/feed')}  ", server.url("/none"),
    )  # fmt: skip
    assert not app.exception
    shown = read(app)
    nothing = dict.fromkeys(("added", "changed", "unchanged", "skipped", "failed"), "0")
    assert counted(shown).items() >= (nothing | {"added": "2", "failed": "1"}).items()
    assert shown.inside["report"] == [
        f"failed{server.url('/none')}: its server answers 404 (Not Found); check the address"
    ]
    assert server.paths == ["/snow", "/feed", "/robots.txt", "/grain", "/none"]
    assert {a.text for a in archive.articles()} >= {SNOW, GRAIN}
    assert any(note.startswith("3 articles") for note in shown.inside["note"])


def test_a_report_stays_until_the_next_one(open_page, read, archive, server):
    app = fetch(open_page(archive.path), server.url("/snow"))
    app = app.radio(key="strictness").set_value(app.radio(key="strictness").options[0]).run()
    assert counted(read(app))["added"] == "1"
    app = fetch(app, server.url("/snow"))
    assert (counted(read(app))["added"], counted(read(app))["unchanged"]) == ("0", "1")


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        pytest.param([""], "There is no address", id="nothing"),
        pytest.param(
            ["{server}/snow", "news.example"],
            "Line 2, news.example: write https:// before it",
            id="no scheme",
        ),
        pytest.param(["file:///etc/passwd"], "'file:' is not fetched", id="file"),
        pytest.param(["http://localhost/"], "not on the public web", id="this machine"),
        pytest.param(["https://a:b@news.example/"], "user name or password", id="password"),
    ],
)
def test_what_is_no_address_is_said_and_nothing_is_fetched(
    open_page, read, archive, server, lines, reason
):
    lines = [line.format(server=server.url("")) for line in lines]
    app = fetch(open_page(archive.path), *lines)
    assert not app.exception
    [problem] = read(app).inside["problem"]
    assert reason in problem
    assert "a" not in {tag for tag, _ in read(app).tags}, "what is refused is no link"
    assert server.requests == []


def test_hostile_addresses_and_reasons_are_text(open_page, read, archive, server):
    app = fetch(open_page(archive.path), server.url("/<img src=x>"))
    assert not app.exception
    assert "<img src=x>" in read(app).inside["problem"][0]
    app = fetch(app, server.url("/%3Cscript%3Ealert(1)%3C/script%3E"))
    assert "script" not in {tag for tag, _ in read(app).tags}
    assert "%3Cscript%3E" in read(app).inside["report"][0]


def test_another_writer_is_said(open_page, read, archive, server):
    from index.locking import writing

    app = open_page(archive.path)
    with writing(archive.path):
        app = fetch(app, server.url("/snow"))
    assert "This process is already writing" in read(app).inside["problem"][0]
    assert server.requests == []


# Files -----------------------------------------------------------------------------------------


def test_files_are_added_when_the_button_is_pressed_and_then_known_by_their_names(
    open_page, read, archive
):
    app = open_page(archive.path)
    assert app.button(key="add").disabled
    app = upload(app, ("snow.txt", SNOW.encode()), ("grain.md", f"# Grain\n\n{GRAIN}".encode()))
    assert archive.status().contents.articles == 1
    app = app.button(key="add").click().run()
    assert not app.exception
    shown = read(app)
    assert (counted(shown)["added"], counted(shown)["failed"]) == ("2", "0")
    assert any(note.startswith("3 articles") for note in shown.inside["note"])
    assert {a.name: a.text for a in archive.articles()}.items() >= {
        "snow.txt": SNOW, "Grain": GRAIN
    }.items()  # fmt: skip
    # The field is empty again: pressing once more adds nothing twice.
    assert app.file_uploader[0].value == []
    assert app.button(key="add").disabled


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_added(open_page, read, archive):
    app = upload(
        open_page(archive.path), ("<b>.pdf", b"%PDF-1.7 no more"), ("snow.txt", SNOW.encode())
    )
    app = app.button(key="add").click().run()
    assert not app.exception
    shown = read(app)
    assert (counted(shown)["added"], counted(shown)["failed"]) == ("1", "1")
    assert shown.inside["report"][0].startswith("failed<b>.pdf: ")
    assert "b" not in {tag for tag, _ in shown.tags}


def test_files_of_one_name_do_not_replace_one_another(open_page, archive):
    app = open_page(archive.path)
    for text in (SNOW, GRAIN):
        app = upload(app, ("notes.txt", text.encode()))
        app = app.button(key="add").click().run()
        assert not app.exception
    assert {a.text for a in archive.articles()} >= {SNOW, GRAIN}


def test_each_report_stands_below_its_own_field(open_page, read, archive, server):
    app = upload(open_page(archive.path), ("snow.txt", SNOW.encode()))
    app = app.button(key="add").click().run()
    app = fetch(app, server.url("/none"))
    reports = read(app).inside["report"]
    assert len(reports) == 1
    assert "404" in reports[0]


def test_files_wait_for_another_writer(open_page, read, archive):
    from index.locking import writing

    app = upload(open_page(archive.path), ("snow.txt", SNOW.encode()))
    with writing(archive.path):
        app = app.button(key="add").click().run()
    assert "This process is already writing" in read(app).inside["problem"][0]
    app = app.button(key="add").click().run()
    assert not app.exception
    assert SNOW in {a.text for a in archive.articles()}
