"""Archives where one may not read or write: said as such, and never called damaged."""

import ctypes
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from archive_contents import SNOW
from word_encoder import WordEncoder

from index import Archive, ArchiveDamagedError, ArchiveError, Article, open_catalogue
from index.errors import ReadingError
from index.terms import TermDocument, TermIndex
from index.vectors import VectorIndex

# Of Linux, <linux/capability.h>: version 3 of the call, and two rights of root that no mode stops.
_VERSION, _OVERRIDE, _READ_SEARCH = 0x20080522, 1 << 1, 1 << 2


@contextmanager
def heeding_modes() -> Iterator[None]:
    """Heed modes of files as everybody does, in this thread, though it may be root's."""
    if sys.platform != "linux":
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(_VERSION, 0)
    # Twice: what is in effect, what is permitted, what is inherited.
    before = (ctypes.c_uint32 * 6)()
    assert libc.capget(header, before) == 0
    without = (ctypes.c_uint32 * 6)(*before)
    without[0] &= ~(_OVERRIDE | _READ_SEARCH)
    assert libc.capset(header, without) == 0
    try:
        yield
    finally:
        assert libc.capset(header, before) == 0


@pytest.fixture
def locked(archive: Archive) -> Iterator[Callable[[int], Path]]:
    """Take permissions from an archive's directory; it has them again when the test is over."""
    archive.add_articles([Article(text=SNOW)])
    archive.close()

    def lock(mode: int) -> Path:
        archive.path.chmod(mode)
        return archive.path

    with heeding_modes():
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


def test_subscriptions_that_cannot_be_written_are_said_so(archive: Archive):
    archive.close()
    (archive.path / "archive.sqlite-wal").mkdir()
    message = refusal(archive.subscriptions.all)
    assert message.startswith(f"{archive.path / 'archive.sqlite'} cannot be used (unable to open")


@pytest.mark.parametrize(
    ("hindrance", "is_folder", "reason"),
    [
        pytest.param("generations", False, "Not a directory", id="search files"),
        pytest.param("current.new", True, "Is a directory", id="the file that names them"),
    ],
)
def test_search_files_that_cannot_be_written_are_said_so(
    archive: Archive, hindrance: str, is_folder: bool, reason: str
):
    path = archive.path / hindrance
    path.mkdir() if is_folder else path.write_text("in the way")
    message = refusal(lambda: archive.add_articles([Article(text=SNOW)]))
    assert message.startswith(f"the archive {archive.path} cannot be written (")
    assert reason in message
    path.rmdir() if is_folder else path.unlink()
    archive.add_articles([])
    assert [article.text for article in archive.articles()] == [SNOW]


@contextmanager
def room(size: int) -> Iterator[None]:
    """Let no file have more than some bytes: what stands for a full disk.

    Around the call alone: what pytest itself writes to may be a file.
    """
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_an_archive_on_a_full_disk_is_read(archive: Archive):
    archive.add_articles([Article(text=SNOW)])
    archive.close()  # the last one takes what SQLite keeps beside its file along
    with room(100):  # what SQLite begins a file with
        catalogue = open_catalogue(archive.path)
        assert catalogue.status().contents.articles == 1
        assert [article.text for article in catalogue.articles()] == [SNOW]
        assert len(archive.search("snow")) == 1
    # With room it is opened as ever, and sees what is written since.
    archive.add_articles([Article(text="Grain left Odesa.")])
    assert len(catalogue.articles()) == 2


def test_a_full_disk_is_told_as_such_where_the_journal_is_not_empty(archive: Archive):
    archive.add_articles([Article(text=SNOW)])
    archive.close()
    (archive.path / "archive.sqlite-wal").write_bytes(b"what is not in the file yet")
    with room(100):  # what SQLite begins a file with
        message = refusal(lambda: open_catalogue(archive.path))
    assert "(its disk is full); make room on its disk" in message


def test_a_full_folder_for_temporary_files_is_told_once(archive: Archive, tmp_path, monkeypatch):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(SNOW)
    archive.add(tmp_path / "a.txt")
    monkeypatch.setattr("py3langid.langid.IDENTIFIER", None)  # as in a new process
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=0))
    with pytest.raises(ReadingError, match=rf"\(.*: {tmp_path}\); make room in it"), room(50_000):
        archive.add(tmp_path)
    assert len(archive.add(tmp_path).unchanged) == 2


# 100 vectors have 76,800 bytes as the database keeps them, and twice as many in the index.
@pytest.mark.parametrize("size", [70_000, 100_000])
def test_a_vector_index_on_a_full_disk_is_not_written(tmp_path: Path, size: int):
    vectors = [(np.arange(100), np.ones((100, 384), "<f2"))]
    reason = r"File too large|not written whole|requested and"
    with pytest.raises(OSError, match=reason), room(size):
        VectorIndex.build(tmp_path, vectors, dimension=384)


@pytest.mark.parametrize("size", [0, 4_000])
def test_a_term_index_on_a_full_disk_is_not_written(tmp_path: Path, size: int):
    empty = {"outlet": None, "published": None, "language": None}
    documents = [TermDocument(id=n, text=f"snow{n} fell", **empty) for n in range(2_000)]
    with pytest.raises(OSError, match="the term index was not written whole"), room(size):
        TermIndex.build(tmp_path / "terms", documents)


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


@pytest.mark.parametrize("name", ["current.new", "archive.new"])
def test_an_archive_that_cannot_be_made_is_none(tmp_path: Path, encoder: WordEncoder, name: str):
    (tmp_path / name).mkdir()
    message = refusal(lambda: Archive.create(tmp_path, encoder=encoder))
    assert message.startswith(f"the archive {tmp_path} cannot be written (Is a directory)")
    (tmp_path / name).rmdir()
    assert Archive.create(tmp_path, encoder=encoder).articles() == []


def test_a_generation_that_cannot_be_told_is_said_so(archive: Archive):
    (archive.path / "current").unlink()
    (archive.path / "current").mkdir()
    message = refusal(archive.articles)
    assert message.startswith(f"{archive.path / 'current'} cannot be read (Is a directory)")


@pytest.mark.parametrize(
    "use",
    [
        pytest.param(lambda archive, _: archive.keep_setting("reader", "x"), id="a setting"),
        pytest.param(lambda archive, file: archive.add(file), id="what files gave"),
    ],
)
def test_a_database_that_may_no_longer_be_written_is_said_so(
    archive: Archive, tmp_path: Path, use: Callable[[Archive, Path], object]
):
    (tmp_path / "snow.txt").write_text(SNOW)
    archive.add_articles([Article(text=SNOW)])
    archive._database._connection.execute("PRAGMA query_only = ON")
    message = refusal(lambda: use(archive, tmp_path / "snow.txt"))
    assert "cannot be used (attempt to write a readonly database); it is written" in message


def test_a_file_that_may_not_be_looked_at_counts_nothing(archive: Archive):
    before = archive.status().size_bytes
    (archive.path / "loop").symlink_to(archive.path / "loop")
    assert archive.status().size_bytes == before


def test_damage_is_still_damage(archive: Archive):
    archive.close()
    (archive.path / "archive.sqlite").write_bytes(b"Minsk said no. " * 500)
    with pytest.raises(ArchiveDamagedError, match="put a copy of it back"):
        open_catalogue(archive.path)
