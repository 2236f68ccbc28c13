"""What is asked: words, names, numbers, kind, outlets."""

from datetime import date

import pytest

from index import RequestError
from qa.question import Kind, parse
from qa.words import content_terms, content_words, find_names, find_numbers


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        pytest.param("How many tanks are there?", Kind.NUMBER, id="how many"),
        pytest.param("When was it signed?", Kind.DATE, id="when"),
        pytest.param("Which year did he take office?", Kind.DATE, id="which year"),
        pytest.param("Why did he refuse?", Kind.REASON, id="why"),
        pytest.param("Who says why he refused?", Kind.PERSON, id="the first question word counts"),
        pytest.param("Where is the depot?", Kind.PLACE, id="where"),
        pytest.param("Which countries joined?", Kind.PLACE, id="several places"),
        pytest.param("What reasons did he give?", Kind.REASON, id="several reasons"),
        pytest.param("What percentage voted?", Kind.NUMBER, id="a percentage"),
        pytest.param("Who is Ann Poe?", Kind.IDENTITY, id="who somebody is"),
        pytest.param("What happened on May 3, 2024?", Kind.EVENT, id="what happened on a day"),
        pytest.param("What happened in Minsk on May 3, 2024?", Kind.OTHER, id="what, and where"),
        pytest.param("What happened in May 2024?", Kind.OTHER, id="a month is too long"),
        pytest.param("Who is the mayor?", Kind.PERSON, id="who has an office"),
        pytest.param("Did he refuse?", Kind.WHETHER, id="yes or no"),
        pytest.param("Isn’t it over?", Kind.WHETHER, id="yes or no, as a denial"),
        pytest.param("Do we know if he refused?", Kind.WHETHER, id="whether, politely"),
        pytest.param("If it snows, how many stay?", Kind.NUMBER, id="how many, on a condition"),
        pytest.param("If he left, who leads it?", Kind.PERSON, id="who, on a condition"),
        pytest.param("Tell me whether he left", Kind.WHETHER, id="whether, in words"),
        pytest.param("Did he say why he left?", Kind.REASON, id="why, by way of yes or no"),
        pytest.param("Has it told anybody how many left?", Kind.WHETHER, id="of others' telling"),
        pytest.param("Does anyone know who leads it?", Kind.PERSON, id="who, if anyone knows"),
        pytest.param("What statement did he make?", Kind.OTHER, id="statement, no state"),
        pytest.param("What person leads it?", Kind.OTHER, id="person, no per cent"),
        pytest.param("Did the whole army leave?", Kind.WHETHER, id="whole, no who"),
        pytest.param("Can you tell me who leads it?", Kind.PERSON, id="a polite question"),
        pytest.param("Is it known when it begins?", Kind.DATE, id="whether it is known"),
        pytest.param("At what time did it begin?", Kind.DATE, id="what time"),
        pytest.param(
            "Did those who left know when?", Kind.WHETHER, id="yes or no, of whom and when"
        ),
        pytest.param("What did those who left take?", Kind.OTHER, id="what, of those who"),
        pytest.param(
            "In what year did those who left go?", Kind.DATE, id="what year, of those who"
        ),
        pytest.param("What is one reason why he left?", Kind.REASON, id="what reason, and why"),
        pytest.param("What is the name of his party?", Kind.PERSON, id="a name"),
        pytest.param("What does it cost?", Kind.NUMBER, id="what it costs"),
        pytest.param("Until what age is it free?", Kind.NUMBER, id="what age"),
        pytest.param("Did Whyte leave?", Kind.WHETHER, id="a name that begins like why"),
    ],
)
def test_kind(question, kind):
    assert parse(question).kind is kind


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        pytest.param(
            "How many fled, and do the sources agree?", "How many fled?", id="sources agree"
        ),
        pytest.param(
            "When did it start and where do reports differ?", "When did it start?", id="differ"
        ),
        pytest.param("Do the sources agree?", "Do the sources agree?", id="nothing else is asked"),
        pytest.param(
            "Why do the articles of the treaty and its reports conflict with it?",
            "Why do the articles of the treaty and its reports conflict with it?",
            id="about the world",
        ),
    ],
)
def test_whether_sources_agree_is_not_looked_for(question, asked):
    assert parse(question).asked == asked
    assert parse(question).text == question


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        pytest.param(
            "How many were jailed, according to The Verge?",
            "How many were jailed?",
            id="at the end",
        ),
        pytest.param("According to a Verge report, who left?", "who left?", id="at the head"),
        pytest.param("Who left, as reported by 'The Verge'?", "Who left?", id="in quotation marks"),
        pytest.param(
            "Did he fall before it was reported by The Verge?",
            "Did he fall before it was reported by The Verge?",
            id="its report is what is told",
        ),
        pytest.param("Who bought The Verge?", "Who bought The Verge?", id="asked about"),
        pytest.param("According to The Verge?", "According to The Verge?", id="nothing else"),
    ],
)
def test_whose_report_is_meant_is_not_looked_for_in_it(question, asked):
    found = parse(question, known_outlets=["The Verge"])
    assert (found.asked, found.outlets) == (asked, ("The Verge",))
    assert found.terms == content_terms(asked)


