"""What the command line tells of an archive, of an `add` and of a batch: values into rows; pure."""

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from index.errors import archive_option
from index.wording import counted
from qa.bundled import BUNDLED_READER
from qa.plain import one_line

if TYPE_CHECKING:
    from index import AddReport, Article, Status, Story, Subscription
    from index.vector_kind import VectorKind
    from qa.batch import Tally
    from qa.calibration import Calibration

# More lines than this that say the same are one with their number; `--json` lists them.
_MOST_ALIKE = 3
OUTCOMES = ("added", "changed", "unchanged", "skipped", "failed")


def add_counts(report: "AddReport") -> list[tuple[str, str]]:
    """Return how many articles were added, changed, unchanged, skipped, or failed."""
    return [(outcome, f"{report.count(outcome):,}") for outcome in OUTCOMES]


def left_out(report: "AddReport") -> Iterator[str]:
    """Say what was skipped and what failed, with the reason: a line each, or one for many alike.

    >>> from index import AddReport, Failed
    >>> list(left_out(AddReport(failed=(Failed(origin="a.pdf", reason="it is empty"),))))
    ['', 'failed', '  a.pdf: it is empty']
    """
    for outcome, items, more in (
        ("skipped", report.skipped, report.more_skipped),
        ("failed", report.failed, report.more_failed),
    ):
        if items:
            yield from ("", outcome)
        alike: dict[str, list[str]] = {}
        for item in items:
            # Of a stream "-/name": it is known by its name.
            named = one_line(item.origin).removeprefix("-/")
            alike.setdefault(one_line(item.reason), []).append(named)
        for reason, origins in alike.items():
            if len(origins) > _MOST_ALIKE:
                yield f"  {len(origins):,} × {reason}; the first is {origins[0]}"
            else:
                yield from (f"  {origin}: {reason}" for origin in origins)
        for one in more:
            reason, origin = one_line(one.reason), one_line(one.origin)
            yield f"  and {one.count:,} more of this reason in {origin}: {reason}"


def add_report(report: "AddReport") -> Mapping[str, object]:
    """Return an `add`'s outcome as values that JSON can hold."""
    return {
        "added": list(report.added),
        "changed": list(report.changed),
        "unchanged": list(report.unchanged),
        "skipped": [{"origin": s.origin, "reason": s.reason} for s in report.skipped],
        "failed": [{"origin": f.origin, "reason": f.reason} for f in report.failed],
        "more_skipped": [asdict(more) for more in report.more_skipped],
        "more_failed": [asdict(more) for more in report.more_failed],
    }


def status(status: "Status", calibration: "Calibration | None" = None) -> Mapping[str, object]:
    """Return an archive's status, and its own threshold if any, as values that JSON can hold."""
    contents = status.contents
    return {
        "archive": str(status.path.absolute()),
        "articles": contents.articles,
        "passages": contents.passages,
        "undated": contents.undated,
        "earliest": contents.earliest.isoformat() if contents.earliest else None,
        "latest": contents.latest.isoformat() if contents.latest else None,
        "outlets": contents.outlets,
        "languages": contents.languages,
        "model": status.model,
        "generation": status.generation,
        "size_bytes": status.size_bytes,
        "pending": status.pending,
        "older_versions": status.replaced,
        "vectors": asdict(status.vectors) if status.vectors else None,
        "terms": _terms(status) if status.analysis else None,
        "damaged": str(status.damaged.absolute()) if status.damaged else None,
        "calibration": _calibration(calibration) if calibration else None,
    }


def status_rows(
    status: "Status", calibration: "Calibration | None" = None
) -> Iterator[tuple[str, str]]:
    """Return an archive's status as a label and a value each; outlets and languages have a row."""
    contents = status.contents
    yield "archive", str(status.path.absolute())
    yield "articles", f"{contents.articles:,}"
    yield "passages", f"{contents.passages:,}"
    if contents.earliest and contents.latest:
        yield "published", f"{contents.earliest} to {contents.latest}"
    yield "without a date", f"{contents.undated:,}"
    for outlet, articles in contents.outlets.items():
        yield "outlet", f"{outlet}: {articles:,}"
    for language, articles in contents.languages.items():
        yield "language", f"{language}: {articles:,}"
    yield "model", status.model
    yield "generation", f"{status.generation}"
    yield "size", f"{status.size_bytes / 1e6:,.1f} MB"
    yield "pending", f"{status.pending:,}"
    yield "older versions", f"{status.replaced:,}"
    if status.vectors:
        yield "vectors", _vectors(status.vectors)
    if status.is_outdated:
        yield "terms", f"another version's; rebuild: onrecord repair {archive_option(status.path)}"
    if status.damaged:
        mended = f"onrecord repair {archive_option(status.path)}"
        yield "damaged", f"{status.damaged} is gone or cut off; make it anew: {mended}"
    if calibration:
        yield "threshold", _own_threshold(calibration)


