"""What `onrecord status` says of the search files."""

from dataclasses import replace

import pytest

from index import Archive, Article
from index.analysis import ANALYSIS
from index.vector_kind import VectorKind
from qa import describe

LISTS = VectorKind(
    name="lists",
    dimension=384,
    lists=244,
    probed=61,
    recall_of_passages=0.998,
    recall_of_questions=0.9915,
)


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        pytest.param(
            VectorKind(name="flat", dimension=9), "flat: all are looked at, exactly", id="flat"
        ),
        pytest.param(
            LISTS,
            "lists: 61 of 244 lists are looked at; of the ten nearest, 99.8% are found for "
            "passages and 99.2% for vectors like questions'",
            id="lists",
        ),
    ],
)
def test_the_kind_of_the_vector_index_is_told(archive, kind, row):
    archive.add_articles([Article(text="Snow fell on Minsk.")])
    status = replace(archive.status(), vectors=kind)
    assert dict(describe.status_rows(status))["vectors"] == row
    assert describe.status(status)["vectors"]["lists"] == kind.lists


def test_an_archive_that_was_never_published_has_no_vector_index(archive: Archive):
    assert archive.status().vectors is None
    assert "vectors" not in dict(describe.status_rows(archive.status()))
    assert describe.status(archive.status())["vectors"] is None


def test_a_term_index_of_another_version_is_told(archive):
    archive.add_articles([Article(text="Snow fell on Minsk.")])
    status = archive.status()
    assert "terms" not in dict(describe.status_rows(status))
    assert describe.status(status)["terms"] == {"analysis": ANALYSIS, "is_outdated": False}
    older = replace(status, analysis=1)
    told = dict(describe.status_rows(older))["terms"]
    assert told == f"another version's; rebuild: onrecord repair --archive {archive.path}"
    assert describe.status(older)["terms"] == {"analysis": 1, "is_outdated": True}


def test_search_files_that_are_gone_are_told_with_what_mends_them(archive):
    archive.add_articles([Article(text="Snow fell on Minsk.")])
    assert "damaged" not in dict(describe.status_rows(archive.status()))
    assert describe.status(archive.status())["damaged"] is None
    lost = archive.path / "generations" / "1" / "vectors.faiss"
    lost.unlink()
    told = dict(describe.status_rows(archive.status()))["damaged"]
    mends = f"onrecord repair --archive {archive.path}"
    assert told == f"{lost} is gone or cut off; make it anew: {mends}"
    assert describe.status(archive.status())["damaged"] == str(lost)
    archive.repair()
    assert archive.status().damaged is None


def test_an_archive_that_was_never_published_has_no_term_index(archive):
    assert archive.status().analysis is None
    assert "terms" not in dict(describe.status_rows(archive.status()))
    assert describe.status(archive.status())["terms"] is None
