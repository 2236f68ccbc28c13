"""Conversations: their file, where answers are looked for, and how they are counted."""

import json
import re
from collections import Counter
from dataclasses import replace

from benchmarks import conversations
from benchmarks.conversations import Asked, kept, place_of, table
from index import Article, Filters
from qa import Answer, Citation, Coverage, Statement
from qa.places import Place
from qa.question import Understood

ARTICLE = Article(text="Snow lies on the border. It melts in May. Grass comes.")
SPANS = ((0, 24), (25, 41), (42, 54))
CITATIONS = tuple(
    Citation(article=ARTICLE, start=a, end=b, context_start=0, context_end=54, score=0.5)
    for a, b in SPANS
)
COVERAGE = Coverage(
    articles=1, passages=1, undated=0, outlets=0, earliest=None, latest=None, filters=Filters()
)
SILENT = Answer(
    question="When?",
    statements=(),
    closest=CITATIONS,
    probability=0.1,
    threshold=0.5,
    outlets=(),
    coverage=COVERAGE,
)
ANSWERED = replace(
    SILENT, closest=(), statements=tuple(Statement(citations=(c,)) for c in CITATIONS)
)
MELTS = [Place(article_id=ARTICLE.id, start=25, end=41)]


def test_the_conversations_are_as_many_as_the_page_says_and_each_begins_by_itself():
    rows = [json.loads(line) for line in conversations.CONVERSATIONS.read_text().splitlines()]
    page = conversations.PAGE.read_text(encoding="utf-8")
    assert f"asks {len(rows)} conversations" in page
    told = re.findall(r"^\| `(\w)`, as typed.* of (\d+) .* of (\d+) [^|]*\|$", page, re.MULTILINE)
    following = [(row["written_by"], t) for row in rows for t in row["turns"] if "rewritten" in t]
    answered = Counter(writer for writer, turn in following if "answers" in turn)
    missed = Counter(writer for writer, turn in following if "answers" not in turn)
    assert told == [(w, str(answered[w]), str(missed[w])) for w in ("a", "b", "c")]
    assert not any("rewritten" in row["turns"][0] for row in rows)


def test_an_answer_is_looked_for_in_the_first_three_quotes_whether_they_answer_or_not():
    assert (place_of(SILENT, MELTS), place_of(ANSWERED, MELTS)) == (2, 2)
    assert place_of(ANSWERED, [Place(article_id="another", start=25, end=41)]) is None
    fourth = replace(ANSWERED, statements=(*ANSWERED.statements[:1] * 3, ANSWERED.statements[1]))
    assert place_of(fourth, MELTS) is None


def test_each_way_is_counted_by_itself():
    def asked(way: str, *, place: int | None, answer: Answer, answers: bool = True) -> Asked:
        row = {"rewritten": "When does it melt?"} | ({"answers": [[25, 41]]} if answers else {})
        return Asked(row=row, opens=False, written_by="b", way=way, place=place, answer=answer)

    typed, followed, _ = conversations._WAYS
    lines = table(
        [
            asked(typed, place=None, answer=SILENT),
            asked(followed, place=1, answer=ANSWERED),
            asked(followed, place=3, answer=SILENT),
            asked(followed, place=None, answer=ANSWERED, answers=False),
        ]
    ).splitlines()
    found = {
        line.split(" | ")[0]: [c.split(" (")[0] for c in line.split(" | ")[1:]] for line in lines
    }
    assert found[f"| `b`, {typed}"] == ["0 of 1", "0 of 1", "1 of 1", "none to measure it on |"]
    assert found[f"| `b`, {followed}"] == ["1 of 2", "2 of 2", "1 of 2", "1 of 1"]


def test_only_questions_within_a_conversation_can_be_taken_for_ones_that_follow():
    changed = replace(SILENT, understood=Understood(question="When?", about=("Minsk",)))
    some = [
        Asked(row={}, opens=opens, written_by="a", way="", place=None, answer=answer)
        for opens, answer in ((True, SILENT), (False, SILENT), (False, changed))
    ]
    assert "1 of 2" in kept(some)
