"""Many questions answered in a thread, without a page."""

import csv
import io
import itertools
import json
import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryFile

import pytest
from batches import PATIENCE, join, wait_for

from index import Filters
from index.graphs import before_each_batch
from qa import Desk
from web import answering
from web.answering import Batch, Batches, EndedError, Stage

ROOT = Path(__file__).resolve().parents[2]


def counted(content: bytes, here=lambda: True) -> Batch:
    batch = Batch(content, name=None, here=here)
    wait_for(batch)
    return batch


class HeldUp:
    """A desk that is silent, and that holds up what comes after the first answers."""

    def __init__(self, silence, *, after: int = 0) -> None:
        self.silence, self.after = silence, after
        self.reached, self.may_go_on = threading.Event(), threading.Event()

    def ask_many(self, questions, **_):
        for number, question in enumerate(questions):
            if number == self.after:
                self.reached.set()
                assert self.may_go_on.wait(PATIENCE)
            yield replace(self.silence, question=question)


@pytest.fixture(scope="module")
def silence(archive):
    return Desk(archive).ask("Who won the elections in Peru?")


MANY = "\n".join(f"How thick was the ice in {year}?" for year in range(1500, 1900)).encode()


class Pressed(Batch):
    """A batch that is started as soon as it says that it can be, by another thread."""

    desk: HeldUp

    @property
    def standing(self):
        return self._standing

    @standing.setter
    def standing(self, standing) -> None:
        self._standing = standing
        if standing.stage is Stage.READY:
            press = threading.Thread(target=self.start, args=[self.desk, Filters(), None])
            press.start()
            press.join(0.5)  # it may have to wait until this is said


def test_a_batch_that_is_started_at_the_moment_that_it_can_be_goes_on(silence):
    Pressed.desk = desk = HeldUp(silence)
    batch = Pressed(b"Who?\nWhere?", name=None, here=lambda: True)
    assert desk.reached.wait(PATIENCE)
    join("counting")
    assert batch.standing.stage is Stage.ANSWERING
    desk.may_go_on.set()
    wait_for(batch)
    assert batch.complete


def test_no_file_is_made_before_anything_is_asked(silence, monkeypatch):
    made = []
    opened = lambda: made.append(1) or TemporaryFile()  # noqa: E731, SIM115
    monkeypatch.setattr(answering, "TemporaryFile", opened)
    batch = counted(MANY)
    assert (made, batch.json_lines(), batch.csv()) == ([], b"", b"")
    batch.start(HeldUp(silence, after=400), Filters(), None)
    wait_for(batch)
    assert batch.complete
    assert len(made) == 2


def test_stopping_keeps_what_is_done(silence):
    batch = counted(MANY)
    assert batch.standing.questions == 400
    desk = HeldUp(silence, after=10)
    batch.start(desk, Filters(), None)
    assert desk.reached.wait(PATIENCE)
    batch.stop()
    assert batch.standing.stage is Stage.ENDED, "at once, whatever is being read"
    assert batch.standing.problem == ""
    before = batch.json_lines()
    desk.may_go_on.set()
    join("answering")
    assert batch.json_lines() == before, "nothing is written after it"
    assert batch.standing.tally.rows == 10
    assert not batch.complete
    lines = [json.loads(line)["line"] for line in before.splitlines()]
    assert lines == list(range(1, 11))
    rows = csv.DictReader(io.StringIO(batch.csv().decode("utf-8-sig")))
    assert [row["line"] for row in rows] == [str(line) for line in lines]


@pytest.mark.parametrize("reason", ["stopped", "the app ends"])
def test_what_is_being_read_is_read_no_further(silence, reason):
    read_on, ending = [], threading.Event()

    class Reading(HeldUp):
        def ask_many(self, questions, **_):
            for answer in super().ask_many(questions):
                before_each_batch.get()()
                read_on.append(answer)
                yield answer

    def here() -> bool:
        if ending.is_set():
            raise EndedError
        return True

    batch = counted(MANY, here=here)
    desk = Reading(silence, after=10)
    batch.start(desk, Filters(), None)
    assert desk.reached.wait(PATIENCE)
    batch.stop() if reason == "stopped" else ending.set()
    desk.may_go_on.set()
    join("answering")
    assert len(read_on) == 10
    assert (batch.standing.stage, batch.standing.problem) == (Stage.ENDED, "")


def test_the_work_ends_soon_after_no_page_waits_for_it_any_more(silence, monkeypatch):
    monkeypatch.setattr(answering, "_GRACE", 0.0)
    waiting = True
    batch = counted(MANY, here=lambda: waiting)
    desk = HeldUp(silence, after=10)
    batch.start(desk, Filters(), None)
    assert desk.reached.wait(PATIENCE)
    waiting = False
    desk.may_go_on.set()
    wait_for(batch)
    assert 10 <= batch.standing.tally.rows <= 12


