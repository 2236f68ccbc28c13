"""Which state of an archive its readers see: generations are numbered, and one is published.

archive/
  archive.sqlite      the truth
  current             the number of the published generation
  generations/12/     its search files (index/generation.py)
"""

import logging
import os
import shutil
from pathlib import Path

from index.analysis import ANALYSIS, analysis_of
from index.database import Database
from index.errors import ArchiveDamagedError, ArchiveError, archive_option
from index.intact import damaged_in
from index.vector_kind import VectorKind, kind_of

log = logging.getLogger(__name__)

# More than a generation's number takes.
_BYTES = 64
# One a second for 60 years; what is written with it must fit the database's 64 bits.
_MOST = 1 << 31


def current_number(root: Path) -> int:
    """Return the number of the published generation; 0 before the first.

    Raises:
        ArchiveDamagedError: the file that names it is lost or holds something else.
        ArchiveError: it may not be read.
    """
    try:
        # Each search reads it: a path and a file object would take as long again.
        handle = os.open(f"{root}/current", os.O_RDONLY)
        try:
            return _number_in(os.read(handle, _BYTES))
        finally:
            os.close(handle)
    except (FileNotFoundError, ValueError) as error:
        raise ArchiveDamagedError.to_repair(
            f"{root / 'current'} is lost or holds no number", root
        ) from error
    except OSError as error:
        raise ArchiveError(
            f"{root / 'current'} cannot be read ({error.strerror}); check that it is a file and "
            "that you may read it"
        ) from error


def _number_in(content: bytes) -> int:
    """Return the number of a generation.

    Raises:
        ValueError: it holds none, or one that no archive comes to.
    """
    number = int(content)
    if not 0 <= number <= _MOST:
        raise ValueError(f"{number:.3g} is no generation's number")
    return number


def published_mark(root: Path) -> str:
    """Return what the published generation has alone: its place, its number and when it came.

    Without the time, an archive that was made anew in its place would have the same.

    Raises:
        ArchiveError: as for `current_number`.
    """
    number = current_number(root)
    return f"{root.resolve()} {number} {(root / 'current').stat().st_mtime_ns}"


def newest_number(root: Path, database: Database) -> int:
    """Return the highest number in use, published or not, whatever is damaged."""
    numbers = [int(p.name) for p in (root / "generations").glob("*") if p.name.isdigit()]
    numbers.append(database.newest_generation())
    try:
        numbers.append(current_number(root))
    except ArchiveDamagedError:
        log.warning("%s is lost or holds no number; it is made anew", root / "current")
    return max(numbers)


def kind(root: Path, number: int) -> VectorKind | None:
    """Return how the vector index of a generation was built; None where that cannot be read."""
    return kind_of(directory_of(root, number))


def analysis(root: Path, number: int) -> int | None:
    """Return by which analysis the term index of a generation was made; None where it is lost."""
    return analysis_of(directory_of(root, number))


def damaged(root: Path, number: int) -> Path | None:
    """Return what of a generation's search files is gone or cut off, as far as a look tells."""
    directory = directory_of(root, number)
    found = damaged_in(directory) if number else None  # before the first there are none
    return None if found is None else directory / found


def why_outdated(root: Path, number: int) -> str:
    """Say that another analysis made a generation's term index, and what mends it; else nothing."""
    if analysis(root, number) in {None, ANALYSIS}:
        return ""
    return (
        f"the term index of the archive {root} was made by another version's analysis of words, "
        f"and misses some; rebuild it with: onrecord repair {archive_option(root)}"
    )


def publish(root: Path, number: int) -> None:
    """Make a built generation the one that readers see: one rename of one small file.

    Raises:
        OSError: it cannot be written.
    """
    draft = root / "current.new"
    draft.write_text(f"{number}\n")
    flush(draft)
    draft.replace(root / "current")
    flush(root)


def clean_up(root: Path, *, keep: set[int]) -> None:
    """Delete the search files of all other generations."""
    for directory in (root / "generations").glob("*"):
        if directory.name not in {str(number) for number in keep}:
            shutil.rmtree(directory, ignore_errors=True)


def directory_of(root: Path, number: int) -> Path:
    """Return where the search files of a generation are."""
    return root / "generations" / str(number)


def flush(path: Path) -> None:
    """Bring a file or a directory's entries to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
