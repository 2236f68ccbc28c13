"""What is in an archive, told without the models and the search files."""

import os
from pathlib import Path

from index.article import Article
from index.contents import Contents, Status, size_of
from index.database import Database
from index.errors import ArchiveError, ArchiveMismatchError
from index.filters import Filters
from index.published import (
    analysis,
    current_number,
    damaged,
    kind,
    published_mark,
    why_outdated,
)
from index.stories import Story, group
from index.versions import Version

FORMAT = "2"
# Filters whose contents are remembered; each is a few numbers and names.
_COUNTED = 64


class Catalogue:
    """What an `Archive` tells of the articles in it; always of one published generation."""

    def __init__(self, path: Path, database: Database) -> None:
        self.path = path
        self._database = database
        self._counted: dict[tuple[int, Filters], Contents] = {}

    @property
    def model(self) -> str:
        """The name of the embedding model that the archive was made with."""
        return model_of(self._database)

    def article(self, article_id: str) -> Article | None:
        """Return an article by its id, or None.

        A version that a newer one has replaced is found too, so that old citations resolve;
        `versions` tells which is which.
        """
        number = current_number(self.path)
        return self._database.article(article_id, generation=number)

    def versions(self, id_or_url: str) -> list[Version]:
        """Return the versions of an article that are kept, newest first; empty if none is known.

        Args:
            id_or_url: the id of any of its versions, or its URL. A URL of several articles gives
                those of each.
        """
        number = current_number(self.path)
        ids = self._database.ids_of_url(id_or_url, generation=number) or [id_or_url]
        found = [v for id_ in ids for v in self._database.versions(id_, generation=number)]
        return [version for place, version in enumerate(found) if version not in found[:place]]

    def stories(self) -> list[Story]:
        """Return the stories that several articles carry, those that most carry first."""
        number = current_number(self.path)
        groups = set(group(self._database.copies(generation=number)).values())
        carriers = self._database.carriers([key for keys in groups for key in keys])
        found = [Story(carriers=tuple(carriers[key] for key in keys)) for keys in sorted(groups)]
        return sorted(found, key=lambda story: -len(story.carriers))

    def articles(self, *, limit: int | None = None) -> list[Article]:
        """Return the articles of the published generation, newest first, undated ones last."""
        number = current_number(self.path)
        return list(self._database.articles(generation=number, limit=limit))

    def close(self) -> None:
        """Close this thread's connection to the database; the next use opens it again."""
        self._database.close()

    def contents(self, filters: Filters | None = None) -> Contents:
        """Count what a filter admits in the published generation."""
        number = current_number(self.path)
        return self._count(filters or Filters(), number)

    @property
    def generation(self) -> int:
        """The number of the published generation: it grows with each change that readers see."""
        return current_number(self.path)

    @property
    def mark(self) -> str:
        """What the published generation has alone: not one before it, nor another archive's."""
        return published_mark(self.path)

    def status(self) -> Status:
        """Tell what is in the archive and how it was made."""
        number = current_number(self.path)
        return Status(
            path=self.path,
            model=self.model,
            generation=number,
            pending=self._database.changes(generation=number + 1),
            replaced=self._database.count_replaced(generation=number),
            size_bytes=size_of(self.path),
            contents=self._count(Filters(), number),
            vectors=kind(self.path, number),
            analysis=analysis(self.path, number),
            damaged=damaged(self.path, number),
        )

    def why_outdated(self) -> str:
        """Say that another analysis made the term index, and what mends it; else nothing."""
        return why_outdated(self.path, current_number(self.path))

    def setting(self, name: str) -> str | None:
        """Return what was kept in the archive under a name, or None."""
        return self._database.setting(name)

    def _count(self, filters: Filters, number: int) -> Contents:
        """Count what a filter admits in a generation, once: nothing changes it."""
        known = self._counted.get((number, filters))
        if known is None:
            known = self._database.contents(filters, generation=number)
            if len(self._counted) >= _COUNTED:
                self._counted.clear()
            self._counted[number, filters] = known
        return known


def open_catalogue(path: str | Path) -> Catalogue:
    """Open what tells what is in an archive; it takes a fraction of the time of `Archive.open`.

    Raises:
        ArchiveMissingError: there is no archive.
        ArchiveMismatchError: its format is another.
        ArchiveError: the path is empty.
    """
    root = as_directory(path)
    return Catalogue(root, open_database(root))


def as_directory(path: str | Path) -> Path:
    """Return where the archive of a name is; an empty one would be the folder that one works in.

    Raises:
        ArchiveError: the name is empty, or is none.
    """
    if not isinstance(path, str | os.PathLike):
        raise ArchiveError(f"{path!r:.60} names no archive; give the path of its directory")
    if path == "":
        raise ArchiveError("the archive's name is empty; give its directory")
    return Path(path)


def open_database(root: Path) -> Database:
    """Open the database of an archive; raises what `open_catalogue` does."""
    database = Database.open(root / "archive.sqlite")
    found = database.setting("format")
    if found != FORMAT:
        raise ArchiveMismatchError(
            f"the archive {root} has format {found}, this version reads {FORMAT}; make it "
            "again: onrecord add SOURCES --archive NEW_DIRECTORY"
        )
    return database


def model_of(database: Database) -> str:
    """Return the name of the embedding model that an archive was made with."""
    named = database.setting("model")
    if named is None:
        from index.bundled import BUNDLED_MODEL  # with what it runs on, which takes a while

        return BUNDLED_MODEL
    return named
