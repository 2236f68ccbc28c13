"""A few hundred passages through what `benchmarks.million` does with a million."""

import xml.etree.ElementTree as ET
from itertools import islice

import numpy as np
import pytest
from word_encoder import VOCABULARY, WordEncoder

from benchmarks import growth, million
from benchmarks.drawn import cosines_of_nearest, passages
from index import Archive, Article
from index.database import Database

REAL = 40
SIZE = 300


@pytest.fixture(scope="module")
def real(tmp_path_factory) -> Archive:
    """Forty articles of one to three passages each."""
    archive = Archive.create(tmp_path_factory.mktemp("real") / "archive", encoder=WordEncoder())
    words = np.random.default_rng(1).choice(VOCABULARY, size=(REAL, 3, 2, 6)).tolist()
    archive.add_articles(
        Article(
            text="\n".join(
                " ".join(f"{' '.join(some).capitalize()} of {n}." for some in two)
                for two in paragraphs[: 1 + n % 3]
                for _ in range(2)
            ),
            title=f"Report {n}",
            outlet="Minsk Wire",
            language="en",
        )
        for n, paragraphs in enumerate(words)
    )
    return archive


@pytest.fixture(scope="module")
def built(real, tmp_path_factory):
    root = tmp_path_factory.mktemp("built") / "archive"
    encoder = WordEncoder()
    measured = million.build(root, SIZE, passages([real]), encoder=encoder)
    assert encoder.encoded == []
    return root, measured


def test_the_nearest_of_each_by_brute_force():
    vectors = np.random.default_rng(2).normal(size=(50, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    expected = [max(v @ w for j, w in enumerate(vectors) if j != i) for i, v in enumerate(vectors)]
    assert cosines_of_nearest(vectors) == pytest.approx(expected, abs=1e-6)


def test_the_real_articles_come_first_as_they_are(real):
    first = list(islice(passages([real]), REAL))
    assert {placed.article for placed in first} == set(real.articles())
    for placed in first:
        texts = [span.of(placed.article.text) for span in placed.spans]
        assert "".join(texts) == placed.article.text
        expected = WordEncoder().vectors([f"{placed.article.title} {text}" for text in texts])
        assert placed.vectors == pytest.approx(expected, abs=1e-3)


def test_drawn_articles_are_made_of_real_sentences_and_turned_vectors(real):
    some = list(islice(passages([real]), REAL + 200))
    sentences = {
        sentence.strip() for placed in some[:REAL] for sentence in placed.article.text.split(".")
    }
    for placed in some[REAL:]:
        said = {sentence.strip() for sentence in placed.article.text.split(".")}
        assert said <= sentences
        assert "".join(span.of(placed.article.text) for span in placed.spans) == placed.article.text
        assert len(placed.vectors) == len(placed.spans)
        assert np.linalg.norm(placed.vectors, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert len({placed.article.id for placed in some}) == len(some)


def test_drawing_again_draws_the_same(real):
    one, other = ([p.article for p in islice(passages([real]), REAL + 9)] for _ in range(2))
    assert one == other


def test_an_archive_has_exactly_as_many_passages_as_wanted(built):
    root, measured = built
    archive = Archive.open(root, encoder=WordEncoder())
    assert archive.contents().passages == SIZE
    assert archive.status().pending == 0
    assert set(measured) == {"write", "publish", "build_memory"}
    assert all(value > 0 for value in measured.values())


def test_a_flat_index_finds_all_and_the_judge_sees_what_is_missing(built):
    root, _ = built
    asked = million.ask(root, VOCABULARY, encoder=WordEncoder())
    assert len(asked["whole"]) == len(asked["single"]) == len(VOCABULARY)
    database = Database.open(root / "archive.sqlite")
    found, vectors = asked["found"], asked["vectors"]
    assert million.recall(database, vectors, found) == 1.0
    lost = [one[1:] for one in found]  # the best of each
    assert million.recall(database, vectors, lost) == pytest.approx(0.9)
    assert million.recall(database, vectors, [[] for _ in found]) == 0.0


MEASURED = {
    size: {
        "real": min(size, 2_000), "kind": "flat", "probed": "0 of 0", "recall": 1.0,
        "write": size / 1000, "publish": size / 1000, "build_memory": 200.0, "size": size / 100,
        "open": 0.1, "single_median": 8.0, "single_p95": 10.0, "whole_median": 9.0,
        "whole_p95": 100.0, "memory": 300.0, "peak_memory": 1000.0,
    }
    for size in (1_000, 10_000, 100_000)
}  # fmt: skip


def test_the_table_has_a_row_for_each_size():
    head, _, *rows = growth.table(MEASURED).splitlines()
    assert len(rows) == len(MEASURED)
    assert {row.count("|") for row in (head, *rows)} == {head.count("|")}
    assert rows[1].startswith("| 10,000 | 2,000 | flat | 1.0000 | 10.0 | 10.0 |")


def test_the_plot_is_logarithmic_in_both_directions():
    drawn = ET.fromstring(growth.draw(MEASURED))
    lines = [
        [tuple(map(float, point.split(","))) for point in line.get("points", "").split()]
        for line in drawn.iter("{http://www.w3.org/2000/svg}polyline")
    ]
    growing = next(line for line in lines if len(line) == 3 and line[0][1] > line[1][1])
    (x1, y1), (x2, y2), (x3, y3) = growing  # ten times the passages, ten times the seconds
    assert x2 - x1 == pytest.approx(x3 - x2, abs=0.2)
    assert y1 - y2 == pytest.approx(y2 - y3, abs=0.2)
    level = [line for line in lines if len(line) == 3 and line[0][1] == line[2][1]]
    assert len(level) == 3  # two latencies, and memory
