"""Fetching: where connections go, and what is asked; nothing is connected to (`Wire`)."""

import ssl
import threading

import pytest
from web_server import Names, Wire, answer, redirect

from index.errors import FetchError
from index.reading.fetching import Fetcher, Limits

PUBLIC, OTHER, INWARD = "93.184.215.14", "93.184.215.15", "10.0.0.1"
SNOW = b"Snow fell on the port of Riga."


# Where connections go --------------------------------------------------------------------------


def test_the_connection_goes_to_the_checked_address_under_the_name():
    names, wire = Names(news_example=PUBLIC), Wire(answer(SNOW))
    fetched = Fetcher(resolver=names, connector=wire).fetch("http://news.example/a?b#c")
    assert (fetched.url, fetched.status, fetched.content) == (
        "http://news.example/a?b",
        200,
        SNOW,
    )
    assert wire.connected == [(PUBLIC, 80)]
    request = wire.streams[0].sent.decode()
    assert request.startswith("GET /a?b HTTP/1.1\r\nHost: news.example\r\nUser-Agent: onrecord/")
    assert "Cookie" not in request
    assert "Authorization" not in request
    assert "Referer" not in request


def test_a_certificate_is_asked_for_by_name():
    names, wire = Names(news_example=PUBLIC), Wire(answer(SNOW))
    Fetcher(resolver=names, connector=wire).fetch("https://news.example/")
    assert wire.connected == [(PUBLIC, 443)]
    stream = wire.streams[0]
    assert stream.server_hostname == "news.example"
    assert stream.tls.check_hostname
    assert stream.tls.verify_mode is ssl.CERT_REQUIRED


def test_a_name_is_looked_up_once_and_rebinding_it_changes_nothing():
    names = Names(evil_example=[[PUBLIC], [INWARD]])
    wire = Wire(answer(SNOW), answer(SNOW))
    fetcher = Fetcher(resolver=names, connector=wire)
    assert fetcher.fetch("http://evil.example/").content == SNOW
    assert names.asked == ["evil.example"]
    assert wire.connected == [(PUBLIC, 80)]
    # The next fetch looks up and checks anew.
    with pytest.raises(FetchError, match="not on the public web"):
        fetcher.fetch("http://evil.example/")
    assert wire.connected == [(PUBLIC, 80)]


@pytest.mark.parametrize(
    ("url", "found"),
    [
        pytest.param("http://evil.example/", [INWARD], id="inward"),
        pytest.param("http://evil.example/", [PUBLIC, "127.0.0.1"], id="a mix"),
        pytest.param("http://evil.example/", ["::ffff:127.0.0.1"], id="IPv4-mapped"),
        pytest.param("http://169.254.169.254/latest/meta-data/", [], id="metadata"),
        pytest.param("http://2130706433/", [], id="decimal"),
        pytest.param("file:///etc/passwd", [], id="file"),
        pytest.param("http://evil.example:22/", [PUBLIC], id="port"),
    ],
)
def test_what_is_refused_is_never_connected_to(url, found):
    wire = Wire()
    with pytest.raises(FetchError):
        Fetcher(resolver=Names(evil_example=found), connector=wire).fetch(url)
    assert wire.connected == []


@pytest.mark.parametrize(
    "location",
    [
        pytest.param("http://127.0.0.1/", id="loopback"),
        pytest.param("http://169.254.169.254/latest/", id="metadata"),
        pytest.param("http://[::ffff:7f00:1]/", id="IPv4-mapped"),
        pytest.param("//inward.example/", id="a name that leads inward"),
        pytest.param("http://news.example:6379/", id="port"),
        pytest.param("file:///etc/passwd", id="file"),
        pytest.param("ftp://news.example/", id="ftp"),
        pytest.param("gopher://news.example/_", id="gopher"),
        pytest.param("http://user:p@news.example/", id="user name"),
        pytest.param("http://0x7f.1/", id="number"),
        pytest.param("http://localhost/", id="localhost"),
    ],
)
@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See", "307 Temp", "308 Perm"])
def test_a_redirect_is_checked_as_the_first_url_was(location, status):
    wire = Wire(redirect(location, status))
    names = Names(news_example=PUBLIC, inward_example=INWARD)
    with pytest.raises(FetchError):
        Fetcher(resolver=names, connector=wire).fetch("http://news.example/")
    assert wire.connected == [(PUBLIC, 80)]


