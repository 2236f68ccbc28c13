"""Which addresses of the web may be asked: the guard, before any connection.

A URL comes from a user, but also from a feed, a sitemap or a redirect that somebody else wrote.
What it names must be a public address: never this machine, its network or a cloud's metadata.
"""

import ipaddress
import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Protocol
from urllib.parse import quote, urljoin, urlsplit

import idna

from index.errors import FetchError, RefusedError

_PORTS = {"http": 80, "https": 443}
_LONGEST = 4096
# A client that skips these characters reads another URL than the one that was checked.
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\x9f\\\u2028\u2029]")
_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_][a-z0-9_-]{0,62})*")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
# Names of no public site (RFC 6761, 6762, 7686, 8375, 9476): a look-up would give them away.
_INWARD_NAMES = ("localhost", "local", "internal", "onion", "home.arpa", "alt", "test", "invalid")

# Hosts of one site that differ in how they serve it.
_SERVED_BY = re.compile(r"^(?:www\d?|m|mobile|amp|feeds?|rss)\.(?=.+\.)")

# IANA's special-purpose address registries, and what is public by its number only.
_INWARD_4 = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "168.63.129.16/32",  # Azure's own service, inside every one of its machines
    )
)  # fmt: skip
_GLOBAL_6 = IPv6Network("2000::/3")
# Of the global addresses, those that are set aside or lead to another one (Teredo, 6to4).
_INWARD_6 = tuple(
    IPv6Network(block) for block in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)
# RFC 6052: networks without IPv4 reach the address in its last 32 bits.
_NAT64 = IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Where a fetch may go besides what is public.

    `ports` are those of public addresses. `endpoints` are pairs of an address and a port that are
    let through whatever they are: for a newsroom's own server, and for tests.
    """

    ports: frozenset[int] = frozenset(_PORTS.values())
    endpoints: frozenset[tuple[str, int]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class WebAddress:
    """A checked URL in its parts: all ASCII, the host in lower case, no user name, no fragment."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def url(self) -> str:
        """The URL in its one spelling; a port that goes without saying is left out."""
        return f"{self.scheme}://{self.authority}{self.target}"

    @property
    def authority(self) -> str:
        """What stands in the header `Host`."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


class Resolver(Protocol):
    """Looks a name up; the real one asks the system."""

    def __call__(self, host: str, port: int) -> Sequence[str]:
        """Return all addresses of a host, the preferred one first.

        Raises:
            OSError: the name cannot be resolved.
        """
        ...


def resolve(host: str, port: int) -> Sequence[str]:
    """Ask the system for the addresses of a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


def parse(url: str) -> WebAddress:
    """Read a URL strictly: what two programs could read in two ways is refused.

    >>> parse("HTTPS://Example.org:443/a b#part")
    Traceback (most recent call last):
    index.errors.RefusedError: it has a space, a backslash or a control character; write it encoded
    >>> parse("HTTPS://Example.org:443/a?b#part").url
    'https://example.org/a?b'

    Raises:
        RefusedError: it is no address of the web that may be asked.
    """
    if len(url) > _LONGEST:
        raise RefusedError(f"it is longer than {_LONGEST:,} characters; check it")
    if not _is_clean(url):
        raise RefusedError("it has a space, a backslash or a control character; write it encoded")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise RefusedError(f"it is no URL ({error}); check it") from error
    if parts.scheme not in _PORTS:
        raise RefusedError(f"'{parts.scheme}:' is not fetched; only http: and https: are")
    if "@" in parts.netloc:
        raise RefusedError("it has a user name or password in it; leave them out")
    return WebAddress(
        scheme=parts.scheme,
        host=_host(parts.hostname or "", bracketed=parts.netloc.startswith("[")),
        port=_PORTS[parts.scheme] if port is None else port,
        target=_encoded(parts.path or "/") + (f"?{_encoded(parts.query)}" if parts.query else ""),
    )


def follow(base: WebAddress, location: str) -> WebAddress:
    """Read where a redirect leads.

    Raises:
        RefusedError: it may not be followed.
    """
    # Servers write spaces and other scripts as they are; a browser encodes them, and so do we.
    location = location.strip(" ").replace(" ", "%20")
    try:
        # `urljoin` would drop the control characters of a forged header in silence.
        address = parse(urljoin(base.url, location) if _is_clean(location) else location)
    except (ValueError, RefusedError) as error:
        raise RefusedError(f"it redirects to '{_shown(location)}': {error}") from error
    if base.scheme == "https" and address.scheme == "http":
        raise RefusedError(
            f"it redirects from https to http, where anybody could change it: {_shown(location)}"
        )
    return address


