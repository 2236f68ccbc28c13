"""The command line says what its library twins return, and where it may not it says why."""

import io
import json
import re
from pathlib import Path

import pypdfium2
import pytest
from command_line import onrecord, process
from rich.console import Console
from word_encoder import WordEncoder

from index import Archive, ModelError
from qa import describe, terminal
from qa.desk import DEFAULT_LIMIT, Desk
from qa.options import LIMIT

WHY = "Why has Belarus sent no troops?"
SNOW = (
    "---\ntitle: Snow\noutlet: Example\npublished: 2024-01-02\n---\nSnow fell on Minsk all day.\n"
)

words = pytest.mark.usefixtures("word_model")


def table(stdout: str) -> dict[str, str]:
    return dict(re.split(r" {2,}", line, maxsplit=1) for line in stdout.splitlines() if line)


# Starting --------------------------------------------------------------------------------------


def test_version_is_the_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "onrecord-9.8.7.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: onrecord\nVersion: 9.8.7\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert onrecord("--version").stdout == "onrecord 9.8.7\n"


def test_no_arguments_show_the_commands() -> None:
    result = onrecord()
    assert result.exit_code == 2
    commands = ["add", "ask", "batch", "serve", "refresh", "status", "remove", "compact", "repair"]
    for command in commands:
        assert re.search(rf"^  {command} ", result.output, re.MULTILINE)


def test_no_variable_makes_it_print_a_script_for_a_shell(tmp_path: Path) -> None:
    run = process("nothing", cwd=tmp_path, _ONRECORD_COMPLETE="bash_source")
    stdout, stderr = run.communicate(timeout=60)
    assert (run.returncode, stdout) == (2, "")
    assert "No such command 'nothing'" in stderr


def test_the_limit_is_the_desks() -> None:
    assert LIMIT == DEFAULT_LIMIT


# Adding ----------------------------------------------------------------------------------------


@words
def test_add_makes_an_archive_and_counts(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news/snow.md").write_text(SNOW)
    (tmp_path / "news/grain.txt").write_text("Grain left Kyiv.\n")
    first = onrecord("add", "news", "--archive", "a")
    assert first.exit_code == 0
    nothing = dict.fromkeys(("added", "changed", "unchanged", "skipped", "failed"), "0")
    assert table(first.stdout) == nothing | {"added": "2"}
    assert {a.title for a in Archive.open("a").articles()} == {"Snow", None}

    (tmp_path / "news/snow.md").write_text(SNOW.replace("all day", "all night"))
    again = onrecord("add", "news", "--archive", "a")
    assert table(again.stdout) == nothing | {"changed": "1", "unchanged": "1"}


@words
def test_what_cannot_be_read_is_listed_and_the_rest_is_added(tmp_path: Path) -> None:
    (tmp_path / "snow.md").write_text(SNOW)
    (tmp_path / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    for number in range(4):
        (tmp_path / f"{number}.png").write_bytes(b"\x89PNG\r\n\x1a\n\0")
    result = onrecord("add", ".")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert table("\n".join(lines[:5])) == {
        "added": "1", "changed": "0", "unchanged": "0", "skipped": "5", "failed": "1"
    }  # fmt: skip
    reason = "it is an old or other Office file; save it as DOCX, or a table as CSV"
    assert lines[5:] == [
        "",
        "skipped",
        f"  4 × image: no article; the first is {tmp_path / '0.png'}",
        f"  {tmp_path / 'archive'}: an archive of On the Record: not read",
        "",
        "failed",
        f"  {tmp_path / 'old.doc'}: {reason}",
    ]
    assert result.stderr == "onrecord: 1 could not be read; everything else is in the archive\n"
    assert [a.title for a in Archive.open("archive").articles()] == ["Snow"]


@words
def test_add_as_json(tmp_path: Path) -> None:
    (tmp_path / "snow.md").write_text(SNOW)
    (tmp_path / "empty.md").write_text("")
    result = onrecord("add", "snow.md", "empty.md", "--json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert found["added"] == [(tmp_path / "snow.md").as_posix()]
    assert found["changed"] == found["unchanged"] == []
    assert [failed["origin"] for failed in found["failed"]] == [(tmp_path / "empty.md").as_posix()]


@words
def test_many_bad_records_are_listed_in_part_and_counted(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("{}\n" * 2_345)
    result = onrecord("add", "a.jsonl")
    assert result.exit_code == 1
    *counts, _, _, listed, more = result.stdout.splitlines()
    assert table("\n".join(counts))["failed"] == "2,345"
    reason = listed.partition(" × ")[2].partition("; the first is")[0]
    assert listed.startswith("  1,000 × it has no text")
    assert more == f"  and 1,345 more of this reason in {tmp_path / 'a.jsonl'}: {reason}"
    assert result.stderr.startswith("onrecord: 2,345 could not be read")
    found = json.loads(onrecord("add", "a.jsonl", "--json").stdout)
    assert len(found["failed"]) == 1_000
    assert found["more_skipped"] == []
    assert found["more_failed"] == [
        {"origin": str(tmp_path / "a.jsonl"), "reason": reason, "count": 1_345}
    ]


@words
def test_add_reads_standard_input_under_your_names() -> None:
    lines = '{"story": "Snow fell on Minsk.", "paper": "Example"}\n'
    result = onrecord("add", "-", "--field", "text=story", "--field", "outlet=paper", stdin=lines)
    assert result.exit_code == 0
    articles = Archive.open("archive").articles()
    assert [(a.text, a.outlet) for a in articles] == [("Snow fell on Minsk.", "Example")]


@words
def test_an_empty_name_is_not_the_folder_that_one_works_in(tmp_path: Path) -> None:
    (tmp_path / "snow.md").write_text(SNOW)
    result = onrecord("add", "")
    assert result.exit_code == 2
    assert "a source has an empty name" in " ".join(result.stderr.split())
    assert [path.name for path in tmp_path.iterdir()] == ["snow.md"]


@words
@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["add", "snow.md"], id="add"),
        pytest.param(["ask", WHY], id="ask"),
        pytest.param(["serve"], id="serve"),
        pytest.param(["status"], id="status"),
        pytest.param(["repair"], id="repair"),
    ],
)
def test_an_archive_with_an_empty_name_is_wrong_usage(command: list[str], tmp_path: Path) -> None:
    (tmp_path / "snow.md").write_text(SNOW)
    result = onrecord(*command, "--archive", "")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "give its directory, or leave --archive out" in " ".join(result.stderr.split())
    assert [path.name for path in tmp_path.iterdir()] == ["snow.md"]


@words
def test_an_archive_is_not_read_as_articles_though_it_is_named(small_archive: Archive) -> None:
    result = onrecord("add", "archive", "--archive", "other")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1].endswith("archive: an archive of On the Record: not read")
    assert Archive.open("other").articles() == []


