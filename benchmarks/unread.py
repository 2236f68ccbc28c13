"""What leaving passages and sentences unread changes and saves; `python -m benchmarks.unread`."""

import time
from dataclasses import replace
from statistics import fmean, median
from typing import NamedTuple

from benchmarks import tables
from benchmarks.collections import load
from qa import Desk
from qa.evidence import Scored, select
from qa.measures import Rate
from qa.pool import UNLIKELY, UNPROMISING
from qa.retrieval import Retrieved
from qa.silence import judge, threshold
from qa.weighing import founds_of, rerank, weigh

# Their questions have one part; those of several are hardly ever so well answered by the first
# passages that any other is left unread.
COLLECTIONS = ("clapnq", "wikiqa", "onestop_qa")
_TIMES = round(1 / UNPROMISING)
# How much less likely than the best may be what is read: passages, and sentences alone.
WAYS = {
    "everything is read": (0.0, 0.0),
    f"sentences {round(1 / UNLIKELY)} times less likely are not read alone": (0.0, UNLIKELY),
    f"nor passages that promise {_TIMES} times less: ships": (UNPROMISING, UNLIKELY),
    f"nor those that promise {_TIMES // 2} times less": (2 * UNPROMISING, UNLIKELY),
    f"nor those that promise {_TIMES // 10} times less": (10 * UNPROMISING, UNLIKELY),
}
STATEMENTS = 8
# Each of these questions is weighed once in each way, and once before.
_EVERY = 2


class Weighing(NamedTuple):
    """What came of weighing one question's evidence in one way."""

    passages: int
    alone: int
    statements: list[list[str]]
    answered: bool
    seconds: float


def weighings(desk: Desk, retrieved: Retrieved) -> list[Weighing]:
    """Weigh what was found for a question once in each of `WAYS`, beginning with all of it read.

    The time is that of reading and weighing, without retrieval.
    """
    return [_weighing(desk, retrieved, *shares) for shares in WAYS.values()]


def _weighing(desk: Desk, retrieved: Retrieved, unpromising: float, unlikely: float) -> Weighing:
    question, hits = retrieved.question, retrieved.hits
    founds = [
        replace(found, unpromising=unpromising, unlikely=unlikely) for found in founds_of(retrieved)
    ]
    embed, idf = desk.archive.encoder.encode_passages, desk.archive.idf
    start = time.perf_counter()
    (ranked,) = weigh(founds, reader=desk.reader, embed=embed, idf=idf)
    seconds = time.perf_counter() - start
    probability = judge(question, rerank(hits, ranked), ranked, unseen=question.text)
    return Weighing(
        passages=len({(s.candidate.article.id, s.candidate.passage) for s in ranked}),
        alone=sum(scored.candidate.relevance is not None for scored in ranked),
        statements=[_texts(group) for group in select(ranked, limit=STATEMENTS)],
        answered=probability >= threshold(),
        seconds=seconds,
    )


def table(asked: list[list[Weighing]]) -> str:
    """Set each way beside reading everything, as Markdown."""
    head = ("way", "passages read", "sentences alone", "same statements", "same silence", "time")
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    for at, name in enumerate(WAYS):
        pairs = [(ways[0], ways[at]) for ways in asked]
        same = Rate(sum(one.statements == other.statements for one, other in pairs), len(pairs))
        silent = Rate(sum(one.answered == other.answered for one, other in pairs), len(pairs))
        took = median(other.seconds / one.seconds for one, other in pairs)
        passages = fmean(other.passages for _, other in pairs)
        alone = fmean(other.alone for _, other in pairs)
        lines.append(f"| {name} | {passages:.1f} | {alone:.1f} | {same} | {silent} | {took:.2f} |")
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
                _weighing(desk, retrieved, 0.0, 0.0)  # what is remembered of its texts, for all
                asked.append(weighings(desk, retrieved))
        print(f"{name}: {len(asked)} questions so far", flush=True)
    made = table(asked)
    tables.replace("unread", made)
    print(made)


def _texts(group: list[Scored]) -> list[str]:
    return [scored.candidate.text for scored in group]


if __name__ == "__main__":
    main()
