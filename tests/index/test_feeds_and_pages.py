"""One URL, given by feeds and by its page: what they say of it settles, and stays so."""

import pytest
from archived_web import SNOW, entry, rss, served

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
