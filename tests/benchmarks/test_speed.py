"""The measure of speed: its numbers worked out by hand, and small real runs of its parts."""

import itertools
import json
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from word_encoder import WordEncoder
from word_reader import WordReader

from benchmarks import speed, speed_parts, speed_table
from benchmarks.bars import draw_bars
from benchmarks.peers.__main__ import do, peak_mib
from benchmarks.peers.on_the_record import Peer
from benchmarks.peers.system import FRAMEWORKS, MODULES, ON_THE_RECORD, PLAIN
from benchmarks.running import ROOT, OtherWork, Process, Systems
from benchmarks.speed_corpus import cut, in_turns, make_corpus, unwrap
from index import Archive, Article
from qa import Desk

STORIES = [
    {
        "title": f"Report {number}",
        "text": f"Belarus sent no troops on day {number}. " + "Snow fell at the border. " * 8,
        "outlet": "Example",
        "published": "1987-02-26",
    }
    for number in range(6)
]
RESULTS = {
    "machine": {"processor": "Fast 9", "cores": 2, "flags": ["avx2"]},
    "versions": {ON_THE_RECORD: {"tantivy": "0.27.0"}, PLAIN: {}, "txtai": {"txtai": "9"}},
    "not_measured": {"langchain": "not installed; install it with: make peers"},
    "indexing": {
        "passages": 100,
        "seconds": {ON_THE_RECORD: [1.0, 2.0, 9.0], PLAIN: [4.0, 5.0, 3.0], "txtai": [5, 5, 5]},
    },
    "retrieval": {
        "passages": 100,
        "questions": 3,
        "seconds": {ON_THE_RECORD: [0.001] * 3, PLAIN: [0.002] * 3, "txtai": [0.004, 0.005, 0.009]},
    },
    "memory": {"passages": 100, "indexing": {ON_THE_RECORD: 300.0, PLAIN: 900.0, "txtai": 750.0}},
    "batch": {
        "cores_of_others": 0.25,
        "code": "one",
        "questions": 10,
        "block": 5,
        "seconds": {"one by one": [6.0, 4.0], "together": [3.0, 2.0]},
    },
    "starting": {"seconds": {"onrecord status": [0.4, 0.2, 0.1]}},
    "agreement": {"overlap_at_10": 0.995, "mean_cosine": 0.99999, "least_cosine": 0.99},
}


def by_title(results: dict) -> dict[str, speed_table.Measure]:
    return {one.title: one for one in speed_table.measures(results)}


# Numbers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "share", "found"),
    [
        pytest.param([3.0], 0.95, 3.0, id="one"),
        pytest.param([1, 2, 3, 4], 0.5, 2, id="the lower one of two in the middle"),
        pytest.param(list(range(20)), 0.95, 18, id="19 of 20"),
        pytest.param(list(range(21)), 0.95, 19, id="20 of 21"),
    ],
)
def test_percentile(values, share, found):
    assert speed_table.percentile(values, share) == found


def test_a_rate_is_of_the_median_turn_and_the_best_peer_is_the_quickest():
    indexing = by_title(RESULTS)["indexing 100 passages"]
    assert indexing.values == {ON_THE_RECORD: 50.0, PLAIN: 25.0, "txtai": 20.0}
    assert (indexing.best_peer, indexing.times_better) == (PLAIN, 2.0)


def test_retrieval_is_held_against_what_searches_both_ways():
    found = by_title(RESULTS)
    middle = found["retrieval among 100 passages, median"]
    slow = found["retrieval among 100 passages, p95"]
    assert (middle.best_peer, middle.times_better) == ("txtai", pytest.approx(5.0))
    assert (slow.best_peer, slow.times_better) == ("txtai", pytest.approx(9.0))


def test_less_memory_is_better():
    memory = by_title(RESULTS)["peak memory, indexing 100 passages"]
    assert (memory.best_peer, memory.times_better) == ("txtai", 2.5)


