"""What leaving sentences unread changes: how it is counted."""

from benchmarks.unlikely import SHARES, Weighing, table


def weighing(*, read: int, statement: str, answered: bool, seconds: float) -> Weighing:
    return Weighing(read=read, statements=[[statement]], answered=answered, seconds=seconds)


def test_each_share_is_counted_beside_reading_all():
    whole = weighing(read=12, statement="He left.", answered=True, seconds=0.4)
    same = weighing(read=8, statement="He left.", answered=True, seconds=0.3)
    other = weighing(read=4, statement="He stayed.", answered=False, seconds=0.1)
    asked = [[whole, same, same, other], [whole, same, other, other]]
    assert len(SHARES) == len(asked[0])
    cells = [[c.strip() for c in line.split("|")[1:-1]] for line in table(asked).splitlines()[2:]]
    assert [row[0] for row in cells] == [
        "all twelve are read",
        "200 times",
        "100 times",
        "20 times",
    ]
    assert [row[1] for row in cells] == ["12.0", "8.0", "6.0", "4.0"]
    assert [row[2][:6] for row in cells] == ["2 of 2", "2 of 2", "1 of 2", "0 of 2"]
    assert [row[3][:6] for row in cells] == ["2 of 2", "2 of 2", "1 of 2", "0 of 2"]
    assert [row[4] for row in cells] == ["1.00", "0.75", "0.50", "0.25"]
