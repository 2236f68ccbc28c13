"""Whether a question says enough to stand by itself."""

import pytest

from qa.alone import begins_anew, is_cut, says_little


@pytest.mark.parametrize("question", ["What is rye?", "Describe Minsk.", "What is a 70 plan?"])
def test_what_is_said_in_full_begins_anew(question):
    assert begins_anew(question)


@pytest.mark.parametrize(
    "question",
    [
        "What are some of the likely causes?",
        "What are common treatments?",
        "What are common approaches?",
        "What’s another mill?",
        "What other mills are there?",
        "What are the pros and cons?",
    ],
)
def test_what_does_not_say_of_what_is_cut(question):
    assert not begins_anew(question)
    assert is_cut(question)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param("What happened in 2019?", True, id="a year is not what is asked of"),
        pytest.param("Which mills burned coal in 2019?", False, id="and may stand beside it"),
    ],
)
def test_a_year_says_little(question, expected):
    assert says_little(question) is expected
