"""Datelines: place, day and agency, and what only looks like one."""

from datetime import date

import pytest

from index.datelines import read_dateline

PUBLISHED = date(2024, 8, 12)
REPORT = "Two buses met on the old bridge."


@pytest.mark.parametrize(
    ("dateline", "place", "day", "agency"),
    [
        pytest.param(
            "MINSK, Aug 10 (Reuters) - ", "MINSK", date(2024, 8, 10), "Reuters", id="Reuters"
        ),
        pytest.param("KYIV, Ukraine (AP) — ", "KYIV, Ukraine", None, "AP", id="AP, with a country"),
        pytest.param("BELFAST, Northern Ireland (AP) — ", "BELFAST, Northern Ireland", None, "AP",
                     id="a country of two words"),
        pytest.param("BRUSSELS/KYIV, March 3 (Reuters) – ", "BRUSSELS/KYIV", date(2024, 3, 3),
                     "Reuters", id="two places"),
        pytest.param("MOSCOW. Aug 10 (Interfax) - ", "MOSCOW", date(2024, 8, 10), "Interfax",
                     id="a full stop behind the place"),
        pytest.param("ST. PETERSBURG, Russia, Feb 29 (Reuters) -- ", "ST. PETERSBURG, Russia",
                     date(2024, 2, 29), "Reuters", id="an abbreviation and a leap day"),
        pytest.param("Vilnius, August 10 (BNS) - ", "Vilnius", date(2024, 8, 10), "BNS",
                     id="a place in small letters"),
        pytest.param("Berlin (dpa) - ", "Berlin", None, "dpa", id="no day"),
        pytest.param("Kyiv, 10 August 2023 — ", "Kyiv", date(2023, 8, 10), None, id="its own year"),
        pytest.param("WASHINGTON, D.C. — ", "WASHINGTON, D.C.", None, None, id="a place alone"),
        pytest.param("TORSVIK (Reuben Wire) - ", "TORSVIK", None, "Reuben Wire",
                     id="an agency that is not known"),
        pytest.param("MINSK - ", "MINSK", None, None, id="a hyphen"),
        pytest.param("МИНСК, 10 августа. /ТАСС/. ", "МИНСК", date(2024, 8, 10), "ТАСС", id="TASS"),
        pytest.param("КИЇВ, 3 липня (Укрінформ) — ", "КИЇВ", date(2024, 7, 3), "Укрінформ",
                     id="Ukrainian"),
    ],
)  # fmt: skip
def test_dateline(dateline, place, day, agency):
    found = read_dateline(dateline + REPORT, published=PUBLISHED)
    assert (found.place, found.day, found.agency) == (place, day, agency)
    assert (dateline + REPORT)[found.end :] == REPORT


@pytest.mark.parametrize(
    ("published", "day"),
    [
        pytest.param(date(2025, 1, 2), date(2024, 12, 31), id="the year before"),
        pytest.param(date(2024, 12, 30), date(2024, 12, 31), id="the day after, across a zone"),
        pytest.param(None, None, id="unknown without a date of publication"),
    ],
)
def test_year_is_that_nearest_to_publication(published, day):
    assert read_dateline(f"RIGA, Dec 31 (Reuters) - {REPORT}", published=published).day == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Minsk said - again - that it would not.",
        "NATO — the alliance — met in Riga.",
        "UPDATE — Two buses met.",
        "Tuesday (Reuters) - that was the day.",
        "Messi (Argentina) - 109 goals",
        "Ann Poe (born 1960) - a mayor of Riga",
        "MINSK, Foo 10 — two buses met.",
        "The mayor, Aug 10 (he was late) said no.",
    ],
)
def test_what_only_looks_like_one(text):
    assert read_dateline(text, published=PUBLISHED) is None


def test_impossible_day_is_none():
    assert read_dateline(f"RIGA, Feb 30 (Reuters) - {REPORT}", published=PUBLISHED).day is None


def test_many_places_are_read_in_one_way_each():
    # With two ways for each of 30 it would take an hour.
    places = "/".join(["ROM"] * 27)
    assert read_dateline(f"{places}/ROM/ROM/ROM/x {REPORT}") is None
    assert read_dateline(f"{places}, Aug 10 — {REPORT}").place == places
