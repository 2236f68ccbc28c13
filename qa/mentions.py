"""What a question names, and which of its words stand for what it does not name; pure, rules."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from index.splitting import Span
from qa.speaking.speech_words import ACRONYMS, NO_NAMES
from qa.words import content_words

_LARGE = r"(?:(?:[A-Z]\.){2,}|[^\W\d_a-zа-яё](?:\.|[\w’'-]*))"
_LINK = r"(?:al|bin|bint|da|de|del|den|der|di|dos|du|for|ibn|la|le|of|ten|ter|van|von)(?: the)?"
_NAME = re.compile(rf"(?<![\w’']){_LARGE}(?:(?: {_LINK})? (?:{_LARGE}|\d+)){{0,12}}")
_WORD = re.compile(r" ([\w’'-]+)")
_POSSESSIVE = re.compile(r"[’']s?$")
# At the head of what is typed, and no names.
_NO_NAMES = NO_NAMES | {
    *("agreed", "amazing", "anybody", "anyone", "anything", "aside", "awesome", "besides", "ceo"),
    *("cfo", "cool", "coo", "cto"),
    *("define", "describe", "else", "especially", "everyone", "everything", "exactly", "explain"),
    *("give", "hello", "hey", "hi", "hmm", "incredible", "interesting", "let", "list", "maybe"),
    *("name", "nice", "nobody", "ok", "okay", "once", "perhaps", "really", "regarding", "remind"),
    *("show", "somebody", "someone", "something", "sounds", "specifically", "thank", "thanks"),
    *("until", "wait", "whoa", "woah", "wow", "yeah", "yep"),
}


class Means(StrEnum):
    """What sort of thing a word stands for."""

    PERSON = "person"
    THING = "thing"
    SEVERAL = "several"


_PRONOUNS = {
    **dict.fromkeys(("he", "she", "him", "her", "his", "hers"), Means.PERSON),
    **dict.fromkeys(("it", "its"), Means.THING),
    **dict.fromkeys(("they", "them", "their", "theirs"), Means.SEVERAL),
}
_OWNING = frozenset(("her", "hers", "his", "its", "their"))
_WHEN = frozenset(("again", "here", "today", "tomorrow", "tonight", "yesterday"))
# After these, "her" is whom something is given or told.
_GIVING = re.compile(r"\b(?:cost|gave|give|offer|show|tell|told) $")
_PRONOUN = re.compile(rf"\b(?:{'|'.join(_PRONOUNS)})\b", re.IGNORECASE)
# "How long does it take?", "Is it true that ...?"
_EMPTY_IT = re.compile(
    r"it (?:cost to|take|took|clear|expected|illegal|known|legal|likely|possible|rain|safe|said"
    r"|snow|that|true|when)\b",
    re.IGNORECASE,
)
# After these, "that" points at something; elsewhere it mostly begins a clause.
_POINTING = re.compile(
    r"(?:^(?:(?:and|but|ok(?:ay)?|so),? )?|\b(?:about|after|all|are|at|because of|before|behind|by"
    r"|can|could|did|do|does|doing|during|for|from|had|has|have|how|in|into|is|like|of|on|since"
    r"|than|through|to|under|was|were|what|when|where|which|who|why|will|with|would) )"
    r"(?P<word>this|that|these|those)\b"
    r"(?! (?:an?|he|i|it|one|she|the|they|we|you"
    r"|afternoon|evening|month|morning|quarter|summer|week|weekend|winter|year)\b)",
    re.IGNORECASE,
)
_LAST = re.compile(r"\b(?:that|these|this|those)(?=[\s?!.]*$)", re.IGNORECASE)
# Not "is there" and "there are".
_THERE = re.compile(
    r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )(?<!\bbe )(?<!\bbeen )(?<!\bhas )(?<!\bhave )"
    r"(?<!\bhad )(?<!\bwill )\bthere\b(?! (?:are|be|been|had|has|have|is|was|were|will|would)\b)",
    re.IGNORECASE,
)
_THEN = re.compile(r"\bthen\b", re.IGNORECASE)
# What begins a clause of its own, so that "it" may be who acts in the one before.
_CLAUSE = re.compile(
    r"[,;]|\b(?:after|although|and|as|because|before|but|how|if|since|that|though|until|what|when"
    r"|where|whether|which|while|who|whose|why"
    # Not "say about it", "think so".
    r"|(?:admit|announce|argue|believe|claim|deny|expect|fear|feel|hope|insist|know|promise|said|say"
    r"|says|suggest|think|want|warn)(?! (?:about|against|for|in|of|on|so|to|with)\b))\b",
    re.IGNORECASE,
)
_NOUN = re.compile(r"\b(?:an?|each|every|her|his|its|that|the|their|this) [^\W\d_]", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A word of a question that stands for something that it does not name: "he", "its", "there".

    `owns` tells of "his" and "its"; `alone` that a name can stand in its place, as it cannot in
    "that deal".
    """

    place: Span
    means: Means
    owns: bool = False
    alone: bool = True


