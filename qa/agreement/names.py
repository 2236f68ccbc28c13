"""Names that answer, by whatever spelling; pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from qa.names import fold, same_first_name, same_word
from qa.words import FUNCTION_WORDS, titles_among, words_of

# What is longer is a clause: no two of them are alike.
_MOST_WORDS = 6
# What may stand before a name and is no part of it.
_BEFORE: Final = frozenset(["a", "an", "at", "by", "from", "in", "on", "the", "to", "with"])
# What is small within a name: "Isle of Man", "Ludwig van Poe".
_WITHIN: Final = re.compile(r"al|and|bin|d[aei]|del|der|el|for|in|l[ae]|of|on|the|upon|v[ao]n")
# "Ann Poe, 63", "Ann Poe, the mayor": what follows the comma tells of the person.
_APPOSED: Final = re.compile(r",\s*(?=[\da-z])")
# Before an office they make another of it.
_OFFICES: Final = frozenset(["acting", "assistant", "deputy", "ex", "former", "vice"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """Words at `text[start:end]`, folded; others may stand before those that are `of_person`."""

    start: int
    end: int
    words: tuple[str, ...]
    of_person: bool

    def is_like(self, other: object) -> bool:
        """Tell whether the other is a name too."""
        return isinstance(other, Name)

    def says_the_same(self, other: object) -> bool:
        """Tell whether both are one name, or of two persons' the one ends the other.

        "Poe" and "Ann Poe" are; "Poe" and "Poe's brother", "President" and "Vice President" not.
        """
        if not isinstance(other, Name):
            return False
        short, long = sorted((self.words, other.words), key=len)
        of_persons = self.of_person and other.of_person
        if len(short) < len(long) and not of_persons:
            return False
        before, long = long[: -len(short)], long[-len(short) :]
        if before and before[-1] in _OFFICES:
            return False
        if of_persons and len(short) > 1 and same_first_name(short[0], long[0]):
            short, long = short[1:], long[1:]
        return all(map(_is_spelled_alike, short, long))


def find_name(text: str, start: int, end: int, *, of_person: bool) -> Name | None:
    """Take words of a text for a name; None where they are too many, or tell nothing.

    >>> find_name("In the US.", 0, 9, of_person=False).words
    ('us',)
    >>> find_name("President Poe, 63", 0, 17, of_person=True).words
    ('poe',)
    >>> find_name("3-1", 0, 3, of_person=False) is None
    True
    >>> find_name("Storm Ann struck Minsk", 0, 22, of_person=True) is None
    True
    """
    if apposed := _APPOSED.search(text, start, end):
        end = apposed.start()
    words = words_of(text[start:end])
    while words and (words[0] in _BEFORE or (words[0].lower() in _BEFORE and len(words) > 1)):
        words = words[1:]
    if of_person:
        titles = titles_among(words)
        words = [word for at, word in enumerate(words) if at not in titles]
    if not words or len(words) > _MOST_WORDS or not any(map(str.isalpha, text[start:end])):
        return None
    if all(map(_tells_nothing, words)) or _is_clause(words):
        return None
    is_proper = all(word[0].isupper() for word in words)
    folded = tuple(map(fold, words))
    return Name(start=start, end=end, words=folded, of_person=of_person and is_proper)


def _is_clause(words: Sequence[str]) -> bool:
    """Tell of "Storm Ann struck Minsk" that it is more than a name."""
    large = [at for at, word in enumerate(words) if not word[0].islower()]
    between = words[large[0] : large[-1]] if large else ()
    return any(word[0].islower() and not _WITHIN.fullmatch(word) for word in between)


def _tells_nothing(word: str) -> bool:
    """Tell whether a word is "it", "They" or the like, and not "US"."""
    return word.casefold() in FUNCTION_WORDS and not (len(word) > 1 and word.isupper())


def _is_spelled_alike(one: str, other: str) -> bool:
    """Tell whether two words are one by two spellings; what begins another is another name."""
    short, long = sorted((one, other), key=len)
    if long.startswith(short) and long != short:
        return long == short + short[-1]  # "Zelenskyy"
    return same_word(one, other)
