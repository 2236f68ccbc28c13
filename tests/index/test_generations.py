"""Generations: what is built is seen only once it is published, and damage has a name."""

import shutil
from datetime import date

import numpy as np
import pytest

from index import generation, published
from index.article import Article
from index.database import Database
from index.errors import ArchiveDamagedError
from index.filters import Filters
from index.generation import Generation
from index.splitting import Span

EVERYTHING = Filters()
TEXTS = ("Snow fell on Minsk.", "Grain left Odesa.", "A drone fell.")
# Halves and quarters: float16 holds them exactly.
DIRECTIONS = np.array([[1.0, 0.0], [0.0, 0.5], [0.25, 0.25]], dtype="<f2")


@pytest.fixture
def database(tmp_path) -> Database:
    """Three articles of one passage each, with vectors; the third comes with generation 2."""
    database = Database.create(tmp_path / "archive.sqlite", settings={})
    for number, text in enumerate(TEXTS):
        article = Article(text=text, title="News", outlet="Minsk Wire", published=date(2024, 8, 1))
        passages = [(Span(0, len(text)), text.encode())]
        database.insert_article(article, passages, generation=2 if number == 2 else 1)
        database.store_vectors("two", [(text.encode(), DIRECTIONS[number].tobytes())])
    return database


def build(tmp_path, database, number):
    generation.build(tmp_path, database, number=number, model="two", dimension=2)


def test_a_generation_holds_what_is_visible_in_it(tmp_path, database):
    for number, passages in ((1, 2), (2, 3)):
        build(tmp_path, database, number)
        generation = Generation.load(tmp_path, number)
        assert generation.number == number
        assert len(generation.vectors) == len(generation.terms) == passages


def test_a_vector_s_inner_product_is_a_cosine_whatever_its_stored_length(tmp_path, database):
    build(tmp_path, database, 2)
    (found,) = Generation.load(tmp_path, 2).vectors.search(
        np.array([[0.0, 1.0]], dtype=np.float32), limit=3
    )
    assert found == pytest.approx({2: 1.0, 3: 0.5**0.5, 1: 0.0})
    assert list(found) == [2, 3, 1]


def test_title_and_outlet_are_searched_with_the_text(tmp_path, database):
    build(tmp_path, database, 1)
    terms = Generation.load(tmp_path, 1).terms
    assert set(terms.search("news", limit=9, filters=EVERYTHING)) == {1, 2}
    assert set(terms.search("wire", limit=9, filters=EVERYTHING)) == {1, 2}
    assert set(terms.search("odesa", limit=9, filters=EVERYTHING)) == {2}


def test_building_publishes_nothing(tmp_path, database):
    published.publish(tmp_path, 0)
    build(tmp_path, database, 1)
    assert published.current_number(tmp_path) == 0
    published.publish(tmp_path, 1)
    assert published.current_number(tmp_path) == 1
    assert not list(tmp_path.glob("*.new"))


def test_what_a_killed_writer_left_is_built_over(tmp_path, database):
    left = tmp_path / "generations" / "1"
    (left / "terms").mkdir(parents=True)
    (left / "vectors.faiss").write_text("half a file")
    (left / "terms" / "meta.json").write_text("half a file")
    (tmp_path / "current.new").write_text("")
    build(tmp_path, database, 1)
    published.publish(tmp_path, 1)
    assert len(Generation.load(tmp_path, published.current_number(tmp_path)).vectors) == 2


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(None, id="lost"),
        pytest.param(b"", id="empty"),
        pytest.param(b"seven", id="a word"),
        pytest.param(b"\xff\xfe\x00", id="bytes"),
    ],
)
def test_a_bad_current_file_is_damage_with_what_mends_it(tmp_path, database, content):
    if content is not None:
        (tmp_path / "current").write_bytes(content)
    with pytest.raises(ArchiveDamagedError, match=r"current .*onrecord repair"):
        published.current_number(tmp_path)
    assert published.newest_number(tmp_path, database) == 2  # what the rows say


def test_the_newest_number_is_the_highest_of_all_that_name_one(tmp_path, database):
    published.publish(tmp_path, 1)
    assert published.newest_number(tmp_path, database) == 2  # the rows'
    (tmp_path / "generations" / "4").mkdir(parents=True)
    (tmp_path / "generations" / "notes").mkdir()
    assert published.newest_number(tmp_path, database) == 4  # a directory's
    published.publish(tmp_path, 9)
    assert published.newest_number(tmp_path, database) == 9  # the published one's


def test_cleaning_up_keeps_what_is_named(tmp_path):
    for name in ("1", "2", "3", "12"):
        (tmp_path / "generations" / name / "terms").mkdir(parents=True)
    published.clean_up(tmp_path, keep={2, 3})
    assert sorted(path.name for path in (tmp_path / "generations").iterdir()) == ["2", "3"]


@pytest.mark.parametrize("lost", ["vectors.faiss", "terms/meta.json"])
def test_a_generation_without_one_of_its_files_is_damage(tmp_path, database, lost):
    build(tmp_path, database, 1)
    (tmp_path / "generations" / "1" / lost).unlink()
    with pytest.raises(ArchiveDamagedError, match="onrecord repair"):
        Generation.load(tmp_path, 1)


def test_a_generation_that_is_as_it_was_built_shows_no_damage(tmp_path, database):
    build(tmp_path, database, 1)
    assert published.damaged(tmp_path, 1) is None
    Generation.load(tmp_path, 1).terms.idf(["snow"])  # reading leaves nothing there
    assert published.damaged(tmp_path, 1) is None


@pytest.mark.parametrize("name", ["vectors.faiss", "columns.npy", "terms/meta.json", "files.json"])
def test_a_search_file_that_was_cut_off_is_seen_without_opening_it(tmp_path, database, name):
    build(tmp_path, database, 1)
    file = tmp_path / "generations" / "1" / name
    file.write_bytes(file.read_bytes()[:-9])
    assert published.damaged(tmp_path, 1) == file


@pytest.mark.parametrize("name", ["vectors.faiss", "columns.json", "terms/meta.json"])
def test_a_search_file_that_is_gone_is_seen(tmp_path, database, name):
    build(tmp_path, database, 1)
    file = tmp_path / "generations" / "1" / name
    file.unlink()
    assert published.damaged(tmp_path, 1) == file


def test_of_a_generation_without_a_list_only_the_directory_is_looked_for(tmp_path, database):
    build(tmp_path, database, 1)
    directory = tmp_path / "generations" / "1"
    (directory / "files.json").unlink()
    assert published.damaged(tmp_path, 1) is None
    shutil.rmtree(directory)
    assert published.damaged(tmp_path, 1) == directory
