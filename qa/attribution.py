"""Who says a quote, where the rules are sure; pure.

`qa.speakers` finds who may speak, for a question that asks for somebody's words. A wrong name beside
a quote is worse than none: this keeps the kinds that were read and found right (docs/evaluation.md).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from index.splitting import Span
from qa.attribution_words import CUT, NO_SPEAKERS, SURE_OF_NAMES, SURE_OF_OTHERS, UNSAID
from qa.full_names import name_in_full
from qa.quotations import are_paired, mask
from qa.speakers import Spoken, Voice, last_word, names_in, spoken
from qa.speech_words import DETERMINERS, NOUNS_TOO, PLURALS, PREPOSITIONS, PRONOUNS, QUOTED, WHO

# From a name to the "he" that stands for it, in characters outside of quotations.
_FARTHEST = 400
_OFTEN = 2  # times
_OWNERS = ("her ", "his ", "its ", "my ", "our ", "their ")
_WRITTEN = frozenset(("writes", "wrote"))
# After "said Ann Poe" these begin what is no more her name.
_MAY_FOLLOW = PREPOSITIONS | WHO | {"after", "and", "as", "before", "during", "of", "when", "while"}
_WORD_AFTER = re.compile(r" ([a-z][\w’'-]*)")
_IN = re.compile(r"\b(?:at|in|inside|into|on|via|within) $", re.IGNORECASE)
_HE = re.compile(r"\b(?:(he|him|his|himself)|(?:she|her|hers|herself))\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who says a quote and by which verb, as places in the article.

    `speaker` is the name in full, where the article has one; `named` is where the quote, or what
    stands beside it, names them. `verb` is None where a colon stands for it: "Ann Poe: “No.”"
    """

    speaker: Span
    named: Span
    verb: Span | None


def attribute(text: str, start: int, end: int) -> Attribution | None:
    """Tell who says a part of a text; None if nobody does, or the rules are not sure who.

    >>> text = "Ann Poe denied it. Poe said: “It is so.” “Never.” It snowed."
    >>> found = attribute(text, 41, 49)
    >>> found.speaker.of(text), found.verb.of(text)
    ('Ann Poe', 'said')
    >>> attribute(text, 50, 60)
    """
    scene = _scene(text)
    voices = [scene.voice_of(one) for one in scene.between(start, end)]
    sure = [voice for voice in voices if voice and voice.who]
    if not sure or len(sure) < len(voices) or len({scene.name_of(voice) for voice in sure}) > 1:
        return None
    who, verb = sure[0].who, sure[0].verb
    assert who is not None
    full = name_in_full(text, who, names=scene.names)
    return Attribution(speaker=full, named=who, verb=None if verb.of(text) == ":" else verb)


