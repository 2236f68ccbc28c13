"""ZIP, TAR and packed single files: each member read as what it is, in memory, never to disk."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, BinaryIO, cast

from index.errors import LimitError, ReadingError
from index.reading.found import Failed, Item, Skipped
from index.reading.limits import Unpacking, read_whole
from index.reading.resources import (
    belongs,
    folders_around,
    folders_of,
    is_passed_over,
    without_resources,
)
from index.reading.sniffing import OPENING, Format, sniff
from index.reading.source import Read, Source

# Read as it comes out, so that it may be larger than a document.
_PIECE_BY_PIECE = frozenset({
    Format.TAR, Format.WARC, Format.JSON_LINES, Format.CSV, Format.MBOX,
})  # fmt: skip
DAMAGE = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError)


def kind_of_zip(names: Sequence[str], *, mimetype: bytes) -> Format:
    """Tell what a ZIP is by its members' names, and by that called "mimetype" if it has one.

    >>> kind_of_zip(["[Content_Types].xml", "word/document.xml"], mimetype=b"").name
    'DOCX'
    """
    if mimetype.startswith(b"application/epub+zip"):
        return Format.EPUB
    if mimetype.startswith(b"application/vnd.oasis.opendocument."):
        is_text = mimetype.startswith(b"application/vnd.oasis.opendocument.text")
        return Format.ODT if is_text else Format.OTHER_OFFICE
    if "[Content_Types].xml" in names:
        is_text = any(name.startswith("word/") for name in names)
        return Format.DOCX if is_text else Format.OTHER_OFFICE
    if "META-INF/container.xml" in names:
        return Format.EPUB
    is_wacz = "datapackage.json" in names and any(name.startswith("archive/") for name in names)
    return Format.WACZ if is_wacz else Format.ZIP


def sniff_zip(source: Source) -> Format:
    """Look into a ZIP and tell what it is; the file stands at its beginning again.

    Raises:
        ReadingError: it is damaged.
    """
    with _open_zip(source) as archive:
        names = archive.namelist()
        mimetype = b""
        if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
            try:
                mimetype = archive.read("mimetype")
            except (*DAMAGE, RuntimeError, NotImplementedError):
                mimetype = b""
    source.file.seek(0)
    return kind_of_zip(names, mimetype=mimetype)


def read_zip(source: Source, read: Read) -> Iterator[Item]:
    """Read the members of a ZIP archive, in the order of its directory."""
    with _open_zip(source) as archive:
        members = [info for info in archive.infolist() if not info.is_dir()]
        names = [info.filename for info in members]
        resources = folders_of(names)
        there = {folder for name in names for folder in folders_around(name)}
        for folder, page in resources.items():
            if folder in there and not is_passed_over(folder, resources):
                yield belongs(source.origin, folder, page)
        for info in members:
            if not is_passed_over(info.filename, resources):
                yield from _read_zip_member(source, archive, info, read)


def _read_zip_member(
    source: Source, archive: zipfile.ZipFile, info: zipfile.ZipInfo, read: Read
) -> Iterator[Item]:
    origin = f"{source.origin}!{info.filename}"
    try:
        _refuse_outside(info.filename)
        _refuse_encrypted(info)
        with open_zip_member(source, archive, info) as unpacked:
            yield from read(_member(source, info.filename, unpacked))
    except LimitError:
        raise
    except ReadingError as error:
        yield Failed(origin=origin, reason=str(error))
    except NotImplementedError:
        reason = "it is packed in a way that is not known; pack it anew"
        yield Failed(origin=origin, reason=reason)
    except DAMAGE as error:
        yield Failed(origin=origin, reason=damaged(error))


def open_zip_member(
    source: Source, archive: zipfile.ZipFile, info: zipfile.ZipInfo
) -> "io.BufferedReader[Any]":
    """Open a member of a ZIP within the limits of the whole file."""
    unpacked = cast("BinaryIO", archive.open(info))
    # The stated size may lie; what counts is the archive's own, and what comes out.
    packed = min(info.compress_size, source.size)
    return io.BufferedReader(Unpacking(unpacked, packed=packed, budget=source.budget), OPENING)


def _open_zip(source: Source) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(cast("BinaryIO", source.file))
    except (*DAMAGE, ValueError, NotImplementedError) as error:
        raise ReadingError(damaged(error)) from error


def read_tar(source: Source, read: Read) -> Iterator[Item]:
    """Read the files of a TAR archive; links, devices and the like are skipped."""
    try:
        # As a stream: what has been packed need not be able to seek.
        with tarfile.open(fileobj=cast("BinaryIO", source.file), mode="r|") as archive:
            members = (
                (info.name, _read_tar_member(source, archive, info, read))
                for info in archive
                if not info.isdir() and not is_passed_over(info.name, {})
            )
            yield from without_resources(members, origin=source.origin)
    except DAMAGE as error:
        yield Failed(origin=source.origin, reason=damaged(error))


def _read_tar_member(
    source: Source, archive: tarfile.TarFile, info: tarfile.TarInfo, read: Read
) -> Iterator[Item]:
    origin = f"{source.origin}!{info.name}"
    if not info.isreg() or info.issparse():
        yield Skipped(origin=origin, reason="link, device or sparse file: no article")
        return
    try:
        _refuse_outside(info.name)
        content = io.BufferedReader(cast("io.RawIOBase", archive.extractfile(info)), OPENING)
        member = _member(source, info.name, content)
    except LimitError:
        raise
    except ReadingError as error:
        yield Failed(origin=origin, reason=str(error))
    else:
        yield from read(member)


def _member(source: Source, name: str, content: "io.BufferedReader[Any]") -> Source:
    """Make a source of a member: what is read piece by piece comes as it is unpacked."""
    if sniff(content.peek(OPENING), name=name) in _PIECE_BY_PIECE:
        return source.member(name, content)
    return source.member(name, read_whole(cast("BinaryIO", content), limits=source.limits))


def read_packed(source: Source, read: Read) -> Iterator[Item]:
    """Read what a gzip, bzip2 or xz file holds: one file, or a TAR archive."""
    name = PurePosixPath(source.name)
    inner = f"{name.stem}.tar" if name.suffix.casefold() in {".tgz", ".tbz", ".txz"} else name.stem
    file = cast("BinaryIO", source.file)
    opening = source.file.peek(8)
    opened: gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile
    if opening.startswith(b"\x1f\x8b"):
        opened = gzip.GzipFile(fileobj=file)  # it ends with the file
    else:
        opened = bz2.BZ2File(file) if opening.startswith(b"BZh") else lzma.LZMAFile(file)  # noqa: SIM115
    unpacking = Unpacking(cast("BinaryIO", opened), packed=source.size, budget=source.budget)
    unpacked = io.BufferedReader(unpacking, OPENING)
    try:
        # One file packed is that file: its path names it.
        yield from read(replace(_member(source, inner, unpacked), origin=source.origin))
    except DAMAGE as error:
        yield Failed(origin=source.origin, reason=damaged(error))


def _refuse_outside(name: str) -> None:
    """Refuse a path that would lead out of the folder it is unpacked in, though nothing is."""
    if name.startswith(("/", "\\")) or ".." in PurePosixPath(name.replace("\\", "/")).parts:
        raise ReadingError("its path leads out of the archive; pack it anew with paths inside")


def _refuse_encrypted(info: zipfile.ZipInfo) -> None:
    if info.flag_bits & 1:
        raise ReadingError("it is encrypted; unpack it with its password")


def damaged(error: Exception) -> str:
    """Say that a file is damaged, with what the library that read it says."""
    detail = " ".join(str(error).split())[:120] or type(error).__name__
    return f"it is damaged ({detail}); get a whole copy of it"