def named(text: str) -> list[Span]:
    """Find the names in a text: runs of capitalised words, without those that begin a question.

    >>> text = "Did the Bank of England tell Ann Poe’s aide?"
    >>> [name.of(text) for name in named(text)]
    ['Bank of England', 'Ann Poe']
    """
    return list(_names(text))


def references(question: str) -> list[Reference]:
    """Find the words of a question that stand for what it does not name, in their order.

    >>> def words(question):
    ...     return [one.place.of(question) for one in references(question)]
    >>> words("Why did he sell it there?"), words("Did Poe say when she left?")
    (['he', 'it', 'there'], [])
    >>> words("How long does it take?"), words("Who signed that?"), words("Is it true she won?")
    ([], ['that'], ['she'])
    """
    found = {one.place: one for one in (*_pronouns(question), *_pointers(question))}
    return [one for _, one in sorted(found.items()) if not _is_bound(question, one)]


def _names(text: str) -> Iterator[Span]:
    for run in _NAME.finditer(text):
        start, end, words = *run.span(), run[0].split(" ")
        while words and _is_empty(words[0]):
            start += len(words.pop(0)) + 1
        while words and (_is_empty(words[-1]) or (end < run.end() and words[-1].isdecimal())):
            end -= len(words.pop()) + 1
        # "October 28": of a day nothing is left.
        while words and words[0].isdecimal():
            start += len(words.pop(0)) + 1
        if words:
            owner = _POSSESSIVE.search(words[-1])
            yield Span(start, end - len(owner[0]) if owner else end)


def _is_empty(word: str) -> bool:
    word = _POSSESSIVE.sub("", word)
    return word not in ACRONYMS and (word.casefold() in _NO_NAMES or not content_words(word))


def _pronouns(question: str) -> Iterator[Reference]:
    for match in _PRONOUN.finditer(question):
        word = match[0].casefold()
        if match[0] == "IT" or _EMPTY_IT.match(question, match.start()):
            continue
        owns = word in _OWNING and not (word == "her" and _is_object(question, match))
        yield Reference(place=Span(*match.span()), means=_PRONOUNS[word], owns=owns)


def _is_object(question: str, her: re.Match[str]) -> bool:
    """Tell "who saw her yesterday" from "who saw her car"."""
    after = _WORD.match(question, her.end())
    before = question[: her.start()]
    is_noun = after and after[1].casefold() not in NO_NAMES | _WHEN
    return not is_noun or _GIVING.search(before) is not None


def _pointers(question: str) -> Iterator[Reference]:
    for match in _POINTING.finditer(question):
        several = match["word"].casefold() in {"these", "those"}
        means = Means.SEVERAL if several else Means.THING
        yield Reference(place=Span(*match.span("word")), means=means, alone=False)
    for pattern in (_LAST, _THERE, _THEN):
        for match in pattern.finditer(question):
            yield Reference(place=Span(*match.span()), means=Means.THING, alone=False)


def _is_bound(question: str, one: Reference) -> bool:
    """Tell whether the question itself says before a word what that stands for.

    In one clause, "it" is not who acts: "Did Poe sell it?" Who "he" and "its" are may be.
    """
    before = question[: one.place.start]
    ends = [name.end for name in named(before)]
    if one.means is not Means.PERSON and one.alone and not one.owns:
        ends += [noun.end() for noun in _NOUN.finditer(before)]
    if not ends:
        return False
    word = one.place.of(question).casefold()
    if one.owns or word in {"he", "she", "they"}:
        return True
    # Nor is it in "Does Poe expect him to?"
    is_object = word in {"her", "him", "them"} or not one.alone
    end = before.rstrip().rfind(" ") if is_object else len(before)
    return _CLAUSE.search(before, min(ends), max(end, 0)) is not None
