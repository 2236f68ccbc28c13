"""PDFs: text, properties and pages; ReportLab makes them."""

import io
import re
from datetime import UTC, date, datetime

import pypdfium2
import pytest
from document_files import make_zip
from pdf_pages import Block, make_pdf, scan_pdf, wrap

from index.article import Locator
from index.errors import ReadingError
from index.reading import Failed, Limits, ocr, read
from index.reading.pdf import read_pdf

ONE = (
    "The ministry of transport moved two battalions of engineers to the border on Tuesday, because"
    " the river had risen by three metres and the well-known bridge at Brest was closed to lorries."
    " “We had no choice,” said its spokesman."
)
TWO = (
    "Crews worked through the night. Ferries stood still in Riga for the ninth day, and the union"
    " said that talks would resume on Friday, when the new minister comes back from Warsaw with the"
    " rest of the delegation."
)
THREE = (
    "Nobody came to the harbour that week. The ice grew until it bore the weight of a lorry, and"
    " the officials measured it every morning."
)


def places(article):
    return [(place.label, article.text[place.start :][:16]) for place in article.locators]


def report(*pages):
    """Set pages with a running head and a number at the foot."""
    return [
        [
            Block(lines=[f"Riga Weekly | issue {n}"], top=800, size=9),
            Block(lines=lines),
            Block(lines=[f"– {n} –"], left=290, top=30, size=9),
        ]
        for n, lines in enumerate(pages, start=1)
    ]


def test_head_matter_and_columns():
    left, right = wrap(ONE, width=200), wrap(TWO, width=200)
    page = [
        Block(lines=["River ferry service stops", "in the port of Riga"], size=20, top=760),
        Block(lines=["By Ann Poe"], top=715),
        Block(lines=["9 October 2024"], top=700),
        Block(lines=[*left, "", *right[:4]], top=670),
        Block(lines=[*right[4:], "", *wrap(THREE, width=200)], left=320, top=670),
    ]
    article = read_pdf(make_pdf([page]))
    assert article.text == f"{ONE}\n\n{TWO}\n\n{THREE}"
    assert article.title == "River ferry service stops in the port of Riga"
    assert article.authors == ("Ann Poe",)
    assert (article.published, article.published_at) == (date(2024, 10, 9), None)
    assert article.language == "en"
    assert article.locators == (Locator(start=0, label="p. 1"),)


def test_pages_running_heads_and_a_paragraph_over_the_break():
    one, two, three = (wrap(text, width=450) for text in (ONE, TWO, THREE))
    article = read_pdf(make_pdf(report([*one, "", two[0]], two[1:], three)))
    assert article.text == f"{ONE}\n\n{TWO}\n\n{THREE}"
    assert places(article) == [
        ("p. 1", ONE[:16]),
        ("p. 2", " ".join(two[1:])[:16]),
        ("p. 3", THREE[:16]),
    ]
    assert article.locator(article.text.index("Warsaw")).label == "p. 2"


@pytest.mark.parametrize(
    ("head", "outlet", "published"),
    [
        pytest.param("THE RIGA COURIER Wednesday, 9 October 2024", "The Riga Courier",
                     date(2024, 10, 9), id="name and day"),
        pytest.param("9 October 2024 | Riga Courier | p. {n}", "Riga Courier", date(2024, 10, 9),
                     id="day, name and page"),
        pytest.param("© 2024 Riga Courier. All rights reserved.", "Riga Courier", date(2000, 1, 1),
                     id="copyright"),
        pytest.param("28/11/2026, 10:15 Ferries wait in Riga", None, date(2000, 1, 1),
                     id="when it was printed"),
        pytest.param("Downloaded on 9 October 2024", None, date(2000, 1, 1), id="downloaded"),
        pytest.param("Riga, {n} October 2024", None, date(2000, 1, 1), id="several days"),
    ],
)  # fmt: skip
def test_what_a_running_head_says_goes_before_the_day_of_the_file(head, outlet, published):
    pages = [
        [Block(lines=[head.format(n=n)], top=800, size=9), Block(lines=wrap(text, width=450))]
        for n, text in enumerate((ONE, TWO, THREE), start=1)
    ]
    article = read_pdf(make_pdf(pages))
    assert article.text == f"{ONE}\n\n{TWO}\n\n{THREE}"
    assert (article.outlet, article.published) == (outlet, published)


def test_hyphens_at_the_ends_of_lines():
    lines = ["The ministry of transport moved two bat-", "talions to the border of Brest-",
             "Litovsk, where the cease-", "fire held. It was a cease-fire by name."]  # fmt: skip
    assert read_pdf(make_pdf([[Block(lines=lines)]])).text == (
        "The ministry of transport moved two battalions to the border of Brest-Litovsk, where the"
        " cease-fire held. It was a cease-fire by name."
    )


