import shutil
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from word_encoder import WordEncoder

from index import Archive, Article
from qa.desk import Desk

ARTICLES = (
    Article(
        text="Belarus has sent no troops. Minsk lent its ground to Moscow instead.",
        title="No troops",
        outlet="Example Daily",
        authors=("Ann Author",),
        published=date(2024, 8, 1),
        url="https://example.org/no-troops",
        language="en",
    ),
    Article(
        text="The army of Belarus has 48,000 soldiers. Its tanks are old.",
        title="An army in numbers",
        outlet="Example Weekly",
        published=date(2022, 11, 4),
        language="en",
    ),
    Article(text="Nobody knows who wrote this text about the grain of Kyiv.", language="en"),
)


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of the small archive, to copy."""
    path = tmp_path_factory.mktemp("small") / "archive"
    with closing(Archive.create(path, encoder=WordEncoder())) as archive:
        archive.add_articles(ARTICLES)
    return path


@pytest.fixture
def small_archive(tmp_path: Path, encoder: WordEncoder, made_once: Path) -> Archive:
    """The articles above in an archive of a test's own."""
    path = shutil.copytree(made_once, tmp_path / "archive")
    return Archive.open(path, encoder=encoder)


@pytest.fixture
def desk(small_archive: Archive) -> Desk:
    return Desk(small_archive)


@pytest.fixture
def word_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let the commands find the word encoder where they look for models; work in a folder."""

    def load(name: str = "words") -> WordEncoder:
        return WordEncoder(name=name)

    monkeypatch.setattr("index.archive.load_encoder", load)
    monkeypatch.setattr("index.load_encoder", load)
    monkeypatch.chdir(tmp_path)
