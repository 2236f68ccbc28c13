"""Stories: which carrier had it first, and which passages of all carriers are shown."""

from datetime import UTC, date, datetime

import pytest

from index.article import Article
from index.stories import Carrier, Story, find_agency, group, likely_original, one_of_each

DAY, LATER = date(2024, 8, 10), date(2024, 8, 11)
NINE, TEN = (datetime(2024, 8, 10, hour, tzinfo=UTC) for hour in (9, 10))


def carrier(name: str, **known) -> Carrier:
    return Carrier(article_id=name, **known)


@pytest.mark.parametrize(
    ("carriers", "original", "reason"),
    [
        pytest.param(
            [carrier("a", outlet="Herald", published=DAY), carrier("b", agency="AP")],
            "b",
            "names AP in its dateline or byline",
            id="the dateline, though another was earlier",
        ),
        pytest.param(
            [
                carrier("a", outlet="Herald", agency="Reuters", published=DAY),
                carrier("b", outlet="Reuters", published=LATER),
            ],
            "b",
            "is the agency that the dateline or byline names: Reuters",
            id="the agency itself",
        ),
        pytest.param(
            [carrier("a", published=LATER), carrier("b", published=DAY), carrier("c")],
            "b",
            "was published first",
            id="the earliest day",
        ),
        pytest.param(
            [carrier("a", published_at=TEN), carrier("b", published_at=NINE)],
            "b",
            "was published first",
            id="the earliest hour",
        ),
        pytest.param(
            [carrier("a", published_at=TEN), carrier("b", published=DAY)],
            "a",
            "was added first",
            id="an hour and a day on one day",
        ),
        pytest.param([carrier("a"), carrier("b")], "a", "was added first", id="nothing is known"),
        pytest.param(
            [
                carrier("a", agency="AP", published=LATER),
                carrier("b", agency="AP", published=DAY),
                carrier("c", published=DAY),
            ],
            "b",
            "names AP in its dateline or byline, and was published first",
            id="two with a dateline",
        ),
        pytest.param(
            [carrier("a", agency="AP", published=LATER), carrier("b", agency="AP", published=DAY)],
            "b",
            "was published first",
            id="all with a dateline",
        ),
    ],
)
def test_the_likely_original_and_why(carriers, original, reason):
    found, why = likely_original(carriers)
    assert (found.article_id, why) == (original, reason)
    story = Story(carriers=tuple(carriers))
    assert (story.original, story.reason) == (found, why)


def test_outlets_are_named_once():
    names = ("Herald", None, "Post", "HERALD")
    story = Story(carriers=tuple(carrier(str(n), outlet=name) for n, name in enumerate(names)))
    assert story.outlets == ("Herald", "Post")


@pytest.mark.parametrize(
    ("text", "authors", "agency"),
    [
        pytest.param("MINSK, Aug 10 (Reuters) - Belarus said no.", (), "Reuters", id="dateline"),
        pytest.param("WARSAW, Poland (AP) — Poland said.", (), "AP", id="with a country"),
        pytest.param("МИНСК (BelTA) – Сказали.", (), "BelTA", id="Cyrillic"),
        pytest.param("Snow fell.", ("Ann Poe", "Reuters"), "Reuters", id="among the authors"),
        pytest.param("Snow fell.", ("Ann Poe, AFP",), "AFP", id="behind a name"),
        pytest.param("Snow fell, Reuters (AP) said.", (), None, id="in a sentence"),
        pytest.param("The minister (AP) - no.", (), None, id="no place in capitals"),
        pytest.param("MINSK, Aug 10 (Herald) - Snow.", (), None, id="no agency"),
        pytest.param("MINSK (Aug 10) - Snow.", ("Reuters",), "Reuters", id="a day in brackets"),
        pytest.param("Snow fell.", ("Ann Poe AP",), "AP", id="last in a byline"),
        pytest.param("Snow fell.", ("Ali Efe", "MIA ANSA"), None, id="people by an agency's name"),
        pytest.param("", (), None, id="empty"),
    ],
)
def test_agencies_are_named_in_datelines_and_bylines(text, authors, agency):
    assert find_agency(Article(text=text, authors=authors)) == agency


@pytest.mark.parametrize(
    ("links", "groups"),
    [
        pytest.param([], set(), id="none"),
        pytest.param([(1, 2)], {(1, 2)}, id="a pair"),
        pytest.param([(1, 2), (5, 6), (6, 2)], {(1, 2, 5, 6)}, id="joined by a third"),
        pytest.param([(4, 1), (2, 3), (4, 9)], {(1, 4, 9), (2, 3)}, id="two groups"),
        pytest.param([(1, 2), (2, 1), (1, 2)], {(1, 2)}, id="one pair told three times"),
    ],
)
def test_pairs_become_groups(links, groups):
    found = group(links)
    assert set(found.values()) == groups
    assert all(key in keys for key, keys in found.items())


LEAD, TAIL, EXTRA = (
    " ".join(f"{name}{number}" for number in range(20)) for name in ("lead", "tail", "extra")
)


@pytest.mark.parametrize(
    ("texts", "scores", "kept"),
    [
        pytest.param(
            {1: {10: LEAD}, 2: {20: LEAD}}, {10: 0.4, 20: 0.9}, {10: 0.9}, id="the first speaks"
        ),
        pytest.param(
            {1: {10: LEAD, 11: TAIL}, 2: {20: f"{LEAD} {TAIL}"}},
            {10: 0.5, 11: 0.4, 20: 0.1},
            {10: 0.5, 11: 0.4},
            id="cut into passages otherwise",
        ),
        pytest.param(
            {1: {10: LEAD}, 2: {20: LEAD, 21: EXTRA}, 3: {30: EXTRA}},
            {10: 0.5, 20: 0.6, 21: 0.3, 30: 0.7},
            {10: 0.6, 21: 0.7},
            id="what two copies have besides stands once",
        ),
        pytest.param(
            {1: {}, 2: {20: LEAD}, 3: {30: LEAD}},
            {20: 0.2, 30: 0.1},
            {20: 0.2},
            id="nothing of the original was found",
        ),
        pytest.param(
            {1: {10: LEAD, 11: LEAD}, 2: {20: TAIL}},
            {10: 0.2, 11: 0.1, 20: 0.3},
            {10: 0.2, 11: 0.1, 20: 0.3},
            id="one article repeats itself",
        ),
    ],
)
def test_one_passage_of_each(texts, scores, kept):
    assert one_of_each(texts, scores) == kept
