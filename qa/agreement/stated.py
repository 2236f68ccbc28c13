"""What several sources state in answer to one question, side by side; pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias, TypeVar

from qa.agreement.asked import as_asked, fits
from qa.agreement.days import find_days
from qa.agreement.figures import find_figures
from qa.agreement.names import find_name
from qa.question import Kind, Question

if TYPE_CHECKING:
    from qa.answer import Citation, Statement

# Of these the words that answer are a clause, or all that somebody said.
_NOT_COMPARED: Final = frozenset((Kind.EVENT, Kind.IDENTITY, Kind.REASON, Kind.WORDS))
# Of these they are a name, whatever figures stand in it: "Ann Poe, 63".
_NAMED: Final = frozenset((Kind.PERSON, Kind.PLACE))
# What is so much less likely than the best to answer is too often of another thing.
_LEAST_SCORE = 0.4


class Value(Protocol):
    """A figure, a day or a name in a text, at characters `start` to `end`."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends; exclusive."""

    def is_like(self, other: object) -> bool:
        """Tell whether both can be compared."""

    def may_be(self, other: object) -> bool:
        """Tell whether both may say the same."""


Values: TypeAlias = Sequence[Value]
_V = TypeVar("_V", bound=Value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """Words that answer, at characters `start` to `end` of the article of a citation.

    `statement` is the number of its statement in the answer, from 1.
    """

    citation: "Citation"
    start: int
    end: int
    statement: int

    @property
    def words(self) -> str:
        """The words, as they stand in the article."""
        return self.citation.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One answer, with all citations that give it, in the order of their statements."""

    stated: tuple[Stated, ...]

    @property
    def words(self) -> str:
        """The answer as the first of them words it."""
        return self.stated[0].words

    @property
    def statements(self) -> tuple[int, ...]:
        """The numbers of the statements that give it, from 1."""
        return tuple(dict.fromkeys(one.statement for one in self.stated))

    @property
    def sources(self) -> int:
        """How many sources give it; copies of one story are one source."""
        return len({one.citation.source for one in self.stated})


def compare(question: Question, statements: Sequence["Statement"]) -> tuple[Given, ...]:
    """Group the words that answer by what they say, so that equal figures, days and names are one.

    What may be one is one: "about 200" and "199", "85 miles" and "135 km", "Poe" and "Ann Poe".

    Args:
        question: what is asked.
        statements: those of an answer to it.

    Returns:
        What is given, in the order of the statements; empty where fewer than two sources give
        anything, or what they give cannot be compared.
    """
    if question.kind in _NOT_COMPARED or "what time" in question.asked.casefold():
        return ()  # of times of the day no rule tells yet
    groups: list[list[tuple[Stated, Values]]] = []
    for stated, values in _comparable(question, statements):
        fitting = (g for g in groups if all(may_be_one(values, others) for _, others in g))
        group = next(fitting, None)
        if group is None:
            groups.append(group := [])
        group.append((stated, values))
    given = tuple(Given(stated=tuple(stated for stated, _ in group)) for group in groups)
    sources = {one.citation.source for some in given for one in some.stated}
    return given if len(sources) > 1 else ()


def _comparable(
    question: Question, statements: Sequence["Statement"]
) -> Iterator[tuple[Stated, Values]]:
    """Yield what citations give that can be compared with the first of it."""
    first: Values = ()
    least = _LEAST_SCORE * max((statement.score for statement in statements), default=0.0)
    for number, statement in enumerate(statements, start=1):
        for citation in statement.citations:
            values = _marked(question, citation) if citation.score >= least else ()
            first = first or values
            if any(one.is_like(other) for one in first for other in values):
                start = citation.start + min(value.start for value in values)
                end = citation.start + max(value.end for value in values)
                yield Stated(citation=citation, start=start, end=end, statement=number), values


def _marked(question: Question, citation: "Citation") -> Values:
    """Return what the marked words of a citation say; places are those in its quote."""
    if citation.answer_start is None or citation.answer_end is None:
        return ()
    start, end = citation.answer_start - citation.start, citation.answer_end - citation.start
    published = citation.article.published
    return values_of(question, citation.quote, start, end, published=published)


def values_of(
    question: Question, text: str, start: int, end: int, *, published: date | None = None
) -> Values:
    """Return what words of a text say to a question: days, else figures, else a name.

    Args:
        question: what is asked.
        text: a sentence.
        start: where in it the words begin.
        end: where they end; a figure that they touch is taken whole.
        published: when it was.
    """
    if question.kind is Kind.DATE:
        days = _within(start, end, find_days(text, published=published))
        if days:
            return days
    if question.kind not in _NAMED:
        figures = _within(start, end, find_figures(text))
        if found := [as_asked(question, one) for one in figures if fits(question, one, text)]:
            return found
    name = None if question.kind in (Kind.DATE, Kind.NUMBER) else find_name(text, start, end)
    return [name] if name else []


def may_be_one(one: Values, other: Values) -> bool:
    """Tell whether two answers may say the same: anything in the one and in the other does."""
    return any(mine.may_be(theirs) for mine in one for theirs in other)


def _within(start: int, end: int, values: Sequence[_V]) -> list[_V]:
    return [value for value in values if value.start < end and value.end > start]
