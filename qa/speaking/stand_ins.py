"""Whom "he" and "she" stand for, where it is sure; pure."""

import re
from bisect import bisect_right
from functools import lru_cache

from index.splitting import Span
from qa.speaking.sayings import may_say
from qa.speaking.scene import Scene, describes
from qa.speaking.speakers import Voice
from qa.speaking.speech_words import PRONOUNS, QUOTED

# From a name to the "he" that stands for it, in characters outside of quotations.
_FARTHEST = 400
_OFTEN = 2  # times
ASKING = frozenset(("asked", "asks"))
"""After these another answers."""
# "BBC News", "NATO": nobody's name, unlike "JD Poe".
_SPELLED = re.compile(r"\b[A-Z]{3,}\b")
_IN = re.compile(r"\b(?:at|in|inside|into|on|via|within) $", re.IGNORECASE)
_HE = re.compile(r"\b(?:(he|him|his|himself)|(?:she|her|hers|herself))\b", re.IGNORECASE)


def stands_for_sure(scene: Scene, voice: Voice) -> bool:
    """Tell whether "he" stands for a speaker: a near one, and nobody else is named by then.

    "It" and "they" never do: 19 of 30 that were read stood for another.
    """
    pronoun, last = voice.subject.of(scene.text).casefold(), scene.last(voice.who)
    speakers = _speakers(scene)
    if pronoun not in PRONOUNS or last not in speakers or _pronouns_of(scene, last) != {pronoun}:
        return False
    past = bisect_right(scene.names, voice.subject.start, key=lambda name: name.end)
    before = scene.names[:past]
    named = next((name for name in reversed(before) if scene.last(name) == last), None)
    if named is None:
        return False
    first = scene.sentence_of(named)
    if any(v.verb.of(scene.text) in ASKING for v in first.voices):  # who answers is another
        return False
    between = scene.masked[first.sentence.start : voice.subject.start].replace(QUOTED, "")
    others = {scene.last(name) for name in before if name.start >= first.sentence.start} - {last}
    is_alone = _people(scene).isdisjoint(others) and _pronouns_in(between) <= {pronoun}
    return is_alone and len(between) <= _FARTHEST


@lru_cache(maxsize=64)
def _speakers(scene: Scene) -> frozenset[str]:
    """Return the last words of the names that speak, not of those that are only spoken of."""
    named = (v for v in scene.voices if v.who == v.subject and may_say(scene, v))
    return frozenset(scene.last(v.who) for v in named if not describes(v.subject.of(scene.text)))


@lru_cache(maxsize=64)
def _people(scene: Scene) -> frozenset[str]:
    """Return the last words of whom "he" may stand for: who speaks, and names of several words."""
    several = (name for name in scene.names if " " in name.of(scene.text))
    return _speakers(scene) | {scene.last(name) for name in several}


@lru_cache(maxsize=1_000)
def _pronouns_of(scene: Scene, last: str) -> frozenset[str]:
    """Return the pronouns by a name, "he" for "his": with "she" beside "he" one may be wrong.

    There are none by what is hardly a person: what one is "in" or "on", what is spelled letter by
    letter, or what has two words and is named often, and never by the last alone.
    """
    named = [name for name in scene.names if scene.last(name) == last]
    is_shortened = any(" " not in name.of(scene.text) for name in named)
    is_place = any(_IN.search(scene.text, max(0, n.start - 8), n.start) for n in named)
    is_spelled = any(_SPELLED.search(name.of(scene.text)) for name in named)
    if is_place or is_spelled or (len(named) > _OFTEN and not is_shortened):
        return frozenset()
    stand = frozenset(
        voice.subject.of(scene.text).casefold()
        for voice in scene.voices
        if voice.who != voice.subject and scene.last(voice.who) == last
    )
    return stand.union(*(_pronouns_in(_tail(scene, name)) for name in named))


def _tail(scene: Scene, name: Span) -> str:
    """Return what follows a name in its sentence."""
    return scene.masked[name.end : scene.sentence_of(name).sentence.end]


def _pronouns_in(masked: str) -> set[str]:
    return {"he" if found[1] else "she" for found in _HE.finditer(masked)}
