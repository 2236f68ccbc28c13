"""A part of a collection: its questions, all that answers them, and other articles beside it."""

import json

import pytest

from benchmarks import collections
from benchmarks.collections import DevQuestion, GoldFact, load_some

ARTICLES = [
    {"text": f"Army {n} has {n + 2} drones.", "url": f"https://a.example/{n}"} for n in range(12)
]
QUESTIONS = [
    DevQuestion(
        text=f"How many drones has army {n}?",
        facts=(GoldFact(text=ARTICLES[n]["text"], url=ARTICLES[n]["url"]),) if n % 2 else (),
    )
    for n in range(12)
]


@pytest.fixture
def armies(tmp_path, monkeypatch):
    source = tmp_path / "armies.jsonl"
    source.write_text("".join(json.dumps(article) + "\n" for article in ARTICLES))
    monkeypatch.setattr(collections, "BUILD", tmp_path)
    monkeypatch.setitem(collections._LOADERS, "armies", lambda: (source, iter(QUESTIONS)))


@pytest.mark.parametrize(
    ("questions", "articles", "expected"),
    [
        pytest.param(4, 6, ([0, 3, 6, 9], [0, 2, 3, 6, 8, 9]), id="some"),
        pytest.param(6, 1, ([0, 2, 4, 6, 8, 10], [0]), id="nothing to answer them"),
        pytest.param(12, 0, (list(range(12)), [1, 3, 5, 7, 9, 11]), id="no more than answer"),
        pytest.param(20, 20, (list(range(12)), list(range(12))), id="all"),
    ],
)
def test_some_questions_have_what_answers_them(armies, questions, articles, expected):
    some = load_some("armies", questions=questions, articles=articles)
    numbers = sorted(int(str(a.url).rpartition("/")[2]) for a in some.archive.articles())
    assert ([QUESTIONS.index(q) for q in some.questions], numbers) == expected
    assert some.name == "armies"
    urls = {article.url for article in some.archive.articles()}
    assert all(fact.url in urls for question in some.questions for fact in question.facts)
