"""Locators hold through cleaning: each stands at the first of its words that is left."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Locator
from index.cleaning import clean
from index.errors import ReadingError
from index.reading.locators import carry_over, gather
from index.reading.metadata import Metadata, build_article

# Every word below bears a number of its own, so that where it is in a text is beyond doubt.
DROPPED = ("ADVERTISEMENT", "Share", "Read more", "Follow us on X", "Related Posts")
SPACES = (" ", "  ", "\u00a0", "\t", "\u2009", " \u200b")
BREAKS = ("\n", "\r\n", "\n\n", "\n \n\n", "\u2028", "\f")


def places(*starts: int) -> list[Locator]:
    return [Locator(start=start, label=f"p. {n}") for n, start in enumerate(starts, start=1)]


def found(locators: tuple[Locator, ...], text: str) -> list[tuple[str, str]]:
    return [(place.label, text[place.start :][:9]) for place in locators]


@pytest.mark.parametrize(
    ("raw", "starts", "expected"),
    [
        pytest.param("", (0,), [], id="nothing"),
        pytest.param("One fell.\nTwo fell.", (0, 10), [(0, "p. 1"), (10, "p. 2")], id="as it was"),
        pytest.param("One fell.", (4,), [(4, "p. 1")], id="nothing before the first"),
        pytest.param(
            "ADVERTISEMENT\nOne fell.\nShare\nTwo fell.", (0, 24),
            [(0, "p. 1"), (10, "p. 2")], id="lines dropped",
        ),
        pytest.param("Share\nOne fell.", (0, 6), [(0, "p. 2")], id="first stretch dropped"),
        pytest.param(
            "One fell.\nShare\nTwo fell.", (0, 10, 16),
            [(0, "p. 1"), (10, "p. 3")], id="stretch between dropped",
        ),
        pytest.param("One fell.\nShare", (0, 10), [(0, "p. 1")], id="last stretch dropped"),
        pytest.param(
            "One  two\u00a0 \u200bthree\r\nfour.", (0, 5, 11, 18),
            [(0, "p. 1"), (4, "p. 2"), (8, "p. 3"), (14, "p. 4")], id="white space settled",
        ),
        pytest.param(
            "Cafe\u0301 one. ``Two'' fell.", (0, 11),
            [(0, "p. 1"), (10, "p. 2")], id="composed, and quotation marks kept with their word",
        ),
        pytest.param("One fell.“Two” fell.", (0, 9), [(0, "p. 1"), (10, "p. 2")], id="no space"),
        pytest.param("One.\n- “Two.”", (0, 5), [(0, "p. 1"), (5, "p. 2")], id="dash"),
        pytest.param("雪が降った。氷が来た。", (0, 6), [(0, "p. 1"), (6, "p. 2")], id="no words"),
        pytest.param(
            "It snowed all day. Read more: Roads are closed\nTwo fell.", (0, 30, 47),
            [(0, "p. 1"), (19, "p. 3")], id="in an end that is cut",
        ),
        pytest.param(
            "No comments\nShare\nNo\nIt fell, he said.\nIt rose, he said.", (0, 12, 18, 39),
            [(0, "p. 3"), (21, "p. 4")], id="a dropped line that has the next one in it",
        ),
    ],
)  # fmt: skip
def test_carry_over(raw, starts, expected):
    text = clean(raw)
    moved = carry_over(places(*starts), raw=raw, text=text)
    assert [(place.start, place.label) for place in moved] == expected


def test_same_label_twice_is_one_stretch():
    same = [Locator(start=0, label="12:31"), Locator(start=4, label="12:31")]
    assert carry_over(same, raw="One two", text="One two") == (same[0],)


def test_gather():
    page = Locator(start=0, label="p. 2", confidence=0.9)
    assert gather([(None, "One "), (page, "two")]) == (
        "One two",
        (Locator(start=4, label="p. 2", confidence=0.9),),
    )


def test_build_article_carries_locators():
    raw = "The river rises\n\nOne fell.\n\nShare\n\nTwo fell."
    article = build_article(raw, Metadata(title="The river rises"), places(0, 17, 35))
    assert article.text == "One fell.\n\nTwo fell."
    assert article.locators == (Locator(start=0, label="p. 2"), Locator(start=11, label="p. 3"))
    assert article.locator(12) == article.locators[1]


def test_nothing_left_is_refused():
    with pytest.raises(ReadingError, match="no text"):
        build_article("Share", Metadata(), places(0))


@st.composite
def documents(draw):
    """A raw text of numbered words and furniture, with locators at words; and where they belong."""
    parts, starts, owners = [], [], []
    words = 0
    for _ in range(draw(st.integers(1, 12))):
        if draw(st.integers(0, 2)) == 0:
            line = [draw(st.sampled_from(DROPPED))]
        else:
            count = draw(st.integers(3, 9))
            line = [f"w{words + n}e\u0301" for n in range(count)]
            words += count
            line[0] = "“" + line[0] if draw(st.booleans()) else line[0]
            line[-1] += "."
        for at, word in enumerate(line):
            if draw(st.integers(0, 3)) == 0:
                starts.append(sum(map(len, parts)))
                owners.append(word if word.strip("“").startswith("w") else None)
            last = at == len(line) - 1
            parts += [word, draw(st.sampled_from(BREAKS if last else SPACES))]
    return "".join(parts), starts, owners


@given(documents())
def test_each_locator_stands_at_its_first_word_left(document):
    raw, starts, _ = document
    text = clean(raw)
    locators = places(*starts)
    moved = carry_over(locators, raw=raw, text=text)
    bounds = [*starts, len(raw)]
    expected = []
    for locator, start, end in zip(locators, bounds, bounds[1:], strict=False):
        # The oracle knows nothing of lines: a word bears its number, and is searched for as such.
        settled = unicodedata.normalize("NFC", raw[start:end].replace("\u200b", ""))
        left = [word for word in settled.split() if word.strip("“.")[:2] in _NUMBERED]
        left = [word for word in left if word in text.split()]
        if left:
            expected.append((locator.label, text.split().index(left[0])))
    assert [(p.label, len(text[: p.start].split())) for p in moved] == expected
    assert all(p.start == 0 or text[p.start - 1].isspace() for p in moved)


_NUMBERED = {f"w{digit}" for digit in range(10)}


def test_many_locators_on_one_line_are_moved_one_by_one():
    # Each by itself, whatever the length of its line: else it would take an hour.
    raw = "  Snow." * 100_000
    moved = carry_over(places(*range(0, len(raw), 7)), raw=raw, text=raw.replace("  ", " ").strip())
    assert [place.start for place in moved] == list(range(0, 600_000, 6))


def test_lines_that_were_all_cut_are_found_one_after_the_other():
    # Half of them are left: looked for among all that they may come from, it would take minutes.
    raw, text = "Snow fell. (AP)\n" * 100_000, "Snow fell.\n" * 50_000
    moved = carry_over(places(0, 160, 16 * 60_000), raw=raw, text=text)
    assert [place.start for place in moved] == [0, 110]
