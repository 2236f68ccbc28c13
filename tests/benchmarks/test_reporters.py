"""What reporters would ask: the questions' file, and where it says that answers stand."""

import json
from pathlib import Path

import pytest

from benchmarks import collections as all_collections
from benchmarks import reporters
from benchmarks.collections import GoldFact

TEXT = "Snow lies on the border. It melts in May."


def test_the_questions_are_as_many_as_the_page_says_and_none_stands_twice():
    rows = [json.loads(line) for line in reporters.QUESTIONS.read_text().splitlines()]
    answers = [row["answers"] for row in rows if "answers" in row]
    page = " ".join(reporters.PAGE.read_text(encoding="utf-8").split())
    assert f"asks {len(rows)} questions that were written for this" in page
    assert f": {len(answers)} that an article answers" in page
    assert f"and {len(rows) - len(answers)} near misses" in page
    assert len({row["question"] for row in rows}) == len(rows)
    assert all(0 <= start < end for spans in answers for start, end in spans)
    assert all(answers)


def test_an_answer_is_characters_of_its_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    source, asked = tmp_path / "some.jsonl", tmp_path / "asked.jsonl"
    source.write_text(json.dumps({"text": TEXT, "url": "https://a.test/1"}) + "\n")
    rows = [
        {"collection": "some", "question": "When?", "article": 0, "answers": [[25, 41]]},
        {"collection": "some", "question": "Why?"},
    ]
    asked.write_text("".join(json.dumps(row) + "\n" for row in rows))
    monkeypatch.setattr(all_collections, "BUILD", tmp_path)
    monkeypatch.setitem(all_collections._LOADERS, "some", lambda: (source, iter(())))
    monkeypatch.setattr(reporters, "QUESTIONS", asked)
    (collection,) = reporters.collections()
    assert [question.text for question in collection.questions] == ["When?", "Why?"]
    assert [question.facts for question in collection.questions] == [
        (GoldFact(text="It melts in May.", url="https://a.test/1"),),
        (),
    ]
