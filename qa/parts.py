"""A question of several parts, taken apart: each part with the outlets and the days it names; pure.

Rules only. A question is cut where a clause begins; a piece that says too little by itself stays
with its neighbour. A question that names no outlet is cut only where another question begins.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.asked_of import asked_of
from qa.introductions import subject_of
from qa.outlets import Mention
from qa.periods import Period
from qa.words import content_words, find_names


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a question.

    `text` is a slice of the question. `query` is what to search for: the text without outlets,
    days and words about reporting, and with the names that it lacks from the head of the question;
    without the words at its head that carry no subject, too, where the question names outlets, for
    there a part is seldom a question.
    `outlets` and `periods` are those that the part names; one that names no outlet has those that
    the whole question is about.
    """

    text: str
    query: str
    outlets: tuple[str, ...]
    periods: tuple[Period, ...]


# A piece with fewer content words stays with its neighbour: "as reported by The Verge". Of
# questions put as one two are enough: "and who is mayor of Minsk".
LEAST_WORDS, _LEAST_OF_QUESTIONS = 3, 2
# Each is read by itself; what follows stays with the last.
_MOST = 8

# Stand in for a named outlet and a named day, character by character, so that offsets stay and no
# comma or "and" inside a name is taken for the end of a clause.
_OUTLET, _DAY = "\ue000", "\ue001"
_MASKED = re.compile(f"[{_OUTLET}{_DAY}]+")

_ASKING = (
    r"(?:did|does|do|is|are|was|were|has|have|had|can|could|will|would|should"
    r"|who|whom|whose|what|when|where|why|how|which)\b"
)
# "Which states sent troops and are now training them?": the clause goes on, nothing else is asked.
_GOING_ON = (
    r"(?:is|are|was|were|has|have|had|can|could|will|would|should)"
    r"\s+(?:also|already|been|being|never|not|now|still|then|\w+(?:ed|ing))\b"
)
_QUESTION = re.compile(
    rf"[,;]?\s+(?:and|or|but)\s+(?!{_GOING_ON})(?={_ASKING})|(?<=\?)\s+|;\s+(?={_ASKING})",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    rf"""
    [,;]?\s+(?:all\s+)?(?:while|whereas|although|though|but|yet)\s+     # a contrast
    |[,;]?\s+(?=(?:in\s+contrast|as\s+opposed|contrary|similar(?:ly)?|compared)\s+(?:to|with)\b)
    |[,;]?\s+(?=(?:unlike|versus)\b)
    |[,;]\s+(?:and|or|nor)\s+                                           # a further clause
    |\s+and\s+(?={_ASKING})
    |\s+and\s+(?=(?-i:[a-z]\w*\s+){{0,6}}['‘"“]?{_OUTLET})                       # a further source
    |;\s+
    |,\s+(?={_ASKING}|(?:not|as|also|recently|previously|according)\b)
    |,\s+(?=(?-i:[a-z]\w*\s+){{0,3}}['‘"“]?{_OUTLET})
    |(?<![{_OUTLET}{_DAY}'’"”]),\s+(?=\w+(?:ed|ing)\b)
    """,
    re.IGNORECASE | re.VERBOSE,
)
# The last but one of a list, "Burnes, and Glasnow", is no end of a clause; nor is the list's "and".
_LISTED = re.compile(r",\s+(?:[^\s,]+\s+){0,2}[^\s,]+$")
_ITEM = re.compile(rf"(?!{_ASKING}|(?-i:[a-z]\w*\s+){{0,6}}['‘\"“]?{_OUTLET})", re.IGNORECASE)
# With a verb behind the words that ask, a word is enough: "how much was the damage".
_ASKS_WHOLE = re.compile(
    r"\W*(?:(?:and|but|or)\s+)?(?:who|whom|what|when|where|why|how(?:\s+(?:many|much|long|old|far))?)"
    r"(?:\s+\w+){0,2}?\s+(?:is|are|was|were|did|does|do|has|have|had|can|could|will|would)\b",
    re.IGNORECASE,
)
_WHAT = re.compile(r"\W*(?:and\s+)?what\b", re.IGNORECASE)
_LEADS = ("based", "considering", "given", "regarding", "subsequent", "well")
# What is left where an outlet or a day is taken out: "published on [day], ".
_STRANDED = re.compile(r"\b(?:on|in|by|from|of|to)(?=\s*(?:[,.?]|\band\b|$))")
_QUOTATION_MARK = re.compile(r"(?<!\w)['‘’\"“”]+(?!\w)")
_PRONOUN = re.compile(r"\b(?:he|she|it|they|him|them|his|her|its|their)\b", re.IGNORECASE)
_RUN = re.compile(r"(?:[A-ZÀ-ÖØ-ÞА-ЯЁ][\w.’'-]*\s*)+")
_REPORTING = re.compile(
    r"\b(?:articles?|reports?|reported|reporting|pieces?|stor(?:y|ies)|coverage|covered|publish(?:ed)?"
    r"|publications?|news(?:papers?)?|sources?|suggest(?:s|ed|ing)?|claim(?:s|ed)?|indicat(?:e|es|ed|ing)"
    r"|impl(?:y|ies|ied)|mention(?:s|ed|ing)?|discuss(?:es|ed|ing)?|stat(?:ed|ing)|according"
    r"|describ(?:e|es|ed|ing)|detail(?:s|ed|ing)?|focus(?:es)?|portrayals?|consisten(?:t|cy)"
    r"|inconsisten(?:t|cy)|individuals?|contrast|compared|similar(?:ly)?|same|different|differing)\b",
    re.IGNORECASE,
)


