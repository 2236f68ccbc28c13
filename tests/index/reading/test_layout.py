"""Lines on pages: running heads go, lines become paragraphs, words are whole again."""

import pytest

from index.reading.layout import Line, Page, paragraphs, without_running
from index.reading.locators import gather

SIZE, LEADING, WIDTH = 10.0, 12.0, 5.0


def lines(*texts, left=72.0, top=700.0, size=SIZE):
    """Set lines below one another, every letter half as wide as it is high."""
    return tuple(
        Line(
            text=text,
            left=left,
            right=left + len(text) * size / 2,
            bottom=top - n * LEADING,
            height=size,
        )
        for n, text in enumerate(texts)
    )


def at(text, *, bottom, left=72.0, size=SIZE):
    return lines(text, left=left, top=bottom, size=size)


def read(*pages):
    return gather(paragraphs([Page(number=n, lines=page) for n, page in enumerate(pages, start=1)]))


FULL = "Ferries stood still in the port of Riga for nine"  # as wide as the column


@pytest.mark.parametrize(
    ("page", "text"),
    [
        pytest.param((), "", id="nothing"),
        pytest.param(lines(FULL, "days."), f"{FULL} days.", id="joined"),
        pytest.param(lines(FULL, "days.", "It rained in the night on all of the coast."),
                     f"{FULL} days.\n\nIt rained in the night on all of the coast.",
                     id="a line that was not full"),
        pytest.param(lines(FULL) + at("Ice", bottom=700 - 2 * LEADING) + at(FULL, bottom=664),
                     f"{FULL}\n\nIce\n\n{FULL}", id="lines set apart"),
        pytest.param(lines(FULL) + at("Snow fell on all of the coast.", bottom=688, left=84),
                     f"{FULL}\n\nSnow fell on all of the coast.", id="indented"),
        pytest.param(at("Ferries stand", bottom=720, size=20) + at("still", bottom=698, size=20)
                     + lines(FULL, "days.", top=670) + lines(FULL, "days.", top=640),
                     f"Ferries stand still\n\n{FULL} days.\n\n{FULL} days.",
                     id="headline of two lines"),
        pytest.param(lines("• Snow on the coast of the gulf and the port and", "ice.", "• Hail."),
                     "• Snow on the coast of the gulf and the port and ice.\n\n• Hail.", id="list"),
        pytest.param(lines(FULL, FULL) + lines("days.", left=420),
                     f"{FULL} {FULL} days.", id="on to the next column"),
        pytest.param(lines(FULL, "days.") + lines("Then they sailed.", left=320),
                     f"{FULL} days.\n\nThen they sailed.", id="a new paragraph in the next column"),
        pytest.param(lines(FULL, "It thawed", top=700) + lines("Then they sailed.", left=320),
                     f"{FULL} It thawed\n\nThen they sailed.", id="a short line ends its column"),
        pytest.param(lines("Riga") + lines("9 days", left=200), "Riga 9 days", id="row of a table"),
    ],
)  # fmt: skip
def test_paragraphs(page, text):
    assert read(page)[0] == text


@pytest.mark.parametrize(
    ("first", "second", "more", "text"),
    [
        pytest.param("two bat-", "talions", "", "two battalions", id="broken word"),
        pytest.param("two bat\u00ad", "talions", "", "two battalions", id="soft hyphen"),
        pytest.param("in Brest-", "Litovsk", "", "in Brest-Litovsk", id="name"),
        pytest.param("a cease-", "fire", "the cease-fire", "a cease-fire", id="compound elsewhere"),
        pytest.param("a well-", "known", "", "a well-known", id="first part of compounds"),
        pytest.param("state-of-", "the", "", "state-of-the", id="second hyphen of a compound"),
        pytest.param("a tall-", "men", "the tallmen", "a tallmen", id="word elsewhere"),
        pytest.param("the ex-", "president", "", "the ex-president", id="who was it once"),
        pytest.param("they ex-", "pect", "", "they expect", id="word that begins with ex"),
        pytest.param("the so-", "called", "", "the so-called", id="so-called"),
        pytest.param("a high-", "level", "", "a high-level", id="second of two words"),
        pytest.param("the high-", "way", "", "the highway", id="word that begins with high"),
        pytest.param("one-", "or two-year", "", "one- or two-year", id="part said later"),
        pytest.param("2022-", "2024", "", "2022-2024", id="figures"),
        pytest.param("2022–", "24", "", "2022–24", id="figures with a dash"),
        pytest.param("about €2-", "3 million", "", "about €2-3 million", id="sums"),
        pytest.param("Covid-", "19", "", "Covid-19", id="behind a name"),
        pytest.param("in 2019-", "20. He", "", "in 2019-20. He", id="figure that ends a sentence"),
        pytest.param("a 12-", "year-old", "", "a 12-year-old", id="before a word"),
        pytest.param("he left -", "they", "", "he left - they", id="dash"),
        pytest.param("он сра-", "зу", "", "он сразу", id="Cyrillic"),
    ],
)
def test_hyphens(first, second, more, text):
    lead = "x" * (48 - len(first))
    page = lines(f"{lead} {first}", f"{second} end {more}".strip(), top=700)
    assert read(page)[0] == f"{lead} {text} end {more}".strip()


