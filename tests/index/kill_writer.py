"""A process that takes an archive from state to state, to be killed (test_kills.py, benchmarks).

State n is what an archive holds after n steps; each step publishes once, so that the number of the
published generation tells the state.
"""

import os
import signal
import sys
from multiprocessing.connection import Connection
from pathlib import Path

from word_encoder import VOCABULARY, WordEncoder

from index import Archive, Article

States = tuple[dict[int, int], ...]


def make_states(tenth: int) -> States:
    """By state: the version of each article, by the article's number; at most 7 tenths of them."""
    few, some = range(tenth), range(3 * tenth)
    return (
        {},
        dict.fromkeys(range(6 * tenth), 1),
        # 3 tenths changed, one new
        {number: 2 if number in some else 1 for number in range(7 * tenth)},
        # 3 tenths removed
        {number: 2 if number in some else 1 for number in range(4 * tenth)},
        # one changed again, one back
        {number: 3 if number in few else 2 if number in some else 1 for number in range(5 * tenth)},
    )


STATES = make_states(10)
# Python says each of these aloud before it does it (docs.python.org, "Audit events table").
CHANGES = {"open", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "shutil.rmtree"}


def article(number: int, version: int) -> Article:
    """An article of two passages whose words depend on its number and version.

    One in ten carries a wire story, the same words in all of them.
    """
    if number % 10 == 9:
        lines = []
        for line in (1, 2):
            own = [f"{word}{version}{line}{place}" for place in "ab" for word in VOCABULARY]
            lines.append(f"Wire story, line {line}: snow {' '.join(own)}")
        return Article(text="\n".join(lines), outlet=f"Outlet {number}",
                       url=f"https://a.example/{number}")  # fmt: skip
    words = [VOCABULARY[(number * step + version) % 8] for step in range(1, 9)]
    lines = [f"Article {number}, version {version}, line {line}: {' '.join(words)}. " * 2
             for line in (1, 2)]  # fmt: skip
    return Article(text="\n".join(lines), url=f"https://a.example/{number}")


def take_step(archive: Archive, step: int, *, states: States = STATES) -> None:
    """Bring an archive from state `step - 1` to state `step`."""
    before, after = states[step - 1], states[step]
    gone = [
        article(number, version).id for number, version in before.items() if number not in after
    ]
    if gone:
        archive.remove(*gone)
    else:
        archive.add_articles(article(number, version) for number, version in after.items())


def take_steps(
    path: Path, ready: Connection, *, seconds_a_text: float, states: States = STATES
) -> None:
    """Take all the steps, slowly enough that there is something to hit."""
    archive = Archive.open(path, encoder=WordEncoder(seconds_a_text=seconds_a_text))
    ready.send("torch" in sys.modules)
    for step in range(archive.status().generation + 1, len(states)):
        take_step(archive, step, states=states)


def take_step_and_die(path: Path, step: int, change: int, counted: Connection) -> None:
    """Take one step and be killed just before a change of the disk; tell how many there were."""
    root, seen = str(path), 0

    def count(name: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        reads = name == "open" and not arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if name in CHANGES and not reads and any(root in str(a) for a in arguments[:2]):
            seen += 1
            if seen == change:
                os.kill(os.getpid(), signal.SIGKILL)

    archive = Archive.open(path, encoder=WordEncoder())
    sys.addaudithook(count)
    take_step(archive, step)
    counted.send(seen)
