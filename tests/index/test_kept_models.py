"""Compiled models are kept between processes, and are never more than a help."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index import BundledEncoder, kept_models
from index.batching import Inputs
from index.bert import WIDTH, Graph, Heads, mean
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
    assert [path.name for path in folder.iterdir()] == ["one.model"], "no draft stays"


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda whole: whole[:5], id="cut short"),
        pytest.param(lambda _: b"", id="empty"),
        pytest.param(lambda whole: bytes([whole[0] ^ 1, *whole[1:]]), id="one bit turned"),
        pytest.param(lambda whole: bytes(len(whole)), id="as long, and nothing in it"),
    ],
)
def test_a_file_that_was_spoilt_is_not_used(folder, spoil):
    kept_models.keep("one", CONTENT)
    file = folder / "one.model"
    file.write_bytes(spoil(file.read_bytes()))
    assert kept_models.kept("one") is None
    kept_models.keep("one", CONTENT)
    assert kept_models.kept("one").tobytes() == b"compiled"


def test_what_may_be_read_but_not_touched_is_used(monkeypatch):
    def refuse(_: Path) -> None:
        raise PermissionError

    kept_models.keep("one", CONTENT)
    monkeypatch.setattr("os.utime", refuse)
    assert kept_models.kept("one").tobytes() == b"compiled"


def test_several_threads_keep_the_same(folder):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(kept_models.keep, ["one"] * 200, [CONTENT] * 200))
    assert kept_models.kept("one").tobytes() == b"compiled"
    assert [path.name for path in folder.iterdir()] == ["one.model"]


def test_a_relative_path_names_no_directory(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", "cache")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert kept_models.directory() == tmp_path / ".cache" / "onrecord"


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
    assert sorted(path.name for path in folder.iterdir()) == ["new.model", "used.model"]


def some_tokens() -> Inputs:
    tokens = np.array([[101, 2040, 1029, 102]])
    return tokens, np.zeros_like(tokens), np.ones_like(tokens)


def graph(*, compiled: list[str], origin: str | None = "weights", heads: Heads = mean) -> Graph:
    """Make a graph of random weights that notes whether it had to be compiled."""
    random = np.random.default_rng(7)

    def weights() -> dict[str, np.ndarray]:
        compiled.append("asked for")
        shapes = {name: w.shape for name, w in from_bundled().items() if name != "words"}
        return {
            name: random.normal(0, 0.05, shape).astype(np.float32) for name, shape in shapes.items()
        }

    words = np.random.default_rng(8).normal(0, 1, (3_000, WIDTH)).astype(np.float32)
    return Graph(words, weights, heads, origin=origin)


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
    kept_models.keep(path.stem, memoryview(b"no graph"))
    found = graph(compiled=compiled).run([some_tokens()])
    assert np.array_equal(found[0][0], expected[0][0])
    assert len(compiled) == 2
    graph(compiled=compiled)
    assert len(compiled) == 2, "what was compiled anew is kept"


def test_a_graph_whose_weights_were_spoilt_is_compiled_anew(folder):
    compiled: list[str] = []
    expected = graph(compiled=compiled).run([some_tokens()])
    (path,) = folder.iterdir()
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(b"\xff" * 4_096)
    found = graph(compiled=compiled).run([some_tokens()])
    assert np.array_equal(found[0][0], expected[0][0])
    assert len(compiled) == 2


@pytest.mark.parametrize("other", ["heads", "weights"])
def test_other_code_is_another_graph(folder, tmp_path, other):
    words = from_bundled()["words"]
    given = {"heads": mean, "weights": from_bundled}
    for remark, kept in (("one", 1), ("other", 2), ("one", 2)):
        path = tmp_path / f"{remark}.py"
        path.write_text(f"# {remark}\ndef same(*some): return made(*some)\n")
        names = {"made": given[other]}
        exec(compile(path.read_text(), str(path), "exec"), names)
        Graph(words, origin="weights", **{**given, other: names["same"]})
        assert len(list(folder.iterdir())) == kept


@pytest.mark.parametrize("sourceless", ["heads", "weights"])
def test_a_graph_of_code_that_cannot_be_read_is_not_kept(folder, sourceless):
    words = from_bundled()["words"]
    given = {"heads": mean, "weights": from_bundled}
    given[sourceless] = eval("lambda *some: made(*some)", {"made": given[sourceless]})
    Graph(words, origin="weights", **given).run([some_tokens()])
    assert not folder.exists()


def test_the_encoder_that_ships_is_kept_with_the_vectors_that_it_has(folder):
    first = BundledEncoder().encode_questions(["Who leads the CSTO?"])
    assert len(list(folder.iterdir())) == 1
    assert np.array_equal(BundledEncoder().encode_questions(["Who leads the CSTO?"]), first)
