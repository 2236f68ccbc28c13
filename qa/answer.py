"""The answer: statements with their citations, or silence, and what was searched."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from index import Article, Filters, Locator, Notice, Story
from qa import render
from qa.periods import Period
from qa.question import Understood
from qa.strictness import Strictness

if TYPE_CHECKING:
    from qa.agreement.stated import Given
    from qa.days import Day
    from qa.speaking.attribution import Attribution


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A span of an article, quoted word for word.

    `start` and `end` are character offsets into `article.text` (end exclusive);
    `context_start` and `context_end` take in the sentence before and the one after. `score` is the
    estimated probability that the span answers the question. `answer_start` and `answer_end` mark
    the words within it that the reader takes for the answer, or are None where it marks none.
    `story` is the story of the article where others carry it too.
    """

    article: Article = field(repr=False)
    start: int
    end: int
    context_start: int
    context_end: int
    score: float
    answer_start: int | None = None
    answer_end: int | None = None
    story: Story | None = field(default=None, repr=False)

    @property
    def quote(self) -> str:
        """What the article says, word for word."""
        return self.article.text[self.start : self.end]

    @property
    def attribution(self) -> "Attribution | None":
        """Who says the quote and by which verb; None where nobody does, or it is not sure who."""
        # It takes 0.02 s to load, and most answers on a terminal need it not.
        from qa.speaking.attribution import attribute

        return attribute(self.article.text, self.start, self.end)

    @property
    def speaker(self) -> str | None:
        """Who says the quote, in the article's words: the name in full, where it has one."""
        found = self.attribution
        return found.speaker.of(self.article.text) if found else None

    @property
    def verb(self) -> str | None:
        """By which verb the article says so: "said", "denied", "according to"."""
        found = self.attribution
        return found.verb.of(self.article.text) if found and found.verb else None

    @property
    def days(self) -> "tuple[Day, ...]":
        """The days, months and years that the quote names, at places of the quote.

        When it was published is not when it happened: these are as sure as the article's words.
        """
        from qa.days import find_days

        return tuple(find_days(self.quote, published=self.article.published))

    @property
    def locator(self) -> Locator | None:
        """Where the quote begins in the article's source ("p. 4", "12:31"); None if not known."""
        return self.article.locator(self.start)

    @property
    def notice(self) -> Notice | None:
        """Whether the publisher has corrected, updated or retracted the article."""
        return self.article.notice

    @property
    def source(self) -> str:
        """What counts as one source: the id of the story's original, or else of the article."""
        return self.story.original.article_id if self.story else self.article.id

    @property
    def marked(self) -> tuple[str, str, str]:
        """The quote in three: what stands before the answering words, these, and what follows.

        The first holds the whole quote where the reader marked none.
        """
        if self.answer_start is None or self.answer_end is None:
            return self.quote, "", ""
        text = self.article.text
        return (
            text[self.start : self.answer_start],
            text[self.answer_start : self.answer_end],
            text[self.answer_end : self.end],
        )

    @property
    def before(self) -> str:
        """The sentence before, with the white space between; empty at the head of the article."""
        return self.article.text[self.context_start : self.start]

    @property
    def after(self) -> str:
        """The white space and the sentence after; empty at the end of the article."""
        return self.article.text[self.end : self.context_end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One thing that the archive says, with all the citations that say it in the same words.

    The citation that scored best stands first; the others are repeats in other articles, some of
    them copies of one story. `part` is the part of the question that it was found for, where the
    question has several; `also` are later ones that it is the best there is for as well.
    """

    citations: tuple[Citation, ...]
    part: str | None = None
    also: tuple[str, ...] = ()

    @property
    def score(self) -> float:
        """The best citation's score."""
        return self.citations[0].score

    @property
    def heading(self) -> str:
        """The parts of the question that it answers; empty where the question has one."""
        return " / ".join(part for part in (self.part, *self.also) if part)

    @property
    def sources(self) -> int:
        """How many sources say it; copies of one story are one source."""
        return len({citation.source for citation in self.citations})

    @property
    def copies(self) -> tuple[Citation, ...]:
        """The citations that repeat a story which one before them tells."""
        sources = [citation.source for citation in self.citations]
        return tuple(c for n, c in enumerate(self.citations) if sources[n] in sources[:n])


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What was searched. `undated` articles were left out because a date was asked for."""

    articles: int
    passages: int
    undated: int
    outlets: int
    earliest: date | None
    latest: date | None
    filters: Filters


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Statements, best first; or silence: then there are none, and `closest` is what came nearest.

    `probability` is the calibrated probability that the archive answers (of several questions put
    as one, that of the likeliest); below `threshold` the answer is silence; `strictness` names how
    the threshold was chosen. At most `limit` statements were asked for; None where nobody knows.
    `outlets` and `periods` are those that the question names: what was published there and then was
    preferred, and nothing was left out for it. `parts` are what a question of several parts was
    taken apart into, or empty; `unanswered` are those of them that the archive does not answer,
    though it does others. `speaker` is whose words the question asks for: what is said by others
    was put after theirs. `understood` is how a question that follows on others was put, so that it
    stands by itself; None where it does as it is.
    """

    question: str
    statements: tuple[Statement, ...]
    closest: tuple[Citation, ...]
    probability: float
    threshold: float
    outlets: tuple[str, ...]
    coverage: Coverage
    strictness: str = Strictness.BALANCED
    limit: int | None = None
    periods: tuple[Period, ...] = ()
    parts: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    speaker: str | None = None
    understood: Understood | None = None

    @property
    def silent(self) -> bool:
        """Whether the archive does not say."""
        return not self.statements

    @property
    def given(self) -> "tuple[Given, ...]":
        """The marked words of different sources side by side, equal ones together.

        Empty where fewer than two sources have words marked that can be compared, and for a
        question of several parts.
        """
        cited = (citation for statement in self.statements for citation in statement.citations)
        sources = {citation.source for citation in cited if citation.answer_start is not None}
        if self.parts or len(sources) < 2:
            return ()
        from qa.agreement.stated import compared

        asked = self.understood.question if self.understood else self.question
        return compared(asked, self.statements)

    @property
    def text(self) -> str:
        """The answer as plain text: the quotes, numbered, or the silence."""
        return render.as_text(self)

    def to_markdown(self) -> str:
        """Return the answer as Markdown; what articles say is escaped and cannot become markup."""
        return render.as_markdown(self)

    def to_dict(self) -> Mapping[str, Any]:
        """Return the answer as values that JSON can hold."""
        return render.as_dict(self)
