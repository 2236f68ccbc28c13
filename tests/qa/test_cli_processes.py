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
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import pytest
from command_line import ROOT, onrecord, process

from index import Archive
from qa.serving import find_app, is_free, streamlit_command

# Imports ---------------------------------------------------------------------------------------


def imported(*arguments: str, heavy: tuple[str, ...], cwd: Path) -> list[str]:
    """Run a command in a process of its own; return its output, and last what it has imported."""
    script = (
        "import sys\nfrom qa.cli import commands\n"
        f"try: commands({arguments!r})\nexcept SystemExit as end: assert end.code == 0\n"
        f"print('loaded:', [name for name in {heavy!r} if name in sys.modules])"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", script]
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


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
def test_help_imports_nothing_heavy(option: str, heavy: tuple[str, ...], tmp_path: Path) -> None:
    assert imported(option, heavy=heavy, cwd=tmp_path)[-1] == "loaded: []"


@pytest.mark.parametrize(
    "heavy",
    [
        pytest.param(("torch", "openvino", "streamlit"), id="models"),
        pytest.param(("trafilatura", "lxml", "index.boilerplate"), id="readers"),
        pytest.param(("httpcore2", "index.gathering"), id="web"),
        pytest.param(("faiss", "tantivy", "numpy", "index.searching"), id="search"),
        pytest.param(("qa.silence", "qa.evidence", "qa.question"), id="answers"),
    ],
)
def test_status_imports_neither_what_searches_nor_what_answers(
    heavy: tuple[str, ...], tmp_path: Path
) -> None:
    Archive.create(tmp_path / "archive")
    output = imported("status", heavy=heavy, cwd=tmp_path)
    assert "articles        0" in output
    assert output[-1] == "loaded: []"


# Answers ---------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def shipped_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The articles that ship, in an archive made by the command itself with the real model."""
    folder = tmp_path_factory.mktemp("shipped")
    added = process("add", str(ROOT / "corpus"), "--json", cwd=folder)
    stdout, stderr = added.communicate(timeout=120)
    assert (added.returncode, stderr) == (0, "")
    assert len(json.loads(stdout)["added"]) == len(list((ROOT / "corpus").glob("*.md")))
    return folder / "archive"


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
    texts = {article.id: article.text for article in Archive.open(shipped_archive).articles()}
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


def test_a_reader_that_goes_away_is_no_error(shipped_archive: Path, tmp_path: Path) -> None:
    listing = process("status", "--articles", "--archive", str(shipped_archive), cwd=tmp_path)
    assert listing.stdout
    assert listing.stderr
    listing.stdout.close()
    assert listing.stderr.read() == ""
    listing.stderr.close()
    assert listing.wait(timeout=60) == 1


# Ending ----------------------------------------------------------------------------------------

pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="waits at a named pipe")


@pipes
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("SIGINT", id="Ctrl-C"),
        pytest.param("SIGTERM", id="a service manager"),
        pytest.param("SIGHUP", id="a terminal that is closed"),
    ],
)
@pytest.mark.usefixtures("ended_by_signals")
def test_a_batch_that_is_told_to_end_leaves_everything_as_it_was(
    shipped_archive: Path, tmp_path: Path, name: str
) -> None:
    number = signal.Signals[name]
    (tmp_path / "a.jsonl").write_text("old")
    with batch_at_work(shipped_archive, tmp_path) as (run, _):
        run.send_signal(number)
        stdout, stderr = run.communicate(timeout=60)
    assert (run.returncode, stdout, stderr) == (128 + number, "", "onrecord: interrupted\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jsonl", "q.txt"]
    assert (tmp_path / "a.jsonl").read_text() == "old"


@pipes
@pytest.mark.usefixtures("ended_by_signals")
def test_where_nobody_reads_what_it_notes_it_ends_the_same(
    shipped_archive: Path, tmp_path: Path
) -> None:
    with batch_at_work(shipped_archive, tmp_path) as (run, _):
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.close()
        run.stderr.close()  # as a terminal that is closed: what is written there is an error
        run.send_signal(signal.SIGHUP)
        assert run.wait(timeout=60) == 128 + signal.SIGHUP
    assert [path.name for path in tmp_path.iterdir()] == ["q.txt"]


