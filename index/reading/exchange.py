"""What reading yields, as plain values of JSON: how it comes from the process that parses.

That process may be in the hands of whoever made the file it reads. So nothing is unpickled: what it
says is checked value by value, and can be nothing but articles and reasons.
"""

import json
from collections.abc import Mapping
from datetime import date

from index import details
from index.article import Article
from index.errors import ReadingError
from index.reading.found import Failed, Found, Item, Skipped
from index.reading.links import read_moment

OUT_OF_MEMORY = 77
"""The exit code of a process that had too little memory for a file."""


def write_item(item: Item) -> bytes:
    r"""Write what was read as one line of JSON in ASCII.

    >>> write_item(Failed(origin="a.txt", reason="it is empty"))
    b'{"failed": "it is empty", "origin": "a.txt"}\n'
    """
    if isinstance(item, Found):
        value: dict[str, object] = {"found": _article_values(item.article)}
        if item.captured_at:
            value["captured_at"] = item.captured_at.isoformat()
    else:
        value = {"failed" if isinstance(item, Failed) else "skipped": item.reason}
    return json.dumps(value | {"origin": item.origin}).encode() + b"\n"


def read_item(line: bytes) -> Item:
    """Read what `write_item` wrote.

    Raises:
        ValueError: it wrote something else.
    """
    value = json.loads(line)
    try:
        origin = _text(value["origin"])
        if "found" in value:
            captured = read_moment(_optional(value.get("captured_at")))
            return Found(origin=origin, article=_article(value["found"]), captured_at=captured)
        if "skipped" in value:
            return Skipped(origin=origin, reason=_text(value["skipped"]))
        return Failed(origin=origin, reason=_text(value["failed"]))
    except (KeyError, TypeError, AttributeError, ReadingError) as error:
        raise ValueError(f"not an item: {error}") from error


def _article_values(article: Article) -> Mapping[str, object]:
    return {
        "text": article.text,
        "title": article.title,
        "outlet": article.outlet,
        "authors": article.authors,
        "published": article.published.isoformat() if article.published else None,
        "url": article.url,
        "language": article.language,
        "details": details.write(article),
    }


def _article(values: Mapping[str, object]) -> Article:
    authors, published = values["authors"], _optional(values["published"])
    if not isinstance(authors, list):
        raise TypeError("authors are no list")
    article = Article(
        text=_text(values["text"]),
        title=_optional(values["title"]),
        outlet=_optional(values["outlet"]),
        authors=tuple(_text(author) for author in authors),
        published=date.fromisoformat(published) if published else None,
        url=_optional(values["url"]),
        language=_optional(values["language"]),
        **details.read(_text(values["details"])),
    )
    _check_details(article)
    return article


def _check_details(article: Article) -> None:
    _optional(article.section)
    for locator in article.locators:
        _text(locator.label)
        if type(locator.start) is not int or not isinstance(locator.confidence, float | int | None):
            raise TypeError("a locator's place is no number")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a {type(value).__name__} for a text")
    # Half of a surrogate pair, as "\ud800" in JSON leaves it, can be stored nowhere.
    return value.encode("utf-8", "replace").decode() if _is_broken(value) else value


def _optional(value: object) -> str | None:
    return None if value is None else _text(value)


def _is_broken(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return True
    return False
