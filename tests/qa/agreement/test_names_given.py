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
        pytest.param("President Poe", "Ann Poe", True, id="a title"),
        pytest.param("Prime Minister Ann Poe", "Mr Poe", True, id="titles"),
        pytest.param("Ann Poe, 63,", "Ann Poe", True, id="an age after it"),
        pytest.param("Ann Poe, the mayor of Warren", "Ann Poe", True, id="an office after it"),
        pytest.param("A. Poe", "Ann Poe", True, id="an initial"),
        pytest.param("B. Poe", "Ann Poe", False, id="another initial"),
        pytest.param(
            "Alexander Lukashenko", "Alyaksandr Lukashenka", True, id="both names' spelling"
        ),
        pytest.param("Александр Лукашенко", "Alexander Lukashenko", True, id="all other letters"),
        pytest.param("Volodymyr Zelensky", "Volodymyr Zelenskyy", True, id="one letter more"),
        pytest.param("Joe Biden", "Jill Biden", False, id="first names of one letter"),
        pytest.param("Jan Poe", "June Poe", False, id="short first names"),
        pytest.param("Andrei Poe", "Andrew Poe", False, id="another first name"),
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
        pytest.param("General Motors", ("general", "motors"), id="a company"),
        pytest.param("the President", ("president",), id="a title of nobody"),
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
