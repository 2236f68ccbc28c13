"""An article with all who speak and all who are named in it, to judge one of them by the others."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property, lru_cache

from index.splitting import Span
from qa.speaking.quotations import mask
from qa.speaking.speakers import Spoken, Voice, last_word, names_in, spoken
from qa.speaking.speech_words import DETERMINERS, PLURALS


class Scene:
    """A text, what is said in it, and the text without what stands in quotation marks."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spoken = spoken(text)
        self.masked = mask(text)[0]

    @cached_property
    def names(self) -> Sequence[Span]:
        """All that is named outside of quotations, in order."""
        return list(names_in(self.masked, 0, len(self.masked)))

    @cached_property
    def voices(self) -> Sequence[Voice]:
        """All verbs of speech, in order."""
        return [voice for one in self.spoken for voice in one.voices]

    def sentences(self, start: int, end: int) -> Sequence[Spoken]:
        """Return the sentences that a part of the text touches."""
        first = bisect_right(self.spoken, start, key=lambda one: one.sentence.end)
        past = bisect_left(self.spoken, end, key=lambda one: one.sentence.start)
        return self.spoken[first:past]

    def sentence_of(self, part: Span) -> Spoken:
        """Return the sentence that a word stands in."""
        return self.sentences(*part)[0]

    def lines(self, start: int, end: int) -> Span:
        """Return where the lines begin and end that a part of the text stands in."""
        stop = self.text.find("\n", end)
        return Span(self.text.rfind("\n", 0, start) + 1, stop if stop >= 0 else len(self.text))

    def last(self, name: Span | None) -> str:
        """Return by what a name is told from others: its last word, folded."""
        return last_word(name.of(self.text)) if name else ""


@lru_cache(maxsize=64)
def scene_of(text: str) -> Scene:
    """Return the scene of a text."""
    return Scene(text)


def describes(who: str) -> bool:
    """Tell whether words describe a speaker, and do not name one.

    >>> [describes(who) for who in ("the mayor", "Officials", "Ann Poe")]
    [True, True, False]
    """
    first = who.split(" ", 1)[0]
    return first[0].islower() or first.casefold() in DETERMINERS | PLURALS
