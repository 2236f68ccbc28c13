"""What is marked of the evidence that is shown."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Article, Filters
from index.splitting import Span, split_sentences
from qa.answer import Coverage
from qa.calibration import Threshold
from qa.deciding import Evidence, Judged, _neighbours, decide
from qa.evidence import Scored
from qa.features import FEATURES, Candidate
from qa.question import parse
from qa.strictness import Strictness

ARTICLE = Article(text="Three people left Minsk.")
COVERAGE = Coverage(
    articles=1, passages=1, undated=0, outlets=1, earliest=None, latest=None, filters=Filters()
)
READ = Candidate(
    article=ARTICLE, start=0, end=len(ARTICLE.text), passage=ARTICLE.text, context_cosine=0.5,
    retrieval=0.5, passage_relevance=1.0, mass=0.5, relevance=0.0, answer=Span(0, 5),
)  # fmt: skip


def marked(candidate: Candidate, *, probability: float = 0.9) -> str | None:
    """Return the words that are marked of an answer from one sentence, or of what comes closest."""
    ranked = [Scored(candidate=candidate, score=0.8, features=(0.0,) * len(FEATURES))]
    evidence = Evidence(question=parse("How many people left Minsk?"), hits=[], ranked=ranked)
    answer = decide(
        Judged(evidence=evidence, probability=probability),
        COVERAGE,
        Threshold(value=0.5, strictness=Strictness.BALANCED),
        limit=5,
    )
    (cited,) = answer.closest or [c for one in answer.statements for c in one.citations]
    start, end = cited.answer_start, cited.answer_end
    return None if start is None else ARTICLE.text[start:end]


@pytest.mark.parametrize(
    ("mass", "relevance", "expected"),
    [
        pytest.param(0.5, 0.0, "Three", id="as likely as not, of both"),
        pytest.param(0.9, -2.0, "Three", id="surely the answer of its passage, little by itself"),
        pytest.param(0.15, 2.0, "Three", id="one of several in its passage, surely by itself"),
        pytest.param(0.2, 0.0, None, id="neither is sure"),
        pytest.param(0.5, -1.5, None, id="unlikely by itself"),
        pytest.param(0.0, 6.0, None, id="the passage's answer stands elsewhere"),
        pytest.param(0.9, None, None, id="not read by itself"),
    ],
)
def test_words_are_marked_where_passage_and_sentence_together_are_sure(mass, relevance, expected):
    assert marked(replace(READ, mass=mass, relevance=relevance)) == expected


def test_what_another_says_is_not_marked_nor_what_is_no_answer():
    assert marked(replace(READ, said=True)) == "Three"
    assert marked(replace(READ, said=False)) is None
    assert marked(READ, probability=0.1) is None


def test_a_reader_that_marks_nothing_may_be_as_sure_as_it_likes():
    assert marked(replace(READ, relevance=5000.0, answer=None)) is None


def reported(outlet: str, text: str, score: float) -> Scored:
    candidate = replace(
        READ, article=Article(text=text, outlet=outlet), end=len(text), passage=text
    )
    return Scored(candidate=candidate, score=score, features=(0.0,) * len(FEATURES))


@pytest.mark.parametrize(
    ("question", "first"),
    [
        pytest.param("According to the Post, how many left?", "Post", id="whom it names"),
        pytest.param("According to the Star, how many left?", "Wire", id="too unlikely"),
        pytest.param("How many left?", "Wire", id="it names none"),
    ],
)
def test_what_an_outlet_reports_that_is_named_comes_first(question, first):
    ranked = [
        reported("Wire", "Three people left.", 0.8),
        reported("Post", "Nine people left Minsk.", 0.4),
        reported("Star", "It snowed on people.", 0.1),
    ]
    asked = parse(question, known_outlets=["Wire", "Post", "Star"])
    answer = decide(
        Judged(evidence=Evidence(question=asked, hits=[], ranked=ranked), probability=0.9),
        COVERAGE,
        Threshold(value=0.5, strictness=Strictness.BALANCED),
        limit=5,
    )
    outlets = [statement.citations[0].article.outlet for statement in answer.statements]
    assert (outlets[0], len(outlets)) == (first, 3)


@given(st.text(alphabet="ab. \n\tА“”", max_size=80))
def test_the_sentences_before_and_after_are_those_of_the_whole_article(text):
    sentences = split_sentences(text)
    for at, (start, end) in enumerate(sentences):
        before = sentences[at - 1].start if at else start
        after = sentences[at + 1].end if at + 1 < len(sentences) else end
        assert _neighbours(Article(text=text or "a"), start, end) == (before, after)
