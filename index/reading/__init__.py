"""Files, folders and streams in, articles out; one module a format.

The functions that read are imported when they are first used: a question reads no file.
"""

from typing import TYPE_CHECKING

from index.reading.aliases import FieldAliases
from index.reading.found import Failed, Found, Item, Skipped
from index.reading.isolation import Worker
from index.reading.limits import Limits, parse_size

if TYPE_CHECKING:
    from index.reading.files import discover, read, read_bytes, read_stream

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


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from index.reading import files

    return getattr(files, name)
