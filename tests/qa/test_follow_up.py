"""Questions that follow on others, put so that they stand by themselves."""

import pytest

from qa.antecedents import Turn
from qa.follow_up import follow
from qa.question import Understood

ARTICLE = (
    "Ann Poe has led the mill in Minsk since 2019. Before Poe came Jan Roe. Roe moved to the "
    "Grodno Post. The mill owes money to Vitebsk Bank."
)


def asked(question, *, about=(), quote="", answer="", article=ARTICLE):
    put = Understood(question=question, about=about)
    return Turn(asked=put, quote=quote, answer=answer, article=article)


LEAVE = asked("Why did Ann Poe leave Minsk?")
OPEN = asked("Is the mill in Minsk open?")
LEADS = asked(
    "Who leads the mill in Minsk?",
    quote="Ann Poe has led the mill in Minsk since 2019.",
    answer="Ann Poe",
)


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        pytest.param(LEAVE, "When did she return?", "Minsk: When did Ann Poe return?", id="she"),
        pytest.param(LEAVE, "Who is her lawyer?", "Minsk: Who is Ann Poe’s lawyer?", id="her"),
        pytest.param(
            LEADS, "How old is she?", "Minsk: How old is Ann Poe?", id="who was asked for"
        ),
        pytest.param(
            asked("Who is Jan Roe?", quote="Before Poe came Jan Roe."),
            "Where is he?",
            "Where is Jan Roe?",
            id="who is told of, and not who stands beside",
        ),
        pytest.param(LEAVE, "Is it far?", "Ann Poe, Minsk: Is it far?", id="it may be anything"),
        pytest.param(LEAVE, "Why?", "Why did Ann Poe leave Minsk?", id="why"),
        pytest.param(
            asked("What did Ann Poe say about Minsk?"),
            "Why?",
            "Why did Ann Poe say that about Minsk?",
            id="why somebody said something",
        ),
        pytest.param(LEAVE, "WHY THO", "Why did Ann Poe leave Minsk?", id="shouted"),
        pytest.param(LEAVE, "how come?", "Why did Ann Poe leave Minsk?", id="how come"),
        pytest.param(LEAVE, "How much?", "Ann Poe leave Minsk: How much?", id="no clause for it"),
        pytest.param(LEAVE, "With whom?", "With whom did Ann Poe leave Minsk?", id="with whom"),
        pytest.param(LEAVE, "and when exactly", "When did Ann Poe leave Minsk?", id="no mark"),
        pytest.param(OPEN, "Since when?", "Since when is the mill in Minsk open?", id="yes or no"),
        pytest.param(
            asked("How many trams did Ann Poe speak of?", answer="ten Minsk trams"),
            "When?",
            "When did Ann Poe speak of trams?",
            id="what was counted, after its preposition",
        ),
        pytest.param(
            asked("How many workers were hurt in Minsk?"),
            "When?",
            "When were workers hurt in Minsk?",
            id="those to whom it was done",
        ),
        pytest.param(
            asked("Which manager did they fire?", answer="Jan Roe"),
            "Why?",
            "Why did they fire Jan Roe?",
            id="who answered",
        ),
        pytest.param(
            asked("Which mill did they close?"),
            "Why?",
            "Why did they close the mill?",
            id="which one nobody knows",
        ),
        pytest.param(
            asked("How many trams did Ann Poe say stood still in Minsk?"),
            "When?",
            "trams: When did Ann Poe say stood still in Minsk?",
            id="no rule tells where it was",
        ),
        pytest.param(LEAVE, "And Jan Roe?", "Why did Jan Roe leave Minsk?", id="another's name"),
        pytest.param(
            LEAVE,
            "When did she go to Delhi, and why?",
            "Minsk: When did Ann Poe go to Delhi, and why?",
            id="polite words inside of others",
        ),
        pytest.param(
            LEAVE,
            "Is that right, and when did she go?",
            "Minsk: Is that right, and when did Ann Poe go?",
            id="polite words not at the head",
        ),
        pytest.param(
            LEAVE, "No-fly zones for her?", "Minsk: No-fly zones for Ann Poe?", id="no and a hyphen"
        ),
        pytest.param(
            LEAVE, "No. 10 knew of her?", "Minsk: No. 10 knew of Ann Poe?", id="no and a number"
        ),
        pytest.param(LEAVE, "No. When?", "When did Ann Poe leave Minsk?", id="no and a sentence"),
        pytest.param(LEAVE, "No... when?", "When did Ann Poe leave Minsk?", id="no and dots"),
        pytest.param(LEAVE, "Thanks—when?", "When did Ann Poe leave Minsk?", id="a dash"),
        pytest.param(
            OPEN, "Yes—and in Grodno?", "Is the mill in Grodno open?", id="a dash before and"
        ),
        pytest.param(
            asked("In Minsk, why did Ann Poe leave?"),
            "And in Grodno?",
            "In Grodno, why did Ann Poe leave?",
            id="a place at the head",
        ),
        pytest.param(
            asked("How many died in May in Minsk?"),
            "And in Grodno?",
            "How many died in May in Grodno?",
            id="a place is no month",
        ),
        pytest.param(
            asked("How many died in March 2021?"),
            "And in March 2022?",
            "How many died in March 2022?",
            id="a month with its year",
        ),
        pytest.param(
            LEAVE, "Oh, wow! When?", "When did Ann Poe leave Minsk?", id="polite words one by one"
        ),
        pytest.param(
            asked("How big is Ann Poe’s mill?"),
            "And Jan Roe’s?",
            "How big is Jan Roe’s mill?",
            id="another's",
        ),
        pytest.param(
            asked("How old was Ann Poe when Minsk fell?"),
            "Why?",
            "Why was Ann Poe when Minsk fell?",
            id="old is not what is asked of",
        ),
        pytest.param(
            LEAVE,
            "What are the usual causes?",
            "Ann Poe, Minsk: What are the usual causes?",
            id="the causes of something",
        ),
        pytest.param(
            LEAVE,
            "What is another example?",
            "Ann Poe, Minsk: What is another example?",
            id="another",
        ),
        pytest.param(
            LEAVE, "Did Ann return?", "Ann Poe, Minsk: Did Ann return?", id="the first name alone"
        ),
        pytest.param(LEAVE, "thanks, and Jan Roe", "Why did Jan Roe leave Minsk?", id="polite"),
        pytest.param(LEAVE, "Same for Jan Roe?", "Why did Jan Roe leave Minsk?", id="the same"),
        pytest.param(
            LEAVE, "what about jan roe", "Why did jan roe leave Minsk?", id="a name written small"
        ),
        pytest.param(
            asked("Does the Vitebsk Bank lend?"),
            "And the Grodno Post?",
            "Does the Grodno Post lend?",
            id="one article is enough",
        ),
        pytest.param(
            asked("In Minsk, did Ann Poe resign?"),
            "And Jan Roe?",
            "In Minsk, did Jan Roe resign?",
            id="not in the place of a place",
        ),
        pytest.param(OPEN, "In Grodno?", "Is the mill in Grodno open?", id="without and"),
        pytest.param(OPEN, "in 2022?", "Is the mill in Minsk open in 2022?", id="a year"),
        pytest.param(
            LEAVE,
            "Where did she go and who replaced her?",
            "Minsk: Where did Ann Poe go and who replaced Ann Poe?",
            id="in each question of two",
        ),
        pytest.param(
            LEAVE,
            "What did Jan Roe say about it?",
            "Ann Poe, Minsk: What did Jan Roe say about it?",
            id="what is spoken of is not who speaks",
        ),
        pytest.param(OPEN, "And in Grodno?", "Is the mill in Grodno open?", id="another place"),
        pytest.param(
            LEAVE,
            "What about in 2023?",
            "Why did Ann Poe leave Minsk in 2023?",
            id="what the first did not say",
        ),
        pytest.param(LEAVE, "Who else?", "Ann Poe leave Minsk: Who else?", id="somebody else"),
        pytest.param(
            LEADS, "Who else?", "Who else leads the mill in Minsk?", id="another that was asked for"
        ),
        pytest.param(
            LEAVE, "How was the trip?", "Ann Poe, Minsk: How was the trip?", id="a definite thing"
        ),
        pytest.param(
            OPEN,
            "Who is taking over?",
            "mill in Minsk open: Who is taking over?",
            id="of what is not named, in a place that is",
        ),
        pytest.param(
            LEAVE, "Did Roe comment?", "Ann Poe, Minsk: Did Roe comment?", id="named, says little"
        ),
        pytest.param(
            asked("When did she go?", about=("Ann Poe", "Minsk")),
            "And in Grodno?",
            "Ann Poe, Minsk: When did she go in Grodno?",
            id="what was taken over stays",
        ),
    ],
)
def test_what_is_missing_is_taken_from_the_question_before(before, question, expected):
    assert str(follow(question, [before])) == expected