def test_looks_that_miss_the_page_at_its_reloads_end_nothing(monkeypatch):
    monkeypatch.setattr(answering, "_GRACE", 0.0)
    looks = itertools.cycle([False, True])
    batch = counted(MANY, here=lambda: next(looks))
    assert (batch.standing.stage, batch.standing.questions) == (Stage.READY, 400)
    looks = itertools.cycle([True, False, False])
    batch = counted(MANY, here=lambda: next(looks))
    assert batch.stopped.is_set()
    assert batch.standing.questions == 2


def test_a_refusal_of_the_desk_is_said(archive):
    batch = Batch(b"Who?", name=None, here=lambda: True)
    wait_for(batch)
    batch.start(Desk(archive), Filters(outlets=("Nowhere News",)), None)
    wait_for(batch)
    assert batch.standing.stage is Stage.ENDED
    assert "Nowhere News" in batch.standing.problem


@pytest.mark.skipif(os.name == "nt", reason="limits what only Unix has")
def test_where_there_is_no_more_room_it_is_said_and_every_whole_row_is_kept(silence):
    import resource

    batch = counted(MANY)
    desk = HeldUp(silence, after=10)
    batch.start(desk, Filters(), None)
    assert desk.reached.wait(PATIENCE)
    before = batch.json_lines()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    # Room for three rows, and for the half of one.
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(len(before) * 1.35), limits[1]))
    try:
        desk.may_go_on.set()
        join("answering")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert batch.standing.stage is Stage.ENDED
    assert batch.standing.problem == (
        "the answers cannot be kept: it is larger than a file may be here; ask fewer questions at "
        "once"
    )
    assert batch.standing.tally.rows == 13
    for content in (batch.json_lines(), batch.csv().partition(b"\n")[2]):
        assert content.count(b"\n") == 13
        assert content.endswith(b"\n")
    assert batch.json_lines().startswith(before)


class Failing:
    """A desk that fails after two answers."""

    def __init__(self, silence, error: Exception) -> None:
        self.silence, self.error = silence, error

    def ask_many(self, questions, **_):
        yield self.silence
        yield self.silence
        raise self.error


@pytest.mark.parametrize(
    ("error", "logged"),
    [
        pytest.param(ZeroDivisionError("a bug"), ["a batch ended"], id="a bug"),
        pytest.param(
            RuntimeError("cannot schedule new futures after interpreter shutdown"),
            [],
            id="the process ends",
        ),
    ],
)
def test_an_error_that_nobody_foresaw_is_said_and_what_is_done_is_kept(
    silence, caplog, error, logged
):
    batch = counted(MANY)
    batch.start(Failing(silence, error), Filters(), None)
    join("answering")
    assert batch.standing.stage is Stage.ENDED
    assert "nobody foresaw" in batch.standing.problem
    assert batch.standing.tally.rows == 2
    assert batch.json_lines().count(b"\n") == 2
    assert [record.message for record in caplog.records if record.name == "web.answering"] == logged


ENDING = """
import threading
import time
from index import Filters
from index.graphs import before_each_batch
from web.answering import Batch

class Desk:
    def ask_many(self, questions, **_):
        try:
            asked.set()
            ending.wait(60)  # the main thread is no more
            before_each_batch.get()()
        finally:
            time.sleep(0.5)  # a daemon would be cut off in it
            print("left", flush=True)
        yield

asked, ending = threading.Event(), threading.Event()

def page():
    batch = Batch(b"Who?", name=None, here=lambda: True)
    while batch.standing.stage != "ready":
        pass  # another thread counts the one question
    batch.start(Desk(), Filters(), None)
    assert asked.wait(60)

thread = threading.Thread(target=page, daemon=True)
thread.start()
thread.join()

def tell():
    threading.main_thread().join()
    ending.set()

threading.Thread(target=tell, daemon=False).start()
"""


def test_the_process_waits_for_a_batch_to_end_itself(tmp_path):
    ran = subprocess.run(
        [sys.executable, "-c", ENDING],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "left\n", "")


def test_batches_that_go_on_are_kept_and_of_the_others_the_last_to_end(silence):
    batches, batch_of, desk = Batches(limit=2), {}, HeldUp(silence)
    for name in "abcdef":
        batch_of[name] = counted(b"Who?")
        batch_of[name].start(desk, Filters(), None)
        batches.keep(name, batch_of[name])
        for other in {"e": "dcba"}.get(name, ""):  # the first that began ends last
            batch_of[other].stop()
    kept = [name for name in "abcdef" if batches.find(name)]
    desk.may_go_on.set()
    assert kept == ["a", "b", "e", "f"]
