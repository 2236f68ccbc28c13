"""A page's title among what the page calls itself: headline, tab, links, its largest heading."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

_SEPARATOR = re.compile(r"\s*(?:\s[|–—·•»:-]|[|»]|:)\s+")
_MOST_AFFIX_WORDS = 7


def choose_title(
    *, stated: Sequence[str], headings: Sequence[str], tab: str | None, site: Sequence[str]
) -> str | None:
    """Choose the title that most of a page's own statements agree on.

    `stated` are the titles in its metadata, the weightiest first; `headings` its `<h1>`s; `tab`
    what its `<title>` says; `site` the names that its site goes by. What hangs on before or
    behind a title is taken off when it is a name of the site or when another statement does
    without it. Ties go to metadata, then to a heading that the tab confirms, then to the tab.

    >>> choose_title(stated=["Snow falls in Riga | Riga Weekly"], headings=["Snow falls in Riga"],
    ...              tab="Snow falls in Riga | Riga Weekly", site=())
    'Snow falls in Riga'
    """
    tabs = [tab] if tab else []
    confirmed = [heading for heading in headings if _overlap(heading, tab or "") >= 0.5]
    others = [heading for heading in headings if heading not in confirmed]
    ordered = [_tidy(text) for text in (*stated, *confirmed, *tabs, *others)]
    bare = [text for text in (_without_site(text, site) for text in ordered) if text]
    short = [_shortest_agreed(text, bare) for text in bare]
    # A heading that the tab does not confirm may be the site's name: it only helps others.
    unsure = {_letters(_without_site(text, site)) for text in map(_tidy, others)}
    votes = Counter(map(_letters, short))
    if len(votes) > len(unsure & votes.keys()):
        votes = Counter({text: n for text, n in votes.items() if n > 1 or text not in unsure})
    if not votes:
        return bare[0] if bare else None
    most = max(votes.values())
    return next(text for text in short if votes[_letters(text)] == most)


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


def _overlap(one: str, other: str) -> float:
    words = _letters(one).split()
    return sum(word in _letters(other).split() for word in words) / len(words) if words else 0.0


def _without_site(title: str, site: Sequence[str]) -> str:
    """Take the site's name off both ends.

    >>> _without_site("Snow falls - News Nation", ["newsnation"])
    'Snow falls'
    """
    names = {_letters(name).replace(" ", "") for name in site} - {""}
    parts = _parts(title)
    while len(parts) > 1 and _letters(parts[-1][1]).replace(" ", "") in names:
        parts.pop()
    while len(parts) > 1 and _letters(parts[0][1]).replace(" ", "") in names:
        parts.pop(0)
    return _joined(parts)


def _parts(title: str) -> list[tuple[str, str]]:
    """Part a title at its separators: each part with the separator before it."""
    parts, start, before = [], 0, ""
    for match in _SEPARATOR.finditer(title):
        parts.append((before, title[start : match.start()]))
        before, start = match[0], match.end()
    return [*parts, (before, title[start:])]


def _joined(parts: Iterable[tuple[str, str]]) -> str:
    return "".join(
        (before if number else "") + part for number, (before, part) in enumerate(parts)
    ).strip()


def _shortest_agreed(title: str, others: Sequence[str]) -> str:
    """Return another statement that is this title without a few words before or behind it."""
    wanted = {_letters(other): other for other in others}
    parts = _parts(title)
    for first, last in _ends(len(parts)):
        left = _joined(parts[first:last])
        dropped = " ".join(part for _, part in parts[:first] + parts[last:])
        # One short word that another statement repeats is likelier a section than a title.
        is_whole = len(_letters(left).split()) > 1 or len(left) > 8
        if is_whole and _letters(left) in wanted and len(dropped.split()) <= _MOST_AFFIX_WORDS:
            return left
    return title


def _ends(count: int) -> Iterable[tuple[int, int]]:
    for dropped in range(1, count):
        for first in range(dropped + 1):
            yield first, count - dropped + first