@pytest.mark.parametrize(
    "question",
    [
        "Why did Ann Poe say that she left Minsk?",
        "Who is Jan Roe?",
        "What is inflation?",
        "What is a Roe plan?",
        "was ann poe her real name",
        "thanks!",
        "ok",
        "Really?",
        "lol, sorry",
        "Did Putin resign?",
        "How do banks in Vitebsk lend money to mills?",
        "How long does it take to fly from Minsk to Vitebsk?",
        "What about banks in Vitebsk, do they lend money to mills?",
    ],
)
def test_a_question_that_stands_by_itself_is_left_as_it_is(question):
    assert follow(question, [LEAVE]) == Understood(question=question)


@pytest.mark.parametrize(
    "question",
    [
        "How old is Ann Poe?",
        "how tall is Roe",
        "Where is Grodno?",
        "Where does Jan Roe live?",
        "Who runs Roe Mills?",
        "Who’s the mayor of Minsk?",
        "What is the capital of the United States?",
        "How many mills does Roe have?",
    ],
)
def test_what_asks_all_there_is_to_ask_of_a_known_name_stands_by_itself(question):
    assert follow(question, [LEAVE]) == Understood(question=question)


@pytest.mark.parametrize(
    "question",
    [
        "How old is she?",
        "Where was Roe?",
        "How many does Roe have?",
        "What was the price of Roe?",
        "Who warned Roe?",
    ],
)
def test_what_may_be_asked_of_something_else_as_well_follows(question):
    assert follow(question, [LEAVE]).about


