"""Measure quality on the development collections; run it with `make bench-quality`.

Writes benchmarks/results/quality.json and the tables of benchmarks/README.md. What is measured is
the desk as it ships: its passages, its sentences, its silence. The weights of silence were fitted
on three of the collections; there each question is judged by the weights of a fold that did not see
it (training/fit_silence.py).
"""

import argparse
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from statistics import fmean
from typing import TypeAlias

from benchmarks import gate, tables
from benchmarks.collections import Collection, DevQuestion, GoldFact, load, load_some, places
from benchmarks.extraction import measure as measure_extraction
from benchmarks.metrics import auroc, average_precision, recall
from benchmarks.reader import OTHERS
from benchmarks.reader import measure as measure_reader
from index import Hit, Passage
from qa import Desk
from qa.deciding import Evidence
from qa.evaluation import first_answering
from qa.evidence import select
from qa.measures import hit_at, reciprocal_rank
from qa.places import Place
from qa.reader import BundledReader
from qa.recalibration import lowest_threshold
from qa.silence import judge, probability, threshold

Find: TypeAlias = Callable[[GoldFact], list[Place]]
Measures: TypeAlias = dict[str, float | int]

_TOLD_EVERY = 50
# All of multihop_rag's questions take longer than a gate may.
_THIRD = "silence_of_a_third"
# Passages as the desk ranks them once they are read; `retrieval` is their order before.
_RERANKED = "reranked_of_a_third"
# The weights of silence were fitted on these (training/fit_silence.py); `seeds` is judged by the
# weights that ship.
FITTED_ON = ("multihop_rag", "clapnq", "wikiqa")
COLLECTIONS = {
    "seeds": ("answers", "silence"),
    "multihop_rag": ("retrieval", "silence", "silence_of_a_third"),
    "clapnq": ("answers", "silence"),
    "wikiqa": ("answers", "silence"),
    "onestop_qa": ("answers",),  # every question has an answer
}
READER = "reader"
"""The reader by itself (benchmarks/reader.py), measured beside the collections."""
EXTRACTION = "extraction"
"""The reading of web pages (benchmarks/extraction.py); some seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much of the data is measured.

    `load` returns a collection, whole or in part; of its questions one in `every_read` is read for
    where all take too long. Of squad2_dev it is a `share`, and there each question's paragraph is
    told from so many `others`.
    """

    name: str
    load: Callable[[str], Collection]
    every_read: int
    share: float
    others: int


WHOLE = Extent(name=gate.WHOLE, load=load, every_read=3, share=1.0, others=OTHERS)
# What there is time for at every change.
SAMPLE = Extent(
    name=gate.SAMPLE,
    load=partial(load_some, questions=60, articles=150),
    every_read=1,
    share=0.3,
    others=1,
)
_BY_THEMSELVES: dict[str, Callable[[Extent], Mapping[str, Measures]]] = {
    READER: lambda extent: measure_reader(
        BundledReader(), share=extent.share, others=extent.others
    ),
    EXTRACTION: lambda _: measure_extraction(),
}
MEASURED = (EXTRACTION, *COLLECTIONS, READER)


def measure_retrieval(collection: Collection, found: Sequence[Sequence[Hit]]) -> Measures:
    """Measure the ranking of passages against evidence facts, as arXiv 2401.15391 does."""
    find = places(collection)
    rows, missing = [], 0
    for question, hits in zip(collection.questions, found, strict=True):
        if not question.answerable:
            continue
        known = [find(fact) for fact in question.facts]
        missing += sum(not place for place in known)
        held = [_facts_in(hit.passage, known) for hit in hits]
        first = next((rank for rank, facts in enumerate(held, start=1) if facts), None)
        rows.append(
            {
                "hits_at_4": hit_at(4, first),
                "hits_at_10": hit_at(10, first),
                "mrr_at_10": reciprocal_rank(first, cutoff=10),
                "map_at_10": average_precision(held, len(known), cutoff=10),
                "evidence_recall_at_10": recall(held, len(known), cutoff=10),
            }
        )
    means = {name: fmean(row[name] for row in rows) for name in rows[0]}
    return {"questions": len(rows), "facts_not_in_text": missing, **means}


def measure_answers(collection: Collection, found: Sequence[Evidence]) -> Measures:
    """Measure at which place the first answering sentence stands, silence left aside."""
    find, (can, cannot) = places(collection), judged(collection, found)
    firsts, sources = [], []
    for question, evidence in zip(collection.questions, found, strict=True):
        if question.answerable:
            known = [place for fact in question.facts for place in find(fact)]
            groups = select(evidence.ranked, limit=10)
            firsts.append(first_answering(groups, known))
            sources.append(len({s.candidate.article for group in groups[:5] for s in group}))
    in_three = [hit_at(3, first) for first in firsts]
    thresholds = {"answered_in_three": threshold()}
    if cannot:
        quarter = lowest_threshold(can, cannot, rate=0.25)
        thresholds["answered_in_three_at_quarter"] = quarter
    return {
        "questions": len(firsts),
        "first": sum(first == 1 for first in firsts),
        "in_three": sum(first is not None and first <= 3 for first in firsts),
        "answer_at_1": fmean(hit_at(1, first) for first in firsts),
        "answer_at_3": fmean(in_three),
        "mrr_at_10": fmean(reciprocal_rank(first, cutoff=10) for first in firsts),
        **{
            name: fmean(hit * (p >= least) for p, hit in zip(can, in_three, strict=True))
            for name, least in thresholds.items()
        },
        "articles_in_five": fmean(sources),
    }


