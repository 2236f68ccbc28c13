"""Whose words a question asks for; pure.

>>> asked_of("What did Ann Poe say about Minsk?"), asked_of("Why, according to experts?")
('Ann Poe', 'experts')
>>> asked_of("Who said so?"), asked_of("What did he say?"), asked_of("What happened in Minsk?")
(None, None, None)
"""

import re
from collections.abc import Iterable
from functools import cache

from qa.words import has_words, words_of

# What is said, or thought aloud: the words for it in an article are their speaker's. A report is no
# verb in "the UN report say".
_SAY = (
    *("accuse", "acknowledge", "allege", "argue", "assert", "believe", "call for", "comment"),
    *("complain", "describe", "emphasise", "emphasize", "estimate", "expect", "explain", "insist"),
    *("predict", "remark", "say", "suggest", "think", "tweet", "urge", "warn"),
)
_SAYS = (
    *("argued", "argues", "believed", "believes", "claimed", "claims", "describe", "described"),
    *("said", "say", "says", "suggested", "suggests", "tells", "thinks", "thought", "told"),
    *("warned", "warns", "writes", "wrote"),
)
# These take other objects as well: "deny entry", "claim lives", "confirm a judge", "recall cars".
# They are speech in "What did Poe claim?", or where it follows what is said.
_MAY_SAY = (
    *("admit", "announce", "claim", "conclude", "confirm", "deny", "note", "observe", "promise"),
    *("refute", "reply", "state", "stress", "write"),
)
_MAY_HAVE_SAID = (
    *("admitted", "announced", "claimed", "confirmed", "denied", "described", "promised"),
    *("stated", "told", "written"),
)
_MAY_SAY_THAT = (*_MAY_SAY, "concede", "maintain", "recall", "report")
_OPINION = (
    "comment",
    "comments",
    "explanation",
    "opinion",
    "opinions",
    "thoughts",
    "view",
    "views",
)
_CLAIM = (
    "claim",
    "comment",
    "explanation",
    "prediction",
    "reason",
    "remark",
    "statement",
    "warning",
)
_CLAIMS = (*_CLAIM, *(f"{noun}s" for noun in _CLAIM))
# A question without one of these asks for nobody's words. The first words: "call for".
_TELLING = frozenset(
    word.split()[0]
    for words in (_SAY, _SAYS, _MAY_SAY_THAT, _MAY_HAVE_SAID, _OPINION, _CLAIMS)
    for word in words
) | {"according", "tell"}

_THAT = (
    r"(?:are|can|could|had|has|have|he|is|it|she|should|that|there|they|to\s+(?:be|have)|was"
    r"|were|will|would)"
)
_ANY = r"(?P<who>(?:[^\s,?]+\s+){0,6}?[^\s,?]+)"
_WHO = rf"{_ANY}(?:\s*,\s*(?P<name>[^,?]{{1,60}}),)?"
_SHORT = r"(?P<who>(?:[^\s,?]+\s+){0,2}?[^\s,?]+)"
_DOES = r"(?:did|do|does|will|would)"


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Compile what finds whose words are asked for: 5 ms, of questions that may ask only."""
    says = _one_of(_SAYS)
    patterns = (
        rf"\b{_DOES}\s+{_WHO}\s+{_one_of(_SAY)}\b",
        rf"\b{_DOES}\s+{_WHO}\s+{_one_of(_MAY_SAY_THAT)}\s+{_THAT}\b",
        rf"^what\s+{_DOES}\s+{_WHO}\s+{_one_of(_MAY_SAY)}\b",
        # "What does it tell us about ..." is what it shows.
        rf"\b(?:what|why)\s+{_DOES}\s+{_WHO}\s+tell\b(?!\s+(?:about|me|us|you)\b)",
        rf"\b(?:had|has|have)\s+{_WHO}\s+(?!claimed\b){says}\b",
        rf"^what\s+(?:had|has|have)\s+{_WHO}\s+{_one_of(_MAY_HAVE_SAID)}\b",
        rf"\baccording\s+to\s+{_ANY}\s*(?:[,.!]|\?*$)",
        rf"\b(?:reason|something|thing)\s+{_SHORT}\s+{says}\b",
        rf"\b(?:how|what|why)\s+{_SHORT}\s+{says}\b",
        rf"^what\s+(?:are|is|was|were)\s+{_SHORT}[’']s?\s+{_one_of(_OPINION)}\b",
        rf"\b{_one_of(_CLAIMS)}\s+(?:did|does|has)\s+{_SHORT}\s+(?:gives?|given|makes?|made)\b",
    )
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


def _one_of(words: Iterable[str]) -> str:
    return rf"(?:{'|'.join(words)})".replace(" ", r"\s+")


# Nobody, or the whole archive; and what the words before cannot be a speaker with.
_NOBODY = frozenset(words_of("any he i it many most one people she some that they this us we you"))
# What speaks of itself, and is quoted without a verb of speech.
_THE_TEXT = re.compile(
    r"\b(?:agreements?|amendments?|articles?|authors?|bible|constitution|contracts?|data|dating|dna"
    r"|evidence|figures|laws?|paragraphs?|passages?|polls?|quran|regulations?|rules?|statistics"
    r"|surveys?|texts?|treat(?:y|ies))\b",
    re.IGNORECASE,
)
_OF = frozenset(("at", "for", "from", "in", "of"))
_EMPTY_END = _OF | {"a", "an", "the"}
_NO_SPEAKER = frozenset(
    words_of("are be been can could did do does had has have is may might must not should to was")
    + words_of("were will would")
)


def asked_of(question: str) -> str | None:
    """Return whose words a question asks for, as it names them; None if it does not say."""
    if _TELLING.isdisjoint(re.findall(r"\w+", question.casefold())):
        return None
    for pattern in _patterns():
        found = pattern.search(question)
        # Of "Minsk’s mayor, Ann Poe, say" the name.
        name = found.groupdict().get("name") if found else None
        if found and _can_speak(found["who"]):
            return name if name and surname_of(name) else found["who"]
    return None


def surname_of(who: str) -> str | None:
    """Return the last word of a name; None of what describes somebody.

    >>> [surname_of(who) for who in ("Ann Poe", "the Kremlin", "experts", "the mayor of Minsk")]
    ['Poe', 'Kremlin', None, None]
    """
    words = words_of(who)
    is_name = bool(words) and words[-1][0].isupper() and _OF.isdisjoint(words)
    return words[-1] if is_name else None


def _can_speak(who: str) -> bool:
    if not has_words(who):  # "What did … say?"
        return False
    words = [word.casefold() for word in who.split()]
    if _NOBODY.issuperset(words) or words[-1] in _EMPTY_END or _THE_TEXT.search(who):
        return False
    return not _NO_SPEAKER.intersection(words)
