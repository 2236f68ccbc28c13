"""What tests of every layer use."""

import gc
import os

# No test may ask a model hub for anything; the variable is read when the libraries are imported.
os.environ["HF_HUB_OFFLINE"] = "1"

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import ROOT, process
from filelock import FileLock
from hypothesis import settings
from kept_workers import KeptWorker
from word_encoder import WordEncoder

from index import Archive

# Two shared cores: how long an example takes says nothing.
settings.register_profile("onrecord", deadline=None)
settings.load_profile("onrecord")


@pytest.fixture(scope="session")
def of_all_workers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of a run share; one at a time makes what is in it."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(autouse=True, scope="session")
def _own_cache(of_all_workers: Path) -> Iterator[None]:
    """What tests compile is not kept where the user's own is, and is gone with them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(of_all_workers / "cache"))
        yield


@pytest.fixture(scope="session")
def shipped_master(of_all_workers: Path) -> Path:
    """The articles that ship, in an archive made by the command itself with the real model.

    Only to be copied: who opens it would write beside it while others copy.
    """
    folder, made = of_all_workers / "shipped", of_all_workers / "shipped-made"
    with FileLock(of_all_workers / "shipped.lock"):
        if not made.exists():
            shutil.rmtree(folder, ignore_errors=True)  # what another process could not finish
            folder.mkdir()
            added = process("add", str(ROOT / "corpus"), "--json", cwd=folder)
            try:
                stdout, stderr = added.communicate(timeout=120)
            finally:
                added.kill()
            assert (added.returncode, stderr) == (0, "")
            assert len(json.loads(stdout)["added"]) == len(list((ROOT / "corpus").glob("*.md")))
            folder.rename(made)
    return made / "archive"


@pytest.fixture(scope="session")
def shipped_archive(shipped_master: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The articles that ship, in an archive; only to be read."""
    return shutil.copytree(shipped_master, tmp_path_factory.mktemp("shipped") / "archive")


# Hundreds of archives are written, and each waits for the disk some thirty times. In memory, where
# there is room, nothing waits.
_IN_MEMORY = Path("/dev/shm")
_ROOM = 2_000_000_000


def pytest_configure() -> None:
    """Tell pytest where all temporary directories of tests are to be."""
    if os.access(_IN_MEMORY, os.W_OK) and shutil.disk_usage(_IN_MEMORY).free > _ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_IN_MEMORY))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Thousands of tests stay to the end: no collection of garbage is to look at them again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(autouse=True)
def _collects() -> Iterator[None]:
    """`onrecord ask` turns the collection of garbage off, as its process ends with the answer."""
    yield
    gc.enable()


@pytest.fixture(autouse=True, scope="session")
def _kept_workers() -> Iterator[None]:
    """What reads files for an archive goes on from test to test; see tests/kept_workers.py."""
    with pytest.MonkeyPatch.context() as patch:
        for module in ("index.gathering", "index.known_files", "index.reading.files"):
            patch.setattr(f"{module}.Worker", KeptWorker)
        yield
    KeptWorker.end_all()


@pytest.fixture
def encoder() -> WordEncoder:
    """An encoder predictable by eye; see tests/word_encoder.py."""
    return WordEncoder()


@pytest.fixture
def archive(tmp_path: Path, encoder: WordEncoder) -> Archive:
    """An empty archive, made with the word encoder."""
    return Archive.create(tmp_path / "archive", encoder=encoder)
