"""A saved answer is the same until the archive, or what is taken from it, is another."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from replays import (
    ARMY,
    BAKER,
    CAKE,
    HOW_MANY,
    TROOPS,
    URL,
    WHY,
    again,
    desk_of,
    only,
    quotes_of,
    saved_of,
)

from index import Archive, Article, Filters
from qa import calibration, replay
from qa.batch import run
from qa.calibration import Calibration
from qa.desk import Desk
from qa.plain import to_json
from qa.saved.comparing import Cause, Outcome
from qa.strictness import Strictness


@pytest.fixture
def desk(archive: Archive) -> Desk:
    return desk_of(archive)


def test_what_nothing_has_changed_is_the_same(desk: Desk) -> None:
    answers = [saved_of(desk, question) for question in (HOW_MANY, WHY, CAKE)]
    assert [one["silent"] for one in answers] == [False, False, True]
    found = again(desk, *answers)
    assert [one.outcome for one in found] == [Outcome.SAME] * 3
    assert [one.notes for one in found] == [()] * 3
    assert [one.answer.to_dict() for one in found if one.answer] == [
        desk.ask(question).to_dict() for question in (HOW_MANY, WHY, CAKE)
    ]
    assert only(list(replay(desk, desk.ask(WHY).to_dict()))).outcome is Outcome.SAME


def test_other_scores_are_no_difference(desk: Desk) -> None:
    answer = saved_of(desk, HOW_MANY)
    answer["probability"] = 0.51
    for statement in answer["statements"]:
        statement["citations"][0]["score"] = 0.01
    assert only(again(desk, answer)).outcome is Outcome.SAME


def test_a_better_quote_of_an_added_article_is_new(desk: Desk) -> None:
    asked = "How many tanks has the army of Belarus?"
    answer = saved_of(desk, asked, limit=1)
    assert answer["statements"][0]["citations"][0]["article"]["id"] == ARMY.id
    better = Article(text="The army of Belarus has 1,500 tanks. It grew.", language="en")
    desk.archive.add_articles([better])
    one = only(again(desk, answer))
    (gone,), (new,) = one.difference.gone, one.difference.new
    assert one.outcome is Outcome.CHANGED
    assert (new.article.id, new.quote) == (better.id, "The army of Belarus has 1,500 tanks.")
    assert (gone.quoted.article_id, gone.cause, gone.now) == (ARMY.id, Cause.OUTRANKED, None)


def test_quotes_of_a_removed_article_are_gone(desk: Desk) -> None:
    answer = saved_of(desk, HOW_MANY)
    desk.archive.remove(ARMY.id)
    one = only(again(desk, answer))
    (gone,), (new,) = one.difference.gone, one.difference.new
    assert (one.outcome, gone.cause, gone.now) == (Outcome.CHANGED, Cause.REMOVED, None)
    assert gone.quoted.article_id == ARMY.id
    assert (new.article.id, [new.quote]) == (TROOPS.id, quotes_of(desk, HOW_MANY))


@pytest.mark.parametrize(
    ("notice", "cause"),
    [
        pytest.param("", Cause.REPLACED, id="says nothing"),
        pytest.param("corrected", Cause.CORRECTED, id="corrected"),
        pytest.param("retracted", Cause.RETRACTED, id="retracted"),
    ],
)
def test_a_newer_version_is_told_with_its_notice(desk: Desk, notice: str, cause: Cause) -> None:
    answer = saved_of(desk, HOW_MANY)
    quoted = [c["quote"] for s in answer["statements"] for c in s["citations"]]
    assert any("48,000" in quote for quote in quoted)
    newer = Article(
        text=ARMY.text.replace("48,000", "50,000"),
        title=ARMY.title,
        outlet=ARMY.outlet,
        published=ARMY.published,
        url=URL,
        language="en",
        notice=notice or None,
    )
    desk.archive.add_articles([newer])
    assert [version.superseded for version in desk.archive.versions(URL)] == [False, True]
    one = only(again(desk, answer))
    assert one.outcome is Outcome.CHANGED
    gone = next(gone for gone in one.difference.gone if "48,000" in gone.quoted.quote)
    assert (gone.cause, gone.now) == (cause, None)
    assert newer.id in gone.reason
    assert "which does not have these words" in gone.reason
    assert ("by its publisher" in gone.reason) is bool(notice)
    assert any("50,000" in citation.quote for citation in one.difference.new)


def test_words_that_a_newer_version_kept_have_moved(desk: Desk) -> None:
    answer = saved_of(desk, HOW_MANY)
    newer = Article(
        text=f"{ARMY.text} It snowed in Minsk.",
        title=ARMY.title,
        outlet=ARMY.outlet,
        published=ARMY.published,
        url=URL,
        language="en",
    )
    desk.archive.add_articles([newer])
    one = only(again(desk, answer))
    moved = next(gone for gone in one.difference.gone if "48,000" in gone.quoted.quote)
    assert moved.now
    assert (moved.now.article.id, moved.now.quote) == (newer.id, moved.quoted.quote)
    assert moved.cause is Cause.REPLACED
    assert moved.now not in one.difference.new
    desk.archive.compact(drop_versions=True)  # by the URL it is known as the newer one
    dropped = only(again(desk, answer)).difference.gone
    assert {gone.cause for gone in dropped} == {gone.cause for gone in one.difference.gone}


def test_words_that_are_cited_from_the_original_of_a_story_have_moved(desk: Desk) -> None:
    story = (
        "Belarus bought nineteen new locomotives from China on Friday, the railway said in Minsk. "
        "They are to pull freight trains between Brest and Orsha from the summer on. "
        "The price was not told, and the railway did not say who pays for them in the end. "
        "Drivers are to be trained in Baranovichi, where a school for them was opened in May."
    )
    copy = Article(text=story, outlet="Daily", published=date(2024, 8, 2), language="en")
    desk.archive.add_articles([copy])
    answer = saved_of(desk, "How many new locomotives did Belarus buy?")
    assert answer["statements"][0]["citations"][0]["article"]["id"] == copy.id
    original = Article(text=story, outlet="Reuters", published=date(2024, 8, 1), language="en")
    desk.archive.add_articles([original])
    one = only(again(desk, answer))
    gone = one.difference.gone[0]
    assert (one.outcome, gone.cause) == (Outcome.CHANGED, Cause.COPIED)
    assert gone.now
    assert (gone.now.article.id, gone.now.quote) == (original.id, gone.quoted.quote)
    assert one.difference.new == ()


def test_silence_that_has_come_and_gone_is_told(desk: Desk) -> None:
    silent = saved_of(desk, CAKE)
    desk.archive.add_articles([BAKER])
    one = only(again(desk, silent))
    assert one.outcome is Outcome.ANSWERED
    assert [citation.quote for citation in one.difference.new] == quotes_of(desk, CAKE)
    answered = saved_of(desk, CAKE)
    desk.archive.remove(BAKER.id)
    one = only(again(desk, answered))
    assert one.outcome is Outcome.SILENT
    of_baker = [gone.cause for gone in one.difference.gone if gone.quoted.article_id == BAKER.id]
    assert of_baker
    assert set(of_baker) == {Cause.REMOVED}


def test_another_order_and_other_marks_are_told(desk: Desk) -> None:
    answer = saved_of(desk, HOW_MANY)
    first = answer["statements"][0]["citations"][0]
    assert first["answer"]["text"] == "48,000"
    unmarked = json.loads(to_json(answer))
    unmarked["statements"][0]["citations"][0]["answer"] = None
    one = only(again(desk, unmarked))
    assert one.outcome is Outcome.MARKED
    assert [(m.citation.quote, m.before, m.now) for m in one.difference.marks] == [
        (first["quote"], "", "48,000")
    ]
    turned = saved_of(desk, WHY)
    assert len(turned["statements"]) > 1
    turned["statements"].reverse()
    one = only(again(desk, turned))
    assert one.outcome is Outcome.REORDERED
    assert one.difference.order == tuple(range(len(turned["statements"]), 0, -1))


def test_what_stands_twice_in_a_file_is_not_the_same(desk: Desk) -> None:
    answer = saved_of(desk, WHY)
    times = len(answer["statements"])
    answer["statements"] *= 2
    one = only(again(desk, answer))
    assert (one.outcome, one.difference.new) == (Outcome.CHANGED, ())
    assert [(gone.cause, gone.reason) for gone in one.difference.gone] == [
        (Cause.DROPPED, "it is quoted there today, but not as often")
    ] * times
    assert [gone.quoted.statement for gone in one.difference.gone] == list(
        range(times + 1, 2 * times + 1)
    )


def test_what_stands_side_by_side_is_compared(desk: Desk) -> None:
    other = Article(
        text="The army of Belarus has 60,000 soldiers. So says Minsk.", outlet="Courier"
    )
    desk.archive.add_articles([other])
    answer = saved_of(desk, HOW_MANY)
    assert len(answer["given"]) == 2
    assert only(again(desk, answer)).outcome is Outcome.SAME
    for statement in answer["statements"]:
        for cited in statement["citations"]:
            cited["given"] = None
    one = only(again(desk, {**answer, "given": []}))
    assert (one.outcome, one.difference.given) == (Outcome.MARKED, ())


def test_an_altered_quote_is_told_from_one_that_is_gone(desk: Desk) -> None:
    answer = saved_of(desk, HOW_MANY)
    cited = answer["statements"][0]["citations"][0]
    cited["quote"] = cited["quote"].replace("48,000", "84,000")
    one = only(again(desk, answer))
    (gone,), (new,) = one.difference.gone, one.difference.new
    assert (one.outcome, gone.cause, gone.now) == (Outcome.CHANGED, Cause.ALTERED, None)
    assert "onrecord verify" in gone.reason
    assert [new.quote] == quotes_of(desk, HOW_MANY)
    del cited["start"]
    one = only(again(desk, answer))
    (gone,) = one.difference.gone
    assert (one.outcome, gone.cause, gone.now) == (Outcome.CHANGED, Cause.UNREADABLE, None)
    assert one.difference.new == (new,)


# What it was asked with -----------------------------------------------------------------------


def test_filters_limit_and_strictness_are_those_of_then(desk: Desk, monkeypatch) -> None:
    asked: list[dict[str, Any]] = []
    ask_many = Desk.ask_many

    def spy(self, questions, **settings):
        asked.append({"questions": list(questions), **settings})
        return ask_many(self, asked[-1]["questions"], **settings)

    with_ = {"outlets": ["Example Weekly"], "since": date(2022, 1, 1), "languages": ["en"]}
    answer = saved_of(desk, HOW_MANY, **with_, limit=1, strictness=Strictness.OPEN)
    plain = saved_of(desk, HOW_MANY)
    monkeypatch.setattr(Desk, "ask_many", spy)
    ignored = Filters(outlets=["Example Daily"])
    found = again(desk, answer, plain, filters=ignored, limit=5, strictness=Strictness.STRICT)
    assert [(one.outcome, one.notes) for one in found] == [(Outcome.SAME, ())] * 2
    assert asked == [
        {
            "questions": [HOW_MANY],
            "filters": Filters(**with_),
            "limit": 1,
            "strictness": Strictness.OPEN,
        },
        {
            "questions": [HOW_MANY],
            "filters": Filters(),
            "limit": 8,
            "strictness": Strictness.BALANCED,
        },
    ]
    desk.archive.add_articles(
        [Article(text="The army of Belarus has 63,000 soldiers.", outlet="Courier", language="en")]
    )
    assert [one.outcome for one in again(desk, answer, plain)] == [Outcome.SAME, Outcome.CHANGED]


def test_what_the_file_does_not_tell_is_said(desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    run(desk, io.BytesIO(HOW_MANY.encode()), target, limit=1)
    one = only(list(replay(desk, target, limit=1)))
    assert one.outcome is Outcome.SAME
    assert one.notes == (
        "not told by the file: filters (none taken), strictness (balanced taken), limit (1 taken)",
    )
    wanted = Filters(until=date(2023, 1, 1))
    run(desk, io.BytesIO(HOW_MANY.encode()), target, filters=wanted)
    one = only(list(replay(desk, target, filters=wanted, strictness=Strictness.BALANCED)))
    assert one.outcome is Outcome.SAME
    assert "filters (until 1 January 2023 taken)" in one.notes[0]
    old = saved_of(desk, WHY)
    del old["limit"]
    one = only(again(desk, old, limit=1))
    assert one.outcome is Outcome.SAME  # at least as many as were saved are asked for
    assert one.notes == (f"not told by the file: limit ({len(old['statements'])} taken)",)


def test_a_follow_up_is_asked_as_it_was_understood(desk: Desk) -> None:
    before = desk.ask(HOW_MANY)
    answer = saved_of(desk, "And its tanks?", after=[before])
    assert answer["understood"]["articles"]
    one = only(again(desk, answer))
    assert one.outcome is Outcome.SAME
    assert one.answer
    assert one.answer.to_dict() == answer
    del answer["understood"]["articles"]
    assert only(again(desk, answer)).notes == (
        "not told by the file: articles that it followed on",
    )


def test_a_follow_up_that_may_stand_by_itself_is_asked_so_too(desk: Desk, monkeypatch) -> None:
    desk = Desk(desk.archive, remembered=0)

    def silent_together(evidence: Any) -> float:
        return 0.0 if "Grodno" in evidence.question.text else 0.9

    monkeypatch.setattr(desk, "probability", silent_together)
    answer = saved_of(desk, CAKE)
    assert answer["silent"]
    put = {"question": f"Grodno: {WHY}", "about": [], "articles": [], "sure": False}
    answer |= {"question": WHY, "understood": put}
    one = only(again(desk, answer))
    assert one.outcome is Outcome.ANSWERED
    assert one.answer
    assert one.answer.to_dict() == desk.ask(WHY).to_dict()
    for sure in (True, None):
        assert only(again(desk, {**answer, "understood": {**put, "sure": sure}})).outcome is (
            Outcome.SAME
        )


def test_a_threshold_that_is_dropped_is_said(desk: Desk) -> None:
    own = Calibration(threshold=0.3, wanted=0.05, answerable=20, unanswerable=20)
    calibration.store(desk.archive, own)
    answer = saved_of(desk, HOW_MANY)
    assert answer["strictness"] == "calibrated"
    assert only(again(desk, answer)).notes == ()
    calibration.store(desk.archive, None)
    one = only(again(desk, answer))
    assert one.outcome is Outcome.SAME
    assert one.notes[0].startswith("balanced taken: the archive's own threshold")
