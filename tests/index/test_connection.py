"""The file of an archive's database: made whole, opened, and refused where it is something else."""

import sqlite3
import threading

import pytest

from index.database import Database
from index.errors import ArchiveDamagedError, ArchiveMissingError


def test_a_new_file_can_be_opened_by_many_threads_at_once(tmp_path):
    errors: list[Exception] = []

    def open_it() -> None:
        try:
            Database.open(tmp_path / "archive.sqlite").setting("model")
        except Exception as error:
            errors.append(error)

    Database.create(tmp_path / "archive.sqlite", settings={"model": "words"})
    threads = [threading.Thread(target=open_it) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_a_database_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(ArchiveMissingError, match=r"no archive at .*onrecord add"):
        Database.open(tmp_path / "archive.sqlite")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"Minsk said no.\n" * 500, id="a text"),
        pytest.param(b"SQLite format 3\x00" + b"\xff" * 4000, id="a broken head"),
    ],
)
def test_a_file_that_is_no_archive_is_damage(tmp_path, content):
    file = tmp_path / "archive.sqlite"
    file.write_bytes(content)
    with pytest.raises(ArchiveDamagedError, match=r"archive\.sqlite is not a readable archive"):
        Database.open(file)


def test_another_program_s_database_is_damage(tmp_path):
    file = tmp_path / "archive.sqlite"
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE birds (name TEXT)")
    connection.commit()
    connection.close()
    with pytest.raises(ArchiveDamagedError, match="not a readable archive"):
        Database.open(file)


def test_what_a_killed_create_left_is_written_over(tmp_path):
    (tmp_path / "archive.new").write_bytes(b"half of a database")
    (tmp_path / "archive.new-journal").write_bytes(b"half of a journal")
    database = Database.create(tmp_path / "archive.sqlite", settings={"model": "words"})
    assert database.setting("model") == "words"
    assert not list(tmp_path.glob("archive.new*"))
