"""Saved pages as plain text: head matter becomes metadata, the rest stays."""

from datetime import date

import pytest

from index.errors import ReadingError
from index.reading.text import read_text

LEAD = "Ferries stood still in Riga on Wednesday for the ninth day, their union said."
NEXT = "The union said that talks would resume on Friday."


def test_newspaper_page():
    article = read_text(
        f"""Home > World > Europe
World
River ferry service suspended after flooding in Riga
Share
5 min read
By Ann Poe and Bo Ray
Published: 9 October 2024, 10:15 BST | Updated: 10 October 2024
Image: A ferry at the quay. Getty Images
{LEAD}
ADVERTISEMENT
{NEXT} Read more: Port to close for the winter
Sign up for our newsletter
Most read
Port workers vote to strike
Follow us on X
© 2024 Riga Weekly. All rights reserved.
"""
    )
    assert article.title == "River ferry service suspended after flooding in Riga"
    assert article.authors == ("Ann Poe", "Bo Ray")
    assert article.published == date(2024, 10, 9)
    assert article.outlet == "Riga Weekly"
    assert article.language == "en"
    assert article.text == f"{LEAD}\n{NEXT}"


@pytest.mark.parametrize(
    ("head", "title", "authors", "published", "outlet", "kept"),
    [
        pytest.param("", None, (), None, None, "", id="nothing but the text"),
        pytest.param("The ferries wait", "The ferries wait", (), None, None, "", id="title only"),
        pytest.param(
            "by\nAugust 5 – August 11, 2024\nHarbour issues\nThe crews wait for spring\n"
            "Nothing new\nThe crews wait for spring\nphoto: images.example.com",
            "The crews wait for spring", (), None, None, "Nothing new\n",
            id="repeated headline, range of days",
        ),
        pytest.param(
            "Will the ferries ever sail again?\nCrews have been out for a fortnight.\n"
            "October 9, 2024 - Ann Poe - Articles and Reports",
            "Will the ferries ever sail again?", ("Ann Poe",), date(2024, 10, 9), None,
            "Crews have been out for a fortnight.\n",
            id="standfirst above a line of date, name and section",
        ),
        pytest.param(
            "Ferry strike: what we know\nAnn Poe\n9 October 2024\nReuters",
            "Ferry strike: what we know", ("Ann Poe",), date(2024, 10, 9), "Reuters", "",
            id="name beside a date",
        ),
        pytest.param(
            "The Guardian\nFerries are still waiting\nAnn Poe in Riga\nWed 9 Oct 2024 10.15 BST\n"
            "Image source, Getty Images",
            "Ferries are still waiting", ("Ann Poe",), date(2024, 10, 9), "The Guardian", "",
            id="name and place beside a date",
        ),
        pytest.param(
            "Ferries are still waiting\nPublished\n9 October 2024\nBy Ann Poe\nBBC News",
            "Ferries are still waiting", ("Ann Poe",), date(2024, 10, 9), "BBC News", "",
            id="a line for each label",
        ),
        pytest.param(
            "Ferries are still waiting\nTel Aviv\n9 October 2024",
            "Ferries are still waiting", (), date(2024, 10, 9), None, "Tel Aviv\n",
            id="place beside a date",
        ),
        pytest.param(
            "Why the port must open - The Riga Times\nby\nAnn Poe\nUpdated 11 October 2024",
            "Why the port must open", ("Ann Poe",), None, "The Riga Times", "",
            id="outlet in the title, by on its own, update only",
        ),
        pytest.param(
            "Politics\nAnalysis\nFerries are still waiting\nBy Ann Poe, Oct 9, 2024",
            "Ferries are still waiting", ("Ann Poe",), date(2024, 10, 9), None, "",
            id="sections, byline with its date",
        ),
        pytest.param("What does it mean?", None, (), None, None, "What does it mean?\n",
            id="a question that opens the text"),
    ],
)  # fmt: skip
def test_head_matter(head, title, authors, published, outlet, kept):
    article = read_text(f"{head}\n{LEAD}\n{NEXT}")
    assert article.title == title
    assert article.authors == authors
    assert article.published == published
    assert article.outlet == outlet
    assert article.text == f"{kept}{LEAD}\n{NEXT}"


