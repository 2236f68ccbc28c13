"""One writer at a time: the second is told who writes, where that is certain."""

import os
import re
import subprocess
import sys

import pytest
from filelock import FileLock

from index.errors import ArchiveBusyError
from index.locking import writing


def refusal(root) -> str:
    with pytest.raises(ArchiveBusyError) as caught, writing(root):
        pass
    return str(caught.value)


def test_the_second_writer_is_told_who_writes_and_since_when(tmp_path):
    with writing(tmp_path):
        message = refusal(tmp_path)
        assert re.search(
            rf"this process is already writing to the archive {re.escape(str(tmp_path))} \(process "
            rf"{os.getpid()}, since 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d\); wait until it is done",
            message,
        )
    with writing(tmp_path):
        pass
    assert [path.name for path in tmp_path.iterdir()] in ([], ["lock"])


@pytest.mark.parametrize(
    "note",
    [
        pytest.param(None, id="nothing"),
        pytest.param("", id="an empty note"),
        pytest.param("somebody since-noon", id="something else"),
        pytest.param("DEAD 2024-08-10T09:00:00+00:00", id="a process that has ended"),
    ],
)
def test_what_is_not_certain_is_not_said(tmp_path, note):
    if note is not None:
        ended = subprocess.Popen([sys.executable, "-c", ""])
        ended.wait()
        (tmp_path / "writer").write_text(note.replace("DEAD", str(ended.pid)))
    with FileLock(tmp_path / "lock"):
        assert refusal(tmp_path) == (
            f"another process is writing to the archive {tmp_path}; wait until it is done"
        )


def test_what_a_killed_writer_left_is_cleared_away(tmp_path):
    (tmp_path / "writer").write_text("1 2024-08-10T09:00:00+00:00")
    with writing(tmp_path):
        assert f"process {os.getpid()}," in refusal(tmp_path)
    assert not (tmp_path / "writer").exists()


def test_an_error_inside_frees_the_lock(tmp_path):
    with pytest.raises(KeyError), writing(tmp_path):
        raise KeyError
    with writing(tmp_path):
        pass


def test_a_note_that_cannot_be_taken_away_frees_the_lock(tmp_path):
    with writing(tmp_path):
        (tmp_path / "writer").unlink()
        (tmp_path / "writer").mkdir()
    (tmp_path / "writer").rmdir()
    with writing(tmp_path):
        assert f"process {os.getpid()}," in refusal(tmp_path)
    assert not (tmp_path / "writer").exists()
