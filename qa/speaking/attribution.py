"""Who says a quote, where the rules are sure; pure.

`qa.speaking.speakers` finds who may speak, for a question that asks for somebody's words. A wrong
name beside a quote is worse than none: this keeps what was read and found right
(docs/evaluation.md).
"""

import re
from dataclasses import dataclass

from index.splitting import Span
from qa.speaking.attribution_words import SURE_OF_NAMES, SURE_OF_OTHERS
from qa.speaking.full_names import name_in_full
from qa.speaking.quotations import are_paired, may_be_quoted
from qa.speaking.sayings import is_told_whole, may_say, says
from qa.speaking.scene import Scene, scene_of
from qa.speaking.speakers import Spoken, Voice
from qa.speaking.speech_words import QUOTED
from qa.speaking.stand_ins import ASKING, stands_for_sure
from qa.speaking.transcripts import may_be_labelled

_VERBS = {verb for verbs in SURE_OF_NAMES | SURE_OF_OTHERS for verb in verbs.split()}
_WORD = re.compile(r"\w+")
# "..., three people who were there told the Post", "..., two of them said".
_OTHERS_SAY = re.compile(
    r", (?:\d+|an?|another|both|several|some|many|two|three|four|five|six|seven|eight|nine|ten"
    r"|officials|people|sources)\b[^,;:]{0,60} (?:said|say|told)\b[^,;:]{0,30}\.?$"
)
# "“It was late.” Poe said that she had left": what she says comes behind the verb.
_SAYS_MORE = re.compile(r" (?:an?|he|her|his|it|she|that|the|their|there|they)\b")
_OPENING, _ASKED = ("“", '"', "«"), ("?”", '?"', "?»")
_MARKS = "“”\"«»‘’' ,.?!…"


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
    # Most sentences need no more: nobody speaks in them, and they are no quotes.
    words = _WORD.findall(text[start:end].casefold())
    is_plain = _VERBS.isdisjoint(words) and not may_be_quoted(text, start, end)
    if is_plain and not may_be_labelled(text, start):
        return None
    scene = scene_of(text)
    voices = [_voice_of(scene, one) for one in scene.sentences(start, end)]
    sure = [(voice.who, voice.verb) for voice in voices if voice and voice.who]
    if not sure or len(sure) < len(voices) or len({scene.last(who) for who, _ in sure}) > 1:
        return None
    who, verb = sure[0]
    speaker = name_in_full(text, who, names=scene.names)
    return Attribution(speaker=speaker, named=who, verb=None if verb.of(text) == ":" else verb)


def _voice_of(scene: Scene, one: Spoken) -> Voice | None:
    """Return by whom a sentence is said, if by one, and it is sure."""
    voices = [voice for voice in one.voices if may_say(scene, voice)]
    if not one.beside and _others_say(scene, one):
        return None
    if len({scene.last(voice.who) for voice in voices}) != 1:
        return None
    if not all(_is_sure(scene, voice, beside=one.beside) for voice in voices):
        return None
    is_whole = _is_whole(scene, one, voices[0])
    return voices[0] if is_whole and (not one.beside or _is_beside(scene, one, voices[0])) else None


def _others_say(scene: Scene, one: Spoken) -> bool:
    """Tell whether a sentence ends with others who say it, whom none of its voices is."""
    found = _OTHERS_SAY.search(scene.masked, *one.sentence)
    return found is not None and all(v.verb.start < found.start() for v in one.voices)


def _is_sure(scene: Scene, voice: Voice, *, beside: bool) -> bool:
    if voice.who is None or not says(scene, voice):
        return False
    if voice.who == voice.subject:
        return is_told_whole(scene, voice, beside=beside)
    return stands_for_sure(scene, voice)


def _is_whole(scene: Scene, one: Spoken, voice: Voice) -> bool:
    """Tell whether quotation marks are in pairs from the verb to the quote, and it does not ask."""
    owner = scene.sentence_of(voice.verb)
    if owner == one and scene.masked[one.sentence.end - 1] == "?":
        return False
    first, last = sorted((owner.sentence, one.sentence))
    return are_paired(scene.lines(first.start, last.end).of(scene.text))


def _is_beside(scene: Scene, one: Spoken, voice: Voice) -> bool:
    """Tell of a mere quotation whether it is said by whom the sentence beside it names."""
    owner, line = scene.sentence_of(voice.verb), scene.lines(*one.sentence)
    first, last = sorted((owner.sentence, one.sentence))
    if not all(other.beside for other in scene.sentences(first.end, last.start)):
        return False
    if owner.sentence.end <= one.sentence.start and _is_answered(scene, owner, one, voice):
        return False
    if one.sentence.end <= voice.subject.start and _SAYS_MORE.match(scene.masked, voice.verb.end):
        return False
    if owner.sentence.end <= line.start:
        return _goes_on(scene, one, owner, is_named=voice.who == voice.subject)
    # "“Why?” Jan Roe asked." gives it to another than who spoke before.
    after = [other for other in scene.sentences(one.sentence.end, line.end) if not other.beside]
    others = [v for other in after[:1] for v in other.voices[:1] if _begins(scene, v, other)]
    return all(scene.last(other.who) == scene.last(voice.who) for other in others)


def _is_answered(scene: Scene, owner: Spoken, one: Spoken, voice: Voice) -> bool:
    """Tell whether what comes before a quotation asks: then another answers, perhaps."""
    if voice.verb.of(scene.text).casefold() in ASKING:
        return True
    # A question inside one quotation is the speaker's own.
    if not scene.text.startswith(_OPENING, one.sentence.start):
        return False
    between = scene.sentences(owner.sentence.end, one.sentence.start)
    return any(other.sentence.of(scene.text).endswith(_ASKED) for other in between)


def _goes_on(scene: Scene, one: Spoken, owner: Spoken, *, is_named: bool) -> bool:
    """Tell of a quotation in a paragraph of its own that it goes on, and is no pull quote."""
    quote = one.sentence.of(scene.text).strip(_MARKS)
    # Not so in "“No.” — Jan Roe".
    is_alone = all(other.beside for other in scene.sentences(*scene.lines(*one.sentence)))
    is_quoted = QUOTED in scene.lines(*owner.sentence).of(scene.masked)
    return is_alone and scene.text.count(quote) == 1 and (is_quoted or is_named)


def _begins(scene: Scene, voice: Voice, one: Spoken) -> bool:
    return not scene.masked[one.sentence.start : voice.subject.start].strip()
