"""When a web page was published: as it states, as its address says, as it shows."""

import calendar
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from lxml.html import HtmlElement

from index.reading.bylines import read_dated_byline
from index.reading.dates import DateLine, is_plausible, read_date, read_date_line, read_moment
from index.reading.page import text_of
from index.reading.page_lines import (
    LEAST_PARAGRAPH,
    around,
    find_headline,
    is_listed,
    lines_below,
    stands_beside,
)

_IN_PATH = re.compile(
    r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>\d\d|[a-z]{3})[/-](?P<day>\d\d)(?=[/-]|$)"
)
_MONTHS = [name.casefold() for name in calendar.month_abbr]  # January is at 1


def read_page_dates(
    stated: Sequence[str], tree: HtmlElement, *, title: str | None, url: str | None
) -> tuple[date | None, datetime | None]:
    """Return the day and, where its zone is told, the time of publication.

    `stated` are the dates in the page's metadata, the weightiest first. Behind them come the
    elements marked as the publication's, the address (".../2024/10/09/..."), a line below the
    headline that says "Published", the only time that is the story's, and the first line there that
    holds nothing but a date.
    """
    headed, alone = _times(tree)
    known = _known([*stated, *_marked(tree), *headed])
    if known:
        return _settled(known)
    labelled, shown = _shown_days(tree, title)
    if day := _day_in_path(url or "") or labelled:
        return day, None
    return _settled(timed) if (timed := _known(alone)) else (shown, None)


def _known(stated: Sequence[str]) -> list[tuple[date, datetime | None]]:
    read = [(read_date(text), read_moment(text)) for text in stated]
    return [(day, moment) for day, moment in read if day and is_plausible(day)]


def _settled(known: Sequence[tuple[date, datetime | None]]) -> tuple[date, datetime | None]:
    """Take the weightiest date, with what the others add to it."""
    day, moment = known[0]
    for other, time in known[1:]:
        # A first stamp without a zone takes the time of a later one of the same day.
        if moment is None and time and other == day:
            moment = time
        # The same moment in the publisher's zone tells the day that the publisher's clock had.
        elif moment and time == moment and not moment.utcoffset() and time.utcoffset():
            day, moment = other, time
    return day, moment


def _marked(tree: HtmlElement) -> Iterator[str]:
    """Yield the dates that the page's elements mark as those of the publication."""
    yield from tree.xpath(
        "//*[@itemprop='datePublished']/@content | //*[@itemprop='datePublished']/@datetime"
        " | //time[@pubdate]/@datetime | //*[contains(@class, 'publish')]/@datetime"
    )[:1]


def _times(tree: HtmlElement) -> tuple[list[str], list[str]]:
    """Return the first time between headline and text, and the only one that is the story's.

    Each in a list, which is empty where there is none. Many more are those of comments, of other
    stories, and clocks.
    """
    headed: list[str] = []
    own: dict[str, None] = {}
    headlines = tree.xpath("//h1")
    # Without an element for the story, what comes behind its beginning may be another's.
    story = next(headlines[0].iterancestors("article"), None) if headlines else None
    beyond = around(headlines[0] if headlines else None)
    is_headed = has_text = False
    for element in tree.iter("h1", "p", "time"):
        if element.tag == "h1":
            is_headed = True
        elif element.tag == "p":
            has_text = has_text or len(text_of(element)) >= LEAST_PARAGRAPH
        elif (stamp := element.get("datetime")) and not stands_beside(element, beyond):
            if is_headed and not has_text:
                headed.append(stamp)
            is_within = story in element.iterancestors() if story is not None else not has_text
            if is_within and not is_listed(element):
                own[stamp] = None
    return headed[:1], list(own) if len(own) == 1 else []


def _day_in_path(url: str) -> date | None:
    match = _IN_PATH.search(url)
    if not match:
        return None
    month = match["month"]
    try:
        number = int(month) if month.isdigit() else _MONTHS.index(month)
        return date(int(match["year"]), number, int(match["day"]))
    except ValueError:
        return None


def _shown_days(tree: HtmlElement, title: str | None) -> tuple[date | None, date | None]:
    """Find the first day in a line of nothing but dates, or behind a byline, below the headline.

    Above it newspapers print the day on which the page was saved. Without a headline to go by,
    the page must show one day only.

    Returns:
        The day that a line says is the publication's, and that of any line.
    """
    headline = find_headline(tree, title)
    lines = [line for text in lines_below(tree, headline) if (line := _read_line(text))]
    labelled = [line.published for line in lines if line.labelled]
    days = [line.published for line in lines if line.published]
    is_told = days and (headline is not None or len(set(days)) == 1)
    return labelled[0] if labelled else None, days[0] if is_told else None


def _read_line(text: str) -> DateLine | None:
    if line := read_date_line(text):
        return line
    dated = read_dated_byline(text)
    return dated[1] if dated else None