def test_a_redirect_to_another_public_site_is_followed():
    wire = Wire(redirect("https://other.example/b"), answer(SNOW))
    names = Names(news_example=PUBLIC, other_example=OTHER)
    fetched = Fetcher(resolver=names, connector=wire).fetch("http://news.example/a")
    assert fetched.url == "https://other.example/b"
    assert wire.connected == [(PUBLIC, 80), (OTHER, 443)]


def test_a_redirect_to_the_same_name_is_looked_up_and_checked_again():
    wire = Wire(redirect("/b"), answer(SNOW))
    with pytest.raises(FetchError, match="not on the public web"):
        Fetcher(resolver=Names(evil_example=[[PUBLIC], [INWARD]]), connector=wire).fetch(
            "http://evil.example/a"
        )
    assert wire.connected == [(PUBLIC, 80)]


def test_redirects_end():
    wire = Wire(*[redirect("/again")] * 9)
    fetcher = Fetcher(
        resolver=Names(news_example=PUBLIC), connector=wire, limits=Limits(redirects=3)
    )
    with pytest.raises(FetchError, match="redirects more than 3 times"):
        fetcher.fetch("http://news.example/")
    assert len(wire.connected) == 4


def test_each_request_is_asked_permission_for():
    asked = []

    def permit(address):
        asked.append(address.url)
        if address.host == "other.example":
            raise FetchError("not there")

    wire = Wire(redirect("http://other.example/"))
    names = Names(news_example=PUBLIC, other_example=OTHER)
    with pytest.raises(FetchError, match="not there"):
        Fetcher(resolver=names, connector=wire).fetch("http://news.example/", permit=permit)
    assert asked == ["http://news.example/", "http://other.example/"]
    assert names.asked == ["news.example"]


def test_the_next_address_is_tried_where_one_is_down():
    wire = Wire(answer(SNOW), refuse=[PUBLIC])
    names = Names(news_example=[PUBLIC, OTHER])
    assert Fetcher(resolver=names, connector=wire).fetch("http://news.example/").content == SNOW
    assert wire.connected == [(PUBLIC, 80), (OTHER, 80)]


def test_all_addresses_down_is_said():
    wire = Wire(refuse=[PUBLIC])
    with pytest.raises(FetchError, match=r"news\.example breaks off \(refused\)"):
        Fetcher(resolver=Names(news_example=PUBLIC), connector=wire).fetch("http://news.example/")


def test_a_proxy_of_the_environment_is_not_used(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://10.0.0.9:3128")
    wire = Wire()
    Fetcher(resolver=Names(news_example=PUBLIC), connector=wire).fetch("http://news.example/")
    assert wire.connected == [(PUBLIC, 80)]


def test_a_look_up_that_hangs_is_given_up():
    release = threading.Event()

    def hang(host, port):
        release.wait(10)
        return [PUBLIC]

    fetcher = Fetcher(resolver=hang, connector=Wire(), limits=Limits(connect=0.05))
    with pytest.raises(FetchError, match="not found in time"):
        fetcher.fetch("http://slow.example/")
    release.set()


def test_the_whole_has_a_time_over_all_redirects():
    clock = iter(range(0, 1000, 20))
    wire = Wire(*[redirect("/again")] * 20)
    fetcher = Fetcher(
        resolver=Names(news_example=PUBLIC),
        connector=wire,
        limits=Limits(total=90, redirects=20),
        clock=lambda: next(clock),
    )
    with pytest.raises(FetchError, match="more than 90 seconds"):
        fetcher.fetch("http://news.example/")
    assert len(wire.connected) < 5
