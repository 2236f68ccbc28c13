"""Files that were read before: one that has not changed since is not read again.

Reading is slow beside hashing: 19,043 stories of one file take a minute to read, and their bytes
a twentieth of a second to hash. What a file gave is kept in a table beside the articles; it counts
only as long as the file's bytes, the code and the libraries that read it, and the settings are the
same, and every article that it gave is still what its origin leads to, be it as an older version.
"""

import hashlib
import json
import shutil
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, TypeAlias

from index.code import code_of
from index.database import Database
from index.origins import origin_of
from index.progress import Progress, Report
from index.reading import Failed, FieldAliases, Found, Limits, Skipped, Worker
from index.reading.found import Known

# Of a file that gave more, nothing is kept: it would take longer to look at than to hash.
MOST_ITEMS = 100_000
# Files between two commits: each brings the disk to rest.
_KEEP_EVERY = 200
Item: TypeAlias = Found | Known | Skipped | Failed
Remembered: TypeAlias = Known | Skipped | Failed
Described: TypeAlias = tuple[str, dict[str, str]]

_KINDS: dict[str, Callable[..., Remembered]] = {
    "known": Known,
    "skipped": Skipped,
    "failed": Failed,
}


class KnownFiles:
    """What the files of one archive gave when they were read last."""

    def __init__(self, database: Database, *, aliases: FieldAliases, limits: Limits) -> None:
        self._database = database
        self._tesseract = shutil.which("tesseract")
        settings = json.dumps([aliases.chosen, asdict(limits), self._tesseract])
        self._settings = f"{code_of(Path(__file__).parent)} {settings}".encode()
        self._waiting: list[tuple[str, bytes, bytes]] = []

    def digest(self, path: Path) -> bytes | None:
        """Hash a file's bytes with all that decides what they give; None for what is no file."""
        try:
            if not path.is_file():
                return None
            with path.open("rb") as file:
                content = hashlib.file_digest(file, hashlib.blake2b)
                file.seek(0)
                if self._tesseract and _may_hold_scans(file, path.name):
                    content.update(self._scanning)
        except OSError:  # its reader says so
            return None
        content.update(self._settings)
        return content.digest()

    @cached_property
    def _scanning(self) -> bytes:
        from index.reading.ocr import installation

        return installation().encode()

    def recall(self, path: Path, digest: bytes | None) -> list[Remembered] | None:
        """Return what a file gave, or None if it has to be read."""
        found = self._database.known_file(origin_of(path)) if digest else None
        if found is None or found[0] != digest:
            return None
        items = [_KINDS[kind](**values) for kind, values in json.loads(zlib.decompress(found[1]))]
        known = (item for item in items if isinstance(item, Known))
        return items if all(map(self._is_current, known)) else None

    def _is_current(self, item: Known) -> bool:
        current = self._database.article_of_origin(item.origin)
        database, id_ = self._database, item.article_id
        return current == id_ and (database.holds(id_) or database.keeps(id_))

    def keep(self, path: Path, digest: bytes | None, items: Sequence[Described]) -> None:
        """Keep what a file gave; it is written with the next `flush`, or after some more files.

        Nothing is kept of a file that failed as a whole: what hindered its reader may be mended.
        """
        origin = origin_of(path)
        has_failed = any(kind == "failed" and values["origin"] == origin for kind, values in items)
        # Of two articles with one origin the second replaces the first: never are both current.
        articles = {tuple(values.values()) for kind, values in items if kind == "known"}
        ambiguous = len({origin for origin, _ in articles}) < len(articles)
        if digest is None or len(items) > MOST_ITEMS or has_failed or ambiguous:
            return
        content = zlib.compress(json.dumps(items).encode())
        self._waiting.append((origin, digest, content))
        if len(self._waiting) >= _KEEP_EVERY:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        waiting, self._waiting = self._waiting, []
        if waiting:
            with self._database.transaction():
                self._database.keep_known_files(waiting)


def read_all(
    paths: Sequence[Path],
    streams: Sequence[BinaryIO],
    *,
    known: KnownFiles,
    aliases: FieldAliases,
    limits: Limits,
    report: Report,
) -> Iterator[Item]:
    """Read streams, then files, lazily, and report how far it is.

    What is known of files that have not changed since they were read is taken as it was.

    Raises:
        ReadingError: there is no room for temporary files.
    """
    from index.reading.files import read_stream
    from index.reading.language import get_ready

    total = len(streams) + len(paths)
    with Worker(aliases=aliases, limits=limits) as worker:
        for done, stream in enumerate(streams):
            get_ready()
            report(Progress(stage="reading", done=done, total=total))
            for item in read_stream(stream, aliases=aliases, limits=limits, worker=worker):
                yield _apart(item)
        for done, path in enumerate(paths, start=len(streams)):
            report(Progress(stage="reading", done=done, total=total))
            yield from _read_file(path, known, worker)
    known.flush()
    report(Progress(stage="reading", done=total, total=total))


def _apart(item: Found | Skipped | Failed) -> Item:
    """Name what is packed in a stream by its id as well: the next stream is another archive."""
    if not isinstance(item, Found) or not item.origin.startswith("-") or "!" not in item.origin:
        return item
    key = f"#{item.article.id}"
    return item if item.origin.endswith(key) else replace(item, origin=item.origin + key)


def _read_file(path: Path, known: KnownFiles, worker: Worker) -> Iterator[Item]:
    from index.reading.files import read
    from index.reading.language import get_ready

    digest = known.digest(path)
    remembered = known.recall(path, digest)
    if remembered is not None:
        yield from remembered
        return
    get_ready()
    given: list[Described] = []
    given_up = worker.given_up
    for item in read(path, aliases=worker.aliases, limits=worker.limits, worker=worker):
        if len(given) <= MOST_ITEMS:
            given.append(describe(item))
        yield item
    if worker.given_up == given_up:  # else it may be read further another time
        known.keep(path, digest, given)


def describe(item: Found | Skipped | Failed) -> Described:
    """Return what is kept of an item: of an article its origin and id, not its text."""
    if isinstance(item, Found):
        return "known", {"origin": item.origin, "article_id": item.article.id}
    kind = "skipped" if isinstance(item, Skipped) else "failed"
    return kind, {"origin": item.origin, "reason": item.reason}


def _may_hold_scans(file: BinaryIO, name: str) -> bool:
    """Tell whether a file may be a PDF, or have one packed in it."""
    from index.reading.sniffing import OPENING, Format, sniff

    around = (Format.ZIP, Format.TAR, Format.PACKED, Format.WARC, Format.EML, Format.MBOX)
    return sniff(file.read(OPENING), name=name) in {Format.PDF, *around}
