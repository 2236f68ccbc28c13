"""A server on this machine, and an archive that may ask it."""

from collections.abc import Iterator

import pytest
from archived_web import Web
from web_server import WebServer

from index import Archive


@pytest.fixture
def server() -> Iterator[WebServer]:
    with WebServer().running() as running:
        yield running


@pytest.fixture
def web(archive: Archive, server: WebServer) -> Web:
    return Web(archive, server)
