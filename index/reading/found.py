"""What reading yields: an article, what was passed over, or what could not be read, and why."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from index.article import Article
from index.errors import NoArticleError, ReadingError
from index.reading.addresses import is_url

# A file that holds others, or a message of a mailbox, before the name of what is in it.
_PACKED_IN = re.compile(r"^.*(?:\.\w{2,5}|#[^/!]+)!")
# What tells articles of one file apart: an article's id, a hash, a Message-ID or an entry's URL.
_OWN_NAME = re.compile(r"#(?:[0-9a-f]{16}|https?://.*|[^#!]*@[^#!]*)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An article and where it came from.

    `origin` is the key by which a newer version replaces it: the absolute POSIX path of a file
    of one article, the URL of a fetched page, else the path or URL, "#" and the article's id, or of
    an entry of a feed its link, of a message of a mailbox its Message-ID (a hash of it where it has
    none, or that of another). What lies in an archive or hangs on an e-mail is named "path!member",
    and "path!member (2)" where it is the second of its name.
    """

    origin: str
    article: Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A file or record that gave no article.

    `origin` is its path, or "path:line" in a JSON-lines file ("path:line:row" where a line holds
    several records); `reason` is one line: what is
    wrong and how to mend it.
    """

    origin: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """What was passed over on purpose: a paywall's stub, a cookie wall, a file that is no article.

    `origin` is as in `Failed`; `reason` is one line.
    """

    origin: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An article that a file gave when it was read before, the file being the same still."""

    origin: str
    article_id: str


Item: TypeAlias = Found | Skipped | Failed


def origin_of(path: Path) -> str:
    """Return a file's absolute path; bytes of its name that are no UTF-8 are written as such."""
    return os.fsencode(path.absolute().as_posix()).decode("utf-8", "backslashreplace")


def file_of(origin: str) -> str | None:
    """Return the name of the file that an origin tells of, without its folders; None of a URL.

    >>> file_of("/box/notes.zip!day 2/no!.txt"), file_of("/box/all.csv#0123456789abcdef")
    ('no!.txt', 'all.csv')
    >>> file_of("https://news.example/a.html"), file_of("0123456789abcdef")
    (None, None)
    """
    if is_url(origin) or "/" not in origin:
        return None
    return _OWN_NAME.sub("", _PACKED_IN.sub("", origin)).rpartition("/")[2] or None


def left_out(error: Exception, *, origin: str) -> Skipped | Failed:
    """Say why there is no article, whatever was raised: a hostile file must not end the run.

    >>> left_out(ReadingError("it is empty"), origin="/a").reason
    'it is empty'
    >>> left_out(KeyError("w:p"), origin="/a").reason
    "its reader cannot make sense of it (KeyError: 'w:p'); open it elsewhere and save it anew"

    Raises:
        MemoryError: this is the error; what is left of it may be too little for anything.
    """
    if isinstance(error, MemoryError):
        raise error
    if isinstance(error, NoArticleError):
        return Skipped(origin=origin, reason=str(error))
    if isinstance(error, ReadingError):
        return Failed(origin=origin, reason=str(error))
    detail = " ".join(f"{type(error).__name__}: {error}".split())[:160]
    reason = f"its reader cannot make sense of it ({detail}); open it elsewhere and save it anew"
    return Failed(origin=origin, reason=reason)
