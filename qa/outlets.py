"""The outlets of an archive that a question names; pure."""

import re
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from qa.words import find_names


class Mention(NamedTuple):
    """Where a text names an outlet, and which of the archive's outlets that may be."""

    start: int
    end: int
    outlets: tuple[str, ...]


# "FOX News - Health", "Cnbc | World Business News Leader", "Live Science: The Most Interesting".
_SECTION = re.compile(r"\s+[-–|]\s.*$|:\s.*$", re.IGNORECASE)
_DOMAIN = re.compile(r"\.(?:com|org|net|co\.uk)$", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"([^\W_][\w’'-]*)\s$")
_ARTICLE = re.compile(r"^The\s+", re.IGNORECASE)


def find_outlets(text: str, known: Collection[str]) -> tuple[Mention, ...]:
    """Find where a text names outlets, in order; the longest name that fits counts.

    An outlet's sections go by its name alone too ("FOX News" for "FOX News - Health"). A name of
    one word must be written as one, "Fortune", but neither "a fortune" nor "Fortune 500", or stand
    where only an outlet does: "according to fortune".

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
    if not (word.isupper() or any(word in outlet for outlet in outlets)) and not (
        _SOURCE.search(text[: match.start()]) or _WRITTEN.match(text, match.end())
    ):
        return False
    after = re.match(r"\s+([^\W_]+)", text[match.end() :])
    if after and (after[1].isdigit() or (after[1][0].isupper() and after[1] not in _PAPERS)):
        return False
    before = _WORD_BEFORE.search(text[: match.start()])
    return not (before and find_names(before[1]))


_THE = r"(?:(?:an?|one|the)\s+)?[\"'“‘]?$"
_SOURCE = re.compile(
    r"[,;]?\s*\(?\b(?:according to|(?:as )?per"
    r"|as (?:covered|described|published|reported|stated|told) (?:by|in))\s+" + _THE,
    re.IGNORECASE,
)
_TEXT = r"(?:articles?|coverage|pieces?|reports?|stor(?:y|ies))\b"
_CLOSED = r"[\"'”’]?(?:['’]s)?"
_ITS_TEXT = re.compile(rf"{_CLOSED}(?:\s+{_TEXT})?\)?", re.IGNORECASE)
# "The Verge's article", and what may stand before it.
_OWNED = re.compile(rf"{_CLOSED}\s+(?P<text>{_TEXT})", re.IGNORECASE)
_WRITTEN = re.compile(rf"{_CLOSED}\s+(?:article|piece|story)\b", re.IGNORECASE)
_THE_BEFORE = re.compile(r"(?:\b(?:an?|one|the)\s+)?[\"'“‘]?$", re.IGNORECASE)
# "The latest Verge report", "this Verge report": no second "the".
_DETERMINED = re.compile(
    r"\b(?:an?|the|its|their)\s+(?-i:[a-z][\w-]*)\s+[\"'“‘]?$"
    r"|\b(?:this|that|these|those|which|what|two|three|both|all|any|some|other|another|each|every)"
    r"\s+[\"'“‘]?$",
    re.IGNORECASE,
)
_IN = re.compile(r"[,;]?\s*\b(?:in|from|by)\s+" + _THE, re.IGNORECASE)
_CLAUSE_ENDS = re.compile(r"\s*(?:,|[?.!]*$)")
_OF_DAY = r"\s+(?:(?:published|dated)\s+)?(?:on|in|from|of)\s+(?:{})"
# "What did The Verge report about": who is asked about what it says of itself stays.
_DID = re.compile(r"\b(?:did|does|do)\s+[\"'“‘]?$", re.IGNORECASE)
_VERBS = r"\b(?:claim|cover|describe|mention|note|publish|report|reveal|say|state|suggest|write)\b"
_SAY = re.compile(
    rf"[\"'”’]?\s+(?!report\b.+{_VERBS})"  # "does the Verge report on Minsk say"
    rf"(?:(?:report|write|publish)(?=\s+(?:about|on|that)\b)|(?P<verb>{_VERBS}))"
    r"(?!\s+(?:about|of)\s+its\b)",
    re.IGNORECASE,
)
_IN_ITS_TEXT = rf"\bin\s+(?:its|their)\s+(?:[\w-]+\s+){{0,3}}{_TEXT}"
_IN_ITS = re.compile(rf"^{_IN_ITS_TEXT},\s*|\s+{_IN_ITS_TEXT}(?=[?.!]*$)", re.IGNORECASE)
_LEFT_OVER = re.compile(r"[,;]?\s+(?:and|or|but)\s*(?=[?.!]*$)", re.IGNORECASE)
_BESIDE = re.compile(r"[\"'”’]?(?:,|,?\s+(?:and|or))\s+[\"'“‘]?", re.IGNORECASE)


def without_sources(text: str, mentions: Sequence[Mention], days: Collection[str] = ()) -> str:
    """Leave out where a question says only who is to answer it: "according to The Verge".

    No passage says of itself where it was published. What cannot be left out becomes "the article".
    An outlet that is asked about stays.

    Args:
        text: the question.
        mentions: where it names outlets.
        days: how it names days; those of the article that is meant go too.

    >>> question = "According to a Verge report, who left?"
    >>> without_sources(question, find_outlets(question, ["The Verge"]))
    'who left?'
    >>> question = "What did The Verge report about Minsk?"
    >>> without_sources(question, find_outlets(question, ["The Verge"]))
    'What did the article say about Minsk?'
    """
    bare = text
    for start, end, several in reversed(list(_runs(text, mentions))):
        before, after = bare[:start], bare[end:]
        if source := _SOURCE.search(before):
            its = _ITS_TEXT.match(after)
            bare = before[: source.start()] + after[its.end() if its else 0 :]
        elif _DID.search(before) and (said := _SAY.match(after)):
            article = f"the article{'s' if several else ''} {said['verb'] or 'say'}"
            bare = _IN_ITS.sub("", before.rstrip("\"'“‘") + article + after[said.end() :])
        elif owned := _OWNED.match(after):
            bare = _with_the_article(before, owned["text"], after[owned.end() :], days)
    if bare == text:
        return text
    return " ".join(_LEFT_OVER.sub("", bare).split()).lstrip(",; ")


def _runs(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[int, int, bool]]:
    """Yield where outlets are named, those of a list ("The Verge and Fortune") as one."""
    waiting = deque(mentions)
    while waiting:
        start, end, _ = waiting.popleft()
        several = False
        while waiting and _BESIDE.fullmatch(text, end, waiting[0].start):
            end, several = waiting.popleft().end, True
        yield start, end, several


def _with_the_article(before: str, article: str, after: str, days: Collection[str]) -> str:
    """Put an article in an outlet's place, or nothing: "in the Verge story" at the end."""
    if days:
        after = re.sub(r"^" + _OF_DAY.format("|".join(map(re.escape, days))), "", after)
    if (place := _IN.search(before)) and _CLAUSE_ENDS.match(after):
        return before[: place.start()] + after
    if _DETERMINED.search(before):
        return before.rstrip("\"'“‘") + article + after
    return f"{_THE_BEFORE.sub('', before)}the {article}{after}"


_PAPERS = ("Article", "Magazine", "News", "Online", "Report")
