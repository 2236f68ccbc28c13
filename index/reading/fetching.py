"""A URL -> its bytes, within limits, from the address that was checked and from no other."""

import ssl
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import Message
from queue import Empty, Queue
from typing import Any

import httpcore2

from index.errors import FetchError, RefusedError
from index.reading.addresses import (
    Policy,
    Resolver,
    WebAddress,
    addresses_of,
    follow,
    parse,
    resolve,
)
from index.reading.inflating import Inflater
from index.reading.validators import Validators

# The name by which a site's owner finds us in a log and in robots.txt.
AGENT = "onrecord"
_USER_AGENT = f"{AGENT}/0.1 (news archive for one desk; fetches on request)"
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_CODINGS = frozenset(("gzip", "x-gzip", "deflate"))
_ACCEPT = (
    "text/html,application/xhtml+xml,application/atom+xml,application/rss+xml,application/xml;q=0.9,"
    "*/*;q=0.5"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one fetch may take; seconds, and bytes on the wire and after decompression.

    `total` holds for everything from the first look-up to the last byte of the last redirect.
    """

    size: int = 52_428_800  # what the sitemap protocol lets one file have; pages are far below
    connect: float = 10.0
    read: float = 20.0
    total: float = 90.0
    redirects: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a server answered; `url` is where the last redirect led. Headers are in lower case."""

    url: str
    status: int
    content: bytes = field(repr=False)
    headers: dict[str, str] = field(repr=False, default_factory=dict)

    @property
    def validators(self) -> Validators:
        """What to ask with the next time."""
        return Validators(
            etag=self.headers.get("etag"), last_modified=self.headers.get("last-modified")
        )

    @property
    def charset(self) -> str | None:
        """The encoding that the server states, if any."""
        message = Message()
        message["content-type"] = self.headers.get("content-type", "")
        return message.get_content_charset()


class Fetcher:
    """Fetches URLs of the public web, one at a time.

    Each host is resolved once, all of its addresses are checked, and the connection goes to one of
    those: a name that answers otherwise a moment later changes nothing. Certificates are checked by
    name. Proxies of the environment are not used, for a proxy would resolve anew.
    """

    def __init__(
        self,
        *,
        policy: Policy | None = None,
        limits: Limits | None = None,
        resolver: Resolver = resolve,
        connector: httpcore2.NetworkBackend | None = None,
        tls: ssl.SSLContext | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._policy = policy or Policy()
        self._limits = limits or Limits()
        self._resolver = resolver
        self._connector = connector or httpcore2.SyncBackend()
        self._tls = tls
        self._clock = clock

    def fetch(
        self,
        url: str,
        *,
        validators: Validators | None = None,
        permit: Callable[[WebAddress], None] | None = None,
    ) -> Fetched:
        """Ask for a URL and follow where it leads; any status but a redirect's is an answer.

        `permit` is asked before each request, also of a redirect, and raises to forbid it.

        Raises:
            RefusedError: the guard or a limit of size stands against it.
            FetchError: the server or a limit of time does, for now.
        """
        deadline = self._clock() + self._limits.total
        address = parse(url)
        for _ in range(self._limits.redirects + 1):
            if permit:
                asked = self._clock()
                permit(address)
                deadline += self._clock() - asked  # waiting for a host's turn is not its fault
            answer = self._ask(address, validators or Validators(), deadline)
            location = answer.headers.get("location")
            if answer.status not in _REDIRECTS or not location:
                return answer
            address = follow(address, location)
        raise RefusedError(f"it redirects more than {self._limits.redirects} times; check it")

    def _ask(self, address: WebAddress, validators: Validators, deadline: float) -> Fetched:
        left = self._left(deadline)
        checked = _within(
            min(self._limits.connect, left),
            lambda: addresses_of(address, policy=self._policy, resolver=self._resolver),
            late=f"the host {address.host} is not found in time",
        )
        pinned = _Pinned(self._connector, checked, address, lambda: self._left(deadline))
        origin = httpcore2.Origin(address.scheme.encode(), address.host.encode(), address.port)
        connection = httpcore2.HTTPConnection(
            origin, ssl_context=self._context(address), network_backend=pinned
        )
        try:
            with connection:
                return self._exchange(connection, address, validators)
        except FetchError:
            raise
        except (httpcore2.TimeoutException, TimeoutError) as error:
            raise FetchError(f"{address.host} does not answer in time; try again later") from error
        except (httpcore2.NetworkError, httpcore2.ProtocolError, OSError) as error:
            raise FetchError(f"{address.host} breaks off ({_reason(error)})") from error

    def _exchange(
        self, connection: httpcore2.HTTPConnection, address: WebAddress, validators: Validators
    ) -> Fetched:
        target = httpcore2.URL(
            scheme=address.scheme, host=address.host, port=address.port, target=address.target
        )
        timeouts = {
            "connect": self._limits.connect,
            "read": self._limits.read,
            "write": self._limits.read,
        }
        with connection.stream(
            "GET",
            target,
            headers=_headers(address, validators),
            extensions={"timeout": timeouts},
        ) as response:
            headers = _read_headers(response.headers)
            # The body of a redirect is for people; it may be endless.
            body = () if response.status in {*_REDIRECTS, 304} else response.iter_stream()
            return Fetched(
                url=address.url,
                status=response.status,
                headers=headers,
                content=_read_body(body, headers, limit=self._limits.size),
            )

    def _left(self, deadline: float) -> float:
        left = deadline - self._clock()
        if left <= 0:
            raise FetchError(f"it takes more than {self._limits.total:g} seconds; try again later")
        return left

    def _context(self, address: WebAddress) -> ssl.SSLContext | None:
        if address.scheme == "http":
            return None
        if self._tls is None:
            self._tls = httpcore2.default_ssl_context()  # reads the system's certificates: once
        return self._tls


class _Pinned(httpcore2.NetworkBackend):
    """Connects to the addresses that were checked, whatever name it is asked for."""

    def __init__(
        self,
        connector: httpcore2.NetworkBackend,
        addresses: Sequence[str],
        asked: WebAddress,
        left: Callable[[], float],
    ) -> None:
        self._connector = connector
        self._addresses = addresses
        self._asked = asked
        self._left = left

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        if (host, port) != (self._asked.host, self._asked.port):
            raise FetchError(f"{host}:{port} was not checked")
        failure: Exception | None = None
        for ip in self._addresses:
            try:
                stream = self._connector.connect_tcp(
                    ip, port, _shorter(timeout, self._left()), local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
            else:
                return _Timed(stream, self._left)
        raise failure or httpcore2.ConnectError("no address")


class _Timed(httpcore2.NetworkStream):
    """A stream in which no step outlasts what is left of the whole: dripping bytes win nothing."""

    def __init__(self, stream: httpcore2.NetworkStream, left: Callable[[], float]) -> None:
        self._stream = stream
        self._left = left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _shorter(timeout, self._left()))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _shorter(timeout, self._left()))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        timeout = _shorter(timeout, self._left())
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, timeout), self._left)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401  # httpcore's own signature
        return self._stream.get_extra_info(info)


