"""One writer at a time; readers need no lock."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import ArchiveBusyError

_HOLDER = "writer"


@contextmanager
def writing(root: Path) -> Iterator[None]:
    """Be the one process that writes to the archive; a killed process's lock ends with it.

    Raises:
        ArchiveBusyError: another process is writing.
    """
    lock, holder = FileLock(root / "lock", timeout=0), root / _HOLDER
    try:
        lock.acquire()
    except Timeout as error:
        raise ArchiveBusyError(
            f"another process is writing to the archive {root}{_describe(holder)}; wait until it "
            "is done"
        ) from error
    try:
        holder.unlink(missing_ok=True)  # what a killed writer left names the wrong one
        holder.write_text(f"{os.getpid()} {datetime.now().astimezone().isoformat()}")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


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
