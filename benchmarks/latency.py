"""Time answers on the shipped articles, once loaded; run it with `python -m benchmarks.latency`."""

import statistics
import tempfile
import time
from pathlib import Path

from benchmarks import tables
from benchmarks.reader import time_reading
from index import Archive
from qa import Desk
from qa.reader import BundledReader

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
    """Ask every question, and read twenty passages of 160 tokens, each some times over."""
    with tempfile.TemporaryDirectory() as directory:
        archive = Archive.create(directory)
        archive.add(CORPUS)
        desk = Desk(archive, remembered=0)
        desk.ask(QUESTIONS[0])  # loads what is loaded once
        asked = [_milliseconds(desk, q) for _ in range(ROUNDS) for q in QUESTIONS]
    read = time_reading(BundledReader())
    lines = ["| what | median, ms | slowest, ms |", "|---|---|---|"]
    for name, times in {"an answer": asked, "twenty passages of 160 tokens read": read}.items():
        lines.append(f"| {name} | {statistics.median(times):.0f} | {max(times):.0f} |")
    tables.replace("latency", "\n".join(lines))
    print("\n".join(lines))


def _milliseconds(desk: Desk, question: str) -> float:
    start = time.perf_counter()
    desk.ask(question)
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
