"""Who said it: the speakers of an article's sentences; pure.

A quotation belongs to who is said to have spoken it, in its own sentence or beside it; "he said" is
who was named last.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from index.splitting import Span, split_sentences
from qa.names import fold
from qa.speaking.quotations import ends_whole, mask, owners_of
from qa.speaking.speech import Speech, is_pronoun, is_said, speeches
from qa.speaking.speech_words import NO_NAMES, ROLES
from qa.speaking.transcripts import labelled_lines
from qa.words import words_of

_LARGE = r"[^\W\d_a-zа-яё](?:\.|[\w’'-]*)"
_NAME = re.compile(rf"(?<![\w’']){_LARGE}(?: {_LARGE})*")
_THE = re.compile(r"\b[Tt]he $")
# What may stand before the subject of a clause.
_CLAUSE = re.compile(
    r"(?:[,;:—–(]|\b(?:although|as|because|but|if|since|that|though|where|which|while|when|who))\s$",
    re.IGNORECASE,
)
# "Rovers manager Poe", "The former mayor Poe", with a dateline before it or not.
_ROLE = re.compile(rf"(?:The |{_LARGE} ){{0,3}}(?:[a-z-]+ ){{0,2}}([a-z-]+) ")
_LONGEST_BEFORE = 120  # characters
# Before whom something is said by, and behind the verb: it was not said, or nobody knows.
_NOT_SAID = re.compile(
    r"\b(?:doctored|fabricated|fake|hoax|made-up|no evidence|not true|nothing shows|parody"
    r"|rumou?rs?|spoof|untrue)\b|\b(?:claims?|doubt(?:ed|s)?|hop(?:ed?|es)|reports?|suspect(?:ed|s)?|suppose"
    r"|unless|whether|wish(?:ed|es)?)(?: that)? $",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:is|are|was|were) (?:fabricated|fake|false|unclear|untrue|wrong)\b")
_CLAIM = re.compile(
    r"\b(?:claims?|quotes?|reports?|story) (?:in which|that|where)\b", re.IGNORECASE
)
# "Poe and Roe", "Poe’s mother": no one person.
_OTHERS = re.compile(r" (?:and|nor) |[’']s\b")
_SUFFIXES = frozenset(("ii", "iii", "iv", "jr", "sr"))


class Voice(NamedTuple):
    """A verb of speech with its subject, and where the text names whom that stands for."""

    who: Span | None
    subject: Span
    verb: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A sentence of a text, with who speaks in it, in their order.

    `beside` tells that all of it is a quotation, and a sentence beside it says whose.
    """

    sentence: Span
    voices: tuple[Voice, ...]
    beside: bool = False

    @property
    def speakers(self) -> tuple[Span, ...]:
        """Where the text names who speaks."""
        return tuple(dict.fromkeys(voice.who for voice in self.voices if voice.who))


@lru_cache(maxsize=64)
def spoken(text: str) -> tuple[Spoken, ...]:
    """Find who speaks in each sentence of a text, in order."""
    masked, quotations = mask(text)
    sentences = split_sentences(text)
    found = [list(speeches(masked, sentence)) for sentence in sentences]
    own = _speakers(text, masked, sentences, found)
    owners = owners_of(
        quotations,
        sentences=sentences,
        masked=masked,
        speaks=[some != () for some in own],
        says=[any(is_said(speech.verb.of(text)) for speech in some) for some in found],
    )
    found_out = [
        Spoken(
            sentence=sentence,
            voices=() if owner is None else own[owner] or (),
            beside=owner != at,
        )
        for at, (sentence, owner) in enumerate(zip(sentences, owners, strict=True))
    ]
    return tuple(_with_labels(masked, found_out))


def _speakers(
    text: str, masked: str, sentences: Sequence[Span], found: Sequence[Sequence[Speech]]
) -> list[tuple[Voice, ...] | None]:
    """Find the speakers that each sentence has itself; None where it does not say who "they" are.

    A pronoun stands for who was named last: in its own sentence who speaks there, or else the
    nearest person before it that a clause begins with.
    """
    cast = _Cast(text, found)
    own = list[tuple[Voice, ...] | None]()
    for sentence, some in zip(sentences, found, strict=True):
        people = cast.people(masked, sentence)
        cast.speaker = None
        told = (speech for speech in some if not _is_unsaid(masked, sentence, speech))
        heard = [Voice(cast.who_speaks(speech, people), *speech) for speech in told]
        voices = _without_namesakes(text, heard)
        is_known = not voices or any(voice.who for voice in voices)
        own.append(voices if is_known else None)
        if cast.speaker or (people and not voices and ends_whole(sentence.of(text))):
            cast.last["he"] = cast.speaker or people[0]
    return own


def _is_unsaid(masked: str, sentence: Span, speech: Speech) -> bool:
    """Tell whether a sentence doubts or denies that something was said: "a fake clip in which"."""
    start = min(speech.who.start, speech.verb.start)
    first = max(sentence.start, start - _LONGEST_BEFORE)
    if _NOT_SAID.search(masked, first, start):
        return True
    is_claim = _CLAIM.search(masked, first, start) is not None
    return is_claim and _DENIED.search(masked, speech.verb.end, sentence.end) is not None


