"""Rich texts: their text and properties."""

from datetime import date

import pytest
from document_files import make_rtf

from index.errors import ReadingError
from index.reading.rtf import read_rtf

LEAD = "Ferries stood still in Riga on Wednesday for the ninth day, their union said."


def test_text_and_properties():
    info = r"{\title Ferries wait in R\'e9val}{\author Ann Poe}{\creatim\yr2024\mo10\dy9\hr23\min5}"
    article = read_rtf(make_rtf(rf"{LEAD}\par\par {{\b Snow}} fell.\par", info=info))
    assert article.text == f"{LEAD}\n\nSnow fell."
    assert (article.title, article.authors) == ("Ferries wait in Réval", ("Ann Poe",))
    assert (article.published, article.published_at) == (date(2024, 10, 9), None)
    assert article.language == "en"


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        pytest.param(r"caf\'e9", "café", id="byte of the code page"),
        pytest.param(r"\u1052?\u1080?\u1085?\u1089?\u1082?", "Минск", id="Unicode"),
        pytest.param(r"\u-10179?\u-8704?", "😀", id="two halves of a character"),
        pytest.param(r"\ldblquote No.\rdblquote  \emdash  he", "“No.” — he", id="marks"),
        pytest.param(r"a\'96b", "a–b", id="dash of the code page"),
        pytest.param(r"a\{b\}\\c", r"a{b}\c", id="escapes"),
        pytest.param(r"a\line b", "a\n\nb", id="line break"),
        pytest.param(r"a\-b", "ab", id="soft hyphen"),
        pytest.param(r"{\deleted\revauthdel1 six}{\revised nine} days", "nine days", id="deleted"),
        pytest.param(r"a {\v\insrsid2 no {\b no} \u1052? \'e9}b", "a b", id="hidden"),
        pytest.param(r"a \v no\v0 b \v no\plain c", "a b c", id="hidden up to where it is not"),
        pytest.param(r"{\v no}a\viewkind4 b\\v", "ab\\v", id="what only looks like it"),
        pytest.param(r"a {\strike no }b \striked1 no \striked0 c", "a b c", id="struck out"),
        pytest.param(r"{\strike no\v0 no}b", "b", id="struck out, and not hidden"),
        pytest.param(r"10{\super 6} or 10\super -6\nosupersub 2", "10⁶ or 10⁻⁶2", id="powers"),
        pytest.param(r"H{\sub 2}O on the 9{\super th}", "H2O on the 9th", id="subscript, and th"),
        pytest.param(
            r"It {\shp{\*\shpinst{\sp{\sn shapeType}{\sv 202}}{\shptxt In {\b a} box.\par}}"
            r"{\shprslt{\*\do{\dptxbxtext In a box.}}}}fell.", "It fell.\n\nIn a box.",
            id="text box",
        ),
        pytest.param(r"a{\footnote no}b", "ab", id="footnote"),
        pytest.param(r"a{\*\comment no}{\header no}b", "ab", id="comment and header"),
        pytest.param(
            r'a {\field{\*\fldinst{HYPERLINK "http://no.example/x"}}{\fldrslt{link}}} b',
            "a link b", id="a link without its address",
        ),
        pytest.param(r"\trowd\cellx99 Riga\cell 9 days.\cell\row", "| Riga | 9 days. |", id="row"),
    ],
)  # fmt: skip
def test_what_is_text(rtf, text):
    assert read_rtf(make_rtf(rf"{LEAD}\par {rtf}\par It rained.")).text == (
        f"{LEAD}\n\n{text}\n\nIt rained."
    )


@pytest.mark.parametrize(
    ("codepage", "fonts", "text"),
    [
        pytest.param(1252, r"{\f0 Times;}{\f1\fcharset204 Arial;}",
                     r"\f0 caf\'e9 {\f1 \'cf\'ee}", id="a font without a charset before it"),
        pytest.param(1251, r"{\f0 Times;}{\f1\fcharset0 Arial;}",
                     r"\f1 caf\'e9 {\f0 \'cf\'ee}", id="the code page of the file"),
    ],
)  # fmt: skip
def test_each_font_has_its_own_letters(codepage, fonts, text):
    raw = rf"{{\rtf1\ansi\ansicpg{codepage}\deff0{{\fonttbl{fonts}}}\pard {LEAD}\par {text}.\par}}"
    assert read_rtf(raw.encode()).text == f"{LEAD}\n\ncafé По."


def test_bytes_of_the_code_page_without_escapes():
    raw = rb"{\rtf1\ansi\ansicpg1251 " + "Паром стоял в Риге девятый день.".encode("cp1251") + b"}"
    article = read_rtf(raw)
    assert article.text == "Паром стоял в Риге девятый день."
    assert article.language == "ru"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        pytest.param(b"", "not in the format RTF", id="empty"),
        pytest.param(b"Snow fell.", "not in the format RTF", id="text"),
        pytest.param(rb"{\rtf1\ansi }", "no text", id="no text"),
        pytest.param(rb"{\rtf1\ansi \uc\u99999999999 x}", "cannot be read as RTF", id="damaged"),
    ],
)
def test_what_is_refused(raw, reason):
    with pytest.raises(ReadingError, match=reason):
        read_rtf(raw)
