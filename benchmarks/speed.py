"""On the Record beside the frameworks that people use: run it with `python -m benchmarks.speed`.

All have the same weights, the same passages and the same machine, and take turns, so that whatever
else it does slows them alike. The frameworks run in an environment of their own (`make peers`);
what is not installed is told as not measured. But for `--small`, it writes benchmarks/README.md,
benchmarks/speed.svg and benchmarks/results/speed.json; parts that were measured before on this
machine stay where `--only` names others. `--passages` and the like tell how much is measured.
"""

import argparse
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from benchmarks import speed_parts, tables
from benchmarks.bars import draw_bars
from benchmarks.collections import BUILD
from benchmarks.peers.system import ON_THE_RECORD, PLAIN, Corpus
from benchmarks.running import ROOT, OtherWork, Systems
from benchmarks.speed_corpus import make_corpus, read_questions, read_stories
from benchmarks.speed_table import bars, measures, this_processor
from benchmarks.speed_table import tables as speed_tables
from index import Archive, SentenceTransformerEncoder, load_encoder
from qa import Desk

HERE = Path(__file__).parent
RESULTS, PLOT = HERE / "results" / "speed.json", HERE / "speed.svg"
PARTS = (
    *("indexing", "agreement", "memory", "cold", "starting"),
    *("retrieval", "answers", "batch"),
)
_BUSY = 0.25
_COLD_QUESTION = "What did Standard Oil and BP North America form?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much of everything is measured."""

    passages: int = 20_000
    """In the large index: memory is measured making it, and the questions are asked of it."""
    sample: int = 512
    """What is indexed again and again for the time of indexing."""
    compared: int = 2_000
    """Passages whose vectors are compared with sentence-transformers'."""
    turns: int = 5
    """Turns of indexing and of cold processes."""
    questions: int = 200
    """Questions that are retrieved for, and that are asked in batches."""
    answers: int = 40
    """Questions that are answered, or whose passages are reranked."""
    block: int = 25
    """Questions of one batch."""


SMALL = Plan(passages=300, sample=64, compared=100, turns=2, questions=12, answers=4, block=6)


class Measuring:
    """The parts by name, each a method that returns what it measured."""

    def __init__(self, plan: Plan, systems: Systems) -> None:
        self.plan, self.systems = plan, systems
        self._encoder = load_encoder()
        self._files: dict[int, tuple[Path, Corpus]] = {}
        self._questions = read_questions(plan.questions)

    def indexing(self) -> dict[str, Any]:
        """Time the indexing of a sample, models loaded, saving included."""
        file, corpus = self._corpus(self.plan.sample)
        with self.systems.all() as running:
            seconds = speed_parts.time_indexing(
                running, file, self.systems.build / "turn", turns=self.plan.turns
            )
        return {"passages": len(corpus["passages"]), "seconds": seconds}

    def agreement(self) -> dict[str, Any]:
        """Hold our vectors against sentence-transformers'."""
        _, corpus = self._corpus(self.plan.compared)
        passages = corpus["passages"]
        found = speed_parts.agree(
            self._encoder, SentenceTransformerEncoder(), passages, self._questions
        )
        return {"passages": len(passages), "questions": len(self._questions), **found}

    def memory(self) -> dict[str, Any]:
        """Measure peaks: of indexing, of retrieving and of answering, each in a fresh process."""
        file, corpus = self._corpus(self.plan.passages)
        some = self._questions[: self.plan.answers]
        self.systems.make_reranker()
        return {
            "passages": len(corpus["passages"]),
            "questions": len(some),
            "indexing": speed_parts.index_all(self.systems, file),
            "retrieving": speed_parts.peaks_of_asking(self.systems, some, do="retrieve"),
            "answering": speed_parts.peaks_of_asking(self.systems, some, do="answer"),
        }

    def cold(self) -> dict[str, Any]:
        """Time whole processes."""
        corpus = self._indexed()
        seconds = speed_parts.time_cold(self.systems, _COLD_QUESTION, turns=self.plan.turns)
        return {"passages": len(corpus["passages"]), "seconds": seconds}

    def starting(self) -> dict[str, Any]:
        """Time what starts without a model."""
        self._indexed()
        archive = self.systems.folder(ON_THE_RECORD) / "archive"
        return {"seconds": speed_parts.time_starting(archive, turns=2 * self.plan.turns)}

    def retrieval(self) -> dict[str, Any]:
        """Time the retrieval for each question."""
        return self._asked("retrieve", self._questions)

    def answers(self) -> dict[str, Any]:
        """Time the answer to each of some questions."""
        self.systems.make_reranker()
        return self._asked("answer", self._questions[: self.plan.answers])

    def batch(self) -> dict[str, Any]:
        """Time answers to blocks of questions, and to each by itself."""
        self._indexed()
        archive = self.systems.folder(ON_THE_RECORD) / "archive"
        seconds = speed_parts.time_batches(
            lambda: Desk(Archive.open(archive, encoder=self._encoder), remembered=0),
            self._questions,
            size=self.plan.block,
        )
        return {"questions": len(self._questions), "block": self.plan.block, "seconds": seconds}

    def _asked(self, do: str, questions: Sequence[str]) -> dict[str, Any]:
        corpus = self._indexed()
        with self.systems.all() as running:
            for name, one in running.items():
                one.tell("open", folder=str(self.systems.folder(name)))
            seconds = speed_parts.time_asking(
                running, questions, do=do, passages=set(corpus["passages"])
            )
        return {
            "passages": len(corpus["passages"]),
            "questions": len(questions),
            "seconds": seconds,
        }

    def _indexed(self) -> Corpus:
        """Return the corpus of the large indexes; they are made where one is missing."""
        file, corpus = self._corpus(self.plan.passages)
        wanted = str(len(corpus["passages"]))
        for name in self.systems.names:
            mark = self.systems.folder(name) / speed_parts.COMPLETE
            if not mark.exists() or mark.read_text() != wanted:
                speed_parts.index_one(self.systems, name, file)
        return corpus

    def _corpus(self, passages: int) -> tuple[Path, Corpus]:
        if passages not in self._files:
            corpus = make_corpus(read_stories(), self._encoder, passages=passages)
            file = self.systems.build / f"passages-{passages}.json"
            file.write_text(json.dumps(corpus))
            self._files[passages] = file, corpus
        return self._files[passages]


