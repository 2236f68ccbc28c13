"""Rows in, rows out: nothing is lost, nothing waits for the end, no row stops the others."""

import csv
import io
import json
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

import pytest
from word_reader import WordReader

from index import Archive, Article, Filters, ReadingError, RequestError
from qa.answer import Answer, Citation, Coverage, Statement
from qa.batch import answer_rows, count_rows, run
from qa.desk import Desk
from qa.export import ANSWER_COLUMNS, CsvWriter, JsonLinesWriter, defuse
from qa.rows import Row

WHO = "Who leads the CSTO?"
WHY = "Why has Belarus sent no troops?"


# Answering -------------------------------------------------------------------------------------


def test_answers_are_the_desks_own_in_the_order_of_the_rows(desk: Desk) -> None:
    rows = [
        Row(line=1, question=WHY),
        Row(line=2, question="", error="empty"),
        Row(line=3, question="How many soldiers has the army of Belarus?"),
        Row(line=4, question="?", error="no words"),
    ]
    answered = list(answer_rows(desk, rows, limit=2))
    assert [row for row, _ in answered] == rows
    for row, answer in answered:
        assert answer == (None if row.error else desk.ask(row.question, limit=2))


def test_an_endless_file_is_answered_as_it_is_read(small_archive: Archive) -> None:
    desk = Desk(small_archive, reader=WordReader())
    read = 0

    def endless() -> Iterator[Row]:
        nonlocal read
        for read in count(1):
            yield Row(line=read, question=f"How many troops in {read}?")

    first = list(islice(answer_rows(desk, endless()), 100))
    assert [row.line for row, _ in first] == list(range(1, 101))
    assert read == 128  # no more than a batch ahead


def test_filters_hold_for_every_row(desk: Desk) -> None:
    filters = Filters(outlets=("Example Weekly",))
    rows = [Row(line=1, question=WHY), Row(line=2, question=WHO)]
    answers = [answer for _, answer in answer_rows(desk, rows, filters=filters)]
    assert [answer.coverage.articles for answer in answers if answer] == [1, 1]


# Writing ---------------------------------------------------------------------------------------

FORMULA = Article(
    text='=HYPERLINK("http://example.org") was said. Minsk said no.',
    title="@title",
    outlet="+outlet",
    authors=("-author", "Other"),
)
REPEAT = Article(text="Minsk said no.", outlet="Example", language="en")


def cite(article: Article, quote: str) -> Citation:
    start = article.text.index(quote)
    end = start + len(quote)
    return Citation(
        article=article, start=start, end=end, context_start=start, context_end=end, score=0.5
    )


def answer_of(*statements: Statement) -> Answer:
    coverage = Coverage(
        articles=2,
        passages=2,
        undated=0,
        outlets=2,
        earliest=None,
        latest=None,
        filters=Filters(),
    )
    return Answer(
        question=WHO,
        statements=statements,
        closest=(),
        probability=0.75,
        threshold=0.5,
        outlets=(),
        coverage=coverage,
    )


ROW = Row(line=2, question=WHO, carried={"id": 7, "title": "=mine", "tags": ["a"]})
ANSWERED = answer_of(
    Statement(citations=(cite(FORMULA, "Minsk said no."), cite(REPEAT, "Minsk said no."))),
    Statement(citations=(cite(FORMULA, FORMULA.text[:46]),)),
)


def csv_of(*pairs: tuple[Row, Answer | None]) -> list[dict[str, str]]:
    written = io.StringIO()
    writer = CsvWriter(written, carried=pairs[0][0].carried)
    for row, answer in pairs:
        writer.write(row, answer)
    return list(csv.DictReader(io.StringIO(written.getvalue(), newline="")))


