"""An answer as text, Markdown, HTML and values; nothing that an article says becomes markup."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from index import Article, Filters
from qa import Answer, Citation, Coverage, Statement
from qa.days import names_weekday
from qa.periods import Period
from qa.question import Understood
from qa.render import (
    as_text,
    describe_coverage,
    describe_preference,
    describe_source,
    escape_html,
    escape_markdown,
)

TEXT = "Before it. Minsk <b>paid</b> $5 *million*. After it."
ARTICLE = Article(
    text=TEXT,
    title="A [deal](javascript:alert)",
    outlet="Example & Sons",
    authors=("Ann Poe", "Bo Ray"),
    published=date(2024, 8, 1),
)
CITATION = Citation(
    article=ARTICLE, start=11, end=42, context_start=0, context_end=len(TEXT), score=0.75
)
COVERAGE = Coverage(
    articles=1200,
    passages=5000,
    undated=2,
    outlets=1,
    earliest=date(2022, 11, 4),
    latest=date(2024, 8, 1),
    filters=Filters(outlets=("Example & Sons",), since=date(2022, 1, 1)),
)
ANSWER = Answer(
    question="Who paid?",
    statements=(Statement(citations=(CITATION,)),),
    closest=(),
    probability=0.9,
    threshold=0.5,
    outlets=(),
    coverage=COVERAGE,
)
SILENCE = replace(ANSWER, statements=(), closest=(CITATION,), probability=0.1)


def test_a_citation_is_a_slice_of_its_article():
    assert CITATION.quote == "Minsk <b>paid</b> $5 *million*."
    assert (CITATION.before, CITATION.after) == ("Before it. ", " After it.")
    assert CITATION.before + CITATION.quote + CITATION.after == TEXT


def test_text():
    assert ANSWER.text == (
        "[1] “Minsk <b>paid</b> $5 *million*.”\n"
        "    Example & Sons, 1 August 2024, Ann Poe, Bo Ray: A [deal](javascript:alert)\n"
        "\n"
        "Searched 1,200 articles from 1 outlet, 4 November 2022 to 1 August 2024 "
        "(outlet Example & Sons, since 1 January 2022). "
        "2 articles without a date could not be searched."
    )


@pytest.mark.parametrize(
    ("latest", "said"),
    [
        pytest.param(date(2022, 11, 4), "4 November 2022", id="one day"),
        pytest.param(date(2022, 11, 9), "4 to 9 November 2022", id="one month"),
        pytest.param(date(2022, 12, 1), "4 November to 1 December 2022", id="one year"),
    ],
)
def test_what_the_days_searched_share_is_said_once(latest, said):
    searched = replace(COVERAGE, latest=latest, undated=0, filters=Filters())
    assert describe_coverage(searched) == f"Searched 1,200 articles from 1 outlet, {said}."


SAID = "“It ends,” said Ann_Poe Roe.\n“Never ever.”"
QUOTED = Citation(
    article=Article(text=SAID, outlet="Example"),
    start=29,
    end=len(SAID),
    context_start=0,
    context_end=len(SAID),
    score=0.75,
)
SPOKEN = replace(ANSWER, statements=(Statement(citations=(QUOTED,)),))


def test_who_says_a_quote_stands_between_it_and_its_source():
    assert SPOKEN.text.splitlines()[:3] == [
        "[1] “Never ever.”",
        "    Said by Ann_Poe Roe",
        "    Example",
    ]
    assert SPOKEN.to_markdown().splitlines()[2:7] == [
        "1. > “Never ever.”",
        "   >",
        "   > Said by Ann\\_Poe Roe",
        "   >",
        "   > — Example",
    ]
    nearest = replace(SILENCE, closest=(QUOTED,))
    assert "\n    Said by Ann_Poe Roe\n    Example" in nearest.text
    assert "\n> Said by Ann\\_Poe Roe\n>\n> — Example" in nearest.to_markdown()


def test_who_says_a_quote_is_a_slice_of_its_article():
    (statement,) = SPOKEN.to_dict()["statements"]
    (citation,) = statement["citations"]
    assert citation["speaker"] == {"name": "Ann_Poe Roe", "verb": "said", "start": 16, "end": 27}
    assert SAID[16:27] == "Ann_Poe Roe"
    assert SILENCE.to_dict()["closest"][0]["speaker"] is None


def test_the_days_that_a_quote_names_stand_beside_the_day_of_publication():
    text = "Snow. On Tuesday he spoke of May 7-9, 2020, of Oct. 3 and of what came since 2014."
    article = Article(text=text, published=date(2023, 10, 5))
    cited = replace(QUOTED, article=article, start=6, end=len(text), context_end=len(text))
    days = replace(SILENCE, closest=(cited,)).to_dict()["closest"][0]["days"]
    assert [
        (day["text"], day["first"], day["last"], day["has_year"], day["nearest"]) for day in days
    ] == [
        ("Tuesday", None, None, False, ["2023-10-03", "2023-10-10"]),
        ("May 7-9, 2020", "2020-05-07", "2020-05-09", True, []),
        ("Oct. 3", "2020-10-03", "2020-10-03", True, []),
        ("2014", "2014-01-01", None, True, []),
    ]
    assert all(text[day["start"] : day["end"]] == day["text"] for day in days)
    alone = replace(cited, start=text.index("of Oct."), end=text.index("since"))
    (third,) = replace(SILENCE, closest=(alone,)).to_dict()["closest"][0]["days"]
    assert (third["first"], third["has_year"]) == ("2023-10-03", False)


def test_the_day_of_publication_has_its_weekday_where_the_quote_reckons_by_it():
    for said, day in (("He left on Tuesday.", "Thursday 5 October 2023"), ("He left.", "5 Octo")):
        article = Article(text=said, published=date(2023, 10, 5))
        cited = replace(QUOTED, article=article, start=0, end=len(said), context_end=len(said))
        cited = replace(cited, context_start=0)
        nearest = replace(SILENCE, closest=(cited,))
        assert f"\n    {day}" in nearest.text
        assert f"— {day}" in nearest.to_markdown()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left on Tuesday.", True),
        ("He leaves today.", True),
        ("Yesterday he left.", True),
        ("He left last week.", True),
        ("He left on 3 May.", False),
        ("The Tuesdays were cold.", False),
        ("today's", True),
    ],
)
def test_what_reckons_by_the_day_it_was_written(text, expected):
    assert names_weekday(text) is expected


def test_silence_is_said_and_the_nearest_is_no_answer():
    assert SILENCE.silent
    lines = SILENCE.text.splitlines()
    assert lines[0] == "The archive does not say."
    assert lines[2:4] == [
        "Closest, but not an answer:",
        "  “Minsk <b>paid</b> $5 *million*.”",
    ]
    assert "Closest, but not an answer" in SILENCE.to_markdown()


def test_from_the_tenth_on_a_source_stays_in_its_item():
    many = replace(ANSWER, statements=ANSWER.statements[:1] * 11)
    html = MarkdownIt().render(many.to_markdown())
    assert html.count("<ol") == 1
    assert html.count("<blockquote>") == 11


def test_markdown_shows_the_very_words_as_text():
    html = MarkdownIt().render(ANSWER.to_markdown())
    assert "Minsk &lt;b&gt;paid&lt;/b&gt; $5 *million*." in html
    assert "A [deal](javascript:alert)" in html
    assert "<a " not in html


def test_the_sentence_that_a_quote_leans_on_stands_below_it():
    asked, said = "<b>Ann</b> was asked.", "She said no."
    article = Article(text=f"{asked} {said}", title="Snow")
    cited = Citation(article=article, start=22, end=34, context_start=0, context_end=34, score=0.5)
    answer = replace(ANSWER, statements=(Statement(citations=(cited,)),))
    assert answer.text.splitlines()[:3] == [
        f"[1] “{said}”",
        f"    Just before: “{asked}”",
        "    Snow",
    ]
    assert answer.to_markdown().splitlines()[2:7] == [
        f"1. > {said}",
        "   >",
        r"   > Just before: “\<b\>Ann\</b\> was asked.”",
        "   >",
        "   > — Snow",
    ]


def test_dict_can_be_json_and_holds_what_a_check_needs():
    made = json.loads(json.dumps(ANSWER.to_dict()))
    (citation,) = made["statements"][0]["citations"]
    assert citation["quote"] == TEXT[citation["start"] : citation["end"]]
    assert citation["article"]["sha256"] == ARTICLE.sha256
    assert citation["article"]["published"] == "2024-08-01"
    assert made["searched"]["filters"]["since"] == "2022-01-01"
    assert (made["silent"], made["probability"]) == (False, 0.9)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        pytest.param("It rained. (Not much!)", "It rained. (Not much!)", id="prose stays readable"),
        pytest.param("at 10:30", "at 10:30", id="a time"),
        pytest.param("2024. A year", r"2024\. A year", id="no list"),
        pytest.param("- no", r"\- no", id="no bullet"),
        pytest.param("## no", r"\#\# no", id="no heading"),
        pytest.param("www.a.b", r"www\.a.b", id="no link by www"),
        pytest.param("http://a.b", r"http\://a.b", id="no link by address"),
        pytest.param("a@b.c", r"a\@b.c", id="no mail link"),
        pytest.param(":red[no]", r"\:red\[no\]", id="no colour"),
        pytest.param("$x$", r"\$x\$", id="no formula"),
    ],
)
def test_escape_markdown(text, escaped):
    assert escape_markdown(text) == escaped


@given(st.text(alphabet=st.characters(exclude_categories=["C", "Z"]), min_size=1))
def test_markdown_of_any_word_renders_to_that_word(word):
    rendered = MarkdownIt("gfm-like", {"linkify": False}).render(escape_markdown(word))
    assert rendered == f"<p>{MarkdownIt().utils.escapeHtml(word)}</p>\n"


def test_escape_html_leaves_no_mark_up_or_formula():
    assert escape_html("<a href='x'>$&\x00") == "&lt;a href=&#x27;x&#x27;&gt;&#36;&amp;"


@pytest.mark.parametrize(
    ("article", "source"),
    [
        pytest.param(Article(text="x"), "source not known", id="nothing known"),
        pytest.param(Article(text="x", title="T\nU\x1b"), "T U", id="one line, no controls"),
        pytest.param(Article(text="x", file="notes.txt"), "notes.txt", id="but the file"),
        pytest.param(Article(text="x", title="T", file="notes.txt"), "T", id="file and title"),
        pytest.param(Article(text="x", outlet="O", title="T"), "O: T", id="no date"),
    ],
)
def test_source(article, source):
    assert describe_source(article) == source


MARKED = replace(
    ANSWER,
    statements=(
        Statement(
            citations=(replace(CITATION, answer_start=29, answer_end=31),), part="Who paid $5?"
        ),
        Statement(citations=(CITATION,), part="Who paid $5?"),
        Statement(citations=(CITATION,), part="And why?"),
    ),
    outlets=("Example & Sons",),
    periods=(Period(first=date(2024, 8, 1), last=date(2024, 8, 31), text="August 2024"),),
    parts=("Who paid $5?", "And why?"),
)


def test_the_words_that_answer_stand_apart():
    marked = MARKED.statements[0].citations[0]
    assert marked.marked == ("Minsk <b>paid</b> ", "$5", " *million*.")
    assert CITATION.marked == (CITATION.quote, "", "")
    first = as_text(MARKED, bold=("<", ">")).split("[1] ")[1].splitlines()[0]
    assert first == "“Minsk <b>paid</b> <$5> *million*.”"
    assert as_text(MARKED) == MARKED.text
    assert "<$5>" not in MARKED.text
    assert r"**\$5**" in MARKED.to_markdown()
    rendered = MarkdownIt().render(MARKED.to_markdown())
    assert "<strong>$5</strong>" in rendered
    citation = MARKED.to_dict()["statements"][0]["citations"][0]
    assert citation["answer"] == {"text": "$5", "start": 29, "end": 31}
    assert ANSWER.to_dict()["statements"][0]["citations"][0]["answer"] is None


def test_each_part_heads_what_was_found_for_it_once():
    lines = MARKED.text.splitlines()
    assert lines.count("Who paid $5?") == lines.count("And why?") == 1
    assert lines.index("Who paid $5?") == 0, "no blank line above it"
    assert lines[lines.index("And why?") - 1] == ""
    found = MARKED.to_dict()
    assert found["parts"] == ["Who paid $5?", "And why?"]
    assert [s["part"] for s in found["statements"]] == ["Who paid $5?", "Who paid $5?", "And why?"]
    assert r"*Who paid \$5?*" in MARKED.to_markdown()


def test_what_the_question_names_is_said_to_be_preferred_and_to_have_hidden_nothing():
    assert describe_preference(ANSWER) == ""
    assert describe_preference(MARKED) == (
        "The question names Example & Sons and August 2024: what was published there and then "
        "was preferred, and nothing was left out for it."
    )
    assert MARKED.text.endswith(describe_preference(MARKED))
    assert MARKED.to_dict()["periods_named"] == [
        {"text": "August 2024", "first": "2024-08-01", "last": "2024-08-31"}
    ]


def test_whose_words_are_asked_for_is_said():
    answer = replace(MARKED, speaker="Ann Poe")
    assert describe_preference(answer) == (
        "The question asks for the words of Ann Poe: what others say was put after theirs. "
        + describe_preference(MARKED)
    )
    assert answer.to_dict()["speaker_named"] == "Ann Poe"
    assert ANSWER.to_dict()["speaker_named"] is None


def test_a_part_that_is_not_answered_stands_below_those_that_are():
    answer = replace(ANSWER, parts=("Who paid", "who *won*?"), unanswered=("who *won*?",))
    assert "\n\nwho *won*?\nThe archive does not say.\n\nSearched" in answer.text
    assert "\n\n*who \\*won\\*?*\n\nThe archive does not say.\n\n" in answer.to_markdown()
    assert answer.to_dict()["unanswered"] == ["who *won*?"]


def test_how_a_question_was_understood_stands_above_its_answer():
    put = Understood(
        question="When did *she* go?",
        about=("Ann Poe", "Minsk"),
        articles=frozenset({"b" * 16, "a" * 16}),
    )
    answer = replace(SILENCE, question="When?", understood=put)
    assert answer.text.splitlines()[:2] == [
        "Understood as: Ann Poe, Minsk: When did *she* go?",
        "",
    ]
    assert answer.to_markdown().splitlines()[2] == (
        "Understood as: Ann Poe, Minsk: When did \\*she\\* go?"
    )
    assert answer.to_dict()["understood"] == {
        "question": "When did *she* go?",
        "about": ["Ann Poe", "Minsk"],
        "articles": ["a" * 16, "b" * 16],
        "sure": True,
    }
    assert SILENCE.to_dict()["understood"] is None
