"""What filters look at, by passage, in the order of ids: it answers without a database."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.errors import ArchiveDamagedError
from index.filters import Filters
from index.passage import PassageText

_ROW = np.dtype([("id", "<i8"), ("published", "<i4"), ("outlet", "<i4"), ("language", "<i4")])
_UNDATED = 0
# numpy parses what stands before an array as a literal of Python, at which two threads of
# Python 3.11 can fail (python/cpython#106905).
_parsing = Lock()


class Columns:
    """A row for each passage: its id, the day of publication, and its outlet and language as codes.

    >>> passage = PassageText(7, "Snow fell.", None, "Minsk Wire", date(2024, 8, 1), "en")
    >>> columns = Columns.of([passage])
    >>> columns.ids(Filters(outlets=("minsk wire",))), columns.ids(Filters(languages=("be",)))
    (array([7]), array([], dtype=int64))
    """

    def __init__(
        self, rows: NDArray[np.void], *, outlets: Sequence[str], languages: Sequence[str]
    ) -> None:
        self._rows = rows
        # Searched, where rows would be copied.
        self._ids = np.ascontiguousarray(rows["id"], np.int64)
        self._outlets, self._languages = list(outlets), list(languages)

    @classmethod
    def of(cls, passages: Iterable[PassageText]) -> Self:
        """Take in passages."""
        recorder = Recorder()
        for _ in recorder.watch(passages):
            pass
        return cls(
            recorder.rows(), outlets=list(recorder.outlets), languages=list(recorder.languages)
        )

    @classmethod
    def load(cls, directory: Path) -> Self | None:
        """Open what `Recorder.save` wrote; None where there is nothing, as archives once had none.

        Raises:
            ArchiveDamagedError: it is cut short or something else.
        """
        path = directory / "columns.npy"
        if not path.exists():
            return None
        try:
            names = json.loads((directory / "columns.json").read_text())
            with _parsing:
                stored = np.load(path)
            rows = stored.astype(_ROW, casting="no", copy=False)
            return cls(rows, outlets=names["outlets"], languages=names["languages"])
        except (OSError, ValueError, KeyError, TypeError, EOFError) as error:
            raise ArchiveDamagedError.to_repair(
                f"{path} is lost or damaged", directory.parent.parent
            ) from error

    def ids(self, filters: Filters) -> NDArray[np.int64]:
        """Return the ids of the passages whose articles a filter admits, rising."""
        rows = self._rows
        admitted = np.ones(len(rows), np.bool_)
        if filters.outlets:
            names = {name.casefold() for name in filters.outlets}
            admitted &= _one_of(rows["outlet"], self._outlets, names)
        if filters.languages:
            admitted &= _one_of(rows["language"], self._languages, set(filters.languages))
        if filters.since or filters.until:
            first, last = filters.since or date.min, filters.until or date.max
            admitted &= rows["published"] >= first.toordinal()  # an undated one is 0, before all
            admitted &= rows["published"] <= last.toordinal()
        return self._ids[admitted]

    def origins_of(self, passage_ids: Collection[int]) -> dict[int, tuple[str, date | None]]:
        """Return each passage's outlet, in lower case or empty, and its day of publication.

        Raises:
            KeyError: there is no such passage in the generation.
        """
        wanted = np.fromiter(passage_ids, np.int64, len(passage_ids))
        places = np.searchsorted(self._ids, wanted)
        if (places == len(self._ids)).any() or (self._ids[places] != wanted).any():
            raise KeyError("a passage that is in no column")
        rows = zip(wanted.tolist(), self._rows[places].tolist(), strict=True)
        return {
            id_: (self._outlets[outlet], date.fromordinal(day) if day != _UNDATED else None)
            for id_, (_, day, outlet, _) in rows
        }


class Recorder:
    """Notes what filters look at of passages that go by."""

    def __init__(self) -> None:
        self.outlets: dict[str, int] = {}
        self.languages: dict[str, int] = {}
        self._chunks: list[NDArray[np.void]] = [np.empty(0, _ROW)]

    def watch(self, passages: Iterable[PassageText]) -> Iterator[PassageText]:
        """Hand passages on, in the order of their ids, and note what they say."""
        some: list[tuple[int, int, int, int]] = []
        for passage in passages:
            outlet, language = (passage.outlet or "").casefold(), passage.language or ""
            day = passage.published.toordinal() if passage.published else _UNDATED
            some.append(
                (
                    passage.id,
                    day,
                    self.outlets.setdefault(outlet, len(self.outlets)),
                    self.languages.setdefault(language, len(self.languages)),
                )
            )
            if len(some) == 8_192:
                self._chunks.append(np.array(some, _ROW))
                some.clear()
            yield passage
        self._chunks.append(np.array(some, _ROW))

    def rows(self) -> NDArray[np.void]:
        """Return the rows noted so far."""
        return np.concatenate(self._chunks)

    def save(self, directory: Path) -> None:
        """Write what was noted to two files."""
        np.save(directory / "columns.npy", self.rows())
        names = {"outlets": list(self.outlets), "languages": list(self.languages)}
        (directory / "columns.json").write_text(json.dumps(names) + "\n")


def _one_of(codes: NDArray[np.int32], names: Sequence[str], wanted: set[str]) -> NDArray[np.bool_]:
    """Tell which rows have a code whose name is wanted."""
    table = np.array([name in wanted for name in names], np.bool_)
    chosen: NDArray[np.bool_] = table[codes] if len(names) else np.zeros(len(codes), np.bool_)
    return chosen
