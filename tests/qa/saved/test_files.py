"""What holds no answers is refused, and a bad line or citation says why and stops no other."""

import csv
import io
import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Archive, ReadingError, RequestError
from qa import verify
from qa.batch import run
from qa.desk import Desk
from qa.record import Problem, Verification
from qa.saved.files import read_answers, reading


def checked(archive: Archive, content: str | bytes) -> Verification:
    raw = content.encode() if isinstance(content, str) else content
    return verify(archive, io.BytesIO(raw))


def only_finding(found: Verification) -> tuple[Problem, str]:
    (finding,) = found.findings
    assert sum(found.problems.values()) == 1
    return finding.problem, finding.reason


EMPTY = '{"question": "Who?", "statements": [], "closest": []}'
GIVE = "give what was written by onrecord ask --json, onrecord batch, or “Save JSON” in the app"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param("", f"it is empty; {GIVE}", id="empty"),
        pytest.param(" \n\n", f"it is empty; {GIVE}", id="blank"),
        pytest.param("{", "line 1: it is not JSON (Expecting property name", id="cut off"),
        pytest.param(f"{EMPTY} x", "line 1: it is not JSON (Extra data", id="more behind it"),
        pytest.param('{"n": ' + "9" * 5000 + "}", "line 1: it is not JSON (Exceeds", id="digits"),
        pytest.param('{"n": ' + "[" * 100_000, "line 1: it is not JSON", id="nested"),
        pytest.param("{}", f"there is no field “question” in it; {GIVE}", id="another object"),
        pytest.param('{"question": 1}', "its question is a JSON number, not a string", id="number"),
        pytest.param('{"question": "Who?"}', "no field “statements” in it", id="a question"),
        pytest.param(
            '{"question": "Who?", "statements": {}}',
            "its statements is a JSON object, not an array",
            id="statements of another kind",
        ),
        pytest.param(
            '{"question": "Who?", "statements": ["No."], "closest": []}',
            "its statement is a JSON string, not an object",
            id="a statement of another kind",
        ),
        pytest.param(f"[{EMPTY}]", "it is a JSON array; write the answers one a line", id="array"),
        pytest.param('"Who?"', "it is a JSON string; write", id="string"),
        pytest.param("# Who?\n\nNobody.", "it is neither JSON nor a CSV of answers", id="Markdown"),
        pytest.param("question\nWho?", "without a column “quote”, “article_id”", id="questions"),
        pytest.param(
            "question,quote,article_id,sha256,start\n", "without a column “end”; give", id="column"
        ),
        pytest.param(
            "question,quote,article_id,sha256,start,end\n", "no answer is in it", id="header"
        ),
        pytest.param(
            "{" + "x" * 20_000_000, "line 1 has 20,000,000 characters or more", id="a line too long"
        ),
        pytest.param(
            "{" + f"{'x' * 999_999}\n" * 21, "on line 1 is too long for an answer", id="too long"
        ),
        pytest.param(EMPTY.encode("utf-16"), "the answers are in UTF-16; save them", id="UTF-16"),
        pytest.param(b'{"question": "\xff"}', "its text is not UTF-8; save", id="not UTF-8"),
        pytest.param(b"%PDF-1.7\n\xff\0\n", "it is neither JSON nor a CSV of answers", id="binary"),
    ],
)  # fmt: skip
def test_what_holds_no_answers_is_refused(
    archive: Archive, tmp_path: Path, content: str | bytes, reason: str
) -> None:
    raw = content.encode() if isinstance(content, str) else content
    (tmp_path / "a.txt").write_bytes(raw)
    with pytest.raises(ReadingError) as told:
        verify(archive, tmp_path / "a.txt")
    assert reason in str(told.value)
    assert str(told.value).startswith(f"{tmp_path / 'a.txt'}: ")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        pytest.param('{"question": "Who?", "sta', "it is not JSON", id="cut off"),
        pytest.param("Who?", "it is not JSON", id="text"),
        pytest.param(b'{"question": "\xe9"}', "not UTF-8", id="not UTF-8"),
        pytest.param("[1]", "it is a JSON array", id="array"),
    ],
)
def test_a_bad_line_stops_no_other(archive: Archive, line: str | bytes, reason: str) -> None:
    raw = line.encode() if isinstance(line, str) else line
    found = checked(archive, b"\n".join([EMPTY.encode(), raw, b"", EMPTY.encode()]))
    problem, said = only_finding(found)
    assert (problem, found.answers, found.findings[0].line) == (Problem.UNREADABLE, 2, 2)
    assert reason in said


