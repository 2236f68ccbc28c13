"""Figures side by side: the file of questions, what counts as right, and how it is counted."""

import json
import re
from collections import Counter
from dataclasses import replace

import pytest

from benchmarks import differing
from benchmarks.differing import Listed, Right, letters, table
from index import Article
from qa import Citation
from qa.agreement.stated import Given, Stated, values_of
from qa.question import parse

ASKED = parse("How many hostages were taken?")
ARTICLE = Article(text="Some 200 hostages were taken.", url="https://example.org/1")
CITATION = Citation(article=ARTICLE, start=0, end=29, context_start=0, context_end=29, score=0.9)
STATED = Stated(citation=CITATION, start=0, end=8, statement=1)


def right(sentence: str, words: str, *, url: str = "https://example.org/2", says="a") -> Right:
    start = sentence.index(words)
    end = start + len(words)
    values = values_of(ASKED, sentence, start, end)
    return Right(url=url, sentence=sentence, start=start, end=end, values=values, says=says)


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
            right(ARTICLE.text, "were taken", url="https://example.org/1"),
            False,
            id="another place of the sentence",
        ),
    ],
)
def test_a_value_is_right_that_says_what_a_reader_listed(gold, is_right):
    assert letters(ASKED, STATED, [gold]) == ({"a"} if is_right else set())


def test_of_words_that_stand_twice_the_right_ones_are_meant():
    text = "Some 200 hostages were taken, not 200 hostages killed."
    article = Article(text=text, url="https://example.org/1")
    citation = replace(CITATION, article=article, end=len(text), context_end=len(text))
    gold = right(text, "200 hostages killed", url="https://example.org/1", says="b")
    there = Stated(citation=citation, start=gold.start, end=gold.end, statement=1)
    here = replace(there, start=5, end=17)
    assert (text[gold.start : gold.end], here.words) == ("200 hostages killed", "200 hostages")
    assert letters(ASKED, there, [gold]) == {"b"}
    other = replace(gold, values=())
    assert letters(ASKED, there, [other]) == {"b"}
    assert letters(ASKED, here, [other]) == set()


def test_what_stands_in_its_place_is_meant_and_not_what_says_the_same():
    here = right(ARTICLE.text, "200 hostages", url="https://example.org/1", says="a")
    same = right("They hold 200 hostages.", "200", says="b")
    assert letters(ASKED, STATED, [here, same]) == {"a"}
    assert letters(ASKED, STATED, [same]) == {"b"}


def test_which_answers_say_the_same_is_marked_where_they_differ():
    for line in differing.QUESTIONS.read_text().splitlines():
        row = json.loads(line)
        said = [figure.get("says") for figure in row["figures"]]
        if row["kind"] == "differ":
            assert None not in said
            assert len(set(said)) > 1
        else:
            assert set(said) <= {None}


def test_lists_are_counted_by_writer_and_kind():
    one = Given(stated=(STATED,))
    row = {"written_by": "a", "kind": "differ", "question": "How many?"}
    agree = {**row, "kind": "agree"}
    listed = Listed(row=row, given=(one, one), meant=([{"a"}], [{"b"}]))
    lines = table(
        [
            listed,
            replace(listed, meant=([{"a"}], [{"b"}, set()])),
            replace(listed, meant=([{"a"}, {"b"}], [{"b"}])),
            replace(listed, meant=([{"a"}, {"a", "b"}, set()], [{"a"}])),
            replace(listed, given=(), meant=()),
            replace(listed, row=agree, given=(one,), meant=([{""}, {""}],)),
            replace(listed, row=agree, meant=([{""}], [{""}])),
            replace(listed, row={**row, "kind": "apart"}, given=(one,), meant=([set()],)),
        ]
    ).splitlines()
    cells = {
        line.split(" | ")[0]: [c.strip(" |").split(" (")[0] for c in line.split(" | ")[1:]]
        for line in lines
    }
    assert cells["| questions"][1:4] == ["as one", "two that answer", "two as one"]
    assert cells["| `a`, differ"] == ["4 of 5", "", "2 of 5", "1 of 3", "2 of 4"]
    assert cells["| `a`, agree"] == ["2 of 2", "1 of 2", "", "", "2 of 2"]
    assert cells["| `a`, apart"] == ["1 of 1", "", "", "", "0 of 1"]