def test_what_says_little_of_a_known_name_may_stand_by_itself_too():
    assert follow("Did Roe comment?", [LEAVE]).sure is False
    assert follow("What other mills does Roe own in Grodno?", [LEAVE]).sure is False
    assert str(follow("Is Brest sending any?", [LEAVE])) == "Ann Poe, Minsk: Is Brest sending any?"
    assert follow("What happened in 2019?", [LEAVE]).sure is False
    assert follow("When did she go?", [LEAVE]).sure is True


def test_the_first_question_of_all_is_left_as_it_is():
    assert follow("  When did  she go? ", []) == Understood(question="When did she go?")


def test_somebody_is_no_person_unless_an_article_calls_them_by_the_surname_alone():
    bank = asked("How much does the mill owe to Vitebsk Bank?")
    assert str(follow("When was she told?", [bank])) == "Vitebsk Bank: When was she told?"


@pytest.mark.parametrize(
    "name",
    ["Ann Poe", "Ann McPoe", "Ann Poe-Roe", "A.B. Poe", "Ann van Poe", "Anna-Lena Poe"],
)
def test_who_was_typed_is_meant_whatever_was_quoted(name):
    who = asked(f"Who is {name}?", quote="Jan Roe was there.", article="Jan Roe came. Roe left.")
    assert str(follow("How old is she?", [who])) == f"How old is {name}?"


def test_of_several_who_may_be_meant_nobody_is_put():
    both = asked("Did Ann Poe meet Jan Roe?", article="")
    assert str(follow("Was he late?", [both])) == "Ann Poe, Jan Roe: Was he late?"