def _with_labels(masked: str, some: Iterable[Spoken]) -> Iterator[Spoken]:
    """Give the lines of an interview to whom their labels name: "Poe: It is late. I leave"."""
    lines = labelled_lines(masked)
    for one in some:
        at = bisect_right(lines, one.sentence.start, key=lambda line: line.label.start) - 1
        line = lines[at] if at >= 0 else None
        if line and one.sentence.start < line.end and not _is_introduced(masked, one):
            voice = Voice(line.label, line.label, Span(line.label.end, line.label.end + 1))
            yield replace(one, voices=(voice, *one.voices), beside=False)
        else:
            yield one


def _is_introduced(masked: str, one: Spoken) -> bool:
    return any(voice.verb.of(masked) == ":" for voice in one.voices)


def _without_namesakes(text: str, voices: Sequence[Voice]) -> tuple[Voice, ...]:
    """Leave open who "he" is who is named behind a semicolon: "He said no; Poe said yes".

    In "as she said, Poe denied it" both are one.
    """
    kept, later = list[Voice](), dict[str, int]()
    for voice in reversed(voices):
        last = last_word(voice.who.of(text)) if voice.who else ""
        if voice.who == voice.subject:
            later[last] = voice.subject.start
        elif last in later and ";" in text[voice.verb.end : later[last]]:
            kept.append(voice._replace(who=None))
            continue
        kept.append(voice)
    return tuple(reversed(kept))


class _Cast:
    """Who has been named so far in a text, for the pronouns that stand for them."""

    def __init__(self, text: str, found: Sequence[Sequence[Speech]]) -> None:
        self.text = text
        self.in_full = _in_full(text)
        said = {
            last_word(s.who.of(text)) for some in found for s in some if is_said(s.verb.of(text))
        }
        self.known = self.in_full.keys() | said
        self.last = dict[str, Span]()
        # Of the sentence.
        self.speaker: Span | None = None

    def people(self, masked: str, sentence: Span) -> list[Span]:
        """Return the known people of a sentence that a clause begins with."""
        return [
            name
            for name in names_in(masked, *sentence)
            if self._is_person(name)
            and last_word(name.of(self.text)) in self.known
            and _begins_clause(masked, sentence.start, name.start)
        ]

    def who_speaks(self, speech: Speech, people: Sequence[Span]) -> Span | None:
        """Return the subject of a verb of speech, or whom it stands for."""
        who = speech.who
        name = who.of(self.text)
        if not is_pronoun(name):
            self._note(speech, name)
            return who
        if name.casefold() in {"it", "they"}:
            return self.last.get(name.casefold())
        before = [person for person in people if person.end <= who.start]
        last = self.last.get("he")
        if last and not self.speaker and self._is_aside(speech):
            return last
        return self.speaker or (before[-1] if before else last)

    def _is_aside(self, speech: Speech) -> bool:
        """Tell whether "he said" stands beside what is said: "It ends, he said"."""
        before = self.text[max(0, speech.who.start - 3) : speech.who.start].rstrip()
        after = self.text[speech.verb.end : speech.verb.end + 1]
        return before.endswith(",") and (not after or after in ",.")

    def _note(self, speech: Speech, name: str) -> None:
        """Remember who spoke, by the pronouns that can stand for them."""
        said, in_full = is_said(speech.verb.of(self.text)), last_word(name) in self.in_full
        is_person = self._is_person(speech.who)
        if is_person and (said or in_full):  # not so in "Minsk hoped"
            self.speaker = speech.who
        if name.endswith("s") and not in_full:
            self.last["they"] = speech.who
        elif not (is_person and in_full):
            self.last["it"] = speech.who

    def _is_person(self, name: Span) -> bool:
        """Tell whether words may name a person: not "the Kyiv Post", nor "RFE" or a heading."""
        words = name.of(self.text)
        is_shouted = words.isupper() and len(words) > 1
        is_large = words[0].isupper() and not is_shouted
        is_large = is_large and not _OTHERS.search(words)
        return is_large and not _THE.search(self.text, max(0, name.start - 5), name.start)


def _begins_clause(masked: str, start: int, name: int) -> bool:
    """Tell whether a name is the first of its sentence or clause, or only a role goes before."""
    if _CLAUSE.search(masked, max(0, name - 10), name):
        return True
    before = masked[start : min(name, start + _LONGEST_BEFORE)].lstrip()
    role = _ROLE.fullmatch(before)
    is_led = not before or (role is not None and role[1] in ROLES)
    return name - start < _LONGEST_BEFORE and is_led


@lru_cache(maxsize=64)
def _in_full(text: str) -> Mapping[str, str]:
    """Return the names of several words in a text, by the last word, folded."""
    names = (name.of(text) for name in names_in(text, 0, len(text)))
    return {last_word(name): name for name in names if " " in name}


def names_in(text: str, start: int, end: int) -> Iterator[Span]:
    """Find the runs of capitalised words in a part of a text, cut at "But", "The" and "He"."""
    for run in _NAME.finditer(text, start, end):
        at = begin = run.start()
        for word in [*run[0].split(" "), ""]:
            if not word or _is_empty(word):
                if begin < at:
                    yield Span(begin, at - 1)
                begin = at + len(word) + 1
            at += len(word) + 1


def _is_empty(word: str) -> bool:
    return word.casefold() in NO_NAMES


def last_word(name: str) -> str:
    """Return the last word of a name, folded, without "Jr"."""
    words = [fold(word) for word in words_of(name)]
    while len(words) > 1 and words[-1] in _SUFFIXES:
        words.pop()
    return words[-1] if words else ""
