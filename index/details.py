"""What is kept of an article besides the columns that are searched and counted: values as JSON."""

import json
from datetime import datetime
from typing import TypedDict

from index.article import Article, Locator, Notice


class Details(TypedDict, total=False):
    """The fields of an `Article` that are kept together; those that are empty are left out."""

    published_at: datetime
    updated_at: datetime
    section: str
    notice: Notice
    locators: tuple[Locator, ...]


def write(article: Article) -> str:
    """Write an article's details as JSON.

    >>> write(Article(text="Snow.", section="World", locators=(Locator(start=0, label="p. 1"),)))
    '{"section": "World", "locators": [[0, "p. 1", null]]}'
    """
    kept = {
        "published_at": article.published_at.isoformat() if article.published_at else None,
        "updated_at": article.updated_at.isoformat() if article.updated_at else None,
        "section": article.section,
        "notice": article.notice,
        "locators": [[place.start, place.label, place.confidence] for place in article.locators],
    }
    return json.dumps({name: value for name, value in kept.items() if value}, ensure_ascii=False)


def read(text: str) -> Details:
    """Read what `write` wrote."""
    kept = json.loads(text)
    found = Details()
    if "published_at" in kept:
        found["published_at"] = datetime.fromisoformat(kept["published_at"])
    if "updated_at" in kept:
        found["updated_at"] = datetime.fromisoformat(kept["updated_at"])
    if "section" in kept:
        found["section"] = kept["section"]
    if "notice" in kept:
        found["notice"] = Notice(kept["notice"])
    if "locators" in kept:
        found["locators"] = tuple(
            Locator(start=start, label=label, confidence=confidence)
            for start, label, confidence in kept["locators"]
        )
    return found
