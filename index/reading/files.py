"""Files, folders and streams -> articles: finds the files and has each read as what it is."""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from os import PathLike
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from index.errors import LimitError, ReadingError
from index.origins import origin_of
from index.reading.aliases import FieldAliases
from index.reading.decoding import decode
from index.reading.found import Failed, Found, Item, Skipped, left_out
from index.reading.isolation import Worker
from index.reading.jsonl import bounded_lines, read_json_lines
from index.reading.limits import Limits, shown, too_long
from index.reading.markdown import read_markdown
from index.reading.sniffing import (
    NO_ARTICLE,
    OPENING,
    UNREAD,
    Format,
    no_article,
    resource_folders,
    sniff,
)
from index.reading.source import buffered
from index.reading.text import read_text

_BUILT_IN_ALIASES = FieldAliases()
_LIMITS = Limits()
_STREAM = "-"
# Texts of this size are read in this process: see docs/decisions.md.
_SMALL_BYTES = 1 << 13
_BLOCK = 1 << 20
_DATABASE = "archive.sqlite"


def discover(sources: Iterable[str | Path]) -> Iterator[Path]:
    """Find what to read: the files named, and in folders, at any depth, all that is not hidden.

    Folders come sorted. Some are not entered but yielded themselves, for `read` to say why: those
    that a browser saved beside a page, archives of On the Record, links to folders, and what may
    not be looked into.

    Raises:
        ReadingError: nothing exists at a path, or it may not be looked at.
    """
    for source in sources:
        path = Path(source)
        if not is_there(path):
            raise ReadingError(f"{path} does not exist; check the path or leave it out")
        if path.is_dir() and not (path / _DATABASE).exists():
            yield from _files_under(path)
        else:
            yield path


def is_there(path: Path) -> bool:
    """Tell whether anything exists at a path that a user named.

    Raises:
        ReadingError: one of its folders may not be entered, or its name is too long, say.
    """
    try:
        return path.exists()
    except OSError as error:
        raise ReadingError(
            f"{path} cannot be looked at ({error.strerror}); check the path, and that you may "
            "enter its folders"
        ) from error


