"""A hundred kills of a writer, with readers asking: run it with `python -m benchmarks.kills`.

A process adds, changes and removes articles, up to 500 of them, and is killed outright at a random
moment; meanwhile two threads ask without a pause. Then the same steps are taken again to the end.
What is counted must all be 0. The encoder is that of the tests, which counts words: what is tried
here is the disk, not the model.
"""

import argparse
import multiprocessing
import random
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import closing
from itertools import cycle, pairwise
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import TypeAlias

from index import Archive

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "tests" / part) for part in ("", "index")]

from kill_writer import article, make_states, take_step, take_steps  # noqa: E402
from word_encoder import VOCABULARY, WordEncoder  # noqa: E402

READERS = 2
SECONDS_A_TEXT = 0.001
WORDS = VOCABULARY[:3]

# By a passage's text: its score, and how many carry its story.
Scores: TypeAlias = dict[str, tuple[float, int]]
Answers: TypeAlias = dict[str, Scores]
# By state: the version of each article, by the article's number.
States: TypeAlias = tuple[dict[int, int], ...]

processes = multiprocessing.get_context("forkserver")


def main() -> None:
    """Kill, count and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--articles", type=int, default=500, help="at the most at one time")
    parser.add_argument("--seed", type=int, default=1)
    settings = parser.parse_args()
    states = make_states(max(settings.articles // 7, 1))
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory)
        answers = unharmed(root / "unharmed", states)
        seconds = timed(root / "timed", states)
        chance, counts = random.Random(settings.seed), Counter[str]()
        for kill in range(settings.kills):
            path = root / str(kill)
            counts += kill_once(path, states, answers, moment=chance.random() * seconds)
            print(f"{kill + 1} of {settings.kills}", end="\r", file=sys.stderr, flush=True)
    most, asked = max(map(len, states)), counts["asked"]
    print(f"{settings.kills} kills within {seconds:.1f} s of add, change and remove;", end=" ")
    print(f"{most} articles at the most; {asked:,} questions answered meanwhile")
    for name in ("wrong answers", "lost articles", "leftover files"):
        print(f"{name}: {counts[name]}")


def open_archive(path: Path) -> Archive:
    """Open it as every process here does."""
    return Archive.open(path, encoder=WordEncoder())


def ask(archive: Archive, word: str) -> Scores:
    """Ask for every passage that there is, with its score."""
    hits = archive.search(word, limit=5000)
    return {
        hit.passage.text: (round(hit.score, 5), hit.story.carried_by if hit.story else 1)
        for hit in hits
    }


def unharmed(path: Path, states: States) -> list[Answers]:
    """Return by state what an archive answers whose writer nobody kills."""
    archive = Archive.create(path, encoder=WordEncoder())
    answers: list[Answers] = [{word: {} for word in WORDS}]
    for step in range(1, len(states)):
        take_step(archive, step, states=states)
        answers.append({word: ask(archive, word) for word in WORDS})
    return answers


def start(path: Path, states: States) -> ForkServerProcess:
    """Start a process that takes all the steps; return it once it begins."""
    here, there = processes.Pipe(duplex=False)
    settings = {"seconds_a_text": SECONDS_A_TEXT, "states": states}
    process = processes.Process(target=take_steps, args=(path, there), kwargs=settings)
    process.start()
    there.close()
    here.recv()
    return process


def timed(path: Path, states: States) -> float:
    """Return how long a writer takes whom nobody kills."""
    Archive.create(path, encoder=WordEncoder())
    process, begun = start(path, states), time.monotonic()
    process.join()
    return time.monotonic() - begun


def kill_once(path: Path, states: States, answers: list[Answers], *, moment: float) -> Counter[str]:
    """Kill a writer at a moment, finish its work, and count what went wrong."""
    Archive.create(path, encoder=WordEncoder())
    counts, stop = Counter[str](), threading.Event()
    process, begun = start(path, states), time.monotonic()
    readers = [
        threading.Thread(target=keep_asking, args=(path, answers, stop, counts))
        for _ in range(READERS)
    ]
    for reader in readers:
        reader.start()
    time.sleep(max(0.0, moment - (time.monotonic() - begun)))
    process.kill()
    process.join()
    stop.set()
    for reader in readers:
        reader.join()
    archive = open_archive(path)
    state = archive.status().generation
    counts["wrong answers"] += sum(ask(archive, word) != answers[state][word] for word in WORDS)
    for step in range(state + 1, len(states)):
        take_step(archive, step, states=states)
    archive.add_articles([])
    counts["wrong answers"] += sum(ask(archive, word) != answers[-1][word] for word in WORDS)
    counts["lost articles"] += lost(archive, states)
    counts["leftover files"] += left_over(path)
    return counts


def keep_asking(
    path: Path, answers: list[Answers], stop: threading.Event, counts: Counter[str]
) -> None:
    """Ask without a pause: each answer must be that of one state, and never of an older one."""
    archive, seen = open_archive(path), 0
    for word in cycle(WORDS):
        if stop.is_set():
            return
        given = ask(archive, word)
        later = [n for n, one in enumerate(answers) if n >= seen and one[word] == given]
        counts["asked"] += bool(given)  # the empty archive before the first state is no matter
        counts["wrong answers"] += not later
        seen = later[0] if later else seen


def lost(archive: Archive, states: States) -> int:
    """Count the articles and older versions that should be there and are not."""
    wanted = {article(number, version).id for number, version in states[-1].items()}
    for before, after in pairwise(states):
        wanted |= {
            article(number, version).id
            for number, version in before.items()
            if number in states[-1] and after.get(number, version) != version
        }
    return sum(archive.article(article_id) is None for article_id in wanted)


def left_over(path: Path) -> int:
    """Count the files, folders and rows that nothing needs."""
    published = int((path / "current").read_text())
    known = {"archive.sqlite", "archive.sqlite-wal", "archive.sqlite-shm", "current", "lock"}
    known.add("generations")
    files = sum(file.name not in known for file in path.iterdir())
    kept = {str(published), str(published - 1)}
    files += sum(folder.name not in kept for folder in (path / "generations").iterdir())
    with closing(sqlite3.connect(path / "archive.sqlite")) as connection:
        dead = (
            "SELECT count(*) FROM articles WHERE removed_in <= ? AND replaced_by IS NULL"
            " OR added_in > ?"
        )
        (rows,) = connection.execute(dead, (published - 1, published)).fetchone()
    return files + int(rows)


if __name__ == "__main__":
    main()
