"""A web server on 127.0.0.1 that sends exactly the bytes that a test wants; names, and a wire.

A route gives the pieces to send; a number among them is a pause in seconds.
"""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser

import httpcore2

from index.reading.addresses import Policy

Piece = bytes | float
Route = Callable[["Request"], Iterable[Piece]]


@dataclass(frozen=True)
class Request:
    path: str
    headers: dict[str, str]


def answer(
    body: bytes | str = b"", status: str = "200 OK", length: int | None = None, **headers: str
) -> bytes:
    """Return a whole answer; `content_type="text/html"` is the header Content-Type."""
    raw = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    lines.append(f"Content-Length: {len(raw) if length is None else length}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + raw


def redirect(location: str, status: str = "302 Found") -> bytes:
    return answer(status=status, location=location)


@dataclass
class WebServer:
    """`pages` maps paths to bytes to send, or to a function of the request; others are 404."""

    pages: dict[str, bytes | Route] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    tls: ssl.SSLContext | None = None
    port: int = 0

    @property
    def policy(self) -> Policy:
        """Let through this server's address and port, and nothing else on this machine."""
        return Policy(endpoints=frozenset({("127.0.0.1", self.port)}))

    @property
    def paths(self) -> list[str]:
        return [request.path for request in self.requests]

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}{path}"

    @contextlib.contextmanager
    def running(self) -> Iterator["WebServer"]:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            self.port = listener.getsockname()[1]
            thread = threading.Thread(target=self._serve, args=(listener,), daemon=True)
            thread.start()
            try:
                yield self
            finally:
                listener.shutdown(socket.SHUT_RDWR)
                thread.join(timeout=5)

    def _serve(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        # The client may leave at any moment: that is what many tests are about.
        with contextlib.suppress(OSError), connection:
            stream = self.tls.wrap_socket(connection, server_side=True) if self.tls else connection
            with stream:
                request = _read(stream)
                if request is None:
                    return
                self.requests.append(request)
                page = self.pages.get(request.path, answer("no such page", "404 Not Found"))
                for piece in [page] if isinstance(page, bytes) else page(request):
                    if isinstance(piece, bytes):
                        stream.sendall(piece)
                    else:
                        time.sleep(piece)


def _read(stream: socket.socket) -> Request | None:
    raw = b""
    while b"\r\n\r\n" not in raw:
        piece = stream.recv(4096)
        if not piece:
            return None
        raw += piece
    first, _, rest = raw.partition(b"\r\n")
    headers = {n.lower(): str(v) for n, v in BytesHeaderParser().parsebytes(rest).items()}
    return Request(path=first.split()[1].decode(), headers=headers)


class Names:
    """A resolver that knows what it was told; `asked` lists every look-up.

    A list of lists answers the first look-up with its first list, and so on; the last one stays.
    """

    def __init__(self, **addresses: str | Sequence[str] | Sequence[Sequence[str]]) -> None:
        self._answers = {name.replace("_", "."): value for name, value in addresses.items()}
        self.asked: list[str] = []

    def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        if host not in self._answers:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        found = self._answers[host]
        if isinstance(found, str):
            return [found]
        if found and not isinstance(found[0], str):
            turns = self.asked.count(host) - 1
            return list(found[min(turns, len(found) - 1)])
        return [str(one) for one in found]


class Wire(httpcore2.NetworkBackend):
    """A connector that connects to nothing; it notes where to, and plays back an answer."""

    def __init__(self, *answers: bytes, refuse: Sequence[str] = ()) -> None:
        self._answers = list(answers)
        self._refuse = refuse
        self.connected: list[tuple[str, int]] = []
        self.streams: list[WireStream] = []

    def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):
        self.connected.append((host, port))
        if host in self._refuse:
            raise httpcore2.ConnectError("refused")
        stream = WireStream(self._answers.pop(0) if self._answers else answer("Snow."))
        self.streams.append(stream)
        return stream


class WireStream(httpcore2.NetworkStream):
    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self.sent = b""
        self.server_hostname: str | None = None
        self.tls: ssl.SSLContext | None = None

    def read(self, max_bytes, timeout=None):
        piece, self._raw = self._raw[:max_bytes], self._raw[max_bytes:]
        return piece

    def write(self, buffer, timeout=None):
        self.sent += buffer

    def close(self):
        self._raw = b""

    def start_tls(self, ssl_context, server_hostname=None, timeout=None):
        self.tls, self.server_hostname = ssl_context, server_hostname
        return self

    def get_extra_info(self, info):
        return None
