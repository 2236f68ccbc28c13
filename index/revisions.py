"""Which texts are versions of one article though they come from different places; pure.

Two texts are versions of one article when they state the same page (`page_of`), come from the same
outlet as far as is known, and are alike (`are_versions`). The page alone is not enough: exports
name a site's front page or a section for every article, and each post of a live page has the URL of
all. Where it is in doubt both texts stay in the answers, for of two versions one would be hidden.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime

from index.article import Article, Notice
from index.copies import LEAST_RESEMBLANCE, LEAST_SHINGLES, Fingerprint, fingerprint
from index.same_page import page_of

# Of the shorter text's shingles. Two stories of one outlet share some hundredths, by their forms.
LEAST_SHARED = 0.3
# Under the same title, of the same day: a story that was written anew keeps a quotation or two.
LEAST_SHARED_UNDER_ONE_TITLE = 0.1

# What is put in the place of a story that is taken back is no longer than this.
_NOTE_WORDS = 150
_RETRACTED = re.compile(r"\W*(?:retract(?:ed|ion)|withdrawn)\b\W+", re.IGNORECASE)

_WORD = re.compile(r"\w+")
_OF_NO_NAME = {"the", "com", "org", "net", "www", "online"}


def are_versions(one: Article, other: Article) -> bool:
    """Tell whether two texts are versions of one article.

    They name the same page and, as far as is known, the same outlet: under another one's name a
    text is a copy. And they share a stretch of words: the less, the more else agrees. Texts too
    short to be told from a form that is filled in anew need the same title as well. A note that
    takes a story back shares none with it: under its title it stands in its place.
    """
    if page_of(one.url) is None or page_of(one.url) != page_of(other.url):
        return False
    if not _may_be_one_outlet(one.outlet, other.outlet):
        return False
    if _takes_back(one, other) or _takes_back(other, one):
        return True
    prints, same_title, is_short = _compared(one, other)
    shared = _shared(*prints)
    same_day = _may_be_one_day(one, other)
    if same_title:
        least = LEAST_SHARED_UNDER_ONE_TITLE if same_day and not is_short else LEAST_SHARED
        return shared >= least
    return not is_short and shared >= (LEAST_SHARED if same_day else LEAST_RESEMBLANCE)


def are_drafts(one: Article, other: Article) -> bool:
    """Tell whether two texts are versions of one that is known by no page, but was one file.

    Nothing else tells that they are one article, so more is asked of the texts: most of the shorter
    one's shingles stand in the other. Of two days they are two issues of what is written anew.

    >>> old, new = (Article(title="Snow", text=f"Snow fell on Riga for {n} hours.") for n in "12")
    >>> are_drafts(old, new), are_drafts(old, Article(title="Snow", text="It fell on Riga."))
    (True, False)
    """
    pages = {page_of(one.url), page_of(other.url)} - {None}
    if len(pages) > 1 or not _may_be_one_outlet(one.outlet, other.outlet):
        return False
    prints, same_title, is_short = _compared(one, other)
    if not _may_be_one_day(one, other) or (is_short and not same_title):
        return False
    return _shared(*prints) >= LEAST_RESEMBLANCE


def _compared(one: Article, other: Article) -> tuple[list[Fingerprint], bool, bool]:
    """Return both fingerprints, whether the titles are the same, and whether either is short."""
    prints = [fingerprint(text.text, title=text.title) for text in (one, other)]
    same_title = bool(prints[0].title) and prints[0].title == prints[1].title
    return prints, same_title, min(len(print_.shingles) for print_ in prints) < LEAST_SHINGLES


def _may_be_one_day(one: Article, other: Article) -> bool:
    return None in {one.published, other.published} or one.published == other.published


def _takes_back(note: Article, story: Article) -> bool:
    """Tell whether a text is a publisher's note that another one of its title is retracted."""
    if note.notice is not Notice.RETRACTED or len(note.text.split()) > _NOTE_WORDS:
        return False
    titles = [_WORD.findall((title or "").casefold()) for title in (note.title, story.title)]
    bare = _WORD.findall(_RETRACTED.sub("", (note.title or "").casefold(), count=1))
    return bool(titles[1]) and titles[1] in (titles[0], bare)


def states_a_later_date(one: Article, other: Article) -> bool:
    """Tell whether `one` is newer than `other` by what both state: when updated, else published.

    Where either states nothing, or a day alone that is the other's day too, neither is newer.

    >>> old, new = Article(text="No.", published=date(2024, 8, 6)), Article(text="Yes.")
    >>> states_a_later_date(new, old)
    False
    """
    mine, its = _stated(one), _stated(other)
    if mine is None or its is None:
        return False
    if isinstance(mine, datetime) and isinstance(its, datetime) and mine.tzinfo and its.tzinfo:
        return mine > its
    return _day(mine) > _day(its)


def newest_of(
    article: Article, others: Iterable[Article], *, stays: Callable[[Article], bool]
) -> Article:
    """Return which of the versions of an article is to be live; `article` is the one that came.

    It is the newest, unless another one states a later date, or `stays`, by what is known of where
    they come from, and the one that came does not state a later date.

    >>> old, new = Article(text="Snow fell."), Article(text="Snow fell. Nobody left.")
    >>> newest_of(new, [old], stays=lambda other: False) == new
    True
    """
    newest = article
    for other in others:
        is_kept = newest is article and stays(other) and not states_a_later_date(article, other)
        if is_kept or states_a_later_date(other, newest):
            newest = other
    return newest


def _stated(article: Article) -> date | None:
    return article.updated_at or article.published_at or article.published


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _shared(one: Fingerprint, other: Fingerprint) -> float:
    shorter = min(len(one.shingles), len(other.shingles))
    return len(one.shingles & other.shingles) / shorter if shorter else 0.0


def _may_be_one_outlet(one: str | None, other: str | None) -> bool:
    """Tell whether two names may mean one outlet, as "BBC" and "BBC News", or one is not known."""
    names = [set(_WORD.findall((name or "").casefold())) - _OF_NO_NAME for name in (one, other)]
    return names[0] <= names[1] or names[1] <= names[0]
