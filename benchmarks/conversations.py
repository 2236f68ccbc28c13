"""Questions that follow on others; run it with `python -m benchmarks.conversations`.

The conversations of conversations.jsonl were written for this, by three readers of some articles of
multihop_rag and onestop_qa who did not see how they are answered: the rules of `qa.follow_up` were
mended on those of two (`a`, `b`), and not on those of the third (`c`). A question that follows on
others has `rewritten`: the same, put by hand so that it stands by itself. An answer is given by the
number of its article in the collection and by characters of its text there; a question without
`answers` is a near miss. Needs the development data in `../shared`.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from benchmarks import tables
from benchmarks.collections import GoldFact, load, places, texts
from qa import Answer, Desk
from qa.evaluation import SHARE
from qa.places import Place

CONVERSATIONS = Path(__file__).parent / "conversations.jsonl"
PAGE = Path(__file__).resolve().parents[1] / "docs" / "evaluation.md"
_WAYS = ("as typed, by itself", "in its conversation", "rewritten by hand, by itself")

Row: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question that was asked in one of `_WAYS`; `opens` tells that it is a conversation's first.

    `place` is that of the first quote that answers, from 1, among the first three.
    """

    row: Row
    opens: bool
    written_by: str
    way: str
    place: int | None
    answer: Answer

    @property
    def answerable(self) -> bool:
        """Whether an article answers it."""
        return "answers" in self.row


def ask_all(name: str, rows: Sequence[Row]) -> Iterator[Asked]:
    """Ask all questions of some conversations on a collection; those that follow in each way."""
    collection = load(name)
    desk, known, find = Desk(collection.archive), texts(name), places(collection)
    for row in rows:
        earlier: list[Answer] = []
        for turn in row["turns"]:
            opens = not earlier
            where = [place for fact in _facts(turn, known) for place in find(fact)]
            in_place = desk.ask(turn["question"], after=earlier)
            ways = [in_place]
            if "rewritten" in turn:
                ways = [desk.ask(turn["question"]), in_place, desk.ask(turn["rewritten"])]
            for way, answer in zip(_WAYS if len(ways) > 1 else _WAYS[1:2], ways, strict=True):
                yield Asked(
                    row=turn,
                    opens=opens,
                    written_by=row["written_by"],
                    way=way,
                    place=place_of(answer, where),
                    answer=answer,
                )
            earlier.append(in_place)


def place_of(answer: Answer, where: Sequence[Place]) -> int | None:
    """Return the place of the first quote that answers among the first three, silence or not."""
    shown = [s.citations for s in answer.statements] or [(c,) for c in answer.closest]
    for rank, citations in enumerate(shown[:3], start=1):
        spans = [(citation.article.id, citation.start, citation.end) for citation in citations]
        if any(place.overlaps(*span, share=SHARE) for place in where for span in spans):
            return rank
    return None


def table(asked: Sequence[Asked]) -> str:
    """Set how questions that follow fare in each way, and those of each writer, as Markdown."""
    lines = ["| asked | answering sentence first | in three | silent | near miss answered |"]
    lines.append("|---" * 5 + "|")
    for writer in ("a", "b", "c"):
        for way in _WAYS:
            some = [
                one
                for one in asked
                if (one.written_by, one.way) == (writer, way) and "rewritten" in one.row
            ]
            can = [one for one in some if one.answerable]
            cannot = [one for one in some if not one.answerable]
            cells = (
                tables.rate(sum(one.place == 1 for one in can), len(can)),
                tables.rate(sum(one.place is not None for one in can), len(can)),
                tables.rate(sum(one.answer.silent for one in can), len(can)),
                tables.rate(sum(not one.answer.silent for one in cannot), len(cannot)),
            )
            lines.append(f"| `{writer}`, {way} | {' | '.join(cells)} |")
    return "\n".join(lines)


def kept(asked: Sequence[Asked]) -> str:
    """Say how many questions that stand by themselves in a conversation were left as they are."""
    alone = [one for one in asked if "rewritten" not in one.row and not one.opens]
    left = sum(one.answer.understood is None for one in alone)
    return (
        "Of the questions within a conversation that stand by themselves, "
        f"{tables.rate(left, len(alone))} were left as they are."
    )


def _facts(turn: Row, known: Sequence[tuple[str, str]]) -> Iterator[GoldFact]:
    for start, end in turn.get("answers", ()):
        url, text = known[turn["article"]]
        yield GoldFact(text=text[start:end], url=url)


def main(tell: Callable[[str], None] = print) -> None:
    """Ask all, and write the table."""
    with CONVERSATIONS.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    asked: list[Asked] = []
    for name in dict.fromkeys(row["collection"] for row in rows):
        asked += ask_all(name, [row for row in rows if row["collection"] == name])
    made = f"{table(asked)}\n\n{kept(asked)}"
    tables.replace("conversations", made, page=PAGE)
    tell(made)


if __name__ == "__main__":
    main()
