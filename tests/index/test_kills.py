"""A writer is killed outright: what was published still answers, and the next `add` finishes.

After a kill the archive must answer from one state, the last one published; the same steps taken
again must lead to the same final state, with nothing left over.
"""

import multiprocessing
import random
import shutil
import sqlite3
import time
from contextlib import closing
from itertools import count, cycle
from pathlib import Path

import pytest
from kill_writer import STATES, article, take_step, take_step_and_die, take_steps
from word_encoder import VOCABULARY, WordEncoder

from index import Archive

KILLS = 10
SECONDS_A_TEXT = 0.002
LAST = len(STATES) - 1

# By a passage's text: its score, and how many carry its story.
Scores = dict[str, tuple[float, int]]

# A server that has imported everything once forks each writer in a hundredth of a second.
processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["index", "index.reading", "kill_writer", "pytest"])


def scores_of(archive: Archive, word: str) -> Scores:
    """Every passage with its score for a word: it tells the texts and what was counted of them."""
    hits = archive.search(word, limit=500)
    return {
        hit.passage.text: (round(hit.score, 5), hit.story.carried_by if hit.story else 1)
        for hit in hits
    }


def answers_of(archive: Archive) -> dict[str, Scores]:
    older = {"older versions": (0.0, archive.status().replaced)}
    return {"": older, **{word: scores_of(archive, word) for word in VOCABULARY}}


def open_archive(path: Path) -> Archive:
    return Archive.open(path, encoder=WordEncoder())


@pytest.fixture(scope="module")
def answers(tmp_path_factory) -> list[dict[str, Scores]]:
    """By state: what an archive answers whose writer nobody kills."""
    path = tmp_path_factory.mktemp("unharmed") / "archive"
    archive = Archive.create(path, encoder=WordEncoder())
    answers = [answers_of(archive)]
    for step in range(1, LAST + 1):
        take_step(archive, step)
        answers.append(answers_of(archive))
    for versions, answer in zip(STATES, answers, strict=True):
        texts = {
            t for n, v in versions.items() for t in article(n, v).text.splitlines(keepends=True)
        }
        assert {text.strip() for text in texts} == {text.strip() for text in answer["snow"]}
    # In state 2 four outlets carry the first version of the wire story and three the second.
    carried = [sorted({carried for _, carried in answer["snow"].values()}) for answer in answers]
    assert carried == [[], [1, 6], [1, 3, 4], [1, 3], [1, 2]]
    assert [answer[""]["older versions"][1] for answer in answers] == [0, 0, 30, 30, 40]
    return answers


def assert_nothing_is_left_over(path: Path) -> None:
    published = int((path / "current").read_text())
    files = {file.name for file in path.iterdir()} - {"archive.sqlite-wal", "archive.sqlite-shm"}
    assert files - {"lock"} == {"archive.sqlite", "current", "generations"}
    kept = {int(directory.name) for directory in (path / "generations").iterdir()}
    assert published in kept
    assert kept <= {published, published - 1}
    with closing(sqlite3.connect(path / "archive.sqlite")) as connection:
        (fine,) = connection.execute("PRAGMA integrity_check").fetchone()
        dead = (
            "SELECT count(*) FROM articles a LEFT JOIN passages p ON p.article_key = a.key WHERE"
            " removed_in <= ? AND (replaced_by IS NULL OR p.id IS NOT NULL) OR added_in > ?"
        )
        (rows,) = connection.execute(dead, (published - 1, published)).fetchone()
        lost = "SELECT count(*) FROM vectors WHERE content_hash NOT IN (%s)"
        passages = "SELECT content_hash FROM passages"
        (vectors,) = connection.execute(lost % passages).fetchone()
    assert (fine, rows, vectors) == ("ok", 0, 0)


