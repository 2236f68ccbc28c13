"""Articles in, a searchable archive out.

Archive                  one directory: create, open, add, remove, search, status, repair
Article, Passage         what is stored, and what is found
Locator, Notice          where a text stands in its source; that it was corrected or taken back
Query, Filters, Hit      what is asked, where, and what came back
AddReport, Progress      what an `add` did, and how far it is
Limits, parse_size       how much of a file is read at most
Contents, Status         what is in an archive
Encoder, load_encoder    an embedding model: the bundled one, or any of sentence-transformers
OnRecordError            the base of every error; the tree is drawn in `index.errors`
"""

from index.archive import Archive, Status
from index.article import Article, Locator, Notice
from index.contents import Contents
from index.encoder import BUNDLED_MODEL, Encoder, SentenceTransformerEncoder, load_encoder
from index.errors import (
    ArchiveBusyError,
    ArchiveDamagedError,
    ArchiveError,
    ArchiveExistsError,
    ArchiveMismatchError,
    ArchiveMissingError,
    LimitError,
    ModelError,
    OnRecordError,
    ReadingError,
    RequestError,
)
from index.filters import Filters
from index.passage import Passage
from index.query import Hit, Query
from index.reading import Failed, FieldAliases, Found, Limits, Skipped, parse_size
from index.writer import AddReport, Progress

__all__ = [
    "BUNDLED_MODEL",
    "AddReport",
    "Archive",
    "ArchiveBusyError",
    "ArchiveDamagedError",
    "ArchiveError",
    "ArchiveExistsError",
    "ArchiveMismatchError",
    "ArchiveMissingError",
    "Article",
    "Contents",
    "Encoder",
    "Failed",
    "FieldAliases",
    "Filters",
    "Found",
    "Hit",
    "LimitError",
    "Limits",
    "Locator",
    "ModelError",
    "Notice",
    "OnRecordError",
    "Passage",
    "Progress",
    "Query",
    "ReadingError",
    "RequestError",
    "SentenceTransformerEncoder",
    "Skipped",
    "Status",
    "load_encoder",
    "parse_size",
]
