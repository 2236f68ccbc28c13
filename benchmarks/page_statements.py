"""What a page states of its title and day, read by html.parser: the judge of benchmarks.extraction.

Nothing of `index.reading` is used here, so that a misreading there is not repeated in its judge.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from html.parser import HTMLParser
from typing import Any

_TITLES = ("og:title", "twitter:title")
_DATES = (
    "article:published_time",
    "article:published",
    "datepublished",
    "parsely-pub-date",
    "pubdate",
    "dc.date",
    "dc.date.issued",
    "sailthru.date",
    "date",
)
_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2}) (?P<month>[A-Z][a-z]{2})\w* (?P<year>\d{4})")
_MONTH_FIRST = re.compile(r"(?P<month>[A-Z][a-z]{2})\w* (?P<day>\d{1,2}), (?P<year>\d{4})")
_SUFFIX = re.compile(r"^(?P<title>.{8,}?)\s+[|–—-]\s+[^|–—]{2,45}$")
_PREFIX = re.compile(r"^[^|–—:]{2,25}\s*[|:]\s+(?P<title>.{8,})$")


@dataclass(slots=True)
class _Said:
    tags: dict[str, str] = field(default_factory=dict)
    scripts: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said = _Said()
        self._into: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        stated = {name: value or "" for name, value in attrs}
        if tag == "meta" and stated.get("content"):
            for key in ("property", "name", "itemprop"):
                self.said.tags.setdefault(stated.get(key, "").casefold(), stated["content"])
        elif tag == "h1":
            self._open(self.said.headings)
        elif tag == "script":
            self._into = None
            if "ld+json" in stated.get("type", ""):
                self._open(self.said.scripts)

    def _open(self, into: list[str]) -> None:
        into.append("")
        self._into = into

    def handle_endtag(self, tag: str) -> None:
        if tag in ("h1", "script"):
            self._into = None

    def handle_data(self, data: str) -> None:
        if self._into is not None:
            self._into[-1] += data


def _read(page: str) -> _Said:
    parser = _Parser()
    parser.feed(page)
    parser.close()
    return parser.said


def _objects(value: dict[str, Any] | list[Any]) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value:
        if isinstance(inner, dict | list):
            yield from _objects(inner)


def _article(said: _Said) -> dict[str, Any]:
    for script in said.scripts:
        try:
            loaded = json.loads(script, strict=False)
        except ValueError:
            continue
        for one in _objects(loaded) if isinstance(loaded, dict | list) else ():
            if isinstance(one.get("headline"), str):
                return one
    return {}


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", unescape(unescape(text)).casefold()))


def states_title(page: str, title: str | None) -> bool | None:
    """Tell whether a page states this title; None where it states none.

    Of a stated title that another statement has without the site's name, only the bare one counts.

    >>> page = '<meta property="og:title" content="Snow in Riga | Weekly"><h1>Snow in Riga</h1>'
    >>> states_title(page, "Snow in Riga"), states_title(page, "Snow in Riga | Weekly")
    (True, False)
    """
    said = _read(page)
    stated = [_article(said).get("headline"), *(said.tags.get(name) for name in _TITLES)]
    titles = [text for text in stated if text]
    if not titles:
        return None
    everything = {_plain(text) for text in (*titles, *said.headings)}
    site = _plain(said.tags.get("og:site_name", ""))
    allowed = {_bare(text, everything, site) for text in titles}
    # The heading is what readers saw; it counts where the metadata has most of its words.
    for heading in said.headings:
        words = set(_plain(heading).split())
        if words and any(len(words & set(text.split())) >= 0.6 * len(words) for text in allowed):
            allowed.add(_plain(heading))
    return title is not None and _plain(title) in allowed


def _bare(text: str, everything: set[str], site: str) -> str:
    for pattern in (_SUFFIX, _PREFIX):
        match = pattern.match(unescape(text).strip())
        if match and _plain(match["title"]) in everything:
            return _plain(match["title"])
    return _plain(text).removesuffix(f" {site}" if site else "")


def states_date(page: str, published: date | None) -> bool | None:
    """Tell whether a page states that it was published on this day; None where it states none.

    JSON-LD's date comes first, as it is written (in the zone that it is written in).

    >>> states_date('<meta name="date" content="2024-10-09">', date(2024, 10, 9))
    True
    """
    said = _read(page)
    stated = [_article(said).get("datePublished"), *(said.tags.get(name) for name in _DATES)]
    days = [day for day in map(_day, filter(None, stated)) if day]
    return published == days[0] if days else None


def _day(stated: str) -> date | None:
    iso = re.match(r"(\d{4})-?(\d\d)-?(\d\d)", stated)
    if iso:
        return date(*map(int, iso.groups()))
    # RFC 2822 first ("Mon, 18 Nov 2019 ..."), then "November 20, 2019 ...".
    for pattern in (_DAY_FIRST, _MONTH_FIRST):
        worded = pattern.search(stated)
        if worded:
            month = _MONTHS.index(worded["month"].casefold()) // 3 + 1
            return date(int(worded["year"]), month, int(worded["day"]))
    return None
