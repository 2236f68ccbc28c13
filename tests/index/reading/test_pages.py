"""Fetched pages: what the server says of them counts, as it is meant."""

import pytest

from index.reading import read_stream
from index.reading.fetching import Fetched
from index.reading.pages import read_page

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
