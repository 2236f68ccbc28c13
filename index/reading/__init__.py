"""Files, folders and streams in, articles out; one module a format.

The names are imported when they are first used: a question reads no file.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.reading.aliases import FieldAliases
    from index.reading.files import discover, read, read_bytes, read_stream
    from index.reading.found import Failed, Found, Item, Skipped
    from index.reading.isolation import Worker
    from index.reading.limits import Limits, parse_size

__all__ = [
    "Failed",
    "FieldAliases",
    "Found",
    "Item",
    "Limits",
    "Skipped",
    "Worker",
    "discover",
    "parse_size",
    "read",
    "read_bytes",
    "read_stream",
]
_MODULES = {
    "FieldAliases": "index.reading.aliases",
    **dict.fromkeys(("discover", "read", "read_bytes", "read_stream"), "index.reading.files"),
    **dict.fromkeys(("Failed", "Found", "Item", "Skipped"), "index.reading.found"),
    "Worker": "index.reading.isolation",
    **dict.fromkeys(("Limits", "parse_size"), "index.reading.limits"),
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_MODULES[name]), name)