@pipes
def test_what_is_to_be_ignored_stays_ignored(shipped_archive: Path, tmp_path: Path) -> None:
    ignoring = handled(["SIGHUP"], signal.SIG_IGN)  # as under nohup
    with ignoring, batch_at_work(shipped_archive, tmp_path) as (run, questions):
        run.send_signal(signal.SIGHUP)
        questions.write("Who is Pavel Latushka?\n")
        questions.close()
        _, stderr = run.communicate(timeout=120)
    assert (run.returncode, stderr) == (
        0,
        "onrecord: 1 question: 1 answered, 0 the archive does not say\n",
    )


SLOW_TO_TIDY_UP = """
import sys, time
from pathlib import Path
from qa.cli import commands, main

@commands.command()
def work():
    try:
        Path("draft").touch()
        time.sleep(60)
    finally:
        Path("tidying").touch()
        time.sleep(1)
        Path("draft").unlink()

sys.argv = ["onrecord", "work"]
main()
"""


@pytest.mark.skipif(os.name == "nt", reason="sends what only Unix has")
@pytest.mark.parametrize(
    ("first", "then", "tidied"),
    [
        pytest.param("SIGTERM", ["SIGTERM", "SIGHUP", "SIGTERM"], True, id="who asks once more"),
        pytest.param("SIGHUP", ["SIGTERM"], True, id="who asks otherwise"),
        pytest.param("SIGINT", ["SIGTERM", "SIGHUP"], True, id="who asks after Ctrl-C"),
        pytest.param("SIGINT", ["SIGINT"], False, id="a second Ctrl-C"),
        pytest.param("SIGTERM", ["SIGINT"], False, id="Ctrl-C after a signal"),
    ],
)
@pytest.mark.usefixtures("ended_by_signals")
def test_tidying_up_is_broken_off_by_ctrl_c_alone(
    first: str, then: Sequence[str], tidied: bool, tmp_path: Path
) -> None:
    run = subprocess.Popen(
        [sys.executable, "-c", SLOW_TO_TIDY_UP],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_for((tmp_path / "draft").exists)
    run.send_signal(signal.Signals[first])
    wait_for((tmp_path / "tidying").exists)
    for name in then:
        run.send_signal(signal.Signals[name])
        time.sleep(0.05)
    _, stderr = run.communicate(timeout=60)
    last = first if tidied else then[0]
    assert (run.returncode, stderr) == (128 + signal.Signals[last], "onrecord: interrupted\n")
    assert (tmp_path / "draft").exists() is not tidied


@pytest.fixture
def ended_by_signals() -> Iterator[None]:
    """Let processes that are begun here end by signals, though the tests themselves ignore some.

    Under nohup that is SIGHUP, in the background of a shell's script SIGINT.
    """
    with handled(["SIGINT", "SIGTERM", "SIGHUP"], signal.SIG_DFL):
        yield


@contextmanager
def handled(names: Sequence[str], handler: signal.Handlers) -> Iterator[None]:
    """Handle signals so here, and in the processes that are begun meanwhile."""
    before = {name: signal.signal(signal.Signals[name], handler) for name in names}
    try:
        yield
    finally:
        for name, old in before.items():
            signal.signal(signal.Signals[name], old)


@contextmanager
def batch_at_work(archive: Path, folder: Path) -> Iterator[tuple["subprocess.Popen[str]", TextIO]]:
    """Begin a batch from `q.txt`, a pipe, to `a.jsonl`; it waits for what is written to the pipe.

    A batch that still runs at the end is killed.
    """
    os.mkfifo(folder / "q.txt")
    run = process("batch", "q.txt", "-o", "a.jsonl", "--archive", str(archive), cwd=folder)
    try:
        with (folder / "q.txt").open("w") as questions:
            wait_for(lambda: [path.name for path in folder.glob(".a.jsonl.*")])
            yield run, questions
    finally:
        if run.poll() is None:
            run.kill()
            run.wait()


def wait_for(happened: Callable[[], object]) -> None:
    for _ in range(600):
        if happened():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen in half a minute")


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
def test_an_output_without_room_is_told_in_one_line(shipped_archive: Path, tmp_path: Path) -> None:
    done = shell(f'status --archive "{shipped_archive}" >/dev/full', tmp_path)
    assert done.returncode == 1
    assert done.stderr == (
        "onrecord: the output cannot be written (No space left on device); make room for it\n"
    )
