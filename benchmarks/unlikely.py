"""What leaving unlikely sentences unread changes and saves; `python -m benchmarks.unlikely`."""

import time
from dataclasses import replace
from statistics import fmean, median
from typing import NamedTuple

from benchmarks import tables
from benchmarks.collections import load
from qa import Desk
from qa.evidence import Scored, select
from qa.measures import Rate
from qa.retrieval import Retrieved
from qa.silence import judge, threshold
from qa.weighing import UNLIKELY, founds_of, rerank, weigh

# Their questions have one part; of several parts each has but a few sentences to read.
COLLECTIONS = ("clapnq", "wikiqa")
SHARES = (0.0, UNLIKELY, 2 * UNLIKELY, 10 * UNLIKELY)
STATEMENTS = 8
# A sixth of the questions: each is weighed once for each share, and once before.
_EVERY = 6


class Weighing(NamedTuple):
    """What came of weighing one question's evidence in one way."""

    read: int
    statements: list[list[str]]
    answered: bool
    seconds: float


def weighings(desk: Desk, retrieved: Retrieved) -> list[Weighing]:
    """Weigh what was found for a question once for each of `SHARES`, beginning with none left out.

    The time is that of reading and weighing, without retrieval.
    """
    return [_weighing(desk, retrieved, share) for share in SHARES]


def _weighing(desk: Desk, retrieved: Retrieved, share: float) -> Weighing:
    question, hits = retrieved.question, retrieved.hits
    founds = [replace(found, unlikely=share) for found in founds_of(retrieved)]
    encoder, idf = desk.archive.encoder, desk.archive.idf
    start = time.perf_counter()
    (ranked,) = weigh(founds, reader=desk.reader, encoder=encoder, idf=idf)
    seconds = time.perf_counter() - start
    probability = judge(question, rerank(hits, ranked), ranked, unseen=question.text)
    return Weighing(
        read=sum(scored.candidate.relevance is not None for scored in ranked),
        statements=[_texts(group) for group in select(ranked, limit=STATEMENTS)],
        answered=probability >= threshold(),
        seconds=seconds,
    )


def table(asked: list[list[Weighing]]) -> str:
    """Set each share beside reading all twelve, as Markdown."""
    head = ("less likely than the best by", "read alone, mean", "same statements", "same silence")
    lines = [f"| {' | '.join(head)} | time, beside all twelve |", "|---" * 5 + "|"]
    for at, share in enumerate(SHARES):
        pairs = [(ways[0], ways[at]) for ways in asked]
        same = Rate(sum(one.statements == other.statements for one, other in pairs), len(pairs))
        silent = Rate(sum(one.answered == other.answered for one, other in pairs), len(pairs))
        took = median(other.seconds / one.seconds for one, other in pairs)
        read = fmean(other.read for _, other in pairs)
        name = f"{1 / share:.0f} times" if share else "all twelve are read"
        lines.append(f"| {name} | {read:.1f} | {same} | {silent} | {took:.2f} |")
    return "\n".join(lines)


def main() -> None:
    """Weigh every question's evidence in every way, in turns, and write the table."""
    asked = []
    for name in COLLECTIONS:
        collection = load(name)
        desk = Desk(collection.archive)
        desk.warm()
        for question in collection.questions[::_EVERY]:
            (retrieved,) = desk.retrieve([question.text])
            if not retrieved.question.parts:
                _weighing(desk, retrieved, 0.0)  # what is remembered of its texts, for all alike
                asked.append(weighings(desk, retrieved))
    made = table(asked)
    tables.replace("unlikely", made)
    print(made)


def _texts(group: list[Scored]) -> list[str]:
    return [scored.candidate.text for scored in group]


if __name__ == "__main__":
    main()
