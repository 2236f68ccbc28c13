"""Parsing in a process of its own: a file that crashes, hangs or eats memory harms only itself."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Self

from index.reading import exchange
from index.reading.aliases import FieldAliases
from index.reading.found import Failed, Found, Item
from index.reading.limits import Limits, shown
from index.wording import counted

# The package without its `__init__`, which would bring the search libraries: it starts in half the
# time, and maps 30 MB of memory instead of 504.
_START = """
import sys, types
package = sys.modules["index"] = types.ModuleType("index")
package.__path__ = [sys.argv[1]]
from index.reading.worker import serve
serve()
"""
_PACKAGE = Path(__file__).parents[1]
# Libraries leak: after so many files the process is worth its half second.
_FILES_A_PROCESS = 1_000
# Half a second, on a machine that has nothing else to do.
_SECONDS_TO_START = 120.0
_BLOCK = 1 << 16


class Worker:
    """Reads files in another process, which is started when first needed, and again after a harm.

    `given_up` counts the files that were not read to their end: they took too long, say.

    One at a time: a file's items are read to the end, or given up, before the next file. Use it in
    a `with` statement, which ends the process.
    """

    def __init__(self, *, aliases: FieldAliases, limits: Limits) -> None:
        self.aliases = aliases
        self.limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self.given_up = 0
        self._files = 0
        self._received = bytearray()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def read(
        self, path: Path | None, *, origin: str, name: str, content: bytes = b"", size: int = 0
    ) -> Iterator[Item]:
        """Read a file, or `content` where `path` is None; yield what is in it as it comes.

        Whatever is wrong with it is yielded as `Failed`: nothing is raised.
        """
        request = {
            "path": None if path is None else os.fspath(path.absolute()),
            "name": name,
            "origin": origin,
            "size": len(content) if path is None else size,
            "fields": self.aliases.chosen,
            "limits": asdict(self.limits),
        }
        found, whole = 0, False
        try:
            self._ask(request, content)
            while line := self._next_line(seconds=self.limits.seconds):
                item = exchange.read_item(line)
                found += isinstance(item, Found)
                yield item
            whole = True
        except TimeoutError:
            yield Failed(origin=origin, reason=self._too_slow(found))
        except (OSError, EOFError, ValueError) as error:
            yield Failed(origin=origin, reason=self._crashed(error, found))
        finally:
            self._files += 1
            self.given_up += not whole
            if not whole or self._files >= _FILES_A_PROCESS:
                self.end()

    def end(self) -> None:
        """End the process, if there is one, with whatever it has started."""
        process, self._process = self._process, None
        self._received.clear()
        if process is None:
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def _ask(self, request: Mapping[str, object], content: bytes) -> None:
        if self._process is not None and self._process.poll() is not None:
            self.end()
        if self._process is None:
            self._process, self._files = _start(), 0
            if self._next_line(seconds=_SECONDS_TO_START):
                raise ValueError("it is not ready")
        pipe = self._process.stdin
        assert pipe is not None  # noqa: S101  # _start opens it
        pipe.write(json.dumps(request).encode() + b"\n")
        pipe.write(content)
        pipe.flush()

    def _next_line(self, *, seconds: float) -> bytes:
        r"""Wait for a line and return it without its end; b"" is the end of an answer."""
        process = self._process
        assert process is not None  # noqa: S101
        assert process.stdout is not None  # noqa: S101
        pipe, until, searched = process.stdout.fileno(), time.monotonic() + seconds, 0
        # An article in ASCII takes up to 12 bytes a character.
        longest = 12 * self.limits.article_characters + self.limits.record_bytes
        while (end := self._received.find(b"\n", searched)) < 0:
            searched = len(self._received)
            if searched > longest:
                raise ValueError(f"it is longer than {shown(longest)}")
            ready, _, _ = select.select([pipe], [], [], max(0.0, until - time.monotonic()))
            if not ready:
                raise TimeoutError
            block = os.read(pipe, _BLOCK)
            if not block:
                raise EOFError
            self._received += block
        line = bytes(self._received[:end])
        del self._received[: end + 1]
        return line

    def _too_slow(self, found: int) -> str:
        seconds = f"{self.limits.seconds:g}"
        return (
            f"it took longer than {seconds} seconds{_after(found)}; split it, or allow more: "
            "onrecord add --max-seconds 600"
        )

    def _crashed(self, error: Exception, found: int) -> str:
        process = self._process
        code = None
        if process is not None and not isinstance(error, ValueError):
            with suppress(subprocess.TimeoutExpired):
                code = process.wait(timeout=5)
        if code == exchange.OUT_OF_MEMORY:
            return f"it takes too much memory{_after(found)}; split it"
        if code == -signal.SIGXCPU:
            return self._too_slow(found)
        how = f" ({signal.Signals(-code).name})" if code is not None and code < 0 else ""
        return f"its reader crashed{how}{_after(found)}; open it elsewhere and save it anew"


def _after(found: int) -> str:
    kept = "is kept" if found == 1 else "are kept"
    return f" after {counted(found, 'article')}, which {kept}" if found else ""


def _start() -> subprocess.Popen[bytes]:
    environment = os.environ | {
        # Threads would each map memory of their own, which counts against the limit.
        "OMP_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
    }
    return subprocess.Popen(  # noqa: S603  # this interpreter, this package
        [sys.executable, "-I", "-c", _START, str(_PACKAGE)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        # A group of its own, so that what it starts ends with it, and Ctrl-C is ours alone.
        start_new_session=True,
    )
