"""Files that are there whole or not at all."""

import errno
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any, BinaryIO, TextIO

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
    target = place_of(target)
    draft = _draft_of(target, os.getpid())
    try:
        stream = as_text(draft.open("wb"), encoding=encoding)
    except OSError as error:
        raise RequestError(
            f"{target} cannot be written ({error.strerror}); check that its folder exists and that "
            "you may write there"
        ) from error
    try:
        with room_told(target):
            with stream:
                with suppress(OSError):  # a file system without locks
                    lock(stream)
                yield stream
                bring_to_disk(stream)
            draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def place_of(target: Path) -> Path:
    """Return where a file is to be written, free of the drafts that nobody writes any more.

    Raises:
        RequestError: it cannot be written there.
    """
    check_place(target)
    target = target.resolve()
    _clean_up(target)
    return target


@contextmanager
def room_told(target: Path) -> Iterator[None]:
    """Say of an error that room mends which file it hinders.

    Raises:
        RequestError: the disk is full.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        raise RequestError(f"{target} cannot be written: {NO_ROOM[error.errno]}") from error


def bring_to_disk(stream: TextIO) -> None:
    """Write all of a file: after a power cut, one that was renamed before may be empty."""
    stream.flush()
    os.fsync(stream.fileno())


def as_text(stream: BinaryIO, *, encoding: str) -> TextIOWrapper:
    """Write text to a stream as to a file of answers: ends of lines stay, nothing is refused."""
    return TextIOWrapper(stream, encoding=encoding, errors="backslashreplace", newline="")


def lock(stream: IO[Any]) -> bool:
    """Let others see that a file is being written, until it is closed; False: another writes it.

    Raises:
        OSError: files have no locks here.
    """
    if sys.platform == "win32":
        raise OSError(errno.ENOTSUP, "files have no locks")
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


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
                    if lock(stream):
                        path.unlink()


def _is_gone(process: int) -> bool:
    try:
        os.kill(process, 0)  # asks whether there is such a process, and does nothing to it
    except OSError as error:
        return error.errno == errno.ESRCH  # else it is another user's
    return False
