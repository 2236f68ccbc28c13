"""Files that have another name since they were read: what they give is no second source.

A file that was renamed and then corrected would leave its old text live, from a path that is no
more. Of known paths it is only asked whether they are still there, and only in the folders of the
sources that are added: whatever is away with a share elsewhere is not touched.
"""

import os
import re
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from index.article import Article
from index.copies import sketch
from index.database import Database
from index.origins import origin_of
from index.reading import Found
from index.revisions import are_drafts

# Live articles that share a stretch with a new one, at most: as many as copies are looked for in.
_COMPARED = 32
_INSIDE = re.compile("[#!]")


class MovedFiles:
    """The files under some sources that are known to an archive and are there no longer.

    Of a source that is a file, those beside it are meant: its old name was there.
    """

    def __init__(self, database: Database, sources: Iterable[Path]) -> None:
        self._database = database
        self._folders: set[str] = set()
        self._parents: set[str] = set()
        for source in sources:
            if source.is_dir():
                self._folders.add(origin_of(source).rstrip("/") + "/")
            else:
                self._parents.add(origin_of(source).rpartition("/")[0] + "/")

    def take_over(self, found: Found) -> str | None:
        """Return the id of the article that a new file gave by a name that is gone, or None.

        From then on the article is known by the new name.
        """
        if not self._covers(found.origin) or not self._gone:
            return None
        before = found.article.id if found.article.id in self._gone else self._alike(found.article)
        if before is not None:
            self._database.rename_origins(self._gone.pop(before), found.origin)
        return before

    def _covers(self, origin: str) -> bool:
        folder = _INSIDE.split(origin, maxsplit=1)[0].rpartition("/")[0] + "/"
        return folder in self._parents or any(folder.startswith(f) for f in self._folders)

    @cached_property
    def _gone(self) -> dict[str, list[str]]:
        """By id of a live article: the paths under the sources that gave it and are gone."""
        known = {
            origin: article_id
            for folder in self._folders | self._parents
            for origin, article_id in self._database.origins_under(folder)
            if self._covers(origin)
        }
        gone: dict[str, list[str]] = {}
        there: dict[str, bool] = {}
        for origin, article_id in known.items():
            path = _INSIDE.split(origin, maxsplit=1)[0]
            if path not in there:
                there[path] = os.path.lexists(path)
            if not there[path] and not _may_be_there(origin):
                gone.setdefault(article_id, []).append(origin)
        return gone

    def _alike(self, article: Article) -> str | None:
        """Return the live article from gone files alone that a text is another version of."""
        database = self._database
        keys = [key for key, *_ in database.sharing_a_band(sketch(article.text), limit=_COMPARED)]
        for other in database.live_by_key(keys):
            gone = self._gone.get(other.id)
            if gone and are_drafts(other, article) and set(database.origins([other.id])) <= {*gone}:
                return other.id
        return None


def _may_be_there(origin: str) -> bool:
    r"""Tell whether a path may exist whose own name has marks in it that part others, or no UTF-8.

    >>> _may_be_there("/gone/a.zip!b.txt"), _may_be_there("/gone/caf\\xe9.txt")
    (False, True)
    """
    marks = [mark.start() for mark in _INSIDE.finditer(origin)]
    return "\\x" in origin or any(os.path.lexists(origin[:end]) for end in [*marks, len(origin)])
