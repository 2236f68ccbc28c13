"""Words that name one thing in several spellings: Lukashenko, Lukashenka; Ukraine, Ukrainian."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import ratio

from qa.words import initials_of, words_of

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

# "World Health Organization": every stretch of it may be what letters stand for.
_RUN = re.compile(r"[A-Z][\w’'-]*(?:\s+(?:(?:of|for|and|in|on|the)\s+){0,2}[A-Z][\w’'-]*)+")
_CAPITALISED = re.compile(r"[A-Z][\w’'-]*")
# Two letters stand for too many things: "Union State" is no US.
_TWO_LETTERS = {
    ("united", "nations"): "un",
    ("united", "states"): "us",
    ("united", "kingdom"): "uk",
    ("european", "union"): "eu",
}
_MOST_LETTERS = 6
# What differs between spellings of a first name: Alexander, Alyaksandr; Svetlana, Sviatlana.
_VOWELS = re.compile(r"[aeiouyjh]|(.)(?=\1)")
_LEAST_CONSONANTS = 3


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


def same_first_name(one: str, other: str) -> bool:
    """Tell whether two folded first names are one, by their initial or but for their vowels.

    >>> same_first_name("alexander", "aliaksandr"), same_first_name("a", "ann")
    (True, True)
    >>> same_first_name("ann", "bo")
    False
    """
    if 1 in (len(one), len(other)):
        return one[0] == other[0]
    mine, theirs = (_VOWELS.sub("", word.replace("x", "ks")) for word in (one, other))
    return mine == theirs and len(mine) >= _LEAST_CONSONANTS and one[0] == other[0]


def fold(word: str) -> str:
    """Return a word in lower-case Latin letters, whatever its script.

    >>> fold("Лукашенко")
    'lukashenko'
    """
    return str(anyascii(word)).casefold()


def found_among(word: str, words: Collection[str]) -> bool:
    """Tell whether a folded word stands among folded words, under any spelling."""
    return word in words or any(same_word(word, other) for other in words)


def named_in(text: str) -> frozenset[str]:
    """Return the folded words of a text, and what its names may be called in short.

    >>> sorted(named_in("The U.N. and the EU"))
    ['and', 'eu', 'the', 'un']
    """
    return frozenset(map(fold, words_of(text))) | acronyms(text).keys()


def share_named(names: Sequence[str], words: Collection[str], *, asked: str) -> float:
    """Return the share of names, of a question that asks `asked`, among folded words; 1 of none.

    >>> share_named(["UN", "Minsk"], named_in("The United Nations left."), asked="Did the UN go?")
    0.5
    >>> share_named(["United", "Nations"], named_in("The U.N. left."), asked="The United Nations?")
    1.0
    """
    if not names:
        return 1.0
    for short, spelled in acronyms(asked).items():
        if short in words:
            words = {*words, *spelled}
    return sum(found_among(fold(name), words) for name in names) / len(names)


# A passage is asked for its terms and for its names, a question once for each passage.
@lru_cache(maxsize=4_000)
def acronyms(text: str) -> Mapping[str, tuple[str, ...]]:
    """Return what the names of a text may be called in short, each with its words; all folded.

    >>> acronyms("the World Food Programme of the United Nations")["wfp"]
    ('world', 'food', 'programme')
    >>> acronyms("For years the European Union met the Eastern Union.")
    {'eu': ('european', 'union')}
    >>> acronyms("J. K. Rowling met him.")
    {'jk': ('j', 'k')}
    """
    initials = [tuple(map(fold, letters)) for letters in initials_of(text)]
    return {"".join(letters): letters for letters in initials} | {
        short: words for run in _RUN.finditer(text) for short, words in _shortened(run[0])
    }


def _shortened(run: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    words = tuple(map(fold, _CAPITALISED.findall(run)))
    for start in range(len(words)):
        for end in range(start + 2, min(start + _MOST_LETTERS, len(words)) + 1):
            some = words[start:end]
            if len(some) > 2:
                yield "".join(word[0] for word in some), some
            elif some in _TWO_LETTERS:
                yield _TWO_LETTERS[some], some
