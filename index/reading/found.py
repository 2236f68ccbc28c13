"""What reading yields: an article, what was passed over, or what could not be read, and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from index.article import Article
from index.errors import NoArticleError, ReadingError


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An article and where it came from.

    `origin` is the key by which a newer version replaces it: the absolute POSIX path of a file
    of one article, the URL of a fetched page, else the path or URL, "#" and the article's id, or of
    an entry of a feed its link, of a message of a mailbox its Message-ID (a hash of it where it has
    none, or that of another). What lies in an archive or hangs on an e-mail is named "path!member",
    and "path!member (2)" where it is the second of its name. In place of the path, what came by a
    stream has "-", or "-/" and the stream's name, and ends with "#" and the article's id where
    nothing else tells it apart.

    `captured_at` is when a web archive took it down: of two captures of a page the later is newer.
    """

    origin: str
    article: Article
    captured_at: datetime | None = None


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
