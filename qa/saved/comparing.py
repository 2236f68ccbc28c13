"""A saved answer beside the one of today: the same, or what of it is another, and why; pure."""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qa.provenance import describe_notice
from qa.saved.answers import ANSWER, Quoted, Saved
from qa.saved.checking import forms_of

if TYPE_CHECKING:
    from index import Article
    from qa.answer import Answer, Citation

Place = tuple[str, int, int]
"""Where a quote stands: the id of its article, where it starts and where it ends."""
GivenWords = tuple[tuple[str, ...], ...]
"""What stands side by side: of each entry its wordings."""


class Outcome(StrEnum):
    """What came of a saved answer that was asked again: one of these."""

    SAME = "same"  # the same quotes in the same order, or silence as before
    MARKED = "marked"  # the same quotes; other words marked, or others side by side
    REORDERED = "reordered"  # the same quotes in another order
    CHANGED = "changed"  # some are new, or gone
    ANSWERED = "answered"  # it was silence
    SILENT = "silent"  # it was answered
    FAILED = "failed"  # it cannot be read, or not be asked again


class Cause(StrEnum):
    """Why a quote is gone. The first three are what a newer version of its article says of it."""

    CORRECTED = "corrected"
    UPDATED = "updated"
    RETRACTED = "retracted"
    REPLACED = "replaced"  # by a newer version that says nothing of it
    REMOVED = "removed"  # the archive does not have the article
    ALTERED = "altered"  # the article has other words where it was saved to be
    COPIED = "copied"  # the article is there; another one that has the words is cited for them
    CUT = "cut"  # the article is quoted there, from or up to another word
    OUTRANKED = "outranked"  # others are taken to answer better
    DROPPED = "dropped"  # it is no longer taken for an answer
    UNREADABLE = "unreadable"  # the file does not tell where it stood


