"""Which files a generation was built of, and how large: what is gone or cut off shows at a look."""

import json
from contextlib import suppress
from pathlib import Path

_NAME = "files.json"
# Tantivy locks by files of its own, and holds nothing in them.
_LOCK = ".lock"


def write_sizes(directory: Path) -> None:
    """Take down the files of a generation that was built in `directory`, with their bytes."""
    found = {
        path.relative_to(directory).as_posix(): path.stat().st_size
        for path in sorted(directory.rglob("*"))
        if path.is_file() and path.suffix != _LOCK
    }
    (directory / _NAME).write_text(json.dumps(found, indent=0) + "\n")


def damaged_in(directory: Path) -> str | None:
    """Return what of a generation is lost or not as large as it was built, or None.

    None says that nothing is seen, not that all can be read: no file is opened but the list. Of
    what was built before there was one, only the directory is looked for.
    """
    try:
        sizes = dict(json.loads((directory / _NAME).read_text()))
    except FileNotFoundError:
        return None if directory.is_dir() else ""
    except (OSError, ValueError, TypeError):
        return _NAME
    return next((name for name, size in sizes.items() if _size(directory / name) != size), None)


def _size(path: Path) -> int | None:
    with suppress(OSError):
        return path.stat().st_size
    return None
