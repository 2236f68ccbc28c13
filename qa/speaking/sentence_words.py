"""The words of a sentence: which are names, and where these begin and end; pure, rules."""

import re

from index.splitting import Span
from qa.speaking.speech_words import (
    ACRONYMS,
    NAME_PARTICLES,
    NO_NAMES,
    PARTICLES,
    QUOTED,
)

# A list in capitals is no name, and to go through it from each verb would take minutes.
_LONGEST_NAME = 12
_TOKEN = re.compile(rf"[^\W_]+(?:[’'.&/-][^\W_]+)*|[,;:()—–]|{QUOTED}+")
_CONTRACTED = re.compile(r"[’'](?:d|ll|m|re|s|t|ve)$")
# "al-Khatib", "el-Sisi"
_ARTICLED = re.compile(r"(?:al|el|ul|as|ash|ad|an|ar|at)-[A-ZÀ-Þ]")
POSSESSIVE = ("’s", "'s", "s’")


class Words:
    """The words and marks of a sentence, and of each what it is by itself."""

    def __init__(self, text: str, sentence: Span) -> None:
        """Take a sentence of a text whose quotations are masked (`QUOTED`)."""
        tokens = list(_TOKEN.finditer(text, sentence.start, sentence.end))
        self.tokens = tokens
        self.words = [token[0].casefold() for token in tokens]

    def word(self, at: int) -> str:
        """Return a word, case folded, or a mark; nothing before the first and after the last."""
        return self.words[at] if 0 <= at < len(self.words) else ""

    def _end_of_name(self, at: int) -> int:
        most = at + _LONGEST_NAME
        while at < most and (
            self._goes_on(at + 1) or (self.word(at + 1) in PARTICLES and self._goes_on(at + 2))
        ):
            at += 1
        return at

    def _begin_of_name(self, at: int) -> int:
        least = at - _LONGEST_NAME
        while at > least and self._touches(at):
            before = at - 1
            while self.word(before) in NAME_PARTICLES and self._is_lower(before):
                before -= 1  # "Ursula von der Leyen"
            if not self._is_name(before):
                break
            at = before
        return at

    def _goes_on(self, at: int) -> bool:
        return self._is_name(at) and not self.words[at - 1].endswith(POSSESSIVE)

    def _touches(self, at: int) -> bool:
        return not self.words[at - 1].endswith(POSSESSIVE)

    def _is_word(self, at: int) -> bool:
        return self.word(at)[:1].isalnum()

    def _is_lower(self, at: int) -> bool:
        """Tell of a word that is small, or begins with a digit: "27-year-old"."""
        if not 0 <= at < len(self.tokens):
            return False
        token = self.tokens[at][0]
        return (token[0].islower() or token[0].isdigit()) and not _ARTICLED.match(token)

    def _is_name(self, at: int) -> bool:
        if not 0 <= at < len(self.tokens):
            return False
        if not self.tokens[at][0][0].isupper():
            return _ARTICLED.match(self.tokens[at][0]) is not None
        word = _CONTRACTED.sub("", self.words[at])
        return word not in NO_NAMES or self.tokens[at][0] in ACRONYMS

    def _span(self, first: int, last: int) -> Span:
        end = self.tokens[last].end()
        if self.words[last].endswith(POSSESSIVE[:2]):
            end -= 2
        return Span(self.tokens[first].start(), end)
