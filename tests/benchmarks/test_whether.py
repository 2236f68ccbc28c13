"""Questions whether something is so: their file, and where it says that answers stand."""

import json

import pytest

from benchmarks import collections as all_collections
from benchmarks import whether
from benchmarks.whether import Measured, measure, table
from qa.question import Kind, parse

TEXTS = ("Minsk sent no troops. It snowed.", "The army of Kyiv has drones.")


@pytest.fixture(scope="module")
def rows():
    return [json.loads(line) for line in whether.QUESTIONS.read_text().splitlines()]


def test_the_questions_are_as_many_as_the_page_says_and_none_stands_twice(rows):
    page = " ".join(whether.PAGE.read_text(encoding="utf-8").split())
    counts = [sum(row["kind"] == kind for row in rows) for kind in ("yes", "no", "none")]
    said = "asks {} questions that four writers wrote for this: {} are so, {} are not, and {} "
    assert said.format(len(rows), *counts) in page
    assert len({row["question"].casefold().rstrip("?") for row in rows}) == len(rows)
    assert {row["written_by"] for row in rows} == set(
        "".join(map("".join, whether.WRITERS.values()))
    )


def test_answers_stand_where_something_decides(rows):
    assert all(bool(row["answers"]) == (row["kind"] != "none") for row in rows)
    spans = [answer["sentence"] for row in rows for answer in row["answers"]]
    assert all(0 <= start < end for start, end in spans)
    assert sum(parse(row["question"]).kind is Kind.WHETHER for row in rows) == len(rows) - 1


def test_an_answer_is_a_sentence_of_its_article(tmp_path, monkeypatch):
    source = tmp_path / "some.jsonl"
    articles = [{"text": text, "url": f"https://a.test/{n}"} for n, text in enumerate(TEXTS)]
    source.write_text("".join(json.dumps(article) + "\n" for article in articles))
    monkeypatch.setattr(all_collections, "BUILD", tmp_path)
    monkeypatch.setitem(all_collections._LOADERS, "some", lambda: (source, iter(())))
    asked = [("Has Minsk sent troops?", [{"article": 0, "sentence": [0, 21]}]), ("Is it May?", [])]
    measured = measure(
        [{"collection": "some", "question": text, "answers": answers} for text, answers in asked]
    )
    assert (measured.first, measured.in_three) == (1, 1)
    assert (len(measured.can), len(measured.cannot)) == (1, 1)
    assert measured.can > measured.cannot


def test_a_row_has_rates_and_areas():
    made = table({"some": Measured(first=1, in_three=2, can=[0.9, 0.2, 0.7], cannot=[0.1, 0.8])})
    assert "| some | 1 of 3 (0.33" in made
    assert "| 2 of 3 (0.67" in made
    assert "| 1 of 2 (0.50; 0.09 to 0.91) | 1 of 3 (0.33; 0.06 to 0.79) | 0.667 |" in made
