"""Stories: which articles carry one text, which had it first, one passage of each; pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from index.article import Article, Notice
from index.copies import shingles_of

# By the name that a dateline or a byline gives it, in lower case.
_AGENCIES = {
    "reuters": "Reuters",
    "ap": "AP",
    "associated press": "AP",
    "the associated press": "AP",
    "afp": "AFP",
    "agence france-presse": "AFP",
    "dpa": "dpa",
    "upi": "UPI",
    "efe": "EFE",
    "ansa": "ANSA",
    "pa": "PA",
    "pa media": "PA",
    "press association": "PA",
    "tass": "TASS",
    "interfax": "Interfax",
    "interfax-ukraine": "Interfax-Ukraine",
    "ukrinform": "Ukrinform",
    "belta": "BelTA",
    "xinhua": "Xinhua",
    "kyodo": "Kyodo",
    "bloomberg": "Bloomberg",
    "bloomberg news": "Bloomberg",
}
# "MINSK, Aug 10 (Reuters) -", "WARSAW (AP) —": place in capitals, agency, dash.
_DATELINE = re.compile(r"\s*[A-ZÀ-ŽА-Я][^\n()]{0,60}\(([^()\n]{2,30})\)\s*[-–—:]")
_LEAST_CAPITALS = 2
# A passage of which another carrier's passages hold this much says the same.
_SAID = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """One article that carries a story. `agency` is the wire that its dateline or byline names."""

    article_id: str
    outlet: str | None = None
    published: date | None = None
    published_at: datetime | None = None
    agency: str | None = None
    notice: Notice | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One text that several articles carry, in the order in which they were added."""

    carriers: tuple[Carrier, ...]

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets that ran it, each once."""
        names: dict[str, str] = {}
        for carrier in self.carriers:
            if carrier.outlet:
                names.setdefault(carrier.outlet.casefold(), carrier.outlet)
        return tuple(names.values())

    @property
    def carried_by(self) -> int:
        """How many outlets ran it; how many articles, where no two outlets are known."""
        return len(self.outlets) if len(self.outlets) > 1 else len(self.carriers)

    @property
    def original(self) -> Carrier:
        """The likely original; `reason` says why."""
        return likely_original(self.carriers)[0]

    @property
    def reason(self) -> str:
        """Why `original` is taken for the original."""
        return likely_original(self.carriers)[1]


def likely_original(carriers: Sequence[Carrier]) -> tuple[Carrier, str]:
    """Choose the carrier that had a story first, and say why.

    An agency's own outlet comes first, then what names an agency in its dateline or byline, then
    what was published first, then what was added first.

    Args:
        carriers: at least one, in the order in which they were added.

    >>> first, second = Carrier(article_id="1"), Carrier(article_id="2", agency="Reuters")
    >>> likely_original([first, second])[1]
    'names Reuters in its dateline or byline'
    """
    agencies = {carrier.agency for carrier in carriers if carrier.agency}
    own = [c for c in carriers if c.outlet and _AGENCIES.get(c.outlet.casefold()) in agencies]
    named = own or [carrier for carrier in carriers if carrier.agency]
    among = named or list(carriers)
    reasons = []
    if own:
        reasons.append(f"is the agency that the dateline or byline names: {own[0].outlet}")
    elif named and len(named) < len(carriers):
        reasons.append(f"names {named[0].agency} in its dateline or byline")
    if len(among) > 1:
        among, reason = _earliest(among)
        reasons.append(reason)
    return among[0], ", and ".join(reasons)


def _earliest(carriers: Sequence[Carrier]) -> tuple[list[Carrier], str]:
    days = [c.published_at.date() if c.published_at else c.published for c in carriers]
    first = min((day for day in days if day), default=None)
    on_first = [c for c, day in zip(carriers, days, strict=True) if day == first]
    times = [c.published_at for c in on_first if c.published_at]
    if len(times) == len(on_first):  # a day is too coarse to set against an hour
        on_first = [c for c in on_first if c.published_at == min(times)]
    if first is None or len(on_first) > 1:
        return list(on_first), "was added first"
    return on_first, "was published first"


def find_agency(article: Article) -> str | None:
    """Return the news agency that an article names in its dateline or byline, or None.

    >>> find_agency(Article(text="MINSK, Aug 10 (Reuters) - Belarus said no."))
    'Reuters'
    >>> find_agency(Article(text="Reuters reported (AP) - no.", authors=("Ann Poe",)))
    """
    found = _DATELINE.match(article.text)
    if found and sum(letter.isupper() for letter in found[0][:12]) > _LEAST_CAPITALS:
        in_dateline = _AGENCIES.get(found[1].strip().casefold())
        if in_dateline:
            return in_dateline
    return next(filter(None, map(_agency_of_byline, article.authors)), None)


def _agency_of_byline(author: str) -> str | None:
    for name in (author, author.rpartition(",")[2]):
        if agency := _AGENCIES.get(name.strip().casefold()):
            return agency
    last = author.rpartition(" ")[2]
    agency = _AGENCIES.get(last.casefold())
    # "Ann Poe AP" names an agency; "Ali Efe" and "ALI EFE" are people.
    is_written_so = not author.isupper() and (last == agency or last.isupper())
    return agency if is_written_so else None


def group(links: Iterable[tuple[int, int]]) -> dict[int, tuple[int, ...]]:
    """Turn pairs of copies into groups: by each key, all keys of its group in order.

    >>> group([(1, 3), (7, 8), (3, 5)])[5]
    (1, 3, 5)
    """
    groups: dict[int, list[int]] = {}
    for one, other in links:
        smaller, larger = sorted(
            (groups.setdefault(one, [one]), groups.setdefault(other, [other])), key=len
        )
        if smaller is not larger:
            larger.extend(smaller)
            groups.update(dict.fromkeys(smaller, larger))
    settled = {id(keys): tuple(sorted(keys)) for keys in groups.values()}
    return {key: settled[id(keys)] for key, keys in groups.items()}


def one_of_each(
    texts: Mapping[int, Mapping[int, str]], scores: Mapping[int, float]
) -> dict[int, float]:
    """Choose, of one story's passages, those that say something that no other carrier's do.

    Args:
        texts: by carrier, the one that speaks first (the original) first, the texts of those of its
            passages that were found, by id.
        scores: each passage's score.

    Returns:
        The score of each passage that is kept: its own or, where that is higher, that of a passage
        which was left out because it is the same.
    """
    kept: dict[int, dict[int, frozenset[tuple[str, ...]]]] = {}
    best: dict[int, float] = {}
    for carrier, passages in texts.items():
        others = {i: s for c, some in kept.items() if c != carrier for i, s in some.items()}
        own = kept.setdefault(carrier, {})
        for id_, text in passages.items():
            shingles = shingles_of(text)
            shared = {i: len(shingles & said) for i, said in others.items()}
            said = shingles & frozenset().union(*others.values())
            if not shared or len(said) < _SAID * len(shingles):
                own[id_], best[id_] = shingles, scores[id_]
            else:
                same = max(shared, key=lambda i: (shared[i], -i))
                best[same] = max(best[same], scores[id_])
    return best
