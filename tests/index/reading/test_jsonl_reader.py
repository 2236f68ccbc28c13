"""JSON lines: fields under many names, one bad line at a time."""

import json
from datetime import date

import pytest

from index.errors import RequestError
from index.reading import Failed, FieldAliases, Found
from index.reading.jsonl import read_json_lines
from index.reading.metadata import split_authors

SNOW = "Snow fell on the port of Riga."


def read_records(*records, aliases=FieldAliases()):  # noqa: B008
    lines = [
        record if isinstance(record, bytes) else json.dumps(record).encode() for record in records
    ]
    return list(read_json_lines(lines, origin="/a.jsonl", aliases=aliases))


@pytest.mark.parametrize(
    "record",
    [
        {"text": SNOW, "title": "Snow", "outlet": "Riga Weekly", "authors": ["Ann Poe", "Bo Ray"],
         "published": "2024-10-09", "url": "https://a.b", "language": "en"},
        {"body": SNOW, "headline": "Snow", "source": {"id": "rw", "name": "Riga Weekly"},
         "byline": "By Ann Poe and Bo Ray", "pubDate": "Wed, 09 Oct 2024 10:15:00 GMT",
         "link": "https://a.b", "lang": "en-US"},
        {"Content": "<p>Snow fell on <b>the port</b> of Riga.</p>", "title": "Snow",
         "sitename": "Riga Weekly", "creator": "Ann Poe, Bo Ray", "datetime": 1728475200,
         "uri": "https://a.b", "text": None},
    ],
)  # fmt: skip
def test_record(record):
    (found,) = read_records(record)
    assert isinstance(found, Found)
    article = found.article
    assert (article.text, article.title, article.outlet) == (SNOW, "Snow", "Riga Weekly")
    assert article.authors == ("Ann Poe", "Bo Ray")
    assert article.published == date(2024, 10, 9)
    assert article.url == "https://a.b"
    assert found.origin == f"/a.jsonl#{article.id}"
    assert article.language == "en"


def test_text_that_was_wrapped_at_a_width_is_paragraphs_again():
    wrapped = "Snow fell on the port of Riga, and the ferries of\nthe morning stayed. It melted."
    (found,) = read_records({"text": f"{wrapped}\r\n\r\nNobody was hurt."})
    assert isinstance(found, Found)
    assert found.article.text == f"{wrapped.replace(chr(10), ' ')}\n\nNobody was hurt."


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("AT&amp;T won&#8217;t pay &mdash; not 5 &lt; 6.", "AT&T won’t pay — not 5 < 6."),
        ("AT&amp;amp;T won&amp;#x2019;t pay.", "AT&T won’t pay."),
        ("&lt;p&gt;AT&amp;amp;T won&#8217;t pay.&lt;/p&gt;", "AT&T won’t pay."),
        ("<p>AT&amp;T won&amp;#8217;t pay.</p>", "AT&T won’t pay."),
        ("P&G and R&D; pay, AT&T says.", "P&G and R&D; pay, AT&T says."),
    ],
)
def test_character_references_that_an_export_left_are_read(written, read):
    (found,) = read_records({"text": written})
    assert isinstance(found, Found)
    assert found.article.text == read


def test_so_are_those_in_all_that_is_told_of_the_article():
    (found,) = read_records(
        {"text": SNOW, "title": "Snow &amp; ice &quot;harmless&quot;", "outlet": "A&amp;B News",
         "authors": "Ann O&#39;Neil &amp; Bo Ray", "url": "https://a.b/?x=1&amp;y=2&copy=3"}
    )  # fmt: skip
    assert isinstance(found, Found)
    article = found.article
    assert (article.title, article.outlet) == ('Snow & ice "harmless"', "A&B News")
    assert article.authors == ("Ann O'Neil", "Bo Ray")
    assert article.url == "https://a.b/?x=1&y=2&copy=3"


def test_record_without_url_is_known_by_its_article():
    (found,) = read_records({"text": SNOW, "published": "", "authors": "None", "title": "null"})
    assert isinstance(found, Found)
    assert found.origin == f"/a.jsonl#{found.article.id}"
    assert (found.article.published, found.article.authors, found.article.title) == (None, (), None)


def test_bad_lines_fail_alone():
    found = read_records(
        {"text": SNOW}, b"{oops", b"", b"[1]", {"title": "x"}, {"text": SNOW, "date": "soon"},
        {"text": "Share"}, b"\x00{}", {"text": SNOW},
    )  # fmt: skip
    failed = [item for item in found if isinstance(item, Failed)]
    assert [item.origin for item in failed] == [f"/a.jsonl:{line}" for line in (2, 4, 5, 6, 7, 8)]
    reasons = ["not JSON", "JSON array", "no text", "'soon'", "no text once", "not text"]
    assert all(part in item.reason for part, item in zip(reasons, failed, strict=True))
    assert all("\n" not in item.reason for item in failed)
    assert len(found) - len(failed) == 2