def _shorter(timeout: float | None, left: float) -> float:
    return left if timeout is None else min(timeout, left)


def _within(seconds: float, act: Callable[[], list[str]], *, late: str) -> list[str]:
    """Do what has no time limit of its own, such as a look-up, and wait for it no longer."""
    outcome: Queue[list[str] | Exception] = Queue()

    def run() -> None:
        try:
            outcome.put(act())
        except Exception as error:  # raised again below, in the caller's thread
            outcome.put(error)

    threading.Thread(target=run, daemon=True).start()
    with suppress(Empty):
        found = outcome.get(timeout=seconds)
        if isinstance(found, Exception):
            raise found
        return found
    raise FetchError(f"{late}; try again later")


def _headers(address: WebAddress, validators: Validators) -> list[tuple[bytes, bytes]]:
    headers = [
        ("Host", address.authority),
        ("User-Agent", _USER_AGENT),
        ("Accept", _ACCEPT),
        ("Accept-Encoding", "gzip, deflate"),
        ("Connection", "close"),
    ]
    if validators.etag:
        headers.append(("If-None-Match", validators.etag))
    if validators.last_modified:
        headers.append(("If-Modified-Since", validators.last_modified))
    return [(name.encode(), value.encode()) for name, value in headers]


def _read_headers(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for name, value in raw:
        try:
            text = value.decode("utf-8")
        except UnicodeDecodeError:
            text = value.decode("latin-1")
        headers.setdefault(name.decode("ascii", "replace").lower(), text.strip())
    return headers


def _read_body(pieces: Iterable[bytes], headers: dict[str, str], *, limit: int) -> bytes:
    stated = headers.get("content-length", "")
    if stated.isdecimal() and int(stated[:20]) > limit:
        raise RefusedError(f"it is {int(stated[:20]):,} bytes, more than {limit:,}; too large")
    coding = _coding_of(headers.get("content-encoding", ""))
    if coding and coding not in _CODINGS:
        raise RefusedError(f"its content is compressed as '{coding[:40]}', which was not asked for")
    inflater = Inflater(coding, limit=limit) if coding else None
    received, content = 0, bytearray()
    for piece in pieces:
        received += len(piece)
        if received > limit:
            raise RefusedError(f"it is more than {limit:,} bytes; too large")
        content += inflater.feed(piece) if inflater else piece
    if inflater and received and not inflater.complete:
        raise FetchError("its compressed content is cut off")
    return bytes(content)


def _coding_of(stated: str) -> str:
    """Return how a body is packed, by the header `Content-Encoding`; "" where it is not.

    Some servers name the encoding of its text there.

    >>> _coding_of("gzip"), _coding_of("UTF-8"), _coding_of("utf-8, gzip"), _coding_of("br")
    ('gzip', '', 'gzip', 'br')
    """
    codings = (coding.strip() for coding in stated.lower().split(","))
    return ", ".join(c for c in codings if c not in {"", "identity"} and not _is_charset(c))


def _is_charset(label: str) -> bool:
    try:
        b"a".decode(label)
    except LookupError:
        return False
    except ValueError:  # half a character of UTF-16
        return True
    return True


def _reason(error: Exception) -> str:
    text = str(error) or type(error).__name__
    return " ".join(text.split())[:200]
