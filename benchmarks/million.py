"""Archives of a thousand to a million passages: run it with `python -m benchmarks.million`.

Up to about 30,000 passages all are real; above, the rest is drawn to match them
(`benchmarks/drawn.py`). Articles, passages and vectors are written by the archive's own database,
and the search files by its own writer; what is left out is reading, cutting, embedding and looking
for copies. Each archive is then opened and asked in a process of its own. It lies in
`build/benchmarks/sizes/` while it is measured; what was measured already is not measured again.
"""

import argparse
import json
import random
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import collections, growth, tables
from benchmarks.bulk import REUTERS
from benchmarks.collections import BUILD
from benchmarks.data import rows
from benchmarks.drawn import Placed, passages
from index import Archive, Encoder, Query
from index.database import Database
from index.exact import unit_vectors
from index.progress import Progress
from index.published import kind
from index.recall import DEPTH
from index.writer import Writer
from qa.retrieval import retrieve

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
ASKED = 50
AT = 10
_ARTICLES_AT_ONCE = 500


def main() -> None:
    """Build, ask and measure archives of each size, and write the table and the plot."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--keep", action="store_true", help="keep the archives")
    parser.add_argument("--build", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--ask", type=Path, help=argparse.SUPPRESS)
    settings = parser.parse_args()
    if settings.build:
        archives = real_archives()
        real = sum(archive.contents().passages for archive in archives)
        (size,) = settings.sizes
        built = build(settings.build, size, passages(archives))
        print(json.dumps({"real": min(real, size), **built}))
    elif settings.ask:
        print(json.dumps(ask(settings.ask, questions())))
    else:
        measured = {size: _measured(size, keep=settings.keep) for size in settings.sizes}
        lines = growth.table(measured)
        print(lines)
        if tuple(settings.sizes) == SIZES:
            tables.replace("million", lines)
            growth.PLOT.write_text(growth.draw(measured))


def real_archives() -> list[Archive]:
    """Return the archives of real articles, made once: MultiHop-RAG's, and the Reuters stories."""
    if not (BUILD / "multihop_rag" / "current").exists():
        collections.load("multihop_rag")
    source = BUILD / "reuters.jsonl"
    reuters = Archive.open_or_create(BUILD / "reuters")
    if not reuters.generation:
        source.write_text("".join(json.dumps(row) + "\n" for row in rows(REUTERS)))
        reuters.add(source)
    return [Archive.open(BUILD / "multihop_rag"), reuters]


def questions() -> list[str]:
    """Return real questions, as many of each development collection; the same at every run."""
    asked = {
        "multihop_rag": [row["query"] for row in rows("eval/multihop_rag/queries.jsonl")],
        "clapnq": [row["question"] for row in rows("eval/clapnq/dev.jsonl")],
        "wikiqa": [row["question"] for row in rows("eval/wikiqa/dev.jsonl")],
        "squad2": [row["question"] for row in rows("eval/squad2_dev/questions.jsonl.gz")],
    }
    chosen = random.Random(1)
    return [question for some in asked.values() for question in chosen.sample(some, ASKED)]


def build(
    root: Path, size: int, placed: Iterable[Placed], *, encoder: Encoder | None = None
) -> dict[str, float]:
    """Make an archive of the first `size` passages; return seconds and peak memory in MiB."""
    shutil.rmtree(root, ignore_errors=True)
    archive = Archive.create(root, encoder=encoder)
    database = Database.open(root / "archive.sqlite")
    some, written = first(placed, size), 0.0
    while batch := list(islice(some, _ARTICLES_AT_ONCE)):  # drawing them is not counted
        start = time.perf_counter()
        with database.transaction():
            for one in batch:
                insert(database, one, model=archive.encoder.name)
        written += time.perf_counter() - start
    start = time.perf_counter()
    Writer(root, database, archive.encoder, number=1).publish(_report)
    return {"write": written, "publish": time.perf_counter() - start, "build_memory": peak()}


def first(placed: Iterable[Placed], size: int) -> Iterator[Placed]:
    """Yield articles until they have `size` passages; of the last one, only its first passages."""
    left = size
    for one in placed:
        if left <= 0:
            return
        yield Placed(article=one.article, spans=one.spans[:left], vectors=one.vectors[:left])
        left -= len(one.spans)