_STILL_THERE = (Cause.OUTRANKED, Cause.DROPPED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A saved quote that the answer of today has not at that place; `reason` says why in words.

    `now` is where the answer of today has the same words, if it has: in a newer version of the
    article, or in another one.
    """

    quoted: Quoted
    cause: Cause
    reason: str
    now: "Citation | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A quote as before with other words marked as the answer; `before` is empty where none was."""

    citation: "Citation"
    before: str

    @property
    def now(self) -> str:
        """The words that are marked today; empty where none are."""
        return self.citation.marked[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """What is asked of the archive.

    `article` gives that of an id, also a version that was replaced. `newer` gives the version that
    has replaced the article of a quote; None where none has.
    """

    article: "Callable[[str], Article | None]"
    newer: "Callable[[Quoted], Article | None]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What is another in the answer of today.

    `new` are its quotes that were not there, words that have only moved (`Gone.now`) aside.
    `order`, where it is another, tells where each of its quotes stood, from 1. `given` is what
    stood side by side then, where the quotes are the same and that is not.
    """

    outcome: Outcome
    new: "tuple[Citation, ...]" = ()
    gone: tuple[Gone, ...] = ()
    order: tuple[int, ...] = ()
    marks: tuple[Mark, ...] = ()
    given: GivenWords | None = None


def compare(saved: Saved, answer: "Answer", lookup: Lookup) -> Difference:
    """Hold a saved answer beside the one of today: by article, place and words, never by scores."""
    said = saved.said
    cited = [citation for statement in answer.statements for citation in statement.citations]
    there = {_place(citation): citation for citation in cited}
    # A place may be quoted more than once; so often it has to be today.
    places, missing = [], []
    left = Counter(map(_place, cited))
    for quoted in said:
        if _has(there.get(quoted.place), quoted) and left[quoted.place]:
            left[quoted.place] -= 1
            places.append(quoted.place)
        else:
            missing.append(quoted)
    new, order = _new_and_order(cited, places)
    if missing or new:
        gone = _gone(missing, new, answer, lookup)
        moved = [one.now for one in gone if one.now]
        return Difference(
            outcome=_of_others(saved, answer),
            new=tuple(citation for citation in new if citation not in moved),
            gone=tuple(gone),
        )
    marks, given = tuple(_marks(saved, there)), _given_before(saved, answer)
    if order != tuple(range(1, len(order) + 1)):
        return Difference(outcome=Outcome.REORDERED, order=order, marks=marks, given=given)
    is_same = not marks and given is None
    return Difference(outcome=Outcome.SAME if is_same else Outcome.MARKED, marks=marks, given=given)


def _new_and_order(
    cited: "Sequence[Citation]", places: Sequence[Place]
) -> "tuple[list[Citation], tuple[int, ...]]":
    """Return what of today was not quoted then, and which of then each of the others was."""
    numbers: defaultdict[Place, deque[int]] = defaultdict(deque)
    for number, place in enumerate(places, start=1):
        numbers[place].append(number)
    new, order = [], []
    for citation in cited:
        if free := numbers[_place(citation)]:
            order.append(free.popleft())
        else:
            new.append(citation)
    return new, tuple(order)


def _of_others(saved: Saved, answer: "Answer") -> Outcome:
    if not saved.said:
        return Outcome.ANSWERED
    return Outcome.SILENT if answer.silent else Outcome.CHANGED


def _place(citation: "Citation") -> Place:
    return citation.article.id, citation.start, citation.end


def _has(citation: "Citation | None", quoted: Quoted) -> bool:
    forms = forms_of(quoted.quote, as_cell=quoted.as_cells)
    return citation is not None and not quoted.error and citation.quote in forms


def _gone(
    missing: Sequence[Quoted], new: "Sequence[Citation]", answer: "Answer", lookup: Lookup
) -> list[Gone]:
    """Tell why quotes are gone; each new one stands in for one that has its words."""
    found: list[Gone] = []
    free = list(new)
    for quoted in missing:
        cause, reason = _why(quoted, new, answer, lookup)
        now = next((citation for citation in free if _has(citation, quoted)), None)
        if now:
            free.remove(now)
        if now and cause in _STILL_THERE:
            cause, reason = Cause.COPIED, "its article is still there; another one is cited for it"
        found.append(Gone(quoted=quoted, cause=cause, reason=reason, now=now))
    return found


def _why(
    quoted: Quoted, new: "Sequence[Citation]", answer: "Answer", lookup: Lookup
) -> tuple[Cause, str]:
    if quoted.error:
        return Cause.UNREADABLE, quoted.error
    if newer := lookup.newer(quoted):
        return _replaced(quoted, newer)
    article = lookup.article(quoted.article_id)
    if article is None:
        return Cause.REMOVED, "its article is not in the archive any more"
    _, start, end = quoted.place
    if article.text[start:end] not in forms_of(quoted.quote, as_cell=quoted.as_cells):
        reason = "its article has other words there; see what is wrong with: onrecord verify"
        return Cause.ALTERED, reason
    return _why_not_now(quoted, new, answer)


def _replaced(quoted: Quoted, newer: "Article") -> tuple[Cause, str]:
    """Tell of a newer version what it says of itself, and whether it has the words."""
    notice = newer.notice if newer.notice != quoted.source.get("notice") else None
    forms = forms_of(quoted.quote, as_cell=quoted.as_cells)
    has = "has" if any(form in newer.text for form in forms) else "does not have"
    marked = f", {describe_notice(notice)}," if notice else ""
    reason = f"its article has a newer version, {newer.id}{marked or ','} which {has} these words"
    return Cause(notice) if notice else Cause.REPLACED, reason


def _why_not_now(quoted: Quoted, new: "Sequence[Citation]", answer: "Answer") -> tuple[Cause, str]:
    """Tell why words that stand as they did are not quoted."""
    id_, start, end = quoted.place
    cited = (citation for statement in answer.statements for citation in statement.citations)
    if quoted.place in map(_place, cited):
        return Cause.DROPPED, "it is quoted there today, but not as often"
    if any(c.article.id == id_ and c.start < end and start < c.end for c in new):
        return Cause.CUT, "its article is quoted there from another word, or up to another"
    if answer.silent:
        return Cause.DROPPED, "its article is still there; the question is met with silence today"
    if new or (answer.limit and len(answer.statements) >= answer.limit):
        return Cause.OUTRANKED, "its article is still there; others are taken to answer better"
    return Cause.DROPPED, "its article is still there; it is not taken for an answer any more"


def _marks(saved: Saved, there: "dict[Place, Citation]") -> "list[Mark]":
    """Tell which quotes have other words marked; of CSV, which tells none, nothing."""
    if not saved.told:
        return []
    found = []
    for quoted in saved.said:
        citation = there[quoted.place]
        marked = next((one for one in quoted.slices if one.name == ANSWER), None)
        before = (marked.start, marked.end) if marked else (None, None)
        if before != (citation.answer_start, citation.answer_end):
            found.append(Mark(citation=citation, before=marked.words if marked else ""))
    return found


def _given_before(saved: Saved, answer: "Answer") -> GivenWords | None:
    """Return what stood side by side, if it does not now; None where the file does not tell."""
    told = saved.told.get("given")
    if not isinstance(told, list):
        return None
    before = tuple(tuple(entry["words"]) for entry in told)
    now = tuple(one.words for one in answer.given)
    return None if _settled(before) == _settled(now) else before


def _settled(given: GivenWords) -> list[list[str]]:
    return sorted(sorted(words) for words in given)
