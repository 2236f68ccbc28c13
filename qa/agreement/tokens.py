"""Words and numbers of a text with their places: what the rules of this package read; pure."""

import re
from dataclasses import dataclass
from typing import Final

# Some write thousands with spaces: "10 000".
_SPACED: Final = r"\d{1,3}(?:(?:[\xa0\u2009\u202f]\d{3}| 000)(?!\d))+"
_TOKEN: Final = re.compile(rf"{_SPACED}|\d+(?:[.,]\d+)*|[^\W\d_²³]+")


@dataclass(frozen=True, slots=True)
class Token:
    """A word in lower case, or digits, at `text[start:end]`, and what stands before it.

    Commas part thousands in it, even where the text has spaces. `glue` is what parts it from the
    token before: white space, a hyphen, or nothing.
    """

    word: str
    start: int
    end: int
    glue: str
    capital: bool

    @property
    def is_digits(self) -> bool:
        """Whether it is a number in digits."""
        return self.word[0].isdigit()

    @property
    def is_joined(self) -> bool:
        """Whether only white space or a hyphen parts it from the token before."""
        return not self.glue.strip(" \n\t\xa0\u2009\u202f-")

    @property
    def is_tied(self) -> bool:
        """Whether one sign or space parts it from the token before, as in "3-1", "16/12"."""
        return self.glue in ("-", "–", "/", ".", ":", " ", "\xa0")


def tokens_of(text: str) -> list[Token]:
    """Cut a text into its words and numbers.

    >>> [(t.word, t.glue) for t in tokens_of("About 1,250 T-72s")]
    [('about', ''), ('1,250', ' '), ('t', ' '), ('72', '-'), ('s', '')]
    """
    found, last = [], 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        capital = match[0][0].isupper()
        word = ",".join(match[0].lower().split())
        found.append(Token(word, start, end, text[last:start], capital))
        last = end
    return found
