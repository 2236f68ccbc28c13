"""The process that parses: what it says is checked, and a file that harms it harms only itself."""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.article import Article, Locator, Notice
from index.reading import Failed, FieldAliases, Found, Limits, Skipped, Worker, read, read_bytes
from index.reading.exchange import read_item, write_item

SNOW = b"title,text\nA,Snow fell on the port of Riga.\n"
# The parser of front matter takes half a minute over this; it must not take the run with it.
SLOW = b"---\n" + b"a: b\n" * 500_000 + b"---\nSnow fell."


@pytest.fixture
def worker():
    with Worker(aliases=FieldAliases(), limits=Limits(seconds=6)) as worker:
        yield worker


def texts(items):
    return [item.article.text if isinstance(item, Found) else item.reason for item in items]


def test_one_process_reads_file_after_file(tmp_path, worker):
    path = tmp_path / "a.csv"
    path.write_bytes(SNOW)
    first = texts(read(path, worker=worker))
    process = worker._process
    assert first == texts(read(path, worker=worker)) == ["Snow fell on the port of Riga."]
    assert worker._process is process
    worker.end()
    assert process.returncode == -signal.SIGKILL


def test_no_process_for_a_small_text(tmp_path, worker):
    path = tmp_path / "a.txt"
    path.write_text("Snow fell.")
    assert texts(read(path, worker=worker)) == ["Snow fell."]
    assert worker._process is None


def test_it_imports_neither_models_nor_search():
    code = (
        "import sys, types; p = sys.modules['index'] = types.ModuleType('index'); "
        f"p.__path__ = [{str(Path('index').absolute())!r}]; import index.reading.worker; "
        "print(*sys.modules)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"torch", "faiss", "tantivy", "openvino", "transformers", "streamlit", "pyarrow"}
    assert heavy.isdisjoint(out.stdout.split())


def test_a_file_that_hangs_fails_alone(tmp_path, worker):
    slow, good = tmp_path / "slow.md", tmp_path / "a.csv"
    slow.write_bytes(SLOW)
    good.write_bytes(SNOW)
    start = time.monotonic()
    (failed,) = read(slow, worker=worker)
    assert 6 <= time.monotonic() - start < 60
    assert isinstance(failed, Failed)
    assert failed.reason.startswith("it took longer than 6 seconds; split it")
    assert texts(read(good, worker=worker)) == ["Snow fell on the port of Riga."]


def test_a_process_that_is_killed_is_started_again(worker):
    assert texts(read_bytes(SNOW, name="a.csv", origin="a", worker=worker))
    worker._process.kill()
    worker._process.wait()
    assert texts(read_bytes(SNOW, name="a.csv", origin="a", worker=worker)) == [
        "Snow fell on the port of Riga."
    ]


def test_a_crash_while_reading_keeps_what_was_found(worker):
    lines = b"".join(b'{"text": "Snow fell %d times on the port."}\n' % n for n in range(9_000))
    items = read_bytes(lines, name="a.jsonl", origin="a", worker=worker)
    found = [next(items)]
    os.kill(worker._process.pid, signal.SIGSEGV)
    found += items
    *good, failed = found
    assert all(isinstance(item, Found) for item in good)
    kept = "1 article, which is" if len(good) == 1 else f"{len(good):,} articles, which are"
    assert failed == Failed(
        origin="a",
        reason=f"its reader crashed (SIGSEGV) after {kept} kept; open it elsewhere and save it "
        "anew",
    )


def test_too_much_memory_fails_alone(tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes(b'[{"text": "x"}' + b",[]" * 10_000_000 + b"]")
    good = tmp_path / "a.csv"
    good.write_bytes(SNOW)
    limits = Limits(memory_bytes=300_000_000)
    with Worker(aliases=FieldAliases(), limits=limits) as worker:
        (failed,) = read(path, worker=worker)
        assert failed.reason == "it takes too much memory; split it"
        assert texts(read(good, worker=worker)) == ["Snow fell on the port of Riga."]


def test_a_file_that_is_given_up_half_way_leaves_no_answer_behind(worker):
    lines = b'{"text": "Rain fell on the port of Riga."}\n' * 2_000
    items = read_bytes(lines, name="a.jsonl", origin="a", worker=worker)
    next(items)
    items.close()
    assert texts(read_bytes(SNOW, name="a.csv", origin="a", worker=worker)) == [
        "Snow fell on the port of Riga."
    ]


NOON = datetime(2024, 1, 9, 12, tzinfo=UTC)
FULL = Article(
    text="Snow fell.",
    title="Snow",
    authors=("Ann Poe",),
    language="en",
    notice=Notice.CORRECTED,
    locators=(Locator(start=0, label="p. 1", confidence=0.5), Locator(start=5, label="p. 2")),
)


@pytest.mark.parametrize(
    "item",
    [
        pytest.param(Found(origin="a", article=FULL), id="found"),
        pytest.param(Found(origin="a", article=FULL, captured_at=NOON), id="captured"),
        pytest.param(Skipped(origin="a", reason="b"), id="skipped"),
        pytest.param(Failed(origin="a\n☃", reason="b"), id="failed"),
    ],
)
def test_an_item_comes_over_as_it_was(item):
    line = write_item(item)
    assert line.count(b"\n") == 1
    assert read_item(line) == item


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"text": 3}, id="text that is none"),
        pytest.param({"authors": "Ann"}, id="authors that are no list"),
        pytest.param({"published": "soon"}, id="date that is none"),
        pytest.param({"details": '{"locators": [["0", "p. 1", null]]}'}, id="place that is text"),
        pytest.param({"details": '{"locators": [0]}'}, id="locator that is none"),
        pytest.param({"details": '{"section": 3}'}, id="section that is none"),
        pytest.param({"details": '{"notice": "burnt"}'}, id="notice that is unknown"),
    ],
)
def test_what_is_no_item_is_refused(change):
    value = json.loads(write_item(Found(origin="a", article=FULL)))
    value["found"] |= change
    with pytest.raises(ValueError, match=r"."):
        read_item(json.dumps(value).encode())
