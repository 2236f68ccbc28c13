"""What taking questions apart brings, step by step; run it with `python -m benchmarks.parts`."""

from datetime import date
from typing import NamedTuple

from benchmarks import tables
from benchmarks.collections import Collection, load
from benchmarks.quality import measure_retrieval
from index import Hit, Passage
from index.fusion import fuse_scores
from index.recall import DEPTH
from index.searching import DENSE_WEIGHT
from qa import retrieval
from qa.parts import Part
from qa.question import Question, parse

MEASURES = ("hits_at_4", "hits_at_10", "mrr_at_10", "map_at_10", "evidence_recall_at_10")
PASSAGES = 10


class Way(NamedTuple):
    """A way to search: whether in parts, and with which constants."""

    apart: bool = True
    outlet_bonus: float = retrieval.OUTLET_BONUS
    day_bonus: float = retrieval.DAY_BONUS
    dense_weight: float = retrieval.DENSE_WEIGHT_OF_PARTS
    whole_weight: float = retrieval.WHOLE_WEIGHT
    turn: float = retrieval.TURN


SHIPPED = Way()
_WHOLE = Way(apart=False, dense_weight=DENSE_WEIGHT, outlet_bonus=0.0, day_bonus=0.0)
_APART = Way(dense_weight=DENSE_WEIGHT, turn=1.0)
STEPS = {
    "the whole question": _WHOLE,
    "+ bonus for its outlets": _WHOLE._replace(outlet_bonus=retrieval.OUTLET_BONUS),
    "+ bonus for its days": _APART._replace(apart=False),
    "+ its parts searched too": _APART,
    "+ parts take turns": SHIPPED._replace(dense_weight=DENSE_WEIGHT),
    "+ less weight for the dense side: ships": SHIPPED,
    "ships, but without the outlets' bonus": SHIPPED._replace(outlet_bonus=0.0),
    "ships, but without the days' bonus": SHIPPED._replace(day_bonus=0.0),
    "ships, but bonuses of 0.2": SHIPPED._replace(outlet_bonus=0.2, day_bonus=0.2),
    "ships, but bonuses of 0.6": SHIPPED._replace(outlet_bonus=0.6, day_bonus=0.6),
    "ships, but the whole question weighs 0.2": SHIPPED._replace(whole_weight=0.2),
    "ships, but the whole question weighs 1": SHIPPED._replace(whole_weight=1.0),
    "ships, but turns of 0.7": SHIPPED._replace(turn=0.7),
    "ships, but turns of 0.95": SHIPPED._replace(turn=0.95),
}


class Rankings:
    """Both rankings of every question of a collection and of its parts, kept in memory."""

    def __init__(self, collection: Collection) -> None:
        self.collection = collection
        archive = collection.archive
        contents = archive.contents()
        self.asked = [
            parse(q.text, known_outlets=contents.outlets, latest=contents.latest)
            for q in collection.questions
        ]
        queries = [retrieval.query(one, text) for q in self.asked for one, text in _within(q)]
        dense, sparse = archive.rankings(queries, limit=DEPTH)
        self.rankings = dict(
            zip((query.text for query in queries), zip(dense, sparse, strict=True), strict=True)
        )
        self.passages = archive.passages({i for both in (*dense, *sparse) for i in both})

    def measure(self, way: Way) -> list[float]:
        """Measure a way to search."""
        found = [self._search(question, way) for question in self.asked]
        measures = measure_retrieval(self.collection, found)
        return [float(measures[name]) for name in MEASURES]

    def _search(self, question: Question, way: Way) -> list[Hit]:
        several = way.apart and bool(question.parts)
        weight = way.dense_weight if several else DENSE_WEIGHT
        whole, *parts = [
            self._hits(one, text, way, weight)
            for one, text in (_within(question) if several else _within(question)[:1])
        ]
        if not several:
            return whole[:PASSAGES]
        merged = retrieval.merge(
            whole, parts, limit=PASSAGES, whole_weight=way.whole_weight, turn=way.turn
        )
        return [hit for hit, _ in merged]

    def _hits(self, one: Question | Part, text: str, way: Way, weight: float) -> list[Hit]:
        query = retrieval.query(one, text, outlet_bonus=way.outlet_bonus, day_bonus=way.day_bonus)
        dense, sparse = self.rankings[text]
        scores = {
            id_: score + query.bonus(*_origin(self.passages[id_]))
            for id_, score in fuse_scores(dense, sparse, dense_weight=weight).items()
        }
        best = sorted(scores, key=lambda id_: (-scores[id_], id_))[: retrieval.DEPTH]
        return [
            Hit(passage=self.passages[id_], score=scores[id_], cosine=None, bm25=None)
            for id_ in best
        ]


def _within(question: Question) -> list[tuple[Question | Part, str]]:
    """Pair a question and its parts with what is searched for."""
    return [(question, question.asked), *((part, part.query) for part in question.parts)]


def _origin(passage: Passage) -> tuple[str, date | None]:
    return (passage.article.outlet or "").casefold(), passage.article.published


def main() -> None:
    """Measure every step on multihop_rag and write the table of benchmarks/README.md."""
    rankings = Rankings(load("multihop_rag"))
    lines = ["| way | Hits@4 | Hits@10 | MRR@10 | MAP@10 | evidence recall@10 |", "|---" * 6 + "|"]
    for name, way in STEPS.items():
        lines.append(f"| {name} | {' | '.join(f'{v:.3f}' for v in rankings.measure(way))} |")
        print(lines[-1], flush=True)
    tables.replace("parts", "\n".join(lines))


if __name__ == "__main__":
    main()