def test_she_is_not_who_the_article_calls_he():
    article = "Jan Roe sold it. Roe said he had to, as his wife Ann Poe knew. Roe kept his car. Poe"
    sold = asked("Did Jan Roe sell Ann Poe the mill?", article=f"{article} wept: she loved it.")
    assert str(follow("Why did she weep?", [sold])) == "Why did Ann Poe weep?"


def test_a_participle_at_the_head_of_a_quote_is_no_name():
    quote = "Using Ann Poe, the bank won."
    article = f"{quote} Poe denies using it."
    won = asked("Who helped the bank?", quote=quote, answer="Using Ann Poe", article=article)
    assert "Using" not in str(follow("Why did she help?", [won]))


def test_after_silence_a_question_with_a_name_of_its_own_is_left_as_it_is():
    silent = asked("Why did Ann Poe leave Minsk?", article="")
    assert follow("Did Roe resign?", [silent]) == Understood(question="Did Roe resign?")


def test_a_question_that_follows_is_about_what_those_before_it_named_too():
    grodno = Turn(asked=Understood(question="How far is Grodno?"), follows=True)
    assert str(follow("Who runs it?", [LEAVE, grodno])) == "Grodno, Ann Poe, Minsk: Who runs it?"
    alone = Turn(asked=Understood(question="How far is Grodno?"))
    assert str(follow("Who runs it?", [LEAVE, alone])) == "Grodno: Who runs it?"


def test_what_names_nothing_is_about_what_was_named_before_it():
    talk = [LEAVE, asked("What happened in 2019?")]
    assert str(follow("Was it a success?", talk)) == "Ann Poe, Minsk: Was it a success?"


def test_of_many_names_only_the_first_are_taken_over():
    many = asked("Did Ann, Bo, Cy, Di and Ed meet?")
    assert follow("Where was it?", [many]).about == ("Ann", "Bo", "Cy", "Di")


def test_he_stays_where_she_was_put():
    put = follow("Why did she leave, and when did he return?", [LEAVE])
    assert str(put) == "Minsk: Why did Ann Poe leave, and when did he return?"


def test_small_words_at_the_head_of_an_article_s_sentence_are_no_names():
    article = f"{ARTICLE} Now it is closed. Nobody is there now, and nobody cares."
    for question in ("And now?", "And nobody?"):
        put = follow(question, [asked("Why did Ann Poe leave Minsk?", article=article)])
        assert put.question == question


def test_of_a_long_question_without_names_some_words_are_taken_over():
    long = asked(
        "How much did the seventeen small wooden mills along the river by the wood cost us?"
    )
    (about,) = follow("Which?", [long]).about
    assert about.startswith("seventeen small wooden mills")
    assert len(about) <= 80


def test_long_questions_are_put_whatever_is_repeated_in_them():
    long = asked("Why did " + "Ann Poe and the mill that " * 70 + "burn?")
    for question in ("Why?", "he " * 600 + "?", "and in " + "Minsk " * 9, "what about " * 150):
        assert len(str(follow(question, [long]))) < 6_000


@pytest.mark.parametrize("again", ["How large is the army?", "how large is the army"])
def test_a_question_that_is_asked_once_more_is_what_it_was(again):
    assert follow(again, [asked("How large is the army?"), LEAVE]).about == ()


def test_a_question_that_followed_on_others_follows_on_them_when_it_is_asked_once_more():
    before = asked("How large is the army?")
    it = Turn(asked=Understood(question="How old is it?", about=("army",)), follows=True)
    assert "army" in follow("How old is it?", [before, it]).about


@pytest.mark.parametrize(
    ("before", "about"),
    [
        ("How large is the army?", "army"),
        ("How old is the equipment?", "equipment"),
        ("How long will the bridge be?", "bridge"),
        ("How many drones were there?", "drones"),
    ],
)
def test_what_was_asked_about_is_taken_over_without_the_words_that_asked(before, about):
    assert follow("How was it counted?", [asked(before)]).about == (about,)
