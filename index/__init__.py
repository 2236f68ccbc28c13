"""Articles in, a searchable archive out.

Archive                  one directory: create, open, add, remove, search, status, repair
Catalogue                what is in one, told without what searches: open_catalogue
Article, Passage         what is stored, and what is found
Locator, Notice          where a text stands in its source; that it was corrected or taken back
Query, Filters, Hit      what is asked, where, and what came back
AddReport, Progress      what an `add` did, and how far it is
More                     how much it left out beyond what is listed
Subscriptions            what is asked for again on the web
Limits, parse_size       how much of a file is read at most
Contents, Status         what is in an archive
Story, Carrier           articles that carry one text; one of these
Version                  one text that an origin has had
Encoder, load_encoder    an embedding model: the bundled one, or any of sentence-transformers
OnRecordError            the base of every error; the tree is drawn in `index.errors`

The names are imported when they are first used: `onrecord status` needs few of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from index.errors import (
    ArchiveBusyError,
    ArchiveDamagedError,
    ArchiveError,
    ArchiveExistsError,
    ArchiveMismatchError,
    ArchiveMissingError,
    DisallowedError,
    FetchError,
    LimitError,
    ModelError,
    NoArticleError,
    OnRecordError,
    ReadingError,
    RefusedError,
    RequestError,
)

if TYPE_CHECKING:
    from index.archive import Archive
    from index.article import Article, Locator, Notice
    from index.bundled import BUNDLED_MODEL, BundledEncoder
    from index.catalogue import Catalogue, open_catalogue
    from index.contents import Contents, Status
    from index.encoder import Encoder, SentenceTransformerEncoder, load_encoder
    from index.filters import Filters
    from index.passage import Passage
    from index.progress import Progress
    from index.query import Hit, Query
    from index.reading import Failed, FieldAliases, Found, Limits, Skipped, parse_size
    from index.reports import AddReport, More
    from index.stories import Carrier, Story
    from index.subscriptions import Subscription, Subscriptions
    from index.versions import Version

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
    "BundledEncoder",
    "Carrier",
    "Catalogue",
    "Contents",
    "DisallowedError",
    "Encoder",
    "Failed",
    "FetchError",
    "FieldAliases",
    "Filters",
    "Found",
    "Hit",
    "LimitError",
    "Limits",
    "Locator",
    "ModelError",
    "More",
    "NoArticleError",
    "Notice",
    "OnRecordError",
    "Passage",
    "Progress",
    "Query",
    "ReadingError",
    "RefusedError",
    "RequestError",
    "SentenceTransformerEncoder",
    "Skipped",
    "Status",
    "Story",
    "Subscription",
    "Subscriptions",
    "Version",
    "load_encoder",
    "open_catalogue",
    "parse_size",
]
_MODULES = {
    "index.archive": ("Archive",),
    "index.article": ("Article", "Locator", "Notice"),
    "index.bundled": ("BUNDLED_MODEL", "BundledEncoder"),
    "index.catalogue": ("Catalogue", "open_catalogue"),
    "index.contents": ("Contents", "Status"),
    "index.encoder": ("Encoder", "SentenceTransformerEncoder", "load_encoder"),
    "index.filters": ("Filters",),
    "index.passage": ("Passage",),
    "index.progress": ("Progress",),
    "index.query": ("Hit", "Query"),
    "index.reading": ("Failed", "FieldAliases", "Found", "Limits", "Skipped", "parse_size"),
    "index.reports": ("AddReport", "More"),
    "index.stories": ("Carrier", "Story"),
    "index.subscriptions": ("Subscription", "Subscriptions"),
    "index.versions": ("Version",),
}
_WHERE = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_WHERE[name]), name)
