"""What is measured as Markdown tables, written between two markers of a page."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from qa.measures import Rate
from qa.silence import threshold
from qa.strictness import Strictness

README = Path(__file__).parent / "README.md"


def write(results: Mapping[str, Any]) -> None:
    """Put the tables of these results into the README, in place of the last ones."""
    replace("quality", tables(results))


def replace(section: str, table: str, *, page: Path = README) -> None:
    """Put a table between a section's two markers, in place of what stands there."""
    begin, end = f"<!-- {section}: begin -->", f"<!-- {section}: end -->"
    before, rest = page.read_text().split(begin)
    _, after = rest.split(end)
    page.write_text(f"{before}{begin}\n\n{table}\n\n{end}{after}")


def tables(results: Mapping[str, Any]) -> str:
    """Set the results as Markdown tables."""
    parts: list[tuple[str, str, Mapping[str, Any]]] = [
        ("Passages", "retrieval", _RETRIEVAL),
        ("Answering sentences (silence left aside)", "answers", _ANSWERS),
        ("Silence at the shipped threshold (`balanced`)", "silence", _SILENCE),
    ]
    made = [f"### {title}\n\n{_table(results, kind, columns)}" for title, kind, columns in parts]
    return "\n\n".join([*made, f"### The reader by itself\n\n{_reader(results['reader'])}"])


def _reader(measured: Mapping[str, Mapping[str, float]]) -> str:
    lines = ["| data | measure | value |", "|---|---|---|"]
    for data, measures in measured.items():
        lines += [f"| {data} | {name} | {_number(value)} |" for name, value in measures.items()]
    return "\n".join(lines)


def rate(part: int, whole: int) -> str:
    """Write a rate with its 95% interval.

    >>> rate(1, 10)
    '1 of 10 (0.10; 0.02 to 0.40)'
    """
    return str(Rate(part, whole))


def by_strictness(can: Sequence[float], cannot: Sequence[float], *, columns: Sequence[str]) -> str:
    """Set how often each strictness errs as a Markdown table.

    Args:
        can: the probabilities of questions that the archive answers.
        cannot: those of questions that it does not answer.
        columns: what to call those of `cannot` that are answered, and those of `can` that are not.
    """
    lines = [f"| strictness | {' | '.join(columns)} |", "|---" * 3 + "|"]
    for strictness in (Strictness.STRICT, Strictness.BALANCED, Strictness.OPEN):
        answered, silent = wrongly(can, cannot, strictness=strictness)
        lines.append(f"| {strictness} | {answered} | {silent} |")
    return "\n".join(lines)


def wrongly(
    can: Sequence[float], cannot: Sequence[float], *, strictness: Strictness = Strictness.BALANCED
) -> tuple[str, str]:
    """Return how often it is answered wrongly, and silence is wrong; arguments as above."""
    least = threshold(strictness)
    answered = rate(sum(p >= least for p in cannot), len(cannot))
    return answered, rate(sum(p < least for p in can), len(can))


_RETRIEVAL = {
    "questions": "questions",
    "Hits@4": "hits_at_4",
    "Hits@10": "hits_at_10",
    "MRR@10": "mrr_at_10",
    "MAP@10": "map_at_10",
    "evidence recall@10": "evidence_recall_at_10",
}
_ANSWERS = {
    "questions": "questions",
    "first": "answer_at_1",
    "in the first three": "answer_at_3",
    "answered, and in the first three": "answered_in_three",
    "the same where a quarter is wrongly answered": "answered_in_three_at_quarter",
    "MRR@10": "mrr_at_10",
    "articles among five": "articles_in_five",
}
_SILENCE = {
    "wrongly answered": ("wrongly_answered", "unanswerable"),
    "wrongly silent": ("wrongly_silent", "answerable"),
    "AUROC": "auroc",
}


def _table(results: Mapping[str, Any], kind: str, columns: Mapping[str, Any]) -> str:
    lines = [
        f"| collection | {' | '.join(columns)} |",
        "|---" * (len(columns) + 1) + "|",
    ]
    for name, measured in results.items():
        if kind in measured:
            cells = [_cell(measured[kind], wanted) for wanted in columns.values()]
            lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(measured: Mapping[str, float], wanted: str | tuple[str, str]) -> str:
    if isinstance(wanted, tuple):
        part, whole = (int(measured[name]) for name in wanted)
        return rate(part, whole)
    return _number(measured[wanted]) if wanted in measured else "–"


def _number(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.3f}"
