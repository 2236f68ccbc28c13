"""Bytes -> text."""

import re

from index.errors import ReadingError

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset=[\"']?([\w-]+)", re.IGNORECASE)


def decode(raw: bytes) -> str:
    r"""Decode a file: UTF-8, else the encoding that an HTML page declares, else the best guess.

    >>> decode(b"\xef\xbb\xbfMinsk")
    'Minsk'

    Raises:
        ReadingError: these bytes are not text.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _decode_declared(raw) or _decode_guessed(raw)
    if "\0" in text:
        raise ReadingError("it is not text; convert it to plain text, Markdown, HTML or JSON lines")
    return text


def _decode_declared(raw: bytes) -> str | None:
    declared = _DECLARED.search(raw[:4096])
    if not declared:
        return None
    try:
        return raw.decode(declared[1].decode("ascii"))
    except (LookupError, UnicodeDecodeError):
        return None


def _decode_guessed(raw: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(raw).best()
    if best is None:
        raise ReadingError("it is not text in any known encoding; save it as UTF-8")
    return str(best).removeprefix("\ufeff")