def test_without_peers_nothing_is_claimed():
    alone = {
        **RESULTS,
        "indexing": {"passages": 100, "seconds": {ON_THE_RECORD: [1.0]}},
        "retrieval": {},
    }
    indexing = by_title(alone)["indexing 100 passages"]
    assert (indexing.best_peer, indexing.times_better) == (None, None)
    row = "| indexing 100 passages | 100.0 a second | not measured | – | 3 times |"
    assert row in speed_table.tables(alone)


def test_tables_tell_what_was_measured_and_what_was_not():
    made = speed_table.tables(RESULTS)
    assert "2 cores of Fast 9, which has avx2 of avx2, avx512f" in made
    assert "lacks avx512f, avx512_bf16, avx512_fp16, amx_bf16." in made
    assert "Cores that other work kept busy meanwhile: batch 0.25." in made
    assert "different versions of the code" not in made
    mixed = {**RESULTS, "cold": {"seconds": {PLAIN: [1]}, "passages": 1, "code": "other"}}
    assert "different versions of the code" in speed_table.tables(mixed)
    assert "50.0 a second | 25.0 a second (sentence-transformers + FAISS) | 2.00 | 3 times" in made
    assert "| 2.00 a second | 1.00 a second (On the Record, one by one) | 2.00 | 2.5 times" in made
    assert "| `onrecord status`, process from start to end | 0.20 s | | | under 0.3 s |" in made
    assert "| 0.9950, 0.999990 |" in made
    assert "Not measured: langchain (not installed; install it with: make peers)." in made
    systems = made.split("| system |")[1]
    rows = [line.split(" | ")[0].strip("| ") for line in systems.splitlines()[2:8]]
    assert rows == list(MODULES)
    assert "| langchain | not measured |" in systems


def test_bars_are_ratios_to_the_plain_way():
    found = speed_table.bars(speed_table.measures(RESULTS))
    assert found["indexing 100 passages"] == {ON_THE_RECORD: 2.0, PLAIN: 1.0, "txtai": 0.8}
    assert found["peak memory, indexing 100 passages"][ON_THE_RECORD] == 3.0


def test_bars_are_as_long_as_their_ratios_and_texts_are_escaped():
    drawn = draw_bars("Times <better>", {"a & b": {"own": 3.0, "other": 1.5}}, own="own")
    root = ET.fromstring(drawn)
    space = "{http://www.w3.org/2000/svg}"
    widths = [float(bar.get("width", "")) for bar in root.findall(f"{space}rect")[1:]]
    assert widths[0] == pytest.approx(2 * widths[1], abs=0.2)
    texts = [text.text for text in root.findall(f"{space}text")]
    assert texts == ["Times <better>", "a & b", "own", "3.00", "other", "1.50"]


def test_the_processor_is_told_by_its_cores_and_flags():
    info = "processor\t: 0\nmodel name\t: A\nflags\t\t: fpu avx2 amx_bf16\n\n"
    two = speed_table.processor(info + info.replace(": 0", ": 1"))
    assert two == {"processor": "A", "cores": 2, "flags": ["avx2", "amx_bf16"]}
    assert speed_table.processor("")["processor"] == "an unknown processor"


def test_work_of_others_is_told_from_our_own():
    """All cores are kept busy by our own processes: what these have, others did not have."""
    spin = "import time; end = time.process_time() + 1\nwhile time.process_time() < end: pass"
    cores = os.cpu_count() or 1
    with OtherWork() as other:
        start = time.perf_counter()
        processes = [subprocess.Popen([sys.executable, "-c", spin]) for _ in range(cores)]
        assert [process.wait() for process in processes] == [0] * cores
        elapsed = time.perf_counter() - start
    assert other.cores is not None
    assert 0 <= other.cores * elapsed <= cores * (elapsed - 1) + 0.3


# What is indexed and asked -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("One\ntwo.", "One two.", id="a wrapped line"),
        pytest.param("One.\n    Two\nthree.", "One.\nTwo three.", id="an indented paragraph"),
        pytest.param(" One \n two ", "One\ntwo", id="white space at the edges"),
    ],
)
def test_unwrap(text, lines):
    assert unwrap(text) == lines


