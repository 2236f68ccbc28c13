"""What several sources answer, side by side: equal figures, days and names together."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Article, Carrier, Story
from qa.agreement.stated import compare
from qa.answer import Citation, Statement
from qa.question import parse

DEATHS = "How many people died?"


def citation(marked, *, number=0, score=0.9, published=None, story=None):
    """Cite all of an article after its first sentence; square brackets mark what answers."""
    head, rest = marked.split("[")
    words, tail = rest.split("]")
    text = f"Article {number}. {head}{words}{tail}"
    start = len(f"Article {number}. ")
    return Citation(
        article=Article(text=text, published=published),
        start=start,
        end=len(text),
        context_start=0,
        context_end=len(text),
        score=score,
        answer_start=start + len(head),
        answer_end=start + len(head) + len(words),
        story=story,
    )


def statements(*marked, **rest):
    cited = [citation(one, number=number, **rest) for number, one in enumerate(marked)]
    return [Statement(citations=(one,)) for one in cited]


def words(question, some):
    return [[one.words for one in g.stated] for g in compare(parse(question), some)]


@pytest.mark.parametrize(
    ("question", "marked", "expected"),
    [
        pytest.param(
            DEATHS,
            ["[About 200] died.", "Some say [199 people] died.", "[200] died.", "[Over 200] died."],
            [["About 200", "200"], ["199 people"], ["Over 200"]],
            id="about, and nothing near it",
        ),
        pytest.param(
            DEATHS,
            ["[Three people] died.", "[3] died.", "[Three] were hurt."],
            [["Three people", "3"]],
            id="those who were hurt are left out",
        ),
        pytest.param(
            "How much did it cost?",
            ["It cost [$5m].", "It cost [5 million dollars].", "It took [12 days]."],
            [["$5m", "5 million dollars"]],
            id="what took days is left out",
        ),
        pytest.param(
            "How big was it?",
            ["It was [$5].", "It was [5%].", "It was [$7]."],
            [["$5"], ["$7"]],
            id="another unit is left out",
        ),
        pytest.param(
            "How old was Poe?",
            ["Ann Poe, [63], died.", "She was [63].", "He said [62-year-old Poe] died."],
            [["63", "63"], ["62-year-old"]],
            id="ages",
        ),
        pytest.param(
            "How fast was it?",
            ["It did [120 mph].", "It did [193 km/h].", "It did [190 km/h]."],
            [["120 mph", "193 km/h"], ["190 km/h"]],
            id="converted exactly",
        ),
        pytest.param(
            "How far is it?",
            ["It is [85 miles] off.", "It is [135km] off."],
            [["85 miles"], ["135km"]],
            id="converted and rounded",
        ),
        pytest.param(
            "Who leads Belarus?",
            ["[Lukashenko] does.", "[Alyaksandr Lukashenka] does.", "[Ann Poe] does."],
            [["Lukashenko", "Alyaksandr Lukashenka"], ["Ann Poe"]],
            id="spelling",
        ),
        pytest.param(
            "Who died?",
            ["[Ann Poe, 63,] died.", "[Bob Roe, 63,] died."],
            [["Ann Poe"], ["Bob Roe"]],
            id="whose age is one are not one",
        ),
        pytest.param(
            "When did Poe leave?",
            ["Poe left [on Tuesday].", "Poe left [on 16 December 2008].", "He left [on Monday]."],
            [["Tuesday"], ["16 December 2008"], ["Monday"]],
            id="weekdays of no telling which week",
        ),
        pytest.param(
            "How much did it change?",
            ["It rose [3%].", "It fell [3%].", "It went up [3%]."],
            [["rose 3%", "up 3%"], ["fell 3%"]],
            id="a rise and a fall",
        ),
        pytest.param(
            "How much did it change?",
            ["It was [-3%].", "It was [3%]."],
            [["-3%"], ["3%"]],
            id="a minus sign",
        ),
        pytest.param(
            "How cold was it?",
            ["It was [minus 5 degrees].", "It was [5 degrees]."],
            [["minus 5 degrees"], ["5 degrees"]],
            id="minus",
        ),
        pytest.param(
            "How long did it take?",
            ["It took [two years and six months].", "It took [two years].", "Only [2 years]."],
            [["two years and six months"], ["two years", "2 years"]],
            id="six months more",
        ),
        pytest.param(
            DEATHS,
            ["[12 soldiers and 3 civilians] died.", "[3 soldiers and 40 civilians] died."],
            [["12 soldiers and 3 civilians"], ["3 soldiers and 40 civilians"]],
            id="two counts each",
        ),
        pytest.param(
            DEATHS,
            ["[In March, 12 people died].", "[12] died."],
            [["12 people", "12"]],
            id="a month is no answer to how many",
        ),
        pytest.param(
            "How many came?",
            ["[40 tanks] came.", "[40 soldiers] came."],
            [["40 tanks"], ["40 soldiers"]],
            id="tanks and soldiers",
        ),
        pytest.param(
            "How many people were killed?",
            ["[At least 17 killed].", "[19 killed].", "[18 dead].", "[40 injured]."],
            [["At least 17"], ["19"], ["18 dead"]],
            id="those who were killed",
        ),
        pytest.param(
            "How many people were injured?",
            ["[17 injured].", "[19 wounded].", "[Three killed]."],
            [["17"], ["19"]],
            id="those who were injured",
        ),
        pytest.param(
            "How many people were arrested?",
            ["[17 arrested].", "[19 detained].", "[17 people arrested]."],
            [["17", "17 people"], ["19"]],
            id="those who were arrested",
        ),
        pytest.param(
            "How many soldiers does Belarus have?",
            ["It has [45,000 soldiers].", "It has [45,000 troops].", "It has [48,000 personnel]."],
            [["45,000 soldiers", "45,000 troops"], ["48,000 personnel"]],
            id="soldiers by other words",
        ),
        pytest.param(
            "When was it?",
            ["It was [May 7-9, 2020].", "It was [December 1, 2020]."],
            [["May 7-9, 2020"], ["December 1, 2020"]],
            id="days of one year",
        ),
        pytest.param(
            "When did he leave?",
            ["He left [in March 2019].", "He left [3 March 2019].", "He left [5 March 2020]."],
            [["March 2019"], ["3 March 2019"], ["5 March 2020"]],
            id="a month and days of it",
        ),
        pytest.param(
            "Who was found what?",
            ["He was [guilty].", "He was [not guilty]."],
            [["guilty"], ["not guilty"]],
            id="a denial",
        ),
        pytest.param(
            "Where did it pass?",
            ["In [the US Senate].", "In [the Ohio Senate].", "In [Senate of Ohio]."],
            [["the US Senate"], ["the Ohio Senate"], ["Senate of Ohio"]],
            id="two senates",
        ),
        pytest.param(
            "Where was it?",
            ["In [the US].", "In [US].", "In [Ohio]."],
            [["the US", "US"], ["Ohio"]],
            id="the US is a name",
        ),
        pytest.param(
            "Where was it?",
            ["In [Sudan].", "In [South Sudan]."],
            [["Sudan"], ["South Sudan"]],
            id="what ends another place’s name",
        ),
        pytest.param(
            "Who won?",
            ["[Smith] did.", "[Will Smith] did.", "[Jada Pinkett Smith] did."],
            [["Smith"], ["Will Smith"], ["Jada Pinkett Smith"]],
            id="a surname of two",
        ),
        pytest.param(
            "Who won?",
            ["[Will Smith] did.", "[Jada Pinkett Smith] did.", "[Smith] did."],
            [["Will Smith"], ["Jada Pinkett Smith"], ["Smith"]],
            id="a surname of two, after them",
        ),
        pytest.param(
            "Who won?",
            ["[Ann Poe] did.", "[Poe] did.", "[Ann Poe's brother] did."],
            [["Ann Poe", "Poe"], ["Ann Poe's brother"]],
            id="a surname, and her brother",
        ),
    ],
)
def test_what_is_one_stands_together(question, marked, expected):
    assert words(question, statements(*marked)) == expected


@pytest.mark.parametrize(
    ("question", "marked"),
    [
        pytest.param(DEATHS, [], id="no statement"),
        pytest.param(DEATHS, ["[Three] died."], id="one source"),
        pytest.param(DEATHS, ["[Three] died.", "[Three] were hurt."], id="one of what is asked"),
        pytest.param(DEATHS, ["[Many] died.", "[Few] died."], id="no figures"),
        pytest.param("Why did Poe leave?", ["[It snowed].", "[It rained]."], id="reasons"),
        pytest.param("What did Poe say?", ["[No].", "[Yes]."], id="words"),
        pytest.param("Who left?", ["[The].", "[It]."], id="words that tell nothing"),
        pytest.param("When was it?", ["[12] died.", "[12] left."], id="figures are no days"),
        pytest.param("When was it?", ["[Three days ago].", "[3 days ago]."], id="days ago"),
        pytest.param("Which is it?", ["The [Boeing 737].", "A [Boeing 747]."], id="in a name"),
    ],
)
def test_what_is_not_compared(question, marked):
    assert words(question, statements(*marked)) == []


@pytest.mark.parametrize(
    ("marked", "days", "expected"),
    [
        pytest.param(
            ["Poe left [on Tuesday].", "Poe left [on Tuesday]."],
            [date(2008, 12, 17), date(2008, 12, 31)],
            [["Tuesday"], ["Tuesday"]],
            id="weeks apart",
        ),
        pytest.param(
            ["Poe left [on Tuesday].", "Poe left [on 16 December 2008]."],
            [date(2008, 12, 17), date(2009, 12, 31)],
            [["Tuesday", "16 December 2008"]],
            id="a weekday and its date",
        ),
        pytest.param(
            ["Poe left [in March].", "Poe left [in March]."],
            [date(2008, 4, 1), date(2009, 4, 1)],
            [["March"], ["March"]],
            id="years apart",
        ),
    ],
)
def test_days_are_those_nearest_publication(marked, days, expected):
    some = [
        Statement(citations=(citation(one, number=number, published=day),))
        for number, (one, day) in enumerate(zip(marked, days, strict=True))
    ]
    assert words("When did Poe leave?", some) == expected


def test_without_a_day_of_publication_a_weekday_is_itself():
    some = statements("Left [on Tuesday].", "He left [Tuesday].")
    assert words("When did Poe leave?", some) == [["Tuesday"] * 2]


def test_all_distinct_wordings_are_given_in_their_order():
    marked = ("[About 200] died.", "[200] died.", "[about  200] died.", "[200] men died.")
    (found,) = compare(parse(DEATHS), statements(*marked))
    assert found.words == ("About 200", "200", "200 men")
    assert (found.sources, found.statements) == (4, (1, 2, 3, 4))


def test_copies_of_one_story_are_one_source():
    first, copy = (citation("[Three] died.", number=number) for number in (1, 2))
    carriers = (Carrier(article_id=first.article.id), Carrier(article_id=copy.article.id))
    story = Story(carriers=carriers)
    copies = [
        Statement(citations=(citation("[Three] died.", number=number, story=story),))
        for number in (1, 2)
    ]
    assert compare(parse(DEATHS), copies) == ()
    (given_,) = compare(parse(DEATHS), copies + statements("[3] people died."))
    assert (given_.sources, given_.statements, given_.words) == (
        2,
        (1, 2, 3),
        ("Three", "3 people"),
    )


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        pytest.param(0.15, [], id="less than a fifth as likely"),
        pytest.param(0.2, [["Three"], ["four"]], id="likely enough"),
    ],
)
def test_what_is_much_less_likely_is_left_out(score, expected):
    likely, less = statements("[Three] died."), statements("He said [four].", score=score)
    assert words(DEATHS, likely + less) == expected


def test_a_citation_without_marked_words_gives_nothing():
    unmarked = Citation(
        article=Article(text="Three died."),
        start=0,
        end=11,
        context_start=0,
        context_end=11,
        score=0.9,
    )
    some = [Statement(citations=(unmarked,)), *statements("[Three] died.")]
    assert compare(parse(DEATHS), some) == ()


QUESTIONS = (DEATHS, "When was it?", "Who left?", "How old is Poe?", "What did it cost?")
PIECES = "about 200 people , $5m - Ann Poe 63 Tuesday 16 December 2008 % + or so an hour three ( )"
QUOTES = st.lists(st.sampled_from(PIECES.split()), min_size=1, max_size=9).map(" ".join)


@given(st.data(), st.sampled_from(QUESTIONS))
def test_words_are_slices_of_their_articles_within_the_quotes(data, question):
    some = []
    for number in range(2):
        quote = data.draw(QUOTES | st.text(min_size=1).filter(lambda text: not set(text) & {*"[]"}))
        start = data.draw(st.integers(0, len(quote)))
        end = data.draw(st.integers(start, len(quote)))
        cited = citation(f"{quote[:start]}[{quote[start:end]}]{quote[end:]}", number=number)
        some.append(Statement(citations=(cited,)))
    for group in compare(parse(question), some):
        for one in group.stated:
            assert one.words == one.citation.article.text[one.start : one.end]
            assert one.citation.start <= one.start < one.end <= one.citation.end
