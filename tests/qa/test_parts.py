"""Questions of several parts, taken apart."""

from datetime import date

import pytest

from qa.question import parse

KNOWN = ("The Verge", "Fortune", "TechCrunch", "The Age", "Minsk Wire")


def parts(question):
    return parse(question, known_outlets=KNOWN, latest=date(2023, 12, 25)).parts


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("Why hasn't Belarus sent troops and tanks to Ukraine?", id="plain"),
        pytest.param("Who leads the CSTO?", id="short"),
        pytest.param("Why did prices rise in Minsk while demand fell in Europe?", id="a while"),
        pytest.param("How many people fled, and why?", id="a slight second question"),
        pytest.param("Who of them fled, and when did they?", id="one word, and none"),
        pytest.param(
            "Which countries have sent troops and are now training soldiers in Ukraine?",
            id="a clause that goes on",
        ),
        pytest.param("What did Kim Jong Un, Xi Jinping, and Vladimir Putin sign?", id="a list"),
        pytest.param(
            "According to The Verge, why hasn't Belarus sent troops and tanks?", id="one outlet"
        ),
        pytest.param(
            "What do The Verge and Fortune say about troops?", id="two outlets, one thing"
        ),
        pytest.param("What did the minister say in August 2024, if anything?", id="a day"),
    ],
)
def test_a_plain_question_stays_whole(question):
    assert parts(question) == ()


def test_of_very_many_parts_the_last_holds_the_rest():
    asked = [f"who led army {number}" for number in range(50)]
    found = parts(f"{', and '.join(asked)}?")
    assert [part.text for part in found[:-1]] == asked[:7]
    assert found[-1].text == f"{', and '.join(asked[7:])}?"


def test_each_part_has_its_own_outlet():
    first, second = parts(
        "Does the 'Fortune' article say that Minsk closed its border, while 'The Verge' article "
        "claims that Kyiv opened two crossings?"
    )
    assert first.text == "Does the 'Fortune' article say that Minsk closed its border"
    assert first.outlets == ("Fortune",)
    assert second.text == "'The Verge' article claims that Kyiv opened two crossings?"
    assert (second.query, second.outlets) == ("Kyiv opened two crossings", ("The Verge",))


def test_each_part_has_its_own_day():
    first, second, third = parts(
        "Between the TechCrunch report on drone sales to Belarus published on October 1, 2023, and "
        "the TechCrunch report on drone factories in Minsk published on October 7, 2023, was there "
        "a change in the view of drone exports?"
    )
    assert first.query == "drone sales to Belarus"
    assert second.query == "drone factories in Minsk"
    assert [[p.text for p in part.periods] for part in (first, second, third)] == [
        ["October 1, 2023"],
        ["October 7, 2023"],
        [],
    ]
    assert third.outlets == ("TechCrunch",)


def test_outlets_named_at_the_end_are_those_of_every_part():
    asked = parts(
        "Which country closed its border crossings, is accused of flying balloons over a "
        "neighbour, and sent troops to the frontier, as reported by Fortune and The Age?"
    )
    assert [part.outlets for part in asked] == [("Fortune", "The Age")] * 3
    assert asked[-1].text.endswith("as reported by Fortune and The Age?")


@pytest.mark.parametrize(
    ("question", "outlets"),
    [
        pytest.param(
            "Does Fortune say that Minsk closed a border, but The Age that Kyiv opened a crossing?",
            [("Fortune",), ("The Age",)],
            id="but",
        ),
        pytest.param(
            "Who, reported by Fortune as having bought drones abroad, by The Age as selling grain "
            "to Minsk, leads a company?",
            [("Fortune",), ("The Age",)],
            id="by one, by another",
        ),
        pytest.param(
            "Does Fortune say that Minsk closed a border, in contrast to the TechCrunch report of "
            "a Kyiv drone crossing?",
            [("Fortune",), ("TechCrunch",)],
            id="in contrast to",
        ),
    ],
)
def test_where_a_part_begins(question, outlets):
    assert [part.outlets for part in parts(question)] == outlets


def test_a_part_that_only_says_he_is_searched_with_the_name():
    _, second = parts(
        "Does Fortune say that Olga Tymosh received a medal, while The Age claims that she gave a "
        "medal back in Minsk?"
    )
    assert second.query == "Olga Tymosh gave a medal back in Minsk"


def test_a_list_within_a_part_is_not_cut():
    first, second = parts(
        "Does Fortune say that Kim Jong Un, Xi Jinping, and Vladimir Putin signed a treaty, while "
        "The Age says that drone makers bought Minsk factories?"
    )
    assert first.query == "Kim Jong Un, Xi Jinping, and Vladimir Putin signed a treaty"
    assert second.query == "drone makers bought Minsk factories"


def test_two_questions_in_one_need_no_outlet():
    first, second = parts(
        "When did Belarus join the treaty organisation, and how many soldiers did Minsk send there?"
    )
    assert first.text == "When did Belarus join the treaty organisation"
    assert second.text == "how many soldiers did Minsk send there?"


def test_who_won_says_enough_to_be_a_part():
    first, second = parts("Who won the Minsk Cup, and who won the Brest election?")
    assert (first.query, second.query) == (
        "Who won the Minsk Cup?",
        "who won the Brest election?",
    )


@pytest.mark.parametrize(
    ("question", "queries"),
    [
        pytest.param(
            "How large is the army? Who is Poe? How many drones has Minsk?",
            ["How large is the army?", "Who is Poe?", "How many drones has Minsk?"],
            id="in the middle",
        ),
        pytest.param("Who is Poe? Who is Ann Roe?", ["Who is Poe?", "Who is Ann Roe?"], id="first"),
        pytest.param(
            "Who leads Minsk, and who is Poe?", ["Who leads Minsk?", "who is Poe?"], id="after and"
        ),
        pytest.param("Who is he? Where is the army of Minsk?", [], id="nobody is named"),
        pytest.param(
            "How large is the army? What does Poe say? What did Ann Roe say?",
            ["How large is the army?", "What does Poe say?", "What did Ann Roe say?"],
            id="whose words",
        ),
        pytest.param("Where is the army of Minsk? What did he say?", [], id="nobody's words"),
        pytest.param(
            "Where did Poe strike, and how much was the damage?",
            ["Where did Poe strike?", "Poe: how much was the damage?"],
            id="a word and a verb",
        ),
        pytest.param("Who won the cup, and by how much?", [], id="no verb"),
    ],
)
def test_who_somebody_is_says_enough_with_one_name(question, queries):
    assert [part.query for part in parts(question)] == queries


def test_an_acronym_at_the_head_of_a_part_is_searched_for():
    first, _ = parts("Why did US troops leave Minsk, and who asked them to go home?")
    assert first.query == "Why did US troops leave Minsk?"


def test_the_text_of_a_part_is_a_slice_of_the_question():
    question = (
        "Does Fortune say that Minsk closed its border, while The Age, on May 5, 2022, claims "
        "that Kyiv opened a crossing?"
    )
    assert all(part.text in question for part in parts(question))