def test_questions_come_in_turns_and_once():
    assert list(in_turns("aab", "bc")) == ["a", "b"]
    assert list(in_turns("aef", "bc", "d")) == ["a", "b", "d", "e", "c", "f"]


def test_passages_are_cut_as_an_archive_cuts_them(archive: Archive, encoder: WordEncoder):
    first = STORIES[0]
    archive.add_articles([Article(text=first["text"], title=first["title"])])
    hits = archive.search("Belarus snow border troops", limit=50)
    found = {f"{hit.passage.article.title}\n{hit.passage.text.strip()}" for hit in hits}
    assert found == set(cut(first["title"], first["text"], encoder))
    assert len(found) > 1


def test_a_corpus_has_whole_stories_and_no_passage_twice(encoder: WordEncoder):
    each = len(cut(STORIES[0]["title"], STORIES[0]["text"], encoder))
    corpus = make_corpus([STORIES[0], *STORIES], encoder, passages=3 * each + 1)
    assert corpus["articles"] == STORIES[:3]
    assert len(set(corpus["passages"])) == len(corpus["passages"]) == 3 * each


# Small runs --------------------------------------------------------------------------------------


class Inline:
    """The system in this process, with the tests' encoder."""

    def __init__(self) -> None:
        self.system = Peer(encoder=WordEncoder())

    def tell(self, what: str, **told: str) -> dict:
        return do(self.system, {"do": what, **told})


@pytest.fixture
def corpus(tmp_path: Path, encoder: WordEncoder) -> Path:
    file = tmp_path / "corpus.json"
    file.write_text(json.dumps(make_corpus(STORIES, encoder, passages=100)))
    return file


def test_indexing_and_asking_are_timed_for_every_system_and_turn(tmp_path: Path, corpus: Path):
    running, folder = {"a": Inline(), "b": Inline()}, tmp_path / "index"
    folder.mkdir()
    seconds = speed_parts.time_indexing(running, corpus, folder, turns=3)
    assert {name: len(some) for name, some in seconds.items()} == {"a": 3, "b": 3}
    assert all(second > 0 for second in itertools.chain(*seconds.values()))
    assert Archive.open(folder / "archive", encoder=WordEncoder()).contents().articles == 6
    for one in running.values():
        one.tell("open", folder=str(folder))
    passages = json.loads(corpus.read_text())["passages"]
    questions = ["Did Belarus send troops?", "Did snow fall?"]
    asked = speed_parts.time_asking(running, questions, do="retrieve", passages=passages)
    assert {name: len(some) for name, some in asked.items()} == {"a": 2, "b": 2}
    with pytest.raises(SystemExit, match="a found what it was not given"):
        speed_parts.time_asking(running, questions, do="retrieve", passages=passages[:1])


def test_an_archive_of_other_passages_is_refused(tmp_path: Path, corpus: Path):
    told = json.loads(corpus.read_text())
    corpus.write_text(json.dumps({**told, "passages": told["passages"][1:]}))
    with pytest.raises(SystemExit, match="the others were given"):
        Inline().tell("index", corpus=str(corpus), folder=str(tmp_path))


def test_batches_are_timed_both_ways(archive: Archive):
    archive.add_articles([Article(text=story["text"], title="No") for story in STORIES])
    desks = []

    def make_desk() -> Desk:
        desks.append(Desk(archive, reader=WordReader(), remembered=0))
        return desks[-1]

    seconds = speed_parts.time_batches(make_desk, ["Who?", "Did snow fall?", "Why?"], size=2)
    assert {way: len(some) for way, some in seconds.items()} == {"one by one": 2, "together": 2}
    assert len(desks) == 2


def test_what_starts_is_timed_and_the_first_turn_is_left_out(archive: Archive):
    seconds = speed_parts.time_starting(archive.path, turns=2)
    assert list(seconds) == ["import qa", "onrecord --help", "onrecord status"]
    assert all(len(some) == 2 for some in seconds.values())
    with pytest.raises(subprocess.CalledProcessError):
        speed_parts.time_starting(archive.path / "none", turns=1)


