"""The title among a page's statements."""

import pytest

from index.reading.titles import choose_title

TITLE = "The ferries wait for a ninth day"


@pytest.mark.parametrize(
    ("stated", "headings", "tab", "site", "title"),
    [
        pytest.param([], [], None, [], None, id="nothing stated"),
        pytest.param([], [], f"{TITLE} | Riga Weekly", ["Riga Weekly"], TITLE, id="tab alone"),
        pytest.param([f"{TITLE} - rigaweekly"], [], None, ["rigaweekly"], TITLE, id="host's name"),
        pytest.param([f"{TITLE} - Riga Weekly"], [TITLE], None, [], TITLE,
                     id="the heading does without"),
        pytest.param([f"Opinion | {TITLE}"], [TITLE], f"{TITLE} - RW", [], TITLE, id="a prefix"),
        pytest.param(["Ferries strike: what to know"], [TITLE], TITLE, [], TITLE,
                     id="search title outvoted by heading and tab"),
        pytest.param([TITLE, "Ferries in Riga"], ["Riga Weekly"], f"{TITLE} | RW", [], TITLE,
                     id="a heading that is the site's name"),
        pytest.param(["Minsk – the quiet capital"], [], None, [], "Minsk – the quiet capital",
                     id="a dash of the title's own"),
        pytest.param([], ["World", "Sport", TITLE], f"{TITLE} | RW", ["RW"], TITLE,
                     id="the heading that the tab confirms"),
        pytest.param(["Live: Riga votes"], ["Riga votes"], None, [], "Riga votes",
                     id="a label before it"),
    ],
)  # fmt: skip
def test_title(stated, headings, tab, site, title):
    assert choose_title(stated=stated, headings=headings, tab=tab, site=site) == title
