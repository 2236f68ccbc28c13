"""One URL, given by feeds and by its page: what they say of it settles, and stays so."""

import pytest
from archived_web import GRAIN, SNOW, entry, rss, served

from index.subscriptions import Subscriptions

MORE = f"{SNOW} It melted on Wednesday, and the ferries sailed again at once."


def counted(web) -> tuple[int, int, int]:
    """How many articles and older versions there are, and how often it was published."""
    status = web.archive.status()
    return status.contents.articles, status.replaced, status.generation


@pytest.mark.parametrize(
    ("title", "counts"),
    [
        pytest.param("News - The Example", (1, 1, 1), id="of one outlet"),
        pytest.param("Weather", (2, 0, 1), id="of two outlets"),
    ],
)
def test_two_feeds_of_one_entry(web, title, counts):
    feed = rss(entry("/snow", SNOW))
    other = rss(entry("/snow", SNOW), title=title)
    web.server.pages |= {"/feed": feed, "/other": other}
    web.add("/feed", "/other")
    assert counted(web) == counts
    for _ in range(2):
        report = web.refresh()
        assert (report.added, report.changed, len(report.unchanged)) == ((), (), 2)
        assert counted(web) == counts


@pytest.mark.parametrize("sources", [("/feed", "/snow"), ("/snow", "/feed")])
def test_a_feed_and_the_page_of_one_entry(web, sources):
    web.server.pages |= {"/feed": rss(entry("/snow", MORE)), "/snow": served(SNOW)}
    web.add(*sources)
    live = web.texts()
    assert live == {MORE if sources[-1] == "/feed" else SNOW}
    for _ in range(2):
        report = web.refresh()
        assert (report.added, report.changed, len(report.unchanged)) == ((), (), 2)
        assert (web.texts(), counted(web)) == (live, (1, 1, 1))
    # What changes then is the newest.
    newer = MORE.replace("Wednesday", "Thursday")
    web.server.pages["/feed"] = rss(entry("/snow", newer))
    assert len(web.refresh().changed) == 1
    assert web.texts() == {newer}
    assert web.refresh().changed == ()


def test_an_entry_goes_with_the_page_that_was_removed(web):
    web.server.pages |= {"/feed": rss(entry("/snow", MORE)), "/snow": served(SNOW)}
    web.add("/snow", "/feed")
    # As it was written down when entries had the origin of their page.
    Subscriptions(web.archive.path).remove([web.server.url("/snow")])
    web.archive.remove(web.archive.articles()[0].id)
    [skipped] = web.refresh().skipped
    assert skipped.reason.startswith("it was removed from the archive")
    assert web.texts() == set()


# Pages that state another page's URL ------------------------------------------------------------


def stating(web, path: str, text: str, title: str = "Snow") -> bytes:
    """Serve a page whose canonical URL is that of another one."""
    return served(text, title, head=f'<link rel="canonical" href="{web.server.url(path)}">')


@pytest.mark.parametrize(
    ("paths", "stated", "titles"),
    [
        pytest.param(("/1", "/2"), "/news", ("Snow", "Grain"), id="a section"),
        pytest.param(("/1", "/1?page=2"), "/1", ("Snow", "Snow"), id="the first page of two"),
    ],
)
def test_two_articles_that_state_one_url_both_stay(web, paths, stated, titles):
    texts = (SNOW, GRAIN)
    for path, text, title in zip(paths, texts, titles, strict=True):
        web.server.pages[path] = stating(web, stated, text, title)
    assert web.names(web.add(*paths).added) == [*paths]
    for _ in range(2):
        report = web.refresh()
        assert (report.added, report.changed) == ((), ())
        assert (web.texts(), counted(web)) == (set(texts), (2, 0, 1))


@pytest.mark.parametrize("paths", [("/snow", "/amp/snow"), ("/amp/snow", "/snow")])
def test_a_shorter_rendering_of_a_page_is_its_version_and_never_takes_its_place(web, paths):
    web.server.pages |= {"/snow": served(MORE), "/amp/snow": stating(web, "/snow", SNOW)}
    for path in paths:
        web.add(path)
    for _ in range(2):
        assert (web.texts(), counted(web)[:2]) == ({MORE}, (1, 1))
        report = web.refresh()
        assert (report.added, report.changed, len(report.unchanged)) == ((), (), 2)
    # Both are corrected: the page has the last word, whichever is asked first.
    newer = [text.replace("no ship", "one ship") for text in (MORE, SNOW)]
    web.server.pages |= {"/snow": served(newer[0]), "/amp/snow": stating(web, "/snow", newer[1])}
    web.refresh()
    assert web.texts() == {newer[0]}
    assert web.refresh().changed == ()


def test_a_page_in_another_spelling_of_its_url_is_one_article_whatever_it_says(web):
    path = "/snow/?utm_source=feed"
    web.server.pages |= {"/snow": stating(web, "/snow", SNOW), path: stating(web, "/snow", GRAIN)}
    assert web.names(web.add("/snow").added) == ["/snow"]
    assert web.names(web.add(path).changed) == ["/snow"]
    assert counted(web)[:2] == (1, 1)
