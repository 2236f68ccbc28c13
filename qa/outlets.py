"""The outlets of an archive that a question names; pure."""

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from qa.words import FUNCTION_WORDS, words_of


class Mention(NamedTuple):
    """Where a text names an outlet, and which of the archive's outlets that may be."""

    start: int
    end: int
    outlets: tuple[str, ...]


# "FOX News - Health", "Cnbc | World Business News Leader", "Live Science: The Most Interesting".
_SECTION = re.compile(r"\s+[-–|]\s.*$|:\s.*$", re.IGNORECASE)
_DOMAIN = re.compile(r"\.(?:com|org|net|co\.uk)$", re.IGNORECASE)
_ARTICLE = re.compile(r"^The\s+", re.IGNORECASE)


def find_outlets(text: str, known: Collection[str]) -> tuple[Mention, ...]:
    """Find where a text names outlets, in order; the longest name that fits counts.

    An outlet's sections go by its name alone too ("FOX News" for "FOX News - Health"). A name of
    one word must be written as one: "Fortune", but neither "a fortune" nor "Fortune 500".

    >>> find_outlets("What did a Verge article say?", ["The Verge"])
    (Mention(start=11, end=16, outlets=('The Verge',)),)
    >>> find_outlets("Who hunted in the Ice Age?", ["The Age"])
    ()
    """
    names: dict[str, list[str]] = {}
    written: dict[str, str] = {}  # "Straße" is folded to more letters than it has
    for outlet in known:
        for name in _spellings(outlet):
            names.setdefault(_folded(name), []).append(outlet)
            written.setdefault(_folded(name), name)
    if not names:
        return ()
    longest_first = sorted(written.values(), key=lambda name: (-len(name), name))
    pattern = re.compile(
        rf"(?<!\w)(?:the\s+)?({'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE
    )
    return tuple(
        Mention(match.start(), match.end(), tuple(names[_folded(match[1])]))
        for match in pattern.finditer(text)
        if " " in match[1] or _is_a_name(text, match, names[_folded(match[1])])
    )


def _folded(name: str) -> str:
    """Fold case as `re` does, to which the Turkish letters I with and without a dot are one."""
    return name.casefold().replace("i\u0307", "i").replace("\u0131", "i")


def _spellings(outlet: str) -> set[str]:
    """Return the ways to name an outlet, without "The": whole, without its section or domain."""
    whole = _ARTICLE.sub("", outlet.strip())
    main = _SECTION.sub("", whole)
    return {name for name in (whole, main, _DOMAIN.sub("", main)) if name}


def _is_a_name(text: str, match: re.Match[str], outlets: Collection[str]) -> bool:
    """Tell whether one word names an outlet, and is not a common word or part of another name."""
    word = match[1]
    if not (word.isupper() or any(word in outlet for outlet in outlets)):
        return False
    after = re.match(r"\s+([^\W_]+)", text[match.end() :])
    if after and (after[1].isdigit() or (after[1][0].isupper() and after[1] not in _PAPERS)):
        return False
    before = words_of(text[: match.start()])[-1:] if text[: match.start()].endswith(" ") else []
    return not (before and before[0][0].isupper() and before[0].casefold() not in FUNCTION_WORDS)


_SOURCE = re.compile(
    r"[,;]?\s*\b(?:according to|as (?:covered|described|published|reported|stated|told) (?:by|in))"
    r"\s+(?:(?:an?|one|the)\s+)?[\"'“‘]?$",
    re.IGNORECASE,
)
_ITS_TEXT = re.compile(
    r"[\"'”’]?(?:['’]s)?(?:\s+(?:articles?|coverage|pieces?|reports?|stor(?:y|ies)))?",
    re.IGNORECASE,
)


def without_sources(text: str, mentions: Sequence[Mention]) -> str:
    """Leave out where a question says only who is to answer it: "according to The Verge".

    No passage says of itself where it was published. An outlet that is asked about stays.

    >>> question = "According to a Verge report, who left?"
    >>> without_sources(question, find_outlets(question, ["The Verge"]))
    'who left?'
    """
    for mention in reversed(mentions):
        before = _SOURCE.search(text[: mention.start])
        after = _ITS_TEXT.match(text, mention.end)
        if before and after:
            text = text[: before.start()] + text[after.end() :]
    return " ".join(text.split()).lstrip(",; ")


_PAPERS = ("Article", "Magazine", "News", "Online", "Report")
