"""The guard's decisions: which URLs are read, and which addresses may be connected to."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web_server import Names

from index.errors import FetchError
from index.reading.addresses import Policy, addresses_of, follow, is_public, is_url, parse

PUBLIC = "93.184.215.14"
PUBLIC_6 = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"


def test_what_is_fetched_is_told_from_what_is_on_disk():
    assert [is_url(s) for s in ("http://a.org", "HTTPS://a.org/b", "http.txt", "/a/http://b")] == [
        True,
        True,
        False,
        False,
    ]
    assert not is_url(b"http://a.org")


# Reading a URL ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        pytest.param("http://example.org", "http://example.org/", id="bare host"),
        pytest.param("HTTPS://Example.ORG:443/A?b=C#d", "https://example.org/A?b=C", id="spelling"),
        pytest.param("http://example.org./a", "http://example.org/a", id="root's full stop"),
        pytest.param("http://example.org:443/", "http://example.org:443/", id="the other's port"),
        pytest.param("http://münchen.de/ä?ö", "http://xn--mnchen-3ya.de/%C3%A4?%C3%B6", id="IDN"),
        pytest.param("http://пример.рф/", "http://xn--e1afmkfd.xn--p1ai/", id="Cyrillic IDN"),
        pytest.param("http://ex。ample.org/", "http://ex.ample.org/", id="ideographic full stop"),
        pytest.param("http://a.org/%2e%2E?x=%41", "http://a.org/%2e%2E?x=%41", id="encoded stays"),
        pytest.param("http://[2606:2800::1]/", "http://[2606:2800::1]/", id="IPv6"),
        pytest.param("http://93.184.215.14/", "http://93.184.215.14/", id="IPv4"),
        pytest.param("http://a_b.example.org/", "http://a_b.example.org/", id="underscore"),
    ],
)
def test_a_url_has_one_spelling(url, normal):
    assert parse(url).url == normal
    assert parse(normal).url == normal


REFUSED = [
    pytest.param("file:///etc/passwd", "only http: and https:", id="file"),
    pytest.param("ftp://example.org/", "only http: and https:", id="ftp"),
    pytest.param("gopher://example.org/_", "only http: and https:", id="gopher"),
    pytest.param("data:text/html,hello", "only http: and https:", id="data"),
    pytest.param("jar:http://example.org!/", "only http: and https:", id="jar"),
    pytest.param("//example.org/", "only http: and https:", id="no scheme"),
    pytest.param("http:example.org", "no name", id="no slashes"),
    pytest.param("http:///etc/passwd", "no name", id="no host"),
    pytest.param("http://:80/", "no name", id="only a port"),
    pytest.param("http://user@example.org/", "user name", id="user name"),
    pytest.param("http://user:secret@example.org/", "user name", id="password"),
    pytest.param("http://example.org@127.0.0.1/", "user name", id="host as user name"),
    pytest.param("http://127.0.0.1\\@example.org/", "backslash", id="backslash before at"),
    pytest.param("http:\\\\127.0.0.1/", "backslash", id="backslashes"),
    pytest.param("http://example.org/a\r\nHost: b", "control", id="CRLF in the path"),
    pytest.param("http://exa\nmple.org/", "control", id="line feed in the host"),
    pytest.param("http://exam\tple.org/", "control", id="tab in the host"),
    pytest.param("http://example.org\x00.evil/", "control", id="NUL"),
    pytest.param("http://example.org/a b", "space", id="space"),
    pytest.param("http://example.org\u2028/", "control", id="line separator"),
    pytest.param("http://example.org:99999/", "no URL", id="port out of range"),
    pytest.param("http://example.org:http/", "no URL", id="port of letters"),
    pytest.param("http://example.org:-1/", "no URL", id="negative port"),
    pytest.param("http://[::1/", "no URL", id="open bracket"),
    pytest.param("http://[::1%25lo]/", "network of this machine", id="scoped IPv6"),
    pytest.param("http://[fe80::1%eth0]/", "network of this machine", id="scoped IPv6, plain"),
    pytest.param("http://[1.2.3.4]/", "no ", id="IPv4 in brackets"),
    pytest.param("http://%31%32%37.0.0.1/", "no name", id="encoded host"),
    pytest.param("http://a..b/", "no name", id="empty label"),
    pytest.param("http://-/", "no name", id="only a hyphen"),
    pytest.param("http://exa$mple.org/", "no name", id="dollar"),
    pytest.param("http://" + "a" * 64 + ".org/", "no name", id="long label"),
    pytest.param("http://" + "a." * 130 + "org/", "no name", id="long name"),
    pytest.param("http://a\u0300\u200d.org/", "no name", id="no IDN"),
    pytest.param("http://example.org/" + "a" * 5000, "longer", id="long URL"),
    pytest.param("http://example.org∕evil.org/", "no ", id="a slash that is none"),
    pytest.param("http://example.org℀b/", "no ", id="a letter that unfolds to a slash"),
    # Forms of 127.0.0.1 that some programs read as such and others do not.
    pytest.param("http://2130706433/", "four decimals", id="decimal loopback"),
    pytest.param("http://0x7f000001/", "four decimals", id="hexadecimal loopback"),
    pytest.param("http://0x7f.0.0.0x1/", "four decimals", id="mixed loopback"),
    pytest.param("http://017700000001/", "four decimals", id="octal loopback"),
    pytest.param("http://0177.0.0.1/", "four decimals", id="dotted octal loopback"),
    pytest.param("http://127.1/", "four decimals", id="short loopback"),
    pytest.param("http://127.0.1/", "four decimals", id="three parts"),
    pytest.param("http://0/", "four decimals", id="zero"),
    pytest.param("http://127.0.0.256/", "four decimals", id="part out of range"),
    pytest.param("http://1.2.3.4.5/", "four decimals", id="five parts"),
    pytest.param("http://example.0x/", "four decimals", id="a name that ends as a number"),
    pytest.param("http://１２７.１/", "four decimals", id="full-width short loopback"),
    pytest.param("http://localhost/", "public web", id="localhost"),
    pytest.param("http://LOCALHOST./", "public web", id="localhost in capitals"),
    pytest.param("http://a.localhost/", "public web", id="below localhost"),
    pytest.param("http://metadata.google.internal/", "public web", id="internal"),
    pytest.param("http://printer.local/", "public web", id="local"),
    pytest.param("http://abcdef.onion/", "public web", id="onion"),
]


@pytest.mark.parametrize(("url", "reason"), REFUSED)
def test_a_url_is_refused(url, reason):
    with pytest.raises(FetchError, match=reason) as caught:
        parse(url)
    assert str(caught.value).isprintable()


@given(st.text(max_size=60))
def test_any_text_is_a_url_or_refused(text):
    for url in (text, f"http://{text}", f"http://example.org/{text}"):
        try:
            address = parse(url)
        except FetchError:
            continue
        assert parse(address.url) == address
        assert address.url.isascii()
        assert not set(address.url) & set(" \r\n\t\\")
        assert set(address.host) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-_:")


# Addresses -------------------------------------------------------------------------------------

INWARD = [
    pytest.param("127.0.0.1", id="loopback"),
    pytest.param("127.255.255.254", id="end of loopback"),
    pytest.param("0.0.0.0", id="this host"),
    pytest.param("0.1.2.3", id="this network"),
    pytest.param("10.0.0.1", id="private 10"),
    pytest.param("172.16.0.1", id="private 172.16"),
    pytest.param("172.31.255.255", id="private 172.31"),
    pytest.param("192.168.1.1", id="private 192.168"),
    pytest.param("169.254.169.254", id="metadata"),
    pytest.param("169.254.170.2", id="metadata of containers"),
    pytest.param("100.64.0.1", id="carrier's NAT"),
    pytest.param("100.100.100.200", id="metadata in the carrier's NAT"),
    pytest.param("192.0.0.192", id="metadata in protocol assignments"),
    pytest.param("168.63.129.16", id="metadata on a public number"),
    pytest.param("192.0.2.1", id="documentation"),
    pytest.param("198.18.0.1", id="benchmarking"),
    pytest.param("224.0.0.1", id="multicast"),
    pytest.param("239.255.255.250", id="multicast SSDP"),
    pytest.param("240.0.0.1", id="reserved"),
    pytest.param("255.255.255.255", id="broadcast"),
    pytest.param("::1", id="IPv6 loopback"),
    pytest.param("::", id="IPv6 unspecified"),
    pytest.param("::127.0.0.1", id="IPv4-compatible loopback"),
    pytest.param("::ffff:127.0.0.1", id="IPv4-mapped loopback"),
    pytest.param("::ffff:7f00:1", id="IPv4-mapped loopback in hexadecimal"),
    pytest.param("::ffff:169.254.169.254", id="IPv4-mapped metadata"),
    pytest.param(f"::ffff:{PUBLIC}", id="IPv4-mapped public"),
    pytest.param("::ffff:0:127.0.0.1", id="IPv4-translated loopback"),
    pytest.param("64:ff9b::127.0.0.1", id="NAT64 of loopback"),
    pytest.param("64:ff9b::a9fe:a9fe", id="NAT64 of metadata"),
    pytest.param("64:ff9b:1::1", id="local NAT64"),
    pytest.param("2002:7f00:1::", id="6to4 of loopback"),
    pytest.param("2001:0:1::1", id="Teredo"),
    pytest.param("2001:db8::1", id="IPv6 documentation"),
    pytest.param("3fff::1", id="newer IPv6 documentation"),
    pytest.param("fd00:ec2::254", id="IPv6 metadata"),
    pytest.param("fc00::1", id="unique local"),
    pytest.param("fe80::1", id="link-local"),
    pytest.param("fe80::1%eth0", id="link-local with its network"),
    pytest.param("2606:2800::1%eth0", id="global with a network"),
    pytest.param("fec0::1", id="site-local"),
    pytest.param("ff02::1", id="IPv6 multicast"),
    pytest.param("100::1", id="discard"),
    pytest.param("5f00::1", id="segment routing"),
    pytest.param("4000::1", id="not assigned"),
    pytest.param("not an address", id="no address"),
    pytest.param("127.1", id="short form"),
]


@pytest.mark.parametrize("ip", INWARD)
def test_an_inward_address_is_not_public(ip):
    assert not is_public(ip)


@pytest.mark.parametrize(
    "ip",
    [
        pytest.param(PUBLIC, id="IPv4"),
        pytest.param(PUBLIC_6, id="IPv6"),
        pytest.param("172.32.0.1", id="after the private block"),
        pytest.param("100.128.0.1", id="after the carrier's NAT"),
        pytest.param("168.63.129.17", id="beside the metadata"),
        pytest.param("2001:200::1", id="after the protocol assignments"),
        pytest.param("64:ff9b::5db8:d70e", id="NAT64 of a public address"),
    ],
)
def test_a_public_address_is(ip):
    assert is_public(ip)


@given(st.ip_addresses())
def test_what_is_public_is_so_for_the_standard_library_too(address):
    if is_public(str(address)):
        assert address.is_global
        assert not address.is_multicast
    elif isinstance(address, ipaddress.IPv4Address):
        odd = address.is_multicast or str(address) == "168.63.129.16"
        # Set aside by IANA as a whole; releases of Python differ on parts of them.
        blocks = map(ipaddress.IPv4Network, ("192.88.99.0/24", "192.0.0.0/24"))
        assert not address.is_global or odd or any(address in block for block in blocks)


# Names -----------------------------------------------------------------------------------------


def allowed(url, resolver, policy=None):
    return addresses_of(parse(url), policy=policy or Policy(), resolver=resolver)


def test_every_address_of_a_public_name_may_be_connected_to_in_order():
    names = Names(news_example=[PUBLIC_6, PUBLIC])
    assert allowed("https://news.example/", names) == [PUBLIC_6, PUBLIC]


@pytest.mark.parametrize("ip", INWARD)
def test_a_name_that_leads_inward_is_refused_alone_and_among_public_ones(ip):
    for found in ([ip], [PUBLIC, ip], [ip, PUBLIC]):
        with pytest.raises(FetchError, match="not on the public web"):
            allowed("http://evil.example/", Names(evil_example=found))


def test_an_address_is_judged_without_a_look_up():
    names = Names()
    assert allowed(f"http://{PUBLIC}/", names) == [PUBLIC]
    for url in (
        "http://127.0.0.1/",
        "http://[::ffff:127.0.0.1]/",
        "http://①②⑦.⓪.⓪.①/",
        "http://[::]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/",
    ):
        with pytest.raises(FetchError, match="not on the public web"):
            allowed(url, names)
    assert names.asked == []


def test_a_name_that_is_not_found_is_said():
    with pytest.raises(FetchError, match=r"gone\.example is not found \(Name or service"):
        allowed("http://gone.example/", Names())
    with pytest.raises(FetchError, match="is not found; check it"):
        allowed("http://empty.example/", Names(empty_example=[]))


def test_other_ports_are_refused_before_any_look_up():
    names = Names(news_example=PUBLIC)
    for port in (22, 25, 6379, 8080):
        with pytest.raises(FetchError, match=f"port {port} is not asked"):
            allowed(f"http://news.example:{port}/", names)
    assert names.asked == []
    own = Policy(ports=frozenset({8080}))
    assert allowed("http://news.example:8080/", names, own) == [PUBLIC]


def test_an_endpoint_of_the_policy_opens_that_address_and_port_only():
    policy = Policy(endpoints=frozenset({("10.0.0.5", 8080)}))
    names = Names(desk_example="10.0.0.5", other_example="10.0.0.6", news_example=PUBLIC)
    assert allowed("http://desk.example:8080/", names, policy) == ["10.0.0.5"]
    assert allowed("http://10.0.0.5:8080/", names, policy) == ["10.0.0.5"]
    for url in (
        "http://desk.example/",
        "http://10.0.0.5/",
        "http://other.example:8080/",
        "http://news.example:8080/",
    ):
        with pytest.raises(FetchError):
            allowed(url, names, policy)


# Redirects -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("location", "url"),
    [
        pytest.param("/b?c", "https://news.example/b?c", id="path"),
        pytest.param("b", "https://news.example/a/b", id="relative"),
        pytest.param("//other.example/", "https://other.example/", id="without scheme"),
        pytest.param(" https://other.example/b c ", "https://other.example/b%20c", id="spaces"),
        pytest.param("/ü", "https://news.example/%C3%BC", id="not encoded"),
    ],
)
def test_a_redirect_leads_on(location, url):
    assert follow(parse("https://news.example/a/"), location).url == url


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        pytest.param("file:///etc/passwd", "only http", id="file"),
        pytest.param("ftp://a.example/", "only http", id="ftp"),
        pytest.param("gopher://a.example/", "only http", id="gopher"),
        pytest.param("http://news.example/", "from https to http", id="less safe"),
        pytest.param("https://u:p@a.example/", "user name", id="user name"),
        pytest.param("https://2130706433/", "four decimals", id="number"),
        pytest.param("https://a.example/\r\nX: y", "control", id="CRLF"),
        pytest.param("https://[::1", "redirects", id="no URL"),
    ],
)
def test_a_redirect_is_refused(location, reason):
    with pytest.raises(FetchError, match=reason) as caught:
        follow(parse("https://news.example/a/"), location)
    assert str(caught.value).startswith("it redirects")
    assert str(caught.value).isprintable()
