"""An evaluation as plain text, Markdown and a dict; every escape of it is here or in `render`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from qa.evaluation import DEPTH, Fault
from qa.plain import aligned, one_line
from qa.render import escape_markdown

if TYPE_CHECKING:
    from qa.calibration import Threshold
    from qa.evaluation import Evaluation, Judged, Problem
    from qa.measures import Bin, Rate
    from qa.recalibration import AtThreshold, Refit

_PLACES = (1, 3, 5)
_FLATTERED = (
    "On the questions that it was fitted to, a threshold looks better than it is; expect of new "
    "questions what is cross-validated (each tenth judged by a threshold fitted to the rest)."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the report: a table, what is to be said of it, and what is listed below."""

    title: str
    header: tuple[str, ...] = ()
    rows: Sequence[tuple[str, ...]] = ()
    notes: Sequence[str] = ()


def link(question: str, *, address: str) -> str:
    """Return the address at which the browser app asks a question.

    >>> link("Who? & why?", address="http://127.0.0.1:8501")
    'http://127.0.0.1:8501/?q=Who%3F%20%26%20why%3F'
    """
    return f"{address}/?q={quote(question, safe='', errors='replace')}"


def as_text(evaluation: "Evaluation", *, address: str, refit: "Refit | None" = None) -> str:
    """Write the report for a terminal: no colours, no control characters."""
    lines: list[str] = []
    for section in _sections(evaluation, refit):
        rows = [section.header, *section.rows] if section.header else section.rows
        notes = [one_line(note) for note in section.notes]
        lines += [section.title.upper(), *aligned(rows), *notes, ""]
    if evaluation.failures:
        lines.append(f"WHAT WENT WRONG ({len(evaluation.failures)})")
        for judged in evaluation.failures:
            said = [f"    {one_line(text)}" for text in _failure(judged, evaluation.threshold)]
            lines += [f"{_line(judged)}{one_line(judged.question)}", *said]
            lines += [f"    {link(judged.question, address=address)}", ""]
    for title, entries in _lists(evaluation):
        lines += [f"{title.upper()} ({len(entries)})", *map(one_line, entries), ""]
    return "\n".join(lines).rstrip()


def as_markdown(evaluation: "Evaluation", *, address: str, refit: "Refit | None" = None) -> str:
    """Write the report in Markdown, with tables as GitHub has them."""
    lines = ["# Evaluation", ""]
    for section in _sections(evaluation, refit):
        header = section.header or ("measure", "value")
        lines += [f"## {section.title}", "", _row(header), "|---" * len(header) + "|"]
        lines += [*map(_row, section.rows), ""]
        lines += [text for note in section.notes for text in (escape_markdown(note), "")]
    if evaluation.failures:
        lines += [f"## What went wrong ({len(evaluation.failures)})", ""]
        for judged in evaluation.failures:
            question = escape_markdown(f"{_line(judged)}{one_line(judged.question)}")
            lines.append(f"- {question} ([ask it]({link(judged.question, address=address)}))")
            said = _failure(judged, evaluation.threshold)
            lines += [f"  - {escape_markdown(text)}" for text in said]
        lines.append("")
    for title, entries in _lists(evaluation):
        lines += [f"## {title} ({len(entries)})", ""]
        lines += [*(f"- {escape_markdown(entry)}" for entry in entries), ""]
    return "\n".join(lines).rstrip() + "\n"


def as_dict(
    evaluation: "Evaluation", *, address: str, refit: "Refit | None" = None
) -> dict[str, Any]:
    """Write the report as values that JSON can hold (docs/formats.md)."""
    return {
        "questions": {
            "answerable": len(evaluation.answerable),
            "unanswerable": len(evaluation.unanswerable),
            "without_gold": len(evaluation.without_gold),
        },
        "threshold": _threshold(evaluation.threshold),
        "answering_sentence": {
            **{f"within_{n}": _rate(evaluation.found_within(n)) for n in _PLACES},
            "mrr_at_10": _rounded(evaluation.mean_reciprocal_rank),
            "by_article_alone": _by_article_alone(evaluation),
        },
        "silence": {
            "wrongly_answered": _rate(evaluation.wrongly_answered),
            "wrongly_silent": _rate(evaluation.wrongly_silent),
        },
        "calibration": {
            "error": _rounded(evaluation.calibration_error),
            "bins": [_bin(part) for part in evaluation.reliability],
        },
        "asked": [_asked(judged, address) for judged in evaluation.judged],
        "problems": [
            {"line": p.line, "question": p.question, "reason": p.reason}
            for p in evaluation.problems
        ],
        "refit": _refit(refit) if refit else None,
    }


def _sections(evaluation: "Evaluation", refit: "Refit | None") -> Iterator[Section]:
    yield Section(title="Questions", rows=list(_counts(evaluation)))
    alone = _by_article_alone(evaluation)
    mrr = evaluation.mean_reciprocal_rank
    yield Section(
        title="Answering sentence (silence left aside)",
        rows=[
            *((_within(n), str(evaluation.found_within(n))) for n in _PLACES),
            ("MRR@10", "none to measure it on" if mrr is None else f"{mrr:.2f}"),
        ],
        notes=[f"{alone} judged by the article alone: any sentence of it counts."] if alone else [],
    )
    error = evaluation.calibration_error
    yield Section(
        title="Silence",
        rows=[
            ("threshold", _in_words(evaluation.threshold)),
            ("wrongly answered", str(evaluation.wrongly_answered)),
            ("wrongly silent", str(evaluation.wrongly_silent)),
            ("calibration error", "takes both kinds" if error is None else f"{error:.3f}"),
        ],
    )
    bins = [_bin_row(part) for part in evaluation.reliability if part.promised is not None]
    if bins:
        header = ("probability", "with an answer", "without", "promised", "came true")
        yield Section(title="Reliability (at even odds)", header=header, rows=bins)
    if refit:
        yield _refit_section(refit)


