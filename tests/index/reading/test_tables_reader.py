"""CSV, Parquet and JSON in one piece: a row, an article."""

import csv
import gzip
import io
import json
from collections.abc import Iterator

import pyarrow as pa
import pytest
from pyarrow import parquet
from test_archives import read

from index.reading import Failed, Found, Limits


@pytest.fixture(autouse=True)
def _csv_limit() -> Iterator[None]:
    """Put back what the reader sets for its whole process, which is another but in tests."""
    before = csv.field_size_limit()
    yield
    csv.field_size_limit(before)


def table(rows: list[dict[str, object]]) -> bytes:
    """Return rows as Parquet."""
    file = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist(rows), file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("raw", "texts"),
    [
        pytest.param(b"title,text\nA,Snow.\nB,Ice.\n", ["Snow.", "Ice."], id="commas"),
        pytest.param(b"title;text\r\nA;Snow, ice.\r\n", ["Snow, ice."], id="semicolons"),
        pytest.param(b"title\ttext\nA\tSnow.\n", ["Snow."], id="tabs"),
        pytest.param(b"sep=;\r\ntext;a,b\r\nSnow, ice.;A\r\n", ["Snow, ice."], id="stated"),
        pytest.param(b'text,title\n"Snow.\nIce.",A\n', ["Snow.\nIce."], id="a line feed in a cell"),
        pytest.param(b'\xef\xbb\xbf"text",title\nSnow.,A\n', ["Snow."], id="byte order mark"),
        pytest.param(b"text,title\nSnow.,A\n,\n\nIce.,B\n", ["Snow.", "Ice."], id="empty rows"),
        pytest.param(b"text,text\nSnow.,A\n,Ice.\n", ["Snow.", "Ice."], id="two of one name"),
        pytest.param(
            "text;title\n".encode("cp1251") + "Всю ночь шёл снег;А\n".encode("cp1251") * 9,
            ["Всю ночь шёл снег"] * 9,
            id="another encoding",
        ),
    ],
)
def test_csv(raw, texts):
    assert [item.article.text for item in read(raw, name="a.csv")] == texts


@pytest.mark.parametrize("rows", [9, 300])
@pytest.mark.parametrize(
    "packed", [pytest.param(False, id="a file"), pytest.param(True, id="gzip")]
)
def test_a_table_whose_first_odd_character_comes_late(rows, packed):
    snow = "Snow fell on the port of Riga. " * 12  # 300 rows of it are more than is looked at
    plain, odd = f"A,{snow}\r\n" * rows, "B,“It’s cold”\r\n"
    raw = f"title,text\r\n{plain}{odd}{plain}".encode("cp1252")
    items = list(read(gzip.compress(raw) if packed else raw, name="a.csv"))
    assert len(items) == 2 * rows + 1
    assert items[rows].article.text == "“It’s cold”"


def test_a_table_cut_within_a_character():
    raw = ("title,text\n" + "A,Всю ночь шёл снег\n" * 9).encode().removesuffix("г\n".encode()[1:])
    texts = [item.article.text for item in read(raw, name="a.csv")]
    assert texts == ["Всю ночь шёл снег"] * 8 + ["Всю ночь шёл сне\ufffd"]


def test_what_comes_before_the_end_of_all_reading_is_kept():
    row = "A,Snow fell on the port of Riga.\n"
    raw = f"title,text\n{row * 3_000}B,It’s cold.\n{row * 3_000}".encode("cp1252")
    *found, failed = read(raw, name="a.csv", limits=Limits(file_bytes=30_000))
    assert len(found) > 1_000
    assert isinstance(failed, Failed)
    assert "larger than 30 kB" in failed.reason


def test_fields_of_a_row():
    raw = b"headline,body,date,byline,link\nSnow,It fell.,2024-01-09,Ann Poe and Bo Ray,https://a.b/1\n"
    for name, content in (
        ("a.csv", raw),
        ("a.parquet", table([{
            "headline": "Snow", "body": "It fell.", "date": "2024-01-09",
            "byline": "Ann Poe and Bo Ray", "link": "https://a.b/1",
        }])),
    ):  # fmt: skip
        (found,) = read(content, name=name)
        assert isinstance(found, Found)
        article = found.article
        assert (article.url, article.title, article.text) == ("https://a.b/1", "Snow", "It fell.")
        assert found.origin == f"/a#{article.id}"
        assert (str(article.published), article.authors) == ("2024-01-09", ("Ann Poe", "Bo Ray"))


@pytest.mark.parametrize(
    ("raw", "name", "origin", "reason"),
    [
        pytest.param(b"a,b\n1,2\n", "a.csv", "/a", "--field text=body_html", id="no texts in CSV"),
        pytest.param(table([{"a": 1}]), "", "/a", "--field text=body_html", id="none in Parquet"),
        pytest.param(b"PAR1 and rubbish \0\0", "", "/a", "damaged table", id="damaged Parquet"),
        pytest.param(b"text,a\nSnow,b,c\n", "a.csv", "/a:2", "3 cells for 2 columns", id="cells"),
        pytest.param(b"text,date\nA.,9/10/2024\n", "a.csv", "/a:2", "cannot be read", id="date"),
        pytest.param(b"[{", "a.json", "/a", "it is not JSON", id="half an array"),
        pytest.param(b"[{}, 3]", "a.json", "/a:2", "a JSON number", id="not an object"),
        pytest.param(b'{"a": [1]}', "a.json", "/a", "holds no records", id="another object"),
        pytest.param(b"text,a\n" + b"x" * 99, "a.csv", "/a:2", "field limit (50)", id="long cell"),
        pytest.param(b"text,a\n" + b"x" * 40 + b"," + b"y" * 40, "a.csv", "/a:2", "longer than 50",
                     id="long row"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_fails(raw, name, origin, reason):
    limits = Limits(record_bytes=50) if "50" in reason else None
    failed = list(read(raw, name=name, limits=limits))[-1]
    assert isinstance(failed, Failed)
    assert failed.origin == origin
    assert reason in failed.reason


@pytest.mark.parametrize(
    "value",
    [
        pytest.param([{"text": "Snow.", "url": "https://a.b"}], id="array"),
        pytest.param({"text": "Snow.", "url": "https://a.b"}, id="one record"),
        pytest.param({"n": 1, "articles": [{"text": "Snow.", "url": "https://a.b"}]}, id="wrapped"),
    ],
)
def test_json(value):
    for indent in (None, 2):
        raw = json.dumps(value, indent=indent).encode()
        [found] = read(raw, name="a.json")
        assert (found.article.url, found.article.text) == ("https://a.b", "Snow.")
        assert found.origin == f"/a#{found.article.id}"


def test_a_row_that_its_reader_stumbles_over_fails_alone():
    authors = "[" * 600 + "]" * 600
    raw = f'[{{"text": "Snow."}}, {{"text": "Ice.", "authors": {authors}}}, {{"text": "Rain."}}]'
    first, failed, last = read(raw.encode(), name="a.json")
    assert (first.article.text, last.article.text) == ("Snow.", "Rain.")
    assert isinstance(failed, Failed)
    assert failed.origin == "/a:2"
    assert "cannot make sense of it (RecursionError" in failed.reason


def test_parquet_is_read_some_rows_at_a_time():
    rows = [{"text": f"Snow fell {number} times.", "id": number} for number in range(200)]
    texts = [item.article.text for item in read(table(rows))]
    assert texts == [row["text"] for row in rows]
