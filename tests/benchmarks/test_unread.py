"""What leaving things unread changes: how it is counted."""

from benchmarks.unread import WAYS, Weighing, table


def weighing(*, read: int, statement: str, answered: bool, seconds: float) -> Weighing:
    return Weighing(
        passages=read,
        alone=read + 2,
        statements=[[statement]],
        answered=answered,
        seconds=seconds,
    )


def test_a_way_is_called_by_what_it_leaves_unread():
    for name, (unpromising, unlikely) in WAYS.items():
        told = [int(word) for word in name.split() if word.isdecimal()]
        assert told in ([], [round(1 / (unpromising or unlikely or 1))]), name


def test_each_way_is_counted_beside_reading_everything():
    whole = weighing(read=10, statement="He left.", answered=True, seconds=0.4)
    same = weighing(read=6, statement="He left.", answered=True, seconds=0.3)
    other = weighing(read=2, statement="He stayed.", answered=False, seconds=0.1)
    asked = [[whole, same, same, same, other], [whole, same, same, other, other]]
    assert len(WAYS) == len(asked[0])
    cells = [[c.strip() for c in line.split("|")[1:-1]] for line in table(asked).splitlines()[2:]]
    assert [row[0] for row in cells] == list(WAYS)
    assert [row[1] for row in cells] == ["10.0", "6.0", "6.0", "4.0", "2.0"]
    assert [row[2] for row in cells] == ["12.0", "8.0", "8.0", "6.0", "4.0"]
    assert [row[3][:6] for row in cells] == ["2 of 2"] * 3 + ["1 of 2", "0 of 2"]
    assert [row[4][:6] for row in cells] == ["2 of 2"] * 3 + ["1 of 2", "0 of 2"]
    assert [row[5] for row in cells] == ["1.00", "0.75", "0.75", "0.50", "0.25"]
