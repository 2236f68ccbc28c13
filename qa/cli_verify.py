"""What checks saved answers against the archive: `onrecord verify`."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from index.wording import counted
from qa import terminal
from qa.options import STREAM, archive_option, check_sources, json_option, sources_argument

if TYPE_CHECKING:
    from index import Catalogue
    from qa.record import Finding, Verification


@click.command
@sources_argument
@archive_option
@json_option
def verify(sources: Sequence[str], *, archive: Path, as_json: bool) -> None:
    """Check saved answers against the archive, word for word.

    A file is told by what it holds: JSON, JSON lines or CSV. The archive must have the article of
    each citation, older versions too, with the same SHA-256. Quote, answering words, neighbours and
    speaker must stand in it where they were saved to be (in CSV the speaker anywhere); title,
    outlet, authors, date, URL and notice must be what was saved. What does not hold is listed with
    its line and the reason, and the exit code is 1. An answer that quotes nothing holds.
    """
    from index import open_catalogue

    check_sources(sources)
    opened = open_catalogue(archive)
    outcomes: list[Mapping[str, object]] = []
    for source in sources:
        name = "standard input" if source == STREAM else source
        found = _verify_or_tell(opened, source)
        outcomes.append({"file": name, **_as_dict(found)})
        if isinstance(found, str):
            terminal.note(found)
        elif not as_json:
            for line in _lines(found, name):
                terminal.show(line)
    if as_json:
        terminal.show_json(outcomes)
    if not all(outcome["holds"] for outcome in outcomes):
        raise Exit(1)


def _verify_or_tell(opened: "Catalogue", source: str) -> "Verification | str":
    """Check one file, or say why it cannot be: the others are checked all the same."""
    from index import OnRecordError

    try:
        return _verify(opened, source)
    except OnRecordError as error:
        return str(error)


def _verify(opened: "Catalogue", source: str) -> "Verification":
    from qa.record import verify as check

    with terminal.reporting(terminal.progress_bars()) as report:
        return check(
            opened,
            sys.stdin.buffer if source == STREAM else Path(source),
            progress=lambda done: report("checking", done, None),
        )


def _lines(verification: "Verification", name: str) -> Iterator[str]:
    """Say how many quotes hold, then what does not, a line each."""
    answers, quotes = verification.answers, verification.quotes
    told = f"{name}: {counted(answers, 'answer')}"
    wrong = [f"{n:,} {problem}" for problem, n in verification.problems.items() if n]
    if wrong:
        held = f"{verification.word_for_word:,} of {counted(quotes, 'quote')} word for word"
        yield f"{told}: {held} in the archive; {', '.join(wrong)}"
    elif quotes:
        stand = "all stand" if quotes > 1 else "it stands"
        yield f"{told}, {counted(quotes, 'quote')}: {stand} word for word in the archive"
    else:
        yield f"{told}, nothing quoted: nothing to check"
    yield from (f"  {_line(finding)}" for finding in verification.findings)
    more = sum(verification.problems.values()) - len(verification.findings)
    if more:
        yield f"  and {more:,} more"


def _line(finding: "Finding") -> str:
    from qa.plain import one_line
    from qa.saved.checking import cut

    said = [cut(text, most=60) for text in (finding.question, finding.quote)]
    what = ": ".join(filter(None, [said[0], f"“{said[1]}”" if said[1] else ""]))
    where = f"line {finding.line}, {finding.problem}"
    return one_line(f"{where}: {what} ({finding.reason})" if what else f"{where}: {finding.reason}")


def _as_dict(found: "Verification | str") -> Mapping[str, object]:
    if isinstance(found, str):
        return {"holds": False, "error": found}
    return {
        "holds": found.holds,
        "error": None,
        "answers": found.answers,
        "quotes": found.quotes,
        "word_for_word": found.word_for_word,
        **{str(problem): number for problem, number in found.problems.items()},
        "findings": [asdict(finding) for finding in found.findings],
    }
