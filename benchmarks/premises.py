"""Wrong premises, asked of the shipped articles; run it with `python -m benchmarks.premises`.

Each question of premises.csv is answered by the articles of `corpus/`; beside it stands the same
with another name, place or date, which no article answers. Nothing was fitted to them, but they
were looked at when the signals of silence were chosen.
"""

import csv
import tempfile
from pathlib import Path

from benchmarks import tables
from benchmarks.metrics import auroc
from index import Archive
from qa import Desk
from qa.silence import threshold

QUESTIONS = Path(__file__).parent / "premises.csv"
ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "evaluation.md"


def read() -> tuple[list[str], list[str]]:
    """Return the questions as the articles answer them, and in the same order as changed."""
    with QUESTIONS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row["question"] for row in rows], [row["changed"] for row in rows]


def main() -> None:
    """Ask all, print those that go wrong at `balanced`, and write the table."""
    questions, changed = read()
    with tempfile.TemporaryDirectory() as directory:
        archive = Archive.create(directory)
        archive.add(ROOT / "corpus")
        desk = Desk(archive)
        found = [desk.probability(e) for e in desk.gather_many([*questions, *changed])]
    right, wrong = found[: len(questions)], found[len(questions) :]
    for question, p in zip([*questions, *changed], found, strict=True):
        if (p >= threshold()) != (question in questions):
            print(f"{p:.2f} {question}")
    columns = ("wrong premise answered", "right one met with silence")
    made = tables.by_strictness(right, wrong, columns=columns)
    tables.replace("premises", made, page=PAGE)
    print(f"{made}\nAUROC {auroc(right, wrong):.3f}")


if __name__ == "__main__":
    main()
