"""The sidebar: what it lists of an archive."""

from web import library


def test_outlets_beyond_the_first_six_are_counted_in_one_line():
    rows = library._listed({f"Outlet {n}": 10 - n for n in range(9)})
    assert rows[:6] == [(f"Outlet {n}", 10 - n) for n in range(6)]
    assert rows[6:] == [("3 more outlets", 4 + 3 + 2)]
    assert library._listed({f"Outlet {n}": 1 for n in range(7)})[6:] == [("1 more outlet", 1)]


def test_few_outlets_are_all_listed():
    assert library._listed({"Herald": 2, "Post": 1}) == [("Herald", 2), ("Post", 1)]
