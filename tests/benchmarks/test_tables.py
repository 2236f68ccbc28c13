"""The tables that several benchmarks write."""

from benchmarks.tables import by_strictness


def test_what_is_answered_is_counted_at_each_strictness():
    made = by_strictness([0.99, 0.6, 0.01], [0.01, 0.6], columns=("wrong", "silent"))
    heading, _, *lines = made.splitlines()
    assert heading == "| strictness | wrong | silent |"
    counts = [[cell.strip()[:6] for cell in line.split("|")[1:4]] for line in lines]
    assert counts == [
        ["strict", "0 of 2", "2 of 3"],
        ["balanc", "1 of 2", "1 of 3"],
        ["open", "1 of 2", "1 of 3"],
    ]
