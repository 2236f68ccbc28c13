"""What is in an archive is told alike with and without what searches."""

import pytest

from index import BUNDLED_MODEL, Archive, Article, Filters, open_catalogue
from index.errors import ArchiveMismatchError, ArchiveMissingError


@pytest.fixture
def told(archive: Archive) -> Archive:
    """An archive with an article, and an older version of it."""
    for text in ("Snow fell in Minsk.", "Snow fell in Minsk and Brest."):
        archive.add_articles([Article(text=text, url="https://x.example/a", outlet="Wire")])
    archive.keep_setting("colour", "red")
    return archive


def test_it_tells_what_the_archive_tells(told):
    catalogue = open_catalogue(told.path)
    assert catalogue.status() == told.status()
    assert catalogue.status().contents.articles == 1
    assert catalogue.articles() == told.articles()
    assert len(catalogue.versions("https://x.example/a")) == 2
    assert catalogue.contents(Filters(outlets=("Wire",))).passages == 1
    assert (catalogue.setting("colour"), catalogue.setting("shape")) == ("red", None)


def test_it_sees_what_is_published_meanwhile(told):
    catalogue = open_catalogue(str(told.path))
    told.add_articles([Article(text="Grain was sold.")])
    assert (catalogue.generation, catalogue.contents().articles) == (3, 2)


def test_no_archive_and_another_format_are_refused(archive, tmp_path):
    with pytest.raises(ArchiveMissingError):
        open_catalogue(tmp_path / "none")
    with archive._database.transaction():
        archive._database._connection.execute("UPDATE settings SET value = '0'")
    with pytest.raises(ArchiveMismatchError, match=r"has format 0, .*onrecord add"):
        open_catalogue(archive.path)


def test_where_no_model_is_named_it_is_the_bundled_one(archive):
    assert open_catalogue(archive.path).model == archive.encoder.name
    with archive._database.transaction():
        archive._database._connection.execute("DELETE FROM settings WHERE name = 'model'")
    assert open_catalogue(archive.path).model == BUNDLED_MODEL
