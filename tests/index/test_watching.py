"""A watched folder: a file is told once, when it has come to rest."""

import os
from pathlib import Path

import pytest

from index.watching import look, settled, watch

A, B = Path("a"), Path("b")


@pytest.mark.parametrize(
    ("before", "now", "told", "files"),
    [
        pytest.param({}, {}, {}, [], id="nothing"),
        pytest.param({}, {A: (1, 1)}, {}, [], id="has just come"),
        pytest.param({A: (1, 1)}, {A: (1, 1)}, {}, [A], id="rests"),
        pytest.param({A: (1, 1)}, {A: (2, 1)}, {}, [], id="grows"),
        pytest.param({A: (1, 1)}, {A: (1, 2)}, {}, [], id="is written over"),
        pytest.param({A: (1, 1)}, {A: (1, 1)}, {A: (1, 1)}, [], id="was told"),
        pytest.param({A: (1, 2)}, {A: (1, 2)}, {A: (1, 1)}, [A], id="has changed since"),
        pytest.param({A: (1, 1), B: (1, 1)}, {B: (1, 1)}, {A: (1, 1)}, [B], id="one was deleted"),
    ],
)
def test_what_has_settled(before, now, told, files):
    assert settled(before, now, told=told) == files


def test_files_are_told_when_nobody_writes_to_them(tmp_path):
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text("Snow.")
    steps = iter(
        [
            lambda: new.write_text("Sn"),
            lambda: new.write_text("Snow fell"),  # the file that came is still being written
            lambda: new.write_text("Snow fell on Minsk."),
            lambda: (tmp_path / ".hidden.txt").write_text("not an article"),
            lambda: old.write_text("Snow melted."),
            new.unlink,
            lambda: new.write_text("Snow fell on Minsk again."),
            lambda: None,
        ]
    )
    batches = watch([tmp_path], known=look([tmp_path]), pause=lambda _: next(steps)())
    told = [[(path.name, path.read_text()) for path in next(batches)] for _ in range(3)]
    assert told == [
        [("new.txt", "Snow fell on Minsk.")],
        [("old.txt", "Snow melted.")],
        [("new.txt", "Snow fell on Minsk again.")],
    ]


def test_what_came_while_the_folder_was_added_is_told(tmp_path):
    known = look([tmp_path])
    (tmp_path / "late.txt").write_text("Snow.")
    assert next(watch([tmp_path], known=known, pause=lambda _: None)) == [tmp_path / "late.txt"]


@pytest.mark.parametrize("in_place", [True, False], ids=["written over", "put in its place"])
def test_a_change_that_keeps_size_and_time_is_told(tmp_path, in_place):
    file, new = tmp_path / "a.txt", tmp_path / ".new"
    file.write_text("Snow fell.")
    known, status = look([tmp_path]), file.stat()
    changed = file if in_place else new
    changed.write_text("Rain fell.")
    os.utime(changed, ns=(status.st_atime_ns, status.st_mtime_ns))
    changed.replace(file)
    assert next(watch([tmp_path], known=known, pause=lambda _: None)) == [file]


def test_a_folder_that_is_away_for_a_while_ends_nothing(tmp_path):
    share, away = tmp_path / "share", tmp_path / "away"
    share.mkdir()
    (share / "a.txt").write_text("Snow.")
    share.rename(away)
    assert look([share]) == {}
    away.rename(share)
    assert list(look([share])) == [share / "a.txt"]


def test_what_comes_after_a_folder_that_may_not_be_listed_is_told(tmp_path, monkeypatch):
    (tmp_path / "lost+found").mkdir()
    (tmp_path / "snow.txt").touch()
    real = os.listdir

    def refusing(path: Path) -> list[str]:
        if path.name == "lost+found":
            raise PermissionError
        return real(path)

    monkeypatch.setattr(os, "listdir", refusing)
    assert list(look([tmp_path])) == [tmp_path / "snow.txt"]


def test_an_archive_in_a_watched_folder_is_not_looked_at(tmp_path):
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "archive.sqlite").touch()
    (tmp_path / "snow.txt").touch()
    assert list(look([tmp_path])) == [tmp_path / "snow.txt"]