def assert_whole_and_finish(path: Path, answers: list[dict[str, Scores]]) -> int:
    """Check what a killed writer left, then take the steps that are missing; return the state."""
    archive = open_archive(path)
    state = archive.status().generation
    assert answers_of(archive) == answers[state]
    for step in range(state + 1, LAST + 1):
        take_step(archive, step)
        assert archive.status().generation == step
        assert archive.status().pending == 0
        assert answers_of(archive) == answers[step]
        assert_nothing_is_left_over(path)
    archive.add_articles([])
    assert_nothing_is_left_over(path)
    assert answers_of(open_archive(path)) == answers[LAST]
    return state


def start_writer(path: Path):
    """Start a process that takes all the steps; return it once it begins."""
    here, there = processes.Pipe(duplex=False)
    settings = {"seconds_a_text": SECONDS_A_TEXT}
    process = processes.Process(target=take_steps, args=(path, there), kwargs=settings)
    process.start()
    there.close()
    assert here.poll(30)
    assert here.recv() is False, "the writer imports torch: it starts slowly and proves little"
    here.close()
    return process


def read_until(stop, path: Path, answers: list[dict[str, Scores]]) -> list[int]:
    """Search all the while; return the states that were seen, in order, each checked whole."""
    reader, states = open_archive(path), [0]
    for word in cycle(VOCABULARY):
        scores = scores_of(reader, word)
        (state,) = (n for n, answer in enumerate(answers) if answer[word] == scores)
        states.append(state)
        if stop():
            break
    return states


@pytest.fixture(scope="module")
def seconds_of_a_run(tmp_path_factory, answers) -> float:
    """How long an unharmed writer takes; a reader beside it sees every state, one after another."""
    path = tmp_path_factory.mktemp("timed") / "archive"
    Archive.create(path, encoder=WordEncoder())
    process, begun = start_writer(path), time.monotonic()
    states = read_until(lambda: not process.is_alive(), path, answers)
    seconds = time.monotonic() - begun
    process.join()
    assert process.exitcode == 0
    assert states == sorted(states)
    assert assert_whole_and_finish(path, answers) == LAST
    return seconds


@pytest.mark.parametrize("kill", range(KILLS))
def test_a_kill_at_any_moment_leaves_one_whole_state(tmp_path, answers, seconds_of_a_run, kill):
    path = tmp_path / "archive"
    Archive.create(path, encoder=WordEncoder())
    # One moment in each tenth of the run, and the same ones at every run of this test.
    moment = (kill + random.Random(kill).random()) / KILLS * seconds_of_a_run
    process, begun = start_writer(path), time.monotonic()
    states = read_until(lambda: time.monotonic() - begun >= moment, path, answers)
    process.kill()
    process.join()
    assert states == sorted(states)  # a reader never falls back
    assert assert_whole_and_finish(path, answers) >= states[-1]


@pytest.mark.parametrize("step", range(1, LAST + 1), ids=["first", "change", "remove", "return"])
def test_a_kill_before_any_change_of_the_disk_leaves_one_whole_state(tmp_path, answers, step):
    base = tmp_path / "base"
    archive = Archive.create(base, encoder=WordEncoder())
    for before in range(1, step):
        take_step(archive, before)
    archive._database.close()  # brings the write-ahead log into the file that is copied
    reached = []
    for change in count(1):
        path = tmp_path / f"killed-{change}"
        shutil.copytree(base, path)
        here, there = processes.Pipe(duplex=False)
        process = processes.Process(target=take_step_and_die, args=(path, step, change, there))
        process.start()
        process.join()
        if process.exitcode == 0:
            break
        killed = open_archive(path)
        state = killed.status().generation
        reached.append(state)
        assert answers_of(killed) == answers[state]
        # The same step again, though a part of it may be done already.
        if state < step:
            take_step(killed, step)
        killed.add_articles([])
        assert answers_of(killed) == answers[step]
        assert_nothing_is_left_over(path)
        shutil.rmtree(path)
    assert here.recv() == change - 1  # every one had its turn
    assert set(reached) == {step - 1, step}  # the lock's note is deleted after publishing
    assert reached == sorted(reached)
