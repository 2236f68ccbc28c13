"""Text in any encoding, by value."""

import json

import pytest

from index.errors import ReadingError
from index.reading import Found, read
from index.reading.decoding import decode

RUSSIAN = "Жители города ждали парома всю ночь и утро, а мэр молчал. "
BELARUSIAN = "Жыхары горада чакалі парома ўсю ноч і раніцу. "
UKRAINIAN = "Мешканці міста чекали на пором усю ніч і ранок, їх було сто. "
CHINESE = "市民整夜等待渡轮，市长没有说话。"
POLISH = "Mieszkańcy czekali na prom całą noc, aż do świtu. "
GERMAN = "Die Fähre fuhr “nicht” — 10 € für nichts. "


def declared(text: str, label: str, encoding: str) -> bytes:
    page = f'<html><head><meta charset="{label}"></head><body><p>{text}</p></body></html>'
    return page.encode(encoding)


@pytest.mark.parametrize(
    ("text", "label", "encoding"),
    [
        pytest.param(RUSSIAN, "windows-1251", "cp1251", id="windows-1251"),
        pytest.param(BELARUSIAN, "Windows-1251", "cp1251", id="Belarusian in windows-1251"),
        pytest.param(RUSSIAN, "koi8-r", "koi8-r", id="koi8-r"),
        pytest.param(UKRAINIAN, "koi8-u", "koi8-u", id="koi8-u"),
        pytest.param(RUSSIAN, "x-cp1251", "cp1251", id="a label unknown to Python"),
        pytest.param(CHINESE, "gb18030", "gb18030", id="gb18030"),
        pytest.param(CHINESE + "㐀", "gb2312", "gb18030", id="gb2312 that is more"),
        pytest.param(POLISH, "iso-8859-2", "iso-8859-2", id="iso-8859-2"),
        pytest.param(GERMAN, "iso-8859-1", "cp1252", id="latin-1 that is windows-1252"),
        pytest.param(GERMAN, "latin-1", "cp1252", id="latin-1 by another of its names"),
        pytest.param(RUSSIAN, "utf-16", "utf-8", id="UTF-8 that says UTF-16"),
    ],
)
def test_declared_encoding(text, label, encoding):
    assert text in decode(declared(text, label, encoding))


def test_encoding_of_an_xml_declaration_and_of_an_http_equiv():
    xml = f'<?xml version="1.0" encoding="koi8-r"?><html><body>{RUSSIAN}</body></html>'
    assert RUSSIAN in decode(xml.encode("koi8-r"))
    head = '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">'
    assert RUSSIAN in decode(f"<html><head>{head}</head>{RUSSIAN}</html>".encode("cp1251"))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-8"])
def test_byte_order_mark_goes_before_a_declaration(encoding):
    page = f'\ufeff<meta charset="windows-1252">{UKRAINIAN}'
    assert decode(page.encode(encoding)) == page[1:]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark(encoding):
    assert decode(("<p>Snow fell on Riga.</p>" * 9).encode(encoding)).startswith("<p>Snow fell")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        pytest.param(RUSSIAN * 5, "cp1251", id="windows-1251"),
        pytest.param(RUSSIAN * 5, "koi8-r", id="koi8-r"),
        pytest.param(CHINESE * 12, "gb18030", id="gb18030"),
    ],
)
def test_undeclared_encoding_is_guessed(text, encoding):
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("odd", "encoding"),
    [
        pytest.param("It’s cold.", "cp1252", id="an apostrophe"),
        pytest.param("Café.", "cp1252", id="a letter"),
        pytest.param(GERMAN, "cp1252", id="windows-1252"),
        pytest.param(RUSSIAN, "koi8-r", id="koi8-r"),
        pytest.param(CHINESE, "gb18030", id="gb18030"),
    ],
)
def test_one_line_among_many_of_ascii_tells_the_encoding(odd, encoding):
    around = "Snow fell on the port of Riga all night.\n" * 9_000
    text = f"{around}{odd}\n{around}"
    assert decode(text.encode(encoding)) == text


def test_utf_8_cut_within_a_character_is_utf_8_still():
    assert (
        decode(UKRAINIAN.strip(". ").encode()[:-1] + b"") == UKRAINIAN.strip(". ")[:-1] + "\ufffd"
    )


def test_wrong_declaration_gives_way_to_utf_8():
    assert GERMAN in decode(declared(GERMAN, "windows-1251", "utf-8"))


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0", id="an image"),
        pytest.param(b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0" * 4, id="a program"),
    ],
)
def test_what_is_not_text(raw):
    with pytest.raises(ReadingError, match="not text"):
        decode(raw)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_file_with_a_byte_order_mark_is_read(tmp_path, encoding):
    path = tmp_path / "a.txt"
    path.write_bytes(f"\ufeff{UKRAINIAN}".encode(encoding))
    (found,) = read(path)
    assert isinstance(found, Found)
    assert found.article.text == UKRAINIAN.strip()


@pytest.mark.parametrize("lines", [pytest.param(9, id="short"), pytest.param(900, id="long")])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_json_lines_in_utf_16_are_read(tmp_path, encoding, lines):
    # U+0A0A has the byte of a line feed twice.
    texts = [f"{UKRAINIAN}\u0a0a {number}." for number in range(lines)]
    records = "".join(json.dumps({"text": t}, ensure_ascii=False) + "\r\n" for t in texts)
    path = tmp_path / "a.jsonl"
    path.write_bytes(f"\ufeff{records}".encode(encoding))
    assert [item.article.text for item in read(path)] == texts