@pytest.mark.parametrize(
    ("head", "title", "published", "outlet", "kept"),
    [
        pytest.param("Ferries sail\nThe Riga Courier, 9 October 2024", "Ferries sail",
            date(2024, 10, 9), "The Riga Courier", "", id="under a short headline"),
        pytest.param("Ferries Sail\nThe Riga Courier, 9 October 2024", "Ferries Sail",
            date(2024, 10, 9), "The Riga Courier", "", id="a headline spelled like a name"),
        pytest.param("The ferries sail again\n\nThe Riga Courier, Wednesday, October 9, 2024\n",
            "The ferries sail again", date(2024, 10, 9), "The Riga Courier", "",
            id="under a long headline"),
        pytest.param("The Riga Courier | 9 October 2024\nFerries sail", "Ferries sail",
            date(2024, 10, 9), "The Riga Courier", "", id="above the headline"),
        pytest.param("Ferries\nThe Riga Courier, 9 October 2024", "Ferries",
            date(2024, 10, 9), "The Riga Courier", "", id="under one word"),
        pytest.param("The Riga Courier, 9 October 2024", None,
            date(2024, 10, 9), "The Riga Courier", "", id="no headline"),
        pytest.param("Ferries sail\nReuters, 9 October 2024\nWhat you need to know", "Ferries sail",
            date(2024, 10, 9), "Reuters", "What you need to know\n", id="a longer line below"),
        pytest.param("Ferries sail\nThe Riga Courier, 9/10/2024", "Ferries sail", None, None,
            "The Riga Courier, 9/10/2024\n", id="a date that may be two days"),
        pytest.param("Ferries sail\nTel Aviv, 9 October 2024", "Ferries sail",
            date(2024, 10, 9), None, "Tel Aviv, 9 October 2024\n", id="a place"),
        pytest.param("Ferries sail\nThe Riga Courier, 9 October 2024\nThe Daily Echo, 2 May 2023",
            "Ferries sail", date(2024, 10, 9), "The Riga Courier",
            "The Daily Echo, 2 May 2023\n", id="a second outlet"),
        pytest.param("Harbour\nRussian Offensive Campaign Assessment, October 9, 2024",
            "Russian Offensive Campaign Assessment, October 9, 2024", None, None, "",
            id="a headline with a date"),
        pytest.param("Weekly Review, 9 October 2024", "Weekly Review, 9 October 2024", None, None,
            "", id="a headline that might be an outlet"),
        pytest.param(f"Ferries wait again today\n{LEAD}\nThe Riga Courier, 9 October 2024",
            "Ferries wait again today", None, None,
            f"{LEAD}\nThe Riga Courier, 9 October 2024\n", id="in the text"),
    ],
)  # fmt: skip
def test_line_of_outlet_and_date(head, title, published, outlet, kept):
    article = read_text(f"{head}\n{LEAD}\n{NEXT}")
    assert (article.title, article.published, article.outlet) == (title, published, outlet)
    assert article.text == f"{kept}{LEAD}\n{NEXT}"


