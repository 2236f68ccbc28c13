"""Drafts with a record of their rows: work that is cut off goes on after the last whole one.

.answers.jsonl.part        the rows so far
.answers.jsonl.part.rows   what they come of; then, of each row, where it ends, a checksum of all
                           up to there, and what came of it
"""

import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from io import BufferedWriter, FileIO
from pathlib import Path
from typing import TYPE_CHECKING, TextIO
from zlib import crc32

from index import ReadingError
from index.wording import counted
from qa.drafts import as_text, bring_to_disk, drafted, lock, place_of, room_told

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_LINE = re.compile(rb"(\d{1,15}) ([0-9a-f]{8}) ([a-z]+)\n")
_KEPT = "the answers to {} are kept, and the same command goes on from there"


class _Summed(FileIO):
    """A file with a checksum of all that is written to it."""

    checksum = 0

    def write(self, data: "ReadableBuffer", /) -> int:
        written = super().write(data)
        self.checksum = crc32(memoryview(data)[:written], self.checksum)
        return written


class Record:
    """Which rows of a draft are whole, and what came of them.

    A row counts when it is in the draft and its line in the record, both of them whole: after a
    power cut either may be shorter than the other says, or hold something else.
    """

    def __init__(self, log: FileIO, draft: _Summed, *, encoding: str, settings: str) -> None:
        """Find out how far a draft holds.

        Args:
            log: the record, open to be read and written, or empty.
            draft: likewise.
            encoding: of the draft.
            settings: what the rows come of, on one line; rows of anything else do not count.
        """
        self.outcomes: Counter[str] = Counter()
        self._log, self._draft = log, draft
        self._header = f"{settings}\n".encode()
        self._log_end = self._draft_end = 0
        size = os.fstat(draft.fileno()).st_size
        self._verify(size)
        self.is_of_others = size > 0 and not self.outcomes
        """Whether the draft holds rows of other work; they stay until this one has a row."""
        self._begun = False
        draft.seek(self._draft_end)
        self.stream = as_text(BufferedWriter(draft), encoding=encoding)

    def _verify(self, size: int) -> None:
        lines = self._log.readall().splitlines(keepends=True)
        if lines[:1] != [self._header]:
            return
        self._log_end = len(self._header)
        for line in lines[1:]:
            found = _LINE.fullmatch(line)
            if not found or not self._draft_end < int(found[1]) <= size:
                return
            row = self._draft.read(int(found[1]) - self._draft_end)
            checksum = crc32(found[3], crc32(row, self._draft.checksum))
            if checksum != int(found[2], 16):
                return
            self._draft.checksum, self._draft_end = checksum, int(found[1])
            self._log_end += len(line)
            self.outcomes[found[3].decode()] += 1

    def begin(self) -> None:
        """Cut off what does not hold, once, before the first row is written."""
        if self._begun:
            return
        self._begun, self.is_of_others = True, False
        self._log.truncate(self._log_end)
        self._log.seek(self._log_end)
        if not self._log_end:
            self._log.write(self._header)
        self._draft.truncate(self._draft_end)

    def note(self, outcome: str) -> None:
        """Note that a row is whole, and what came of it, in one word of small letters."""
        self.stream.flush()
        self._draft.checksum = crc32(outcome.encode(), self._draft.checksum)
        line = f"{self._draft.tell()} {self._draft.checksum:08x} {outcome}\n"
        self._log.write(line.encode())
        self.outcomes[outcome] += 1


@contextmanager
def recorded(
    target: Path, *, encoding: str, settings: str
) -> Iterator[tuple[TextIO, Record | None]]:
    """Write a file as `drafted` does, but keep the draft and its record when rows are in it.

    There is no record where another process writes that file, or files have no locks.

    Raises:
        RequestError: as `drafted` does.
    """
    place = place_of(target)
    draft, log = place.with_name(f".{place.name}.part"), place.with_name(f".{place.name}.part.rows")
    with ExitStack() as files:
        held = _held(draft, log, files)
        if held is None:
            stream = files.enter_context(drafted(target, encoding=encoding))
            yield stream, None
            return
        record = Record(*held, encoding=encoding, settings=settings)
        keeps = False
        try:
            with room_told(target):
                with record.stream as stream:
                    yield stream, record
                    record.begin()  # all rows were there
                    bring_to_disk(stream)
                draft.replace(place)
        except BaseException as error:
            # What cannot be read has to be changed, and is other work then.
            rows = 0 if isinstance(error, ReadingError) else record.outcomes.total()
            if rows:
                error.add_note(_KEPT.format(counted(rows, "question")))
            keeps = rows > 0 or record.is_of_others
            raise
        finally:
            if not keeps:
                draft.unlink(missing_ok=True)
                log.unlink(missing_ok=True)


def _held(draft: Path, log: Path, files: ExitStack) -> tuple[FileIO, _Summed] | None:
    """Open a record and its draft, the record locked; None where that cannot be.

    The lock ends with `files`, and with the process.
    """
    if sys.platform == "win32":
        return None
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW
    with suppress(OSError), ExitStack() as opened:
        record = opened.enter_context(FileIO(os.open(log, flags, 0o666), "r+"))
        try:
            # Whoever had the lock may have deleted the file meanwhile.
            if lock(record) and os.path.samestat(os.fstat(record.fileno()), log.lstat()):
                rows = opened.enter_context(_Summed(os.open(draft, flags, 0o666), "r+"))
                files.push(opened.pop_all())
                return record, rows
        except OSError:  # no locks here, or a draft that is none of ours
            log.unlink()
    return None
