"""The command line as processes: what it imports, the real model, pipes, and the browser app."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest
from command_line import ROOT, onrecord, process

from index import Archive
from qa.serving import find_app, is_free, streamlit_command

# Imports ---------------------------------------------------------------------------------------


@cache
def imported(*arguments: str) -> tuple[str, frozenset[str]]:
    """Run a command in a process of its own; return its output, and what it has imported."""
    script = (
        "import sys\nfrom qa.cli import commands\n"
        f"try: commands({arguments!r})\nexcept SystemExit as end: assert end.code == 0\n"
        "print('loaded:', *sys.modules)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    output, _, loaded = done.stdout.rpartition("loaded: ")
    return output, frozenset(loaded.split())


@pytest.fixture(scope="module")
def empty_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "archive"
    Archive.create(path).close()
    return path


@pytest.mark.parametrize("option", ["--help", "--version"])
@pytest.mark.parametrize(
    "heavy",
    [
        pytest.param(("torch", "sentence_transformers", "transformers", "streamlit"), id="models"),
        pytest.param(("trafilatura", "lxml", "sentencex", "razdel", "py3langid"), id="readers"),
        pytest.param(("rich.console", "rich.progress"), id="screen"),
        pytest.param(("faiss", "tantivy", "numpy", "sqlite3"), id="search"),
    ],
)
def test_help_imports_nothing_heavy(option: str, heavy: tuple[str, ...]) -> None:
    _, loaded = imported(option)
    assert "qa.cli" in loaded
    assert loaded.isdisjoint(heavy)


@pytest.mark.parametrize(
    "heavy",
    [
        pytest.param(("torch", "openvino", "streamlit"), id="models"),
        pytest.param(("trafilatura", "lxml", "index.boilerplate"), id="readers"),
        pytest.param(("httpcore2", "index.gathering"), id="web"),
        pytest.param(("faiss", "tantivy", "numpy", "index.searching"), id="search"),
        pytest.param(("qa.silence", "qa.evidence", "qa.question"), id="answers"),
        pytest.param(("typer", "pydantic"), id="options"),
    ],
)
def test_status_imports_neither_what_searches_nor_what_answers(
    heavy: tuple[str, ...], empty_archive: Path
) -> None:
    output, loaded = imported("status", "--archive", str(empty_archive))
    assert "articles        0" in output.splitlines()
    assert loaded.isdisjoint(heavy)


# Answers ---------------------------------------------------------------------------------------


def test_the_bundled_model_answers_word_for_word(shipped_archive: Path, tmp_path: Path) -> None:
    questions = ["Why hasn’t Belarus sent troops to Ukraine?", "Хто виграв чемпіонат світу?"]
    (tmp_path / "q.txt").write_text("\n".join(questions), encoding="utf-8")
    run = process(
        *("batch", "q.txt", "-o", "-", "--archive", str(shipped_archive)),
        cwd=tmp_path,
        PYTHONIOENCODING="ascii",  # whatever the locale, what is written is UTF-8
    )
    stdout, stderr = run.communicate(timeout=120)
    assert run.returncode == 0, stderr
    assert re.fullmatch(r"onrecord: 2 questions: .*\n", stderr)
    answered, unanswered = map(json.loads, stdout.splitlines())
    assert [answered["question"], unanswered["question"]] == questions
    assert unanswered["silent"]
    # Left open, it would take its files away whenever Python lets go of it, as others copy them.
    with closing(Archive.open(shipped_archive)) as archive:
        texts = {article.id: article.text for article in archive.articles()}
    citations = [c for statement in answered["statements"] for c in statement["citations"]]
    for citation in citations + answered["closest"] + unanswered["closest"]:
        text = texts[citation["article"]["id"]]
        assert citation["quote"] == text[citation["start"] : citation["end"]]


def test_a_question_leaves_no_file_behind(shipped_archive: Path, tmp_path: Path) -> None:
    archive = shutil.copytree(shipped_archive, tmp_path / "archive")
    asked = process("ask", "Who is Pavel Latushka?", "--archive", str(archive), cwd=tmp_path)
    stdout, stderr = asked.communicate(timeout=120)
    assert (asked.returncode, stderr) == (0, "")
    assert "Latushka" in stdout.partition("\n")[0]
    assert stdout.endswith("\n")
    left = {path.name for path in archive.iterdir()}
    assert left == {"archive.sqlite", "current", "generations", "lock"}
    refused = ("ask", "Who?", "--archive", str(archive), "--strictness", "calibrated")
    asked = process(*refused, cwd=tmp_path)
    asked.communicate(timeout=120)
    assert asked.returncode == 1
    assert {path.name for path in archive.iterdir()} == left


def test_a_reader_that_goes_away_is_no_error(shipped_archive: Path, tmp_path: Path) -> None:
    listing = process("status", "--articles", "--archive", str(shipped_archive), cwd=tmp_path)
    assert listing.stdout
    assert listing.stderr
    listing.stdout.close()
    assert listing.stderr.read() == ""
    listing.stderr.close()
    assert listing.wait(timeout=60) == 1


# Serving ---------------------------------------------------------------------------------------


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_app_is_found_and_served_to_this_machine_only() -> None:
    assert find_app() == ROOT / "app.py"
    command = streamlit_command(ROOT / "app.py", port=8600)
    assert command[:5] == [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]
    assert set(command[5:]) == {
        "--server.port=8600",
        "--server.address=127.0.0.1",
        "--server.headless=true",
        "--browser.gatherUsageStats=false",
    }


def test_a_taken_port_is_an_error_that_says_what_to_do() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert not is_free(port)
        result = onrecord("serve", "--port", str(port))
    assert result.exit_code == 1
    assert result.stderr.startswith(f"onrecord: port {port} is taken; choose another one:")


def test_without_the_app_serve_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.serving.find_spec", lambda name: None)
    result = onrecord("serve")
    assert result.exit_code == 1
    assert "pip install -e ." in result.stderr


def test_serve_makes_no_archive_in_a_mistyped_directory(tmp_path: Path) -> None:
    result = onrecord("serve", "--archive", str(tmp_path / "arhcive"))
    assert result.exit_code == 1
    assert result.stderr.startswith(f"onrecord: no archive at {tmp_path / 'arhcive'}; make one")
    assert list(tmp_path.iterdir()) == []


def test_serve_makes_no_archive_in_a_folder_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Snow fell.")
    result = onrecord("serve", "--archive", str(tmp_path))
    assert result.exit_code == 1
    assert result.stderr.startswith(f"onrecord: no archive at {tmp_path}; make one")
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_serve_becomes_streamlit_and_ends_with_its_signal(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("import streamlit as st\n\nst.write('hello')\n")
    Archive.create(tmp_path / "news").close()
    port = free_port()
    served = process(
        *("serve", "--archive", "news", "--port", str(port)),
        cwd=tmp_path,
        PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}",
    )
    try:
        wait_until_healthy(port, served)
        environment = Path(f"/proc/{served.pid}/environ").read_bytes().split(b"\0")
        assert f"ONRECORD_ARCHIVE={tmp_path / 'news'}".encode() in environment
        assert b"streamlit" in Path(f"/proc/{served.pid}/cmdline").read_bytes()
    finally:
        served.send_signal(signal.SIGTERM)
        stdout, _ = served.communicate(timeout=30)
    assert stdout.startswith(f"On the Record is at http://127.0.0.1:{port} ")
    assert is_free(port)


def wait_until_healthy(port: int, served: subprocess.Popen[str]) -> None:
    for _ in range(300):
        assert served.poll() is None
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health") as answer:
                assert answer.read() == b"ok"
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the app did not answer within 30 s")


# Streams ---------------------------------------------------------------------------------------


def shell(line: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command by a shell, which closes and redirects streams."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = f'"{sys.executable}" -m qa.cli {line}'
    return subprocess.run(
        command,
        shell=True,
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(os.name == "nt", reason="a shell of its own")
@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        pytest.param("batch - -o a.jsonl <&-", 1, "there is no question in the input", id="input"),
        pytest.param("ask - <&-", 1, "the question has no words", id="input of one question"),
        pytest.param("status >&-", 0, "", id="output"),
        pytest.param("batch q.txt -o a.jsonl 2>&-", 0, "", id="errors"),
    ],
)
def test_closed_streams_are_as_good_as_empty_ones(
    line: str, code: int, said: str, shipped_archive: Path, tmp_path: Path
) -> None:
    (tmp_path / "archive").symlink_to(shipped_archive)
    (tmp_path / "q.txt").write_text("Who is Pavel Latushka?\n")
    done = shell(line, tmp_path)
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / "a.jsonl").exists() == ("q.txt" in line)
    if "q.txt" in line:
        lines = (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()
        assert len(lines) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="writes to /dev/full")
@pytest.mark.parametrize(
    "words",
    [
        pytest.param("status", id="what a command says"),
        pytest.param("status --help", id="a command's help"),
        pytest.param("--version", id="what comes before any command"),
    ],
)
def test_an_output_without_room_is_told_in_one_line(words: str, tmp_path: Path) -> None:
    Archive.create(tmp_path / "archive").close()
    done = shell(f"{words} >/dev/full", tmp_path)
    assert done.returncode == 1
    assert done.stderr == (
        "onrecord: the output cannot be written (No space left on device); make room for it\n"
    )
