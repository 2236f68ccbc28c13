"""Everything that On the Record raises on purpose.

    OnRecordError
    ├── ArchiveError            an archive on disk cannot be used as asked
    │   ├── ArchiveMissingError     there is none at this path
    │   ├── ArchiveExistsError      there is one already
    │   ├── ArchiveMismatchError    made with another model or another format
    │   ├── ArchiveDamagedError     a search file is lost or unreadable; `repair` mends it
    │   └── ArchiveBusyError        another process is writing
    ├── ReadingError            one file, record or text cannot be read as an article
    │   └── LimitError              it is larger, deeper or longer than `Limits` allow
    ├── ModelError              an embedding model cannot be loaded or is not what it should be
    └── RequestError            a question or a filter that cannot be answered as put

A message says what is wrong, where, and how to mend it. The command line prints it as one line
and exits with 1; anything that is not an `OnRecordError` is a bug and keeps its traceback.
"""


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


class ArchiveBusyError(ArchiveError):
    """Another process is writing to the archive."""


class ReadingError(OnRecordError):
    """One file, record or text cannot be read as an article."""


class LimitError(ReadingError):
    """A file with all that is packed in it goes beyond `Limits`: none of the rest is read."""


class ModelError(OnRecordError):
    """An embedding model cannot be loaded or is not what it should be."""


class RequestError(OnRecordError):
    """A question or a filter that cannot be answered as it was put."""
