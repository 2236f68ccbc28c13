"""What is asked: the question's words, names, numbers, kind, and the outlets that it names."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from index import RequestError
from index.terms import analyze

# A question is one thing to look for; whole documents pasted in by mistake are refused.
MAX_CHARACTERS = 2000

_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NAME = re.compile(r"^[^\W\d_a-zа-яё]")
_SECTION = re.compile(r"\s+[-–|]\s.*$|\.com$", re.IGNORECASE)

# Words that carry no subject: they are neither names at the head of a question nor worth covering.
_FUNCTION_WORDS = frozenset(
    word
    for line in (
        "a about according after all also am an and any are article articles as ask at be because",
        "been before being between both but by can could did do does doing done during each",
        "either for from had has hasn have haven having he her him his how i if in into is isn it",
        "its just many me more most much my no nor not now of off on one only or other our out",
        "over per please s said say says she should so some such t tell than that the their them",
        "then there these they this those through to too under until up us was wasn we were weren",
        "what when where whether which while who whom whose why will with won would yes you your",
    )
    for word in line.split()
)


class Kind(StrEnum):
    """What sort of answer a question asks for."""

    NUMBER = "number"
    DATE = "date"
    PERSON = "person"
    PLACE = "place"
    REASON = "reason"
    OTHER = "other"


_KINDS = (
    (
        Kind.NUMBER,
        r"how (?:many|much|long|old|far|often|large|big|high|fast)|what (?:number|share|per)",
    ),
    (Kind.DATE, r"when|(?:what|which) (?:year|date|day|month)"),
    (Kind.REASON, r"why|how come|(?:what|which) (?:reason|cause)|what (?:led|made|prompted)"),
    (Kind.PERSON, r"who|whom|whose"),
    (Kind.PLACE, r"where|(?:what|which) (?:country|city|place|state|town|region)"),
)
_KIND_PATTERNS = tuple((kind, re.compile(rf"\b(?:{p})", re.IGNORECASE)) for kind, p in _KINDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question as it was understood.

    `terms` are index terms without function words; `names` and `numbers` are as written. `outlets`
    are those of the archive that the question names, spelled as the archive spells them.
    """

    text: str
    terms: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    kind: Kind
    outlets: tuple[str, ...]


def parse(text: str, *, known_outlets: Collection[str] = ()) -> Question:
    """Understand a question.

    Raises:
        RequestError: it is empty, has no word in it, or is longer than `MAX_CHARACTERS`.

    >>> asked = parse("How many T-72 tanks did Belarus hand over in 2022?")
    >>> asked.kind.value, asked.names, asked.numbers
    ('number', ('T-72', 'Belarus'), ('72', '2022'))
    """
    text = " ".join(text.split())
    if not _WORD.search(text):
        raise RequestError("the question has no words; ask, for example: Who leads the CSTO?")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise RequestError("the question holds half a character (a lone surrogate); type it anew")
    if len(text) > MAX_CHARACTERS:
        raise RequestError(
            f"the question has {len(text)} characters, {MAX_CHARACTERS} at most can be read; "
            "ask one thing at a time"
        )
    return Question(
        text=text,
        terms=content_terms(text),
        names=find_names(text),
        numbers=tuple(dict.fromkeys(_NUMBER.findall(text))),
        kind=_kind(text),
        outlets=_named_outlets(text, known_outlets),
    )


def content_terms(text: str) -> tuple[str, ...]:
    """Return the index terms of a text that carry its subject, each once, in order.

    >>> content_terms("Why hasn’t Belarus sent its troops?")
    ('belarus', 'sent', 'troop')
    """
    return tuple(dict.fromkeys(analyze(content_words(text))))


def content_words(text: str) -> str:
    """Return a text without its function words: what BM25 is asked.

    >>> content_words("Why hasn’t Belarus sent T-72 tanks?")
    'Belarus sent T-72 tanks'
    """
    words = (re.split("[’']", word)[0] for word in _WORD.findall(text))
    return " ".join(word for word in words if word.casefold() not in _FUNCTION_WORDS)


def words_of(text: str) -> list[str]:
    """Return the words of a text as written, without possessive endings.

    >>> words_of("Belarus’s T-72 tanks")
    ['Belarus', 'T-72', 'tanks']
    """
    return [_without_possessive(word) for word in _WORD.findall(text)]


def find_names(text: str) -> tuple[str, ...]:
    """Return the capitalised words that are not function words, each once, in order.

    >>> find_names("What did Olga Tymosh receive?")
    ('Olga', 'Tymosh')
    """
    capitalised = (word for word in words_of(text) if _NAME.match(word))
    names = (word for word in capitalised if word.casefold() not in _FUNCTION_WORDS)
    return tuple(dict.fromkeys(names))


def find_numbers(text: str) -> frozenset[str]:
    """Return the numbers in a text, without their thousands separators.

    >>> sorted(find_numbers("65,089 munitions in 1940 wagons"))
    ['1940', '65089']
    """
    return frozenset(number.replace(",", "") for number in _NUMBER.findall(text))


def _without_possessive(word: str) -> str:
    return re.sub(r"[’']s?$", "", word)


def _kind(text: str) -> Kind:
    """Take the question word that stands first."""
    found = ((m.start(), kind) for kind, pattern in _KIND_PATTERNS if (m := pattern.search(text)))
    return min(found, default=(0, Kind.OTHER), key=lambda pair: pair[0])[1]


def _named_outlets(text: str, known: Collection[str]) -> tuple[str, ...]:
    """Find the outlets that a question names; an outlet's sections go by its name alone.

    A name of one word must be capitalised as the archive has it: "Fortune", not "a fortune".
    """
    named = []
    for outlet in known:
        base = re.sub(r"^The\s+", "", _SECTION.sub("", outlet))
        flags = re.IGNORECASE if " " in base else re.NOFLAG
        if base and re.search(rf"(?<!\w){re.escape(base)}(?!\w)", text, flags):
            named.append(outlet)
    return tuple(named)
