"""Answer or not."""

import json
import math
from dataclasses import replace
from datetime import date
from importlib.resources import files

import pytest

from index import Article, Hit, Passage
from qa.evidence import Scored
from qa.features import FEATURES, Candidate
from qa.parts import Part
from qa.question import Question, parse
from qa.silence import (
    FITTED,
    FOLDS,
    LACKING,
    SIGNALS,
    TOLD,
    fold_of,
    has_several_parts,
    judge,
    probability,
    rates,
    signals,
    threshold,
)
from qa.strictness import Strictness

STORED = json.loads((files("qa") / "silence_weights.json").read_text())
KINDS = {"one_part": False, "several_parts": True}
OFFERED = (Strictness.STRICT, Strictness.BALANCED, Strictness.OPEN)


def logistic(fitted, found):
    weights = [fitted["weights"][name] for name in FITTED]
    odds = sum(w * x for w, x in zip(weights, found[:-2], strict=True)) + fitted["bias"]
    return 1 / (1 + math.exp(-odds))


@pytest.mark.parametrize("kind", KINDS)
def test_probability_is_the_stored_logistic_regression(kind):
    found = [*(0.1 * n for n in range(len(FITTED))), 0.0, 0.0]
    expected = logistic(STORED[kind], found)
    assert probability(found, several_parts=KINDS[kind]) == pytest.approx(expected)


@pytest.mark.parametrize("kind", KINDS)
def test_a_development_question_is_judged_by_weights_that_did_not_see_it(kind):
    found = [*(0.5 for _ in FITTED), 0.0, 0.0]
    expected = logistic(STORED[kind]["folds"][fold_of("Who won?")], found)
    got = probability(found, several_parts=KINDS[kind], unseen="Who won?")
    assert got == pytest.approx(expected)
    assert len(STORED[kind]["folds"]) == FOLDS


def test_questions_fall_into_all_folds():
    assert {fold_of(f"question {n}") for n in range(100)} == set(range(FOLDS))


@pytest.mark.parametrize("kind", KINDS)
def test_better_evidence_is_never_less_probable(kind):
    weak = dict.fromkeys(SIGNALS, 0.2) | {
        "told": 0.0,
        "lacking": 0.0,
        "best_score": -6.0,
        "relevance": -4.0,
        "passage_relevance": -4.0,
        "weakest_part": -6.0,
    }
    strong = dict.fromkeys(SIGNALS, 0.9) | {
        "best_score": 3.0,
        "relevance": 4.0,
        "passage_relevance": 4.0,
        "weakest_part": 2.0,
        "lacking": 0.0,
    }
    low, high = (
        probability(list(found.values()), several_parts=KINDS[kind]) for found in (weak, strong)
    )
    assert low < threshold() < high


def test_who_somebody_is_is_answered_by_the_sentence_that_says_it():
    introduced = hit("Ann Poe, a judge in Minsk, left.")
    for question, kind, expected in (  # 0: by its weak evidence
        ("Who is Ann Poe?", 1.0, TOLD),
        ("Who is Ann Poe?", 0.0, 0.0),
        ("Who met Ann Poe?", 1.0, 0.0),
    ):
        ranked = [scored(introduced, 0.001, kind=kind, relevance=-6.0)]
        found = judge(parse(question), [introduced], ranked)
        assert found == expected if expected else found < threshold()


@pytest.mark.parametrize(
    ("question", "said", "told"),
    [
        ("Who said “it's a sad, sad day”?", True, True),
        ("Who said “it's a sad, sad day”?", None, False),
        ("Why is it “a sad, sad day”?", True, False),
    ],
)
def test_who_said_it_is_answered_by_the_sentence_that_has_the_words(question, said, told):
    found = hit("“It’s a sad, sad day,” said Poe.")
    assert named(parse(question), [found], [scored(found, 0.2, said=said)])["told"] == told


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        ("How old is Ann Poe?", "Poe, 46, a former mayor, left.", True),
        ("How old is Ann Poe?", "The 46-year-old mayor Poe left.", True),
        ("How old is Ann Poe?", "Poe left in 46 days.", False),
        ("How old is Ann Poe?", "Roe, 46, left with Poe.", False),
        ("How old was Ann Poe when she left?", "Poe, 46, left.", False),
    ],
)
def test_how_old_somebody_is_is_answered_by_the_age_beside_the_name(question, text, told):
    found = hit(text)
    assert named(parse(question), [found], [scored(found, 0.2)])["told"] == told


