"""Which encoding text is in that states none and is not UTF-8: by its language and its letters."""

import re
from functools import cache
from unicodedata import category, name

from index.reading.language import detect_language

# The single-byte encodings, the commonest first, with the languages that are written in them; the
# last are those of old Macs and of DOS. No other languages are in cp1250, cp1254, cp1257.
_CYRILLIC = "be bg mk ru sr uk"
_CENTRAL = "bs cs hr hu pl ro sk sl sq"
_SINGLE = {
    "cp1252": "",
    "cp1251": _CYRILLIC,
    "koi8-u": _CYRILLIC,
    "cp1253": "el",
    "cp1250": _CENTRAL,
    "cp1254": "az tr",
    "cp1257": "et lt lv",
    "iso8859-2": _CENTRAL,
    "iso8859-5": _CYRILLIC,
    "mac_roman": "",
    "cp850": "",
    "mac_cyrillic": _CYRILLIC,
    "cp866": _CYRILLIC,
}
_HAVE_THEIR_OWN = frozenset(" ".join(_SINGLE.values()).split())
_MULTIPLE = ("gb18030", "cp932", "big5hkscs", "cp949", "euc_jp")
# With more of the characters beyond ASCII at an odd place, a text is in none of these.
_MOST_ODD = 0.1
_SAMPLE = 20_000  # bytes
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
# Controls, and what stands for no character.
_NO_CHARACTERS = ("Cc", "Cn", "Co")
# Signs that stand by numbers ("±", "¼", "£"), and those of their kind that stand at words too.
_OF_NUMBERS = ("No", "Sc", "Sm", "So")
_AT_WORDS = frozenset("²³°©®™")
# No language has "Bçrz": it is "Bērz" of cp1257. "Gençler" is Turkish.
_CONSONANTS = "bcdfghjklmnpqrstvwxz"
_NO_SYLLABLE = re.compile(
    rf"(?:\b[{_CONSONANTS}]|[{re.sub('[lnr]', '', _CONSONANTS)}])ç(?=[{_CONSONANTS}])",
    re.IGNORECASE,
)
_BETWEEN = frozenset("'’‘-–—·./&@_\xa0\xad")


def guess_encoding(raw: bytes) -> str | None:
    """Return the likeliest encoding of a text, or None if it is in none that is known.

    An encoding is the less likely the more odd places it makes: a capital after a small letter,
    letters of two scripts in a word, a sign within one, a syllable without a vowel. Of those that
    make as few, that is taken which its language is written in, and of these the commonest.

    >>> guess_encoding("Der Bürgermeister erklärte das – für 5 €.".encode("cp1252"))
    'cp1252'
    """
    if _CONTROL.search(raw):
        return _guessed_of_many(raw)
    texts = {one: text for one in _SINGLE if (text := _decoded(raw[:_SAMPLE], one)) is not None}
    odds = {one: _oddness(text) for one, text in texts.items()}
    least = min(odds.values(), default=1.0)
    if least > _MOST_ODD:
        return _guessed_of_many(raw)
    likely = [one for one in texts if odds[one] == least]
    return next((one for one in likely if _is_written_in(one, texts[one])), likely[0])


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_written_in(encoding: str, text: str) -> bool:
    """Tell whether the language that a text looks like is written in an encoding."""
    language, its = detect_language(text), _SINGLE[encoding].split()
    return language in its if its else language not in _HAVE_THEIR_OWN


def _guessed_of_many(raw: bytes) -> str | None:
    """Let charset-normalizer choose: it knows the encodings of Chinese, Japanese and Korean."""
    from charset_normalizer import from_bytes

    best = from_bytes(raw, cp_isolation=[*_MULTIPLE, *_SINGLE]).best()
    return best.encoding if best else None


def _oddness(text: str) -> float:
    """Return how many of the characters beyond ASCII stand at an odd place."""
    beyond = [at for at, character in enumerate(text) if character > "\x7f"]
    odd = sum(_is_odd(text[at - 1 : at], text[at], text[at + 1 : at + 2]) for at in beyond)
    odd += len(_NO_SYLLABLE.findall(text))
    return odd / max(len(beyond), 1)


def _is_odd(before: str, character: str, after: str) -> bool:
    """Tell whether a character beyond ASCII can hardly stand between two others."""
    if character in _BETWEEN:
        return False
    if not character.isalpha():
        return _is_odd_sign(before, character, after)
    if before.isdigit() or after.isdigit() or _are_accented(before, character, after):
        return True
    if before.isalpha() and (_script(before) != _script(character) or _turns(before, character)):
        return True
    return after.isalpha() and (_script(after) != _script(character) or _turns(character, after))


def _is_odd_sign(before: str, sign: str, after: str) -> bool:
    if category(sign) in _NO_CHARACTERS or (before.isalpha() and after.isalpha()):
        return True
    of_numbers = category(sign) in _OF_NUMBERS and sign not in _AT_WORDS
    return of_numbers and (before.isalpha() or after.isalpha())


def _are_accented(*letters: str) -> bool:
    """Tell of letters beyond ASCII in a row whether they are Latin ones: no language has three."""
    return all(one > "\x7f" and one.isalpha() and _script(one) == "LATIN" for one in letters)


def _turns(one: str, next_one: str) -> bool:
    return one.islower() and next_one.isupper() and one != "ß"


@cache
def _script(letter: str) -> str:
    """Return the first word of a letter's name: "LATIN", "CYRILLIC"."""
    return name(letter, "").partition(" ")[0]
