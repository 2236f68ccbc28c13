"""What is asked: the question's words, names, numbers and kind, its outlets, days and parts."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from index import RequestError
from qa.asked_of import asked_of
from qa.introductions import subject_of
from qa.outlets import find_outlets, without_sources
from qa.parts import Part, take_apart
from qa.periods import Period, day_asked_for, find_periods
from qa.quantities import Quantity, quantity_of
from qa.words import (
    content_terms,
    content_words,
    find_names,
    has_words,
    numbers_of,
)

# A question is one thing to look for; whole documents pasted in by mistake are refused.
MAX_CHARACTERS = 2000


class Kind(StrEnum):
    """What sort of answer a question asks for."""

    NUMBER = "number"
    DATE = "date"
    PERSON = "person"
    PLACE = "place"
    REASON = "reason"
    IDENTITY = "identity"
    EVENT = "event"
    WORDS = "words"  # of somebody, whatever they are: "What did Poe say?"
    WHETHER = "whether"  # something is so
    OTHER = "other"


_AUXILIARIES = "are|can|could|did|do|does|had|has|have|is|might|must|should|was|were|will|would"
# "Did he say why he left?" asks why.
_ASKS_NO_MORE = (
    r"(?!.*\b(?:announced?|clear|disclosed?|explain(?:ed)?|know|reveal(?:ed)?|said|say|tell|told)"
    r"\s+(?:how|wh(?:at|ere|en|ich|om?|ose|y))\s+\w)"
)
_KINDS = (
    (Kind.NUMBER, r"how (?:many|much|long|old|far|often|large|big|high|fast)"),
    (Kind.NUMBER, r"what (?:age|number|share|per ?cent(?:age)?)"),
    (Kind.DATE, r"when|(?:what|which) (?:year|date|day|month|time)s?"),
    (Kind.REASON, r"why|how come|(?:what|which) (?:reason|cause)s?|what (?:led|made|prompted)"),
    (Kind.REASON, r"what (?:are|is|was|were) (?:\w+ ){0,3}(?:reason|cause)s?"),
    # Not the WHO; a name is one whoever or whatever has it.
    (Kind.PERSON, r"(?-i:[Ww]ho)|^who|whom|whose|what (?:are|is|was|were) the names? of"),
    (
        Kind.PLACE,
        r"where|(?:what|which) (?:(?:countr|cit)(?:y|ies)|(?:place|state|town|region)s?)",
    ),
    # What comes after these only tells more: "What did those who left say when it snowed?"
    (Kind.OTHER, r"how|what|which"),
    # "Do we know if he left?", its head taken off; "If he left, how many stayed?" asks how many.
    (
        Kind.WHETHER,
        rf"^{_ASKS_NO_MORE}(?:if(?!.*\b(?:how|wh\w+)\b)|whether|(?:{_AUXILIARIES})(?:n[’']t)?)",
    ),
)
_KIND_PATTERNS = tuple((kind, re.compile(rf"\b(?:{p})\b", re.IGNORECASE)) for kind, p in _KINDS)


_UNMARKED = re.compile(
    rf"(?:Who|Whom|Whose|What|Which|When|Where|Why|How|{_AUXILIARIES.title()})\b.*[^?!]",
    re.DOTALL,
)
_POLITE = re.compile(
    r"^(?:(?:can|could|will|would) you (?:please )?)?"
    r"(?:(?:show|tell) (?:me|us)|say|do(?:es)? (?:any(?:body|one)|we|you) know|is it known)\s+",
    re.IGNORECASE,
)

# What is asked about the sources and not about the world; the answer shows it by itself.
_ABOUT_SOURCES = re.compile(
    r"(?:[,;]\s*|\s+)(?:and|or|but)\s+(?:(?:on what|how far|whether|where)\s+)?(?:do|does|did)?\s*"
    r"(?:all\s+|both\s+)?(?:of\s+)?(?:the|these|different|other|various|our)?\s*"
    r"(?:sources?|reports?|outlets?|accounts?|articles?|papers?)\s+(?:do\s+)?(?:all\s+)?"
    r"(?:(?:dis)?agree|differ|concur|conflict|match|contradict(?: (?:each other|one another))?)\s*"
    r"(?:on (?:it|this|that)|about (?:it|this|that))?[?.!]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A question put so that it stands by itself, though it follows on others.

    `about` is what it takes over from the conversation; `articles` are the ids of those that were
    quoted there. It is not `sure` to follow on them where it may stand by itself as well.
    """

    question: str
    about: tuple[str, ...] = ()
    articles: frozenset[str] = frozenset()
    sure: bool = True

    def __str__(self) -> str:
        return f"{', '.join(self.about)}: {self.question}" if self.about else self.question


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question as it was understood.

    `asked` is what is looked for: the text without a tail that asks whether the sources agree, and
    where it has one part, without words that only say whose report is meant.
    `terms` are index terms without function words; `names` and `numbers` are as written. `outlets`
    are those of the archive that the question names, spelled as the archive spells them, and
    `periods` the days that it names. `subject` is what it asks to be told who or what it is, of a
    question of the kind `IDENTITY`. `parts` are what it was taken apart into: two or more, or
    none where it asks one thing. `speaker` is whose words a question of one part asks for, and
    `quantity` what sort of quantity.
    """

    text: str
    asked: str
    terms: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    kind: Kind
    outlets: tuple[str, ...]
    periods: tuple[Period, ...] = ()
    parts: tuple[Part, ...] = ()
    subject: str | None = None
    speaker: str | None = None
    quantity: Quantity | None = None


def parse(
    text: str,
    *,
    about: Sequence[str] = (),
    known_outlets: Collection[str] = (),
    latest: date | None = None,
) -> Question:
    """Understand a question.

    Args:
        text: the question.
        about: what it is about besides, of one that follows on others: read with it, and searched
            for, but expected in no sentence.
        known_outlets: the archive's outlets.
        latest: the day of the archive's newest article, for dates without a year.

    Raises:
        RequestError: it is no string, has no word in it, or is longer than `MAX_CHARACTERS`.

    >>> asked = parse("How many T-72 tanks did Belarus hand over in 2022?")
    >>> asked.kind.value, asked.names, asked.numbers, [period.text for period in asked.periods]
    ('number', ('T-72', 'Belarus'), ('72', '2022'), ['2022'])
    """
    text = checked(text)
    mentions = find_outlets(text, known_outlets)
    periods = find_periods(text, latest=latest)
    parts = tuple(
        replace(part, query=str(Understood(question=part.query, about=tuple(about))))
        for part in take_apart(text, mentions=mentions, periods=periods)
    )
    days = [period.text for period in periods]
    asked = _ABOUT_SOURCES.sub("?", text if parts else without_sources(text, mentions, days))
    asked = with_mark(asked if content_words(asked) else text)
    subject = None if parts else subject_of(asked)
    kind = Kind.IDENTITY if subject else _kind(text)
    speaker = None if parts else asked_of(asked)
    quantity = None if parts else quantity_of(asked)
    if quantity and kind is Kind.OTHER:  # "What does it cost?"
        kind = Kind.NUMBER
    if not parts and day_asked_for(asked, periods):
        kind = Kind.EVENT
    elif speaker and set(content_words(asked).split()) <= set(content_words(speaker).split()):
        kind = Kind.WORDS
    return Question(
        text=text,
        asked=str(Understood(question=asked, about=tuple(about))),
        terms=content_terms(asked),
        names=find_names(text if parts else asked),
        numbers=numbers_of(text),
        kind=kind,
        outlets=tuple(dict.fromkeys(outlet for m in mentions for outlet in m.outlets)),
        periods=periods,
        parts=parts,
        subject=subject,
        speaker=speaker,
        quantity=quantity,
    )


def with_mark(text: str) -> str:
    """End a sentence that asks with its mark: the reader has seldom seen one without.

    Of every second question of OneStopQA 41 in 100 were answered in the first three without their
    marks, 50 with them. Words in small letters are a search engine's: of CLAPnq's, all so, more
    were answered with marks (78 in 100, 61 without), but at a quarter wrongly answered fewer (82,
    87). (By a script that is not kept.)

    >>> with_mark("How large is the army"), with_mark("army of Minsk"), with_mark("how large is it")
    ('How large is the army?', 'army of Minsk', 'how large is it')
    """
    return f"{text.rstrip(' .')}?" if _UNMARKED.fullmatch(text) else text


def checked(text: str) -> str:
    """Return a question with single spaces; refuse one that cannot be asked.

    Raises:
        RequestError: as for `parse`.
    """
    check_string(text)
    text = " ".join(text.split())
    if not has_words(text):
        raise RequestError("the question has no words; ask, for example: How large is the army?")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise RequestError("the question holds half a character (a lone surrogate); type it anew")
    if len(text) > MAX_CHARACTERS:
        raise RequestError(
            f"the question has {len(text)} characters, {MAX_CHARACTERS} at most can be read; "
            "ask one thing at a time"
        )
    return text


def check_string(question: object) -> None:
    """Refuse what is no question by its type, such as the empty cell of a table.

    Raises:
        RequestError: it is no string.
    """
    if not isinstance(question, str):
        raise RequestError(
            f"a question is a string, and {question!r:.60} is none; leave out what is empty"
        )


def _kind(text: str) -> Kind:
    """Take the question word that stands first, and of what fits there what comes first above."""
    text = _POLITE.sub("", text)
    found = ((m.start(), kind) for kind, pattern in _KIND_PATTERNS if (m := pattern.search(text)))
    return min(found, default=(0, Kind.OTHER), key=lambda pair: pair[0])[1]
