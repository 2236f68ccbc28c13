"""What reporters would ask; run it with `python -m benchmarks.reporters`.

The questions of reporters.jsonl were written for this, by readers of some articles of multihop_rag
and onestop_qa who did not see how they are answered: 175 that an article answers, in other words
than its own, and 70 near misses, on the same people and events, that no article answers; 70 of all
can be answered with yes or no. An answer is given by the number of its article in the collection
and by characters of its text there. Nothing is fitted to them; quantities (`qa.quantities`) came of
looking at what went wrong. Needs the development data in `../shared`.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks import tables
from benchmarks.collections import Collection, DevQuestion, GoldFact, load, texts
from benchmarks.metrics import auroc
from benchmarks.quality import gather, judged, measure_answers

QUESTIONS = Path(__file__).parent / "reporters.jsonl"
PAGE = Path(__file__).resolve().parents[1] / "docs" / "evaluation.md"


def collections() -> Iterator[Collection]:
    """Yield the collections, each with the questions that are asked of it."""
    with QUESTIONS.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    for name in dict.fromkeys(row["collection"] for row in rows):
        collection, known = load(name), texts(name)
        questions = (
            DevQuestion(
                text=row["question"],
                facts=tuple(_facts(row, known)),
            )
            for row in rows
            if row["collection"] == name
        )
        # By another name: nothing was fitted to these, and the weights that ship judge them.
        yield replace(collection, name=f"articles of {name}", questions=tuple(questions))


def _facts(row: Mapping[str, Any], known: Sequence[tuple[str, str]]) -> Iterator[GoldFact]:
    for start, end in row.get("answers", ()):
        url, text = known[row["article"]]
        yield GoldFact(text=text[start:end], url=url)


def main() -> None:
    """Ask all, print those that go wrong at `balanced`, and write the tables."""
    can: list[float] = []
    cannot: list[float] = []
    lines = ["| asked of | answering sentence first | in the first three |", "|---|---|---|"]
    for collection in collections():
        found = gather(collection)
        measured = measure_answers(collection, found)
        first, three = (
            tables.rate(int(measured[name]), int(measured["questions"]))
            for name in ("first", "in_three")
        )
        lines.append(f"| {collection.name} | {first} | {three} |")
        some, others = judged(collection, found)
        can, cannot = [*can, *some], [*cannot, *others]
    columns = ("near miss answered", "met with silence, though there is an answer")
    made = f"{tables.by_strictness(can, cannot, columns=columns)}\n\n" + "\n".join(lines)
    tables.replace("reporters", made, page=PAGE)
    print(f"{made}\n\nAUROC of silence {auroc(can, cannot):.3f}")


if __name__ == "__main__":
    main()
