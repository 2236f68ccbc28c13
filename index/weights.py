"""Models' weights: mapped from their files, and known by their hash."""

import hashlib
import json
import mmap
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from threading import Lock
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Weight: TypeAlias = NDArray[np.float16] | NDArray[np.float32]

_hashing = Lock()
_TYPES = {"F16": np.float16, "F32": np.float32}


def mapped_weights(path: Path) -> dict[str, Weight]:
    """Map weights from a safetensors file: what nobody uses takes no memory.

    Such a file begins with the length of its header, 8 bytes, and the header, which tells in JSON
    the type and shape of each array and where it stands in the rest. Others than float16 and
    float32 are left out.
    """
    # Private: OpenVINO takes arrays as they are only where it could write to them.
    with path.open("rb") as file:
        content = np.frombuffer(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY), np.uint8)
    start = 8 + int(content[:8].view("<u8")[0])
    header = json.loads(content[8:start].tobytes())
    weights: dict[str, Weight] = {}
    for name, array in header.items():
        if array.get("dtype") in _TYPES:
            first, end = array["data_offsets"]
            flat = content[start + first : start + end].view(_TYPES[array["dtype"]])
            weights[name] = flat.reshape(array["shape"])
    return weights


def widened(weights: Mapping[str, Weight]) -> dict[str, Weight]:
    """Return weights as float32, those that no file has as such mapped from one without a name.

    So that all can be let go of: arrays in memory would have to stay.
    """
    rest = {
        name: weight for name, weight in weights.items() if weight.size and not _is_ready(weight)
    }
    if not rest:
        return dict(weights)
    with TemporaryFile() as file:
        for weight in rest.values():
            file.write(np.ascontiguousarray(weight, np.float32).data)
        file.flush()
        content = np.frombuffer(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY), np.float32)
    made, start = dict(weights), 0
    for name, weight in rest.items():
        made[name] = content[start : start + weight.size].reshape(weight.shape)
        start += weight.size
    return made


def _is_ready(weight: Weight) -> bool:
    return not weight.size or (weight.dtype == np.float32 and _map_of(weight) is not None)


def let_go(weights: Iterable[NDArray[Any]]) -> None:
    """Give back the memory that mapped weights take; what is used again comes from its file again.

    Nothing may have been written to them: that would be lost.
    """
    if not hasattr(mmap, "MADV_DONTNEED"):  # Windows
        return
    for mapped in {id(m): m for weight in weights if (m := _map_of(weight))}.values():
        mapped.madvise(mmap.MADV_DONTNEED)


def _map_of(weight: NDArray[Any]) -> mmap.mmap | None:
    """Return the map that an array, or the array that it is a view of, lies in."""
    owner: object = weight
    while isinstance(owner, np.ndarray):
        owner = owner.base
    whole = owner.obj if isinstance(owner, memoryview) else owner
    return whole if isinstance(whole, mmap.mmap) else None


def sha256_of(path: Path) -> str:
    """Return a file's SHA-256 in hexadecimal, worked out once for each time that it changed."""
    with _hashing:  # models that load side by side ask for the same file
        return _sha256(path, path.stat().st_mtime_ns)


@cache
def _sha256(path: Path, changed: int) -> str:  # noqa: ARG001  # a changed file is hashed anew
    # In one call: a thread that reads piece by piece waits for the others between any two.
    with path.open("rb") as file:
        empty = not path.stat().st_size  # there is no map of it
        content = b"" if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return hashlib.sha256(content).hexdigest()
