"""Formats are told by content; a name only breaks ties."""

import gzip

import pytest

from benchmarks.specimens import MAKERS, packed, page
from index.reading.archives import kind_of_zip
from index.reading.sniffing import OPENING, Format, sniff

MAIL = b"From: a@b.c\nSubject: Snow\n"


@pytest.mark.parametrize("ending", MAKERS)
@pytest.mark.parametrize("name", ["right", "none", "snow.txt", "snow.html", "snow.pdf"])
def test_a_format_is_told_whatever_the_name(ending, name):
    form, make = MAKERS[ending]
    raw = make()
    zipped = {Format.DOCX, Format.ODT, Format.EPUB, Format.WACZ}
    wanted = Format.ZIP if form in zipped else Format.PACKED if ending == ".warc.gz" else form
    if form is Format.TEXT and name.endswith("html"):
        wanted = Format.HTML  # nothing in a text says that it is none
    named = {"right": f"snow{ending}", "none": ""}.get(name, name)
    assert sniff(raw[:OPENING], name=named) is wanted


@pytest.mark.parametrize(
    ("opening", "name", "form"),
    [
        pytest.param(b"", "a.pdf", Format.EMPTY, id="empty"),
        pytest.param(b"Snow, ice\nand wind", "a.csv", Format.CSV, id="CSV by name"),
        pytest.param(b"Snow, ice\nand wind", "a.txt", Format.TEXT, id="a comma in a text"),
        pytest.param(b"title;text\nA;B", "a.txt", Format.CSV, id="a header of a table"),
        pytest.param(b"# Snow", "a.md", Format.MARKDOWN, id="Markdown by name"),
        pytest.param(b"# Snow", "a.txt", Format.TEXT, id="a heading in a text"),
        pytest.param(b"---\ntitle: Snow\n---\n", "a.txt", Format.MARKDOWN, id="front matter"),
        pytest.param(b"---\n\nSnow fell.", "a.txt", Format.TEXT, id="a rule over a text"),
        pytest.param(b"<p>Snow fell.</p>", "a.txt", Format.HTML, id="part of a page"),
        pytest.param(b"<Ann> Snow fell.", "a.txt", Format.TEXT, id="angle brackets in a text"),
        pytest.param(b"\xff\xfe" + "<html>".encode("utf-16-le"), "", Format.HTML, id="UTF-16"),
        pytest.param("Снег выпал".encode("cp1251") * 20, "a.txt", Format.TEXT, id="8-bit Cyrillic"),
        pytest.param(b'<?xml version="1.0"?><svg/>', "", Format.IMAGE, id="SVG"),
        pytest.param(b'<?xml version="1.0"?><note/>', "", Format.OTHER_XML, id="other XML"),
        pytest.param(b"<urlset xmlns='x'>", "a.xml", Format.FEED, id="sitemap"),
        pytest.param(b"<feed xmlns='x'>", "", Format.FEED, id="Atom"),
        pytest.param(b"WEBVTT\n\n", "", Format.SUBTITLES, id="VTT"),
        pytest.param(b'{"text": "a"}\n{"text": "b"}\n', "a.json", Format.JSON_LINES,
                     id="records a line, whatever the name"),
        pytest.param(b'{"text": "a"}', "a.json", Format.JSON, id="JSON by name"),
        pytest.param(b'{\n "text": "a"\n}\n', "", Format.JSON, id="one object over lines"),
        pytest.param(b"{Editor's note}", "a.txt", Format.TEXT, id="a brace in a text"),
        pytest.param(b"[1] See above.", "", Format.TEXT, id="a bracket in a text"),
        pytest.param(MAIL + b"\nSnow.", "a.txt", Format.TEXT, id="what looks like a mail's head"),
        pytest.param(MAIL + b"Message-ID: <a>\n\nSnow.", "a.txt", Format.EML, id="e-mail"),
        pytest.param(b"BM is the name", "", Format.TEXT, id="a mark that begins a text"),
        pytest.param(b"MZ\x90\0\3", "", Format.PROGRAM, id="program"),
        pytest.param(b"\0\0\0\x18ftypmp42", "", Format.VIDEO, id="video"),
        pytest.param(b"wOF2\0\1\0\0", "a.txt", Format.FONT, id="font"),
        pytest.param(b"\0\1\2\xff", "a.txt", Format.BINARY, id="no format"),
        pytest.param(b"\nrubbish %PDF-1.7 \0\0\0", "", Format.PDF, id="PDF after rubbish"),
    ],
)  # fmt: skip
def test_sniff(opening, name, form):
    assert sniff(opening, name=name) is form


@pytest.mark.parametrize(
    ("names", "mimetype", "form"),
    [
        pytest.param(["[Content_Types].xml", "xl/book.xml"], b"", Format.OTHER_OFFICE, id="sheet"),
        pytest.param(["content.xml"], b"application/vnd.oasis.opendocument.text", Format.ODT,
                     id="ODT"),
        pytest.param(["content.xml"], b"application/vnd.oasis.opendocument.spreadsheet",
                     Format.OTHER_OFFICE, id="ODS"),
        pytest.param(["META-INF/container.xml"], b"", Format.EPUB, id="EPUB without its mark"),
        pytest.param(["datapackage.json", "archive/a.warc"], b"", Format.WACZ, id="WACZ"),
        pytest.param(["datapackage.json"], b"", Format.ZIP, id="a data package of another kind"),
        pytest.param([], b"", Format.ZIP, id="empty"),
    ],
)  # fmt: skip
def test_kind_of_zip(names, mimetype, form):
    assert kind_of_zip(names, mimetype=mimetype) is form


def test_packed_page_is_told_by_its_mark():
    assert sniff(gzip.compress(page())) is Format.PACKED
    assert sniff(packed({"a.html": page()})) is Format.ZIP
