"""The report says what was measured, and text from outside stays text."""

import json
import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa import report
from qa.calibration import Threshold
from qa.evaluation import Evaluation, Judged, Problem
from qa.recalibration import refit
from qa.strictness import Strictness

ADDRESS = "http://127.0.0.1:8501"
HOSTILE = "<script>alert(1)</script> | **$x$** [here](javascript:alert(2))\n# no\x1b[31m"


def judged(number: int, *, answerable: bool | None, place: int | None = 1) -> Judged:
    return Judged(
        question=f"Question {number}?",
        line=number,
        answerable=answerable,
        by_quote=number % 2 == 0,
        probability=number / 100,
        answered=number >= 50,
        place=place,
        first="The sentence that came first.",
    )


EVALUATION = Evaluation(
    judged=(
        judged(90, answerable=True),
        judged(81, answerable=True, place=4),
        judged(42, answerable=True, place=None),
        judged(14, answerable=True),
        judged(60, answerable=False),
        judged(20, answerable=False),
        judged(70, answerable=None),
    ),
    problems=(Problem(line=9, question="Who?", reason="the quote is not there"),),
    threshold=Threshold(value=0.5, strictness=Strictness.STRICT),
)
MANY = Evaluation(
    judged=tuple(judged(n, answerable=n % 2 == 0) for n in range(100)),
    problems=(),
    threshold=EVALUATION.threshold,
)


def test_the_text_says_what_was_measured() -> None:
    text = report.as_text(EVALUATION, address=ADDRESS)
    lines = [re.sub(" {2,}", "  ", line.strip()) for line in text.splitlines()]
    for line in (
        "with an answer  4",
        "not in the archive  2",
        "no gold  1",
        "problems in the file  1",
        "first  2 of 4 (0.50; 0.15 to 0.85)",
        "among the first 3  2 of 4 (0.50; 0.15 to 0.85)",
        "among the first 5  3 of 4 (0.75; 0.30 to 0.95)",
        "MRR@10  0.56",
        "1 judged by the article alone: any sentence of it counts.",
        "threshold  0.500 (strict)",
        "wrongly answered  1 of 2 (0.50; 0.09 to 0.91)",
        "wrongly silent  2 of 4 (0.50; 0.15 to 0.85)",
        "0.6 to 0.7  0  1  0.60  0.00",
        "line 70: Question 70?",
        "line 9: Who?: the quote is not there",
    ):
        assert line in lines


def test_failures_say_what_went_wrong_and_where_to_ask() -> None:
    text = report.as_text(EVALUATION, address=ADDRESS)
    listed = text[text.index("WHAT WENT WRONG (4)") :]
    blocks = [block.splitlines() for block in listed.split("\n\n")]
    assert [line.strip() for line in blocks[0][1:]] == [
        "line 81: Question 81?",
        "another sentence first; the answering one stands in place 4",
        "first came: “The sentence that came first.”",
        "http://127.0.0.1:8501/?q=Question%2081%3F",
    ]
    assert [line.strip() for line in blocks[1]] == [
        "line 42: Question 42?",
        "wrongly silent: probability 0.420, threshold 0.500",
        "answering sentence not found among the first 10",
        "first came: “The sentence that came first.”",
        "http://127.0.0.1:8501/?q=Question%2042%3F",
    ]
    assert blocks[2][1].strip() == "wrongly silent: probability 0.140, threshold 0.500"
    assert blocks[3][1].strip() == "wrongly answered: probability 0.600, threshold 0.500"


def test_a_refit_stands_beside_what_was_before() -> None:
    fitted = refit(MANY, rate=0.1)
    text = report.as_text(MANY, address=ADDRESS, refit=fitted)
    rows = {
        line.split("  ")[0]: line for line in text[text.index("THRESHOLD FITTED") :].splitlines()
    }
    assert str(fitted.rates_before.wrongly_silent) in rows["before"]
    assert "0.500" in rows["before"]
    assert str(fitted.fitted.wrongly_answered) in rows["now, on these questions"]
    assert str(fitted.cross_validated.wrongly_silent) in rows["now, cross-validated"]
    assert "looks better than it is" in text


def test_the_dict_holds_the_same() -> None:
    fitted = refit(MANY, rate=0.1)
    found = json.loads(json.dumps(report.as_dict(MANY, address=ADDRESS, refit=fitted)))
    assert found["questions"] == {"answerable": 50, "unanswerable": 50, "without_gold": 0}
    assert found["silence"]["wrongly_silent"]["part"] == 25
    assert found["answering_sentence"]["within_1"]["rate"] == 1
    assert found["refit"]["before"]["wrongly_answered"]["part"] == 25
    assert found["refit"]["fitted"]["wrongly_answered"]["part"] == 5
    assert sum(part["answerable"] for part in found["calibration"]["bins"]) == 50
    assert [one["faults"] for one in found["asked"][:4]] == [
        ["wrongly silent"],
        [],
        ["wrongly silent"],
        [],
    ]
    assert report.as_dict(EVALUATION, address=ADDRESS)["refit"] is None


def test_an_evaluation_of_nothing_can_be_told() -> None:
    empty = Evaluation(judged=(), problems=(), threshold=EVALUATION.threshold)
    text = report.as_text(empty, address=ADDRESS)
    assert text.count("none to measure it on") == 6
    assert report.as_markdown(empty, address=ADDRESS).startswith("# Evaluation\n")
    assert report.as_dict(empty, address=ADDRESS)["silence"]["wrongly_answered"]["rate"] is None


# Text from outside -----------------------------------------------------------------------------


def hostile() -> Evaluation:
    one = replace(judged(42, answerable=True, place=2), question=HOSTILE, first=HOSTILE)
    silent = replace(judged(43, answerable=None), question=HOSTILE)
    problem = Problem(line=1, question=HOSTILE, reason=HOSTILE)
    return replace(EVALUATION, judged=(one, silent), problems=(problem,))


def test_a_problem_of_a_row_without_a_question_is_told_by_its_line() -> None:
    problems = (
        Problem(line=6, question="", reason="the question is empty"),
        Problem(line=7, question="Who?", reason="the quote is not there"),
    )
    told = replace(EVALUATION, problems=problems)
    text = report.as_text(told, address=ADDRESS).splitlines()
    assert text[-2:] == ["line 6: the question is empty", "line 7: Who?: the quote is not there"]
    assert "- line 6: the question is empty\n" in report.as_markdown(told, address=ADDRESS)


def test_text_from_outside_is_no_markup() -> None:
    written = report.as_markdown(hostile(), address=ADDRESS)
    assert "<script" not in written.replace("\\<script", "")
    assert "[here](" not in written
    assert "\n# no" not in written
    assert "\x1b" not in written
    assert written.count("\\*\\*") >= 4


def test_text_from_outside_moves_no_cursor_and_begins_no_line() -> None:
    text = report.as_text(hostile(), address=ADDRESS)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", text)
    assert not any(line.startswith("#") for line in text.splitlines())


@given(st.text())
def test_a_link_asks_just_the_question_and_cannot_break_out(question: str) -> None:
    found = report.link(question, address=ADDRESS)
    assert re.fullmatch(r"http://127\.0\.0\.1:8501/\?q=[\w.~%-]*", found, re.ASCII)
    asked = parse_qs(urlsplit(found).query, keep_blank_values=True)["q"]
    assert asked == [question.encode(errors="replace").decode()]


@pytest.mark.parametrize("question", ["half \ud800 of a character"])
def test_a_link_of_half_a_character_is_a_link(question: str) -> None:
    assert report.link(question, address=ADDRESS).endswith("half%20%3F%20of%20a%20character")
