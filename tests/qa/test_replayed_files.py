"""Files of saved answers that are asked again: long ones, damaged ones, and of every kind."""

import csv
import io
from collections import Counter
from pathlib import Path

import pytest
from replays import ARMY, CAKE, HOW_MANY, TROOPS, WHY, again, desk_of, only, saved_of

from index import Archive, Article, ReadingError, RequestError
from qa import replay
from qa.batch import run
from qa.desk import Desk
from qa.plain import to_json
from qa.replaying import count
from qa.saved.comparing import Outcome


@pytest.fixture
def desk(archive: Archive) -> Desk:
    return desk_of(archive)


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_hundreds_of_rows_are_asked_together(desk: Desk, tmp_path, name: str, monkeypatch) -> None:
    rows = 300
    questions = [f"{(HOW_MANY, WHY, CAKE)[n % 3]}" for n in range(rows)]
    target = tmp_path / name
    run(desk, io.BytesIO("\n".join([*questions, "???"]).encode()), target)
    assert count(target) == rows
    calls: list[int] = []
    ask_many = Desk.ask_many

    def spy(self, questions, **settings):
        calls.append(len(questions))
        return ask_many(self, questions, **settings)

    monkeypatch.setattr(Desk, "ask_many", spy)
    monkeypatch.setattr(Desk, "ask", None)
    found = list(replay(desk, target))
    assert Counter(one.outcome for one in found) == {Outcome.SAME: rows}
    assert [one.saved.question for one in found] == questions
    assert calls == [128, 128, 44]


def test_answers_come_before_the_rest_is_asked(desk: Desk) -> None:
    lines = b"\n".join([to_json(saved_of(desk, WHY)).encode()] * 2_000)
    stream = io.BytesIO(lines)
    found = replay(desk, stream)
    assert stream.tell() == 0
    assert next(found).outcome is Outcome.SAME
    assert 0 < stream.tell() < len(lines) / 2
    found.close()


def test_what_cannot_be_asked_again_stops_no_other(desk: Desk) -> None:
    good, gone = saved_of(desk, WHY), saved_of(desk, WHY, outlets=["Example Weekly"])
    odd = {**good, "strictness": "certain"}
    dated = {**good, "searched": {"filters": {"since": "yesterday"}}}
    numbered = {**good, "limit": "many"}
    empty = {**good, "question": " "}
    desk.archive.remove(ARMY.id)
    found = again(desk, good, '{"question"', gone, odd, dated, numbered, empty, good)
    outcomes = [one.outcome for one in found]
    assert outcomes[0] is outcomes[-1] is not Outcome.FAILED
    assert outcomes[1:-1] == [Outcome.FAILED] * 6
    reasons = [one.error for one in found[1:-1]]
    for reason, part in zip(
        reasons,
        ["is not JSON", "Example Weekly", "'certain'", "“yesterday”", "its limit", "no words"],
        strict=True,
    ):
        assert part in reason
    assert [one.saved.line for one in found] == list(range(1, 9))


@pytest.mark.parametrize("field", ["about", "articles", "url", "question"])
def test_half_a_character_stops_no_other(desk: Desk, field: str) -> None:
    good, odd = saved_of(desk, WHY), saved_of(desk, HOW_MANY)
    odd["understood"] = {"question": HOW_MANY, "about": [], "articles": []}
    if field == "url":
        odd["statements"][0]["citations"][0]["article"].update(id="a" * 16, url="HALF")
    else:
        odd["understood"][field] = "HALF" if field == "question" else ["HALF"]
    found = again(desk, good, to_json(odd).replace("HALF", "\\ud83d"), good)
    assert [one.outcome for one in found] == [Outcome.SAME, Outcome.FAILED, Outcome.SAME]
    assert "half a character (a lone surrogate" in found[1].error
    whole = to_json(good).replace("Why", "Why \\ud83d\\ude00")
    assert only(again(desk, whole)).outcome is not Outcome.FAILED


def test_an_empty_archive_and_what_holds_no_answers_are_refused(archive: Archive, desk) -> None:
    answer = to_json(saved_of(desk, WHY)).encode()
    with pytest.raises(ReadingError, match="it is empty"):
        next(replay(desk, io.BytesIO(b"")))
    archive.remove(ARMY.id, TROOPS.id)
    with pytest.raises(RequestError, match="has no articles: all would be silence; add them with"):
        next(replay(desk, io.BytesIO(answer)))


def test_a_csv_that_a_spreadsheet_wrote_again_is_the_same(desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    desk.archive.add_articles([Article(text="=SUM(troops) of Belarus was on the wall. No.")])
    run(desk, io.BytesIO(f"{WHY}\nWhat of Belarus was on the wall?".encode()), target)
    rows = list(csv.reader(io.StringIO(target.read_text("utf-8-sig"), newline="")))
    assert any(cell.startswith("'=") for row in rows for cell in row)
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows(rows)
    found = list(replay(desk, io.BytesIO(written.getvalue().encode())))
    assert [one.outcome for one in found] == [Outcome.SAME] * 2
