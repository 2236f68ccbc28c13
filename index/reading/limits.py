"""How much of a file is read at most: what is larger, deeper or slower is reported instead."""

import io
from dataclasses import dataclass, fields
from typing import BinaryIO

from index.errors import LimitError, ReadingError, RequestError

# Below this much no ratio is a bomb: a page of spaces packs a thousandfold, and does no harm.
_HARMLESS_BYTES = 10_000_000
_BLOCK = 1 << 16
# Files, timers and the limits of a process take no larger ones: 2**63 bytes or nanoseconds.
_MOST, _MOST_SECONDS = 10**18, 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one file may cost. Sizes are in bytes, of what is read once it is unpacked.

    `file_bytes` holds for a document that is read as one; `record_bytes` for one line, row, message
    or web response of what is read piece by piece; `pages` for a PDF. `members`, `expanded_bytes`
    and `depth` hold for a file with all that is packed in it, `ratio` for one member. `seconds` is
    how long a file may work on its next article; `memory_bytes` is the address space of the process
    that reads.

    Raises `RequestError` for what is no number above 0, or more than there is of anything.

    >>> Limits(file_bytes=1_000).depth
    4
    """

    file_bytes: int = 200_000_000
    record_bytes: int = 20_000_000
    # A book of a thousand pages has 2.5 million.
    article_characters: int = 5_000_000
    # Reports and court files reach some hundreds; a million characters is what 400 hold.
    pages: int = 2_000
    depth: int = 4
    members: int = 100_000
    expanded_bytes: int = 20_000_000_000
    # Deflate ends at 1,032, which only bombs come near.
    ratio: int = 200
    seconds: float = 60.0
    # With the library for Parquet the process maps 0.34 GB before it has read anything.
    memory_bytes: int = 2_000_000_000

    def __post_init__(self) -> None:
        for limit in fields(self):
            value = getattr(self, limit.name)
            kind, most = (float | int, _MOST_SECONDS) if limit.name == "seconds" else (int, _MOST)
            if not isinstance(value, kind) or isinstance(value, bool) or not 0 < value <= most:
                whole = "" if limit.name == "seconds" else "whole "
                raise RequestError(
                    f"the limit {limit.name} is {value!r}; give it a {whole}number above 0, "
                    f"{most:,} at most"
                )


class Budget:
    """What is left for one file with all that is packed in it."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._expanded = 0
        self._members = 0

    def count_member(self) -> None:
        """Count a member of an archive.

        Raises:
            LimitError: there are too many.
        """
        self._members += 1
        if self._members > self.limits.members:
            raise LimitError(
                f"it holds more than {self.limits.members:,} files; the rest is not read: split it"
            )

    def count_expanded(self, size: int) -> None:
        """Count bytes that were unpacked.

        Raises:
            LimitError: there are too many.
        """
        self._expanded += size
        if self._expanded > self.limits.expanded_bytes:
            raise LimitError(
                f"it unpacks to more than {shown(self.limits.expanded_bytes)}; the rest is not "
                "read: unpack it yourself if you trust it"
            )


class Unpacking(io.RawIOBase):
    """What comes out of a packed file, counted while it is read.

    `packed` is the size before unpacking. Reading raises `ReadingError` where the ratio is that of
    a bomb, and `LimitError` where the budget of the whole file is used up.
    """

    def __init__(self, file: BinaryIO, *, packed: int, budget: Budget) -> None:
        super().__init__()
        self._file = file
        self._packed = packed
        self._budget = budget
        self._unpacked = 0

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Unpack some more; 0 at the end."""
        data = self._file.read(min(len(buffer), _BLOCK))
        self._unpacked += len(data)
        self._budget.count_expanded(len(data))
        ratio = self._budget.limits.ratio
        if self._unpacked > max(_HARMLESS_BYTES, ratio * self._packed):
            raise ReadingError(
                f"it unpacks to more than {ratio} times its size, as bombs do; "
                "unpack it yourself if you trust it"
            )
        buffer[: len(data)] = data
        return len(data)


def read_whole(file: BinaryIO, *, limits: Limits) -> bytes:
    """Read a document to its end.

    Raises:
        ReadingError: it is larger than `limits.file_bytes`.
    """
    # Block by block: a file that is told to read so much at once takes so much memory before.
    read = io.BytesIO()
    while read.tell() <= limits.file_bytes and (block := file.read(_BLOCK)):
        read.write(block)
    raw = read.getvalue()
    if len(raw) > limits.file_bytes:
        raise ReadingError(
            f"it is larger than {shown(limits.file_bytes)}; split it, or allow more: "
            "onrecord add --max-file-size 1GB"
        )
    return raw


def refuse_longer(size: int, *, than: int) -> None:
    """Refuse a line, row, message or response that is too long.

    Raises:
        ReadingError: it is.
    """
    if size > than:
        raise ReadingError(f"it is longer than {shown(than)}; split it, or save its text by itself")


def shown(size: int) -> str:
    """Write a size as people do.

    >>> shown(200_000_000), shown(1_500), shown(20_000_000_000)
    ('200 MB', '1.5 kB', '20 GB')
    """
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= factor:
            return f"{size / factor:g} {unit}"
    return f"{size} bytes"


def too_long(limits: Limits) -> str:
    """Say that a text is longer than an article may be."""
    return f"it has more than {limits.article_characters:,} characters; split it into articles"


def parse_size(text: str) -> int:
    """Read a size: a number, and kB, MB or GB if it is not bytes.

    >>> parse_size("200MB"), parse_size("1.5 gb"), parse_size("512")
    (200000000, 1500000000, 512)

    Raises:
        RequestError: it is none.
    """
    folded = text.strip().casefold().removesuffix("b")
    factor = {"k": 10**3, "m": 10**6, "g": 10**9}.get(folded[-1:], 1)
    try:
        size = int(float(folded if factor == 1 else folded[:-1]) * factor)
    except (ValueError, OverflowError):
        size = 0
    if not 0 < size <= _MOST:
        raise RequestError(f"'{text}' is no size; write for example 200MB")
    return size
