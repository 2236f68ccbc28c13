"""Sentences by which an article takes back what it said: no evidence of what they repeat; pure."""

import re

_THIS = r"(?:this|the|our) (?:article|caption|headline|piece|post|report|story)"
_TAKES_BACK = re.compile(
    r"^\W*(?:\d\d?[:.]\d\d\s+)?(?:corrections?|corrected|clarification|erratum)\b[^.:]{0,40}:"
    rf"|\b(?:an?|the|this|our) (?:earlier|original|previous|prior) versions? of {_THIS}\b"
    rf"|\b{_THIS} (?:incorrectly|misstated|misidentified|mistakenly|wrongly)\b"
    r"|\bwe (?:had |have )?(?:incorrectly|mistakenly|wrongly) (?:reported|said|stated|wrote)\b",
    re.IGNORECASE,
)
_ASKS_FOR_IT = re.compile(
    r"\b(?:clarif|correct|error|incorrect|mistak|misstat|retract|version|wrong)", re.IGNORECASE
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
