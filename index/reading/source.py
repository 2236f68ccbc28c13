"""What a reader is given: bytes to read, their name, and what is left of the limits."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, count
from typing import Any, BinaryIO, TypeAlias, cast

from index.errors import ReadingError
from index.reading.aliases import FieldAliases
from index.reading.found import Item
from index.reading.limits import Budget, Limits, read_whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file, or a member of one. `depth` counts the archives around it.

    `file` stands at its beginning. It can seek, but for what comes unpacked out of an archive.
    """

    file: "io.BufferedReader[Any]" = field(repr=False)
    name: str
    origin: str
    size: int
    aliases: FieldAliases
    budget: Budget = field(repr=False)
    depth: int = 0
    _taken: set[str] = field(default_factory=set, repr=False)

    @property
    def limits(self) -> Limits:
        """The limits for the whole file."""
        return self.budget.limits

    def whole(self) -> bytes:
        """Read all of it.

        Raises:
            ReadingError: it is larger than a document may be.
        """
        return read_whole(cast("BinaryIO", self.file), limits=self.limits)

    def member(self, name: str, content: "bytes | io.BufferedReader[Any]") -> "Source":
        """Return what is packed in it under a name, one level deeper.

        The second of a name is known by the name and " (2)", for it is another text.

        Raises:
            LimitError: there are too many members.
            ReadingError: this is too deep.
        """
        self.budget.count_member()
        if self.depth >= self.limits.depth:
            raise ReadingError(
                f"it lies more than {self.limits.depth} archives deep; unpack the outer ones"
            )
        return replace(
            self,
            file=buffered(content) if isinstance(content, bytes) else content,
            name=name,
            origin=self._take(f"{self.origin}!{name}"),
            size=len(content) if isinstance(content, bytes) else self.size,
            depth=self.depth + 1,
        )

    def _take(self, origin: str) -> str:
        """Return an origin that no other member of the whole file has."""
        names = chain([origin], (f"{origin} ({number})" for number in count(2)))
        free = next(name for name in names if name not in self._taken)
        self._taken.add(free)
        return free


Read: TypeAlias = Callable[[Source], Iterator[Item]]
"""Reads a source of any format: what an archive's reader calls for its members."""


def buffered(raw: bytes) -> "io.BufferedReader[Any]":
    """Return bytes as a file that can be looked into without moving on."""
    return io.BufferedReader(cast("io.RawIOBase", io.BytesIO(raw)))
