"""An archive that is large enough for lists: small ones are made so by their settings."""

import shutil
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from word_encoder import VOCABULARY, WordEncoder

from index import Archive, Article, Filters
from index.vector_kind import VectorSettings

WORDS = np.random.default_rng(3).choice(VOCABULARY, size=(120, 5))
ARTICLES = [
    Article(text=f"{' '.join(words)}, number {n}.", outlet=f"Outlet {n % 4}", language="en")
    for n, words in enumerate(WORDS.tolist())
]
EVERY_THIRD = Filters(outlets=("outlet 1", "outlet 2"))


class LargeArchive(Archive):
    """Builds lists from 50 passages on."""

    vector_settings = VectorSettings(flat_up_to=50, a_list=20, least_recall=1.0, directly=10)


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """The directory of a large archive, to copy: its lists take two seconds to find."""
    path = tmp_path_factory.mktemp("built") / "large"
    with closing(LargeArchive.create(path, encoder=WordEncoder())) as archive:
        archive.add_articles(ARTICLES)
    return path


@pytest.fixture
def large(tmp_path, built) -> Archive:
    path = shutil.copytree(built, tmp_path / "large")
    return LargeArchive.open(path, encoder=WordEncoder())


def hits(archive: Archive, filters: Filters | None = None) -> dict[str, list[tuple[str, float]]]:
    return {
        word: [
            (hit.passage.text, round(hit.cosine or 0.0, 6))
            for hit in archive.search(f"{word} snow", limit=20, filters=filters)
        ]
        for word in VOCABULARY
    }


@pytest.mark.parametrize("filters", [None, EVERY_THIRD], ids=["everything", "filtered"])
def test_a_large_archive_answers_as_a_flat_one_does(archive, large, filters):
    archive.add_articles(ARTICLES)
    assert archive.status().vectors.name == "flat"
    assert large.status().vectors.name in {"scan", "lists"}
    assert hits(large, filters) == hits(archive, filters)


def test_another_process_finds_the_same(large):
    again = Archive.open(large.path, encoder=WordEncoder())
    assert hits(again) == hits(large)
    assert again.status().vectors == large.status().vectors


def test_the_kind_is_chosen_anew_when_the_archive_grows_and_shrinks(large):
    before = hits(large)
    large.remove(*(article.id for article in ARTICLES[40:]))
    assert large.status().vectors.name == "flat"
    large.add_articles(ARTICLES)
    assert large.status().vectors.name != "flat"
    assert {word: dict(found) for word, found in hits(large).items()}.keys() == before.keys()
    large.compact()
    assert large.status().vectors.name != "flat"
    assert len(large.search("snow", limit=200)) == 120


def test_compacting_with_other_settings_chooses_another_kind(large):
    before = hits(large)
    plain = Archive.open(large.path, encoder=WordEncoder())
    plain.compact()
    assert plain.status().vectors.name == "flat"
    assert hits(plain) == before
    assert not list(plain.path.glob(f"generations/{plain.generation}/vectors.f16"))


@pytest.mark.parametrize("name", ["vectors.faiss", "vectors.f16", "vectors.ids", "vectors.json"])
def test_repair_makes_what_was_lost(large, name):
    before = hits(large)
    (large.path / "generations" / "1" / name).unlink()
    again = LargeArchive.open(large.path, encoder=WordEncoder())
    again.repair()
    assert hits(again) == before
    assert again.status().vectors.name != "flat"
