"""What measures an archive on its owner's questions: `onrecord evaluate`."""

import sys
from math import nan
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from qa import terminal
from qa.options import (
    STREAM,
    archive_option,
    file_of,
    json_option,
    open_desk,
    port_option,
    reader_option,
    strictness_option,
)
from qa.strictness import Strictness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index import Archive
    from qa.desk import Desk
    from qa.evaluation import Evaluation
    from qa.gold import Case
    from qa.recalibration import Refit

_MARKDOWN = (".md", ".markdown")
_JSON = ".json"


def _rate(text: str) -> float:
    try:
        rate = float(text)
    except ValueError:
        rate = nan
    if not 0 <= rate < 1:
        raise click.BadParameter(f"'{text}' is no share of the questions; write 0.05 for 5%")
    return rate


@click.command
@click.argument(
    "source",
    required=False,
    metavar="[QUESTIONS]",
    help="Questions and what answers them: .csv, .jsonl, or - for standard input.",
)
@archive_option
@strictness_option
@reader_option
@click.option(
    "--calibrate",
    type=_rate,
    metavar="RATE",
    help="Fit the archive's own threshold, so that at most this share (0.05) of the questions "
    "that are not in the archive is answered, and keep it there.",
)
@click.option("--forget", is_flag=True, help="Drop the archive's own threshold first.")
@click.option(
    *("--output", "-o"),
    type=file_of,
    metavar="FILE",
    help="Write the report here too: .md or .json.",
)
@port_option
@json_option
def evaluate(
    source: str | None,
    *,
    archive: Path,
    strictness: Strictness | None,
    reader: str | None,
    calibrate: float | None,
    forget: bool,
    output: Path | None,
    port: int,
    as_json: bool,
) -> None:
    """Measure the answers to your own questions.

    Beside the column or field “question” stand “quote”, words that answer it, copied from an
    article, or “not in the archive”; and “article”, the id, URL or title of the article that
    answers (without a quote, any sentence of it is right). Several rows with one question give
    several right answers. A question with neither is asked and only listed.

    The report tells where the answering sentence stands, how often an answer or a silence is wrong,
    and lists each question that went wrong, with a link that asks it in the app (onrecord serve).
    Rows that cannot be used are listed with the reason, and the exit code is 1.
    """
    _check_usage(source, calibrate=calibrate, forget=forget, output=output)
    cases = _read(source) if source else None
    desk = open_desk(archive, strictness=strictness, reader=reader)
    if forget:
        _forget(desk.archive)
    if cases is None:
        return
    evaluation = _measure(desk, cases)
    refitted, refusal = _refit(evaluation, calibrate)
    # First the report: whatever comes after, what was measured is not lost.
    _report(evaluation, refitted, output=output, port=port, as_json=as_json)
    if refitted:
        _keep(desk.archive, refitted)
    if evaluation.problems:
        terminal.note(f"problems in the file: {len(evaluation.problems)}, listed in the report")
    if refusal:
        terminal.note(refusal)
    if evaluation.problems or refusal:
        raise Exit(1)


def _check_usage(
    source: str | None, *, calibrate: float | None, forget: bool, output: Path | None
) -> None:
    if source == "" or (source is None and not forget):
        raise click.BadParameter("name a file of questions, or - for standard input")
    if source is None and (calibrate is not None or output):
        raise click.BadParameter("--calibrate and --output need a file of questions; name one")
    if calibrate is not None and forget:
        raise click.BadParameter("--calibrate and --forget exclude each other; leave one out")
    if output:
        from qa.drafts import check_place

        check_place(output)
    if output and output.suffix.casefold() not in (*_MARKDOWN, _JSON):
        from qa.rows import files_like

        raise click.BadParameter(
            f"a report is not written to {files_like(output)}; name it .md or .json",
            param_hint="--output",
        )


def _read(source: str) -> "list[Case]":
    from qa.gold import read_cases

    return read_cases(sys.stdin.buffer if source == STREAM else Path(source))


def _forget(archive: "Archive") -> None:
    from qa import calibration

    before = calibration.stored(archive)
    calibration.store(archive, None)
    terminal.note(
        f"the archive's own threshold ({before.threshold:.3f}) is dropped"
        if before
        else "the archive has no threshold of its own; nothing to drop"
    )


def _measure(desk: "Desk", cases: "Sequence[Case]") -> "Evaluation":
    from qa.evaluation import evaluate as measure

    with terminal.reporting(terminal.progress_bars()) as report:
        return measure(desk, cases, progress=lambda done: report("asking", done, len(cases)))


def _refit(evaluation: "Evaluation", rate: float | None) -> "tuple[Refit | None, str]":
    """Fit a threshold if one is wanted; else, or where it is refused, say why there is none."""
    from index import RequestError
    from qa.recalibration import refit

    if rate is None:
        return None, ""
    try:
        return refit(evaluation, rate=rate), ""
    except RequestError as error:
        return None, str(error)


def _keep(archive: "Archive", refitted: "Refit") -> None:
    from index.errors import archive_option
    from qa import calibration

    calibration.store(archive, refitted.calibration)
    terminal.note(
        f"the archive's own threshold is now {refitted.calibration.threshold:.3f}; it was "
        f"{refitted.before.value:.3f} ({refitted.before.strictness}); drop it with: "
        f"onrecord evaluate --forget {archive_option(archive.path)}"
    )


def _report(
    evaluation: "Evaluation",
    refitted: "Refit | None",
    *,
    output: Path | None,
    port: int,
    as_json: bool,
) -> None:
    from qa import report
    from qa.drafts import drafted
    from qa.plain import to_json
    from qa.serving import ADDRESS

    address = f"http://{ADDRESS}:{port}"
    found = report.as_dict(evaluation, address=address, refit=refitted)
    if as_json:
        terminal.show_json(found)
    else:
        terminal.show(report.as_text(evaluation, address=address, refit=refitted))
    if output:
        as_markdown = output.suffix.casefold() in _MARKDOWN
        with drafted(output) as stream:
            stream.write(
                report.as_markdown(evaluation, address=address, refit=refitted)
                if as_markdown
                else to_json(found, indent=2) + "\n"
            )
