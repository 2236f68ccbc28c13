"""Compiled models, kept on this machine: what it takes to compile one is paid once."""

import logging
import mmap
import os
import sys
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

log = logging.getLogger(__name__)

# What no process has used for so long is of a version that is gone.
_UNUSED_DAYS = 60
_ENDING = ".model"


def directory() -> Path:
    """Return where compiled models are kept: the user's directory for what can be made again.

    `XDG_CACHE_HOME` names it on Linux, else it is `~/.cache` (XDG Base Directory Specification).
    """
    match sys.platform:
        case "win32":
            parent = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local"
        case "darwin":
            parent = Path.home() / "Library/Caches"
        case _:
            parent = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(parent) / "onrecord"


def kept(key: str) -> NDArray[np.uint8] | None:
    """Map what was kept under a key; None where there is nothing, or not all of it.

    Its name tells how long it is: that a file was cut short would show only when it is used.
    """
    with suppress(OSError, RuntimeError):  # RuntimeError: nobody knows where home is
        for path in directory().glob(f"{key}-*{_ENDING}"):
            size = int(path.stem.rpartition("-")[2])
            if size and path.stat().st_size == size:
                os.utime(path)
                with path.open("rb") as file:
                    # Private: OpenVINO takes arrays as they are only where it could write to them.
                    content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
                return np.frombuffer(content, np.uint8)
    return None


def keep(key: str, content: memoryview) -> None:
    """Keep what was compiled; where that cannot be written, it is compiled again next time."""
    try:
        folder = directory()
        folder.mkdir(parents=True, exist_ok=True)
        _clean_up(folder)
        path = folder / f"{key}-{len(content)}{_ENDING}"
        draft = path.with_suffix(f".{os.getpid()}.part")
        try:
            with draft.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except (OSError, RuntimeError) as error:
        log.info("a compiled model cannot be kept (%s); it is compiled again next time", error)


def forget(key: str) -> None:
    """Delete what was kept under a key, as it is of no use."""
    with suppress(OSError, RuntimeError):
        for path in directory().glob(f"{key}-*{_ENDING}"):
            path.unlink(missing_ok=True)


def _clean_up(folder: Path) -> None:
    """Delete what was not used for long: models, and the drafts of killed processes."""
    oldest = time.time() - _UNUSED_DAYS * 24 * 3600
    for path in [*folder.glob(f"*{_ENDING}"), *folder.glob("*.part")]:
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
