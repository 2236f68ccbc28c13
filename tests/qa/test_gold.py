"""Files of questions with their answers become cases; what cannot be used says why."""

import io

import pytest

from index import RequestError
from qa.gold import Case, Gold, read_cases

WHO, WHY = "Who leads the CSTO?", "Why has Belarus sent no troops?"


def cases_of(text: str) -> list[Case]:
    return read_cases(io.BytesIO(text.encode()))


def golds_of(text: str) -> list[tuple[str | None, str | None]]:
    (case,) = cases_of(text)
    assert case.error is None
    return [(gold.quote, gold.article) for gold in case.golds]


def test_a_file_may_be_given_by_name(tmp_path):
    (tmp_path / "q.csv").write_text(f"question,quote\n{WHO},Tasmagambetov\n")
    (case,) = read_cases(str(tmp_path / "q.csv"))
    assert (case.question, case.golds[0].quote) == (WHO, "Tasmagambetov")


@pytest.mark.parametrize(
    ("text", "golds"),
    [
        pytest.param(f"question,quote\n{WHO},a man\n", [("a man", None)], id="quote"),
        pytest.param(f"Question; Article\n{WHO};No troops\n", [(None, "No troops")], id="article"),
        pytest.param(f"article,quote,question\nx1,a man,{WHO}\n", [("a man", "x1")], id="both"),
        pytest.param(
            f"question,quote\n{WHO},a man\n{WHO.upper()},the man\n",
            [("a man", None), ("the man", None)],
            id="two rows",
        ),
        pytest.param(
            f'{{"question": "{WHO}", "quote": ["a man", "the man", ""], "article": "x1"}}\n',
            [("a man", "x1"), ("the man", "x1")],
            id="a list in JSON",
        ),
        pytest.param(
            f'{{"question": "{WHO}", "quote": null, "article": null}}\n', [], id="null in JSON"
        ),
        pytest.param(f"question,quote,article\n{WHO},  ,\n", [], id="empty cells"),
        pytest.param(f"{WHO}\n", [], id="plain lines"),
    ],
)
def test_what_answers_is_read(text, golds):
    assert golds_of(text) == golds


@pytest.mark.parametrize(
    "words", ["not in the archive", "Not in the archive.", "  NOT IN  THE ARCHIVE "]
)
def test_not_in_the_archive(words):
    (case,) = cases_of(f"question,quote\n{WHO},{words}\n")
    assert case == Case(question=WHO, absent=True, line=2)
    assert case.known


def test_cases_keep_their_order_and_first_line():
    text = f"question,quote\n{WHO},a man\n{WHY},fear\n{WHO},the man\nWhen?,\n"
    cases = cases_of(text)
    assert [(c.question, c.line, c.known) for c in cases] == [
        (WHO, 2, True),
        (WHY, 3, True),
        ("When?", 5, False),
    ]
    assert [gold.line for gold in cases[0].golds] == [2, 4]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param(
            f"question,quote,article\n{WHO},not in the archive,x1\n", "leave one out", id="both"
        ),
        pytest.param(
            f"question,quote\n{WHO},not in the archive\n{WHO},a man\n", "(line 3)", id="two rows"
        ),
        pytest.param(
            f'{{"question": "{WHO}", "quote": ["not in the archive", "a man"]}}',
            "leave one out",
            id="in a list",
        ),
        pytest.param(f'{{"question": "{WHO}", "quote": 7}}', "list of strings", id="number"),
        pytest.param(f'{{"question": "{WHO}", "quote": ["a", 7]}}', "list of strings", id="in it"),
        pytest.param(f'{{"question": "{WHO}", "article": 7}}', "a title", id="article"),
        pytest.param("question,quote\n???,a man\n", "no words", id="question without words"),
        pytest.param(f"question,quote\n{WHO},a man, too\n", "3 cells", id="too many cells"),
    ],
)
def test_a_row_that_cannot_be_used_says_why(text, reason):
    case, *others = cases_of(text)
    assert reason in (case.error or "")
    assert (case.golds, case.absent, others) == ((), False, [])


def test_a_bad_row_spoils_no_other():
    cases = cases_of(f"question,quote\n???,a man\n{WHO},a man\n???,b\n")
    assert [bool(case.error) for case in cases] == [True, False, True]


def test_in_python_too_gold_is_whole():
    with pytest.raises(RequestError, match="give one of them"):
        Gold()
    with pytest.raises(RequestError, match="leave one out"):
        Case(question=WHO, golds=(Gold(quote="a man"),), absent=True)
