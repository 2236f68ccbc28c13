"""Files, folders and streams in, articles out; one module a format."""

from index.reading.aliases import FieldAliases
from index.reading.files import discover, read, read_stream
from index.reading.found import Failed, Found

__all__ = ["Failed", "FieldAliases", "Found", "discover", "read", "read_stream"]
