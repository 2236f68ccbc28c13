"""Decompression ends where it should, at the limit at the latest."""

import gzip
import tracemalloc
import zlib

import pytest

from index.errors import FetchError
from index.reading.inflating import Inflater, gunzip

TEXT = b"Snow fell on the port of Riga. " * 9000


def raw_deflate(data):
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        pytest.param("gzip", gzip.compress(TEXT), id="gzip"),
        pytest.param("x-gzip", gzip.compress(TEXT), id="gzip's old name"),
        pytest.param("deflate", zlib.compress(TEXT), id="deflate with a header"),
        pytest.param("deflate", raw_deflate(TEXT), id="deflate without"),
        pytest.param(
            "gzip", gzip.compress(TEXT[:9]) + gzip.compress(TEXT[9:]), id="two gzip members"
        ),
        pytest.param("gzip", gzip.compress(TEXT) + b"\0" * 512, id="padding after the end"),
    ],
)
@pytest.mark.parametrize("size", [7, 1000, 10**6])
def test_what_was_packed_comes_out_in_pieces_of_any_size(coding, packed, size):
    inflater = Inflater(coding, limit=len(TEXT))
    pieces = [packed[at : at + size] for at in range(0, len(packed), size)]
    assert b"".join(map(inflater.feed, pieces)) == TEXT
    assert inflater.complete


def test_one_byte_too_many_is_refused():
    with pytest.raises(FetchError, match=f"more than {len(TEXT) - 1:,} bytes when decompressed"):
        gunzip(gzip.compress(TEXT), limit=len(TEXT) - 1)
    assert gunzip(gzip.compress(TEXT), limit=len(TEXT)) == TEXT


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_bomb_takes_no_more_memory_than_the_limit(coding):
    zeros = b"\0" * 50_000_000
    bomb = gzip.compress(zeros) if coding == "gzip" else zlib.compress(zeros)
    del zeros
    tracemalloc.start()
    with pytest.raises(FetchError, match="too large"):
        Inflater(coding, limit=1_000_000).feed(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3_000_000


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        pytest.param(gzip.compress(TEXT)[:-200], "cut off", id="cut off"),
        pytest.param(b"\x1f\x8b\x08" + b"\xff" * 40, "damaged", id="damaged"),
        pytest.param(gzip.compress(TEXT)[:-8] + b"\0" * 8, "damaged", id="wrong checksum"),
    ],
)
def test_a_damaged_file_is_refused(raw, reason):
    with pytest.raises(FetchError, match=reason):
        gunzip(raw, limit=10**6)


def test_what_is_no_gzip_comes_back():
    assert gunzip(b"<urlset/>", limit=3) == b"<urlset/>"
