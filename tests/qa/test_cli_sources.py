"""Sources of `onrecord add` that are not there, or cannot be looked at: no archive is made then."""

import os
from pathlib import Path

import pytest
from command_line import onrecord

from index import Archive, ReadingError

pytestmark = pytest.mark.usefixtures("word_model")


def test_a_mistyped_source_leaves_no_archive_behind(tmp_path: Path) -> None:
    result = onrecord("add", "new")
    assert result.exit_code == 1
    assert result.stderr == "onrecord: new does not exist; check the path or leave it out\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("source", "message"),
    [
        pytest.param("locked/news", "locked/news cannot be looked at (Permission denied)",
                     id="below a folder that may not be entered"),
        pytest.param("x" * 300, f"{'x' * 300} cannot be looked at (File name too long)",
                     id="too long a name"),
    ],
)  # fmt: skip
def test_a_source_that_cannot_be_looked_at_is_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, message: str
) -> None:
    real = os.stat

    def refusing(path: object, *args: object, **options: object) -> object:
        # Tests may run as root, whom no mode of a folder keeps out.
        if str(path) == "locked/news":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *args, **options)

    monkeypatch.setattr(os, "stat", refusing)
    mend = "check the path, and that you may enter its folders"
    result = onrecord("add", source)
    assert (result.exit_code, result.stderr) == (1, f"onrecord: {message}; {mend}\n")
    with pytest.raises(ReadingError, match="cannot be looked at"):
        Archive.create("archive").add(source)