@pytest.mark.parametrize(
    ("line", "authors", "published", "outlet", "kept"),
    [
        pytest.param("By Ann Poe, The Riga Courier", ("Ann Poe",), None, "The Riga Courier", "",
            id="byline with an outlet"),
        pytest.param("By Ann Poe | The Riga Courier, 9 October 2024", ("Ann Poe",),
            date(2024, 10, 9), "The Riga Courier", "", id="byline with an outlet and a date"),
        pytest.param("By Ann Poe, Riga Correspondent, The Riga Courier\n9 October 2024",
            ("Ann Poe",), date(2024, 10, 9), "The Riga Courier", "", id="byline with a role"),
        pytest.param("By Ann Poe, The Hague", ("Ann Poe",), None, None, "By Ann Poe, The Hague\n",
            id="byline with a place"),
        pytest.param("Source: The Riga Courier", (), None, "The Riga Courier", "", id="source"),
        pytest.param("Source: The Riga Courier, 9 October 2024", (), date(2024, 10, 9),
            "The Riga Courier", "", id="source with a date"),
        pytest.param("Source: Riga Harbour Office", (), None, None,
            "Source: Riga Harbour Office\n", id="source that is no outlet"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("title", ["Ferries sail", "Ferries Sail", "The ferries sail again"])
def test_byline_or_source_is_no_title(title, line, authors, published, outlet, kept):
    article = read_text(f"{title}\n{line}\n\n{LEAD}\n{NEXT}")
    assert article.title == title
    assert (article.authors, article.published, article.outlet) == (authors, published, outlet)
    assert article.text.replace("\n\n", "\n") == f"{kept}{LEAD}\n{NEXT}"


@pytest.mark.parametrize(
    ("head", "title", "kept"),
    [
        pytest.param("By Train, The Long Way Home", "By Train, The Long Way Home", "",
            id="a headline that begins with By"),
        pytest.param("Source: Deal Reached In Riga", "Source: Deal Reached In Riga", "",
            id="a headline that names its source"),
        pytest.param("Ferries sail\nCity hails cheaper travel at sea.\nBy Ann Poe", "Ferries sail",
            "City hails cheaper travel at sea.\n", id="standfirst above the byline"),
        pytest.param("The ferries sail again\nCity hails cheaper travel\nBy Ann Poe",
            "The ferries sail again", "City hails cheaper travel\n",
            id="subtitle above the byline"),
        pytest.param("Ferries sail\nBy Ann Poe\nWhat you need to know", "Ferries sail",
            "What you need to know\n", id="a longer line below the byline"),
        pytest.param("Cy Hill\nBy Ann Poe\nThe ferries sail again", "The ferries sail again",
            "Cy Hill\n", id="a name above the byline"),
        pytest.param("Harbour\nBy Ann Poe\nThe ferries sail again", "The ferries sail again", "",
            id="kicker above the byline"),
    ],
)  # fmt: skip
def test_headline_beside_a_byline(head, title, kept):
    article = read_text(f"{head}\n{LEAD}\n{NEXT}")
    assert (article.title, article.text) == (title, f"{kept}{LEAD}\n{NEXT}")


def test_source_that_may_be_of_a_photograph_is_no_outlet():
    article = read_text(f"Ferries sail\nSource: Reuters\n{LEAD}\n{NEXT}")
    assert (article.title, article.outlet) == ("Ferries sail", None)
    assert article.text == f"{LEAD}\n{NEXT}"


def test_date_of_publication_at_the_end():
    article = read_text(f"{LEAD}\n{NEXT}\nFirst published on: 9 October 2024")
    assert (article.published, article.text) == (date(2024, 10, 9), f"{LEAD}\n{NEXT}")


def test_short_lines_without_a_paragraph_are_no_head():
    article = read_text("Storm ahead\nPort to close\n9 lives")
    assert (article.title, article.text) == (None, "Storm ahead\nPort to close\n9 lives")


def test_wrapped_lines_become_paragraphs():
    article = read_text(
        "The ferries wait\n\nFerries stood still in Riga on Wednesday for the ninth\n"
        f"day, their union said.\n\n{NEXT}\n"
    )
    assert article.text == f"{LEAD}\n\n{NEXT}"


@pytest.mark.parametrize("text", ["", " \n ", "Share\nSubscribe\n"])
def test_no_text(text):
    with pytest.raises(ReadingError, match="no text"):
        read_text(text)
