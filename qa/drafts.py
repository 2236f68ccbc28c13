"""Files that are there whole or not at all."""

import errno
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, TextIO

from index import RequestError

if sys.platform != "win32":
    import fcntl

# Of errors of the machine, those that room mends: what is wrong, and how it is mended.
NO_ROOM = {
    errno.ENOSPC: "the disk is full; make room",
    errno.EDQUOT: "your share of the disk is full; make room",
    errno.EFBIG: "it is larger than a file may be here; ask fewer questions at once",
}


def check_place(target: Path) -> None:
    """Find out before the work whether a file can be written there.

    Raises:
        RequestError: it is a folder, or its folder is not there.
    """
    if target.is_dir():
        raise RequestError(f"{target} is a folder; name a file in it")
    if not target.parent.is_dir():
        raise RequestError(f"{target} cannot be written: there is no folder {target.parent}")


@contextmanager
def drafted(target: Path, *, encoding: str = "utf-8") -> Iterator[TextIO]:
    """Write beside the place, then rename; after an error an older file of that name stays.

    A link stays one: the file that it leads to is written. Drafts of it that killed processes left
    are deleted.

    Raises:
        RequestError: the place cannot be written to, or the disk is full.
    """
    check_place(target)
    target = target.resolve()
    _clean_up(target)
    draft = _draft_of(target, os.getpid())
    try:
        stream = as_text(draft.open("wb"), encoding=encoding)
    except OSError as error:
        raise RequestError(
            f"{target} cannot be written ({error.strerror}); check that its folder exists and that "
            "you may write there"
        ) from error
    try:
        with stream:
            _lock(stream)
            yield stream
        draft.replace(target)
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        raise RequestError(f"{target} cannot be written: {NO_ROOM[error.errno]}") from error
    finally:
        draft.unlink(missing_ok=True)


def as_text(stream: BinaryIO, *, encoding: str) -> TextIOWrapper:
    """Write text to a stream as to a file of answers: ends of lines stay, nothing is refused."""
    return TextIOWrapper(stream, encoding=encoding, errors="backslashreplace", newline="")


def _draft_of(target: Path, process: int) -> Path:
    return target.with_name(f".{target.name}.{process}.part")


def _clean_up(target: Path) -> None:
    """Delete the drafts of a file that nobody writes any more.

    Those are of processes that are gone, and nobody holds their lock: another machine's processes
    are not seen from here, and not every file system has locks.
    """
    if sys.platform == "win32":
        return
    pattern = re.compile(rf"\.{re.escape(target.name)}\.(\d{{1,9}})\.part")
    with suppress(OSError):  # what may not be looked into or deleted stays
        for path in target.parent.iterdir():
            named = pattern.fullmatch(path.name)
            if named and path.is_file() and not path.is_symlink() and _is_gone(int(named[1])):
                with suppress(OSError), path.open("r+b") as stream:
                    fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    path.unlink()


def _lock(stream: TextIO) -> None:
    """Let others see that a draft is being written, until it is closed."""
    if sys.platform != "win32":
        with suppress(OSError):  # a file system without locks
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_gone(process: int) -> bool:
    try:
        os.kill(process, 0)  # asks whether there is such a process, and does nothing to it
    except OSError as error:
        return error.errno == errno.ESRCH  # else it is another user's
    return False
