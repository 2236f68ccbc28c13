"""Word files: their text and properties; python-docx makes them and is the oracle of their text."""

import io
from datetime import UTC, date, datetime

import docx
import pytest
from document_files import DOCX_TIME, make_docx, make_zip, saved
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from index.errors import ReadingError
from index.reading.docx import read_docx

LEAD = "Ferries stood still in Riga on Wednesday for the ninth day, their union said."
NEXT = "The union said that talks would resume on Friday."


def test_text_and_properties():
    article = read_docx(
        make_docx([LEAD, NEXT], title="Ferries wait", author="Ann Poe; Bo Ray", created=DOCX_TIME)
    )
    assert article.text == f"{LEAD}\n\n{NEXT}"
    assert article.title == "Ferries wait"
    assert article.authors == ("Ann Poe", "Bo Ray")
    assert article.published == date(2024, 10, 9)
    assert article.published_at == datetime(2024, 10, 9, 8, 15, tzinfo=UTC)
    assert article.language == "en"
    assert article.locators == ()


def test_text_is_what_python_docx_reads():
    raw = make_docx([LEAD, "Snow\u00a0fell – “hard”.", "Ice\tcame.", NEXT])
    paragraphs = [p.text for p in docx.Document(io.BytesIO(raw)).paragraphs]
    expected = [" ".join(text.split()) for text in paragraphs]
    assert read_docx(raw).text.split("\n\n") == expected


def test_what_the_document_shows_goes_before_its_properties():
    shown = ["River ferry service suspended in Riga", "By Ann Poe", "9 October 2024", LEAD]
    article = read_docx(
        make_docx(shown, title="Letter", author="Max Old", created=datetime(2011, 1, 2))  # noqa: DTZ001
    )
    assert (article.title, article.authors) == (shown[0], ("Ann Poe",))
    assert (article.published, article.published_at) == (date(2024, 10, 9), None)
    assert article.text == LEAD


@pytest.mark.parametrize(
    ("shown", "stated", "title", "text"),
    [
        pytest.param(["Ferries wait in the port of Riga"], "Ferries wait",
                     "Ferries wait in the port of Riga", LEAD, id="the beginning of the headline"),
        pytest.param(["Ferries wait in the port of Riga"], "union",
                     "Ferries wait in the port of Riga", LEAD, id="a word of the text"),
        pytest.param(["FERRIES WAIT IN THE PORT"], "Ferries wait in the port",
                     "Ferries wait in the port", LEAD, id="the headline in capitals"),
        pytest.param(["What we know about it", "Ferries wait"], "Ferries wait", "Ferries wait",
                     f"What we know about it\n\n{LEAD}", id="one of two lines"),
        pytest.param([], "Ferries wait", "Ferries wait", LEAD, id="no headline"),
    ],
)  # fmt: skip
def test_a_stated_title_goes_before_a_shown_one_only_as_a_whole_line(shown, stated, title, text):
    article = read_docx(make_docx([*shown, "By Ann Poe", LEAD], title=stated))
    assert (article.title, article.text) == (title, text)


def test_properties_of_a_template_are_not_taken():
    article = read_docx(make_docx([LEAD], title="Document1", author="python-docx"))
    assert (article.title, article.authors, article.published) == (None, (), None)


def test_title_by_its_style():
    document = docx.Document()
    document.add_paragraph("Ferries wait.", style="Title")
    document.add_paragraph(LEAD)
    assert read_docx(saved(document)).title == "Ferries wait."


def test_table_gives_a_line_a_row():
    rows = [["Port", "Days"], ["Riga", "9 days."], ["Brest", "12\ndays."]]
    article = read_docx(make_docx([LEAD], table=rows))
    assert (
        article.text == f"{LEAD}\n\n| Port | Days |\n\n| Riga | 9 days. |\n\n| Brest | 12 days. |"
    )