def _files_under(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
    except OSError:  # it may not be listed, or has gone meanwhile
        yield folder
        return
    resources = resource_folders(entry.name for entry in entries)
    for path in entries:
        try:
            is_entered = path.name not in resources and _is_entered(path)
            # Of a link to what is gone it is told that it cannot be opened.
            is_told = path.is_dir() or path.is_file() or path.is_symlink()
        except OSError:  # it may not be entered
            is_entered, is_told = False, True
        if is_entered:
            yield from _files_under(path)
        elif is_told:
            yield path


def _is_entered(path: Path) -> bool:
    # A link to a folder above would go round for ever.
    return path.is_dir() and not path.is_symlink() and not (path / _DATABASE).exists()


def read(
    path: Path,
    *,
    aliases: FieldAliases = _BUILT_IN_ALIASES,
    limits: Limits = _LIMITS,
    worker: Worker | None = None,
) -> Iterator[Item]:
    """Read the articles of a file, lazily; what cannot be read is yielded as `Failed`.

    All but small texts are parsed by `worker`, which has its own aliases and limits; without one,
    in a process of their own.
    """
    origin = origin_of(path)
    try:
        with _worker(worker, aliases, limits) as isolated:
            for item in _read_path(path, origin, isolated):
                yield _admitted(item, isolated.limits)
    except OSError as error:
        reason = f"it cannot be opened ({error.strerror}); check that you may read it"
        yield Failed(origin=origin, reason=reason)
    # Small texts are read here, and may be hostile, too.
    except Exception as error:
        yield left_out(error, origin=origin)


def _worker(
    worker: Worker | None, aliases: FieldAliases, limits: Limits
) -> "nullcontext[Worker] | Worker":
    return Worker(aliases=aliases, limits=limits) if worker is None else nullcontext(worker)


def _read_path(path: Path, origin: str, worker: Worker) -> Iterator[Item]:
    if path.is_dir():
        yield Skipped(origin=origin, reason=_why_not_entered(path))
        return
    with path.open("rb") as file:
        if not path.is_file():  # a pipe, which is read once
            yield from _read_flow(file, path.name, origin, worker)
            return
        opening = file.read(_SMALL_BYTES + 1)
    here = _read_here(opening, path.name, origin, worker.aliases)
    if here is not None:
        yield from here
    else:
        size = path.stat().st_size
        yield from worker.read(path, origin=origin, name=path.name, size=size)


def _read_here(
    opening: bytes, name: str, origin: str, aliases: FieldAliases
) -> Iterator[Item] | None:
    """Read what needs no other process: a small text, or what is no article; else None.

    Raises:
        ReadingError: it is of a format that is not read.
    """
    form = sniff(opening[:OPENING], name=name)
    if form in UNREAD:
        raise ReadingError(UNREAD[form])
    if form in NO_ARTICLE:
        return iter([Skipped(origin=origin, reason=no_article(form))])
    if len(opening) > _SMALL_BYTES:
        return None
    if form is Format.JSON_LINES:
        lines = bounded_lines(buffered(opening), longest=_SMALL_BYTES)
        return read_json_lines(lines, origin=origin, aliases=aliases)
    if form is Format.MARKDOWN:
        article = read_markdown(decode(opening), aliases=aliases)
    elif form is Format.TEXT:
        article = read_text(decode(opening))
    else:
        return None
    return iter([Found(origin=origin, article=article)])


def _why_not_entered(folder: Path) -> str:
    """Say why `discover` yields a folder itself.

    Raises:
        OSError: it may not be looked into.
    """
    if folder.is_symlink():
        return "a link to a folder: not followed; add the folder itself"
    if (folder / _DATABASE).exists():
        return "an archive of On the Record: not read"
    next(folder.iterdir(), None)
    return "what belongs to a saved page: no article"


def read_stream(
    stream: BinaryIO,
    *,
    aliases: FieldAliases = _BUILT_IN_ALIASES,
    limits: Limits = _LIMITS,
    worker: Worker | None = None,
) -> Iterator[Item]:
    """Read articles from a stream: content tells the format, and its name where it has one."""
    name = _name_of(stream)
    origin = f"{_STREAM}/{name}" if name else _STREAM
    try:
        with _worker(worker, aliases, limits) as isolated:
            for item in _read_flow(stream, name, origin, isolated):
                yield _admitted(_keyed(item, origin), isolated.limits)
    except Exception as error:
        yield left_out(error, origin=origin)


def _name_of(stream: BinaryIO) -> str:
    """Return a stream's name without folders; empty of standard input and of what has none."""
    name = getattr(stream, "name", None)
    if not isinstance(name, str | bytes | PathLike) or name == "<stdin>":  # a pipe's is a number
        return ""
    name = re.split(r"[/\\]", os.fsdecode(name))[-1]
    return name.encode("utf-8", "backslashreplace").decode()  # bytes that are no UTF-8


def read_bytes(raw: bytes, *, name: str, origin: str, worker: Worker) -> Iterator[Item]:
    """Read what was fetched, or came from anywhere but a file, as what it is.

    `name` breaks ties as a file's does; `origin` is what its article is known by.
    """
    for item in worker.read(None, origin=origin, name=name, content=raw):
        yield _admitted(item, worker.limits)


def _read_flow(flow: BinaryIO, name: str, origin: str, worker: Worker) -> Iterator[Item]:
    opening = flow.read(_SMALL_BYTES + 1)
    here = _read_here(opening, name, origin, worker.aliases)
    if here is not None:
        yield from here
        return
    # A file for what may be larger than memory; the other process opens it by its path.
    with NamedTemporaryFile() as kept:
        size, longest = len(opening), worker.limits.expanded_bytes
        kept.write(opening)
        while block := flow.read(_BLOCK):
            size += len(block)
            if size > longest:
                raise LimitError(f"it is longer than {shown(longest)}; split it")
            kept.write(block)
        kept.flush()
        yield from worker.read(Path(kept.name), origin=origin, name=name, size=size)


def _keyed(item: Item, origin: str) -> Item:
    """Name an article of a stream by what it is: the next one of its name is another."""
    if isinstance(item, Found) and item.origin == origin:
        return replace(item, origin=f"{origin}#{item.article.id}")
    return item


def _admitted(item: Item, limits: Limits) -> Item:
    """Refuse what is too long to be an article."""
    if not isinstance(item, Found) or len(item.article.text) <= limits.article_characters:
        return item
    return Failed(origin=item.origin, reason=too_long(limits))
