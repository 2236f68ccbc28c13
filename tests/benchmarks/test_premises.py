"""Wrong premises: the questions, and how they are counted."""

from benchmarks.premises import read, table


def test_each_question_has_its_own_wrong_one():
    questions, changed = read()
    assert len(questions) == len({*questions, *changed}) / 2
    assert all(question.endswith("?") for question in (*questions, *changed))


def test_what_is_answered_is_counted_at_each_strictness():
    lines = table([0.99, 0.6, 0.01], [0.01, 0.6]).splitlines()[2:]
    counts = [[cell.strip()[:6] for cell in line.split("|")[1:4]] for line in lines]
    assert counts == [
        ["strict", "0 of 2", "2 of 3"],
        ["balanc", "1 of 2", "1 of 3"],
        ["open", "1 of 2", "1 of 3"],
    ]
