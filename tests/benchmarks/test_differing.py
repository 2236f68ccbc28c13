"""Figures side by side: the file of questions, what counts as right, and how it is counted."""

import json
import re
from collections import Counter
from dataclasses import replace

import pytest

from benchmarks import differing
from benchmarks.differing import Listed, Right, answers, table
from index import Article
from qa import Citation
from qa.agreement.stated import Given, Stated, values_of
from qa.question import parse

ASKED = parse("How many hostages were taken?")
ARTICLE = Article(text="Some 200 hostages were taken.", url="https://example.org/1")
CITATION = Citation(article=ARTICLE, start=0, end=29, context_start=0, context_end=29, score=0.9)
STATED = Stated(citation=CITATION, start=0, end=8, statement=1)


def right(sentence: str, words: str, *, url: str = "https://example.org/2") -> Right:
    at = sentence.index(words)
    values = values_of(ASKED, sentence, at, at + len(words))
    return Right(url=url, sentence=sentence, words=words, values=values)


def test_the_questions_are_as_many_as_the_page_says():
    rows = [json.loads(line) for line in differing.QUESTIONS.read_text().splitlines()]
    page = differing.PAGE.read_text(encoding="utf-8")
    assert f"asks {len(rows)} questions" in page
    told = re.findall(r"^\| `(\w)`, (\w+) \| \d+ of (\d+) ", page, re.MULTILINE)
    kinds = Counter((row["written_by"], row["kind"]) for row in rows)
    assert {(writer, kind): int(number) for writer, kind, number in told} == kinds


def test_of_each_answer_the_value_stands_within_its_sentence():
    rows = [json.loads(line) for line in differing.QUESTIONS.read_text().splitlines()]
    for row in rows:
        for figure in row["figures"]:
            (start, end), (first, last) = figure["answer"], figure["value"]
            assert start <= first < last <= end


@pytest.mark.parametrize(
    ("gold", "is_right"),
    [
        pytest.param(right("They hold 200 hostages.", "200"), True, id="the same"),
        pytest.param(right("They hold 199 hostages.", "199"), False, id="nearly the same"),
        pytest.param(right("They hold 150 hostages.", "150"), False, id="another number"),
        pytest.param(
            right(ARTICLE.text, "200 hostages", url="https://example.org/1"), True, id="the place"
        ),
        pytest.param(
            right(ARTICLE.text, "hostages were", url="https://example.org/1"),
            False,
            id="another place of the sentence",
        ),
    ],
)
def test_a_value_is_right_that_says_what_a_reader_listed(gold, is_right):
    assert answers(ASKED, STATED, [gold]) is is_right


def test_lists_are_counted_by_writer_and_kind():
    one = Given(stated=(STATED,))
    row = {"written_by": "a", "kind": "differ", "question": "How many?"}
    listed = Listed(row=row, given=(one, one), right=(True, True))
    lines = table(
        [
            listed,
            replace(listed, right=(True, False)),
            replace(listed, given=(), right=()),
            replace(listed, row={**row, "kind": "apart"}, given=(one,), right=(False,)),
        ]
    ).splitlines()
    cells = {
        line.split(" | ")[0]: [c.split(" (")[0] for c in line.split(" | ")[1:]] for line in lines
    }
    assert cells["| `a`, differ"] == ["2 of 3", "1 of 3", "1 of 2"]
    assert cells["| `a`, apart"] == ["1 of 1", "", "0 of 1"]