def insert(database: Database, placed: Placed, *, model: str) -> None:
    """Write an article with its passages and their vectors, as the first generation's."""
    article, title = placed.article, (placed.article.title or "").encode()
    hashes = [
        blake2b(title + span.of(article.text).encode(), digest_size=16).digest()
        for span in placed.spans
    ]
    database.insert_article(article, list(zip(placed.spans, hashes, strict=True)), generation=1)
    database.set_origin(article.id, article.id)
    vectors = placed.vectors.astype("<f2")
    database.store_vectors(
        model, [(content, row.tobytes()) for content, row in zip(hashes, vectors, strict=True)]
    )


def ask(root: Path, asked: Sequence[str], *, encoder: Encoder | None = None) -> dict[str, Any]:
    """Open an archive, ask it, and return what that took; found passages for the judge."""
    start = time.perf_counter()
    archive = Archive.open(root, encoder=encoder)
    archive.idf(["news"])  # opens the search files
    opened = time.perf_counter() - start
    vectors = archive.encoder.encode_questions(list(asked))
    retrieve(archive, asked[:1])  # loads what is loaded once
    first_memory = resident()
    whole = [timed(partial(retrieve, archive, [question])) for question in asked]
    single = [timed(partial(archive.search, question)) for question in asked]
    plain = [Query(text=q, vector=v) for q, v in zip(asked, vectors, strict=True)]
    found, _ = archive.rankings(plain, limit=DEPTH)  # as a search asks for them
    return {
        "open": opened,
        "whole": whole,
        "single": single,
        "first_memory": first_memory,
        "memory": resident(),
        "peak_memory": peak(),
        "found": [list(one.values())[:AT] for one in found],
        "vectors": vectors.tolist(),
    }


def recall(
    database: Database, vectors: Sequence[Sequence[float]], found: Sequence[Sequence[float]]
) -> float:
    """Return the share of each question's ten nearest passages that was found.

    The judge reads all vectors from the database and knows nothing of the search files. Ties count:
    what is as near as the tenth is as good.
    """
    asked = np.array(vectors, np.float32)
    best = np.full((len(asked), AT), -1.0, np.float32)
    model = database.setting("model") or ""
    for ids, blob in database.vectors(model, generation=1):
        some = unit_vectors(np.frombuffer(blob, "<f2").reshape(len(ids), -1))
        together = np.concatenate([best, asked @ some.T], axis=1)
        best = -np.partition(-together, AT - 1, axis=1)[:, :AT]
    tenth = best.min(axis=1)
    hits = [sum(c >= least - 1e-6 for c in one) for one, least in zip(found, tenth, strict=True)]
    return float(np.mean(np.minimum(hits, AT))) / AT


def timed(do: Callable[[], object]) -> float:
    """Return how many milliseconds something takes."""
    start = time.perf_counter()
    do()
    return (time.perf_counter() - start) * 1000


def peak() -> float:
    """Return the most memory that this process has held, in MiB."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def resident() -> float:
    """Return how much memory this process holds, in MiB, pages of mapped files included."""
    fields = Path("/proc/self/status").read_text().splitlines()
    (line,) = (field for field in fields if field.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


def _measured(size: int, *, keep: bool) -> dict[str, Any]:
    kept, root = BUILD / "sizes" / f"{size}.json", BUILD / "sizes" / str(size)
    if kept.exists():
        return dict(json.loads(kept.read_text()))
    root.parent.mkdir(parents=True, exist_ok=True)
    built = root / "built.json"
    if not built.exists():
        built.write_text(json.dumps(_run("--build", root, size)))
    asked = _run("--ask", root, size)
    found, vectors = asked.pop("found"), asked.pop("vectors")
    described = kind(root, 1)
    times = {
        f"{name}_{measure}": value
        for name in ("whole", "single")
        for measure, value in _spread(asked.pop(name)).items()
    }
    measured = {
        **json.loads(built.read_text()),
        **asked,
        **times,
        "size": _bytes(root) / 2**20,
        "recall": recall(Database.open(root / "archive.sqlite"), vectors, found),
        "kind": described.name if described else "",
        "probed": f"{described.probed} of {described.lists}" if described else "",
    }
    kept.write_text(json.dumps(measured, indent=1))
    if not keep:
        shutil.rmtree(root)
    return measured


def _run(what: str, root: Path, size: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.million", what, str(root), "--sizes", str(size)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _spread(times: Sequence[float]) -> dict[str, float]:
    return {"median": statistics.median(times), "p95": statistics.quantiles(times, n=20)[-1]}


def _bytes(root: Path) -> int:
    return sum(file.stat().st_size for file in root.rglob("*") if file.is_file())


def _report(progress: Progress) -> None:
    print(f"{progress.stage}: {progress.done} of {progress.total}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
