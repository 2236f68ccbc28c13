"""The guard's decisions: which URLs are read, and which addresses may be connected to."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web_server import Names

from index.errors import FetchError
from index.origins import is_url
from index.reading.addresses import Policy, addresses_of, follow, is_public, parse

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


# What it is, the URL, and what is said of it.
REFUSED = [
    ("file", "file:///etc/passwd", "only http: and https:"),
    ("ftp", "ftp://example.org/", "only http: and https:"),
    ("gopher", "gopher://example.org/_", "only http: and https:"),
    ("data", "data:text/html,hello", "only http: and https:"),
    ("jar", "jar:http://example.org!/", "only http: and https:"),
    ("no scheme", "//example.org/", "only http: and https:"),
    ("no slashes", "http:example.org", "no name"),
    ("no host", "http:///etc/passwd", "no name"),
    ("only a port", "http://:80/", "no name"),
    ("user name", "http://user@example.org/", "user name"),
    ("password", "http://user:secret@example.org/", "user name"),
    ("host as user name", "http://example.org@127.0.0.1/", "user name"),
    ("backslash before at", "http://127.0.0.1\\@example.org/", "backslash"),
    ("backslashes", "http:\\\\127.0.0.1/", "backslash"),
    ("CRLF in the path", "http://example.org/a\r\nHost: b", "control"),
    ("line feed in the host", "http://exa\nmple.org/", "control"),
    ("tab in the host", "http://exam\tple.org/", "control"),
    ("NUL", "http://example.org\x00.evil/", "control"),
    ("space", "http://example.org/a b", "space"),
    ("line separator", "http://example.org\u2028/", "control"),
    ("port out of range", "http://example.org:99999/", "no URL"),
    ("port of letters", "http://example.org:http/", "no URL"),
    ("negative port", "http://example.org:-1/", "no URL"),
    ("open bracket", "http://[::1/", "no URL"),
    ("scoped IPv6", "http://[::1%25lo]/", "network of this machine"),
    ("scoped IPv6, plain", "http://[fe80::1%eth0]/", "network of this machine"),
    ("IPv4 in brackets", "http://[1.2.3.4]/", "no "),
    ("encoded host", "http://%31%32%37.0.0.1/", "no name"),
    ("empty label", "http://a..b/", "no name"),
    ("only a hyphen", "http://-/", "no name"),
    ("dollar", "http://exa$mple.org/", "no name"),
    ("long label", "http://" + "a" * 64 + ".org/", "no name"),
    ("long name", "http://" + "a." * 130 + "org/", "no name"),
    ("no IDN", "http://a\u0300\u200d.org/", "no name"),
    ("long URL", "http://example.org/" + "a" * 5000, "longer"),
    ("a slash that is none", "http://example.org∕evil.org/", "no "),
    ("a letter that unfolds to a slash", "http://example.org℀b/", "no "),
    # Forms of 127.0.0.1 that some programs read as such and others do not.
    ("decimal loopback", "http://2130706433/", "four decimals"),
    ("hexadecimal loopback", "http://0x7f000001/", "four decimals"),
    ("mixed loopback", "http://0x7f.0.0.0x1/", "four decimals"),
    ("octal loopback", "http://017700000001/", "four decimals"),
    ("dotted octal loopback", "http://0177.0.0.1/", "four decimals"),
    ("short loopback", "http://127.1/", "four decimals"),
    ("three parts", "http://127.0.1/", "four decimals"),
    ("zero", "http://0/", "four decimals"),
    ("part out of range", "http://127.0.0.256/", "four decimals"),
    ("five parts", "http://1.2.3.4.5/", "four decimals"),
    ("a name that ends as a number", "http://example.0x/", "four decimals"),
    ("full-width short loopback", "http://１２７.１/", "four decimals"),
    ("localhost", "http://localhost/", "public web"),
    ("localhost in capitals", "http://LOCALHOST./", "public web"),
    ("below localhost", "http://a.localhost/", "public web"),
    ("internal", "http://metadata.google.internal/", "public web"),
    ("local", "http://printer.local/", "public web"),
    ("onion", "http://abcdef.onion/", "public web"),
]
refused = pytest.mark.parametrize(
    ("url", "reason"), [pytest.param(url, reason, id=name) for name, url, reason in REFUSED]
)


@refused
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
    ("loopback", "127.0.0.1"),
    ("end of loopback", "127.255.255.254"),
    ("this host", "0.0.0.0"),
    ("this network", "0.1.2.3"),
    ("private 10", "10.0.0.1"),
    ("private 172.16", "172.16.0.1"),
    ("private 172.31", "172.31.255.255"),
    ("private 192.168", "192.168.1.1"),
    ("metadata", "169.254.169.254"),
    ("metadata of containers", "169.254.170.2"),
    ("carrier's NAT", "100.64.0.1"),
    ("metadata in the carrier's NAT", "100.100.100.200"),
    ("metadata in protocol assignments", "192.0.0.192"),
    ("metadata on a public number", "168.63.129.16"),
    ("documentation", "192.0.2.1"),
    ("benchmarking", "198.18.0.1"),
    ("multicast", "224.0.0.1"),
    ("multicast SSDP", "239.255.255.250"),
    ("reserved", "240.0.0.1"),
    ("broadcast", "255.255.255.255"),
    ("IPv6 loopback", "::1"),
    ("IPv6 unspecified", "::"),
    ("IPv4-compatible loopback", "::127.0.0.1"),
    ("IPv4-mapped loopback", "::ffff:127.0.0.1"),
    ("IPv4-mapped loopback in hexadecimal", "::ffff:7f00:1"),
    ("IPv4-mapped metadata", "::ffff:169.254.169.254"),
    ("IPv4-mapped public", f"::ffff:{PUBLIC}"),
    ("IPv4-translated loopback", "::ffff:0:127.0.0.1"),
    ("NAT64 of loopback", "64:ff9b::127.0.0.1"),
    ("NAT64 of metadata", "64:ff9b::a9fe:a9fe"),
    ("local NAT64", "64:ff9b:1::1"),
    ("6to4 of loopback", "2002:7f00:1::"),
    ("Teredo", "2001:0:1::1"),
    ("IPv6 documentation", "2001:db8::1"),
    ("newer IPv6 documentation", "3fff::1"),
    ("IPv6 metadata", "fd00:ec2::254"),
    ("unique local", "fc00::1"),
    ("link-local", "fe80::1"),
    ("link-local with its network", "fe80::1%eth0"),
    ("global with a network", "2606:2800::1%eth0"),
    ("site-local", "fec0::1"),
    ("IPv6 multicast", "ff02::1"),
    ("discard", "100::1"),
    ("segment routing", "5f00::1"),
    ("not assigned", "4000::1"),
    ("no address", "not an address"),
    ("short form", "127.1"),
]
inward = pytest.mark.parametrize("ip", [pytest.param(ip, id=name) for name, ip in INWARD])


@inward
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


@inward
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
        pytest.param("http://news.example/", "from https to http", id="less safe"),
        pytest.param("https://a.example/\r\nX: y", "control", id="CRLF"),
        pytest.param("https://[::1", "redirects", id="no URL"),
        # The table of what is refused, where a redirect is no other address than the URL itself.
        *(
            pytest.param(url.replace("http:", "https:", 1), reason, id=name)
            for name, url, reason in REFUSED
            if reason in {"only http: and https:", "user name", "four decimals", "public web"}
            and not url.startswith("//")
        ),
    ],
)
def test_a_redirect_is_refused(location, reason):
    with pytest.raises(FetchError, match=reason) as caught:
        follow(parse("https://news.example/a/"), location)
    assert str(caught.value).startswith("it redirects")
    assert str(caught.value).isprintable()
