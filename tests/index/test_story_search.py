"""Copies in an archive: one passage speaks for all of them, and every carrier is named."""

from dataclasses import replace
from datetime import date

import pytest
from archive_contents import found, state
from word_encoder import VOCABULARY, WordEncoder

from index import Archive, Article, Filters, Query

OUTLETS = ("Herald", "Post", "Wire")


def story(name: str, *, words: int = 60, snow: int = 1) -> str:
    """A text of its own words, long enough to be known again, with snow in it."""
    own = [f"{name}{number}" for number in range(words)]
    return " ".join(["Snow", *["snow"] * (snow - 1), *own]) + "."


def copy(text: str, outlet: str, **known) -> Article:
    return Article(
        text=text,
        outlet=outlet,
        url=f"https://{outlet.lower()}.example/{text.rsplit(maxsplit=1)[-1]}",
    )


@pytest.fixture
def archive(tmp_path) -> Archive:
    return Archive.create(tmp_path / "archive", encoder=WordEncoder(max_tokens=200))


def outlets_of(hit) -> tuple[str, ...]:
    return hit.story.outlets if hit.story else ()


def test_one_of_a_group_is_found_and_says_who_carried_it(archive):
    text = story("troops")
    archive.add_articles([copy(text, outlet) for outlet in OUTLETS])
    archive.add_articles([copy(story("grain"), "Herald")])
    hits = archive.search("snow")
    assert [(hit.passage.article.outlet, outlets_of(hit)) for hit in hits] == [
        ("Herald", OUTLETS),
        ("Herald", ()),
    ]
    (first, _) = hits
    assert first.story is not None
    assert first.story.original.article_id == first.passage.article.id
    assert archive.stories() == [first.story]


def test_the_original_speaks_though_a_copy_scores_higher(archive):
    text = story("troops")
    wire = Article(text=f"MINSK (Reuters) - {text}", outlet="Wire")
    archive.add_articles([copy(text, "Herald"), copy(f"{text} Snow snow.", "Post"), wire])
    (hit,) = archive.search("snow")
    assert hit.passage.article == wire
    assert hit.score == 1.0  # the best of the copies'
    assert hit.story is not None
    assert hit.story.reason == "names Reuters in its dateline or byline"


def test_a_cut_down_copy_and_one_with_more_of_its_own(archive):
    lead, tail, extra = story("lead"), story("tail", snow=1), story("extra", words=20)
    whole = Article(text=f"{lead}\n{tail}", outlet="Wire", published=date(2024, 8, 1))
    cut = Article(text=lead, outlet="Herald", published=date(2024, 8, 2))
    more = Article(text=f"{lead}\n{tail}\n{extra}", outlet="Post", published=date(2024, 8, 3))
    archive = Archive.create(archive.path.parent / "small", encoder=WordEncoder(max_tokens=70))
    archive.add_articles([cut, whole, more])
    hits = archive.search("snow")
    assert {(hit.passage.article.outlet, hit.passage.text.strip()) for hit in hits} == {
        ("Wire", lead),
        ("Wire", tail),
        ("Post", extra),
    }
    assert all(set(outlets_of(hit)) == {"Herald", "Wire", "Post"} for hit in hits)


def test_a_filter_that_leaves_the_original_out_still_finds_a_copy(archive):
    archive.add_articles([copy(story("troops"), outlet) for outlet in OUTLETS])
    (hit,) = archive.search("snow", filters=Filters(outlets=("Post",)))
    assert (hit.passage.article.outlet, outlets_of(hit)) == ("Post", OUTLETS)


def test_whom_the_question_names_speaks_for_the_story(archive):
    archive.add_articles([copy(story("troops"), outlet) for outlet in OUTLETS])
    asked = [Query(text="snow", favour={name: 0.4}) for name in ("post", "wire", "another")]
    found = [(hit.passage.article.outlet, hit.score) for (hit,) in archive.search_many(asked)]
    assert found == [("Post", 1.4), ("Wire", 1.4), ("Herald", 1.0)]


