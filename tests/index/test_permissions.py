"""Archives where one may not read or write: said as such, and never called damaged."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from archive_contents import SNOW
from word_encoder import WordEncoder

from index import Archive, ArchiveDamagedError, ArchiveError, Article, open_catalogue


@pytest.fixture
def locked(archive: Archive) -> Iterator[Callable[[int], Path]]:
    """Take permissions from an archive's directory; it has them again when the test is over."""
    archive.add_articles([Article(text=SNOW)])
    archive.close()

    def lock(mode: int) -> Path:
        archive.path.chmod(mode)
        if os.access(archive.path, os.W_OK):
            pytest.skip("this user may write everywhere")
        return archive.path

    yield lock
    archive.path.chmod(0o700)


def refusal(use: Callable[[], object]) -> str:
    with pytest.raises(ArchiveError) as caught:
        use()
    assert type(caught.value) is ArchiveError
    return str(caught.value)


def test_what_cannot_be_opened_for_writing_is_not_called_damaged(archive: Archive):
    archive.close()
    (archive.path / "archive.sqlite-wal").mkdir()
    message = refusal(lambda: open_catalogue(archive.path))
    assert message.startswith(f"{archive.path / 'archive.sqlite'} cannot be used (unable to open")
    assert message.endswith("allow it, or copy the archive to where you may")


def test_a_folder_that_may_only_be_read(locked):
    path = locked(0o500)
    assert "copy the archive to where you may" in refusal(lambda: open_catalogue(path))


def test_a_folder_that_may_not_be_looked_into(locked, encoder: WordEncoder):
    path = locked(0o000)
    message = refusal(lambda: Archive.open_or_create(path, encoder=encoder))
    assert message.startswith(f"{path / 'archive.sqlite'} cannot be opened (Permission denied)")


def test_what_may_no_longer_be_written_is_said_so(archive: Archive, locked):
    path = locked(0o500)
    message = refusal(lambda: archive.add_articles([Article(text="Grain left Odesa.")]))
    assert message.startswith(f"the archive {path} cannot be written (Permission denied)")


def test_a_lock_that_cannot_be_had_is_said_so(archive: Archive):
    (archive.path / "lock").unlink(missing_ok=True)
    (archive.path / "lock").mkdir()
    message = refusal(lambda: archive.add_articles([Article(text=SNOW)]))
    assert message.startswith(f"the archive {archive.path} cannot be written (")


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        pytest.param("file", "File exists", id="a file"),
        pytest.param("file/archive", "Not a directory", id="below a file"),
    ],
)
def test_where_no_directory_can_be_made_there_is_no_archive(
    tmp_path: Path, encoder: WordEncoder, place: str, reason: str
):
    (tmp_path / "file").write_text("A text.")
    root = tmp_path / place
    assert refusal(lambda: Archive.open_or_create(root, encoder=encoder)) == (
        f"no archive can be made at {root} ({reason}); choose another directory"
    )


def test_damage_is_still_damage(archive: Archive):
    archive.close()
    (archive.path / "archive.sqlite").write_bytes(b"Minsk said no. " * 500)
    with pytest.raises(ArchiveDamagedError, match="put a copy of it back"):
        open_catalogue(archive.path)
