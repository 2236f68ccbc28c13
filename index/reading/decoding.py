"""Bytes -> text."""

import codecs
import re

from index.errors import ReadingError
from index.reading.codepages import guess_encoding

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16's, with which it begins
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w:.-]+)"
    rb"|^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w:.-]+)"
    rb"|^\s*@charset [\"']([\w:.-]+)",
    re.IGNORECASE,
)
# What is said and what is meant, by the Encoding Standard's labels (encoding.spec.whatwg.org) where
# these are wider than, or unknown to, Python's codecs. Under Python's own name of a codec it knows.
_MEANT = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "euc_kr": "cp949",
    "windows-949": "cp949",
    "big5": "big5hkscs",
    "x-cp1250": "cp1250",
    "x-cp1251": "cp1251",
    "x-mac-cyrillic": "mac_cyrillic",
    "koi8-ru": "koi8-u",
    "windows-874": "cp874",
}
# What switches to Japanese in ISO-2022-JP, whose bytes are all ASCII.
_SWITCH = re.compile(rb"\x1b\$[@B]")
# A page cut off within a character, or with one stray byte, is UTF-8 still.
_MOST_BROKEN = 0.001


def decode(raw: bytes) -> str:
    r"""Decode a file: by its byte order mark, as UTF-8, as its page declares, else by a guess.

    >>> decode(b"\xef\xbb\xbfMinsk"), decode("Мінск".encode("utf-16"))
    ('Minsk', 'Мінск')

    Raises:
        ReadingError: these bytes are not text.
    """
    text = _decode_marked(raw)
    if text is None:
        text = _decode_wide(raw) or _decode_switched(raw) or _decode_narrow(raw)
    if "\0" in text:
        raise ReadingError("it is not text; convert it to plain text, Markdown, HTML or JSON lines")
    return text.removeprefix("\ufeff")


def codec_of(label: str) -> str:
    """Return the codec for the label of an encoding, as a page, a server or an e-mail states it.

    A label that nobody knows is returned as it is.

    >>> codec_of("ISO-8859-1"), codec_of("latin1"), codec_of("x-sjis"), codec_of("KOI8-R")
    ('cp1252', 'cp1252', 'cp932', 'koi8-r')
    """
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        name = label.casefold()
    return _MEANT.get(name, name)


def marked_encoding(opening: bytes) -> str | None:
    r"""Return the encoding that a byte order mark states, or None.

    >>> marked_encoding(b"\xff\xfeM\0"), marked_encoding(b"Minsk")
    ('utf-16', None)
    """
    return next((encoding for mark, encoding in _MARKS if opening.startswith(mark)), None)


def _decode_marked(raw: bytes) -> str | None:
    encoding = marked_encoding(raw)
    # A file that was cut off keeps what it has: one broken character at most is lost.
    return raw.decode(encoding, errors="replace") if encoding else None


def _decode_wide(raw: bytes) -> str | None:
    """Decode UTF-16 without its mark: every other byte of Latin text is zero."""
    sample = raw[:512]
    if len(sample) < 4 or b"\0" not in sample:
        return None
    pairs = len(sample) // 2
    for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        other = sample[0::2] if encoding == "utf-16-le" else sample[1::2]
        if zeros.count(0) >= 0.7 * pairs and other.count(0) == 0:
            return raw[: len(raw) // 2 * 2].decode(encoding, errors="replace")
    return None


def _decode_switched(raw: bytes) -> str | None:
    if not (raw.isascii() and _SWITCH.search(raw)):
        return None
    return _decode_as("iso2022_jp_ext", raw)


def _decode_narrow(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        declared = _declared(raw)
    if declared and declared != "utf-8":
        text = _decode_as(declared, raw)
        if text is not None:
            return text
    text = raw.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    wide = sum(character > "\x7f" for character in text) - broken
    if broken <= max(1, _MOST_BROKEN * len(text)) and wide >= broken:
        return text
    return _decode_guessed(raw)


def _declared(raw: bytes) -> str | None:
    match = _DECLARED.search(raw[:4096])
    if match is None:
        return None
    label = next(group for group in match.groups() if group).decode("ascii").casefold()
    label = "utf-8" if label.replace("-", "").startswith("utf8") else label
    # The declaration itself was read as bytes: it cannot stand in UTF-16.
    return "utf-8" if label.startswith("utf-16") else codec_of(label)


def _decode_as(encoding: str, raw: bytes) -> str | None:
    """Decode by a declared encoding; None if it is unknown or plainly another."""
    try:
        return raw.decode(encoding)
    except LookupError:
        return None
    except UnicodeDecodeError:
        text = raw.decode(encoding, errors="replace")
    return text if text.count("\ufffd") <= max(1, _MOST_BROKEN * len(text)) else None


def _decode_guessed(raw: bytes) -> str:
    # Lines of ASCII tell nothing, and there may be many.
    telling = b"\n".join(line for line in raw.splitlines() if not line.isascii())
    encoding = guess_encoding(telling)
    if encoding is None:
        raise ReadingError("it is not text in any known encoding; save it as UTF-8")
    return raw.decode(encoding, errors="replace")
