"""Names and outlets as pages spell them."""

import pytest

from index.reading.bylines import Byline, is_name, read_byline
from index.reading.outlets import find_outlet, split_title


@pytest.mark.parametrize(
    ("line", "authors", "outlet"),
    [
        ("By Ann Poe", ("Ann Poe",), None),
        ("BY ANN POE", ("ANN POE",), None),
        ("By Ann Poe and Bo Ray", ("Ann Poe", "Bo Ray"), None),
        ("By Ann Poe, Bo Ray & Cy O’Sol", ("Ann Poe", "Bo Ray", "Cy O’Sol"), None),
        ("Written by: Ann van der Poe", ("Ann van der Poe",), None),
        ("By Ann Poe in Riga", ("Ann Poe",), None),
        ("By Ann Poe, Political Correspondent", ("Ann Poe",), None),
        ("By Ann Poe, BBC News", ("Ann Poe",), "BBC News"),
        ("By Ann Poe for The Riga Times", ("Ann Poe",), "The Riga Times"),
        ("By Reuters", (), "Reuters"),
        ("By our newsroom", (), None),
    ],
)
def test_byline(line, authors, outlet):
    assert read_byline(line) == Byline(authors=authors, outlet=outlet)


@pytest.mark.parametrize(
    "line",
    [
        "By Friday Evening",
        "By the river",
        "By land and sea",
        "Ann Poe said so",
        "Bypass Opened Early",
    ],
)
def test_not_a_byline(line):
    assert read_byline(line) is None


@pytest.mark.parametrize("text", ["Middle East", "Ann", "New York", "Getty Images", "ann poe"])
def test_not_a_name(text):
    assert not is_name(text)


@pytest.mark.parametrize(
    ("blocks", "outlet"),
    [
        pytest.param(["Support Riga Weekly's newsroom"], "Riga Weekly", id="call for support"),
        pytest.param(["Subscribe to the Riga Times newsletter"], "the Riga Times", id="newsletter"),
        pytest.param(["Follow Riga Weekly on X"], "Riga Weekly", id="social call"),
        pytest.param(["© 2024 Riga Weekly. All rights reserved."], "Riga Weekly", id="copyright"),
        pytest.param(
            ["Follow us on X @rigaweekly_news", "Crews told Riga Weekly that it rained."],
            "Riga Weekly",
            id="a handle that the text spells",
        ),
        pytest.param(["Follow us on X @rigaweekly"], None, id="a handle alone"),
        pytest.param(["Ann told the Riga Weekly of it."], None, id="named by the reporting only"),
        pytest.param(
            ["Support Latvia's independent journalism", "Latvia waited."], None, id="a country"
        ),
        pytest.param(["JOIN US ON TELEGRAM"], None, id="a platform"),
        pytest.param(["RIGA, Oct 9 (Reuters) - It rained."], "Reuters", id="dateline"),
        pytest.param(["RIGA (population 600,000) – It rained."], None, id="other brackets"),
    ],
)
def test_find_outlet(blocks, outlet):
    assert find_outlet(blocks) == outlet


def test_handle_of_a_person_is_no_outlet():
    blocks = ["Follow me on X @annpoe", "Ann Poe went there."]
    assert find_outlet(blocks, people=["Ann Poe"]) is None


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("Why it rained | BBC News", ("Why it rained", "BBC News")),
        ("Why it rained - The Riga Post", ("Why it rained", "The Riga Post")),
        ("Why it rained | Opinion", ("Why it rained | Opinion", None)),
        ("Why it rained", ("Why it rained", None)),
    ],
)
def test_split_title(title, parts):
    assert split_title(title) == parts
