"""Weights mapped from their files, against the safetensors library."""

import hashlib
import re
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

from index.weights import let_go, mapped_weights, sha256_of, widened


def test_weights_are_those_that_the_library_reads(tmp_path):
    random, path = np.random.default_rng(5), tmp_path / "weights.safetensors"
    stored = {
        "words": random.normal(size=(7, 3)).astype(np.float32),
        "norm.bias": random.normal(size=5).astype(np.float16),
        "none": np.empty((0, 4), np.float32),
        "counts": np.arange(4),  # no weights: left out
    }
    save_file(stored, path, metadata={"made": "here"})
    mapped, read = mapped_weights(path), load_file(path)
    assert set(mapped) == {"words", "norm.bias", "none"}
    for name, values in mapped.items():
        assert values.dtype == read[name].dtype
        assert np.array_equal(values, read[name])


def test_writing_to_what_is_mapped_leaves_the_file_alone(tmp_path):
    path = tmp_path / "weights.safetensors"
    save_file({"words": np.ones((2, 2), np.float32)}, path)
    mapped_weights(path)["words"][:] = 5
    assert np.array_equal(mapped_weights(path)["words"], np.ones((2, 2)))


def test_a_changed_file_is_hashed_anew(tmp_path):
    path = tmp_path / "weights"
    for content in (b"one", b"the other", b""):
        path.write_bytes(content)
        assert sha256_of(path) == hashlib.sha256(content).hexdigest()


def test_weights_that_were_let_go_come_from_their_file_again(tmp_path):
    path, values = tmp_path / "weights.safetensors", np.arange(600_000, dtype=np.float32)
    save_file({"words": values, "norm.bias": values[:5].astype(np.float16)}, path)
    mapped = mapped_weights(path)
    assert np.array_equal(mapped["words"], values)
    held = resident(path)
    let_go([*mapped.values(), np.ones(3, np.float32)])
    assert resident(path) < held / 10
    assert np.array_equal(mapped["words"], values)
    assert np.array_equal(mapped["norm.bias"], [0, 1, 2, 3, 4])


def test_widened_weights_can_be_let_go_too(tmp_path):
    path, values = tmp_path / "weights.safetensors", np.arange(600_000, dtype=np.float32)
    save_file({"words": values, "half": (values / 16).astype(np.float16)}, path)
    mapped = mapped_weights(path) | {"made": values[::2] + 1, "none": np.empty((0, 4), np.float16)}
    wide = widened(mapped)
    assert wide["words"] is mapped["words"]
    assert wide.keys() == mapped.keys()
    assert all(weight.dtype == np.float32 for weight in wide.values() if weight.size)
    before = resident("(deleted)")
    assert np.array_equal(wide["half"], mapped["half"])
    assert np.array_equal(wide["made"], values[::2] + 1)
    held = resident("(deleted)")
    let_go(wide.values())
    assert resident("(deleted)") <= before < held / 2
    assert np.array_equal(wide["half"], mapped["half"])
    assert np.array_equal(wide["made"], values[::2] + 1)


def resident(path):
    """Return how many kB of a file's maps are in this process's memory."""
    maps = Path("/proc/self/smaps").read_text()
    found = re.findall(rf"{re.escape(str(path))}\n(?:.*\n)*?Rss:\s+(\d+)", maps)
    return sum(map(int, found))
