"""Origins: by what name an article that comes again is known; pure.

The absolute path of a file, a URL, or one of these with what tells several articles of it apart:
`index.reading.found.Found` has the forms.
"""

import os
import re
from pathlib import Path

# A file that holds others, or a message of a mailbox, before the name of what is in it; a name with
# a number sign or an exclamation mark of its own stays whole.
_HOLDS = r"(?:7z|bz2|eml|gz|mbox|mbx|msg|t[abgx]z2?|tar|wacz|warc|xz|zip)"
_ID = r"#(?:[0-9a-f]{16}|[^\s#!@/]+@[^\s#!@/]+)"
_PACKED_IN = re.compile(rf"^.*(?:\.{_HOLDS}|{_ID})!", re.IGNORECASE)
# What tells articles of one file apart: an article's id, a hash, a Message-ID or an entry's URL.
_OWN_NAME = re.compile(rf"(?:{_ID}|#https?://.*)$")


def is_url(source: object) -> bool:
    """Tell whether a source is to be fetched, and not read from disk.

    >>> is_url("https://example.org/a"), is_url("HTTP://example.org"), is_url("https.txt")
    (True, True, False)
    """
    return isinstance(source, str) and bool(re.match(r"https?://", source, re.IGNORECASE))


def origin_of(path: Path) -> str:
    """Return a file's absolute path; bytes of its name that are no UTF-8 are written as such."""
    return os.fsencode(path.absolute().as_posix()).decode("utf-8", "backslashreplace")


def file_of(origin: str) -> str | None:
    """Return the name of the file that an origin tells of, without its folders; None of a URL.

    >>> file_of("/box/notes.zip!day 2/no!.txt"), file_of("/box/all.csv#0123456789abcdef")
    ('no!.txt', 'all.csv')
    >>> file_of("-/Snow #3, what now!.txt#0123456789abcdef"), file_of("/box/C#@home.txt")
    ('Snow #3, what now!.txt', 'C#@home.txt')
    >>> file_of("https://news.example/a.html"), file_of("0123456789abcdef")
    (None, None)
    """
    if is_url(origin) or "/" not in origin:
        return None
    return _OWN_NAME.sub("", _PACKED_IN.sub("", origin)).rpartition("/")[2] or None
