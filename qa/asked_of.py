"""Whose words a question asks for; pure.

>>> asked_of("What did Ann Poe say about Minsk?"), asked_of("Why, according to experts?")
('Ann Poe', 'experts')
>>> asked_of("Who said so?"), asked_of("What did he say?"), asked_of("What happened in Minsk?")
(None, None, None)
"""

import re

from qa.words import words_of

# What is said, or thought aloud: the words for it in an article are their speaker's.
_SAY = (
    r"(?:acknowledge|admit|allege|announce|argue|assert|believe|claim|comment|complain|concede|conclude"
    r"|confirm|deny|describe|emphasi[sz]e|estimate|expect|explain|insist|maintain|note|observe|predict"
    r"|promise|recall|refute|remark|reply|report|say|state|stress|suggest|tell|think|warn|write)"
)
_SAYS = (
    r"(?:argue[sd]|believe[sd]|claim(?:s|ed)|described?|said|says?|suggest(?:s|ed)|told|tells"
    r"|thinks|thought|warn(?:s|ed)|wrote|writes)"
)
_WHO = r"(?P<who>(?:[^\s,?]+\s+){0,6}?[^\s,?]+)"
_SHORT = r"(?P<who>(?:[^\s,?]+\s+){0,2}?[^\s,?]+)"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:did|do|does|will|would)\s+{_WHO}\s+{_SAY}\b",
        rf"\b(?:had|has|have)\s+{_WHO}\s+{_SAYS}\b",
        rf"^according\s+to\s+{_WHO}\s*,",
        rf"\baccording\s+to\s+{_WHO}\s*[?.!]*$",
        rf"\b(?:reason|something|thing)\s+{_SHORT}\s+{_SAYS}\b",
        rf"\b(?:how|what|why)\s+{_SHORT}\s+{_SAYS}\b",
    )
)
# Nobody, or the whole archive; and what the words before cannot be a speaker with.
_NOBODY = frozenset(("he", "i", "it", "one", "people", "she", "that", "they", "this", "we", "you"))
_THE_TEXT = re.compile(
    r"\b(?:articles?|authors?|paragraphs?|passages?|statistics|texts?)\b", re.IGNORECASE
)
_OF = frozenset(("at", "for", "from", "in", "of"))
_NO_SPEAKER = frozenset(
    (
        "are",
        "be",
        "been",
        "can",
        "could",
        "did",
        "do",
        "does",
        "had",
        "has",
        "have",
        "is",
        "may",
        "might",
        "must",
        "not",
        "to",
        "was",
        "were",
    )
)


def asked_of(question: str) -> str | None:
    """Return whose words a question asks for, as it names them; None if it does not say."""
    for pattern in _PATTERNS:
        found = pattern.search(question)
        if found and _can_speak(found["who"]):
            return found["who"]
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
    words = [word.casefold() for word in who.split()]
    if len(words) == 1 and words[0] in _NOBODY:
        return False
    return not _NO_SPEAKER.intersection(words) and not _THE_TEXT.search(who)
