"""Everything that On the Record raises on purpose.

    OnRecordError
    ├── ArchiveError            an archive on disk cannot be used as asked
    │   ├── ArchiveMissingError     there is none at this path
    │   ├── ArchiveExistsError      there is one already
    │   ├── ArchiveMismatchError    made with another model or another format
    │   ├── ArchiveDamagedError     a search file is lost or unreadable; `repair` mends it
    │   └── ArchiveBusyError        another process is writing
    ├── ReadingError            one file, record or text cannot be read as an article
    │   ├── NoArticleError          a page holds none: a paywall's stub, a list of links
    │   ├── FetchError              a URL may not be asked, or its server does not give it
    │   │   ├── RefusedError            to ask for it again later would change nothing
    │   │   └── DisallowedError         its site's robots.txt does not want it fetched by itself
    │   └── LimitError              it is larger, deeper or longer than `Limits` allow
    ├── ModelError              an embedding model cannot be loaded or is not what it should be
    └── RequestError            a question or a filter that cannot be answered as put

A message says what is wrong, where, and how to mend it. The command line prints it as one line
and exits with 1; anything that is not an `OnRecordError` is a bug and keeps its traceback.
"""

import shlex
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from pathlib import Path


def archive_option(root: "Path") -> str:
    """Write how a command is told which archive it is for, as a shell takes it.

    >>> from pathlib import Path
    >>> archive_option(Path("my news"))
    "--archive 'my news'"
    """
    return f"--archive {shlex.quote(str(root))}"


class OnRecordError(Exception):
    """The base of every error that is raised on purpose."""


class ArchiveError(OnRecordError):
    """An archive on disk cannot be used as asked."""


class ArchiveMissingError(ArchiveError):
    """There is no archive at this path."""


class ArchiveExistsError(ArchiveError):
    """There is an archive at this path already."""


class ArchiveMismatchError(ArchiveError):
    """The archive was made with another model or another format."""


class ArchiveDamagedError(ArchiveError):
    """A search file is lost or unreadable; it can be rebuilt from the database."""

    @classmethod
    def to_repair(cls, what: str, root: "Path") -> Self:
        """Say what is damaged in the archive at `root`, and by which command it is made anew."""
        return cls(f"{what}; rebuild it with: onrecord repair {archive_option(root)}")


class ArchiveBusyError(ArchiveError):
    """Another process is writing to the archive."""


class ReadingError(OnRecordError):
    """One file, record or text cannot be read as an article."""


class NoArticleError(ReadingError):
    """A page was understood and holds no article: a paywall's stub, a cookie wall, a list of links.

    What reads many pages passes over it; it is no failure of the page or of the reader.
    """


class FetchError(ReadingError):
    """A URL may not be asked, or its server does not give what it names."""


class RefusedError(FetchError):
    """A URL may not be asked, or gives what is not taken: not now, and not later either."""


class DisallowedError(FetchError):
    """A site's robots.txt does not want a URL fetched that no user named."""


class LimitError(ReadingError):
    """A file with all that is packed in it goes beyond `Limits`: none of the rest is read."""


class ModelError(OnRecordError):
    """An embedding model cannot be loaded or is not what it should be."""


class RequestError(OnRecordError):
    """A question or a filter that cannot be answered as it was put."""