@pytest.mark.parametrize(
    ("question", "said", "expected"),
    [
        pytest.param("What did Poe say?", True, (True, False), id="whatever it is"),
        pytest.param("What did Poe say of snow?", True, (False, False), id="of something"),
        pytest.param("What did Poe say of snow?", False, (False, True), id="another says it"),
        pytest.param("What did Poe say of snow?", None, (False, True), id="nobody says it"),
        pytest.param("What did the mayor say?", None, (False, False), id="nobody is named"),
        pytest.param("Is there snow?", None, (False, False), id="nobody's words are asked for"),
    ],
)
def test_somebodys_words_are_asked_for(question, said, expected):
    found = hit("Poe said that there is snow.")
    ranked = [scored(found, 0.9, said=said, kind=float(said is True))]
    signals = named(parse(question), [found], ranked)
    assert (signals["told"], signals["lacking"]) == expected


@pytest.mark.parametrize(
    ("question", "sentences", "lacking"),
    [
        pytest.param("How much did it cost?", ["It cost $5.", "It snowed."], False, id="a price"),
        pytest.param(
            "How much did it cost?", ["It took 5 days.", "It cost $5."], False, id="below"
        ),
        pytest.param("How much did it cost?", ["It took 5 days.", "It snowed."], True, id="days"),
        pytest.param("How many came?", ["It snowed."], False, id="no sort is asked for"),
        pytest.param(
            "How much did the army of Minsk cost, and who led it in that war?",
            ["It snowed."],
            False,
            id="in one of several parts",
        ),
    ],
)
def test_a_quantity_of_its_sort_is_asked_for(question, sentences, lacking):
    hits = [hit(sentence) for sentence in sentences]
    ranked = [scored(found, 0.9) for found in hits]
    assert named(parse(question), hits, ranked)["lacking"] == lacking


def test_without_anything_that_is_said_by_whom_the_question_asks_for_silence_is_likelier():
    sure = [9.0] * len(FITTED)
    assert probability([*sure, 0.0, 1.0]) == LACKING
    assert probability([*sure, 0.0, 0.0]) > threshold() > LACKING > threshold(Strictness.OPEN)


def test_who_speaks_is_named_near_a_sentence():
    article = Article(text="“It snowed.” It did.")
    question = parse("What did Ann Poe say of snow?")
    for said, share in ((True, 1.0), (False, 0.0)):
        passage = Passage(id=1, article=article, start=0, end=len(article.text))
        found = Hit(passage=passage, score=0.5, cosine=0.5, bm25=1.0)
        assert named(question, [found], [scored(found, 0.9, said=said)])["names_near"] == share


def test_stricter_is_never_looser():
    thresholds = [threshold(strictness) for strictness in OFFERED]
    assert thresholds == sorted(thresholds, reverse=True)
    answered = [rates(strictness).wrongly_answered for strictness in OFFERED]
    silent = [rates(strictness).wrongly_silent for strictness in OFFERED]
    assert answered == sorted(answered)
    assert silent == sorted(silent, reverse=True)
    assert thresholds[0] > thresholds[2]


def hit(text: str, *, title: str | None = None, cosine: float = 0.5) -> Hit:
    article = Article(text=text, title=title)
    passage = Passage(id=1, article=article, start=0, end=len(text))
    return Hit(passage=passage, score=0.5, cosine=cosine, bm25=1.0)


def scored(
    found: Hit,
    score: float,
    *,
    part: str | None = None,
    said: bool | None = None,
    **features: float,
) -> Scored:
    passage = found.passage
    candidate = Candidate(
        article=passage.article,
        start=0,
        end=len(passage.text),
        passage=passage.text,
        context_cosine=0.0,
        retrieval=0.0,
        passage_relevance=0.0,
        mass=0.0,
        relevance=0.0,
        part=part,
        said=said,
    )
    row = tuple(features.get(name, 0.0) for name in FEATURES)
    return Scored(candidate=candidate, score=score, features=row)


def named(question: Question, hits, ranked) -> dict[str, float]:
    return dict(zip(SIGNALS, signals(question, hits, ranked), strict=True))


