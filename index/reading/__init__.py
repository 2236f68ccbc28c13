"""Files, folders and streams in, articles out; one module a format."""

from index.reading.aliases import FieldAliases
from index.reading.files import discover, read, read_stream
from index.reading.found import Failed, Found, Skipped

__all__ = ["Failed", "FieldAliases", "Found", "Skipped", "discover", "read", "read_stream"]
