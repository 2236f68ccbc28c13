"""Questions whether something is so; run it with `python -m benchmarks.whether`.

The questions of whether.jsonl were written for this, by four readers of ecbplus_news and
multihop_rag who did not see how they are answered, half of them in other words than the sentence
that answers. Some are so (`yes`), some are not (`no`), and some nothing in the collection decides
(`none`). Nothing is fitted to them; those of two writers (`a`, `b`) were looked at when other ways
to judge were tried (training/README.md), those of the others (`c`, `d`) only counted. An answer is
given by the number of its article and by characters of its text there. Needs the development data
in `../shared`.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import tables
from benchmarks.collections import DevQuestion, GoldFact, load, texts
from benchmarks.metrics import auroc
from benchmarks.quality import gather, judged, measure_answers
from qa.measures import calibration_error

QUESTIONS = Path(__file__).parent / "whether.jsonl"
PAGE = Path(__file__).resolve().parents[1] / "docs" / "evaluation.md"
# Writers whose questions were looked at, and others.
WRITERS = {"`a`, `b`": ("a", "b"), "`c`, `d`": ("c", "d")}


class Measured(NamedTuple):
    """What came of some questions: places of the answering sentence, and probabilities."""

    first: int
    in_three: int
    can: list[float]
    cannot: list[float]


def measure(some: Sequence[Mapping[str, Any]]) -> Measured:
    """Ask some rows of the file, each of its collection."""
    first = in_three = 0
    can: list[float] = []
    cannot: list[float] = []
    for name in dict.fromkeys(row["collection"] for row in some):
        collection, known = load(name), texts(name)
        questions = tuple(
            DevQuestion(text=row["question"], facts=tuple(_facts(row, known)))
            for row in some
            if row["collection"] == name
        )
        # By another name: nothing was fitted to these, and the weights that ship judge them.
        asked = replace(collection, name=f"articles of {name}", questions=questions)
        found = gather(asked)
        answers = measure_answers(asked, found)
        first, in_three = first + int(answers["first"]), in_three + int(answers["in_three"])
        likely, unlikely = judged(asked, found)
        can, cannot = [*can, *likely], [*cannot, *unlikely]
    return Measured(first, in_three, can, cannot)


def _facts(row: Mapping[str, Any], known: Sequence[tuple[str, str]]) -> Iterator[GoldFact]:
    for answer in row["answers"]:
        url, text = known[answer["article"]]
        start, end = answer["sentence"]
        yield GoldFact(text=text[start:end], url=url)


def table(measured: Mapping[str, Measured]) -> str:
    """Set what came of each writers' questions as Markdown."""
    columns = ("first", "in the first three", "wrongly answered", "wrongly silent", "AUROC", "ECE")
    lines = [f"| questions of | {' | '.join(columns)} |", "|---" * 7 + "|"]
    for name, one in measured.items():
        error = calibration_error(one.can, one.cannot) or 0.0
        cells = [
            tables.rate(one.first, len(one.can)),
            tables.rate(one.in_three, len(one.can)),
            *tables.wrongly(one.can, one.cannot),
            f"{auroc(one.can, one.cannot):.3f}",
            f"{error:.3f}",
        ]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Ask all, and write the tables."""
    with QUESTIONS.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    measured = {
        name: measure([row for row in rows if row["written_by"] in writers])
        for name, writers in WRITERS.items()
    }
    columns = ("nothing decides it, answered", "decided, met with silence")
    can = [p for one in measured.values() for p in one.can]
    cannot = [p for one in measured.values() for p in one.cannot]
    made = [table(measured), tables.by_strictness(can, cannot, columns=columns)]
    tables.replace("whether", "\n\n".join(made), page=PAGE)
    print("\n\n".join(made))


if __name__ == "__main__":
    main()
