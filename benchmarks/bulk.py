"""Thousands of wire stories into an archive: run it with `python -m benchmarks.bulk`.

It adds the 19,043 Reuters stories with one command, `onrecord add FILE`, tells how long that took
and how much memory, lists the stories that several of them carry, and adds them once more: nothing
may change. Then some of its passages are embedded by sentence-transformers alone and by the
archive's encoder, in turns, so that whatever else the machine does slows both alike.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import tables
from benchmarks.data import rows
from index import Archive, Story
from index.encoder import SentenceTransformerEncoder
from index.splitting import split_passages

REUTERS, ALL = "bulk/reuters21578.jsonl.gz", 19_043
SAMPLE, TURNS = 512, 4
LISTED = 40


def main() -> None:
    """Add, add again, compare, and print; all of the stories write benchmarks/README.md too."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=ALL, help="how many stories to add")
    limit = parser.parse_args().articles
    with tempfile.TemporaryDirectory() as directory:
        source, root = Path(directory) / "reuters.jsonl", Path(directory) / "archive"
        with source.open("w") as file:
            file.writelines(json.dumps(row) + "\n" for row in list(rows(REUTERS))[:limit])
        first, outcome = add(source, root)
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        archive = Archive.open(root)
        before = archive.status().generation, {article.id for article in archive.articles()}
        again, repeated = add(source, root)
        after = archive.status().generation, {article.id for article in archive.articles()}
        contents, stories = archive.contents(), archive.stories()
        show(archive, stories[:LISTED])
        alone, ours = compare(archive)
    touched = len(repeated["added"]) + len(repeated["changed"])
    measured = {
        "stories read": f"{limit:,}",
        "articles, passages": f"{contents.articles:,}, {contents.passages:,}",
        "could not be read": f"{len(outcome['failed']):,}",
        "seconds to add them": f"{first:,.1f}",
        "passages a second, all in all": f"{contents.passages / first:,.1f}",
        "peak memory, MiB": f"{memory:,.0f}",
        "seconds to add them again": f"{again:,.1f} ({again / first:.1%})",
        "what that changed": "nothing" if before == after and not touched else "SOMETHING",
        "stories that several carry": f"{len(stories):,}",
        "articles that carry one": f"{sum(len(story.carriers) for story in stories):,}",
        "sentence-transformers alone, passages a second": f"{alone:,.1f}",
        "the archive's encoder, passages a second": f"{ours:,.1f}",
    }
    lines = ["| what | measured |", "|---|---|", *(f"| {k} | {v} |" for k, v in measured.items())]
    print("\n".join(lines))
    if limit >= ALL:
        tables.replace("bulk", "\n".join(lines))


def add(source: Path, root: Path) -> tuple[float, dict[str, Any]]:
    """Run `onrecord add`; return the seconds that it took, start and all, and its report."""
    command = [sys.executable, "-m", "qa.cli", "add", str(source), "--archive", str(root), "--json"]
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    if not done.stdout:
        raise SystemExit(done.stderr)
    report: dict[str, Any] = json.loads(done.stdout)
    return seconds, report


def show(archive: Archive, stories: list[Story]) -> None:
    """Print stories, the most carried first: how many carry each, and their titles."""
    for story in stories:
        carriers = [archive.article(carrier.article_id) for carrier in story.carriers]
        print(story.carried_by, *(article.title for article in carriers if article), sep=" | ")
    print()


def compare(archive: Archive) -> tuple[float, float]:
    """Return passages a second of sentence-transformers alone, and of the archive's encoder."""
    encoder, alone = archive.encoder, SentenceTransformerEncoder().model
    texts = passages(archive)
    encoder.encode_passages(texts[:TURNS]), alone.encode(texts[:TURNS])  # both load
    seconds = {"alone": 0.0, "ours": 0.0}
    for _ in range(TURNS):
        start = time.perf_counter()
        alone.encode(texts, show_progress_bar=False)
        middle = time.perf_counter()
        encoder.encode_passages(texts)
        seconds["alone"] += middle - start
        seconds["ours"] += time.perf_counter() - middle
    done = TURNS * len(texts)
    return done / seconds["alone"], done / seconds["ours"]


def passages(archive: Archive) -> list[str]:
    """Return the first passages of the archive, cut as it cuts them."""
    encoder = archive.encoder
    spans = (
        span.of(article.text)
        for article in archive.articles()
        for span in split_passages(
            article.text, count_tokens=encoder.count_tokens, budget=encoder.max_tokens
        )
    )
    return list(islice(spans, SAMPLE))


if __name__ == "__main__":
    main()
