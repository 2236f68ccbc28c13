"""The development and training data beside the checkout (`../shared`), read as it lies there."""

import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SHARED = Path(__file__).resolve().parents[2] / "shared"


def rows(name: str) -> Iterator[dict[str, Any]]:
    """Yield the records of a JSON-lines file of `../shared`, gzipped or not."""
    path = require(name)
    content = path.read_bytes()
    text = gzip.decompress(content) if path.suffix == ".gz" else content
    yield from map(json.loads, text.decode().splitlines())


def require(name: str) -> Path:
    """Return a path under `../shared`; end with a clear message where it is missing."""
    path = SHARED / name
    if not path.exists():
        raise SystemExit(f"missing: {path}; put the data folder `shared` beside the checkout")
    return path


def sha256(name: str) -> str:
    """Return the SHA-256 of a data file, in hexadecimal."""
    return hashlib.sha256(require(name).read_bytes()).hexdigest()
