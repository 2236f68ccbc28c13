"""Files that are there whole or not at all."""

import errno

import pytest

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
