"""Words that name one thing in several spellings: Lukashenko, Lukashenka; Ukraine, Ukrainian."""

from collections.abc import Collection
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import ratio

# Shorter words differ too easily by chance ("Iran", "Iraq").
_FUZZY_LENGTH = 6
# Lukashenka/Lukashenko is 90, Zelensky/Zelenskyy 94, Kherson/Kharkiv 57 (rapidfuzz.fuzz.ratio).
_FUZZY_RATIO = 87.0
_STEM_LENGTH = 5
# Countries, and a state, whose names are as much alike as two spellings of one.
_NAMESAKES = (
    ("austria austrian austrians", "australia australian australians"),
    ("niger nigerien nigeriens", "nigeria nigerian nigerians"),
    ("india indian indians", "indiana"),
    ("dominica", "dominican dominicans"),
)
_APART = {
    (one, other)
    for pair in _NAMESAKES
    for ours, theirs in (pair, pair[::-1])
    for one in ours.split()
    for other in theirs.split()
}


@lru_cache(maxsize=200_000)
def same_word(one: str, other: str) -> bool:
    """Tell whether two lower-case words may be one: alike, or one begins with the other.

    >>> same_word("lukashenka", "lukashenko"), same_word("ukrain", "ukrainian")
    (True, True)
    >>> same_word("kherson", "kharkiv"), same_word("2022", "2023"), same_word("niger", "nigeria")
    (False, False, False)
    """
    if one == other:
        return True
    if not (one.isalpha() and other.isalpha()) or (one, other) in _APART:
        return False
    short, long = sorted((one, other), key=len)
    if len(short) >= _STEM_LENGTH and long.startswith(short):
        return len(long) - len(short) <= 4
    if len(short) < _FUZZY_LENGTH or short[0] != long[0]:
        return False
    return ratio(one, other) >= _FUZZY_RATIO and Levenshtein.distance(one, other) <= 2


def fold(word: str) -> str:
    """Return a word in lower-case Latin letters, whatever its script.

    >>> fold("Лукашенко")
    'lukashenko'
    """
    return str(anyascii(word)).casefold()


def found_among(word: str, words: Collection[str]) -> bool:
    """Tell whether a folded word stands among folded words, under any spelling."""
    return word in words or any(same_word(word, other) for other in words)