def test_csv_has_a_row_for_each_citation() -> None:
    written = csv_of((ROW, ANSWERED))
    assert list(written[0]) == ["line", "id", "input_title", "tags", *ANSWER_COLUMNS, "input_other"]
    assert [(row["line"], row["id"], row["statement"]) for row in written] == [
        ("2", "7", "1"),
        ("2", "7", "1"),
        ("2", "7", "2"),
    ]
    assert written[1] == {
        "line": "2",
        "id": "7",
        "input_title": "=mine",
        "tags": '["a"]',
        "question": WHO,
        "silent": "false",
        "probability": "0.75",
        "statement": "1",
        "quote": "Minsk said no.",
        "speaker": "Minsk",
        "verb": "said",
        "outlet": "Example",
        "published": "",
        "title": "",
        "authors": "",
        "url": "",
        "file": "",
        "language": "en",
        "score": "0.5",
        "article_id": REPEAT.id,
        "sha256": REPEAT.sha256,
        "start": "0",
        "end": "14",
        "locator": "",
        "notice": "",
        "carried_by": "1",
        "likely_original": "",
        "unanswered": "",
        "error": "",
        "input_other": "",
    }


def test_no_cell_from_an_article_is_a_formula() -> None:
    row = csv_of((ROW, ANSWERED))[2]
    assert row["quote"] == f"'{FORMULA.text[:46]}"
    assert [row[name] for name in ("title", "outlet", "authors")] == [
        "'@title",
        "'+outlet",
        "'-author; Other",
    ]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_defuse(sign: str) -> None:
    assert defuse(f"{sign}1") == f"'{sign}1"
    assert defuse(f"1{sign}") == f"1{sign}"


def test_csv_says_silence_and_errors() -> None:
    bad = Row(line=3, question="?", carried={"id": 8, "extra": {"a": 1}}, error="no words")
    silent, failed = csv_of((ROW, answer_of()), (bad, None))
    assert (silent["silent"], silent["quote"], silent["error"]) == ("true", "", "")
    assert (failed["silent"], failed["question"], failed["error"]) == ("", "?", "no words")
    assert (failed["id"], failed["input_title"], failed["tags"]) == ("8", "", "")
    assert json.loads(failed["input_other"]) == {"extra": {"a": 1}}


def test_a_json_line_holds_the_answer_and_what_came_with_the_question() -> None:
    written = io.StringIO()
    writer = JsonLinesWriter(written)
    writer.write(ROW, ANSWERED)
    writer.write(Row(line=3, question="?", error="no words"), None)
    first, second = map(json.loads, written.getvalue().splitlines())
    head = {"line": 2, "input": {"id": 7, "title": "=mine", "tags": ["a"]}, "error": None}
    assert first == {**head, **json.loads(json.dumps(ANSWERED.to_dict()))}
    assert second == {"line": 3, "input": {}, "error": "no words", "question": "?"}


# Files -----------------------------------------------------------------------------------------


def test_from_a_file_into_json_lines(desk: Desk, tmp_path: Path) -> None:
    questions, answers = tmp_path / "questions.csv", tmp_path / "answers.jsonl"
    questions.write_text(f"id,question\na,{WHY}\nb,\nc,Who?\n")
    done: list[int] = []
    tally = run(desk, questions, answers, progress=done.append)
    written = [json.loads(line) for line in answers.read_text().splitlines()]
    assert [(line["line"], line["input"]["id"]) for line in written] == [
        (2, "a"),
        (3, "b"),
        (4, "c"),
    ]
    assert written[0]["statements"] == desk.ask(WHY).to_dict()["statements"]
    assert "no words" in written[1]["error"]
    assert done == [1, 2, 3]
    assert (tally.rows, tally.failed) == (3, 1)
    assert count_rows(questions) == 3


def test_csv_opens_in_a_spreadsheet_as_utf8(desk: Desk, tmp_path: Path) -> None:
    questions, answers = tmp_path / "questions.txt", tmp_path / "answers.csv"
    questions.write_text("Чому військ немає?\n", encoding="utf-8")
    run(desk, questions, answers)
    assert answers.read_bytes().startswith(b"\xef\xbb\xbfline,question,")
    with answers.open(encoding="utf-8-sig", newline="") as stream:
        assert {row["question"] for row in csv.DictReader(stream)} == {"Чому військ немає?"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("none.txt", "\n", id="blank lines"),
        pytest.param("none.jsonl", "", id="an empty file"),
        pytest.param("none.csv", "id,question\n", id="a header alone"),
        pytest.param("none.csv", "id,question\n , \n", id="a header and empty cells"),
    ],
)
def test_no_questions_are_refused_and_the_old_answers_stay(
    desk: Desk, tmp_path: Path, name: str, content: str
) -> None:
    questions, answers = tmp_path / name, tmp_path / "answers.csv"
    questions.write_text(content)
    answers.write_text("old")
    for ask in (lambda: run(desk, questions, answers), lambda: count_rows(questions)):
        with pytest.raises(ReadingError, match=rf"there is no question in .*{name}; write"):
            ask()
    with pytest.raises(ReadingError, match="there is no question in the input; write"):
        run(desk, io.BytesIO(content.encode()), answers)
    assert answers.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == sorted(
        [name, "answers.csv"]
    )


