"""The posts of a live blog, found again in its text by what JSON-LD says of each."""

from index.article import Locator
from index.reading.dates import read_moment
from index.reading.linked_data import Node, text_of

# Enough to find a post by, and short enough to stay within its first line.
_OPENING = 40


def locate_posts(article: Node, text: str) -> tuple[Locator, ...]:
    r"""Return a locator for each post whose headline or opening stands in `text`.

    The label is the post's time as its publisher's clock had it: "12:31", and with the day
    before it where the posts are of several days.

    >>> post = {"headline": "The bridge has closed to all traffic",
    ...         "datePublished": "2024-10-09T12:31:00+03:00"}
    >>> locate_posts({"liveBlogUpdate": [post]}, "Snow.\nThe bridge has closed to all traffic")
    (Locator(start=6, label='12:31', confidence=None),)
    """
    updates = article.get("liveBlogUpdate")
    posts = (
        [post for post in updates if isinstance(post, dict)] if isinstance(updates, list) else []
    )
    times = [read_moment(text_of(post, "datePublished", "dateModified") or "") for post in posts]
    days = {time.date() for time in times if time}
    form = "%H:%M" if len(days) < 2 else "%Y-%m-%d %H:%M"
    found: dict[int, str] = {}
    for post, time in zip(posts, times, strict=True):
        start = _start_of(post, text)
        if time and start is not None:
            found.setdefault(start, time.strftime(form))
    return tuple(Locator(start=start, label=label) for start, label in sorted(found.items()))


def _start_of(post: Node, text: str) -> int | None:
    for opening in (text_of(post, "headline"), text_of(post, "articleBody")):
        wanted = (opening or "")[:_OPENING].strip()
        at = text.find(wanted) if len(wanted) > _OPENING // 2 else -1
        if at >= 0:
            return at
    return None
