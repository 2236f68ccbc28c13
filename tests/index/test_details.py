from datetime import UTC, datetime, timedelta, timezone

import pytest

from index import Article, Locator, Notice
from index.details import read, write

MINSK = timezone(timedelta(hours=3))


@pytest.mark.parametrize(
    "article",
    [
        pytest.param(Article(text="Snow."), id="nothing known"),
        pytest.param(
            Article(
                text="Snow.",
                published_at=datetime(2024, 8, 10, 23, 30, tzinfo=MINSK),
                updated_at=datetime(2024, 8, 11, 1, 0, tzinfo=UTC),
                section="Мир",
                notice=Notice.RETRACTED,
                locators=(
                    Locator(start=0, label="p. 1"),
                    Locator(start=3, label="p. 2", confidence=0.81),
                ),
            ),
            id="everything known",
        ),
    ],
)
def test_details_come_back_as_they_were_written(article):
    assert Article(text="Snow.", **read(write(article))) == article


def test_the_time_zone_is_kept():
    article = Article(text="Snow.", published_at=datetime(2024, 8, 10, 23, 30, tzinfo=MINSK))
    assert read(write(article))["published_at"].utcoffset() == timedelta(hours=3)


@pytest.mark.parametrize(
    ("offset", "label"),
    [
        pytest.param(0, "p. 1", id="first character"),
        pytest.param(9, "p. 1", id="last of the first page"),
        pytest.param(10, "p. 2", id="first of the second page"),
        pytest.param(99, "p. 2", id="after all"),
    ],
)
def test_a_locator_reaches_to_the_next(offset, label):
    pages = (Locator(start=0, label="p. 1"), Locator(start=10, label="p. 2"))
    assert Article(text="Snow.", locators=pages).locator(offset).label == label


def test_what_stands_before_the_first_locator_has_none():
    assert Article(text="Snow.", locators=(Locator(start=3, label="p. 1"),)).locator(2) is None


def test_a_notice_makes_another_article():
    plain, taken_back = Article(text="Snow."), Article(text="Snow.", notice=Notice.RETRACTED)
    assert plain.id != taken_back.id