def test_streams_are_answered_line_by_line(desk: Desk) -> None:
    written = io.StringIO()
    seen: list[int] = []
    run(
        desk,
        io.BytesIO(f"{WHO}\n{WHY}\n".encode()),
        written,
        progress=lambda _: seen.append(written.getvalue().count("\n")),
    )
    assert seen == [1, 2]


def test_the_old_answers_stay_until_the_new_ones_are_complete(desk: Desk, tmp_path: Path) -> None:
    questions, answers = tmp_path / "questions.txt", tmp_path / "answers.jsonl"
    questions.write_text(f"{WHO}\n{WHY}\n")
    answers.write_text("old")
    during: list[str] = []
    run(desk, questions, answers, progress=lambda _: during.append(answers.read_text()))
    assert during == ["old", "old"]
    assert len(answers.read_text().splitlines()) == 2


def test_files_may_be_given_by_name(desk: Desk, tmp_path: Path) -> None:
    questions, answers = tmp_path / "questions.txt", tmp_path / "answers.jsonl"
    questions.write_text(f"{WHO}\n")
    assert run(desk, str(questions), str(answers)).rows == 1
    assert json.loads(answers.read_text())["question"] == WHO
    with questions.open() as text, pytest.raises(RequestError, match="open it in binary"):
        run(desk, text, answers)


@pytest.mark.parametrize("stream", ["questions", "answers"])
def test_a_run_that_is_stopped_keeps_nothing_of_a_stream(
    desk: Desk, tmp_path: Path, stream: str
) -> None:
    def stop(done: int) -> None:
        raise KeyboardInterrupt

    questions, answers = tmp_path / "questions.txt", tmp_path / "answers.jsonl"
    questions.write_text(WHO)
    answers.write_text("old")
    before = sorted(tmp_path.iterdir())
    source = io.BytesIO(WHO.encode()) if stream == "questions" else questions
    target = io.StringIO() if stream == "answers" else answers
    with pytest.raises(KeyboardInterrupt) as interrupted:
        run(desk, source, target, progress=stop)
    assert not hasattr(interrupted.value, "__notes__")
    assert answers.read_text() == "old"
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("source", "target", "reason"),
    [
        pytest.param("questions.txt", "answers.xlsx", r"\.jsonl or \.csv", id="unknown ending"),
        pytest.param("questions.txt", "no/answers.csv", "cannot be written", id="no such folder"),
        pytest.param("questions.txt", "folder.csv", "is a folder", id="a folder"),
        pytest.param("missing.txt", "answers.csv", "cannot be opened", id="no such file"),
        pytest.param("missing", "answers.csv", "cannot be opened", id="no such file nor ending"),
        pytest.param("folder.csv", "answers.csv", "folder.csv is a folder; name", id="no file"),
        pytest.param(".", "answers.csv", "is a folder; name a file of questions", id="the folder"),
        pytest.param("same.csv", "same.csv", "holds the questions", id="the questions themselves"),
    ],
)
def test_places_that_cannot_be_used(
    desk: Desk, tmp_path: Path, source: str, target: str, reason: str
) -> None:
    (tmp_path / "questions.txt").write_text(WHO)
    (tmp_path / "same.csv").write_text(WHO)
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(RequestError, match=reason):
        run(desk, tmp_path / source, tmp_path / target)
    assert (tmp_path / "same.csv").read_text() == WHO
