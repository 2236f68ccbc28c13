"""Files that have not changed are not read again, and what they gave is told as if they were."""

import json
import os
from pathlib import Path

import pytest

from index import Archive, Article, FieldAliases, Limits
from index.database import Database
from index.known_files import MOST_ITEMS, KnownFiles, describe
from index.reading import Failed, Found, Skipped, read
from index.reading.found import Known

RECORDS = (
    {"title": "Snow", "text": "Snow fell on Minsk. Nobody was hurt.", "url": "https://e.org/snow"},
    {"title": "Grain", "text": "Grain left Odesa by river. It was wheat.", "url": None},
    {"title": "Nothing"},
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "wire.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in RECORDS))
    return path


@pytest.fixture
def database(archive: Archive) -> Database:
    return Database.open(archive.path / "archive.sqlite")


def known_files(database: Database, **settings: object) -> KnownFiles:
    limits = Limits(**settings)  # type: ignore[arg-type]
    return KnownFiles(database, aliases=FieldAliases(), limits=limits)


def recalled(database: Database, path: Path, **settings: object):
    known = known_files(database, **settings)
    return known.recall(path, known.digest(path))


def test_a_file_gives_what_it_gave(archive: Archive, database: Database, file: Path):
    archive.add(file)
    wanted = [
        Known(origin=item.origin, article_id=item.article.id) if isinstance(item, Found) else item
        for item in read(file)
    ]
    assert [type(item) for item in wanted] == [Known, Known, Failed]
    assert recalled(database, file) == wanted


def test_the_second_report_tells_the_same(archive: Archive, file: Path):
    first, second = archive.add(file), archive.add(file)
    assert (first.unchanged, second.added, second.changed) == ((), (), ())
    assert second.unchanged == first.added
    assert second.failed == first.failed
    assert len(second.failed) == 1
    assert archive.generation == 1


def test_a_file_never_read_is_not_known(database: Database, file: Path):
    assert recalled(database, file) is None


def test_a_file_whose_name_is_no_utf_8_is_known_too(
    archive: Archive, database: Database, tmp_path: Path
):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_text("Snow fell on Minsk. Nobody was hurt.")
    assert archive.add(path).added == (f"{tmp_path.as_posix()}/caf\\xe9.txt",)
    assert recalled(database, path) is not None
    assert archive.add(path).unchanged == (f"{tmp_path.as_posix()}/caf\\xe9.txt",)


def test_other_bytes_are_read(archive: Archive, database: Database, file: Path):
    archive.add(file)
    file.write_text(file.read_text().replace("wheat", "maize"))
    assert recalled(database, file) is None
    texts = {article.text for article in archive.articles()} if archive.add(file) else set()
    assert any("maize" in text for text in texts)


def test_the_same_bytes_under_another_name_are_read(
    archive: Archive, database: Database, file: Path
):
    archive.add(file)
    other = file.with_name("other.jsonl")
    other.write_bytes(file.read_bytes())
    assert recalled(database, other) is None


def test_other_settings_are_other_readings(archive: Archive, database: Database, file: Path):
    archive.add(file)
    assert recalled(database, file, file_bytes=5_000_000) is None
    archive.add(file, aliases=FieldAliases.parse(["title=headline"]))
    assert recalled(database, file) is None, "only the last reading is kept"


def test_what_was_removed_comes_back(archive: Archive, database: Database, file: Path):
    archive.add(file)
    gone = archive.articles()[0]
    archive.remove(gone.id)
    assert recalled(database, file) is None
    archive.add(file)
    assert archive.article(gone.id) is not None


def test_what_another_file_has_replaced_is_known_as_older(
    archive: Archive, database: Database, file: Path
):
    archive.add(file)
    newer = file.with_name("newer.jsonl")
    record = RECORDS[0] | {"text": "Snow fell on Minsk. Two were hurt, the police say."}
    newer.write_text(json.dumps(record) + "\n")
    assert len(archive.add(newer).changed) == 1
    assert recalled(database, file) is not None
    archive.add(file, newer)
    assert record["text"] in {article.text for article in archive.articles()}
    assert len(archive.articles()) == 2


def test_a_file_of_two_texts_of_one_origin_is_not_known(database: Database, file: Path):
    known = known_files(database)
    digest = known.digest(file)
    found = [Found(origin="a", article=Article(text=text)) for text in ("A text.", "Another.")]
    known.keep(file, digest, [describe(item) for item in found])
    known.flush()
    assert database.known_file(str(file.absolute())) is None


def test_a_file_that_was_given_up_is_read_again(
    archive: Archive, database: Database, tmp_path: Path
):
    path = tmp_path / "bomb.html"
    path.write_text("<html>" + "<div>" * 3_000 + "x" * 20_000 + "</div>" * 3_000)
    limits = Limits(seconds=0.000_001)
    report = archive.add(path, limits=limits)
    assert "longer than" in report.failed[0].reason
    known = KnownFiles(database, aliases=FieldAliases(), limits=limits)
    assert known.recall(path, known.digest(path)) is None


def test_a_file_that_failed_as_a_whole_is_read_again(archive: Archive, database: Database):
    path = archive.path.with_name("empty.txt")
    path.touch()
    assert "it is empty" in archive.add(path).failed[0].reason
    assert recalled(database, path) is None


def test_other_languages_of_tesseract_read_other_scans(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    program = tmp_path / "bin" / "tesseract"
    program.parent.mkdir()
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    scan, text = tmp_path / "scan.pdf", tmp_path / "snow.txt"
    scan.write_bytes(b"%PDF-1.7\n\0\xff")
    text.write_text("Snow fell on Minsk.")

    def digests(language: str) -> list[bytes | None]:
        program.write_text(f"#!/bin/sh\necho {language}; echo run >> {tmp_path}/runs\n")
        program.chmod(0o755)
        os.utime(program, (0, 0))
        known = known_files(database)
        return [known.digest(path) for path in (scan, scan, text)]

    english, again, ukrainian = digests("eng"), digests("eng"), digests("ukr")
    assert english == again
    assert english[0] == english[1] != ukrainian[0]
    assert english[2] == ukrainian[2], "a text is no scan"
    assert (tmp_path / "runs").read_text() == "run\n" * 3, "asked once a run"


def test_reasons_are_kept_word_for_word(database: Database, file: Path):
    items = [Skipped(origin="a", reason="a cookie wall"), Failed(origin="b:3", reason="“no” text")]
    known = known_files(database)
    digest = known.digest(file)
    known.keep(file, digest, [describe(item) for item in items])
    assert known.recall(file, digest) is None, "nothing is written before the flush"
    known.flush()
    assert known.recall(file, digest) == items


def test_a_file_of_too_much_is_not_kept(database: Database, file: Path):
    known = known_files(database)
    digest = known.digest(file)
    described = describe(Skipped(origin="a", reason="a cookie wall"))
    known.keep(file, digest, [described] * (MOST_ITEMS + 1))
    known.flush()
    assert known.recall(file, digest) is None


def test_folders_and_what_cannot_be_opened_have_no_digest(database: Database, tmp_path: Path):
    known = known_files(database)
    assert known.digest(tmp_path) is None
    assert known.digest(tmp_path / "not there") is None
