"""Sentences and passages: nothing lost, nothing twice, and cut where a reader would cut."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.splitting import LONG_QUOTATION_WORDS, Span, split_passages, split_sentences

SENTENCE = st.sampled_from(
    [
        "Troops left.",
        "“We will not fight,” he said.",
        "“It ended. Nobody won.”",
        "Mr. J. D. Smith of the U.S. agreed at 5 p.m.",
        "It rose 3.5 percent…",
        "Why?! 😀",
        "«Нет», — сказал А. Г. Лукашенко.",
        "В 1994 г. он победил!",
        "1.",
        "(See p. 5.)",
        "’",
        "”",
        "word " * 45 + "end.",
        "“" + "We said no. " * 20 + "Yes.”",
    ]
)
PROSE = st.lists(
    st.tuples(SENTENCE, st.sampled_from([" ", "\n", "\n\n", "  ", "", " \u2028"]))
).map(lambda parts: "".join(sentence + gap for sentence, gap in parts))
NOISE = st.text(
    alphabet=st.sampled_from("aZя .?!…“”\"'’«»()[]1,;-\n\t\r\u00a0\u2028😀"), max_size=80
)
TEXT = st.one_of(PROSE, NOISE, st.text(max_size=60))


def sentences_of(text: str) -> list[str]:
    return [span.of(text) for span in split_sentences(text)]


def count_words(texts: list[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def count_quarters(texts: list[str]) -> list[int]:
    """A token for every four letters of a word, so that one word may be many tokens."""
    return [sum(-(-len(word) // 4) for word in text.split()) for text in texts]


@given(TEXT)
def test_every_character_but_white_space_is_in_exactly_one_sentence(text):
    covered = [0] * len(text)
    for start, end in split_sentences(text):
        for position in range(start, end):
            covered[position] += 1
    assert max(covered, default=0) <= 1
    assert [
        c for c, times in zip(text, covered, strict=True) if times == 0 and not c.isspace()
    ] == []


@given(TEXT)
def test_sentences_are_in_order_and_without_white_space_around(text):
    spans = split_sentences(text)
    assert all(one.end <= two.start for one, two in pairwise(spans))
    assert all(span.of(text) == span.of(text).strip() != "" for span in spans)
    assert all("\n" not in span.of(text) for span in spans)


@given(TEXT, st.integers(1, 60))
def test_passages_tile_the_text(text, budget):
    passages = split_passages(text, count_tokens=count_quarters, budget=budget)
    if not text.strip():
        assert passages == []
    else:
        assert passages[0].start == 0
        assert passages[-1].end == len(text)
        assert all(one.end == two.start for one, two in pairwise(passages))
        assert all(passage.of(text).strip() for passage in passages)


@given(TEXT, st.integers(1, 60))
def test_a_passage_is_within_the_budget_unless_one_word_is_not(text, budget):
    for passage in split_passages(text, count_tokens=count_quarters, budget=budget):
        words = passage.of(text).split()
        assert count_quarters([passage.of(text)])[0] <= budget or len(words) == 1


@given(TEXT, st.integers(1, 60))
def test_a_passage_begins_inside_a_sentence_only_where_that_is_over_the_budget(text, budget):
    sentences = split_sentences(text)
    starts = {sentence.start for sentence in sentences}
    for passage in split_passages(text, count_tokens=count_words, budget=budget)[1:]:
        if passage.start not in starts:
            (cut,) = [s for s in sentences if s.start < passage.start < s.end]
            assert count_words([cut.of(text)])[0] > budget


@pytest.mark.parametrize(
    "sentences",
    [
        pytest.param(["Mr. Smith met U.S. President J. D. Vance.", "He spoke."], id="initials"),
        pytest.param(["He left at 5 p.m. on Friday.", "The rest stayed."], id="p.m. inside"),
        pytest.param(["He left at 5 p.m.", "The rest stayed."], id="p.m. at the end"),
        pytest.param(["The Jan. 6 attack.", "On Feb. 24, 2022, it began."], id="months"),
        pytest.param(
            ["Dr. A. B. Carter Jr. of St. Petersburg, Fla., agreed.", "No. 5 won."], id="titles"
        ),
        pytest.param(
            ["Cllr. Ann Poe met Atty. Gen. Rob Roe.", "Const. Jo Doe left Ft. Worth."], id="ranks"
        ),
        pytest.param(
            ["It is 30 km. from Riga and approx. 300 kg. in all.", "It is 5 km.", "40 left."],
            id="measures",
        ),
        pytest.param(
            ["He said no.", "Ann Poe was ill.", "Part no. A12 is no. 5.", "“I said no. She left.”"],
            id="no and ill",
        ),
        pytest.param(
            ["“It was late.”", "Ann Poe said that she had left.", "“It was late,” Poe said."],
            id="a quotation before another speaks",
        ),
        pytest.param(["Gen. Hodges vs. the U.N. in Geneva.", "OK."], id="vs. and U.N."),
        pytest.param(["It rose 3.5 percent to 1.2 million.", "It fell in Q2."], id="decimals"),
        pytest.param(["“It ended.”", "He left.", '"Yes."', "She said so."], id="stop in the marks"),
        pytest.param(["He said “No”.", "She left."], id="stop after the marks"),
        pytest.param(["“Nobody,” she said, “knew.”", "He left."], id="quotation in two parts"),
        pytest.param(["He asked: “Why?”", "Nobody knew."], id="question in the marks"),
        pytest.param(["‘Never.’", "He left."], id="single marks"),
        pytest.param(
            ["He will wait,” she said.", "“But I’m not sure that he can."],
            id="an opening mark behind half a quotation",
        ),
        pytest.param(
            ['"Every goal has its story," he said.', '"The first is the one that we waited for.'],
            id="a straight opening mark",
        ),
        pytest.param(['" Never again. "', "He left."], id="a straight closing mark"),
        pytest.param(
            ["“One two three. Four five six,” he said.", "“Seven.”"],
            id="a short quotation is whole",
        ),
        pytest.param(["1. First point.", "2. Second point."], id="numbered list"),
        pytest.param(["Well… maybe.", "And then... nothing.", "Wait...", "What?"], id="ellipses"),
        pytest.param(["What?!", "No!"], id="two marks"),
        pytest.param(["He said so (see p. 5).", "Then he left."], id="brackets"),
        pytest.param(["https://example.com/a.b.c is a site.", "Visit it."], id="address"),
        pytest.param(["😀 He left.", "😀 She came."], id="outside the basic plane"),
        pytest.param(
            ["Он сказал: «Нет».", "Потом ушёл.", "Это было в 1994 г. в Минске."], id="Russian"
        ),
        pytest.param(["А. Г. Лукашенко ответил.", "«Да».", "Он ушёл."], id="Russian initials"),
    ],
)
def test_sentences(sentences):
    assert sentences_of(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        pytest.param("", [], id="empty"),
        pytest.param(" \n\t \n", [], id="white space"),
        pytest.param("...", ["..."], id="no letter at all"),
        pytest.param("A headline\nThe text", ["A headline", "The text"], id="a line is an end"),
        pytest.param("1. First.\n2. Second.\n3.", ["1. First.", "2. Second.", "3."], id="list"),
        pytest.param("He left. 🙂", ["He left. 🙂"], id="a scrap goes to what is before it"),
    ],
)
def test_sentences_of_lines(text, sentences):
    assert sentences_of(text) == sentences


def test_a_long_quotation_is_cut_at_its_inner_ends():
    inner = ["“We will not fight.", "We told all of them so.", "We never wanted a war here."] * 3
    text = " ".join(inner).replace(" “", " ") + " That is all,” he said. He left."
    assert len(text.split()) > LONG_QUOTATION_WORDS
    expected = [inner[0], *(sentence.lstrip("“") for sentence in inner[1:])]
    assert sentences_of(text) == [*expected, "That is all,” he said.", "He left."]


def test_the_closing_mark_stays_with_the_last_sentence_of_a_long_quotation():
    said = [f"This is what was said as number {number}." for number in range(12)]
    assert sentences_of("“" + " ".join(said) + "” He left.") == [
        "“" + said[0],
        *said[1:-1],
        said[-1] + "”",
        "He left.",
    ]


def test_a_sentence_without_a_stop_is_cut_between_words():
    text = " ".join(f"word{number}" for number in range(3000))
    assert split_sentences(text) == [Span(0, len(text))]
    passages = split_passages(text, count_tokens=count_words, budget=100)
    assert [count_words([passage.of(text)])[0] for passage in passages] == [100] * 30
    assert [w for p in passages for w in p.of(text).split()] == text.split()


def test_a_word_over_the_budget_stands_alone():
    text = "In Minsk " + "x" * 400 + " it snowed."
    passages = split_passages(text, count_tokens=count_quarters, budget=5)
    assert [passage.of(text) for passage in passages] == [
        "In Minsk ",
        "x" * 400 + " ",
        "it snowed.",
    ]


def test_passages_come_out_about_even():
    text = " ".join(["One two three four."] * 6)  # 24 words: three times 8, not 10, 10 and 4
    passages = split_passages(text, count_tokens=count_words, budget=10)
    assert [count_words([passage.of(text)])[0] for passage in passages] == [8, 8, 8]


def test_what_fits_is_one_passage_with_its_white_space():
    text = "\n  It snowed.\n\nThen it rained.  \n"
    assert split_passages(text, count_tokens=count_words, budget=50) == [Span(0, len(text))]


@pytest.mark.parametrize("text", [pytest.param("", id="empty"), pytest.param(" \n ", id="blank")])
def test_no_sentence_makes_no_passage(text):
    assert split_passages(text, count_tokens=count_words, budget=10) == []


@pytest.mark.parametrize(
    "sentences",
    [
        pytest.param(["Snow fell on Riga.", "“It fell,” he said, “at noon.”"] * 2_000, id="short"),
        pytest.param(["Snow fell.", "The " + "river " * 9_000 + "rose.", "It froze."], id="long"),
        # By the square of their number it would take minutes.
        pytest.param(["![" * 90_000], id="nothing but marks"),
    ],
)
def test_sentences_of_a_line_of_any_length(sentences):
    assert sentences_of(" ".join(sentences)) == sentences
