"""Limits: what is no limit is refused, and a very large one is as good as none."""

from dataclasses import fields

import pytest

from index.errors import ReadingError, RequestError
from index.reading import FieldAliases, Found, Limits, Worker, parse_size, read
from index.reading.limits import read_whole

NAMES = [limit.name for limit in fields(Limits)]
LARGEST = {name: 10**9 if name == "seconds" else 10**18 for name in NAMES}
PAGE = "<html><body><p>Snow fell on the port of Riga, and no boat left it.</p></body></html>"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "value", [0, -1, float("nan"), float("inf"), 1e300, 2**63, True, "5", None], ids=repr
)
def test_what_is_no_limit_is_refused_by_its_name(name, value):
    most = "1,000,000,000" if name == "seconds" else "1,000,000,000,000,000,000"
    with pytest.raises(RequestError) as caught:
        Limits(**{name: value})
    kind = "number" if name == "seconds" else "whole number"
    assert str(caught.value) == (
        f"the limit {name} is {value!r}; give it a {kind} above 0, {most} at most"
    )


def test_only_time_is_divided():
    assert Limits(seconds=1.5).seconds == 1.5
    with pytest.raises(RequestError, match=r"file_bytes is 1\.5; give it a whole number"):
        Limits(file_bytes=1.5)


def test_the_largest_limits_let_files_be_read(tmp_path):
    page, lines, table = tmp_path / "a.html", tmp_path / "b.jsonl", tmp_path / "c.csv"
    page.write_text(PAGE)
    lines.write_text('{"text": "Snow fell."}\n')
    table.write_text("title,text\nA,Snow fell.\n")
    with Worker(aliases=FieldAliases(), limits=Limits(**LARGEST)) as worker:
        items = [item for path in (page, lines, table) for item in read(path, worker=worker)]
    assert [isinstance(item, Found) for item in items] == [True, True, True], items


@pytest.mark.parametrize(("size", "fits"), [(1_000_000, True), (999_999, False), (10**15, True)])
def test_a_document_is_read_whole_or_not_at_all(tmp_path, size, fits):
    path = tmp_path / "a.txt"
    path.write_bytes(b"snow " * 200_000)
    with path.open("rb") as file:
        if fits:
            assert read_whole(file, limits=Limits(file_bytes=size)) == b"snow " * 200_000
        else:
            with pytest.raises(ReadingError, match=r"larger than 999\.999 kB"):
                read_whole(file, limits=Limits(file_bytes=size))


@pytest.mark.parametrize("size", ["0", "-1", "nan", "inf", "1e300", "9999999999GB", "GB", ""])
def test_what_is_no_size(size):
    with pytest.raises(RequestError, match=f"'{size}' is no size"):
        parse_size(size)
