"""What came of asking saved answers again: lines for a terminal, values for JSON; pure."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from index.wording import counted
from qa.agreement.describing import given_values
from qa.plain import one_line
from qa.provenance import article_values
from qa.render import describe_citation
from qa.saved.checking import cut
from qa.saved.comparing import Cause, Outcome

if TYPE_CHECKING:
    from qa.answer import Citation
    from qa.replaying import Replayed
    from qa.saved.answers import Quoted
    from qa.saved.comparing import Gone, Mark

# So much of a question and of a quote is shown; `--json` has all of it.
_SHOWN_QUESTION, _SHOWN_QUOTE = 100, 160
_NAMED = ("outlet", "published", "title")
_HEADINGS = {
    Outcome.SAME: "the same",
    Outcome.MARKED: "marked otherwise",
    Outcome.REORDERED: "in another order",
    Outcome.CHANGED: "quotes differ",
    Outcome.ANSWERED: "answered now, silent then",
    Outcome.SILENT: "silent now, answered then",
    Outcome.FAILED: "not asked again",
}


class Tally:
    """Counts what came of the answers of one file."""

    def __init__(self) -> None:
        self.outcomes: Counter[Outcome] = Counter()
        self.notes: Counter[str] = Counter()
        self._quotes = self._removed = 0

    def add(self, one: "Replayed") -> None:
        """Count one more."""
        self.outcomes[one.outcome] += 1
        self.notes.update(one.notes)
        self._quotes += len(one.saved.said)
        causes = [gone.cause for gone in one.difference.gone]
        self._removed += causes.count(Cause.REMOVED)

    @property
    def is_of_others(self) -> bool:
        """Whether the archive has none of the articles that are quoted: it may be another one."""
        return 0 < self._quotes == self._removed

    @property
    def differing(self) -> int:
        """How many answers are not the same."""
        return self.outcomes.total() - self.outcomes[Outcome.SAME] - self.outcomes[Outcome.FAILED]


def lines(one: "Replayed", name: str) -> Iterator[str]:
    """Say what is another in an answer: a line with its outcome, then one for each difference."""
    difference = one.difference
    where = f"{name}, line {one.saved.line}, {_HEADINGS[one.outcome]}"
    question = cut(one.saved.question, most=_SHOWN_QUESTION)
    yield one_line(": ".join(filter(None, [where, question, one.error])))
    if one.outcome is Outcome.CHANGED:
        yield f"  {_counts(one)}"
    if likely := _probabilities(one):
        yield f"  {likely}"
    numbers = _numbers(one)
    yield from (f"  {_gone(gone, numbers)}" for gone in difference.gone)
    for citation in difference.new:
        yield f"  new [{numbers[_place(citation)]}]: {_cited(citation)}"
    if difference.order:
        yield f"  order: {', '.join(map(str, difference.order))} (their places then)"
    yield from (f"  {_marked(mark)}" for mark in difference.marks)
    if difference.given is not None and one.answer:
        now = _listed([given.words for given in one.answer.given])
        yield f"  side by side: {_listed(difference.given)} then; {now} now"


def summary(tally: Tally, name: str) -> Iterator[str]:
    """Say how many answers are the same, and how many are what else; then the notes."""
    told = [f"{tally.outcomes[one]:,} {_HEADINGS[one]}" for one in Outcome if tally.outcomes[one]]
    answers = counted(tally.outcomes.total(), "answer")
    yield f"{name}: {answers}{': ' if told else ''}{'; '.join(told)}"
    yield from (f"  {note} ({counted(number, 'answer')})" for note, number in tally.notes.items())


def file_values(
    name: str, tally: Tally, findings: Sequence[Mapping[str, object]], *, error: str | None
) -> Mapping[str, object]:
    """Return what came of a file as values that JSON can hold."""
    return {
        "file": name,
        "error": error,
        "is_same": not (error or tally.differing or tally.outcomes[Outcome.FAILED]),
        "answers": tally.outcomes.total(),
        **{str(outcome): tally.outcomes[outcome] for outcome in Outcome},
        "notes": dict(tally.notes),
        "findings": list(findings),
    }


def as_values(one: "Replayed") -> Mapping[str, object]:
    """Return what is another in an answer as values that JSON can hold."""
    difference, answer, numbers = one.difference, one.answer, _numbers(one)
    searched = one.saved.told.get("searched")
    articles = searched.get("articles") if isinstance(searched, dict) else None
    return {
        "line": one.saved.line,
        "question": one.saved.question,
        "outcome": one.outcome,
        "error": one.error or None,
        "notes": list(one.notes),
        "new": [_citation(citation, numbers) for citation in difference.new],
        "gone": [
            {
                **_quoted(gone.quoted),
                "cause": gone.cause,
                "reason": gone.reason,
                "now": _citation(gone.now, numbers) if gone.now else None,
            }
            for gone in difference.gone
        ],
        "order": list(difference.order) or None,
        "marks": [
            {
                **_citation(mark.citation, numbers),
                "then": mark.before,
                "now": mark.now,
            }
            for mark in difference.marks
        ],
        "given": None
        if difference.given is None or answer is None
        else {
            "then": [list(words) for words in difference.given],
            "now": [one["words"] for one in given_values(answer.given)],
        },
        "probability": {
            "then": _likelihood(one.saved.told, "probability"),
            "now": round(answer.probability, 4) if answer else None,
        },
        "articles": {
            "then": articles if type(articles) is int and articles >= 0 else None,
            "now": answer.coverage.articles if answer else None,
        },
    }


def _counts(one: "Replayed") -> str:
    """Say how many quotes are as before, and how many are not."""
    gone = one.difference.gone
    moved = sum(each.now is not None for each in gone)
    numbers = {"gone": len(gone) - moved, "moved": moved, "new": len(one.difference.new)}
    told = [f"{number} {name}" for name, number in numbers.items() if number]
    said = len(one.saved.said)
    return f"{said - len(gone)} of {counted(said, 'quote')} as before; {', '.join(told)}"


def _numbers(one: "Replayed") -> Mapping[tuple[str, int], int]:
    """Return the numbers of the statements of today, from 1, by the places of their quotes."""
    statements = one.answer.statements if one.answer else ()
    return {
        _place(citation): number
        for number, statement in enumerate(statements, start=1)
        for citation in statement.citations
    }


def _place(citation: "Citation") -> tuple[str, int]:
    return citation.article.id, citation.start


def _gone(gone: "Gone", numbers: Mapping[tuple[str, int], int]) -> str:
    """Say where a quote stood, and where its words stand now or why they are gone."""
    quoted, now = gone.quoted, gone.now
    quote = f"[{quoted.statement}]: “{cut(quoted.quote, most=_SHOWN_QUOTE)}”"
    if now:
        there = f"[{numbers[_place(now)]}] {describe_citation(now)}"
        return one_line(f"moved {quote} to {there} ({gone.reason})")
    source = [str(quoted.source[name]) for name in _NAMED if quoted.source.get(name)]
    return one_line(f"gone {quote} {', '.join(source)} ({gone.reason})")


def _cited(citation: "Citation") -> str:
    quote = cut(citation.quote, most=_SHOWN_QUOTE)
    return one_line(f"“{quote}” {describe_citation(citation)}")


def _marked(mark: "Mark") -> str:
    then, now = (f"“{cut(words)}”" if words else "nothing" for words in (mark.before, mark.now))
    return f"marked: {then} then, {now} now, in {_cited(mark.citation)}"


def _listed(given: Sequence[Sequence[str]]) -> str:
    return one_line(" | ".join("; ".join(words) for words in given)) or "nothing"


def _probabilities(one: "Replayed") -> str:
    """Say how likely an answer was, and is, where silence has come or gone."""
    if one.outcome not in (Outcome.ANSWERED, Outcome.SILENT) or one.answer is None:
        return ""
    answer = one.answer
    now = f"{answer.probability:.2f} of {answer.threshold:.2f} that an answer takes"
    then, took = (_likelihood(one.saved.told, name) for name in ("probability", "threshold"))
    if then is None or took is None:
        return f"probability: {now}"
    return f"probability: {now}; then {then:.2f} of {took:.2f}"


def _likelihood(told: Mapping[str, object], name: str) -> float | None:
    """Return a number from 0 to 1 that a file tells, which was not checked; None where it is none.

    >>> [_likelihood({"p": told}, "p") for told in (0.5, 1, True, "1", None, 10**400, float("nan"))]
    [0.5, 1, None, None, None, None, None]
    """
    value = told.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if 0 <= value <= 1 else None


def _citation(citation: "Citation", numbers: Mapping[tuple[str, int], int]) -> dict[str, Any]:
    return {
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "statement": numbers[_place(citation)],
        "article": article_values(citation.article),
    }


def _quoted(quoted: "Quoted") -> dict[str, Any]:
    article_id, start, end = quoted.place
    article = {"id": article_id, "sha256": quoted.sha256, **quoted.source}
    place = {"start": start, "end": end, "statement": quoted.statement}
    return {"quote": quoted.quote, **place, "article": article}
