"""Fetching from a server on this machine, which a policy of the test lets through."""

import gzip
import shutil
import ssl
import subprocess
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import httpcore2
import pytest
from web_server import Names, WebServer, answer, redirect

from index.errors import FetchError
from index.reading.addresses import Policy, parse
from index.reading.fetching import Fetcher, Limits, Validators

PUBLIC, OTHER, INWARD = "93.184.215.14", "93.184.215.15", "10.0.0.1"
SNOW = b"Snow fell on the port of Riga."


# Against a server on this machine --------------------------------------------------------------


@pytest.fixture
def server() -> Iterator[WebServer]:
    with WebServer().running() as running:
        yield running


def fetcher(server: WebServer, **limits: float) -> Fetcher:
    quick = {"connect": 2.0, "read": 2.0, "total": 4.0, "size": 100_000} | limits
    return Fetcher(policy=server.policy, limits=Limits(**quick))


def test_this_machine_is_refused_without_a_policy(server):
    with pytest.raises(FetchError, match="port"):
        Fetcher().fetch(server.url("/a"))
    with pytest.raises(FetchError, match="not on the public web"):
        Fetcher(policy=Policy(ports=frozenset({server.port}))).fetch(server.url("/a"))
    assert server.requests == []


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        pytest.param(None, SNOW, id="plain"),
        pytest.param("identity", SNOW, id="identity"),
        pytest.param("gzip", gzip.compress(SNOW), id="gzip"),
        pytest.param("UTF-8", SNOW, id="an encoding of texts by mistake"),
        pytest.param("utf-8, gzip", gzip.compress(SNOW), id="both"),
        pytest.param("deflate", zlib.compress(SNOW), id="deflate"),
        pytest.param("deflate", zlib.compress(SNOW, wbits=-15), id="raw deflate"),
    ],
)
def test_a_page_comes_as_it_is(server, coding, packed):
    headers = {"content_encoding": coding} if coding else {}
    server.pages["/a"] = answer(packed, content_type="text/html; charset=KOI8-R", **headers)
    fetched = fetcher(server).fetch(server.url("/a"))
    assert (fetched.content, fetched.charset, fetched.status) == (SNOW, "koi8-r", 200)
    assert server.requests[0].headers["host"] == f"127.0.0.1:{server.port}"


def test_a_chunked_page_and_one_without_a_length(server):
    server.pages["/chunked"] = (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"5\r\nSnow \r\n5\r\nfell.\r\n0\r\n\r\n"
    )
    server.pages["/closing"] = b"HTTP/1.0 200 OK\r\n\r\nSnow fell."
    for path in ("/chunked", "/closing"):
        assert fetcher(server).fetch(server.url(path)).content == b"Snow fell."


def test_redirects_are_followed_and_any_other_status_is_an_answer(server):
    server.pages |= {
        "/a": redirect("/b"),
        "/b": answer(SNOW, etag='"1"', last_modified="Tue, 06 Aug 2024 10:00:00 GMT"),
        "/gone": answer("gone", "410 Gone"),
        "/odd": answer("choose", "300 Multiple Choices"),
        "/nowhere": answer("no location", "302 Found"),
    }
    fetched = fetcher(server).fetch(server.url("/a"))
    assert (fetched.url, fetched.content) == (server.url("/b"), SNOW)
    assert fetched.validators == Validators(
        etag='"1"', last_modified="Tue, 06 Aug 2024 10:00:00 GMT"
    )
    for path, status in {"/gone": 410, "/odd": 300, "/none": 404, "/nowhere": 302}.items():
        assert fetcher(server).fetch(server.url(path)).status == status


def test_validators_are_asked_with(server):
    server.pages["/a"] = b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n'
    known = Validators(etag='"1"', last_modified="Tue, 06 Aug 2024 10:00:00 GMT")
    fetched = fetcher(server).fetch(server.url("/a"), validators=known)
    assert (fetched.status, fetched.content) == (304, b"")
    headers = server.requests[0].headers
    assert headers["if-none-match"] == '"1"'
    assert headers["if-modified-since"] == "Tue, 06 Aug 2024 10:00:00 GMT"
    assert "if-none-match" not in fetch_headers(server)


def test_a_validator_of_any_letters_is_given_back(server):
    server.pages["/a"] = 'HTTP/1.1 200 OK\r\nETag: "снег"\r\nContent-Length: 0\r\n\r\n'.encode()
    known = fetcher(server).fetch(server.url("/a")).validators
    assert known.etag == '"снег"'
    assert fetcher(server).fetch(server.url("/a"), validators=known).status == 200
    assert "if-none-match" in server.requests[1].headers


def fetch_headers(server: WebServer) -> dict[str, str]:
    fetcher(server).fetch(server.url("/a"))
    return server.requests[-1].headers


def endless(request):
    yield b"HTTP/1.1 200 OK\r\n\r\n"
    while True:
        yield b"s" * 8192


def endless_header(request):
    yield b"HTTP/1.1 200 OK\r\n"
    while True:
        yield b"X-Snow: " + b"s" * 8192 + b"\r\n"


