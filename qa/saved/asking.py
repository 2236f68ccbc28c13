"""A saved answer's question, to be asked again as it was asked then; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from index import Filters
from index.errors import ReadingError
from index.reading.json_kind import json_kind
from qa.question import Understood, checked
from qa.saved.answers import AS_WRITTEN, Kind, Saved, of_kind
from qa.strictness import Strictness


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What decides an answer besides its question; without a `strictness`, the desk's own."""

    filters: Filters
    limit: int
    strictness: Strictness | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as it was asked and understood, and with what.

    `untold` names the settings that the file does not tell: others stand in for them.
    """

    question: str | Understood
    settings: Settings
    untold: tuple[str, ...] = ()


def as_asked(saved: Saved, otherwise: Settings) -> Asked:
    """Tell how a saved answer was asked.

    Args:
        saved: the answer.
        otherwise: stands in for what the file does not tell.

    Raises:
        ReadingError: what it tells cannot be read.
        RequestError: its question or its filters cannot be asked.

    >>> told = {"strictness": "strict", "limit": 3, "searched": {"filters": {"outlets": ["Daily"]}}}
    >>> otherwise = Settings(filters=Filters(), limit=8)
    >>> as_asked(Saved(line=1, question="Who?", told=told), otherwise).settings.filters.outlets
    ('Daily',)
    >>> as_asked(Saved(line=1, question="Who?"), otherwise).untold
    ('filters', 'strictness', 'limit')
    """
    told = saved.told
    filters, strictness, limit = _filters(told), _strictness(told), _limit(told)
    question = _understood(told) or checked(saved.question)
    known = {"filters": filters, "strictness": strictness, "limit": limit}
    untold = [name for name, value in known.items() if value is None]
    if isinstance(question, Understood) and "articles" not in _of(told, "understood", dict):
        untold.append("articles that it followed on")
    most = max((quoted.statement or 0 for quoted in saved.said), default=0)
    return Asked(
        question=question,
        settings=Settings(
            filters=otherwise.filters if filters is None else filters,
            limit=max(otherwise.limit, most) if limit is None else limit,
            strictness=strictness or otherwise.strictness,
        ),
        untold=tuple(untold),
    )


def _filters(told: Mapping[str, object]) -> Filters | None:
    searched = _of(told, "searched", dict)
    if "filters" not in searched:
        return None
    found = _of(searched, "filters", dict)
    return Filters(
        outlets=_of(found, "outlets", list),
        languages=_of(found, "languages", list),
        since=_day(found, "since"),
        until=_day(found, "until"),
    )


def _day(found: Mapping[str, Any], name: str) -> date | None:
    text = _of(found, name, str)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ReadingError(f"its {name} is “{text:.20}”, which is no date; {AS_WRITTEN}") from None


def _strictness(told: Mapping[str, object]) -> Strictness | None:
    name = _of(told, "strictness", str)
    return Strictness.named(name) if name else None


def _limit(told: Mapping[str, object]) -> int | None:
    return None if told.get("limit") is None else _of(told, "limit", int)


def _understood(told: Mapping[str, object]) -> Understood | None:
    found = _of(told, "understood", dict)
    if not found:
        return None
    about, articles = _of(found, "about", list), _of(found, "articles", list)
    if not all(isinstance(one, str) for one in (*about, *articles)):
        raise ReadingError(f"how it was understood holds what is no string; {AS_WRITTEN}")
    sure = found.get("sure")
    if not isinstance(sure, bool | None):
        raise ReadingError(f"its sure is a JSON {json_kind(sure)}, not true or false; {AS_WRITTEN}")
    return Understood(
        question=checked(_of(found, "question", str)),
        about=tuple(about),
        articles=frozenset(articles),
        sure=sure is not False,  # files of before do not tell
    )


def _of(record: Mapping[str, Any], name: str, kind: type[Kind]) -> Kind:
    """Return what a record holds under a name, or an empty one where it holds none."""
    value = record.get(name)
    if value is None:
        return kind()
    try:
        return of_kind(value, kind, name)
    except ReadingError as error:
        raise ReadingError(f"{error}; {AS_WRITTEN}") from None
