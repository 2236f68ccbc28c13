"""The five saved pages of the evaluation set: their metadata, and what stays and goes."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from index.article import Article
from index.cleaning import settle
from index.reading import Found, read

SEEDS = Path(__file__).parents[2].parent / "shared" / "eval" / "seeds"
pytestmark = pytest.mark.skipif(
    not SEEDS.is_dir(),
    reason=f"no seed articles at {SEEDS}: metadata, gold sentences and boilerplate go unchecked",
)
BOILERPLATE = re.compile(
    r"join us on telegram|subscri|crowdfunding|co-financed|ctrl|related posts|read more|view all"
    r"|elements\.envato|coverage of the war on|views of the author",
    re.IGNORECASE,
)
NUMBERS = ("000", "001", "002", "003", "004")


def raw_of(number: str) -> str:
    (path,) = (SEEDS / "articles").glob(f"{number}_*.txt")
    return path.read_text(encoding="utf-8")


def article_of(number: str) -> Article:
    (path,) = (SEEDS / "articles").glob(f"{number}_*.txt")
    (found,) = read(path)
    assert isinstance(found, Found)
    assert found.origin == path.as_posix()
    return found.article


@pytest.mark.parametrize(
    ("number", "title", "outlet", "authors", "published"),
    [
        ("000", r"The .+ Raid on .+ May .+, But Not Yet", None, (), None),
        ("001", None, None, (), None),
        (
            "002",
            r".+ turns to .+ prevails",
            "New Eastern Europe",
            ("Mark Temnycky",),
            (2024, 10, 9),
        ),
        ("003", r".+ is trapped in .+ plans", None, (), None),
        ("004", None, "Kyiv Post", (), None),
    ],
)
def test_metadata(number, title, outlet, authors, published):
    article = article_of(number)
    assert (article.title is None) == (title is None)
    assert title is None or re.fullmatch(title, article.title)
    assert article.outlet == outlet
    assert article.authors == authors
    assert article.published == (date(*published) if published else None)
    assert article.language == "en"


def test_gold_sentences_are_still_there():
    questions = (SEEDS / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    gold = [gold for question in questions for gold in json.loads(question)["gold"]]
    assert len(gold) > 15
    missing = [item for item in gold if item["text"] not in article_of(item["file"][:3]).text]
    assert missing == []


@pytest.mark.parametrize("number", NUMBERS)
def test_no_boilerplate_is_left(number):
    article = article_of(number)
    assert BOILERPLATE.findall(article.text) == []
    lines = article.text.split("\n")
    assert not {"by", "EN", "BE/RU", "Security issues", article.title} & set(lines)


@pytest.mark.parametrize(
    ("number", "sentences", "others"),
    [
        pytest.param("000", 1, 16, id="000: a newsletter's blurb"),
        pytest.param("001", 0, 1, id="001: a pull quote without its full stop"),
        pytest.param("002", 3, 3, id="002: funding, disclaimer, donation"),
        pytest.param("003", 0, 2, id="003: nothing"),
        pytest.param("004", 3, 2, id="004: a call to follow, two pull quotes"),
    ],
)
def test_all_reporting_stays(number, sentences, others):
    kept = article_of(number).text.split("\n")
    dropped = [line for line in settle(raw_of(number)).split("\n") if line and line not in kept]
    ended = [line for line in dropped if re.search(r"[.!?][”’\"]?$", line)]
    assert (len(ended), len(dropped) - len(ended)) == (sentences, others)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        pytest.param("001", "aligns with Russia", id="001"),
        pytest.param("004", "portray Russia as", id="004: words left out"),
        pytest.param("004", "sees the catastrophe", id="004: before its quotation"),
    ],
)
def test_pull_quote_is_gone_and_full_quote_stays(number, words):
    assert raw_of(number).count(words) == 2
    assert article_of(number).text.count(words) == 1
