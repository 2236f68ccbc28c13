"""Upkeep from the command line: watching, compacting, versions and stories."""

import json
from pathlib import Path

import pytest
from command_line import onrecord

from index import Archive, ArchiveBusyError, Article
from qa.cli_upkeep import files_of, keep_adding

URL = "https://a.example/snow"
TEXT = " ".join(f"word{number}" for number in range(60))


class Steps:
    """Waits by doing the next thing, and then presses Ctrl-C."""

    def __init__(self, *steps) -> None:
        self.steps = iter(steps)

    def __call__(self, seconds: float) -> None:
        step = next(self.steps, None)
        if step is None:
            raise KeyboardInterrupt
        step()


def watched(archive: Archive, folder: Path, *steps, add=None) -> list:
    shown = []
    keep_adding(
        add or (lambda batch: archive.add(*batch)),
        [folder],
        known=files_of([folder]),
        show=shown.append,
        pause=Steps(*steps),
    )
    return shown


def test_watching_adds_what_comes_and_keeps_what_is_deleted(archive, tmp_path, capsys):
    folder = tmp_path / "news"
    folder.mkdir()
    snow, still = folder / "snow.txt", lambda: None
    reports = watched(
        archive,
        folder,
        lambda: snow.write_text("Snow fell on Minsk."),
        still,
        lambda: snow.write_text("Snow melted on Minsk."),
        still,
        snow.unlink,
        still,
    )
    assert [(len(r.added), len(r.changed)) for r in reports] == [(1, 0), (0, 1)]
    assert [article.text for article in archive.articles()] == ["Snow melted on Minsk."]
    assert archive.status().replaced == 1
    assert capsys.readouterr().err.splitlines() == [
        f"onrecord: watching {folder}; Ctrl-C ends it",
        "onrecord: no longer watching; the archive is as it was last published",
    ]


def test_watching_waits_for_another_writer(archive, tmp_path, capsys):
    folder = tmp_path / "news"
    folder.mkdir()
    tries = []

    def add(batch):
        tries.append(batch)
        if len(tries) < 3:
            raise ArchiveBusyError("another process is writing")
        return archive.add(*batch)

    still = lambda: None  # noqa: E731
    comes = lambda: (folder / "snow.txt").write_text("Snow fell.")  # noqa: E731
    (report,) = watched(archive, folder, comes, still, still, still, add=add)
    assert len(report.added) == 1
    assert len(tries) == 3
    assert capsys.readouterr().err.count("another process is writing") == 1


def test_watching_waits_for_an_archive_that_is_away_and_says_so_once(archive, tmp_path, capsys):
    folder, away = tmp_path / "news", tmp_path / "away"
    folder.mkdir()

    def comes() -> None:
        (folder / "snow.txt").write_text("Snow fell.")
        archive.path.rename(away)

    still = lambda: None  # noqa: E731
    back = lambda: away.rename(archive.path)  # noqa: E731
    (report,) = watched(archive, folder, comes, still, still, back, still)
    assert len(report.added) == 1
    assert [article.text for article in archive.articles()] == ["Snow fell."]
    told = f"onrecord: the archive is not at {archive.path} any more; waiting until it is back"
    assert capsys.readouterr().err.splitlines().count(told) == 1


def test_standard_input_cannot_be_watched():
    done = onrecord("add", "-", "--watch", stdin="Snow.")
    assert done.exit_code == 2
    assert "cannot watch standard input" in done.stderr


@pytest.fixture
def shelf(tmp_path, monkeypatch) -> Archive:
    """An archive with the bundled model's name, as the command line opens it."""
    from word_encoder import WordEncoder

    monkeypatch.chdir(tmp_path)
    archive = Archive.create("archive", encoder=WordEncoder(name="all-MiniLM-L6-v2"))
    archive.add_articles([Article(text="Snow fell. Nobody left.", url=URL, title="Snow")])
    archive.add_articles([Article(text="Snow fell. Two left.", url=URL, title="Snow")])
    archive.add_articles([Article(text=TEXT, outlet=outlet) for outlet in ("Herald", "Post")])
    return archive


def test_versions_are_shown_with_what_changed(shelf):
    new, old = (version.article for version in shelf.versions(URL))
    lines = onrecord("status", "--versions", URL).stdout.splitlines()
    assert lines[0].startswith(f"{new.id} added 20")
    assert lines[0].endswith("UTC (answers come from this one) Snow")
    assert lines[1:4] == ["   Snow fell.", "  -Nobody left.", "  +Two left."]
    assert lines[4].startswith(f"{old.id} added 20")
    assert lines[4].endswith("UTC (older version) Snow")
    assert lines[5] == "  (the oldest that is kept)"
    found = json.loads(onrecord("status", "--versions", old.id, "--json").stdout)
    assert [(v["id"], v["superseded"]) for v in found] == [(new.id, False), (old.id, True)]
    assert [v["changes"] for v in found] == [[" Snow fell.", "-Nobody left.", "+Two left."], None]


def test_an_unknown_version_is_an_error(shelf):
    done = onrecord("status", "--versions", "ffff")
    assert done.exit_code == 1
    assert "no article 'ffff'" in done.stderr
    assert done.stderr.endswith("with: onrecord status --articles --json --archive archive\n")
    listed = json.loads(onrecord("status", "--articles", "--json").stdout)["listed"]
    assert [article["url"] for article in listed if article["url"]] == [URL]
    assert onrecord("status", "--versions", URL).exit_code == 0


def test_stories_are_listed(shelf):
    (story,) = shelf.stories()
    first, second = (carrier.article_id for carrier in story.carriers)
    line = onrecord("status", "--stories").stdout
    assert line.split() == ["2", first, "Herald", "was", "added", "first", second]
    (listed,) = json.loads(onrecord("status", "--stories", "--json").stdout)
    assert [carrier["outlet"] for carrier in listed["carriers"]] == ["Herald", "Post"]
    assert onrecord("status", "--stories", "--articles").exit_code == 2


def test_compact_keeps_versions_unless_told(shelf):
    done = onrecord("compact")
    assert done.exit_code == 0
    assert done.stdout.endswith("3 articles, 1 older version\n")
    assert onrecord("compact", "--drop-versions").stdout.endswith("3 articles, 0 older versions\n")
    assert len(shelf.versions(URL)) == 1


@pytest.mark.parametrize("command", [["repair"], ["status"], ["compact"], ["remove", URL]])
def test_a_damaged_database_is_told_in_one_line(shelf, command):
    file = Path("archive/archive.sqlite")
    shelf._database._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shelf._database.close()
    content = bytearray(file.read_bytes())
    content[4096 * 2 :] = b"\xff" * (len(content) - 4096 * 2)
    file.write_bytes(content)
    done = onrecord(*command)
    assert done.exit_code == 1
    assert "put a copy of it back" in done.stderr
    assert done.stderr.count("\n") == 1
