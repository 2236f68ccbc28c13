"""Questions with what is known of their answers: read from a file, one case for each question."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from index import RequestError
from qa.plain import one_line
from qa.rows import Row, reading

ABSENT = "not in the archive"
"""What stands in place of a quote where the archive does not say."""

_QUOTE, _ARTICLE = "quote", "article"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """What answers: a quote, in an article if one is named; or, without a quote, an article.

    `article` is its id, URL or title. `line` is where it was read, if it was.
    """

    quote: str | None = None
    article: str | None = None
    line: int | None = None

    def __post_init__(self) -> None:
        if not (self.quote or self.article):
            raise RequestError("gold without a quote and without an article; give one of them")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A question, and what is known of its answer.

    Each of `golds` is right. `absent` says that the archive has no answer. With neither, the
    question is asked and measured for nothing. `line` is where it was read, if it was; with an
    `error` it cannot be measured, and the error says why.

    >>> Case(question="Who leads the CSTO?", golds=(Gold(quote="Imangali Tasmagambetov"),)).known
    True
    """

    question: str
    golds: tuple[Gold, ...] = ()
    absent: bool = False
    line: int | None = None
    error: str | None = None

    def __post_init__(self) -> None:
        if self.absent and self.golds:
            raise RequestError(
                f"the question “{self.question}” has an answer and is “{ABSENT}”; leave one out"
            )

    @property
    def known(self) -> bool:
        """Whether it is known what would be right."""
        return self.absent or bool(self.golds)


def read_cases(source: str | Path | BinaryIO) -> list[Case]:
    """Read a file or a stream of questions as `onrecord evaluate` does (docs/formats.md).

    Rows with the same question (in upper or lower case) are one case, and what each gives is right.
    A row that cannot be used becomes a case of its own, with an error.

    Raises:
        RequestError: a file cannot be opened or has an unknown ending.
        ReadingError: the questions cannot be read at all, or there is none.
    """
    with reading(source) as rows:
        return list(_merged(map(_as_case, rows)))


def _as_case(row: Row) -> Case:
    if row.error:
        return Case(question=row.question, line=row.line, error=row.error)
    try:
        quotes, article = _quotes(row.carried), _article(row.carried)
    except RequestError as error:
        return Case(question=row.question, line=row.line, error=str(error))
    absent = [_says_absent(quote) for quote in quotes]
    if any(absent) and (article or not all(absent)):
        contradiction = f"it has an answer and says “{ABSENT}”; leave one out"
        return Case(question=row.question, line=row.line, error=contradiction)
    if any(absent):
        return Case(question=row.question, absent=True, line=row.line)
    golds = [Gold(quote=quote, article=article, line=row.line) for quote in quotes]
    if article and not golds:
        golds = [Gold(article=article, line=row.line)]
    return Case(question=row.question, golds=tuple(golds), line=row.line)


def _quotes(carried: Mapping[str, object]) -> list[str]:
    """Return the acceptable quotes of a row: a string, or in JSON a list of them."""
    value = _field(carried, _QUOTE)
    values = value if isinstance(value, list) else [value]
    quotes = [quote for quote in values if isinstance(quote, str)]
    if len(quotes) < len([quote for quote in values if quote is not None]):
        raise RequestError(
            f"its field “{_QUOTE}” is neither a string nor a list of strings; write one of them"
        )
    return [quote for quote in quotes if quote.strip()]


def _article(carried: Mapping[str, object]) -> str | None:
    value = _field(carried, _ARTICLE)
    if value is not None and not isinstance(value, str):
        raise RequestError(f"its field “{_ARTICLE}” is no string; write an id, a URL or a title")
    return one_line(value) or None


def _field(carried: Mapping[str, object], name: str) -> object:
    return next((v for key, v in carried.items() if key.strip().casefold() == name), None)


def _says_absent(quote: str) -> bool:
    return one_line(quote).rstrip(".").casefold() == ABSENT


def _merged(cases: Iterable[Case]) -> Iterator[Case]:
    """Put the rows of one question together; a case stands where its first row stood."""
    merged: dict[object, Case] = {}
    for case in cases:
        key = (case.line, case.error) if case.error else one_line(case.question).casefold()
        before = merged.get(key)
        merged[key] = _both(before, case) if before else case
    yield from merged.values()


def _both(one: Case, other: Case) -> Case:
    golds, absent = one.golds + other.golds, one.absent or other.absent
    if one.error or (absent and golds):
        error = (
            f"the same question has an answer in one row and is “{ABSENT}” in another (line "
            f"{other.line}); leave one out"
        )
        return Case(question=one.question, line=one.line, error=one.error or error)
    return Case(question=one.question, golds=golds, absent=absent, line=one.line)
