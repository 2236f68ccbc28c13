"""The process that parses what is not to be trusted: asked on standard input, answers on output.

A request is a line of JSON, then as many bytes as it says; the answer is a line for each item
(`index.reading.exchange`) and an empty line at the end. One such line before all says that it is
ready. It ends when its input does.
"""

import io
import json
import os
import resource
import sys
from pathlib import Path
from typing import Any, BinaryIO, cast

from index.reading import exchange
from index.reading.aliases import FieldAliases
from index.reading.exchange import OUT_OF_MEMORY
from index.reading.formats import read_source
from index.reading.limits import Budget, Limits
from index.reading.source import Source, buffered


def serve() -> None:
    """Answer requests until there are no more."""
    answers = os.fdopen(os.dup(1), "wb")
    # What libraries print is no answer.
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    requests = sys.stdin.buffer
    answers.write(b"\n")
    answers.flush()
    while line := requests.readline():
        request = json.loads(line)
        content = requests.read(request["size"]) if request["path"] is None else None
        limits = Limits(**request["limits"])
        limit_memory(limits.memory_bytes)
        try:
            _answer(request, content, limits, answers)
        except MemoryError:
            # What is left of it may be too little for anything: the next file gets a new process.
            os._exit(OUT_OF_MEMORY)
        answers.write(b"\n")
        answers.flush()


def _answer(
    request: dict[str, object], content: bytes | None, limits: Limits, answers: BinaryIO
) -> None:
    if content is None:
        path = Path(cast("str", request["path"]))
        file: io.BufferedReader[Any] = io.BufferedReader(io.FileIO(path), 1 << 16)
    else:
        file = buffered(content)
    chosen = cast("list[tuple[str, str]]", request["fields"])
    with file:
        source = Source(
            file=file,
            name=cast("str", request["name"]),
            origin=cast("str", request["origin"]),
            size=cast("int", request["size"]),
            aliases=FieldAliases(tuple((field, name) for field, name in chosen)),
            budget=Budget(limits),
        )
        _limit_seconds(limits.seconds)
        for item in read_source(source):
            answers.write(exchange.write_item(item))
            answers.flush()
            _limit_seconds(limits.seconds)


def limit_memory(size: int) -> None:
    """Let this process map so much memory and leave no core file; it cannot take this back."""
    _, hardest = resource.getrlimit(resource.RLIMIT_AS)
    size = size if hardest == resource.RLIM_INFINITY else min(size, hardest)
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_seconds(seconds: float) -> None:
    """Let this process compute so much longer, should nobody be there any more to end it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = used.ru_utime + used.ru_stime
    _, hardest = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(spent + seconds) + 2
    soft = soft if hardest == resource.RLIM_INFINITY else min(soft, hardest)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hardest))
