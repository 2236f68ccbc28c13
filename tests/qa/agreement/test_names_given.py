"""Names that answer, in whatever spelling."""

import pytest

from qa.agreement.names import find_name


def name(text):
    return find_name(text, 0, len(text))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param("Lukashenko", "Lukashenka", True, id="spelling"),
        pytest.param("Лукашенко", "Lukashenko", True, id="other letters"),
        pytest.param("Poe", "Ann Poe", True, id="a surname"),
        pytest.param("the mayor", "Mayor", True, id="an article"),
        pytest.param("Ann Poe", "Bob Poe", False, id="another of that name"),
        pytest.param("Ann Poe", "Ann Roe", False, id="another Ann"),
        pytest.param("Austria", "Australia", False, id="countries that sound alike"),
    ],
)
def test_what_may_be_one_name(one, other, expected):
    assert name(one).may_be(name(other)) is name(other).may_be(name(one)) is expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("the", id="it tells nothing"),
        pytest.param("…", id="no word"),
        pytest.param("seven men who came on that day", id="a clause"),
    ],
)
def test_what_is_no_name(text):
    assert name(text) is None