def measure_silence(collection: Collection, found: Sequence[Evidence]) -> Measures:
    """Measure how often the desk answers when it should not, and is silent when it could answer."""
    can, cannot = judged(collection, found)
    wrongly_answered = sum(p >= threshold() for p in cannot)
    wrongly_silent = sum(p < threshold() for p in can)
    return {
        "answerable": len(can),
        "unanswerable": len(cannot),
        "wrongly_answered": wrongly_answered,
        "wrongly_silent": wrongly_silent,
        "wrongly_answered_rate": wrongly_answered / len(cannot),
        "wrongly_silent_rate": wrongly_silent / len(can),
        "auroc": auroc(can, cannot),
    }


def retrieve(collection: Collection) -> list[list[Hit]]:
    """Find the passages for every question of a collection."""
    questions = [question.text for question in collection.questions]
    return [found.hits for found in Desk(collection.archive).retrieve(questions)]


def gather(collection: Collection) -> list[Evidence]:
    """Gather the evidence for every question of a collection."""
    desk, found = Desk(collection.archive), list[Evidence]()
    for evidence in desk.gather_many(question.text for question in collection.questions):
        found.append(evidence)
        if len(found) % _TOLD_EVERY == 0:
            print(f"{collection.name}: {len(found)} of {len(collection.questions)}", flush=True)
    return found


def run(
    names: Iterable[str], *, extent: Extent = WHOLE, only_floors: bool = False
) -> dict[str, dict[str, Measures]]:
    """Measure some collections: everything, or, in a few minutes less, only what has a floor."""
    floors = {floor.measure.rpartition(".")[0] for floor in gate.read_floors(extent.name)[0]}
    results: dict[str, dict[str, Measures]] = {}
    for name in names:
        if name in _BY_THEMSELVES:
            results[name] = dict(_BY_THEMSELVES[name](extent))
            print(json.dumps(results[name], indent=2), flush=True)
            continue
        wanted = [k for k in COLLECTIONS[name] if not only_floors or f"{name}.{k}" in floors]
        if not wanted:
            continue
        collection = extent.load(name)
        results[name] = {}
        if "retrieval" in wanted:
            results[name]["retrieval"] = measure_retrieval(collection, retrieve(collection))
        if {"answers", "silence"} & set(wanted):
            found = gather(collection)
            measures = {"answers": measure_answers, "silence": measure_silence}
            results[name] |= {k: measures[k](collection, found) for k in wanted if k in measures}
        if _THIRD in wanted:
            some = replace(collection, questions=collection.questions[:: extent.every_read])
            third = gather(some)
            results[name][_THIRD] = measure_silence(some, third)
            results[name][_RERANKED] = measure_retrieval(some, [one.hits for one in third])
        print(json.dumps(results[name], indent=2))
    return results


def _facts_in(passage: Passage, known: Sequence[Sequence[Place]]) -> set[int]:
    article_id, start, end = passage.article.id, passage.start, passage.end
    return {
        number
        for number, where in enumerate(known)
        if any(place.overlaps(article_id, start, end) for place in where)
    }


def judged(collection: Collection, found: Sequence[Evidence]) -> tuple[list[float], list[float]]:
    """Return the probabilities of the questions with an answer, and of those without."""
    likely = [
        (question.answerable, _probability(collection.name, question, evidence))
        for question, evidence in zip(collection.questions, found, strict=True)
    ]
    return [p for able, p in likely if able], [p for able, p in likely if not able]


def _probability(collection: str, question: DevQuestion, evidence: Evidence) -> float:
    unseen = question.text if collection in FITTED_ON else None
    if evidence.parts:
        return max(probability(part, unseen=unseen) for part in evidence.parts)
    return judge(evidence.question, evidence.hits, evidence.ranked, unseen=unseen)


def main() -> None:
    """Measure and write results and tables; or hold what has a floor against it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--gate",
        action="store_true",
        help="measure only what has a floor, and fail where a result is under it",
    )
    parser.add_argument(
        "--sample",
        action="store_true",
        help="measure some of the questions, in minutes, and keep no table",
    )
    parser.add_argument(
        "--only",
        action="append",
        choices=MEASURED,
        metavar="NAME",
        help="measure this collection and keep the last results of the others; may be repeated",
    )
    arguments = parser.parse_args()
    extent = SAMPLE if arguments.sample else WHOLE
    if arguments.gate:
        gate.check(run(MEASURED, extent=extent, only_floors=True), extent=extent.name)
        return
    path = gate.RESULTS[extent.name]
    stored = json.loads(path.read_text()) if path.exists() and arguments.only else {}
    results = stored | run(arguments.only or MEASURED, extent=extent, only_floors=arguments.sample)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(results, indent=2) + "\n")
    if not arguments.sample:
        tables.write(results)


if __name__ == "__main__":
    main()
