"""Electronic books: their text, properties and chapters."""

from datetime import date

import pytest
from document_files import make_epub, make_zip

from index.errors import ReadingError
from index.reading.epub import read_epub

ONE = "Ferries stood still in Riga on Wednesday for the ninth day, their union said."
TWO = "The union said that talks would resume on Friday."
THREE = "Nobody came to the harbour that week, and the ice grew."


def labels(article):
    return [(place.label, article.text[place.start :][:9]) for place in article.locators]


def test_text_and_properties():
    article = read_epub(
        make_epub(
            {
                "a.xhtml": f"<h1>Snow</h1><p>{ONE}</p>",
                "b.xhtml": f"<p>{TWO}<br/>It <i>fell</i>.</p>",
            },
            metadata="<dc:title>The Ice Book</dc:title><dc:creator>Ann Poe</dc:creator>"
            "<dc:creator>Bo Ray</dc:creator><dc:language>en-GB</dc:language>"
            "<dc:date>2024-10-09</dc:date><dc:publisher>Riga Press</dc:publisher>"
            "<dc:identifier>urn:isbn:1</dc:identifier>"
            "<dc:identifier>https://riga.example/ice</dc:identifier>",
        )
    )
    assert article.text == f"Snow\n\n{ONE}\n\n{TWO}\n\nIt fell."
    assert (article.title, article.authors) == ("The Ice Book", ("Ann Poe", "Bo Ray"))
    assert (article.published, article.outlet) == (date(2024, 10, 9), "Riga Press")
    assert (article.url, article.language) == ("https://riga.example/ice", "en")
    assert labels(article) == [("ch. 1", "Snow\n\nFer"), ("ch. 2", "The union")]


@pytest.mark.parametrize(
    ("headings", "contents", "expected"),
    [
        pytest.param(("", "", ""), "", ["ch. 1", "ch. 2", "ch. 3"], id="counted"),
        pytest.param(
            ("Foreword", "Chapter 1", "Chapter 2: Ice"), "",
            ["Foreword", "ch. 1", "ch. 2"], id="as the headings state",
        ),
        pytest.param(
            ("Chapter One", "", "II. Ice"), "",
            ["ch. 1", "ch. 2"], id="a document without a heading goes on with the chapter",
        ),
        pytest.param(
            ("Snow", "Ice", "Thaw"),
            '<li><a href="a.xhtml#x">7. Snow</a></li><li><a href="b.xhtml">8. <b>Ice</b></a></li>'
            '<li><a href="c.xhtml">Afterword</a></li>',
            ["ch. 7", "ch. 8", "Afterword"], id="as the contents state",
        ),
    ],
)  # fmt: skip
def test_chapters(headings, contents, expected):
    pages = {
        f"{name}.xhtml": f"<h2>{heading}</h2><p>{text}</p>"
        for name, heading, text in zip("abc", headings, (ONE, TWO, THREE), strict=True)
    }
    article = read_epub(make_epub(pages, contents=contents))
    assert [label for label, _ in labels(article)] == expected


def test_contents_of_older_books():
    ncx = (
        '<ncx xmlns="urn:n"><navMap><navPoint><navLabel><text>Chapter IV</text></navLabel>'
        '<content src="text/a%20b.xhtml"/></navPoint></navMap></ncx>'
    )
    opf = (
        '<package xmlns="urn:o"><manifest><item id="a" href="text/a%20b.xhtml"/>'
        '<item id="n" href="toc.ncx" media-type="application/x-dtbncx+xml"/></manifest>'
        '<spine toc="n"><itemref idref="a"/><itemref idref="gone"/></spine></package>'
    )
    container = '<c xmlns="urn:c"><rootfile full-path="book.opf"/></c>'
    article = read_epub(
        make_zip(
            {
                "META-INF/container.xml": container,
                "book.opf": opf,
                "toc.ncx": ncx,
                "text/a b.xhtml": f"<html><body><p>{ONE}</p></body></html>",
            }
        )
    )
    assert article.text == ONE
    assert labels(article) == [("ch. 4", ONE[:9])]


def test_order_is_that_of_the_spine():
    pages = {"a.xhtml": f"<p>{ONE}</p>", "b.xhtml": f"<p>{TWO}</p>"}
    article = read_epub(make_epub(pages, spine=["b.xhtml", "a.xhtml"]))
    assert article.text == f"{TWO}\n\n{ONE}"


def encryption(name: str) -> dict[str, str]:
    return {"META-INF/encryption.xml": f'<e xmlns="urn:e"><CipherReference URI="{name}"/></e>'}


def test_encrypted_fonts_do_no_harm():
    raw = make_epub({"a.xhtml": f"<p>{ONE}</p>"}, more=encryption("OEBPS/font.otf"))
    assert read_epub(raw).text == ONE


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        pytest.param(b"", "not in the format EPUB", id="empty"),
        pytest.param(make_zip({"a": "x"}), "container.xml is missing", id="another ZIP"),
        pytest.param(
            make_zip({"META-INF/container.xml": "<c/>"}), "is missing", id="no book in it"
        ),
        pytest.param(make_epub({"a.xhtml": ""}), "no text", id="no text"),
        pytest.param(
            make_epub({"a.xhtml": "x"}, more=encryption("OEBPS/a.xhtml")),
            "protected against copying", id="protected",
        ),
    ],
)  # fmt: skip
def test_what_is_refused(raw, reason):
    with pytest.raises(ReadingError, match=reason):
        read_epub(raw)
