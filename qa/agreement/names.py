"""Names and short words that answer, by whatever spelling; pure."""

from dataclasses import dataclass

from qa.names import fold, found_among
from qa.words import FUNCTION_WORDS, words_of

# What is longer is a clause: no two of them are alike.
_MOST_WORDS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """Words at `text[start:end]`, with those of them that tell something, folded."""

    start: int
    end: int
    words: frozenset[str]

    def is_like(self, other: object) -> bool:
        """Tell whether the other is a name too."""
        return isinstance(other, Name)

    def may_be(self, other: object) -> bool:
        """Tell whether one has all words of the other: "Poe" and "Ann Poe"."""
        if not isinstance(other, Name):
            return False
        few, many = sorted((self.words, other.words), key=len)
        return all(found_among(word, many) for word in few)


def find_name(text: str, start: int, end: int) -> Name | None:
    """Take words of a text for a name; None where they are too many, or tell nothing.

    >>> [find_name(said, 0, len(said)) for said in ("the", "all of them who had come on that day")]
    [None, None]
    """
    words = words_of(text[start:end])
    told = frozenset(fold(word) for word in words if word.casefold() not in FUNCTION_WORDS)
    return Name(start=start, end=end, words=told) if told and len(words) <= _MOST_WORDS else None