@words
def test_a_mistyped_model_leaves_no_archive_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Missing(WordEncoder):
        def count_tokens(self, texts: list[str]) -> list[int]:
            raise ModelError("embedding model 'x' cannot be loaded: no\nsuch file")

    monkeypatch.setattr("index.load_encoder", lambda name: Missing(name=name))
    (tmp_path / "snow.md").write_text(SNOW)
    result = onrecord("add", "snow.md", "--model", "x")
    assert result.exit_code == 1
    assert result.stderr == "onrecord: embedding model 'x' cannot be loaded: no such file\n"
    assert [path.name for path in tmp_path.iterdir()] == ["snow.md"]


@words
def test_an_archive_keeps_its_model(tmp_path: Path) -> None:
    (tmp_path / "snow.md").write_text(SNOW)
    assert onrecord("add", "snow.md", "--model", "first").exit_code == 0
    assert onrecord("add", "snow.md").exit_code == 0
    refused = onrecord("add", "snow.md", "--model", "second")
    assert refused.exit_code == 1
    assert "was made with the model 'first', not 'second'" in refused.stderr


@words
@pytest.mark.parametrize(
    ("limit", "reason"),
    [
        pytest.param("--max-file-size=10", "it is larger than 10 bytes", id="size"),
        pytest.param("--max-pages=1", "it has 2 pages, more than the 1 that are read", id="pages"),
    ],
)
def test_limits_hold_for_what_is_added(tmp_path: Path, limit: str, reason: str) -> None:
    with pypdfium2.PdfDocument.new() as document:
        for _ in range(2):
            document.new_page(200, 200).close()
        document.save(tmp_path / "a.pdf")
    result = onrecord("add", "a.pdf", limit)
    assert result.exit_code == 1
    assert f"{tmp_path / 'a.pdf'}: {reason}" in result.stdout


# The archive -----------------------------------------------------------------------------------


@words
def test_status_tells_what_is_in_it(small_archive: Archive) -> None:
    lines = onrecord("status").stdout.splitlines()
    rows = [tuple(re.split(r" {2,}", line, maxsplit=1)) for line in lines]
    assert rows == [*describe.status_rows(Archive.open("archive").status())]
    assert ("articles", "3") in rows
    assert ("without a date", "1") in rows
    assert ("published", "2022-11-04 to 2024-08-01") in rows
    assert ("outlet", "Example Daily: 1") in rows
    assert ("language", "en: 3") in rows
    assert ("model", "words") in rows
    assert ("pending", "0") in rows