CITED = {"quote": "No.", "start": 0, "end": 3, "article": {"id": "0" * 16, "sha256": "0" * 64}}


@pytest.mark.parametrize(
    ("cited", "reason"),
    [
        pytest.param("No.", "its citation is a JSON string, not an object", id="text"),
        pytest.param({**CITED, "quote": None}, "its quote is a JSON null, not a string", id="null"),
        pytest.param(
            {**CITED, "start": "0"}, "its start is a JSON string, not a whole number", id="string"
        ),
        pytest.param({**CITED, "end": 3.0}, "its end is a JSON number, not a whole", id="fraction"),
        pytest.param({**CITED, "end": True}, "its end is a JSON boolean", id="boolean"),
        pytest.param({"quote": "No."}, "there is no field “article” in it", id="no article"),
        pytest.param({**CITED, "article": {"id": "0" * 16}}, "no field “sha256”", id="no digest"),
        pytest.param(
            {**CITED, "article": {"id": "../a", "sha256": ""}},
            "“../a” is no id of an article, which has 16 digits from 0 to f",
            id="no id",
        ),
        pytest.param({**CITED, "article": {"id": 7}}, "its id is a JSON number", id="number"),
        pytest.param({**CITED, "answer": "No"}, "its answer is a JSON string", id="answer"),
        pytest.param({**CITED, "speaker": {}}, "there is no field “name” in it", id="speaker"),
        pytest.param({**CITED, "before": 1}, "its before is a JSON number", id="before"),
    ],
)
def test_a_citation_that_cannot_be_checked_says_why(archive: Archive, cited, reason: str) -> None:
    record = {"question": "Who?", "statements": [{"citations": [cited]}], "closest": []}
    found = checked(archive, json.dumps(record))
    problem, said = only_finding(found)
    assert (problem, found.quotes, found.word_for_word) == (Problem.UNREADABLE, 1, 0)
    assert reason in said
    assert said.endswith("; take the file as it was written")


def test_a_csv_that_is_cut_off_says_so_after_what_holds(desk: Desk, tmp_path: Path) -> None:
    run(desk, io.BytesIO(b"Why has Belarus sent no troops?"), tmp_path / "a.csv")
    written = (tmp_path / "a.csv").read_text("utf-8-sig")
    whole = verify(desk.archive, tmp_path / "a.csv")
    assert whole.quotes > 0
    cells = checked(desk.archive, written + "5,Who?\r\n")
    assert only_finding(cells)[1].startswith("it has 2 cells under 27 columns; take the file as it")
    quotes = checked(desk.archive, written + '5,"Who?\r\n')
    assert only_finding(quotes)[0] == Problem.UNREADABLE
    assert "look there for a quotation mark that is not closed" in quotes.findings[0].reason
    assert cells.word_for_word == quotes.word_for_word == whole.word_for_word


def test_what_cannot_be_opened_is_told(archive: Archive, tmp_path: Path) -> None:
    for source, reason in (
        (tmp_path / "none.json", "none.json cannot be opened (No such file or directory)"),
        (tmp_path, "is a folder; name a file of answers in it"),
        (io.StringIO("{}"), "gives text; open it in binary"),
        (None, "None holds no answers; give a file's path or a stream"),
    ):
        with pytest.raises(RequestError) as told:
            verify(archive, source)  # type: ignore[arg-type]
        assert reason in str(told.value)
    with pytest.raises(ReadingError, match="the answer cannot be read: there is no field"):
        verify(archive, {})


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for raw in (content, b"{" + content, EMPTY.encode() + b"\n" + content):
        with suppress(ReadingError):
            assert all(saved.line >= 1 for saved in read_answers(io.BytesIO(raw)))


def test_cells_may_be_long_until_the_last_of_several_files_is_read():
    before = csv.field_size_limit()
    limits = []
    with reading(io.BytesIO()):
        with reading(io.BytesIO()):
            limits.append(csv.field_size_limit())
        limits.append(csv.field_size_limit())
    assert limits == [5_000_000] * 2
    assert csv.field_size_limit() == before
    with pytest.raises(RequestError), reading(io.BytesIO()):
        raise RequestError("stopped")
    assert csv.field_size_limit() == before
