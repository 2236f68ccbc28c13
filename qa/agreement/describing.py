"""What sources state side by side, in words and as values."""

from typing import TYPE_CHECKING, Any

from index.wording import counted, describe_days
from qa.plain import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.agreement.stated import Given
    from qa.answer import Citation

HEADING = "Side by side"
_CAUTION = "They may speak of different things: read the quotes."


def describe_given(given: "Sequence[Given]") -> list[str]:
    """Give each answer with the number of its sources and the quotes that have it, a line each."""
    return [f"{worded(one)} ({told_by(one)})" for one in given]


def worded(given: "Given") -> str:
    """Write an answer in all its wordings.

    >>> from unittest.mock import Mock
    >>> worded(Mock(words=("some 200", "200")))
    'some 200; 200'
    """
    return "; ".join(map(one_line, given.words))


def caution(given: "Sequence[Given]") -> list[str]:
    """Say what several answers side by side do not mean."""
    return [_CAUTION] if len(given) > 1 else []


def told_by(given: "Given") -> str:
    """Say how many articles give an answer, of which days, and in which quotes.

    Copies of one story are one. Days are told where all have one.
    """
    known = [one.citation.article.published for one in given.stated]
    published = sorted(day for day in known if day)
    is_dated = len(published) == len(known)
    days = f", {describe_days(published[0], published[-1])}" if is_dated else ""
    numbers = " ".join(f"[{number}]" for number in given.statements)
    return f"{counted(given.sources, 'article')}{days}: {numbers}"


def given_values(given: "Sequence[Given]") -> list[dict[str, Any]]:
    """Return what is given as values that JSON can hold."""
    return [
        {"words": list(one.words), "sources": one.sources, "statements": list(one.statements)}
        for one in given
    ]


def stated_by(citation: "Citation", given: "Sequence[Given]") -> "dict[str, Any] | None":
    """Return the words of a citation that stand side by side with others', and where they are."""
    found = next((s for one in given for s in one.stated if s.citation == citation), None)
    return {"text": found.words, "start": found.start, "end": found.end} if found else None
