"""The outlets that a question names."""

import pytest

from qa.outlets import find_outlets, without_sources

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
        pytest.param(
            "Did The Verge, Fortune and The Age agree?",
            ["The Verge", "Fortune", "The Age"],
            id="a list",
        ),
        pytest.param("According to fortune, who won?", ["Fortune"], id="lower case, as a source"),
        pytest.param(
            "What did the fortune article say?", ["Fortune"], id="lower case, its article"
        ),
        pytest.param("What do fortune tellers say?", [], id="a common word before another"),
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


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        pytest.param(
            "What did The Verge report about Minsk?",
            "What did the article say about Minsk?",
            id="what it reported",
        ),
        pytest.param(
            "Which rate does 'Fortune' mention?",
            "Which rate does the article mention?",
            id="another verb",
        ),
        pytest.param(
            "What do The Verge, Fortune and The Age say about Minsk?",
            "What do the articles say about Minsk?",
            id="a list",
        ),
        pytest.param(
            "In its May article, what did The Verge say about Minsk?",
            "what did the article say about Minsk?",
            id="in its article, at the head",
        ),
        pytest.param(
            "What did The Verge say about Minsk in its latest report?",
            "What did the article say about Minsk?",
            id="in its report, at the end",
        ),
        pytest.param(
            "In The Verge's article on Minsk, who left?",
            "In the article on Minsk, who left?",
            id="an article on something",
        ),
        pytest.param("In a Verge article, who left?", "who left?", id="an article"),
        pytest.param("Who left Minsk in the 'Fortune' story?", "Who left Minsk?", id="at the end"),
        pytest.param(
            "Whom does the Fortune article published on May 5, 2022 describe?",
            "Whom does the article describe?",
            id="an article of a day",
        ),
        pytest.param(
            "What does the latest Verge report say?",
            "What does the latest report say?",
            id="no second article",
        ),
        pytest.param("How many left, per The Verge?", "How many left?", id="per"),
        pytest.param("Who left Minsk (as per The Age)?", "Who left Minsk?", id="in brackets"),
        pytest.param(
            "Who left according to The Verge and according to Fortune?",
            "Who left?",
            id="two sources",
        ),
        pytest.param("Who left according to The Verge and Fortune?", "Who left?", id="both"),
        pytest.param("Who bought The Verge?", "Who bought The Verge?", id="asked about"),
        pytest.param(
            "What did Fortune say about its owner?",
            "What did Fortune say about its owner?",
            id="of itself",
        ),
        pytest.param("What did Fortune pay?", "What did Fortune pay?", id="no reporting"),
    ],
)
def test_where_a_source_is_meant_it_is_left_out(question, asked):
    mentions = find_outlets(question, KNOWN)
    assert without_sources(question, mentions, ["May 5, 2022"]) == asked


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
