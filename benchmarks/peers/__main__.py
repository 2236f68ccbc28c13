"""One system in a process of its own: `python -m benchmarks.peers NAME MODEL RERANKER`.

It is told what to do by lines of JSON on standard input, and answers each with one line:

    {"do": "load"}                                       {"seconds": 1.2}
    {"do": "index", "corpus": FILE, "folder": FOLDER}    {"seconds": 9.1}
    {"do": "open", "folder": FOLDER}                     {"seconds": 0.3}
    {"do": "retrieve", "question": "Who?"}               {"seconds": 0.02, "found": ["He."]}
    {"do": "answer", "question": "Who?"}                 {"seconds": 0.4, "found": ["He."]}
    {"do": "peak"}                                       {"mib": 512.0}
    {"do": "versions"}                                   {"versions": {"faiss-cpu": "1.15.1"}}

Whatever a library prints goes to standard error. Whoever connects is ended.
"""

import json
import os
import socket
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any, NoReturn

from benchmarks.peers.system import Corpus, System, make


def main() -> None:
    """Do what each line says, until there is none."""
    name, model, reranker = sys.argv[1:]
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    refuse_connections()
    system = make(name, model=model, reranker=reranker)
    for line in sys.stdin:
        print(json.dumps(do(system, json.loads(line))), file=answers, flush=True)


def do(system: System, told: dict[str, str]) -> dict[str, Any]:
    """Do one thing, and tell how many seconds it took. Reading the corpus is not counted."""
    kind = told["do"]
    if kind == "peak":
        return {"mib": peak_mib()}
    if kind == "versions":
        return {"versions": {package: version(package) for package in system.packages}}
    corpus: Corpus | None = (
        json.loads(Path(told["corpus"]).read_bytes()) if "corpus" in told else None
    )
    found: list[str] = []
    start = time.perf_counter()
    if kind == "load":
        system.load()
    elif kind == "index" and corpus:
        system.index(corpus, Path(told["folder"]))
    elif kind == "open":
        system.open(Path(told["folder"]))
    elif kind == "retrieve":
        found = system.retrieve(told["question"])
    elif kind == "answer":
        found = system.answer(told["question"])
    else:
        raise SystemExit(f"cannot do {told}; see benchmarks/peers/__main__.py")
    return {"seconds": time.perf_counter() - start, "found": found}


def peak_mib() -> float:
    """Return the most memory that this process has held at once, in MiB.

    Not `getrusage`: what that tells of a young process may be its parent's.
    """
    status = Path("/proc/self/status").read_text()
    (kilobytes,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(kilobytes) / 1024


def refuse_connections() -> None:
    """End the process at once where a library asks for an address or connects, in any thread.

    Telemetry is switched off (benchmarks/running.py); this makes sure. An exception might be
    swallowed, or end no more than a thread.
    """

    def refuse(*asked: object, **_: object) -> NoReturn:
        message = f"a benchmark connects to nothing, but was made to ask for {asked[-1]}\n"
        os.write(2, message.encode())
        os._exit(3)

    socket.socket.connect = refuse  # type: ignore[method-assign]
    socket.socket.connect_ex = refuse  # type: ignore[method-assign]
    socket.getaddrinfo = refuse


if __name__ == "__main__":
    main()
