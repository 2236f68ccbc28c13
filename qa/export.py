"""Answers to many questions as JSON lines or CSV (docs/formats.md)."""

import csv
from collections.abc import Collection, Iterator, Mapping
from typing import Protocol, TextIO

from qa.answer import Answer, Citation
from qa.plain import defuse, to_json
from qa.provenance import describe_place
from qa.rows import Row

ANSWER_COLUMNS = (
    "question",
    "silent",
    "probability",
    "statement",
    "quote",
    "speaker",
    "verb",
    "outlet",
    "published",
    "title",
    "authors",
    "url",
    "file",
    "language",
    "score",
    "article_id",
    "sha256",
    "start",
    "end",
    "locator",
    "notice",
    "carried_by",
    "likely_original",
    "unanswered",
    "error",
)
JSON_LINES_ENCODING = "utf-8"
CSV_ENCODING = "utf-8-sig"
"""The mark lets spreadsheets read CSV as UTF-8."""
LINE = "line"
OTHER = "input_other"


class Writer(Protocol):
    """Writes rows with their answers to a file, one after the other."""

    def write(self, row: Row, answer: Answer | None) -> None:
        """Write one row and its answer; without an answer the row has an error."""


class JsonLinesWriter:
    """One JSON object for each row."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, row: Row, answer: Answer | None) -> None:
        """Write one row and its answer, and let a reader at the other end of a pipe see it."""
        self._stream.write(to_json(as_record(row, answer)) + "\n")
        self._stream.flush()


class CsvWriter:
    """One CSV row for each citation, one for each silence and each error.

    `carried` names the columns that are carried along. What a row has besides stands as JSON in
    the last column, "input_other": nothing is lost, and no row waits for the ones behind it.
    Without a `header` it goes on below rows that were written before.
    """

    def __init__(self, stream: TextIO, *, carried: Collection[str], header: bool = True) -> None:
        self._writer = csv.writer(stream)
        self._carried = _column_names(carried)
        if header:
            self._writer.writerow([LINE, *self._carried.values(), *ANSWER_COLUMNS, OTHER])

    def write(self, row: Row, answer: Answer | None) -> None:
        """Write one row and its answer."""
        known = [_as_cell(row.carried.get(name)) for name in self._carried]
        other = {k: value for k, value in row.carried.items() if k not in self._carried}
        for cells in as_cells(row, answer):
            values = [cells.get(name) for name in ANSWER_COLUMNS]
            self._writer.writerow([row.line, *known, *values, _as_cell(other or None)])


class SeveralWriters:
    """Writes every row with each of some writers."""

    def __init__(self, *writers: Writer) -> None:
        self._writers = writers

    def write(self, row: Row, answer: Answer | None) -> None:
        """Write one row and its answer."""
        for writer in self._writers:
            writer.write(row, answer)


def as_record(row: Row, answer: Answer | None) -> Mapping[str, object]:
    """Return a row and its answer as values that JSON can hold."""
    known = {"line": row.line, "input": dict(row.carried), "error": row.error}
    return {**known, **(answer.to_dict() if answer else {"question": row.question})}


def as_cells(row: Row, answer: Answer | None) -> Iterator[Mapping[str, object]]:
    """Return a row and its answer as CSV rows, by the names of `ANSWER_COLUMNS`."""
    if answer is None:
        yield {"question": row.question, "error": row.error}
        return
    common = {
        "question": row.question,
        "silent": str(answer.silent).lower(),
        "probability": round(answer.probability, 4),
        "unanswered": "; ".join(answer.unanswered),
    }
    if answer.silent:
        yield common
    for number, statement in enumerate(answer.statements, start=1):
        for citation in statement.citations:
            yield {**common, "statement": number, **_citation_cells(citation)}


def _citation_cells(citation: Citation) -> Mapping[str, object]:
    article, story = citation.article, citation.story
    return {
        "quote": defuse(citation.quote),
        "speaker": defuse(citation.speaker),
        "verb": defuse(citation.verb),
        "outlet": defuse(article.outlet),
        "published": article.published.isoformat() if article.published else "",
        "title": defuse(article.title),
        "authors": defuse("; ".join(article.authors)),
        "url": defuse(article.url),
        "file": defuse(article.file),
        "language": defuse(article.language),
        "score": round(citation.score, 4),
        "article_id": article.id,
        "sha256": article.sha256,
        "start": citation.start,
        "end": citation.end,
        "locator": defuse(describe_place(citation.locator)),
        "notice": citation.notice or "",
        "carried_by": story.carried_by if story else 1,
        "likely_original": defuse(story.original.outlet or story.original.article_id)
        if story
        else "",
    }


def _column_names(carried: Collection[str]) -> dict[str, str]:
    """Name the carried columns; one that an answer has too gets "input_" before it.

    >>> _column_names(["id", "title"])
    {'id': 'id', 'title': 'input_title'}
    """
    names: dict[str, str] = {}
    taken: set[str] = {LINE, OTHER, *ANSWER_COLUMNS}
    for name in carried:
        free = name
        while free in taken:
            free = f"input_{free}"
        taken.add(free)
        names[name] = free
    return names


def _as_cell(value: object) -> str | int | float:
    """Write a carried value: text and numbers as they are, what is nested as JSON."""
    if value is None:
        return ""
    if isinstance(value, str) or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    return to_json(value)