@words
def test_status_as_json(small_archive: Archive) -> None:
    found = json.loads(onrecord("status", "--json", "--articles").stdout)
    contents = small_archive.contents()
    assert found["archive"] == str(small_archive.path.absolute())
    assert (found["articles"], found["passages"]) == (3, contents.passages)
    assert found["outlets"] == {"Example Daily": 1, "Example Weekly": 1}
    assert found["listed"] == [
        {
            "id": article.id,
            "published": article.published.isoformat() if article.published else None,
            "outlet": article.outlet,
            "title": article.title,
            "file": article.file,
            "url": article.url,
        }
        for article in small_archive.articles()
    ]


@words
def test_articles_are_listed_and_removed_by_id(small_archive: Archive) -> None:
    listed = onrecord("status", "--articles").stdout.splitlines()
    daily = small_archive.articles()[0]
    assert listed[0] == f"{daily.id}  2024-08-01  Example Daily   No troops"
    assert listed[2].split() == [small_archive.articles()[2].id, "no", "date"]

    assert onrecord("remove", daily.id).stdout == "1 removed, 2 left\n"
    assert [line[:16] for line in onrecord("status", "--articles").stdout.splitlines()] == [
        line[:16] for line in listed[1:]
    ]


@words
def test_remove_with_an_unknown_id_removes_nothing(small_archive: Archive) -> None:
    result = onrecord("remove", small_archive.articles()[0].id, "0000")
    assert result.exit_code == 1
    assert "no article and no URL '0000'" in result.stderr
    assert len(Archive.open("archive").articles()) == 3


@words
def test_an_empty_archive_has_a_status_and_no_list(archive: Archive) -> None:
    assert ("articles", "0") in table(onrecord("status").stdout).items()
    for words, reason in (
        (["status", "--articles"], "no article is in archive yet; add some with: onrecord add"),
        (["status", "--stories"], "no story is carried by several articles"),
        (["refresh", "--list"], "no URL is asked for again; add one with: onrecord add URL"),
    ):
        result = onrecord(*words)
        assert (result.exit_code, result.stdout) == (0, "")
        assert result.stderr.startswith(f"onrecord: {reason}")
        assert result.stderr.count("\n") == 1
    assert json.loads(onrecord("status", "--stories", "--json").stdout) == []
    assert "no URL is asked for again" in onrecord("refresh").stderr


@words
def test_repair_makes_lost_search_files_anew(desk: Desk, small_archive: Archive) -> None:
    before = onrecord("ask", WHY).stdout
    (lost,) = small_archive.path.glob("generations/*/vectors.faiss")
    lost.unlink()
    damaged = onrecord("ask", WHY)
    assert damaged.exit_code == 1
    assert damaged.stderr.endswith("; rebuild it with: onrecord repair --archive archive\n")
    assert onrecord("repair").stdout == "repaired: 3 articles, 3 passages\n"
    assert onrecord("ask", WHY).stdout == before


# Progress --------------------------------------------------------------------------------------


def test_bars_show_stage_count_and_rate() -> None:
    screen = io.StringIO()
    bars = terminal.bars_on(Console(file=screen, force_terminal=True, width=100, color_system=None))
    with terminal.reporting(bars) as report:
        report("reading [1]", 2, 2)
        for done in range(4):
            report("embedding", done, 3)
    last = screen.getvalue().split("\x1b[1A")[-1]
    assert "reading [1]" in last
    assert "2/2" in last
    assert re.search(r"embedding .* 3/3 +[\d,.]+/s", last)


def test_what_is_shown_below_bars_goes_to_a_file_or_pipe(
    capsys: pytest.CaptureFixture[str],
) -> None:
    screen = io.StringIO()
    bars = terminal.bars_on(Console(file=screen, force_terminal=True, width=100, color_system=None))
    with terminal.reporting(bars) as report:
        report("asking again", 1, 2)
        terminal.show("a.jsonl, line 1")
    assert capsys.readouterr().out == "a.jsonl, line 1\n"
    assert "a.jsonl" not in screen.getvalue()


def test_no_bars_where_standard_error_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert terminal.progress_bars() is None
    with terminal.reporting(None) as report:
        report("reading", 1, 2)
    assert capsys.readouterr() == ("", "")