def test_pages():
    first = lines(FULL, "days, while the bat-")
    second = lines("talions waited in the rain and in the snow for a", "sign.")
    text, locators = read(first, second, lines("It thawed."))
    assert text == (
        f"{FULL} days, while the battalions waited in the rain and in the snow for a sign."
        "\n\nIt thawed."
    )
    assert [(place.label, text[place.start :][:9]) for place in locators] == [
        ("p. 1", "Ferries s"),
        ("p. 2", "talions w"),
        ("p. 3", "It thawed"),
    ]


def test_confidence_of_a_page_stands_in_its_locator():
    pages = [Page(number=7, lines=lines("It thawed."), confidence=0.9)]
    (place,) = gather(paragraphs(pages))[1]
    assert (place.label, place.confidence) == ("p. 7", 0.9)


# Running heads ---------------------------------------------------------------------------------

BODIES = [lines(*(f"Body {letter} of page {n} said." for letter in "abcd")) for n in "wxyz"]


def running(*pages):
    made = [Page(number=n, lines=page) for n, page in enumerate(pages, start=1)]
    return [[line.text for line in page] for page in without_running(made)]


BARE = running(*BODIES)


@pytest.mark.parametrize(
    "furniture",
    [
        pytest.param(lambda n: at(f"Riga Weekly {n}", bottom=800), id="head with its number"),
        pytest.param(lambda n: at(f"- {n} -", bottom=30), id="number at the foot"),
        pytest.param(lambda n: at(f"{n + 116}", bottom=30), id="numbers from 117 on"),
        pytest.param(lambda n: at("Riga", bottom=800 + n % 2), id="not quite at the same height"),
        pytest.param(lambda n: at("Riga", bottom=800) + at("World", bottom=788), id="two lines"),
        pytest.param(
            lambda n: at("Riga", bottom=800, left=72 + 300 * (n % 2)), id="left and right"
        ),
        pytest.param(lambda n: at(("Riga", "Ice")[n % 2], bottom=800), id="even and odd"),
        pytest.param(lambda n: at("Riga", bottom=800) if n > 1 else (), id="not on the first page"),
        pytest.param(
            lambda n: at(f"Page {n} of 4", bottom=30) if n == 3 else (), id="its own number"
        ),
    ],
)
def test_running_heads_go(furniture):
    assert [[line.text for line in page] for page in BODIES] == BARE
    assert running(*(furniture(n) + page for n, page in enumerate(BODIES, start=1))) == BARE


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(lambda n: at("It rained.", bottom=800 - 40 * n), id="at different heights"),
        pytest.param(lambda n: at("It rained.", bottom=800) if n == 2 else (), id="on one page"),
        pytest.param(lambda n: at(f"{n}1 {n}2 {n}3", bottom=800), id="row of figures"),
        pytest.param(lambda n: at("2024", bottom=800) if n == 2 else (), id="a year"),
    ],
)
def test_other_lines_stay(line):
    pages = [line(n) + page for n, page in enumerate(BODIES, start=1)]
    assert running(*pages) == [[one.text for one in page] for page in pages]


def test_a_line_in_the_middle_of_the_page_stays():
    pages = [lines("One.", "Two.", "Three.", "Four.", f"{n}.", "It fell.", "It rose.", "It lay.")
             for n in "xyz"]  # fmt: skip
    assert running(*pages) == [["Four.", f"{n}."] for n in "xyz"]


def test_the_same_page_twice_is_no_furniture():
    page = lines("One.", "Two.", "Three.", "Four.")
    assert running(page, page) == [[line.text for line in page]] * 2