def _vectors(kind: "VectorKind") -> str:
    if kind.name == "flat":
        return "flat: all are looked at, exactly"
    return (
        f"{kind.name}: {kind.probed:,} of {kind.lists:,} lists are looked at; of the ten nearest, "
        f"{kind.recall_of_passages:.1%} are found for passages and {kind.recall_of_questions:.1%} "
        "for vectors like questions'"
    )


def _terms(status: "Status") -> Mapping[str, object]:
    return {"analysis": status.analysis, "is_outdated": status.is_outdated}


def _calibration(calibration: "Calibration") -> Mapping[str, object]:
    return asdict(calibration) | {"is_outdated": calibration.is_outdated}


def _own_threshold(calibration: "Calibration") -> str:
    known = calibration.reader == BUNDLED_READER
    reader = "" if known else f"; only for answers with --reader {shlex.quote(calibration.reader)}"
    outdated = "; no longer in force: the weights are others now" if calibration.is_outdated else ""
    return (
        f"{calibration.threshold:.3f}, its own: fitted to {calibration.wanted:g} wrongly answered "
        f"on {calibration.answerable:,} questions with an answer and {calibration.unanswerable:,} "
        f"without{reader}{outdated}"
    )


def article_rows(articles: Iterable["Article"]) -> list[Sequence[str]]:
    """Return id, date, outlet and title, or else file, of each article."""
    return [
        (
            article.id,
            article.published.isoformat() if article.published else "no date",
            article.outlet or "",
            article.name or "",
        )
        for article in articles
    ]


def story_rows(stories: "Iterable[Story]") -> list[Sequence[str]]:
    """Return of each story how many carry it, its likely original, why, and the others' ids."""
    return [
        (
            f"{story.carried_by:,}",
            story.original.article_id,
            story.original.outlet or "",
            story.reason,
            " ".join(c.article_id for c in story.carriers if c != story.original),
        )
        for story in stories
    ]


def listed(articles: Iterable["Article"]) -> list[Mapping[str, str | None]]:
    """Return id, date, outlet, title, file and URL of each article as values for JSON."""
    return [
        {
            "id": article.id,
            "published": article.published.isoformat() if article.published else None,
            "outlet": article.outlet,
            "title": article.title,
            "file": article.file,
            "url": article.url,
        }
        for article in articles
    ]


def subscription_rows(subscriptions: Iterable["Subscription"]) -> list[Sequence[str]]:
    """Return kind, last status, day of the last answer and URL of what is asked for again."""
    return [
        (
            one.kind,
            "no answer" if one.last_status is None else str(one.last_status),
            one.last_checked.date().isoformat(),
            one.url if one.via is None else f"{one.url} (via {one.via})",
        )
        for one in subscriptions
    ]


def subscriptions(subscriptions: Iterable["Subscription"]) -> list[Mapping[str, object]]:
    """Return what is asked for again as values that JSON can hold."""
    return [
        {
            "url": one.url,
            "kind": one.kind,
            "via": one.via,
            "etag": one.validators.etag,
            "last_modified": one.validators.last_modified,
            "last_checked": one.last_checked.isoformat(),
            "last_status": one.last_status,
            "pages_left": one.pages_left,
        }
        for one in subscriptions
    ]


def tally(tally: "Tally") -> str:
    """Say how a batch went.

    >>> from qa.batch import Tally
    >>> tally(Tally(answered=2, silent=1, failed=1))
    '4 questions: 2 answered, 1 the archive does not say, 1 could not be asked (see their error)'
    >>> tally(Tally(answered=1))
    '1 question: 1 answered, 0 the archive does not say'
    """
    failed = f", {tally.failed:,} could not be asked (see their error)" if tally.failed else ""
    return (
        f"{counted(tally.rows, 'question')}: {tally.answered:,} answered, {tally.silent:,} the "
        f"archive does not say{failed}"
    )