def test_a_name_that_only_says_whose_report_is_meant_is_no_name_to_be_found():
    known = ["Daily Tide"]
    assert parse("Did Minsk fall, according to the Daily Tide?", known_outlets=known).names == (
        "Minsk",
    )


def test_function_words_are_neither_terms_nor_asked_of_bm25():
    assert content_words("Why hasn’t Belarus sent its T-72 tanks?") == "Belarus sent T-72 tanks"
    assert content_terms("What does the minister say about the ministers?") == ("minist",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("What did O’Brien say?", "O’Brien", id="a name with an apostrophe"),
        pytest.param("Who left N'Djamena?", "left N'Djamena", id="a place with one"),
        pytest.param("What is O'Brien's age?", "O'Brien age", id="a possessive"),
        pytest.param("Didn't they say they've left?", "left", id="contractions"),
        pytest.param("Doesn’t he know whom he'd see?", "know see", id="and more of them"),
        pytest.param("Who won, and who won't? Who won’t?", "won", id="won and won't"),
    ],
)
def test_an_apostrophe_cuts_endings_and_no_names(text, words):
    assert content_words(text) == words


def test_a_contraction_is_no_name():
    assert find_names("Didn't Olga O'Brien come?") == ("Olga", "O'Brien")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("What did the US tell us?", ("US",), id="US, and us"),
        pytest.param("Why did WHO's head leave?", ("WHO",), id="the possessive of WHO"),
        pytest.param("Who left the IT firm, and is it in Minsk?", ("IT", "Minsk"), id="IT, and it"),
        pytest.param("WHO left Minsk?", ("Minsk",), id="who, stressed"),
        pytest.param("WHO TOLD US THAT IT FELL?", ("TOLD", "FELL"), id="all in capitals"),
    ],
)
def test_acronyms_are_told_from_words_by_their_capitals(text, names):
    assert find_names(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("What did Foreign Minister Poe say?", ("Poe",), id="a title of two words"),
        pytest.param("Did the Minister meet President Poe?", ("Minister", "Poe"), id="one alone"),
        pytest.param("Who is Prime minister Poe?", ("Prime", "Poe"), id="half in small letters"),
        pytest.param("Who is " + 1_500 * "Mr " + "Poe?", ("Poe",), id="more than Python recurses"),
    ],
)
def test_titles_before_a_name_are_left_out(text, names):
    assert find_names(text) == names


@pytest.mark.parametrize(
    "name",
    ["Premier League", "General Motors", "Justice Department", "King's College", "Doctor Who"],
)
def test_what_begins_like_a_title_stays(name):
    found = find_names(f"Where is {name}?")
    assert found[0] == name.split()[0].removesuffix("'s")


def test_a_question_about_the_who_asks_for_nobody():
    assert parse("What did the WHO warn of?").kind is Kind.OTHER
    assert parse("What did the WHO say?").kind is Kind.WORDS
    assert parse("WHO warned us?").kind is Kind.PERSON


@pytest.mark.parametrize(
    ("question", "named"),
    [
        pytest.param("What did The Verge report?", ("The Verge",), id="as written"),
        pytest.param("What did a Verge article say?", ("The Verge",), id="without its article"),
        pytest.param("Who made a fortune?", (), id="a common word in lower case"),
        pytest.param("What did Fortune say?", ("Fortune",), id="the same as a name"),
        pytest.param(
            "What did FOX news say?", ("Fox News - Health",), id="a section, another case"
        ),
        pytest.param("Who won?", (), id="none"),
    ],
)
def test_outlets_that_a_question_names(question, named):
    known = ("The Verge", "Fortune", "Fox News - Health")
    assert parse(question, known_outlets=known).outlets == named


def test_what_a_question_names_and_asks_in_parts():
    asked = parse(
        "Did Fortune say on May 5 that Minsk shut a border, while The Verge saw Kyiv open gates?",
        known_outlets=("Fortune", "The Verge"),
        latest=date(2022, 6, 1),
    )
    assert asked.outlets == ("Fortune", "The Verge")
    assert [(p.text, p.first) for p in asked.periods] == [("May 5", date(2022, 5, 5))]
    assert [part.outlets for part in asked.parts] == [("Fortune",), ("The Verge",)]
    assert [part.periods for part in asked.parts] == [asked.periods, ()]


@pytest.mark.parametrize(
    ("question", "message"),
    [
        pytest.param("", "no words", id="empty"),
        pytest.param(" ?! ", "no words", id="marks alone"),
        pytest.param("why " * 600, "2399 characters", id="too long"),
        pytest.param("who \ud800 is", "half a character", id="lone surrogate"),
    ],
)
def test_what_cannot_be_asked_is_refused(question, message):
    with pytest.raises(RequestError, match=message):
        parse(question)


def test_numbers_are_compared_without_their_separators():
    assert find_numbers("65,089 munitions, 1.5 per cent") == {"65089", "1.5"}
