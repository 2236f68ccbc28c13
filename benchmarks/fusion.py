"""Compare ways of fusing the two rankings; run it with `python -m benchmarks.fusion`."""

from collections.abc import Callable, Mapping, Sequence
from statistics import fmean
from typing import TypeAlias

from benchmarks import tables
from benchmarks.collections import load, places
from benchmarks.metrics import average_precision, recall
from index import Passage, Query
from index.fusion import fuse_ranks, fuse_scores
from qa.measures import hit_at, reciprocal_rank
from qa.places import Place
from qa.question import parse
from qa.words import content_words

DEPTH = 200
WEIGHTS = (0.1, 0.2, 0.3, 0.4)
BONUSES = (0.0, 0.15, 0.25, 0.4)

Scores: TypeAlias = Mapping[int, float]


class Rankings:
    """Both rankings of every answerable question of multihop_rag, and what each passage holds."""

    def __init__(self) -> None:
        collection = load("multihop_rag")
        archive, find = collection.archive, places(collection)
        questions = [q for q in collection.questions if q.answerable]
        outlets = archive.contents().outlets
        self.dense, self.sparse = archive.rankings(
            [Query(text=q.text, words=content_words(q.text)) for q in questions], limit=DEPTH
        )
        ids = {i for ranking in (*self.dense, *self.sparse) for i in ranking}
        self.passages: dict[int, Passage] = archive.passages(ids)
        self.named = [parse(q.text, known_outlets=outlets).outlets for q in questions]
        self.facts = [[find(fact) for fact in q.facts] for q in questions]

    def measure(self, rank: Callable[[Scores, Scores, Sequence[str]], list[int]]) -> list[float]:
        """Return Hits@4, Hits@10, MRR@10, MAP@10 and evidence recall@10 of a way to rank."""
        rows = []
        for dense, sparse, named, facts in zip(
            self.dense, self.sparse, self.named, self.facts, strict=True
        ):
            held = [self._held(i, facts) for i in rank(dense, sparse, named)[:10]]
            first = next((place for place, found in enumerate(held, start=1) if found), None)
            rows.append(
                (
                    hit_at(4, first),
                    hit_at(10, first),
                    reciprocal_rank(first, cutoff=10),
                    average_precision(held, len(facts), cutoff=10),
                    recall(held, len(facts), cutoff=10),
                )
            )
        return [fmean(column) for column in zip(*rows, strict=True)]

    def fused(self, weight: float, bonus: float) -> list[float]:
        """Measure min-max score fusion with a bonus for passages of an outlet that is named."""

        def rank(dense: Scores, sparse: Scores, named: Sequence[str]) -> list[int]:
            scores = {
                i: score + bonus * (self.passages[i].article.outlet in named)
                for i, score in fuse_scores(dense, sparse, dense_weight=weight).items()
            }
            return sorted(scores, key=lambda i: (-scores[i], i))

        return self.measure(rank)

    def _held(self, passage_id: int, facts: Sequence[Sequence[Place]]) -> set[int]:
        passage = self.passages[passage_id]
        span = (passage.article.id, passage.start, passage.end)
        return {n for n, where in enumerate(facts) if any(p.overlaps(*span) for p in where)}


def main() -> None:
    """Measure every way and write the table of benchmarks/README.md."""
    rankings = Rankings()
    rows = {
        "dense alone": rankings.measure(lambda dense, _sparse, _named: list(dense)),
        "BM25 alone": rankings.measure(lambda _dense, sparse, _named: list(sparse)),
        "reciprocal rank fusion": rankings.measure(lambda d, s, _: fuse_ranks([list(d), list(s)])),
    }
    for weight in WEIGHTS:
        for bonus in BONUSES:
            rows[f"min-max, dense {weight}, outlet bonus {bonus}"] = rankings.fused(weight, bonus)
    lines = ["| way | Hits@4 | Hits@10 | MRR@10 | MAP@10 | evidence recall@10 |", "|---" * 6 + "|"]
    lines += [f"| {way} | {' | '.join(f'{v:.3f}' for v in row)} |" for way, row in rows.items()]
    tables.replace("fusion", "\n".join(lines))
    print("\n".join(lines))


if __name__ == "__main__":
    main()
