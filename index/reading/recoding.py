"""Files in any encoding -> the same in UTF-8, piece by piece, for what is read line by line."""

import codecs
import io
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from index.reading.decoding import decode, marked_encoding
from index.reading.limits import Limits, read_whole

_BLOCK = 1 << 16


def as_utf8(file: "io.BufferedReader[Any]", *, limits: Limits) -> "io.BufferedReader[Any]":
    """Return a file in UTF-8: what is UTF-8 passes through, the rest is decoded as `decode` does.

    To read it raises `ReadingError` where that rest is larger than a document may be, or no text.
    """
    return io.BufferedReader(_Made(_guessed(cast("BinaryIO", marked_as_utf8(file)), limits)))


def _guessed(file: BinaryIO, limits: Limits) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_last = False
    while not is_last:
        cut, _ = decoder.getstate()  # a character may be cut at the end of a block
        block = file.read(_BLOCK)
        is_last = len(block) < _BLOCK
        try:
            text = decoder.decode(block, final=is_last)
        except UnicodeDecodeError:
            is_last = True
            text = decode(cut + block + read_whole(file, limits=limits))
        yield text.encode()


def marked_as_utf8(file: "io.BufferedReader[Any]") -> "io.BufferedReader[Any]":
    """Return a file in UTF-8 where a byte order mark says what it is in; else as it is."""
    encoding = marked_encoding(file.peek(4))
    if encoding is None or encoding == "utf-8":
        return file
    return io.BufferedReader(_Made(_marked(cast("BinaryIO", file), encoding)))


def _marked(file: BinaryIO, encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    while block := file.read(_BLOCK):
        yield decoder.decode(block).encode()
    yield decoder.decode(b"", final=True).encode()


class _Made(io.RawIOBase):
    """A file whose bytes are made as they are asked for."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces = filter(None, pieces)
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self._left = self._left or next(self._pieces, b"")
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        return size