class _Scene:
    """An article with all who speak and all who are named in it, to judge one voice by the others."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spoken = spoken(text)
        self.masked = mask(text)[0]

    def between(self, start: int, end: int) -> Sequence[Spoken]:
        """Return the sentences that a part of the text touches."""
        first = bisect_right(self.spoken, start, key=lambda one: one.sentence.end)
        return self.spoken[
            first : bisect_left(self.spoken, end, key=lambda one: one.sentence.start)
        ]

    def name_of(self, voice: Voice) -> str:
        """Return by what a speaker is told from others: the last word of the name, folded."""
        return last_word(voice.who.of(self.text)) if voice.who else ""

    def voice_of(self, one: Spoken) -> Voice | None:
        """Return by whom a sentence is said, if by one, and it is sure."""
        voices = [voice for voice in one.voices if self._is_said(voice)]
        if len({self.name_of(voice) for voice in voices}) != 1:
            return None
        are_sure = all(self._is_sure(voice, beside=one.beside) for voice in voices)
        return voices[0] if are_sure and self._is_whole(one, voices[0]) else None

    def _is_said(self, voice: Voice) -> bool:
        verb = voice.verb.of(self.text).casefold()
        between = self.text[voice.subject.end : voice.verb.start].casefold().split()
        return verb in SURE_OF_NAMES | SURE_OF_OTHERS and UNSAID.isdisjoint(between)

    def _is_sure(self, voice: Voice, *, beside: bool) -> bool:
        if voice.who is None or not self._tells(voice):
            return False
        if voice.who != voice.subject:
            return self._stands_for(voice)
        who = voice.who.of(self.text)
        if beside and who.casefold().startswith(_OWNERS):
            return False
        last = who.split()[-1].casefold()
        is_cut = last in CUT or last.endswith(("ed", "ly"))
        is_nobody = who.casefold() in NO_SPEAKERS or (is_cut and self._may_be_cut(who))
        return not is_nobody and not self._is_part(voice.who, voice.verb)

    def _may_be_cut(self, who: str) -> bool:
        return _describes(who) or " " not in who

    def _tells(self, voice: Voice) -> bool:
        """Tell whether a verb is one of speech here, not in "wrote a book", "it tells you"."""
        verb, subject = voice.verb.of(self.text).casefold(), voice.subject.of(self.text)
        after = self.text[voice.verb.end : voice.verb.end + 5].casefold()
        if verb in _WRITTEN:
            (within,) = self.between(*voice.verb)[:1]
            return after == " that" or QUOTED in within.sentence.of(self.masked)
        if _describes(subject):
            # "The online comments", "the results observed in Minsk", "it tells you".
            is_noun = verb in NOUNS_TOO or after.startswith((" at ", " by ", " in ", " on "))
            return verb in SURE_OF_OTHERS and not is_noun and not after.startswith((" you", " us "))
        return verb in SURE_OF_NAMES and after != " from"

    def _is_part(self, who: Span, verb: Span) -> bool:
        """Tell whether a name is not all of a subject: "said a Chinese founder", "Roe and Poe"."""
        before = self.text[max(0, who.start - 6) : who.start].casefold()
        if before.endswith((" a ", " an ")) or re.search(r"[^,;] and $", before):
            return True
        after = _WORD_AFTER.match(self.text, who.end)
        return verb.start < who.start and bool(after) and after[1] not in _MAY_FOLLOW

    def _stands_for(self, voice: Voice) -> bool:
        """Tell whether "he" stands for a speaker: a near one, and nobody else is named by then."""
        pronoun, last = voice.subject.of(self.text).casefold(), self.name_of(voice)
        if pronoun not in PRONOUNS or last not in self._known or self._pronouns(last) != {pronoun}:
            return False
        before = self.names[: bisect_right(self.names, voice.subject.start, key=lambda n: n.end)]
        named = next((n for n in reversed(before) if self._last(n) == last), None)
        if named is None:
            return False
        (first,) = self.between(*named)[:1]
        between = self.masked[first.sentence.start : voice.subject.start].replace(QUOTED, "")
        others = {self._last(n) for n in before if n.start >= first.sentence.start}
        is_alone = others & self._people <= {last} and _pronouns_in(between) <= {pronoun}
        return is_alone and len(between) <= _FARTHEST

    def _is_whole(self, one: Spoken, voice: Voice) -> bool:
        """Tell whether quotation marks are in pairs, and nothing stands between quote and verb."""
        (owner,) = self.between(voice.verb.start, voice.verb.end)[:1]
        if not one.beside and self.masked[one.sentence.end - 1] == "?":
            return False
        first, last = sorted((owner.sentence, one.sentence))
        begin, stop = self.text.rfind("\n", 0, first.start) + 1, self.text.find("\n", last.end)
        stop = stop if stop >= 0 else len(self.text)
        if owner.sentence.end < self.text.rfind("\n", 0, one.sentence.start):
            # In a paragraph of its own: nobody else is named behind it, "“No.” — Jan Roe".
            last = Span(last.start, stop)
        between = self.between(first.end, last.start if last == one.sentence else last.end)
        return are_paired(self.text[begin:stop]) and all(other.beside for other in between)

    def _is_place(self, name: Span) -> bool:
        return bool(_IN.search(self.text, max(0, name.start - 8), name.start))

    def _last(self, name: Span) -> str:
        return last_word(name.of(self.text))

    @cached_property
    def names(self) -> Sequence[Span]:
        """All that is named outside of quotations, in order."""
        return list(names_in(self.masked, 0, len(self.masked)))

    @cached_property
    def _known(self) -> frozenset[str]:
        """The last words of the names that speak, not of those that are only spoken of."""
        voices = (voice for one in self.spoken for voice in one.voices)
        known = (v for v in voices if v.who == v.subject and self._is_said(v))
        return frozenset(
            self.name_of(v) for v in known if not _describes(v.subject.of(self.text))
        )

    @cached_property
    def _people(self) -> frozenset[str]:
        """The last words of whom "he" may stand for: who speaks, and names of several words."""
        return self._known | {self._last(n) for n in self.names if " " in n.of(self.text)}

    def _pronouns(self, last: str) -> set[str]:
        """Return the pronouns by a name, "he" for "his": with "she" beside "he" one may be wrong.

        There are none by what is hardly a person: what one is "in" or "on", or what has two words
        and is named often, and never by the last alone.
        """
        named = [n for n in self.names if self._last(n) == last]
        is_shortened = any(" " not in n.of(self.text) for n in named)
        if (len(named) > _OFTEN and not is_shortened) or any(map(self._is_place, named)):
            return set()
        stands = {
            voice.subject.of(self.text).casefold()
            for one in self.spoken
            for voice in one.voices
            if voice.who != voice.subject and self.name_of(voice) == last
        }
        ends = (self.between(*name)[0].sentence.end for name in named)
        tails = (self.masked[name.end : end] for name, end in zip(named, ends, strict=True))
        return stands.union(*map(_pronouns_in, tails))


@lru_cache(maxsize=64)
def _scene(text: str) -> _Scene:
    return _Scene(text)


def _pronouns_in(masked: str) -> set[str]:
    return {"he" if found[1] else "she" for found in _HE.finditer(masked)}


def _describes(who: str) -> bool:
    """Tell whether words describe a speaker, "the mayor", and do not name one."""
    first = who.split(" ", 1)[0]
    return first[0].islower() or first.casefold() in DETERMINERS | PLURALS