W = nsdecls("w")


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        pytest.param("<w:ins><w:r><w:t>not</w:t></w:r></w:ins>", "not", id="insertion"),
        pytest.param("<w:del><w:r><w:delText>not</w:delText></w:r></w:del>", "", id="deletion"),
        pytest.param("<w:moveFrom><w:r><w:t>not</w:t></w:r></w:moveFrom>", "", id="moved away"),
        pytest.param(
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>not</w:t></w:r>", "", id="hidden",
        ),
        pytest.param(
            '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>not</w:t></w:r>', "not", id="not hidden",
        ),
        pytest.param(
            "<w:r><w:rPr><w:strike/></w:rPr><w:t>no</w:t></w:r>"
            "<w:r><w:rPr><w:dstrike/></w:rPr><w:t>t</w:t></w:r>", "", id="struck out",
        ),
        pytest.param(
            '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>-6</w:t></w:r>', "⁻⁶",
            id="power",
        ),
        pytest.param(
            '<w:r><w:rPr><w:vertAlign w:val="subscript"/></w:rPr><w:t>2</w:t></w:r>', "2",
            id="subscript",
        ),
        pytest.param(
            "<w:r><w:ruby><w:rt><w:r><w:t>no</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>漢</w:t></w:r>"
            "</w:rubyBase></w:ruby></w:r>", "漢", id="characters and how they are pronounced",
        ),
        pytest.param(
            "<w:sdt><w:sdtContent><w:r><w:t>not</w:t></w:r></w:sdtContent></w:sdt>", "not",
            id="content control",
        ),
        pytest.param(
            "<w:hyperlink><w:r><w:t>not</w:t></w:r></w:hyperlink>", "not", id="link"
        ),
        pytest.param(
            "<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:noBreakHyphen/></w:r>", "-",
            id="field code and hyphen",
        ),
    ],
)  # fmt: skip
def test_what_of_a_paragraph_is_text(runs, text):
    document = docx.Document()
    document.add_paragraph(LEAD)
    xml = f"<w:p {W}><w:r><w:t>It did[</w:t></w:r>{runs}<w:r><w:t>] rain.</w:t></w:r></w:p>"
    document.element.body.insert(1, parse_xml(xml))
    assert read_docx(saved(document)).text == f"{LEAD}\n\nIt did[{text}] rain."


@pytest.mark.parametrize(
    ("setting", "marks"),
    [("", ("¹", "²")), ('<w:footnotePr><w:numFmt w:val="chicago"/></w:footnotePr>', ("", ""))],
    ids=["numbers", "other signs"],
)
def test_footnotes_leave_their_marks(setting, marks):
    document = docx.Document()
    document.add_paragraph(LEAD)
    note = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    xml = f"""<w:p {W}><w:pPr><w:sectPr>{setting}</w:sectPr></w:pPr><w:r><w:t>In 2024</w:t></w:r>
      {note.format(7)}<w:del>{note.format(8)}</w:del><w:r><w:t>, in Riga</w:t></w:r>{note.format(9)}
      <w:r><w:t>.</w:t></w:r></w:p>"""
    document.element.body.insert(1, parse_xml(xml))
    text = f"In 2024{marks[0]}, in Riga{marks[1]}."
    assert read_docx(saved(document)).text == f"{LEAD}\n\n{text}"


def test_paragraphs_whose_end_was_deleted_go_on():
    document = docx.Document()
    document.add_paragraph(LEAD)
    ends = ("<w:rPr><w:del/></w:rPr>", "")
    for place, (end, text) in enumerate(zip(ends, ("It rained", " for days."), strict=True)):
        xml = (
            f'<w:p {W}><w:pPr>{end}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
        )
        document.element.body.insert(place + 1, parse_xml(xml))
    assert read_docx(saved(document)).text == f"{LEAD}\n\nIt rained for days."


def test_text_box_and_content_control_around_paragraphs():
    document = docx.Document()
    document.add_paragraph(LEAD)
    box = f"""<w:p {W}><w:r><w:t>Ice came on Monday.</w:t></w:r><w:r><w:pict><w:txbxContent>
      <w:p><w:r><w:t>Snow fell on Sunday.</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"""
    control = f"""<w:sdt {W}><w:sdtContent><w:p><w:r><w:t>It was cold.</w:t></w:r></w:p>
      </w:sdtContent></w:sdt>"""
    document.element.body.insert(1, parse_xml(box))
    document.element.body.insert(2, parse_xml(control))
    assert read_docx(saved(document)).text.split("\n\n") == [
        LEAD, "Ice came on Monday.", "Snow fell on Sunday.", "It was cold.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        pytest.param(b"", "not in the format DOCX", id="empty"),
        pytest.param(b"Snow fell.", "not in the format DOCX", id="text"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "encrypted", id="encrypted"),
        pytest.param(make_zip({"a.txt": "Snow."}), "cannot be read as DOCX", id="another ZIP"),
        pytest.param(make_docx([]), "no text", id="no text"),
    ],
)
def test_what_is_refused(raw, reason):
    with pytest.raises(ReadingError, match=reason):
        read_docx(raw)


def test_what_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr("index.reading.packed.MOST_UNPACKED", 1000)
    with pytest.raises(ReadingError, match="unpacks to more"):
        read_docx(make_docx([LEAD]))
