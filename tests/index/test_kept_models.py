"""Compiled models are kept between processes, and are never more than a help."""

import os
import time
from pathlib import Path

import numpy as np
import pytest

from index import BundledEncoder, kept_models
from index.batching import Inputs
from index.bert import WIDTH, Graph, mean
from index.bundled import bundled_weights

CONTENT = memoryview(b"compiled")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "onrecord"


def test_what_is_kept_is_found_under_its_key_alone(folder):
    assert kept_models.kept("one") is None
    kept_models.keep("one", CONTENT)
    found = kept_models.kept("one")
    assert found is not None
    assert found.tobytes() == b"compiled"
    assert kept_models.kept("on") is None
    assert [path.name for path in folder.iterdir()] == ["one-8.model"], "no draft stays"


def test_a_file_that_was_cut_short_is_not_used(folder):
    kept_models.keep("one", CONTENT)
    (folder / "one-8.model").write_bytes(b"compi")
    assert kept_models.kept("one") is None


def test_where_nothing_can_be_kept_nothing_fails(folder):
    folder.parent.joinpath("onrecord").write_text("a file where the folder would be")
    kept_models.keep("one", CONTENT)
    assert kept_models.kept("one") is None
    kept_models.forget("one")


def test_what_was_not_used_for_long_is_deleted(folder):
    for key in ("old", "used"):
        kept_models.keep(key, CONTENT)
    long_ago = time.time() - 90 * 24 * 3600
    for path in folder.iterdir():
        os.utime(path, (long_ago, long_ago))
    assert kept_models.kept("used") is not None
    kept_models.keep("new", CONTENT)
    assert sorted(path.name for path in folder.iterdir()) == ["new-8.model", "used-8.model"]


def some_tokens() -> Inputs:
    tokens = np.array([[101, 2040, 1029, 102]])
    return tokens, np.zeros_like(tokens), np.ones_like(tokens)


def graph(*, compiled: list[str], origin: str | None = "weights") -> Graph:
    """Make a graph of random weights that notes whether it had to be compiled."""
    random = np.random.default_rng(7)

    def weights() -> dict[str, np.ndarray]:
        compiled.append("asked for")
        shapes = {name: w.shape for name, w in from_bundled().items() if name != "words"}
        return {
            name: random.normal(0, 0.05, shape).astype(np.float32) for name, shape in shapes.items()
        }

    words = np.random.default_rng(8).normal(0, 1, (3_000, WIDTH)).astype(np.float32)
    return Graph(words, weights, mean, origin=origin)


def from_bundled() -> dict[str, np.ndarray]:
    from index.bert import from_transformers

    return from_transformers(bundled_weights())


def test_a_graph_is_compiled_once_and_computes_the_same_from_what_was_kept():
    compiled: list[str] = []
    first = graph(compiled=compiled).run([some_tokens()])
    again = graph(compiled=compiled).run([some_tokens()])
    assert compiled == ["asked for"]
    assert np.array_equal(first[0][0], again[0][0])


@pytest.mark.parametrize(
    "origin", [pytest.param("others", id="other weights"), pytest.param(None, id="not kept")]
)
def test_other_weights_are_another_graph(origin):
    compiled: list[str] = []
    graph(compiled=compiled)
    graph(compiled=compiled, origin=origin)
    assert len(compiled) == 2


def test_what_is_no_graph_is_compiled_anew_and_replaced(folder):
    compiled: list[str] = []
    expected = graph(compiled=compiled).run([some_tokens()])
    (path,) = folder.iterdir()
    size = path.stat().st_size
    path.write_bytes(b"no graph".ljust(size))
    found = graph(compiled=compiled).run([some_tokens()])
    assert np.array_equal(found[0][0], expected[0][0])
    assert len(compiled) == 2
    graph(compiled=compiled)
    assert len(compiled) == 2, "what was compiled anew is kept"


def test_the_encoder_that_ships_is_kept_with_the_vectors_that_it_has(folder):
    first = BundledEncoder().encode_questions(["Who leads the CSTO?"])
    assert len(list(folder.iterdir())) == 1
    assert np.array_equal(BundledEncoder().encode_questions(["Who leads the CSTO?"]), first)
