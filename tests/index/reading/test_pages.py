"""Fetched pages: what the server says of them counts, as it is meant."""

import pytest

from index.reading import read_stream
from index.reading.fetching import Fetched
from index.reading.pages import list_content, read_page

TEXT = "“We don’t know,” she said on Friday – in the town of Riga."
PAGE = f"<html><body><article><p>{TEXT}</p></article></body></html>"


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        pytest.param("ISO-8859-1", "cp1252", id="latin-1 that is windows-1252"),
        pytest.param("latin1", "cp1252", id="latin-1 by another of its names"),
        pytest.param("us-ascii", "cp1252", id="ASCII that is more"),
        pytest.param("windows-1252", "cp1252", id="windows-1252"),
        pytest.param("none-such", "utf-8", id="an encoding that does not exist"),
    ],
)
def test_the_encoding_that_a_server_states(charset, encoding):
    fetched = Fetched(
        url="https://n.example/a",
        status=200,
        content=PAGE.encode(encoding),
        headers={"content-type": f"text/html; charset={charset}"},
    )
    (found,) = read_page(fetched, read=read_stream)
    assert found.article.text == TEXT


RSS = "<rss><channel><title>Вести</title></channel></rss>"


@pytest.mark.parametrize(
    ("prolog", "encoding", "charset"),
    [
        pytest.param("", "cp1251", "windows-1251", id="the server alone tells it"),
        pytest.param('<?xml version="1.0"?>', "koi8-r", "KOI8-R", id="so it does of a prolog"),
        pytest.param('<?xml version="1.0"?>', "utf-8", "ISO-8859-1", id="it is wrong about UTF-8"),
    ],
)
def test_the_encoding_of_a_feed_that_states_none(prolog, encoding, charset):
    assert listed(prolog + RSS, encoding, charset) == (prolog + RSS).encode()


@pytest.mark.parametrize(
    ("prolog", "encoding", "charset"),
    [
        pytest.param(
            "<?xml version='1.0' encoding='windows-1251'?>", "cp1251", "utf-8", id="the prolog"
        ),
        pytest.param("", "utf-16", "windows-1251", id="a byte order mark"),
        pytest.param("", "cp1251", "none-such", id="no encoding"),
    ],
)
def test_a_feed_that_states_its_encoding_is_left_as_it_is(prolog, encoding, charset):
    assert listed(prolog + RSS, encoding, charset) == (prolog + RSS).encode(encoding)


def listed(text: str, encoding: str, charset: str) -> bytes:
    fetched = Fetched(
        url="https://n.example/feed",
        status=200,
        content=text.encode(encoding),
        headers={"content-type": f"text/xml; charset={charset}"},
    )
    return list_content(fetched)
