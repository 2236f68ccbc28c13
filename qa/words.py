"""The words of a question: which carry its subject, which are names or numbers; pure."""

import re
from collections.abc import Sequence

from index.forms import without_dots
from index.terms import analyze

_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
# Of three words and more: one or two in quotation marks may be a name, or be doubted.
_QUOTED = re.compile(
    r"(?<!\w)(?:[\"“”„«]|‘(?=\w))\s*([^\"“”„«»]+?)[,.!?]?\s*(?:[\"“”»]|(?<=\w)[.!?]?’)(?!\w)"
)
_LEAST_QUOTED = 3
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# What an apostrophe takes in: "hasn't", "Minsk's", "they've". Names have it inside: "O'Brien".
_ENDING = re.compile(r"[’'](?:s|t|re|ve|ll|d|m)$", re.IGNORECASE)
_NAME = re.compile(r"^[^\W\d_a-zа-яё]")

# "Won't" without its ending is another word, and "US" in capitals is no pronoun.
_WONT = frozenset(("won't", "won’t"))
_ACRONYMS = frozenset(("IT", "US", "WHO"))

# "J. K." before a name; "J.K." has lost its dots by then (`index.forms.without_dots`). An A or I
# without a dot may be a word: "Is Plan B A Success?" Of more than five letters it is a list, and
# to look for its end from each of thousands would take minutes.
_CAPITAL = "[A-ZÀ-ÖØ-Þ]"
_NEXT = rf"[^\S\n]+(?![AI]\s){_CAPITAL}\b\.?"
_INITIALS = re.compile(rf"(?<![\w.]){_CAPITAL}\.?(?:{_NEXT}){{1,4}}(?=[^\S\n]+{_CAPITAL}\w)")

# Words that carry no subject: they are neither names at the head of a question nor worth covering.
FUNCTION_WORDS = frozenset(
    word
    for line in (
        "a about according after all also am an and any are aren article articles as ask at be",
        "because been before being between both but by can could couldn did didn do does doesn",
        "doing done during each either for from had has hasn have haven having he her him his how",
        "i if in into is isn it its just many me more most much my no nor not now of off on one",
        "only or other our out over per please s said say says she should shouldn so some such t",
        "tell than that the their them then there these they this those through to too under",
        "until up us was wasn we were weren what when where whether which while who whom whose",
        "why will with would wouldn yes you your",
    )
    for word in line.split()
)

# What stands before a name and may be left out: who is President Poe in one article is Ms Poe in
# the next. Titles that begin other names (General Motors, Premier League, King's College) stay. The
# second are part of a title only before one of the first.
_TITLES = frozenset(
    word
    for line in (
        "president vice-president minister chancellor secretary secretary-general senator governor",
        "mayor ambassador congressman congresswoman chairman chairwoman pope archbishop judge",
        "professor dr mr mrs ms sir dame colonel lieutenant sergeant detective sheriff",
    )
    for word in line.split()
)
_BEFORE_TITLES = frozenset(
    ("prime", "vice", "deputy", "foreign", "defence", "defense", "interior", "finance")
)


def has_words(text: str) -> bool:
    """Tell whether there is a word or a number in a text."""
    return _WORD.search(text) is not None


def content_terms(text: str) -> tuple[str, ...]:
    """Return the index terms of a text that carry its subject, each once, in order.

    >>> content_terms("Why hasn’t Belarus sent its troops?")
    ('belarus', 'send', 'troop')
    >>> content_terms("Who is J. K. Rowling?") == content_terms("Who is JK Rowling?")
    True
    """
    return tuple(dict.fromkeys(analyze(content_words(_together(text)))))


def content_words(text: str) -> str:
    """Return a text without its function words: what BM25 is asked.

    >>> content_words("Why hasn’t Belarus sent T-72 tanks?")
    'Belarus sent T-72 tanks'
    >>> content_words("Didn't O'Brien's U.S. aide go to N’Djamena?")
    "O'Brien US aide go N’Djamena"
    """
    words = _WORD.findall(without_dots(text))
    shouted = _is_shouted(text)
    kept = (w for n, w in enumerate(words) if not _is_function(w, head=n == 0, shouted=shouted))
    return " ".join(map(_without_ending, kept))


