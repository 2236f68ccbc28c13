"""Files that are there whole or not at all."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import ROOT

from index import RequestError
from qa.batch import check_target
from qa.drafts import drafted


def test_a_link_stays_a_link_to_the_file_that_is_written(tmp_path):
    file, link = tmp_path / "answers.csv", tmp_path / "link.csv"
    file.write_text("old")
    link.symlink_to(file)
    with drafted(link) as stream:
        stream.write("new")
    assert link.is_symlink()
    assert file.read_text() == "new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answers.csv", "link.csv"]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_where_there_is_no_room_the_older_file_stays(tmp_path, code):
    file = tmp_path / "answers.csv"
    file.write_text("old")

    def write() -> None:
        with drafted(file) as stream:
            stream.write("new")
            raise OSError(code, "no room")

    with pytest.raises(RequestError, match="cannot be written: "):
        write()
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]


def test_a_name_without_an_ending_is_called_that(tmp_path):
    with pytest.raises(RequestError, match=r"to a file without an ending \(.*answers\); name it"):
        check_target(tmp_path / "answers")


# What killed processes left -----------------------------------------------------------------------

unix = pytest.mark.skipif(sys.platform == "win32", reason="open files cannot be deleted there")
WAITING = """
import sys
from pathlib import Path
from qa.drafts import drafted
with drafted(Path(sys.argv[1])) as stream:
    print(stream.name, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def gone() -> int:
    """The number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        return ended.pid


def left_beside(file: Path) -> list[str]:
    """Write a file, and return what else is in its folder then."""
    with drafted(file) as stream:
        stream.write("new")
    assert file.read_text() == "new"
    return sorted(path.name for path in file.parent.iterdir() if path != file)


@unix
def test_the_draft_of_a_killed_process_is_deleted_by_the_next_one(tmp_path):
    file = tmp_path / "a[1].csv"
    with subprocess.Popen(
        [sys.executable, "-c", WAITING, str(file)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as writing:
        draft = Path(writing.stdout.readline().rstrip("\n"))
        assert left_beside(file) == [draft.name]
        writing.kill()
    assert draft.exists()
    assert left_beside(file) == []


@unix
def test_a_draft_that_somebody_holds_stays(tmp_path, gone):
    import fcntl

    file = tmp_path / "a.csv"
    draft = tmp_path / f".a.csv.{gone}.part"
    with draft.open("w") as elsewhere:  # its process is on another machine, say
        fcntl.flock(elsewhere, fcntl.LOCK_EX)
        assert left_beside(file) == [draft.name]
    assert left_beside(file) == []


@unix
def test_a_draft_of_a_process_that_runs_stays(tmp_path):
    draft = tmp_path / f".a.csv.{os.getppid()}.part"
    draft.touch()  # without a lock, as on a file system that has none
    assert left_beside(tmp_path / "a.csv") == [draft.name]


def test_what_is_no_draft_of_a_file_stays(tmp_path, gone):
    names = [f".b.csv.{gone}.part", f"a.csv.{gone}.part", f".axcsv.{gone}.part", ".a.csv.old.part"]
    for name in names:
        (tmp_path / name).touch()
    (tmp_path / f".a.csv.{gone}.part").mkdir()
    assert left_beside(tmp_path / "a.csv") == sorted([*names, f".a.csv.{gone}.part"])
