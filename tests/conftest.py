"""What tests of every layer use."""

import gc
import os

# No test may ask a model hub for anything; the variable is read when the libraries are imported.
os.environ["HF_HUB_OFFLINE"] = "1"

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from word_encoder import WordEncoder

from index import Archive

# Two shared cores: how long an example takes says nothing.
settings.register_profile("onrecord", deadline=None)
settings.load_profile("onrecord")


@pytest.fixture(autouse=True, scope="session")
def _own_cache() -> Iterator[None]:
    """What tests compile is not kept where the user's own is, and is gone with them."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", folder)
        yield


@pytest.fixture(autouse=True)
def _collects() -> Iterator[None]:
    """`onrecord ask` turns the collection of garbage off, as its process ends with the answer."""
    yield
    gc.enable()


@pytest.fixture
def encoder() -> WordEncoder:
    """An encoder predictable by eye; see tests/word_encoder.py."""
    return WordEncoder()


@pytest.fixture
def archive(tmp_path: Path, encoder: WordEncoder) -> Archive:
    """An empty archive, made with the word encoder."""
    return Archive.create(tmp_path / "archive", encoder=encoder)
