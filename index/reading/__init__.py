"""Files, folders and streams in, articles out; one module a format."""

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
