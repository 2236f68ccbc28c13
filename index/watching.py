"""A folder watched: files that have come or changed are told once nobody writes to them any more.

It looks every few seconds instead of asking the system for events: network shares send none.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from stat import S_ISDIR
from typing import TypeAlias

from index.errors import ReadingError
from index.reading import discover

LOOK_EVERY = 2.0
"""Seconds between two looks; a file must be the same in two of them."""

Snapshot: TypeAlias = Mapping[Path, tuple[int, ...]]
"""By file: its size, when it was changed, and when its entry was, in nanoseconds.

The latter nobody can set: what is put in a file's place with its size and time kept, as by `rsync
-t`, tells by it. The number of a file would too, but some network shares give another each time.
"""


def look(sources: Sequence[Path]) -> Snapshot:
    """Take down the files that `index.reading.discover` finds; what has just gone is left out."""
    files: dict[Path, tuple[int, ...]] = {}
    for source in sources:
        # A share that is away for a while must not end the watch, nor a file that is deleted now.
        with suppress(ReadingError, OSError):
            for path in discover([source]):
                with suppress(OSError):
                    status = path.stat()
                    # A folder that is not entered changes with every file in it, and gives nothing.
                    if not S_ISDIR(status.st_mode):
                        times = (status.st_mtime_ns, status.st_ctime_ns)
                        files[path] = (status.st_size, *times)
    return files


def settled(before: Snapshot, now: Snapshot, *, told: Snapshot) -> list[Path]:
    """Return the files that were the same at two looks and are not as they were told last.

    >>> a, b, c = Path("a"), Path("b"), Path("c")
    >>> settled({a: (1, 1), b: (1, 1)}, {a: (1, 1), b: (2, 2), c: (1, 1)}, told={})
    [PosixPath('a')]
    """
    return [path for path, state in now.items() if before.get(path) == state != told.get(path)]


def watch(
    sources: Sequence[Path],
    *,
    known: Snapshot,
    pause: Callable[[float], None] = time.sleep,
) -> Iterator[list[Path]]:
    """Yield, for ever, the files that have come or changed, and are written to no longer.

    What is deleted is not told: an archive keeps what it has.

    Args:
        sources: files and folders.
        known: the files as they were when they were added last.
        pause: waits between two looks.
    """
    told, before = dict(known), look(sources)
    while True:
        pause(LOOK_EVERY)
        now = look(sources)
        if batch := settled(before, now, told=told):
            yield batch
            told.update((path, now[path]) for path in batch)
        before = now
