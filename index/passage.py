"""The passage: a run of whole sentences of one article, the unit that is embedded and found."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from index.article import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A run of whole sentences of one article: what is embedded and found.

    `id` is unique in its archive and never used again. `start` and `end` are offsets into
    `article.text` (end exclusive).
    """

    id: int
    article: Article
    start: int
    end: int

    @property
    def text(self) -> str:
        """The passage, word for word."""
        return self.article.text[self.start : self.end]


class PassageText(NamedTuple):
    """A passage's text and what is searched with it, without its whole article."""

    id: int
    text: str
    title: str | None
    outlet: str | None
    published: date | None
    language: str | None