def test_agreement_of_an_encoder_with_itself_and_with_another(encoder: WordEncoder):
    class Turned(WordEncoder):
        def vectors(self, texts):
            return np.roll(super().vectors(texts), 1, axis=1) * np.float32(-1)

    passages = ["snow", "border snow", *(f"troops {n}" for n in range(12))]
    same = speed_parts.agree(encoder, WordEncoder(), passages, ["snow"])
    assert same == {
        "mean_cosine": pytest.approx(1),
        "least_cosine": pytest.approx(1),
        "overlap_at_10": 1,
    }
    other = speed_parts.agree(encoder, Turned(), passages, ["snow"])
    assert other["mean_cosine"] < 0.5


def test_a_system_runs_in_a_process_of_its_own(tmp_path: Path):
    short = [{**STORIES[0], "text": "Belarus sent no troops."}]
    file = tmp_path / "corpus.json"
    passages = ["Report 0\nBelarus sent no troops."]
    file.write_text(json.dumps({"articles": short, "passages": passages}))
    process = Process(
        ON_THE_RECORD, python=Path(sys.executable), reranker=tmp_path, errors=tmp_path / "log"
    )
    with process as running:
        assert running.tell("index", corpus=str(file), folder=str(tmp_path))["seconds"] > 0
        running.tell("open", folder=str(tmp_path))
        assert running.tell("retrieve", question="Who sent troops?")["found"] == passages
        assert running.tell("peak")["mib"] > 50
        with pytest.raises(SystemExit, match="On the Record ended at 'dance': cannot do"):
            running.tell("dance")
    answer = speed_parts.run_ask(tmp_path / "archive", "Did Belarus send troops?")
    shown = [*(c for s in answer["statements"] for c in s["citations"]), *answer["closest"]]
    assert [citation["quote"] for citation in shown] == ["Belarus sent no troops."]


@pytest.mark.parametrize(
    "call",
    [
        pytest.param("socket.socket().connect(('127.0.0.1', 9))", id="connect"),
        pytest.param("socket.create_connection(('news.example', 80))", id="a name"),
    ],
)
def test_a_peer_that_connects_is_ended_even_from_a_thread(call: str):
    program = (
        "import socket, threading, time\n"
        "from benchmarks.peers.__main__ import refuse_connections\n"
        "refuse_connections()\n"
        f"threading.Thread(target=lambda: {call}).start()\n"
        "time.sleep(20)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert "a benchmark connects to nothing" in done.stderr


def test_the_peak_of_memory_grows_with_what_is_held():
    before = peak_mib()
    held = np.ones(int(before * 2**20) // 8)  # as much as was held at most: that is now too little
    assert peak_mib() > before + 1
    assert held.sum() == len(held)


def test_peers_that_are_not_installed_are_told(tmp_path: Path):
    systems = Systems(tmp_path, peers_python=tmp_path / "python")
    assert systems.names == [ON_THE_RECORD, PLAIN]  # both are there with the product
    assert set(systems.not_measured) == set(FRAMEWORKS)
    assert all("make peers" in reason for reason in systems.not_measured.values())
    broken = Systems(tmp_path, peers_python=Path(sys.executable), names=["txtai"])
    assert "PackageNotFoundError" in broken.not_measured["txtai"]


def test_what_was_measured_elsewhere_is_not_kept(tmp_path: Path):
    systems = Systems(tmp_path, peers_python=tmp_path / "python", names=[])
    file = tmp_path / "speed.json"
    here = speed.start(file, systems)
    assert here["machine"] == speed_table.this_processor()
    file.write_text(json.dumps({**here, "cold": {"passages": 1}}))
    assert speed.start(file, systems)["cold"] == {"passages": 1}
    file.write_text(json.dumps({**here, "machine": {"cores": 99}, "cold": {"passages": 1}}))
    assert "cold" not in speed.start(file, systems)
