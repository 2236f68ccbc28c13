"""The parts of `benchmarks.speed`: each takes systems in turns and returns what it measured."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.peers.system import LIMIT, ON_THE_RECORD
from benchmarks.running import PRIVATE, ROOT, Running, Systems
from index import Encoder
from qa import Desk

Seconds = dict[str, list[float]]
"""By system, the seconds of each turn."""

COMPLETE = "complete"
"""A file beside a whole index: how many passages are in it."""
# Threads of OpenMP wait in a loop for some milliseconds when their work is done: they must not slow
# whoever has the next turn.
_PAUSE = 0.05
WARMING = ("Who made a profit?", "What is the price of cocoa?", "How large was the loss?")


def in_turns(names: Sequence[str], turn: int) -> list[str]:
    """Rotate the systems, so that none is always the first.

    >>> in_turns("abc", 1)
    ['b', 'c', 'a']
    """
    first = turn % len(names)
    return [*names[first:], *names[:first]]


def time_indexing(
    running: Mapping[str, Running], corpus: Path, folder: Path, *, turns: int
) -> Seconds:
    """Have a corpus indexed some times over by each, models loaded before."""
    for one in running.values():
        one.tell("load")
    seconds: Seconds = {name: [] for name in running}
    for turn in range(turns):
        for name in in_turns(list(running), turn):
            done = running[name].tell("index", corpus=str(corpus), folder=str(empty(folder)))
            seconds[name].append(done["seconds"])
    return seconds


def time_asking(
    running: Mapping[str, Running],
    questions: Sequence[str],
    *,
    do: str,
    passages: Collection[str],
) -> Seconds:
    """Have every question retrieved for, or answered, by each, after a few that are not counted.

    Raises:
        SystemExit: what one retrieves is no passage that it was given.
    """
    for one in running.values():
        for question in WARMING:
            one.tell(do, question=question)
    seconds: Seconds = {name: [] for name in running}
    for turn, question in enumerate(questions):
        for name in in_turns(list(running), turn):
            time.sleep(_PAUSE)
            done = running[name].tell(do, question=question)
            seconds[name].append(done["seconds"])
            if do == "retrieve" and not (done["found"] and set(done["found"]) <= set(passages)):
                raise SystemExit(f"{name} found what it was not given, or nothing: '{question}'")
    return seconds


def time_cold(systems: Systems, question: str, *, turns: int) -> Seconds:
    """Time whole processes: the command `onrecord ask` to its end, the peers to their passages."""
    seconds: Seconds = {name: [] for name in systems.names}
    for turn in range(turns + 1):
        for name in in_turns(systems.names, turn):
            start = time.perf_counter()
            if name == ON_THE_RECORD:
                run_ask(systems.folder(name) / "archive", question)
                end = time.perf_counter()
            else:
                with systems.start(name) as running:
                    running.tell("open", folder=str(systems.folder(name)))
                    running.tell("retrieve", question=question)
                    end = time.perf_counter()
            if turn:  # the first brings the files into memory
                seconds[name].append(end - start)
    return seconds


def run_ask(archive: Path, question: str) -> dict[str, Any]:
    """Run `onrecord ask` as a process of its own; return its answer."""
    done = subprocess.run(
        [*(sys.executable, "-m", "qa.cli", "ask", question), "--archive", str(archive), "--json"],
        cwd=ROOT,
        env={**os.environ, **PRIVATE},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    answer: dict[str, Any] = json.loads(done.stdout)
    if not (answer["statements"] or answer["closest"]):
        raise SystemExit(f"no answer and no silence with what came nearest: {question}")
    return answer


def time_starting(archive: Path, *, turns: int) -> Seconds:
    """Time whole processes that need neither model nor index."""
    command = [sys.executable, "-m", "qa.cli"]
    begun = {
        "import qa": [sys.executable, "-c", "import qa"],
        "onrecord --help": [*command, "--help"],
        "onrecord status": [*command, "status", "--archive", str(archive)],
    }
    seconds: Seconds = {name: [] for name in begun}
    for turn in range(turns + 1):
        for name in in_turns(list(begun), turn):
            start = time.perf_counter()
            subprocess.run(begun[name], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
            if turn:  # the first brings the files into memory
                seconds[name].append(time.perf_counter() - start)
    return seconds


def index_all(systems: Systems, corpus: Path) -> dict[str, float]:
    """Have each index a corpus in a fresh process, and keep the index; return peaks in MiB."""
    peaks = {}
    for name in systems.names:
        peaks[name] = index_one(systems, name, corpus)
        print(f"{name}: {peaks[name]:,.0f} MiB at most to index", flush=True)
    return peaks


def index_one(systems: Systems, name: str, corpus: Path) -> float:
    """Have one index a corpus in a fresh process, and keep the index; return its peak in MiB."""
    folder = empty(systems.folder(name))
    with systems.start(name) as running:
        running.tell("index", corpus=str(corpus), folder=str(folder))
        peak = float(running.tell("peak")["mib"])
    (folder / COMPLETE).write_text(str(len(json.loads(corpus.read_bytes())["passages"])))
    return peak


def peaks_of_asking(systems: Systems, questions: Sequence[str], *, do: str) -> dict[str, float]:
    """Have each asked some questions in a fresh process; return peaks in MiB."""
    peaks = {}
    for name in systems.names:
        with systems.start(name) as running:
            running.tell("open", folder=str(systems.folder(name)))
            for question in questions:
                running.tell(do, question=question)
            peaks[name] = running.tell("peak")["mib"]
    return peaks


def time_batches(make_desk: Callable[[], Desk], questions: Sequence[str], *, size: int) -> Seconds:
    """Answer blocks of questions one by one and all together, each way first in every other block.

    The two ways have a desk each, that remembers no answers, so that neither helps the other.
    """
    desks = {"one by one": make_desk(), "together": make_desk()}
    ways: dict[str, Callable[[Sequence[str]], int]] = {
        "one by one": lambda some: len([desks["one by one"].ask(one) for one in some]),
        "together": lambda some: len(list(desks["together"].ask_many(some))),
    }
    for desk in desks.values():
        list(desk.ask_many(WARMING))
    seconds: Seconds = {way: [] for way in ways}
    for turn, first in enumerate(range(0, len(questions), size)):
        block = questions[first : first + size]
        for way in in_turns(list(ways), turn):
            start = time.perf_counter()
            if ways[way](block) != len(block):
                raise SystemExit(f"{way}: not every question was answered")
            seconds[way].append(time.perf_counter() - start)
    return seconds


def agree(
    ours: Encoder, reference: Encoder, passages: Sequence[str], questions: Sequence[str]
) -> dict[str, float]:
    """Compare two encoders: mean cosine of their vectors, and overlap@10 of what they find."""
    made, wanted = ours.encode_passages(passages), reference.encode_passages(passages)
    asked, wanted_asked = ours.encode_questions(questions), reference.encode_questions(questions)
    cosines = np.concatenate([(made * wanted).sum(axis=1), (asked * wanted_asked).sum(axis=1)])
    return {
        "mean_cosine": float(cosines.mean()),
        "least_cosine": float(cosines.min()),
        "overlap_at_10": overlap(nearest(made, asked), nearest(wanted, wanted_asked)),
    }


def nearest(
    passages: NDArray[np.float32], questions: NDArray[np.float32], *, limit: int = LIMIT
) -> list[set[int]]:
    """Return for each question the rows of its nearest passages, by all inner products."""
    return [set(np.argsort(-row, kind="stable")[:limit].tolist()) for row in questions @ passages.T]


def overlap(found: Sequence[set[int]], wanted: Sequence[set[int]]) -> float:
    """Return the share of what was wanted that was found, averaged over the questions.

    >>> overlap([{1, 2}, {3, 4}], [{1, 2}, {4, 5}])
    0.75
    """
    return fmean(len(a & b) / len(b) for a, b in zip(found, wanted, strict=True))


def empty(folder: Path) -> Path:
    """Make a folder, or make it empty."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
