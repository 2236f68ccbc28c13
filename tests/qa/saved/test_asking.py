"""What a file tells of how its answer was asked is taken; what it does not tell is named."""

from datetime import date

import pytest

from index import Filters, OnRecordError
from qa.question import Understood
from qa.saved.answers import Saved
from qa.saved.asking import Asked, Settings, as_asked
from qa.strictness import Strictness

OTHERWISE = Settings(filters=Filters(languages=["uk"]), limit=5, strictness=Strictness.OPEN)
FILTERS = {"outlets": ["Daily"], "languages": [], "since": "2024-08-01", "until": None}
TOLD = {
    "strictness": "strict",
    "limit": 3,
    "searched": {"filters": FILTERS},
    "understood": {"question": "How old is she?", "about": ["Ann Poe"], "articles": ["a" * 16]},
}


def asked(**told: object) -> Asked:
    return as_asked(Saved(line=1, question="How  old?", told=told), OTHERWISE)


def test_all_that_is_told_is_taken() -> None:
    settings = Settings(
        filters=Filters(outlets=["Daily"], since=date(2024, 8, 1)),
        limit=3,
        strictness=Strictness.STRICT,
    )
    question = Understood(
        question="How old is she?", about=("Ann Poe",), articles=frozenset(["a" * 16])
    )
    assert asked(**TOLD) == Asked(question=question, settings=settings)


@pytest.mark.parametrize("sure", [True, False, None])
def test_whether_it_may_stand_by_itself_is_taken_and_files_of_before_are_sure(
    sure: bool | None,
) -> None:
    put = asked(understood={"question": "What owes Poe?", "sure": sure}).question
    assert isinstance(put, Understood)
    assert put.sure is (sure is not False)


def test_what_is_not_told_is_taken_from_elsewhere_and_named() -> None:
    found = asked()
    assert found == Asked(
        question="How old?", settings=OTHERWISE, untold=("filters", "strictness", "limit")
    )
    before = {"question": "How old is she?", "about": []}
    assert asked(**{**TOLD, "understood": before}).untold == ("articles that it followed on",)
    assert asked(**{**TOLD, "understood": None}).question == "How old?"


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        pytest.param({"limit": "3"}, "its limit is a JSON string, not a whole number", id="limit"),
        pytest.param({"limit": True}, "its limit is a JSON", id="truth"),
        pytest.param({"strictness": "sure"}, "there is no strictness 'sure'", id="strictness"),
        pytest.param({"searched": []}, "its searched is a JSON array", id="searched"),
        pytest.param({"searched": {"filters": {"outlets": "Daily"}}}, "its outlets", id="outlets"),
        pytest.param({"searched": {"filters": {"outlets": [1]}}}, "a list of strings", id="number"),
        pytest.param({"searched": {"filters": {"since": "May"}}}, "which is no date", id="day"),
        pytest.param(
            {"searched": {"filters": {"since": "2024-02-01", "until": "2024-01-01"}}},
            "is later than",
            id="days",
        ),
        pytest.param({"understood": {"question": "Who?", "sure": 1}}, "its sure is", id="sure"),
        pytest.param({"understood": {"about": []}}, "no words", id="no question"),
        pytest.param({"understood": {"question": "Who?", "about": [1]}}, "no string", id="about"),
    ],
)
def test_what_cannot_be_read_is_told(told: dict[str, object], reason: str) -> None:
    with pytest.raises(OnRecordError, match=reason):
        asked(**told)
