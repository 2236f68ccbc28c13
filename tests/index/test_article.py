"""The article: its hash and its id depend on exactly what they should."""

import hashlib
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, date, datetime
from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, Locator, Notice
from index.errors import ReadingError

ARTICLE = Article(
    text="Minsk said no.",
    title="No",
    outlet="Minsk Wire",
    authors=("Ann Author", "Ян Янка"),
    published=date(2024, 8, 1),
    url="https://example.org/no",
    language="en",
)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_sha256_is_that_of_a_file_with_the_text(tmp_path_factory, text):
    file = tmp_path_factory.getbasetemp() / "article.txt"
    file.write_bytes(text.encode("utf-8"))
    with file.open("rb") as stream:
        expected = hashlib.file_digest(stream, "sha256").hexdigest()
    assert Article(text=text).sha256 == expected


def test_the_id_is_sixteen_hexadecimal_digits_and_never_changes():
    # Written down: archives and saved answers hold such ids.
    assert ARTICLE.id == "dc972e6b8bfb36f7"


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"text": "Minsk said no!"}, id="text"),
        pytest.param({"title": None}, id="title"),
        pytest.param({"outlet": "Other"}, id="outlet"),
        pytest.param({"authors": ("Ann Author",)}, id="authors"),
        pytest.param({"published": None}, id="date"),
        pytest.param({"url": "https://example.org/other"}, id="url"),
    ],
)
def test_another_text_or_origin_is_another_article(change):
    assert replace(ARTICLE, **change).id != ARTICLE.id


def test_the_language_is_guessed_and_so_no_part_of_the_id():
    assert replace(ARTICLE, language=None).id == ARTICLE.id


def test_what_stands_in_one_field_cannot_pass_for_another():
    assert Article(text="a", title="b").id != Article(text="a", outlet="b").id
    assert Article(text="a", authors=("b", "c")).id != Article(text="a", authors=("b,c",)).id
    assert Article(text="a", title="").id != Article(text="a").id


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        pytest.param({"text": None}, "text is None; give a string$", id="no text"),
        pytest.param(
            {"title": nan}, "title is nan; give a string, or leave it out", id="an empty cell"
        ),
        pytest.param({"url": 3}, "url is 3; give a string", id="a number"),
        pytest.param({"published": "2024-08-01"}, "give a date, as date", id="text for a date"),
        pytest.param({"published_at": date(2024, 8, 1)}, "give a datetime", id="day for a time"),
        pytest.param({"authors": "Ann Author"}, "authors is 'Ann Author'; give a list", id="name"),
        pytest.param({"authors": None}, "authors is None; give a list", id="no list"),
        pytest.param({"authors": ("Ann", None)}, "give a list of names", id="no name in it"),
        pytest.param({"authors": {"Ann", "Bo"}}, "give a list of names", id="names in no order"),
        pytest.param({"notice": "gone"}, "one of corrected, updated, retracted", id="notice"),
        pytest.param({"locators": ["p. 4"]}, r"locators is .*give a list such as", id="a label"),
        pytest.param({"locators": None}, r"locators is None; give a list such", id="no locators"),
    ],
)
def test_a_field_of_another_kind_is_refused_at_once(fields, reason):
    with pytest.raises(ReadingError, match=reason):
        replace(ARTICLE, **fields)


def test_of_a_time_its_day_counts_and_a_list_of_names_is_one():
    made = replace(
        ARTICLE, published=datetime(2024, 8, 1, 17, 30, tzinfo=UTC), authors=list(ARTICLE.authors)
    )
    assert (made, made.id, hash(made)) == (ARTICLE, ARTICLE.id, hash(ARTICLE))


def test_a_notice_may_be_named_and_locators_may_be_a_list():
    place = Locator(start=0, label="p. 4")
    made = replace(ARTICLE, notice="retracted", locators=[place])
    assert made.notice is Notice.RETRACTED
    assert hash(made) == hash(replace(ARTICLE, notice=Notice.RETRACTED, locators=(place,)))


def test_an_article_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        ARTICLE.text = "Minsk said yes."  # type: ignore[misc]


def test_the_text_is_not_in_what_is_printed():
    assert "Minsk said no." not in repr(ARTICLE)
    assert "Minsk Wire" in repr(ARTICLE)
