"""Compressed bytes -> bytes, a piece at a time and never more than is allowed: bombs stay small."""

import zlib

from index.errors import FetchError, RefusedError

_GZIP = zlib.MAX_WBITS | 16
_PIECE = 64 * 1024


class Inflater:
    """Takes compressed pieces in and gives decompressed ones out, `limit` bytes at the most.

    `coding` is an HTTP content coding. "deflate" is read with and without zlib's header, for
    servers write both.

    Raises:
        FetchError: at the first piece that is damaged or goes past the limit.
    """

    def __init__(self, coding: str, *, limit: int) -> None:
        self._left = limit
        self._limit = limit
        self._raw_deflate_possible = coding == "deflate"
        self._window = zlib.MAX_WBITS if coding == "deflate" else _GZIP
        self._stream = zlib.decompressobj(self._window)

    @property
    def complete(self) -> bool:
        """Whether the end of the compressed stream has been seen."""
        return self._stream.eof

    def feed(self, piece: bytes) -> bytes:
        """Decompress one more piece."""
        out = []
        while True:
            out.append(self._inflate(piece))
            piece = self._next_member() if self._stream.eof else self._stream.unconsumed_tail
            # A full piece may have left some output waiting, though all input is taken.
            if not piece and len(out[-1]) < _PIECE:
                return b"".join(out)

    def _inflate(self, piece: bytes) -> bytes:
        try:
            # One byte more than is left tells a bomb from a file that just fits.
            out = self._stream.decompress(piece, min(_PIECE, self._left + 1))
        except zlib.error as error:
            if self._raw_deflate_possible:
                self._raw_deflate_possible = False
                self._stream = zlib.decompressobj(-zlib.MAX_WBITS)
                return self._inflate(piece)
            raise FetchError(f"its compressed content is damaged ({error})") from error
        self._raw_deflate_possible = False
        self._left -= len(out)
        if self._left < 0:
            raise RefusedError(
                f"it is more than {self._limit:,} bytes when decompressed; too large"
            )
        return out

    def _next_member(self) -> bytes:
        """Go on after the end of a stream: gzip files may be several, one after the other."""
        rest = self._stream.unused_data
        if self._window != _GZIP or not rest.startswith(b"\x1f\x8b"):
            return b""  # what follows is padding
        self._stream = zlib.decompressobj(self._window)
        return rest


def gunzip(raw: bytes, *, limit: int) -> bytes:
    """Decompress a gzip file as a whole; bytes that are none come back as they are.

    Raises:
        FetchError: it is damaged, cut off, or goes past the limit.
    """
    if not raw.startswith(b"\x1f\x8b"):
        return raw
    inflater = Inflater("gzip", limit=limit)
    content = inflater.feed(raw)
    if not inflater.complete:
        raise FetchError("its compressed content is cut off")
    return content