def test_what_was_published_on_the_day_that_is_named_speaks_for_the_story(archive):
    first, later = date(2024, 8, 1), date(2024, 8, 9)
    archive.add_articles(
        replace(copy(story("troops"), outlet), published=day)
        for outlet, day in (("Wire", first), ("Post", later))
    )
    asked = Query(text="snow", favour_published={(later, later): 0.4})
    ((hit,),) = archive.search_many([asked])
    assert (hit.passage.article.outlet, hit.story.original.outlet) == ("Post", "Wire")


def test_copies_never_take_the_places_of_other_stories(archive):
    wide = story("troops", snow=5)
    archive.add_articles([copy(wide, f"Outlet {number}") for number in range(130)])
    archive.add_articles([copy(story(f"other{number}x"), "Herald") for number in range(3)])
    hits = archive.search("snow", limit=4)
    assert [len(outlets_of(hit)) for hit in hits] == [130, 0, 0, 0]


def test_adding_one_at_a_time_groups_like_adding_all_at_once(archive, tmp_path):
    texts = [story("troops"), story("grain"), story("troops"), story("kyiv"), story("grain")]
    articles = [copy(text, f"Outlet {number}") for number, text in enumerate(texts)]
    archive.add_articles(articles)
    other = Archive.create(tmp_path / "other", encoder=WordEncoder(max_tokens=200))
    for article in articles:
        other.add_articles([article])
    assert other.stories() == archive.stories()
    assert state(other) == state(archive)
    assert [len(s.carriers) for s in archive.stories()] == [2, 2]


def test_a_story_ends_with_its_copies(archive):
    text = story("troops")
    first, second = copy(text, "Herald"), copy(text, "Post")
    archive.add_articles([first, second])
    archive.remove(first.id)
    (hit,) = archive.search("snow")
    assert (hit.passage.article, hit.story) == (second, None)
    assert archive.stories() == []
    archive.add_articles([first])
    (hit,) = archive.search("snow")
    assert outlets_of(hit) == ("Post", "Herald")


def test_a_reader_sees_the_stories_of_its_generation(archive):
    text = story("troops")
    archive.add_articles([copy(text, "Herald")])
    seen = []

    def look(progress) -> None:
        if progress.stage == "publishing" and progress.done == 0:
            seen.extend(outlets_of(hit) for hit in archive.search("snow"))

    archive.add_articles([copy(text, "Post")], progress=look)
    assert seen == [()]
    assert [outlets_of(hit) for hit in archive.search("snow")] == [("Herald", "Post")]


def test_without_copies_nothing_changes(archive):
    """The rankings are those of an archive that knows of no copies."""
    texts = [story(f"{word}{number}", snow=number + 1) for number, word in enumerate(VOCABULARY)]
    archive.add_articles([copy(text, "Herald") for text in texts])
    dense, sparse = archive.rankings([], limit=1)
    assert (dense, sparse) == ([], [])
    assert len(found(archive, "snow")) == len(texts)
    assert all(hit.story is None for hit in archive.search("snow"))


def test_fewer_hits_are_the_first_of_all(archive):
    """Stories further down are left alone: that must not show."""
    words = [*VOCABULARY, "fog", "rain", "wind", "hail"]
    for number, word in enumerate(words):
        text = story(word, words=40, snow=1 + number % 5)
        outlets = OUTLETS[: 1 + number % 3]
        archive.add_articles([copy(f"{'Snow. ' * at}{text}", o) for at, o in enumerate(outlets)])
    every = archive.search("snow and troops", limit=1000)
    assert len(every) == len(words)
    assert sum(hit.story is not None for hit in every) == 8
    for limit in range(1, len(every)):
        assert archive.search("snow and troops", limit=limit) == every[:limit]
