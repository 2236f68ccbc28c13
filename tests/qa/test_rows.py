"""Questions in any form become rows; a bad one says why and stops no other."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import ReadingError, RequestError
from qa.rows import Form, Row, form_of, read_rows

WHO = "Who leads the CSTO?"
WHY = "Why has Belarus sent no troops?"


def rows_of(content: str | bytes, form: Form | None = None) -> list[Row]:
    raw = content.encode() if isinstance(content, str) else content
    return list(read_rows(io.BytesIO(raw), form=form))


@pytest.mark.parametrize(
    ("content", "form"),
    [
        pytest.param(f"id,question\n7,{WHO}\n8,{WHY}\n", Form.CSV, id="csv"),
        pytest.param(f"\ufeffid;Question \r\n7;{WHO}\r\n8;{WHY}", Form.CSV, id="csv of a sheet"),
        pytest.param(f"id,question\r7,{WHO}\r8,{WHY}\r", Form.CSV, id="csv of an old Macintosh"),
        pytest.param(f"sep=;\r\nid;question\r\n7;{WHO}\r\n8;{WHY}", Form.CSV, id="csv of Excel"),
        pytest.param(f"id\tquestion\n7\t{WHO}\n8\t{WHY}", Form.CSV, id="tab-separated"),
        pytest.param(
            f'{{"id": "7", "question": "{WHO}"}}\n\n{{"question": "{WHY}", "id": "8"}}',
            Form.JSON_LINES,
            id="json lines",
        ),
    ],
)
@pytest.mark.parametrize("told", [True, False], ids=["form is told", "form is sniffed"])
def test_questions_come_with_their_other_columns(content: str, form: Form, told: bool) -> None:
    rows = rows_of(content, form if told else None)
    assert [(row.question, row.carried, row.error) for row in rows] == [
        (WHO, {"id": "7"}, None),
        (WHY, {"id": "8"}, None),
    ]


@pytest.mark.parametrize(
    ("content", "form"),
    [
        pytest.param(f"{WHO}\n\n  {WHY}  \n", Form.LINES, id="lines"),
        pytest.param(f'"{WHO}"\n\n"{WHY}"\n', Form.JSON_LINES, id="json strings"),
        pytest.param(f"{WHO}\n\n{WHY}\n", Form.CSV, id="csv of one column without a header"),
    ],
)
def test_bare_questions_keep_the_number_of_their_line(content: str, form: Form) -> None:
    expected = [Row(line=1, question=WHO), Row(line=3, question=WHY)]
    assert rows_of(content, form) == expected
    assert rows_of(content) == expected


@pytest.mark.parametrize("header", ["question\n", '"question"\n'])
def test_in_one_column_nothing_is_separated(header: str) -> None:
    rows = rows_of(f"{header}Who came, and why?\nWho left; who stayed?\n", Form.CSV)
    assert [row.question for row in rows] == ["Who came, and why?", "Who left; who stayed?"]
    assert [row.error for row in rows] == [None, None]


def test_a_header_in_quotation_marks_is_no_question() -> None:
    assert [row.question for row in rows_of(f'"question"\n{WHO}\n')] == [WHO]


@pytest.mark.parametrize("rest", ["", f"\n{WHY},y\n"])
def test_a_quotation_mark_that_is_not_closed_swallows_no_rows(rest: str) -> None:
    rows = read_rows(io.BytesIO(f'question,quote\n{WHY},z\n"{WHO},x{rest}'.encode()))
    assert next(rows).question == WHY
    with pytest.raises(ReadingError, match=r"from line 3 on .* not closed"):
        next(rows)


def test_quotation_marks_within_a_cell_may_be_odd() -> None:
    (row,) = rows_of(f'question,quote\n{WHO},an 8" gun\n')
    assert row.carried == {"quote": 'an 8" gun'}


def test_a_csv_column_alone_under_its_header() -> None:
    assert rows_of(f"question\n{WHO}\n", Form.CSV) == [Row(line=2, question=WHO)]


def test_a_cell_over_several_lines_is_one_row_named_by_its_first() -> None:
    rows = rows_of(f'note,question\n"one\ntwo",{WHO}\n,"Why,\nand who?"\nx,{WHY}\n')
    assert [row.line for row in rows] == [2, 4, 6]
    assert [row.carried["note"] for row in rows] == ["one\ntwo", "", "x"]
    assert rows[1].question == "Why,\nand who?"


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        pytest.param(f"id,question\n1,\n2,{WHO}", 2, "no words", id="empty cell"),
        pytest.param(f"id,question\n1\n2,{WHO}", 2, "no words", id="row too short"),
        pytest.param(
            f"id,question\n1,Who, and why?\n2,{WHO}", 2, "3 cells under 2", id="comma not quoted"
        ),
        pytest.param(f'{{"q": 1}}\n"{WHO}"', 1, "no field “question”", id="no question field"),
        pytest.param(f'"{WHO}"\n{{"question": 7}}', 2, "no field “question”", id="not a string"),
        pytest.param(f'"{WHO}"\n[1]', 2, "a JSON array", id="json of another kind"),
        pytest.param(f'"{WHO}"\nnull', 2, "a JSON null", id="null"),
        pytest.param(f'"{WHO}"\n{{"question": ', 2, "not JSON", id="cut off"),
        pytest.param(
            f'"{WHO}"\n{{"question": "Who?", "x": NaN}}', 2, "not JSON", id="not a number"
        ),
        pytest.param(
            f'"{WHO}"\n{{"question": "Who?", "x": 1e400}}', 2, "1e400 is too large", id="infinite"
        ),
        pytest.param(
            f'"{WHO}"\n{{"question": "Who?", "Question": "Why?"}}', 2, "several", id="field twice"
        ),
        pytest.param(f'"{WHO}"\n"Who \\ud800 leads?"', 2, "not UTF-8", id="half a character"),
        pytest.param(f"{WHO}\n???", 2, "no words", id="punctuation only"),
        pytest.param(f"{WHO}\n{'long ' * 500}", 2, "2499 characters", id="too long"),
        pytest.param(
            b"by,question\nM\xfcller,Who?\nx," + WHO.encode(), 2, "not UTF-8", id="another column"
        ),
        pytest.param(WHO.encode() + b"\nWho is \xc9mile?", 2, "not UTF-8", id="another encoding"),
    ],
)
def test_a_bad_row_says_why_and_the_others_go_on(
    content: str | bytes, line: int, reason: str
) -> None:
    rows = rows_of(content)
    bad = [row for row in rows if row.error]
    assert [row.line for row in bad] == [line]
    assert reason in str(bad[0].error)
    assert [row.question for row in rows if not row.error] == [WHO]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param("id,text\n1,Who?", "its columns are: id, text", id="no question column"),
        pytest.param("id,ID,question\n1,2,Who?", "two columns", id="column twice"),
        pytest.param("question\n".encode("utf-16"), "UTF-16", id="utf-16"),
        pytest.param("question\n".encode("utf-16-le"), "UTF-16", id="utf-16 without its mark"),
        pytest.param("question\n".encode("utf-16-be"), "UTF-16", id="utf-16, the other order"),
        pytest.param('id,question\n1,"' + "x" * 200_000, "from line 2 on", id="quotes not closed"),
    ],
)
def test_a_file_that_cannot_be_read_at_all(content: str | bytes, reason: str) -> None:
    with pytest.raises(ReadingError, match=reason):
        rows_of(content, Form.CSV)


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_no_questions(content: bytes) -> None:
    assert rows_of(content) == []


@given(st.binary(max_size=200), st.sampled_from([None, *Form]))
@settings(max_examples=150, deadline=None)
def test_any_bytes_give_rows_or_one_readable_error(content: bytes, form: Form | None) -> None:
    try:
        rows = rows_of(content, form)
    except ReadingError:
        return
    assert all(row.error or row.question.strip() for row in rows)


@given(
    st.lists(st.tuples(st.text(alphabet='a "\n,;é', max_size=8), st.text("ab ,\n\"'", max_size=9)))
)
@settings(max_examples=50, deadline=None)
def test_what_csv_says_is_what_is_read(cells: list[tuple[str, str]]) -> None:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerows([("note", "question"), *cells])
    rows = rows_of(written.getvalue(), Form.CSV)
    expected = [(note, asked.strip()) for note, asked in cells if note.strip() or asked.strip()]
    assert [(row.carried["note"], row.question) for row in rows] == expected


def test_the_stream_is_left_open() -> None:
    stream = io.BytesIO(WHO.encode())
    assert len(list(read_rows(stream))) == 1
    assert not stream.closed


def test_an_unknown_ending_is_refused() -> None:
    with pytest.raises(RequestError, match=r"\*\.xlsx .*\.csv \.tsv \.jsonl"):
        form_of(Path("questions.xlsx"))
    with pytest.raises(RequestError, match=r"from a file without an ending \(questions\)"):
        form_of(Path("questions"))


def test_half_a_character_of_another_field_is_carried_along() -> None:
    (row,) = rows_of(f'{{"question": "{WHO}", "note": "\\ud83d"}}')
    assert (row.carried, row.error) == ({"note": "\ud83d"}, None)
