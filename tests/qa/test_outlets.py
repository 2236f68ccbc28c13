"""The outlets that a question names."""

import pytest

from qa.outlets import find_outlets

KNOWN = (
    "The Verge",
    "Fortune",
    "The Age",
    "CBSSports.com",
    "FOX News - Health",
    "FOX News - Lifestyle",
    "Cnbc | World Business News Leader",
    "Live Science: The Most Interesting Articles",
)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        pytest.param("Does 'The Verge' say so?", ["The Verge"], id="in quotation marks"),
        pytest.param("What did the Verge's article say?", ["The Verge"], id="possessive"),
        pytest.param("What did Fortune say?", ["Fortune"], id="a name"),
        pytest.param("Who made a fortune?", [], id="a common word"),
        pytest.param("Who is in the Fortune 500?", [], id="part of another name"),
        pytest.param("Who hunted in the Ice Age?", [], id="the end of another name"),
        pytest.param("According to The Age, who hunted?", ["The Age"], id="before a comma"),
        pytest.param("Did CBSSports.com report it?", ["CBSSports.com"], id="with its domain"),
        pytest.param("Did CBSSports report it?", ["CBSSports.com"], id="without its domain"),
        pytest.param("What did CNBC say?", ["Cnbc | World Business News Leader"], id="capitals"),
        pytest.param(
            "What did Cnbc | World Business News Leader say?",
            ["Cnbc | World Business News Leader"],
            id="with its motto",
        ),
        pytest.param("What does FOX News - Health say?", ["FOX News - Health"], id="a section"),
        pytest.param(
            "What does Fox News say?", ["FOX News - Health", "FOX News - Lifestyle"], id="sections"
        ),
        pytest.param(
            "What did Live Science say?",
            ["Live Science: The Most Interesting Articles"],
            id="before a colon",
        ),
    ],
)
def test_outlets(question, named):
    assert [outlet for m in find_outlets(question, KNOWN) for outlet in m.outlets] == named


def test_a_mention_is_where_it_stands():
    question = "What did The Verge and 'Fortune' say?"
    mentions = find_outlets(question, KNOWN)
    assert [question[m.start : m.end] for m in mentions] == ["The Verge", "Fortune"]


def test_without_known_outlets_none_is_named():
    assert find_outlets("What did The Verge say?", ()) == ()


@pytest.mark.parametrize(
    ("known", "written"),
    [
        ("Hürriyet", "HÜRRİYET"),
        ("Hürriyet", "HÜRRIYET"),
        ("HÜRRİYET", "HÜRRİYET"),
        ("Straße", "Straße"),
    ],
)
def test_letters_that_fold_in_their_own_way(known, written):
    (mention,) = find_outlets(f"What did {written} say?", [known])
    assert mention.outlets == (known,)


def test_whatever_letters_are_alike_to_re_are_found():
    letters = [chr(code) for code in range(0x3000) if chr(code).isalpha()]
    text = " ".join(f"A {letter.upper()}b." for letter in letters)
    names = [f"A {letter}b" for letter in letters]
    assert {outlet for m in find_outlets(text, names) for outlet in m.outlets} <= set(names)
