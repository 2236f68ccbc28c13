"""Time answers on the shipped articles, once loaded; run it with `python -m benchmarks.latency`."""

import statistics
import tempfile
import time
from pathlib import Path

from benchmarks import tables
from index import Archive
from qa import Desk

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
ROUNDS = 5
QUESTIONS = (
    "Why hasn't Belarus sent troops to Ukraine?",
    "How many drones did Lukashenko speak of?",
    "Who is Pavel Latushka?",
    "How large is the Belarusian army?",
    "What did Belarusian factories make for Russia?",
    "When did Lukashenko meet Putin?",
    "How many people live in Minsk?",
    "What is the capital of Brazil?",
)


def main() -> None:
    """Ask every question of a desk that knows no sentence yet, and of one that does."""
    with tempfile.TemporaryDirectory() as directory:
        archive = Archive.create(directory)
        archive.add(CORPUS)
        Desk(archive).ask(QUESTIONS[0])  # loads what is loaded once
        first, again = [], []
        for _ in range(ROUNDS):
            for question in QUESTIONS:
                desk = Desk(archive)
                first.append(_milliseconds(desk, question))
                again.append(_milliseconds(desk, question))
    lines = ["| answer | median, ms | slowest, ms |", "|---|---|---|"]
    for name, times in {"first time": first, "sentences known": again}.items():
        lines.append(f"| {name} | {statistics.median(times):.0f} | {max(times):.0f} |")
    tables.replace("latency", "\n".join(lines))
    print("\n".join(lines))


def _milliseconds(desk: Desk, question: str) -> float:
    start = time.perf_counter()
    desk.ask(question)
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
