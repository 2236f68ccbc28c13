"""OpenDocument texts: their text and properties."""

from datetime import UTC, date, datetime

import pytest
from document_files import make_odt, make_zip

from index.errors import ReadingError
from index.reading.odt import read_odt

LEAD = "Ferries stood still in Riga on Wednesday for the ninth day, their union said."


def test_text_and_properties():
    article = read_odt(
        make_odt(
            f"<text:p>{LEAD}</text:p><text:p/><text:h>It froze</text:h>"
            "<text:list><text:list-item><text:p>Snow fell.</text:p></text:list-item></text:list>",
            meta="<dc:title>Ferries wait</dc:title><dc:creator>Bo Ray</dc:creator>"
            "<meta:initial-creator>Ann Poe</meta:initial-creator><dc:language>lv-LV</dc:language>"
            "<meta:creation-date>2024-10-09T23:15:00.123456789</meta:creation-date>",
        )
    )
    assert article.text == f"{LEAD}\n\nIt froze\n\nSnow fell."
    assert (article.title, article.authors) == ("Ferries wait", ("Ann Poe",))
    assert (article.published, article.published_at) == (date(2024, 10, 9), None)
    assert article.language == "lv"


def test_time_with_zone():
    meta = "<meta:creation-date>2024-10-09T23:15:00Z</meta:creation-date>"
    article = read_odt(make_odt(f"<text:p>{LEAD}</text:p>", meta=meta))
    assert article.published_at == datetime(2024, 10, 9, 23, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        pytest.param("a<text:span>b</text:span>c", "abc", id="span"),
        pytest.param('a<text:s text:c="3"/>b<text:s/>c', "a b c", id="spaces"),
        pytest.param('a<text:s text:c="99999999999"/>b', "a b", id="hostile count of spaces"),
        pytest.param("a<text:tab/>b<text:line-break/>c", "a b\nc", id="tab and line break"),
        pytest.param("a<text:note><text:p>no</text:p></text:note>b", "ab", id="footnote"),
        pytest.param(
            "in 2024<text:note><text:note-citation>3</text:note-citation><text:note-body>"
            "<text:p>no</text:p></text:note-body></text:note>.", "in 2024³.", id="footnote's mark",
        ),
        pytest.param(
            "a<office:annotation><text:p>no</text:p></office:annotation>b", "ab", id="comment"
        ),
        pytest.param("a<text:soft-page-break/>b", "ab", id="page break"),
        pytest.param(
            "a.<draw:frame><draw:text-box><text:p>Ice came.</text:p></draw:text-box></draw:frame>",
            "a.\n\nIce came.", id="text box",
        ),
    ],
)  # fmt: skip
def test_what_of_a_paragraph_is_text(inner, text):
    # The last word, that what precedes it is no heading left hanging at the end.
    raw = make_odt(f"<text:p>{LEAD}</text:p><text:p>{inner}</text:p><text:p>It rained.</text:p>")
    assert read_odt(raw).text == f"{LEAD}\n\n{text}\n\nIt rained."


@pytest.mark.parametrize(
    ("properties", "text"),
    [
        pytest.param('style:text-position="super 58%"', "10⁶ x", id="superscript"),
        pytest.param('style:text-position="33% 58%"', "10⁶ x", id="raised by a third"),
        pytest.param('style:text-position="-33% 58%"', "106 x", id="lowered by a third"),
        pytest.param('style:text-position="0% 100%"', "106 x", id="on the line"),
        pytest.param('style:text-line-through-style="solid"', "10 x", id="struck out"),
        pytest.param('style:text-line-through-style="none"', "106 x", id="not struck out"),
        pytest.param('text:display="none"', "10 x", id="hidden"),
    ],
)
def test_what_is_raised_struck_out_or_hidden_by_its_style(properties, text):
    style = f'<style:style style:name="T1"><style:text-properties {properties}/></style:style>'
    span = '<text:span text:style-name="T1"><text:span>6</text:span></text:span>'
    raw = make_odt(f"<text:p>{LEAD}</text:p><text:p>10{span} x.</text:p>", styles=style)
    assert read_odt(raw).text == f"{LEAD}\n\n{text}."


def test_table_gives_a_line_a_row_and_deleted_text_is_left_out():
    rows = "".join(
        f"<table:table-row><table:table-cell><text:p>{a}</text:p></table:table-cell>"
        f"<table:table-cell><text:p>{b}</text:p></table:table-cell></table:table-row>"
        for a, b in (("Riga", "9 days."), ("Brest", "12 days."))
    )
    article = read_odt(
        make_odt(
            "<text:tracked-changes><text:p>Deleted words.</text:p></text:tracked-changes>"
            f"<text:p>{LEAD}</text:p><table:table>{rows}</table:table>"
        )
    )
    assert article.text == f"{LEAD}\n\n| Riga | 9 days. |\n\n| Brest | 12 days. |"


def with_entities(declared: str, named: str) -> bytes:
    root = '<o:d xmlns:o="urn:o"><o:body><o:text>'
    text = f"<o:p>{LEAD} &{named};</o:p></o:text></o:body></o:d>"
    return make_zip({"content.xml": f"<!DOCTYPE d [{declared}]>{root}{text}"})


def test_entities_are_not_resolved(tmp_path):
    (tmp_path / "secret.txt").write_text("secret")
    raw = with_entities(f'<!ENTITY x SYSTEM "file://{tmp_path}/secret.txt">', "x")
    assert read_odt(raw).text == LEAD


def test_entities_that_grow_harm_nothing():
    grown = "".join(f'<!ENTITY x{n} "{f"&x{n - 1};" * 10}">' for n in range(1, 20))
    with pytest.raises(ReadingError, match="cannot be read as ODT"):
        read_odt(with_entities(f'<!ENTITY x0 "lol">{grown}', "x19"))


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        pytest.param(b"", "not in the format ODT", id="empty"),
        pytest.param(b"PK\x03\x04 and so on", "cannot be read as ODT", id="broken ZIP"),
        pytest.param(make_zip({"a.txt": "x"}), "content.xml is missing", id="another ZIP"),
        pytest.param(make_zip({"content.xml": "<a"}), "cannot be read as ODT", id="broken XML"),
        pytest.param(make_zip({"content.xml": "<a/>"}), "without text", id="a spreadsheet"),
        pytest.param(make_odt("<text:p/>"), "no text", id="no text"),
        pytest.param(
            make_odt("", manifest="<manifest:encryption-data/>"), "encrypted", id="encrypted"
        ),
    ],
)
def test_what_is_refused(raw, reason):
    with pytest.raises(ReadingError, match=reason):
        read_odt(raw)


def test_what_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr("index.reading.packed.MOST_UNPACKED", 100)
    with pytest.raises(ReadingError, match="unpacks to more"):
        read_odt(make_odt(f"<text:p>{LEAD}</text:p>"))