def main() -> None:
    """Measure what is asked for, print the tables, and keep them unless it was a trial."""
    arguments = _arguments()
    given = {f.name: n for f in fields(Plan) if (n := getattr(arguments, f.name)) is not None}
    plan = replace(SMALL if arguments.small else Plan(), **given)
    systems = Systems(BUILD / ("speed-small" if arguments.small else "speed"))
    results = _fresh(systems) if arguments.small else start(RESULTS, systems)
    measuring = Measuring(plan, systems)
    for part in arguments.only or PARTS:
        print(f"{part} ...", flush=True)
        with OtherWork() as other:
            found = getattr(measuring, part)()
        results[part] = {**found, "cores_of_others": other.cores, "code": code()}
        if (other.cores or 0.0) > _BUSY:
            print(f"{part}: other work kept {other.cores:.2f} cores busy; do not quote its times")
        if not arguments.small:
            RESULTS.write_text(json.dumps(results, indent=1) + "\n")
    print(speed_tables(results))
    if not arguments.small:
        keep(results)


def start(file: Path, systems: Systems) -> dict[str, Any]:
    """Return what was measured before, if that was on this machine with these versions."""
    fresh = _fresh(systems)
    if not file.exists():
        return fresh
    before: dict[str, Any] = json.loads(file.read_text())
    same = all(before[key] == fresh[key] for key in fresh)
    return before if same else fresh


def code() -> str:
    """Return a digest of the product's code: parts measured of different code are told apart."""
    digest = hashlib.sha256()
    for package in ("index", "qa"):
        for path in sorted((ROOT / package).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def keep(results: Mapping[str, Any]) -> None:
    """Write the tables into the README, and draw the plot."""
    tables.replace("speed", speed_tables(results))
    title = f"Times better than {PLAIN}, which is 1"
    PLOT.write_text(draw_bars(title, bars(measures(results)), own=ON_THE_RECORD))


def _fresh(systems: Systems) -> dict[str, Any]:
    return {
        "machine": this_processor(),
        "versions": systems.versions,
        "not_measured": systems.not_measured,
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="+", choices=PARTS, help="measure these parts")
    parser.add_argument("--small", action="store_true", help="a quick trial; keeps nothing")
    for field in fields(Plan):
        parser.add_argument(f"--{field.name}", type=int, help=f"ships as {field.default}")
    return parser.parse_args()


if __name__ == "__main__":
    main()