def endless_hints(request):
    while True:
        yield b"HTTP/1.1 103 Early Hints\r\n\r\n"
        yield 0.01


def endless_redirect_body(request):
    yield b"HTTP/1.1 302 Found\r\nLocation: /snow\r\n\r\n"
    while True:
        yield b"s" * 8192


def dripping_body(request):
    yield b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"
    while True:
        yield b"s"
        yield 0.05


def dripping_header(request):
    yield b"HTTP/1.1 200 OK\r\nX-Snow: "
    while True:
        yield b"s"
        yield 0.05


def silent(request):
    yield 3.0


ZEROS = b"\0" * 5_000_000


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        pytest.param(endless, "more than 100,000 bytes", id="endless body"),
        pytest.param(endless_header, "breaks off", id="endless header"),
        pytest.param(endless_hints, "more than 1 seconds|in time", id="endless hints"),
        pytest.param(dripping_body, "more than 1 seconds|in time", id="dripping body"),
        pytest.param(dripping_header, "more than 1 seconds|in time", id="dripping header"),
        pytest.param(silent, "in time", id="silence"),
        pytest.param(answer(b"s", length=10**12), "1,000,000,000,000 bytes", id="huge, it says"),
        pytest.param(answer(SNOW, length=99), "breaks off", id="shorter than it says"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nss",
            "breaks off",
            id="two lengths",
        ),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nss", "breaks off", id="minus length"
        ),
        pytest.param(b"SSH-2.0-OpenSSH_9.2\r\n", "breaks off", id="another protocol"),
        pytest.param(b"", "breaks off", id="nothing at all"),
        pytest.param(
            answer(gzip.compress(ZEROS), content_encoding="gzip"), "decompressed", id="gzip bomb"
        ),
        pytest.param(
            answer(zlib.compress(ZEROS), content_encoding="deflate"),
            "decompressed",
            id="deflate bomb",
        ),
        pytest.param(
            answer(gzip.compress(gzip.compress(SNOW)), content_encoding="gzip, gzip"),
            "compressed as 'gzip, gzip'",
            id="compressed twice",
        ),
        pytest.param(answer(SNOW, content_encoding="br"), "compressed as 'br'", id="brotli"),
        pytest.param(answer(SNOW, content_encoding="gzip"), "damaged", id="no gzip"),
        pytest.param(
            answer(gzip.compress(SNOW)[:-9], content_encoding="gzip"), "cut off", id="half a gzip"
        ),
        pytest.param(redirect("/a"), "redirects more than", id="redirect loop"),
        pytest.param(redirect("http://127.0.0.1/"), "not on the public web", id="inward"),
        pytest.param(redirect("file:///etc/passwd"), "only http", id="to a file"),
    ],
)
def test_a_hostile_server_harms_only_its_own_page(server, page, reason):
    server.pages["/a"] = page
    started = time.monotonic()
    with pytest.raises(FetchError, match=reason) as caught:
        fetcher(server, read=0.7, total=1.0).fetch(server.url("/a"))
    assert time.monotonic() - started < 2.5
    assert str(caught.value).isprintable()


def test_more_than_it_says_is_cut_there_and_an_endless_redirect_is_not_read(server):
    server.pages |= {"/more": answer(SNOW, length=4), "/a": endless_redirect_body}
    server.pages["/snow"] = answer(SNOW)
    assert fetcher(server).fetch(server.url("/more")).content == b"Snow"
    assert fetcher(server).fetch(server.url("/a")).content == SNOW


def test_a_closed_port_is_said(server):
    spare = WebServer()
    with spare.running():
        pass
    with pytest.raises(FetchError, match=r"127\.0\.0\.1 breaks off"):
        fetcher(spare).fetch(f"http://127.0.0.1:{spare.port}/")


# Certificates ----------------------------------------------------------------------------------


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for news.example that vouches for itself, with its key."""
    if not shutil.which("openssl"):
        pytest.skip("openssl makes the certificate; install it: apt-get install openssl")
    file = tmp_path / "news.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=news.example", "-addext", "subjectAltName=DNS:news.example"),
            *("-keyout", file, "-out", file.with_suffix(".crt")),
        ],
        check=True,
        capture_output=True,
    )
    file.write_bytes(file.read_bytes() + file.with_suffix(".crt").read_bytes())
    return file


def test_a_certificate_holds_for_its_name_and_no_other(certificate):
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    trusting = ssl.create_default_context(cafile=certificate.with_suffix(".crt"))
    names = Names(news_example="127.0.0.1", other_example="127.0.0.1")
    with WebServer(pages={"/a": answer(SNOW)}, tls=tls).running() as server:

        def ask(host, context):
            asking = Fetcher(policy=server.policy, resolver=names, tls=context)
            return asking.fetch(server.url("/a", host)).content

        assert ask("news.example", trusting) == SNOW
        with pytest.raises(FetchError, match="Hostname mismatch"):
            ask("other.example", trusting)
        with pytest.raises(FetchError, match=r"self.signed"):
            ask("news.example", httpcore2.default_ssl_context())
    assert server.paths == ["/a"]
    assert parse(server.url("/a", "news.example")).host == "news.example"
