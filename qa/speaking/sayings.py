"""Whether a verb of speech with its subject tells for sure that somebody says something; pure."""

import re

from index.splitting import Span
from qa.speaking.attribution_words import (
    BEFORE_WHAT_IS_SAID,
    CUT,
    MAY_FOLLOW,
    NO_SPEAKERS,
    SAYING,
    SURE_OF_NAMES,
    SURE_OF_OTHERS,
    TITLES,
    UNSAID,
    WRITING,
)
from qa.speaking.scene import Scene, describes
from qa.speaking.speakers import Voice
from qa.speaking.speech_words import NOUNS_TOO, QUOTED

_OWNERS = ("her ", "his ", "its ", "my ", "our ", "their ")
_NEXT = re.compile(r"\s*([\w’'-]+|\S)")
_NEXT_LOWER = re.compile(r" ([a-z][\w’'-]*)")
_AND = re.compile(r"[^,;] and $")


def may_say(scene: Scene, voice: Voice) -> bool:
    """Tell whether a verb is one of saying, and not in "Poe would say", "Poe hopes"."""
    verb = voice.verb.of(scene.text).casefold()
    between = scene.text[voice.subject.end : voice.verb.start].casefold().split()
    return verb in SURE_OF_NAMES | SURE_OF_OTHERS and UNSAID.isdisjoint(between)


def says(scene: Scene, voice: Voice) -> bool:
    """Tell whether a verb of saying is one here, and not in "wrote a book", "it tells you"."""
    verb, subject = voice.verb.of(scene.text).casefold(), voice.subject.of(scene.text)
    if describes(subject) and verb not in SURE_OF_OTHERS:
        return False
    found = _NEXT.match(scene.masked, voice.verb.end)
    after = found[1].casefold() if found else "."
    if verb == ":":
        return True
    if verb in SAYING:
        return not (describes(subject) and after in {"us", "you"})
    before = _before(scene, voice, 3)
    if after.startswith(QUOTED) or QUOTED in before:
        return True
    if verb in WRITING:
        return after == "that" or QUOTED in scene.sentence_of(voice.verb).sentence.of(scene.masked)
    # "It is closed, Poe reports, for now", and not "By the reports, it is closed".
    is_noun = verb in NOUNS_TOO and after == "," and not before.endswith(", ")
    return after in BEFORE_WHAT_IS_SAID and not is_noun


def is_told_whole(scene: Scene, voice: Voice, *, beside: bool) -> bool:
    """Tell whether a subject is all of a name, or of what describes a speaker.

    Args:
        scene: the article.
        voice: the verb and its subject, no pronoun.
        beside: what is said stands in another sentence: "his agent" would not tell whose.
    """
    who = voice.subject.of(scene.text)
    if who.casefold() in NO_SPEAKERS or (beside and who.casefold().startswith(_OWNERS)):
        return False
    last = who.split()[-1]
    is_cut = last.casefold() in CUT or last.endswith(("ed", "ly"))
    if is_cut and (describes(who) or " " not in who):
        return False
    is_post = last[0].isupper() and last.casefold() in TITLES  # "said Minsk Mayor, Ann Poe"
    return not is_post and not _is_part(scene, voice.subject, verb=voice.verb)


def _is_part(scene: Scene, who: Span, *, verb: Span) -> bool:
    """Tell whether a name is not all of a subject: "said a Chinese founder", "Roe and Poe"."""
    before = scene.text[max(0, who.start - 6) : who.start].casefold()
    if before.endswith((" a ", " an ")) or _AND.search(before):
        return True
    if verb.start > who.start:  # "Ann Poe, Managing Director of Minsk Motors, says"
        return before.endswith(", ") and scene.text.startswith(" of ", who.end)
    after = _NEXT_LOWER.match(scene.text, who.end)
    return after is not None and after[1] not in MAY_FOLLOW


def _before(scene: Scene, voice: Voice, length: int) -> str:
    start = min(voice.subject.start, voice.verb.start)
    return scene.masked[max(0, start - length) : start]