def test_an_object_around_records_is_read_as_these():
    found = read_records({"status": "ok", "articles": [{"text": SNOW}, 3, {"text": "Ice broke."}]})
    assert [item.article.text for item in found if isinstance(item, Found)] == [SNOW, "Ice broke."]
    assert [item.origin for item in found if isinstance(item, Failed)] == ["/a.jsonl:1:2"]


@pytest.mark.parametrize(
    ("record", "texts"),
    [
        pytest.param({"title": "Feed", "items": [{"title": "Snow", "text": SNOW}]}, [SNOW],
                     id="records with titles in a list with one"),
        pytest.param({"date": "2024-10-09", "articles": [{"text": SNOW}]}, [SNOW],
                     id="records in a list with a date"),
        pytest.param({"text": SNOW, "comments": [{"text": "So what."}]}, [SNOW],
                     id="an article and its comments"),
        pytest.param({"title": "Snow", "comments": [{"text": "So what."}]}, [],
                     id="comments on an article without its text"),
        pytest.param({"authors": [{"name": "Ann Poe"}, {"name": "Bo Ray"}]}, [], id="no texts"),
        pytest.param({"a": [{"text": SNOW}], "b": [{"text": SNOW}]}, [], id="two lists"),
    ],
)  # fmt: skip
def test_what_a_record_holds(record, texts):
    found = read_records(record)
    assert [item.article.text for item in found if isinstance(item, Found)] == texts
    failed = [item for item in found if isinstance(item, Failed)]
    assert [item.origin for item in failed] == ([] if texts else ["/a.jsonl:1"])


def test_a_record_that_its_reader_stumbles_over_fails_alone():
    authors: list[object] = []
    for _ in range(600):
        authors = [authors]
    first, failed, last = read_records(
        {"text": SNOW}, {"text": SNOW, "authors": authors}, {"text": SNOW}
    )
    assert (first.article.text, last.article.text) == (SNOW, SNOW)
    assert isinstance(failed, Failed)
    assert failed.origin == "/a.jsonl:2"
    assert "cannot make sense of it (RecursionError" in failed.reason


def test_chosen_names_go_first():
    aliases = FieldAliases.parse(["text=raw", "outlet=src"])
    (found,) = read_records(
        {"raw": SNOW, "text": "Other.", "src": "X", "source": "Y"}, aliases=aliases
    )
    assert isinstance(found, Found)
    assert (found.article.text, found.article.outlet) == (SNOW, "X")
    assert aliases == FieldAliases((("text", "raw"), ("outlet", "src")))
    assert set(aliases) == {"text", "title", "url", "outlet", "authors", "published", "language"}


@pytest.mark.parametrize(
    ("option", "message"),
    [("text", "FIELD=NAME"), ("text=", "FIELD=NAME"), ("words=x", "'words' is none of text")],
)
def test_bad_alias(option, message):
    with pytest.raises(RequestError, match=message):
        FieldAliases.parse([option])


@pytest.mark.parametrize(
    ("value", "authors"),
    [
        ("Ann Poe", ("Ann Poe",)),
        ("Ann Poe; Bo Ray", ("Ann Poe", "Bo Ray")),
        ("Ann Poe, Bo Ray, and Cy Sol", ("Ann Poe", "Bo Ray", "Cy Sol")),
        (["Ann Poe", {"name": "Bo Ray"}, "Ann Poe", None], ("Ann Poe", "Bo Ray")),
        ("Sandy Andersen", ("Sandy Andersen",)),
        (
            ["Poe, Ann", "Ray, Bo B.", "Ann Poe, Cy Sol"],
            ("Poe, Ann", "Ray, Bo B.", "Ann Poe", "Cy Sol"),
        ),
        ("Ann Poe, Jr., and Bo Ray", ("Ann Poe, Jr.", "Bo Ray")),
        ("By ANN POE, Associated Press", ("ANN POE",)),
        ("Ann Poe, Senior Correspondent", ("Ann Poe",)),
        ("none", ()),
        (None, ()),
    ],
)
def test_split_authors(value, authors):
    assert split_authors(value) == authors


@pytest.mark.parametrize("day", ["1970-01-01", "0001-01-01T00:00:00", "9999-12-31"])
def test_a_day_that_stands_for_none_is_none(day):
    (found,) = read_records({"text": SNOW, "published": day})
    assert found.article.published is None


def test_title_keeps_no_tags():
    (found,) = read_records({"text": SNOW, "title": "<i>Snow</i> falls"})
    assert found.article.title == "Snow falls"


def test_half_characters_are_dropped_and_the_record_is_kept():
    (found,) = read_records(
        b'{"text": "Snow fell on the port \\ud800of Riga.", "title": "S\\udfffnow"}'
    )
    assert (found.article.text, found.article.title) == (SNOW, "Snow")
    assert len(found.article.id) == 16
