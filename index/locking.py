"""One writer at a time; readers need no lock."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from index.errors import ArchiveBusyError, ArchiveError

_HOLDER = "writer"


@contextmanager
def writing(root: Path) -> Iterator[None]:
    """Be the one process that writes to the archive; a killed process's lock ends with it.

    Raises:
        ArchiveBusyError: another process is writing.
        ArchiveError: this one may not.
    """
    from filelock import FileLock, Timeout  # a question takes no lock

    lock, holder = FileLock(root / "lock", timeout=0), root / _HOLDER
    try:
        lock.acquire()
        holder.unlink(missing_ok=True)  # what a killed writer left names the wrong one
        holder.write_text(f"{os.getpid()} {datetime.now().astimezone().isoformat()}")
    except Timeout as error:
        who = "this process is already writing" if _is_own(holder) else "another process is writing"
        raise ArchiveBusyError(
            f"{who} to the archive {root}{_describe(holder)}; wait until it is done"
        ) from error
    except OSError as error:
        lock.release()
        raise _unwritable(root, error) from error
    try:
        yield
    finally:
        with suppress(OSError):  # the lock says who writes, not this note
            holder.unlink()
        lock.release()


@contextmanager
def files_written(root: Path) -> Iterator[None]:
    """Say what hinders from writing the files of an archive.

    Raises:
        ArchiveError: its disk is full, or may not be written, say.
    """
    try:
        yield
    except OSError as error:
        raise _unwritable(root, error) from error


def _unwritable(root: Path, error: OSError) -> ArchiveError:
    return ArchiveError(
        f"the archive {root} cannot be written ({error.strerror or error}); check that you may and "
        "that there is room, or copy it to where you may"
    )


def _is_own(holder: Path) -> bool:
    """Tell whether it is a thread of this process that writes: another window of the app, say."""
    with suppress(OSError):
        return holder.read_text().startswith(f"{os.getpid()} ")
    return False


def _describe(holder: Path) -> str:
    """Say who writes and since when; nothing where that is not sure."""
    try:
        process, since = holder.read_text().split()
        os.kill(int(process), 0)  # asks whether there is such a process, and does nothing to it
        begun = datetime.fromisoformat(since)
    except PermissionError:
        begun = datetime.fromisoformat(since)  # it is another user's
    except (OSError, ValueError):
        return ""
    return f" (process {process}, since {begun:%Y-%m-%d %H:%M:%S})"
