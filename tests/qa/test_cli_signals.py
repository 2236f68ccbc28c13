"""The command line as processes that signals end."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import pytest
from command_line import ROOT, process

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
    run = script(SLOW_TO_TIDY_UP, cwd=tmp_path)
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


STILL_READING = """
import sys, time
from pathlib import Path
from qa.cli import commands, main
from qa.side_by_side import side_by_side

def read(questions):
    Path("reading").touch()
    time.sleep(60)
    return questions

@commands.command()
def work():
    list(side_by_side(map(str, range(99)), read))

sys.argv = ["onrecord", "work"]
main()
"""


@pytest.mark.skipif(os.name == "nt", reason="sends what only Unix has")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
@pytest.mark.usefixtures("ended_by_signals")
def test_it_does_not_wait_for_questions_that_are_being_read(name: str, tmp_path: Path) -> None:
    run = script(STILL_READING, cwd=tmp_path)
    wait_for((tmp_path / "reading").exists)
    run.send_signal(signal.Signals[name])
    _, stderr = run.communicate(timeout=30)
    assert (run.returncode, stderr) == (128 + signal.Signals[name], "onrecord: interrupted\n")


ENDED_WHILE_READING_OPTIONS = """
import os, signal, sys
import click
from qa.cli import commands, main

def kill(name):
    os.kill(os.getpid(), signal.Signals[name])
    return name

option = click.option("--by", type=kill, expose_value=False)
option(commands)
option(commands.commands["status"])
main()
"""


@pytest.mark.skipif(os.name == "nt", reason="sends what only Unix has")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
@pytest.mark.parametrize(
    "before",
    [pytest.param((), id="before any command"), pytest.param(("status",), id="of a command")],
)
@pytest.mark.usefixtures("ended_by_signals")
def test_it_ends_the_same_while_options_are_read(
    before: Sequence[str], name: str, tmp_path: Path
) -> None:
    run = script(ENDED_WHILE_READING_OPTIONS, *before, "--by", name, cwd=tmp_path)
    _, stderr = run.communicate(timeout=60)
    assert (run.returncode, stderr) == (128 + signal.Signals[name], "onrecord: interrupted\n")


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


def script(source: str, *words: str, cwd: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", source, *words],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for(happened: Callable[[], object]) -> None:
    for _ in range(600):
        if happened():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen in half a minute")
