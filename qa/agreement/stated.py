"""What several sources state in answer to one question, side by side; pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias, TypeVar

from qa.agreement.asked import as_asked, fits, is_in_name, with_change
from qa.agreement.figures import find_figures
from qa.agreement.names import find_name
from qa.days import find_days
from qa.question import Kind, Question, parse

if TYPE_CHECKING:
    from qa.answer import Citation, Statement

# Of these the words that answer are a clause, or all that somebody said.
_NOT_COMPARED: Final = frozenset((Kind.EVENT, Kind.IDENTITY, Kind.REASON, Kind.WHETHER, Kind.WORDS))
# Of these they are a name, whatever figures stand in it: "Ann Poe, 63".
_NAMED: Final = frozenset((Kind.PERSON, Kind.PLACE))
# What is so much less likely than the best to answer is too often of another thing.
_LEAST_SCORE = 0.2


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

    def says_the_same(self, other: object) -> bool:
        """Tell whether both say the same."""


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
    def words(self) -> tuple[str, ...]:
        """The wordings that it has, in that order, each once whatever its case and white space."""
        wordings = {" ".join(one.words.casefold().split()): one.words for one in self.stated[::-1]}
        kept = set(wordings.values())
        return tuple(dict.fromkeys(one.words for one in self.stated if one.words in kept))

    @property
    def statements(self) -> tuple[int, ...]:
        """The numbers of the statements that give it, from 1."""
        return tuple(dict.fromkeys(one.statement for one in self.stated))

    @property
    def sources(self) -> int:
        """How many sources give it; copies of one story are one source."""
        return len({one.citation.source for one in self.stated})


# The app draws all answers of a conversation in every run.
@lru_cache(maxsize=64)
def compared(asked: str, statements: tuple["Statement", ...]) -> tuple[Given, ...]:
    """Do as `compare`, once for each answer."""
    return compare(parse(asked), statements)


def compare(question: Question, statements: Sequence["Statement"]) -> tuple[Given, ...]:
    """Group the words that answer by what they say, so that equal figures, days and names are one.

    "About 200" and "200" are one, "199" and "over 200" are others; "two weeks" are 14 days; "Poe"
    is Ann Poe, unless there is another Poe.

    Args:
        question: what is asked.
        statements: those of an answer to it.

    Returns:
        What is given, in the order of the statements; empty where fewer than two sources give
        anything, or what they give cannot be compared.
    """
    if question.kind in _NOT_COMPARED or "what time" in question.asked.casefold():
        return ()  # of times of the day no rule tells yet
    found = list(_comparable(question, statements))
    same = [[say_the_same(one, other) for _, other in found] for _, one in found]
    groups: list[list[int]] = []
    for at in range(len(found)):
        group = next((g for g in groups if _belongs(at, g, same)), None)
        if group is None:
            groups.append(group := [])
        group.append(at)
    given = tuple(Given(stated=tuple(found[at][0] for at in group)) for group in groups)
    sources = {stated.citation.source for stated, _ in found}
    return given if len(sources) > 1 else ()


def _belongs(at: int, group: Sequence[int], same: Sequence[Sequence[bool]]) -> bool:
    """Tell whether one says the same as all of a group, and as no two that differ."""
    if not all(same[at][other] for other in group):
        return False
    # "Poe" beside Ann Poe and Jan Poe may be either: it stands by itself.
    return all(same[at] == same[other] for other in group)


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
    """Return what words of a text say to a question: days, a name, or figures, as it asks for.

    Args:
        question: what is asked.
        text: a sentence.
        start: where in it the words begin.
        end: where they end; a figure that they touch is taken whole.
        published: when it was.
    """
    if question.kind is Kind.DATE:
        return _within(start, end, find_days(text, published=published))
    if question.kind in _NAMED:
        name = find_name(text, start, end, of_person=question.kind is Kind.PERSON)
        return [name] if name else []
    figures = _within(start, end, find_figures(text))
    kept = [as_asked(question, one) for one in figures if fits(question, one, text)]
    if question.kind is Kind.OTHER and any(is_in_name(one, text) for one in kept):
        return ()  # "Boeing 737"
    return [with_change(one, text) for one in kept]


def say_the_same(one: Values, other: Values) -> bool:
    """Tell whether two answers say the same: of each unit that both have, as many, and each alike.

    "85 million euros ($108 million)" does as "$108 million", "two years" not as "two years and six
    months".
    """
    pairs: list[tuple[Value, Value]] = []
    for value in one:
        mine = [each for each in one if each.is_like(value)]
        theirs = [each for each in other if each.is_like(value)]
        if theirs and len(mine) != len(theirs):
            return False
        pairs += zip(mine, theirs, strict=False)
    return bool(pairs) and all(mine.says_the_same(theirs) for mine, theirs in pairs)


def _within(start: int, end: int, values: Sequence[_V]) -> list[_V]:
    return [value for value in values if value.start < end and value.end > start]
