"""Questions beside their rewrites: how they are put, and how they are counted."""

from dataclasses import replace

import pytest

from benchmarks import rewrites
from benchmarks.rewrites import Row, Said, answers_to, compare, figures, intervals, table

TEXT = "Ann Poe left Minsk. Poe may return."
ROW = Row(
    name=rewrites.CANARD,
    conversation="1",
    half="seen",
    before=(Said("Why did Ann Poe leave Minsk?", TEXT, 0, 19, marked=True),),
    question="When did she return?",
    rewrite="When did Ann Poe return?",
)


def test_what_was_said_is_what_was_quoted():
    (answer,) = answers_to(ROW.before)
    (citation,) = answer.statements[0].citations
    assert (citation.quote, citation.marked[1]) == ("Ann Poe left Minsk.",) * 2
    (silent,) = answers_to((Said("Why did Ann Poe leave Minsk?"),))
    assert silent.silent


def test_a_later_question_is_understood_in_its_conversation_first():
    said = (*ROW.before, Said(ROW.question))
    assert [str(one.understood) for one in answers_to(said)] == [
        "None",
        "Minsk: When did Ann Poe return?",
    ]


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        ("as typed", (2, 0, 0)),
        ("after the last question", (2, 4, 2)),
        ("by rules", (2, 3, 2)),
    ],
)
def test_the_terms_that_are_added_are_counted(way, expected):
    found = compare(ROW, rewrites.WAYS[way](ROW))
    assert (found.wanted, found.added, found.both) == expected
    assert found.left is (way == "as typed")


def test_rouge_is_of_the_whole():
    typed = compare(ROW, ROW.question)
    assert typed.recall == pytest.approx(1 / 3)
    assert typed.f1 == pytest.approx(0.5)


def test_figures_are_of_all_questions_together():
    one = compare(ROW, ROW.question)
    two = replace(one, conversation="2", wanted=2, added=3, both=2)
    assert figures([one, two]) == pytest.approx((2 / 4, 2 / 3, 4 / 7))
    (low, high), *_ = intervals([one, two], draws=100)
    assert (low, high) == (0.0, 1.0)
    assert figures([one]) == (0.0, 0.0, 0.0)


def test_the_table_has_each_way_and_counts_those_that_were_left():
    rows = [
        replace(ROW, name=name, half=half) for name in rewrites.SETS for half in rewrites.HALVES
    ]
    lines = table(rows).splitlines()
    assert len(lines) == 2 + len(rows) * len(rewrites.WAYS)
    assert "as typed" in lines[2]
    assert lines[2].endswith("| none to measure it on | 1 of 1 (1.00; 0.21 to 1.00) |")