def _counts(evaluation: "Evaluation") -> Iterator[tuple[str, str]]:
    yield "with an answer", f"{len(evaluation.answerable):,}"
    yield "not in the archive", f"{len(evaluation.unanswerable):,}"
    if evaluation.without_gold:
        yield "no gold", f"{len(evaluation.without_gold):,}"
    if evaluation.problems:
        yield "problems in the file", f"{len(evaluation.problems):,}"


def _refit_section(refit: "Refit") -> Section:
    now = f"{refit.calibration.threshold:.3f}"
    rows = [
        ("before", f"{refit.before.value:.3f}", refit.rates_before),
        ("now, on these questions", now, refit.fitted),
        ("now, cross-validated", "", refit.cross_validated),
    ]
    return Section(
        title=f"Threshold fitted to {refit.calibration.wanted:g} wrongly answered",
        header=("", "threshold", "wrongly answered", "wrongly silent"),
        rows=[(n, t, str(r.wrongly_answered), str(r.wrongly_silent)) for n, t, r in rows],
        notes=[_FLATTERED],
    )


def _failure(judged: "Judged", threshold: "Threshold") -> list[str]:
    """Say what went wrong with a question, a line for each fault."""
    said = []
    certain = f"probability {judged.probability:.3f}, threshold {threshold.value:.3f}"
    for fault in judged.faults:
        match fault:
            case Fault.WRONGLY_ANSWERED | Fault.WRONGLY_SILENT:
                said.append(f"{fault}: {certain}")
            case Fault.NOT_FIRST:
                said.append(f"{fault}; the answering one stands in place {judged.place}")
            case Fault.NOT_FOUND:
                said.append(f"{fault} among the first {DEPTH}")
    if judged.first and judged.faults != (Fault.WRONGLY_SILENT,):
        said.append(f"first came: “{judged.first}”")
    return said


def _lists(evaluation: "Evaluation") -> Iterator[tuple[str, list[str]]]:
    if evaluation.without_gold:
        yield "No gold", [f"{_line(j)}{j.question}" for j in evaluation.without_gold]
    if evaluation.problems:
        problems = [
            f"{_line(p)}{f'{p.question}: ' if p.question else ''}{p.reason}"
            for p in evaluation.problems
        ]
        yield "Problems in the file", problems


def _line(told: "Judged | Problem") -> str:
    return f"line {told.line}: " if told.line is not None else ""


def _within(places: int) -> str:
    return "first" if places == 1 else f"among the first {places}"


def _by_article_alone(evaluation: "Evaluation") -> int:
    return sum(not judged.by_quote for judged in evaluation.answerable)


def _in_words(threshold: "Threshold") -> str:
    return f"{threshold.value:.3f} ({threshold.strictness})"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"  # numbers and words of ours: nothing to escape


def _bin_row(part: "Bin") -> tuple[str, ...]:
    return (
        f"{part.low:.1f} to {part.high:.1f}",
        f"{part.answerable:,}",
        f"{part.unanswerable:,}",
        f"{part.promised:.2f}",
        f"{part.true:.2f}",
    )


def _rate(rate: "Rate") -> dict[str, Any]:
    low, high = rate.interval
    return {
        "part": rate.part,
        "whole": rate.whole,
        "rate": _rounded(rate.value),
        "interval": [_rounded(low), _rounded(high)],
    }


def _bin(part: "Bin") -> dict[str, Any]:
    return {
        "low": part.low,
        "high": part.high,
        "answerable": part.answerable,
        "unanswerable": part.unanswerable,
        "promised": _rounded(part.promised),
        "came_true": _rounded(part.true),
    }


def _asked(judged: "Judged", address: str) -> dict[str, Any]:
    return {
        "line": judged.line,
        "question": judged.question,
        "answerable": judged.answerable,
        "probability": _rounded(judged.probability),
        "answered": judged.answered,
        "place": judged.place,
        "first": judged.first,
        "faults": [str(fault) for fault in judged.faults],
        "link": link(judged.question, address=address),
    }


def _refit(refit: "Refit") -> dict[str, Any]:
    return {
        "wanted": refit.calibration.wanted,
        "threshold": refit.calibration.threshold,
        "before": {**_threshold(refit.before), **_rates(refit.rates_before)},
        "fitted": _rates(refit.fitted),
        "cross_validated": _rates(refit.cross_validated),
    }


def _rates(rates: "AtThreshold") -> dict[str, Any]:
    return {
        "wrongly_answered": _rate(rates.wrongly_answered),
        "wrongly_silent": _rate(rates.wrongly_silent),
    }


def _threshold(threshold: "Threshold") -> dict[str, Any]:
    return {"value": threshold.value, "strictness": str(threshold.strictness)}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
