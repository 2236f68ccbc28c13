"""Compiled models, kept on this machine: what it takes to compile one is paid once."""

import hashlib
import logging
import mmap
import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

log = logging.getLogger(__name__)

# What no process has used for so long is of a version that is gone.
_UNUSED_DAYS = 60
_ENDING = ".model"
# Of the SHA-256 that a file ends with, in bytes. OpenVINO computes with weights that were spoilt,
# and tells nothing; to hash them takes 0.02 s.
_DIGEST = 32


def directory() -> Path:
    """Return where compiled models are kept: the user's directory for what can be made again.

    `XDG_CACHE_HOME` names it, on any system; a relative path there names nothing (XDG Base
    Directory Specification).
    """
    if Path(named := os.environ.get("XDG_CACHE_HOME", "")).is_absolute():
        return Path(named) / "onrecord"
    match sys.platform:
        case "win32":
            parent = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local"
        case "darwin":
            parent = Path.home() / "Library/Caches"
        case _:
            parent = Path.home() / ".cache"
    return Path(parent) / "onrecord"


def kept(key: str) -> NDArray[np.uint8] | None:
    """Map what was kept under a key; None where there is nothing, or not what was written."""
    # RuntimeError: nobody knows where home is. ValueError: there is no map of an empty file.
    with suppress(OSError, RuntimeError, ValueError):
        path = _path(key)
        with path.open("rb") as file:
            # Private: OpenVINO takes arrays as they are only where it could write to them.
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
        whole = np.frombuffer(mapped, np.uint8)
        content, digest = whole[:-_DIGEST], whole[-_DIGEST:]
        if hashlib.sha256(content.data).digest() == digest.tobytes():
            with suppress(OSError):  # it may be read, though not touched
                os.utime(path)
            return content
    return None


def keep(key: str, content: memoryview) -> None:
    """Keep what was compiled; where that cannot be written, it is compiled again next time."""
    try:
        folder = directory()
        folder.mkdir(parents=True, exist_ok=True)
        _clean_up(folder)
        # Another thread may write the same, or a process of that number in another container.
        draft = folder / f"{key}.{uuid4().hex}.part"
        try:
            with draft.open("xb") as file:
                file.write(content)
                file.write(hashlib.sha256(content).digest())
                file.flush()
                os.fsync(file.fileno())
            draft.replace(_path(key))
        finally:
            draft.unlink(missing_ok=True)
    except (OSError, RuntimeError) as error:
        log.info("a compiled model cannot be kept (%s); it is compiled again next time", error)


def forget(key: str) -> None:
    """Delete what was kept under a key, as it is of no use."""
    with suppress(OSError, RuntimeError):
        _path(key).unlink(missing_ok=True)


def _path(key: str) -> Path:
    return directory() / f"{key}{_ENDING}"


def _clean_up(folder: Path) -> None:
    """Delete what was not used for long: models, and the drafts of killed processes."""
    oldest = time.time() - _UNUSED_DAYS * 24 * 3600
    for path in [*folder.glob(f"*{_ENDING}"), *folder.glob("*.part")]:
        with suppress(OSError):  # another process has renamed or deleted it meanwhile
            if path.stat().st_mtime < oldest:
                path.unlink()