def same_site(url: str, other: str) -> bool:
    """Tell whether two URLs are of one publisher, so that one may speak for the other.

    >>> same_site("https://m.news.example/a", "https://www.news.example/feed")
    True
    >>> same_site("https://news.example/", "https://news.example.evil.example/")
    False
    """
    hosts = {_SERVED_BY.sub("", urlsplit(one).hostname or one) for one in (url, other)}
    return len(hosts) == 1


def addresses_of(address: WebAddress, *, policy: Policy, resolver: Resolver) -> list[str]:
    """Resolve a host and check every address that it has; these may be connected to, as they are.

    One address that points inward spoils all: who sets such a name means harm.

    Raises:
        RefusedError: the host or the port may not be asked.
        FetchError: the name has no address.
    """
    known_ports = policy.ports | {port for _, port in policy.endpoints}
    if address.port not in known_ports:
        raise RefusedError(f"port {address.port} is not asked; the web's own are 80 and 443")
    try:
        found = _literal(address.host) or list(resolver(address.host, address.port))
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise FetchError(f"the host {address.host} is not found ({reason}); check it") from error
    if not found:
        raise FetchError(f"the host {address.host} is not found; check it")
    for ip in found:
        if (ip, address.port) in policy.endpoints:
            continue
        if address.port not in policy.ports or not is_public(ip):
            where = "" if ip == address.host else f": it leads to {_shown(ip)}"
            raise RefusedError(
                f"{address.host} is not on the public web{where}; save the page and add the file"
            )
    return found


def is_public(ip: str) -> bool:
    """Tell whether an address is one of the public internet's.

    An IPv4 address written as IPv6 is refused whatever it is: no honest name has one. Only NAT64's
    is judged by what it leads to, for some networks reach all of the web through it.

    >>> [is_public(ip) for ip in ("1.1.1.1", "10.0.0.1", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1")]
    [True, False, False, True]
    """
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return False
    if isinstance(address, IPv4Address):
        return not any(address in block for block in _INWARD_4)
    if address.scope_id:
        return False
    if address in _NAT64:
        return is_public(str(IPv4Address(int(address) & 0xFFFFFFFF)))
    return address in _GLOBAL_6 and not any(address in block for block in _INWARD_6)


def _host(host: str, *, bracketed: bool) -> str:
    if bracketed:
        return _ipv6(host)
    try:
        # UTS 46 first: full-width digits and stops are an IPv4 address, too.
        name = host if host.isascii() else idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise RefusedError(f"its host '{_shown(host)}' is no name ({error}); check it") from error
    name = name.lower().removesuffix(".")
    if not _NAME.fullmatch(name):
        raise RefusedError(f"its host '{_shown(host)}' is no name; check it")
    last = name.rpartition(".")[2]
    if _NUMBER.fullmatch(last) and _literal(name) is None:
        # 2130706433, 0x7f.1 and 017700000001 are 127.0.0.1 to some programs, and not to others.
        raise RefusedError(f"its host '{name}' is a number; write an address as four decimals")
    if any(name == inward or name.endswith(f".{inward}") for inward in _INWARD_NAMES):
        raise RefusedError(f"{name} is not on the public web; save the page and add the file")
    return name


def _ipv6(host: str) -> str:
    try:
        address = IPv6Address(host)
    except ValueError as error:
        raise RefusedError(f"its host '[{_shown(host)}]' is no address; check it") from error
    if address.scope_id:
        raise RefusedError(f"its host '[{_shown(host)}]' names a network of this machine")
    return str(address)


def _literal(host: str) -> list[str] | None:
    """Return a host that is an address itself; the system's own reading of it is not asked."""
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        return None


def _is_clean(url: str) -> bool:
    return not _FORBIDDEN.search(url)


def _encoded(part: str) -> str:
    return quote(part, safe="/?:@!$&'()*+,;=-._~%[]")


def _shown(text: str) -> str:
    """Return what somebody else wrote so that it can stand in a message."""
    return text[:200].encode("unicode_escape").decode("ascii")
