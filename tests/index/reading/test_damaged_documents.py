"""Damaged files of every format: an article or a `ReadingError`, nothing else, and no end of it."""

import faulthandler
import random
import sys

import docx
import pytest
from document_files import DOCX_TIME, make_docx, make_epub, make_odt, make_rtf, saved
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pdf_pages import Block, make_pdf, wrap

from index.article import Article
from index.errors import ReadingError
from index.reading.docx import read_docx
from index.reading.epub import read_epub
from index.reading.odt import read_odt
from index.reading.pdf import read_pdf
from index.reading.rtf import read_rtf
from index.reading.subtitles import read_subtitles

TEXT = "Ferries stood still in Riga on Wednesday for the ninth day, their union said. " * 5
SRT = "".join(f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},900\n{TEXT}\n\n" for n in range(1, 20))
WHOLE = {
    "pdf": make_pdf([[Block(lines=wrap(TEXT, width=450))]] * 3, title="Ferries"),
    "docx": make_docx([TEXT], table=[["Riga", "9"]], title="Ferries", created=DOCX_TIME),
    "odt": make_odt(f"<text:p>{TEXT}</text:p>", meta="<dc:title>Ferries</dc:title>"),
    "rtf": make_rtf(rf"{TEXT}\par caf\'e9 \u1052?", info=r"{\title Ferries}"),
    "epub": make_epub({"a.xhtml": f"<h1>Chapter 1</h1><p>{TEXT}</p>"}),
    "subtitles": SRT.encode(),
}
READERS = {
    "pdf": read_pdf,
    "docx": read_docx,
    "odt": read_odt,
    "rtf": read_rtf,
    "epub": read_epub,
    "subtitles": read_subtitles,
}

every_format = pytest.mark.parametrize("form", WHOLE)


@pytest.fixture(autouse=True)
def _guard_against_hanging():
    """End the process, and tell where it stood, if a reader hangs; speed is not tested here."""
    faulthandler.dump_traceback_later(300, exit=True, file=sys.__stderr__)
    yield
    faulthandler.cancel_dump_traceback_later()


def read_or_refuse(form: str, raw: bytes) -> bool:
    """Read a file; tell whether it gave an article."""
    try:
        article = READERS[form](raw)
    except ReadingError:
        return False
    assert isinstance(article, Article)
    assert all(0 <= place.start < len(article.text) for place in article.locators)
    return True


@every_format
def test_whole_files_are_read(form):
    assert read_or_refuse(form, WHOLE[form])


@every_format
def test_truncated_files(form):
    raw = WHOLE[form]
    for part in range(24):
        read_or_refuse(form, raw[: len(raw) * part // 24])


@every_format
def test_flipped_bits(form):
    chance = random.Random(form)
    for _ in range(40):
        raw = bytearray(WHOLE[form])
        for _ in range(chance.choice((1, 3, 30))):
            raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
        read_or_refuse(form, bytes(raw))


@every_format
def test_bytes_put_in_and_taken_out(form):
    chance = random.Random(form)
    for _ in range(20):
        at, length = chance.randrange(len(WHOLE[form])), chance.randrange(1, 200)
        raw = WHOLE[form]
        read_or_refuse(form, raw[:at] + raw[at + length :])
        read_or_refuse(form, raw[:at] + chance.randbytes(length) + raw[at:])


@every_format
def test_mislabelled_files(form):
    given = {name: read_or_refuse(form, raw) for name, raw in WHOLE.items()}
    assert [name for name, is_read in given.items() if is_read] == [form]


@every_format
@pytest.mark.parametrize("raw", [b"", b"\0" * 999, b"\xff\xfe", b"PK\x05\x06" + b"\0" * 18])
def test_nothing_and_noise(form, raw):
    assert not read_or_refuse(form, raw)


def nested_docx() -> bytes:
    document = docx.Document()
    parent = document.element.body
    # Deeper than the parser allows: python-docx writes it, and must not be let read it.
    for _ in range(400):
        control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
        parent.append(control)
        parent = control[0]
    return saved(document)


NESTED = {
    "odt": make_odt("<text:section>" * 5000 + TEXT),
    "docx": nested_docx(),
    "rtf": b"{\\rtf1 " + b"{" * 50_000 + b"x",
    "epub": make_epub({"a.xhtml": "<div>" * 50_000 + TEXT}),
    "subtitles": b"1\n00:00:01,000 --> 00:00:02,000\n" + b"<i" * 50_000,
    "pdf": b"%PDF-1.7\n1 0 obj\n" + b"[" * 50_000,
}


@every_format
def test_deep_nesting(form):
    read_or_refuse(form, NESTED[form])