def test_signals_describe_the_best_of_what_was_found():
    near, far = hit("Minsk has 48,000 soldiers.", cosine=0.4), hit("Snow in Kyiv.", cosine=0.6)
    ranked = [
        scored(
            near,
            0.75,
            relevance=2.0,
            passage_relevance=1.0,
            cosine=0.3,
            coverage=0.25,
            retrieval=0.9,
        ),
        scored(
            far, 0.2, relevance=3.0, passage_relevance=1.5, cosine=0.4, coverage=1.0, retrieval=1.0
        ),
    ]
    found = named(parse("Has Minsk 48,000 soldiers, or has Moscow?"), [near, far], ranked)
    assert found == {
        "best_score": pytest.approx(math.log(3)),
        "relevance": 2.0,
        "passage_relevance": 1.5,
        "weakest_part": pytest.approx(math.log(3)),
        "cosine": 0.6,
        "sentence_cosine": 0.3,
        "coverage": 0.25,
        "names": 0.5,
        "numbers": 1.0,
        "names_near": 0.5,
        "numbers_near": 1.0,
        "retrieval": 0.0,
        "told": 0.0,
        "lacking": 0.0,
    }


def test_the_weakest_part_counts_and_one_without_evidence_most():
    found = hit("Minsk said no.")
    parts = tuple(Part(text=t, query=t, outlets=(), periods=()) for t in ("one", "two"))
    question = parse("Who said no?")
    question = Question(
        **{name: getattr(question, name) for name in question.__slots__} | {"parts": parts}
    )
    ranked = [scored(found, 0.75, part="one", retrieval=0.9), scored(found, 0.25, part="two")]
    assert named(question, [found], ranked)["weakest_part"] == pytest.approx(-math.log(3))
    assert named(question, [found], ranked)["retrieval"] == 0.9
    assert named(question, [found], ranked[:1])["weakest_part"] == pytest.approx(
        math.log(1e-6), abs=1e-3
    )
    assert has_several_parts(question)


def test_a_name_in_a_title_is_found():
    found = hit("He said no.", title="Lukashenko in Minsk")
    assert named(parse("What did Lukashenko say?"), [found], [scored(found, 0.5)])["names"] == 1.0


TEXT = "In 2021 snow fell on Lviv. Kyiv had 1,400 tanks. It sold none in 5 years. Minsk had 90."
LVIV, KYIV, SALE, MINSK = (TEXT.index(word) for word in ("In 2021", "Kyiv", "It sold", "Minsk"))


@pytest.mark.parametrize(
    ("question", "start", "names", "numbers"),
    [
        pytest.param("Who had 1,400 tanks in Kyiv?", KYIV, 1.0, 1.0, id="in the sentence"),
        pytest.param("Who sold 1,400 tanks of Kyiv?", SALE, 1.0, 1.0, id="in the one before"),
        pytest.param("Who had 1,400 tanks in Kyiv?", MINSK, 0.0, 0.0, id="two sentences before"),
        pytest.param("Who sold tanks to Minsk?", SALE, 0.0, 1.0, id="in the one after"),
        pytest.param("What did Reuters say of Depots?", SALE, 1.0, 1.0, id="in title and outlet"),
        pytest.param("Who sold tanks in August 2024?", SALE, 1.0, 1.0, id="in the date"),
        pytest.param("Who sold tanks in August 2023?", SALE, 1.0, 0.0, id="another year"),
        pytest.param("Who sold 7 tanks?", SALE, 1.0, 1.0, id="short numbers do not count"),
        pytest.param("Who sold tanks?", SALE, 1.0, 1.0, id="nothing is named"),
    ],
)
def test_what_stands_near_the_best_sentence(question, start, names, numbers):
    article = Article(
        text=TEXT, title="Depots", outlet="Reuters", published=date(2024, 8, 20), language="en"
    )
    passage = Passage(id=1, article=article, start=0, end=len(TEXT))
    found = Hit(passage=passage, score=0.5, cosine=0.5, bm25=1.0)
    end = TEXT.index(".", start) + 1
    best = scored(found, 0.75)
    best = replace(best, candidate=replace(best.candidate, start=start, end=end))
    made = named(parse(question), [found], [best])
    assert (made["names_near"], made["numbers_near"]) == (names, numbers)


def test_of_several_parts_nothing_need_stand_near_one_sentence():
    found = hit("Minsk said no.")
    question = parse("Who banned beer in Minsk, and how many people live in Lisbon in 2021?")
    assert has_several_parts(question)
    made = named(question, [found], [scored(found, 0.75)])
    assert (made["names_near"], made["numbers_near"]) == (0.0, 0.0)


def test_without_evidence_there_is_no_signal():
    assert signals(parse("Who?  Minsk?"), [], []) == [0.0] * len(SIGNALS)