def test_properties():
    raw = make_pdf([[Block(lines=wrap(THREE, width=450))]], title="On ice", author="Ann Poe")
    article = read_pdf(raw)
    assert (article.title, article.authors) == ("On ice", ("Ann Poe",))
    # ReportLab's invariant files were all made at this moment.
    assert article.published == date(2000, 1, 1)
    assert article.published_at == datetime(2000, 1, 1, tzinfo=UTC)


def test_names_of_files_and_accounts_are_no_properties():
    raw = make_pdf([[Block(lines=wrap(THREE, width=450))]], title="ice_v2.docx", author="admin")
    article = read_pdf(raw)
    assert (article.title, article.authors) == (None, ())


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        pytest.param(b"", "not in the format PDF", id="empty"),
        pytest.param(b"Snow fell.", "not in the format PDF", id="text"),
        pytest.param(b"%PDF-1.7\nSnow fell.", "cannot be read as PDF", id="no more than its mark"),
        pytest.param(make_pdf([[]]), "no text", id="an empty page"),
        pytest.param(
            make_pdf([[Block(lines=[THREE])]], password="secret"), "is encrypted", id="encrypted"
        ),
    ],
)
def test_what_is_refused(raw, reason):
    with pytest.raises(ReadingError, match=reason):
        read_pdf(raw)


def test_too_many_pages_are_refused_by_itself_and_in_an_archive(tmp_path):
    path, around = tmp_path / "a.pdf", tmp_path / "b.zip"
    path.write_bytes(make_pdf([[Block(lines=["It thawed."])]] * 3))
    around.write_bytes(make_zip({"a.pdf": path.read_bytes()}))
    reason = (
        "it has 3 pages, more than the 2 that are read; split it, or allow more: "
        "onrecord add --max-pages 3"
    )
    for file, member in ((path, ""), (around, "!a.pdf")):
        [failed] = read(file, limits=Limits(pages=2))
        assert failed == Failed(origin=f"{file}{member}", reason=reason)
        [found] = read(file, limits=Limits(pages=3))
        assert "It thawed." in found.article.text


# Scans -----------------------------------------------------------------------------------------

SOURCE = make_pdf(report(wrap(ONE, width=450), wrap(TWO, width=450)))
needs_tesseract = pytest.mark.skipif(
    not ocr.is_installed(), reason="the program tesseract is not installed"
)


def joined(*files: bytes) -> bytes:
    made, file = pypdfium2.PdfDocument.new(), io.BytesIO()
    for raw in files:
        source = pypdfium2.PdfDocument(raw)
        made.import_pages(source)
        source.close()
    made.save(file)
    made.close()
    return file.getvalue()


@needs_tesseract
def test_the_pages_without_text_are_recognised():
    text = make_pdf([[Block(lines=wrap(THREE, width=450))]])
    article = read_pdf(joined(text, scan_pdf(SOURCE, stamp="ScanApp")))
    assert article.text.startswith(THREE)
    words, expected = (re.findall(r"\w+", part) for part in (article.text, f"{ONE} {TWO}"))
    # Clean print at 200 dots: at most one word in fifty may be misread.
    assert len(set(expected) - set(words)) <= len(expected) / 50
    assert "Riga Weekly" not in article.text
    assert [place[0] for place in places(article)] == ["p. 1", "p. 2", "p. 3"]
    assert places(article)[2] == ("p. 3", TWO[:16])
    first, *scanned = (place.confidence for place in article.locators)
    assert first is None
    assert all(0.8 < confidence <= 1 for confidence in scanned)


def test_scan_without_tesseract_says_what_to_install(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ReadingError, match=r"page 1 is a picture .* install the program tesseract"):
        read_pdf(scan_pdf(SOURCE))


def test_words_become_lines_with_their_boxes_and_mean_confidence():
    table = {
        "text": ["", "Snow", "fell", " ", "Ice"],
        "conf": [-1, 90.0, 80, 95, 70],
        "block_num": [1, 1, 1, 1, 1],
        "par_num": [0, 1, 1, 1, 1],
        "line_num": [0, 1, 1, 1, 2],
        "left": [0, 300, 450, 0, 300],
        "top": [0, 600, 610, 0, 680],
        "width": [0, 120, 75, 0, 60],
        "height": [0, 40, 30, 0, 40],
    }
    page = ocr.page_of(table, number=3, height=792.0)
    assert (page.number, page.confidence) == (3, 0.8)
    snow, ice = page.lines
    # 300 dots are 72 points: the first line is 72 points from the left, its foot 640 dots down.
    assert (snow.text, snow.left, snow.right, snow.bottom) == ("Snow fell", 72, 126, 792 - 153.6)
    assert (ice.text, snow.height) == ("Ice", pytest.approx(9.6))
