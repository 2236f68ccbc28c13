"""Questions whose article is missing: which article answers what, and archives that lack it."""

import json
from pathlib import Path

import pytest
from word_reader import WordReader

from benchmarks import collections
from benchmarks.collections import Collection, DevQuestion, GoldFact, load
from benchmarks.missing import ask, questions_by_article
from index import Archive, Article

SNOW = Article(text="Snow lies on the border of Belarus. It melts in May.", url="https://a.test/1")
GRAIN = Article(text="Grain leaves the harbour again. Nobody buys it.", url="https://a.test/2")


def test_questions_stand_under_the_article_that_answers_them(archive: Archive):
    questions = tuple(
        DevQuestion(text=text, facts=(GoldFact(text="any", url=url),) * 2)
        for text, url in (("Where?", SNOW.url), ("What?", GRAIN.url), ("When?", SNOW.url))
    )
    collection = Collection(name="some", archive=archive, questions=questions)
    assert questions_by_article(collection) == {
        SNOW.url: ["Where?", "When?"],
        GRAIN.url: ["What?"],
    }


def test_a_question_is_likelier_answered_where_its_article_is_there():
    question = "Where does snow lie on the border?"
    (there,) = ask([SNOW, GRAIN], [question], reader=WordReader())
    (missing,) = ask([GRAIN], [question], reader=WordReader())
    assert there > missing


def test_a_collection_with_articles_of_former_data_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    source = tmp_path / "some.jsonl"
    monkeypatch.setattr(collections, "BUILD", tmp_path)
    monkeypatch.setitem(collections._LOADERS, "some", lambda: (source, iter(())))
    for url in ("https://old.test/1", "https://new.test/1"):
        source.write_text(json.dumps({"text": SNOW.text, "url": url}) + "\n")
        archive = load("some").archive
        assert [article.url for article in archive.articles()] == [url]
        archive.close()
