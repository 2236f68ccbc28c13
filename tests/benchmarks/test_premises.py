"""Wrong premises: the questions."""

from benchmarks.premises import read


def test_each_question_has_its_own_wrong_one():
    questions, changed = read()
    assert len(questions) == len({*questions, *changed}) / 2
    assert all(question.endswith("?") for question in (*questions, *changed))
