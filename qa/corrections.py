"""Sentences that repeat what is not so, to take it back or deny it: no evidence of it; pure."""

import re

_THIS = r"(?:this|the|our) (?:article|caption|headline|piece|post|report|story)"
_TAKES_BACK = re.compile(
    r"^\W*(?:\d\d?[:.]\d\d\s+)?(?:corrections?|corrected|clarification|erratum)\b[^.:]{0,40}:"
    rf"|\b(?:an?|the|this|our) (?:earlier|original|previous|prior) versions? of {_THIS}\b"
    rf"|\b{_THIS} (?:incorrectly|misstated|misidentified|mistakenly|wrongly)\b"
    r"|\bwe (?:had |have )?(?:incorrectly|mistakenly|wrongly) (?:reported|said|stated|wrote)\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:is|was) (?:false|not (?:the case|true)|untrue) that\b|^\W*(?:false )?claim:"
    r"|\bclaims? that\b.*\b(?:is|are|was|were) (?:false|untrue|wrong)\b",
    re.IGNORECASE,
)
_ASKS_FOR_IT = re.compile(
    r"\b(?:claim|clarif|correct|error|fake|false|incorrect|mistak|misstat|retract|rumou?r|true"
    r"|untrue|version|wrong)",
    re.IGNORECASE,
)


def takes_back(sentence: str, *, asked: str = "") -> bool:
    """Tell whether a sentence repeats what was wrong, and the question asks for nothing of it.

    >>> takes_back("Correction: we wrote that 32 flights were diverted.")
    True
    >>> takes_back("An earlier version of this story said 84 percent.", asked="What was wrong?")
    False
    >>> takes_back("Police had wrongly named the man.")
    False
    """
    return bool(_TAKES_BACK.search(sentence)) and not _ASKS_FOR_IT.search(asked)


def denies(sentence: str, *, asked: str = "") -> bool:
    """Tell whether a sentence repeats what is not so, and the question asks for nothing of it.

    >>> denies("It is untrue that 4,000 doses were lost.", asked="How many doses were lost?")
    True
    >>> denies("He says that it is true.")
    False
    """
    return bool(_DENIES.search(sentence)) and not _ASKS_FOR_IT.search(asked)
