"""Names that answer, in whatever spelling."""

import pytest

from qa.agreement.names import find_name


def name(text, *, of_person=True):
    return find_name(text, 0, len(text), of_person=of_person)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param("Lukashenko", "Lukashenka", True, id="spelling"),
        pytest.param("Лукашенко", "Lukashenko", True, id="other letters"),
        pytest.param("Poe", "Ann Poe", True, id="a surname"),
        pytest.param("Pence", "Vice President Pence", True, id="a surname with its office"),
        pytest.param("the mayor", "Mayor", True, id="an article"),
        pytest.param("Ann Poe", "Bob Poe", False, id="another of that name"),
        pytest.param("Ann Poe", "Ann Roe", False, id="another Ann"),
        pytest.param("Ann", "Ann Poe", False, id="a first name"),
        pytest.param("Ann Poe", "Ann Poe's brother", False, id="her brother"),
        pytest.param("Martin", "Martinez", False, id="what begins another"),
        pytest.param("president", "vice president", False, id="another office"),
        pytest.param("President", "Vice President", False, id="another office, capitalised"),
        pytest.param("guilty", "not guilty", False, id="a denial"),
    ],
)
def test_what_is_one_name_of_a_person(one, other, expected):
    mine, theirs = name(one), name(other)
    assert mine.says_the_same(theirs) is theirs.says_the_same(mine) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param("the US", "US", True, id="an article"),
        pytest.param("in Minsk", "Minsk", True, id="a preposition"),
        pytest.param("Austria", "Australia", False, id="countries that sound alike"),
        pytest.param("Sudan", "South Sudan", False, id="what ends another"),
        pytest.param("the US Senate", "the Ohio Senate", False, id="two senates"),
        pytest.param("guilty", "not guilty", False, id="a denial"),
    ],
)
def test_what_is_one_name_of_a_place(one, other, expected):
    mine, theirs = name(one, of_person=False), name(other, of_person=False)
    assert mine.says_the_same(theirs) is theirs.says_the_same(mine) is expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("the US", ("us",), id="the US"),
        pytest.param("by Ann Poe,", ("ann", "poe"), id="a preposition"),
        pytest.param("not guilty", ("not", "guilty"), id="a denial"),
    ],
)
def test_the_words_of_a_name(text, words):
    assert name(text).words == words


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("the", id="it tells nothing"),
        pytest.param("They", id="a pronoun"),
        pytest.param("all of them", id="pronouns"),
        pytest.param("…", id="no word"),
        pytest.param("3-1", id="no letter"),
        pytest.param("seven men who came on that day", id="a clause"),
    ],
)
def test_what_is_no_name(text):
    assert name(text) is None
