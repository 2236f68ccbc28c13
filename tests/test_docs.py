"""What the documents say is so: help pages, field names, and everything that README shows."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from docs.make_cli import PAGE, main, page
from index import Archive, Article, FieldAliases, Subscription
from index.reading.kinds import Kind
from qa import Case, Gold, describe, evaluate, read_cases, replay, replay_report, report
from qa.calibration import Calibration
from qa.cli import commands as onrecord
from qa.desk import Desk
from qa.evaluation import Fault
from qa.export import ANSWER_COLUMNS
from qa.places import locate
from qa.recalibration import refit
from qa.record import Problem
from qa.saved.answers import SOURCE
from qa.saved.comparing import Cause, Outcome
from qa.strictness import Strictness

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLE = ROOT / "docs/questions-example.csv"
FORMATS = (ROOT / "docs/formats.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# Only what is known to do no harm is run: the command itself, alone or behind a pipe.
RUN = re.compile(r"^(?:(?:printf|echo|cat) .*\| *)?(?:\.venv/bin/)?onrecord (?!serve\b)")


def blocks(language: str) -> list[str]:
    return [body for name, body in BLOCK.findall(README) if name == language]


def commands() -> list[str]:
    lines = "".join(blocks("bash")).replace("\\\n", " ").splitlines()
    return [line.replace(".venv/bin/", "") for line in lines if RUN.match(line)]


# Help pages ------------------------------------------------------------------------------------


def test_the_page_of_commands_is_what_help_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert PAGE.read_text(encoding="utf-8") == page(), "write it: python -m docs.make_cli"
    assert main(["--check"]) == 0


def test_the_check_fails_where_the_page_differs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("docs.make_cli.PAGE", tmp_path / "cli.md")
    assert main(["--check"]) == 1
    assert "python -m docs.make_cli" in capsys.readouterr().err
    assert main([]) == 0
    assert main(["--check"]) == 0
    (tmp_path / "cli.md").write_text("old")
    assert main(["--check"]) == 1


# Formats ---------------------------------------------------------------------------------------


def section(title: str) -> str:
    """Return what stands under a heading, up to the next one that is not below it."""
    match = re.search(
        rf"^(#+) {re.escape(title)}\n(.*?)(?=^\1 |\Z)", FORMATS, re.MULTILINE | re.DOTALL
    )
    assert match, title
    return match[2]


def names(text: str) -> set[str]:
    return set(re.findall(r"`([\w:]+)`", text))


def keys(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield name
            yield from keys(inner)
    if isinstance(value, list | tuple):
        for inner in value:
            yield from keys(inner)


def test_every_field_of_an_answer_is_described(archive: Archive) -> None:
    archive.add_articles([Article(text="Belarus sent no troops.", title="No", outlet="Example")])
    answer = Desk(archive).ask("Did Belarus send troops?").to_dict()
    assert answer["statements"] or answer["closest"]
    assert set(keys(answer)) <= names(section("An answer"))


def test_every_column_is_described() -> None:
    assert set(ANSWER_COLUMNS) | {"line", "input_other"} <= names(section("CSV"))


def test_every_field_of_a_verification_is_described(archive: Archive) -> None:
    cited = {"quote": "No.", "start": 0, "end": 3, "article": {"id": "0" * 16, "sha256": ""}}
    answer = {"question": "Who?", "statements": [], "closest": [cited]}
    done = CliRunner().invoke(
        onrecord,
        ["verify", "-", "--json", "--archive", str(archive.path)],
        input=json.dumps(answer),
    )
    (found,) = json.loads(done.stdout)
    assert found["findings"][0]["problem"] == Problem.MISSING
    described = names(section("Checking saved answers"))
    assert set(keys(found)) | set(Problem) | set(SOURCE) <= described


def test_every_field_of_a_replay_is_described(archive: Archive) -> None:
    archive.add_articles([Article(text="Belarus sent no troops.", title="No", outlet="Example")])
    asked = Desk(archive).ask("Did Belarus send troops?", strictness=Strictness.OPEN)
    saved = json.loads(json.dumps(asked.to_dict()))
    for cited in (c for statement in saved["statements"] for c in statement["citations"]):
        cited["article"]["id"] = "0" * 16
    (one,) = replay(Desk(archive), saved)
    found = replay_report.as_values(one)
    assert found["gone"]
    tally = replay_report.Tally()
    tally.add(one)
    whole = replay_report.file_values("a.json", tally, [found], error=None)
    described = names(section("Asking saved answers again")) | names(section("An answer"))
    assert set(keys(whole)) | set(Outcome) | set(Cause) <= described


def test_every_field_of_a_status_is_described(archive: Archive) -> None:
    own = Calibration(threshold=0.6, wanted=0.05, answerable=20, unanswerable=20)
    found = describe.status(archive.status(), own)
    assert set(keys(found)) - {"en"} <= names(section("The status of an archive"))


def test_every_field_of_a_subscription_is_described() -> None:
    one = Subscription(url="https://news.example/", kind=Kind.FEED, last_checked=datetime.now(UTC))
    found = describe.subscriptions([one])
    assert set(keys(found)) | set(Kind) <= names(section("From the web"))


def test_every_field_of_an_evaluation_is_described(archive: Archive) -> None:
    archive.add_articles([Article(text="Belarus sent no troops.", title="No", outlet="Example")])
    gold = (Gold(quote="sent no troops"),)
    numbers = range(20)
    cases = [
        *(Case(question=f"Did Belarus send {n} troops?", golds=gold) for n in numbers),
        *(Case(question=f"Who took {n} pears?", absent=True) for n in numbers),
        Case(question="Who sleeps?", golds=(Gold(quote="nobody at all"),)),
    ]
    evaluation = evaluate(Desk(archive), cases)
    assert len(evaluation.problems) == 1
    fitted = refit(evaluation, rate=0.1)
    found = report.as_dict(evaluation, address="http://127.0.0.1:8501", refit=fitted)
    assert set(keys(found)) <= names(section("An evaluation"))


def test_what_can_go_wrong_is_listed_and_so_is_every_strictness() -> None:
    text = " ".join(FORMATS.split())
    for name in (*Fault, *Strictness):
        assert f"`{name}`" in text


def test_the_example_of_questions_has_its_quotes_in_the_corpus(archive: Archive) -> None:
    archive.add(ROOT / "corpus")
    cases = read_cases(EXAMPLE)
    assert [case.error for case in cases] == [None] * 24
    assert (sum(bool(c.golds) for c in cases), sum(c.absent for c in cases)) == (12, 12)
    located = locate((gold for case in cases for gold in case.golds), archive.articles())
    assert [one.problem for one in located] == [None] * len(located)
    # The files themselves, and not what has been read from them, have every quote.
    files = " ".join(p.read_text(encoding="utf-8") for p in (ROOT / "corpus").glob("*.md"))
    quotes = [gold.quote for case in cases for gold in case.golds if gold.quote]
    assert [quote for quote in quotes if quote not in files] == []


def test_every_name_of_an_articles_field_is_listed() -> None:
    listed = {
        row[0]: tuple(re.findall(r"`([^`]+)`", row[1]))
        for row in re.findall(r"^\| `(\w+)` \| ([^|]+) \|", section("Articles"), re.MULTILINE)
    }
    assert listed == dict(FieldAliases())


# README ----------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def readers_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as a reader of README has it: the corpus, an archive of it, and `onrecord`."""
    folder = tmp_path_factory.mktemp("reader")
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    (folder / "docs").mkdir()
    # A few of the example's questions, with and without an answer: each is asked of the real model.
    with EXAMPLE.open(encoding="utf-8", newline="") as example:
        header, *rows = csv.reader(example)
    with (folder / "docs" / EXAMPLE.name).open("w", encoding="utf-8", newline="") as few:
        csv.writer(few).writerows([header, *rows[::5]])
    script = folder / "bin/onrecord"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m qa.cli "$@"\n')
    script.chmod(0o755)
    run(["onrecord", "add", "corpus/"], folder)
    return folder


def run(command: list[str], folder: Path) -> str:
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def test_readme_has_something_to_run() -> None:
    assert blocks("python")
    assert commands()


def test_the_python_of_readme_runs(readers_folder: Path) -> None:
    """All blocks as one program: a later one may use what an earlier one made."""
    assert run([sys.executable, "-c", "\n".join(blocks("python"))], readers_folder)


@pytest.mark.parametrize("line", commands())
def test_a_command_of_readme_runs(line: str, readers_folder: Path) -> None:
    run(["bash", "-o", "pipefail", "-c", line], readers_folder)
