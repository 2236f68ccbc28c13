"""Files that are there whole or not at all."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from index import RequestError

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

    A link stays one: the file that it leads to is written.

    Raises:
        RequestError: the place cannot be written to, or the disk is full.
    """
    check_place(target)
    target = target.resolve()
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        stream = draft.open("w", encoding=encoding, errors="backslashreplace", newline="")
    except OSError as error:
        raise RequestError(
            f"{target} cannot be written ({error.strerror}); check that its folder exists and that "
            "you may write there"
        ) from error
    try:
        with stream:
            yield stream
        draft.replace(target)
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        raise RequestError(f"{target} cannot be written: {NO_ROOM[error.errno]}") from error
    finally:
        draft.unlink(missing_ok=True)
