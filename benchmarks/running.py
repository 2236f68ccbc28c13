"""The systems of benchmarks/peers as running processes, each told what to do by lines of JSON."""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Protocol, Self

from benchmarks.peers.system import MODULES, ON_THE_RECORD, PLAIN
from index.bundled import bundled_directory

ROOT = Path(__file__).resolve().parents[1]
PEERS_PYTHON = ROOT / "build" / "peers" / "bin" / "python"
# Nothing is asked of a model hub, and no framework may tell of its use: Haystack's telemetry, the
# traces of LangChain's LangSmith, and what heeds the common variable (txtai and LlamaIndex's core
# have none of their own). benchmarks/peers/__main__.py refuses every connection besides.
PRIVATE = {
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "LANGSMITH_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
}


class OtherWork:
    """How many cores other programs kept busy while the context lasted, on average.

    `cores` is None where the system tells no such thing (it does in Linux's /proc/stat).
    """

    cores: float | None = None

    def __enter__(self) -> Self:
        self._start, self._before = time.perf_counter(), _busy_seconds()
        return self

    def __exit__(self, *_: object) -> None:
        after, elapsed = _busy_seconds(), time.perf_counter() - self._start
        if self._before is not None and after is not None:
            # The two clocks round differently: that must not make it negative.
            self.cores = max(0.0, after - self._before) / elapsed


def _busy_seconds() -> float | None:
    """Return the seconds that all cores have worked, but for this process and its ended ones."""
    if not _CLOCKS.exists():
        return None
    user, nice, system, _, _, *interrupts = map(
        int, _CLOCKS.read_text().split("\n")[0].split()[1:8]
    )
    own = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    ticks = (user + nice + system + sum(interrupts)) / os.sysconf("SC_CLK_TCK")
    return ticks - sum(one.ru_utime + one.ru_stime for one in own)


_CLOCKS = Path("/proc/stat")


class Running(Protocol):
    """A system that does what it is told."""

    def tell(self, do: str, **told: str) -> dict[str, Any]:
        """Have one thing done (benchmarks/peers/__main__.py) and return what came of it."""


class Process:
    """A system in a process of its own, while the context lasts.

    Args:
        name: which one.
        python: the interpreter of the environment that has it.
        reranker: the folder of the peers' cross-encoder.
        errors: where the process's standard error goes.
    """

    def __init__(self, name: str, *, python: Path, reranker: Path, errors: Path) -> None:
        self._name, self._errors = name, errors
        self._command = [
            *(str(python), "-m", "benchmarks.peers"),
            *(name, str(bundled_directory()), str(reranker)),
        ]

    def __enter__(self) -> Self:
        with self._errors.open("w") as errors:
            self._process = subprocess.Popen(
                self._command,
                cwd=ROOT,
                env={**os.environ, **PRIVATE},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def tell(self, do: str, **told: str) -> dict[str, Any]:
        """Have one thing done and return what came of it.

        Raises:
            SystemExit: the process has ended; its last words are in the message.
        """
        into, out = self._process.stdin, self._process.stdout
        if into is None or out is None:
            raise AssertionError("both are pipes")
        try:
            into.write(json.dumps({"do": do, **told}) + "\n")
            into.flush()
        except BrokenPipeError:
            line = ""
        else:
            line = out.readline()
        if not line:
            self._process.wait()
            last = self._errors.read_text(errors="replace").strip().rpartition("\n")[2]
            raise SystemExit(f"{self._name} ended at '{do}': {last}; all of it: {self._errors}")
        done: dict[str, Any] = json.loads(line)
        return done


class Systems:
    """Which systems can be measured here, and how each is started.

    Args:
        build: a folder for what they leave: indexes, the cross-encoder, standard error.
        peers_python: the interpreter of the peers' environment, there or not.
        names: which are wanted.
    """

    def __init__(
        self,
        build: Path,
        *,
        peers_python: Path = PEERS_PYTHON,
        names: Sequence[str] = tuple(MODULES),
    ) -> None:
        self.build = build
        self._peers_python, self._wanted = peers_python, names
        build.mkdir(parents=True, exist_ok=True)
        self.versions: dict[str, dict[str, str]] = {}
        self.not_measured: dict[str, str] = {}
        for name in names:
            self._look_for(name)

    @property
    def names(self) -> list[str]:
        """The systems that are there, On the Record first."""
        return list(self.versions)

    @property
    def reranker(self) -> Path:
        """The folder of the cross-encoder that the peers rerank with."""
        return self.build / "reranker"

    def make_reranker(self) -> None:
        """Make the cross-encoder, if it is not there."""
        subprocess.run(
            [
                *(self._python(PLAIN), "-m", "benchmarks.peers.reranker"),
                *(bundled_directory(), self.reranker),
            ],
            cwd=ROOT,
            env={**os.environ, **PRIVATE},
            check=True,
            capture_output=True,
        )

    def folder(self, name: str) -> Path:
        """Return the folder of a system's large index."""
        return self.build / "indexes" / MODULES[name]

    def start(self, name: str) -> Process:
        """Return a system's process, to be entered."""
        return Process(
            name,
            python=self._python(name),
            reranker=self.reranker,
            errors=self.build / f"{MODULES[name]}.log",
        )

    @contextmanager
    def all(self) -> Iterator[Mapping[str, Running]]:
        """Have all of them run at once; each waits while another works."""
        with ExitStack() as stack:
            yield {name: stack.enter_context(self.start(name)) for name in self.names}

    def _python(self, name: str) -> Path:
        # sentence-transformers and FAISS are there with the product, in the same versions.
        lent = name == PLAIN and not self._peers_python.exists()
        return Path(sys.executable) if lent or name == ON_THE_RECORD else self._peers_python

    def _look_for(self, name: str) -> None:
        if not self._python(name).exists():
            self.not_measured[name] = "not installed; install it with: make peers"
            return
        try:
            with self.start(name) as running:
                self.versions[name] = running.tell("versions")["versions"]
        except SystemExit as error:
            self.not_measured[name] = str(error)
