"""Copies: what is one text and what only looks like it; the shares are counted by hand."""

import random

import pytest

from index.copies import are_copies, fingerprint, sketch

WORDS = [f"word{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(200)]
STORY = " ".join(WORDS[:120])
BANDS = [5637638385588824010, -1934413330673411944]


def judged(one: str, other: str, *, titles: tuple[str, str] = ("", "")) -> bool:
    return are_copies(fingerprint(one, title=titles[0]), fingerprint(other, title=titles[1]))


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        pytest.param(STORY, True, id="the same"),
        pytest.param(STORY.upper().replace(" ", ",\n"), True, id="case and punctuation"),
        # 118 shingles, of which the first 88 of 90 are shared: 88 / (118 + 90 - 88) = 0.73
        pytest.param(" ".join([*WORDS[:90], "and", "more"]), True, id="a quarter cut off"),
        # Contained whole, though it resembles by 38 / 118 = 0.32.
        pytest.param(" ".join(WORDS[:40]), True, id="cut down to a third"),
        pytest.param(" ".join(WORDS[60:180]), False, id="the second half and as much again"),
        pytest.param(" ".join(WORDS[:25]), False, id="too short to tell"),
        pytest.param(" ".join(reversed(WORDS[:120])), False, id="the same words turned round"),
    ],
)
def test_copies_share_their_shingles(other, expected):
    assert judged(STORY, other) is expected
    assert judged(other, STORY) is expected


@pytest.mark.parametrize(
    ("figures", "others", "expected"),
    [
        pytest.param("2.3 5 7,000", "2.3 5 7,000", True, id="the same"),
        pytest.param("2.3 5", "2.3 5 2024", True, id="a year added"),
        pytest.param("2.3", "2.9", False, id="the only one differs"),
        pytest.param("1 2 3 4 5 6 7 8 9 10", "1 2 3 4 5 6 7 8 9 11", True, id="one of ten"),
        pytest.param("1 2 3 4 5", "1 2 3 4 6", False, id="one of five"),
    ],
)
def test_texts_whose_figures_differ_are_no_copies(figures, others, expected):
    assert judged(f"{STORY} {figures}", f"{STORY} {others}") is expected


def test_a_short_text_is_a_copy_if_words_and_title_are_the_same():
    form = "Qtly div 11 cts vs 11 cts prior. Pay April 17."
    assert judged(form, form, titles=("ACME SETS QUARTERLY", "Acme sets quarterly"))
    assert not judged(form, form, titles=("Acme sets quarterly", "Camco sets quarterly"))
    assert not judged(form, form)  # without titles nothing tells them apart
    assert not judged(form, form.replace("17", "20"), titles=("Acme", "Acme"))


def test_copies_share_a_band_and_strangers_none():
    chance, missed = random.Random(1), 0
    for number in range(100):
        words = [f"{number}w{chance.randrange(400)}" for _ in range(150)]
        changed = [word if chance.random() > 0.05 else "else" for word in words]
        missed += not set(sketch(" ".join(words))) & set(sketch(" ".join(changed)))
        assert set(sketch(" ".join(words))) & set(sketch(" ".join(words[:50])))  # cut from the end
    # One word in twenty makes three shingles in twenty: s = 0.73, missed by (1 - s^4)^16 = 0.4%.
    assert missed <= 3
    strangers = [sketch(" ".join(chance.sample(WORDS, 80))) for _ in range(30)]
    assert len({band for bands in strangers for band in bands}) == 30 * 24


def test_a_sketch_stays_what_it_is():
    """Sketches are kept in archives: a library that makes others would find no old copies."""
    assert sketch(STORY)[:2] == BANDS
    assert sketch("…") == []