def initials_of(text: str) -> list[tuple[str, ...]]:
    """Return the initials that stand apart before a name.

    >>> initials_of("J. K. Rowling and J.K. Rowling met A. J. P. Taylor and John F. Kennedy.")
    [('J', 'K'), ('A', 'J', 'P')]
    """
    return [tuple(_letters(match[0])) for match in _INITIALS.finditer(text)]


def _together(text: str) -> str:
    """Write initials before a name as one word: "J. K. Rowling" as "JK Rowling"."""
    return _INITIALS.sub(lambda match: "".join(_letters(match[0])), text)


def _letters(initials: str) -> list[str]:
    return [letter for letter in initials if letter.isalpha()]


def _is_function(word: str, *, head: bool, shouted: bool) -> bool:
    """Tell whether a word carries no subject: "who", but not the WHO in "Why did WHO warn?"."""
    if _possessor(word) in _ACRONYMS and not shouted and not (head and word == "WHO"):
        return False
    return word.casefold() in _WONT or _without_ending(word).casefold() in FUNCTION_WORDS


def _is_shouted(text: str) -> bool:
    """Tell whether several words are all in capitals, so that these say nothing of one."""
    return text.upper() == text and " " in text.strip()


def _without_ending(word: str) -> str:
    return _ENDING.sub("", word)


def words_of(text: str) -> list[str]:
    """Return the words of a text as written, without possessive endings and the dots of acronyms.

    >>> words_of("Belarus’s T-72 tanks, and the U.S.")
    ['Belarus', 'T-72', 'tanks', 'and', 'the', 'US']
    """
    return [_possessor(word) for word in _WORD.findall(without_dots(text))]


def _possessor(word: str) -> str:
    return re.sub(r"[’']s?$", "", word)


def find_names(text: str) -> tuple[str, ...]:
    """Return the capitalised words that are not function words, each once, in order.

    Titles that stand before a name are left out; initials are one word, however they are written.

    >>> find_names("What did Prime Minister Olga Tymosh of Minsk receive?")
    ('Olga', 'Tymosh', 'Minsk')
    >>> find_names("Who is the Prime Minister of Belarus?")
    ('Prime', 'Minister', 'Belarus')
    >>> find_names("Who is A. A. Milne?"), find_names("Who is AA Milne?")
    (('AA', 'Milne'), ('AA', 'Milne'))
    """
    words, shouted = words_of(_together(text)), _is_shouted(text)
    titles = titles_among(words)
    names = (
        word
        for number, word in enumerate(words)
        if _NAME.match(word)
        and not _is_function(word, head=number == 0, shouted=shouted)
        and number not in titles
    )
    return tuple(dict.fromkeys(names))


def titles_among(words: Sequence[str]) -> set[int]:
    """Return the places of titles, and of parts of one, that stand before a name.

    >>> named = ("Vice Prime Minister Poe", "Prime Minister", "Vice Co")
    >>> [titles_among(some.split()) for some in named]
    [{0, 1, 2}, set(), set()]
    """
    found: set[int] = set()
    for at in reversed(range(len(words) - 1)):
        word, after = words[at].casefold(), words[at + 1]
        is_title = word in _TITLES
        if (is_title or word in _BEFORE_TITLES) and _NAME.match(after):
            before_title = after.casefold() in _TITLES or after.casefold() in _BEFORE_TITLES
            if at + 1 in found if before_title else is_title:
                found.add(at)
    return found


def numbers_of(text: str) -> tuple[str, ...]:
    """Return the numbers in a text as written, each once, in order."""
    return tuple(dict.fromkeys(_NUMBER.findall(text)))


def find_numbers(text: str) -> frozenset[str]:
    """Return the numbers in a text, without their thousands separators.

    >>> sorted(find_numbers("65,089 munitions in 1940 wagons"))
    ['1940', '65089']
    """
    return frozenset(number.replace(",", "") for number in _NUMBER.findall(text))


def quoted_in(text: str) -> tuple[str, ...]:
    r"""Return the words of three and more that a question quotes, as `same_letters` writes them.

    >>> quoted_in("Who said “It's a sad, sad day” to the \"Times\"?")
    ("it's a sad, sad day",)
    """
    found = (same_letters(match[1]) for match in _QUOTED.finditer(text))
    return tuple(words for words in found if len(words.split()) >= _LEAST_QUOTED)


def same_letters(text: str) -> str:
    """Return a text in small letters, with single spaces and straight apostrophes."""
    return " ".join(text.casefold().replace("’", "'").split())