def take_apart(
    text: str, *, mentions: Sequence[Mention] = (), periods: Sequence[Period] = ()
) -> tuple[Part, ...]:
    """Take a question of several parts apart; empty where it has one part.

    Args:
        text: the question.
        mentions: where it names outlets.
        periods: the days that it names.

    >>> asked = take_apart("When did Minsk join the bloc, and who led its army in that war?")
    >>> [part.query for part in asked]
    ['When did Minsk join the bloc?', 'Minsk: who led its army in that war?']
    >>> take_apart("Why hasn't Belarus sent troops and tanks to Ukraine?")
    ()
    """
    days = _placed(text, periods)
    masked = text
    for start, end, mark in (
        *((mention.start, mention.end, _OUTLET) for mention in mentions),
        *((at, at + len(period.text), _DAY) for at, period in days),
    ):
        masked = masked[:start] + mark * (end - start) + masked[end:]
    boundary, least = (_CLAUSE, LEAST_WORDS) if mentions else (_QUESTION, _LEAST_OF_QUESTIONS)
    pieces = _joined(masked, list(_pieces(masked, boundary)), least)
    pieces = [
        *pieces[: _MOST - 1],
        *((start, len(masked)) for start, _ in pieces[_MOST - 1 : _MOST]),
    ]
    if len(pieces) < 2:
        return ()
    named = [(mention.start, outlet) for mention in mentions for outlet in mention.outlets]
    parts: list[Part] = []
    subject = ""
    for start, end in pieces:
        bare = _without_frame(masked[start:end])
        own = dict.fromkeys(outlet for at, outlet in named if start <= at < end)
        query = without_lead(bare) if mentions else f"{bare.strip(' ,;?.')}?"
        if subject and _lacks_subject(bare):
            query = f"{subject} {query}" if mentions else f"{subject}: {query}"
        parts.append(
            Part(
                text=text[start:end].strip(" ,;"),
                query=query,
                outlets=tuple(own or dict.fromkeys(outlet for _, outlet in named)),
                periods=tuple(period for at, period in days if start <= at < end),
            )
        )
        subject = subject or _first_name(without_lead(bare))
    return tuple(parts)


def _placed(text: str, periods: Sequence[Period]) -> list[tuple[int, Period]]:
    """Find where each period stands; they are in the order of the text."""
    placed, at = [], 0
    for period in periods:
        at = text.index(period.text, at)
        placed.append((at, period))
        at += len(period.text)
    return placed


def _pieces(masked: str, boundary: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for match in boundary.finditer(masked):
        if _LISTED.search(masked, start, match.start()) and _ITEM.match(masked, match.end()):
            continue
        yield start, match.start()
        start = match.end()
    yield start, len(masked)


def _joined(masked: str, pieces: Sequence[tuple[int, int]], least: int) -> list[tuple[int, int]]:
    """Join a piece of too few words to the one before it, or at the head to the next."""
    joined: list[tuple[int, int]] = []
    for start, end in pieces:
        if joined and any(
            _says_too_little(masked[slice(*at)], least) for at in ((start, end), joined[-1])
        ):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _says_too_little(piece: str, least: int) -> bool:
    """Tell whether a piece is no question by itself.

    "Who is Poe?", "What does Poe say?" and "how many were hurt" are, of a single word.
    """
    words = content_words(without_lead(_without_frame(piece))).split()
    if len(words) >= least or not words:
        return len(words) < least
    asks_whole = least == _LEAST_OF_QUESTIONS and _ASKS_WHOLE.match(piece)
    return not (asks_whole or subject_of(piece) or _asks_of_name(piece))


def _asks_of_name(piece: str) -> bool:
    """Tell whether a piece asks for the words of somebody whom it names."""
    return bool(_WHAT.match(piece)) and bool(find_names(asked_of(piece) or ""))


def _without_frame(masked: str) -> str:
    """Leave out outlets, days and words about reporting."""
    bare = _REPORTING.sub(" ", _MASKED.sub(" ", masked))
    bare = _STRANDED.sub(" ", bare)
    return " ".join(_QUOTATION_MARK.sub(" ", bare).split())


def without_lead(bare: str) -> str:
    """Leave out the words at the head that carry no subject, and the marks around."""
    words = bare.split()
    lead = itertools.takewhile(lambda word: _is_empty(word) or word.casefold() in _LEADS, words)
    return re.sub(r"\s+(?=[,.?])", "", " ".join(words[len(list(lead)) :])).strip(" ,;?.")


def _is_empty(word: str) -> bool:
    return not content_words(word)


def _first_name(text: str) -> str:
    """Return the first run of capitalised words that holds a name, as one."""
    runs = (match[0] for match in _RUN.finditer(text))
    return next((run.strip() for run in runs if find_names(run)), "")


def _lacks_subject(text: str) -> bool:
    """Tell whether a text speaks of somebody before it names anybody, or names nobody at all."""
    pronoun, names = _PRONOUN.search(text), find_names(text)
    return not names or (pronoun is not None and not find_names(text[: pronoun.start()]))
