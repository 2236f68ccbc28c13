"""What is said of a source besides its name: the place in it, a notice, who carried it; pure."""

from typing import TYPE_CHECKING, Any

from qa.plain import one_line

if TYPE_CHECKING:
    from index import Article, Locator, Notice, Story

# More outlets than this are counted, so that a line stays a line.
_LISTED = 6
_NOTICES = {
    "corrected": "corrected by its publisher",
    "updated": "updated by its publisher",
    "retracted": "RETRACTED by its publisher",
}


def describe_place(locator: "Locator | None") -> str:
    """Say where in its source a quotation stands; empty where that is not known.

    >>> from index import Locator
    >>> describe_place(Locator(start=0, label="p. 4", confidence=0.812))
    'p. 4, OCR, 81%'
    """
    if locator is None:
        return ""
    recognised = "" if locator.confidence is None else f", OCR, {locator.confidence:.0%}"
    return one_line(f"{locator.label}{recognised}".removeprefix(", "))


def describe_notice(notice: "Notice | None") -> str:
    """Say that a text was corrected, updated or retracted; empty where nothing of it is known."""
    return _NOTICES[notice] if notice else ""


def describe_marks(article: "Article", locator: "Locator | None") -> str:
    """Say of a citation where it stands and that its article was changed; empty without either."""
    marks = (describe_place(locator), describe_notice(article.notice))
    return "; ".join(filter(None, marks))


def describe_story(story: "Story", *, cited: "Article") -> str:
    """Say who carried a story, which article is likely its original, and why.

    A notice on another carrier is said too: it may hold for the article that is `cited`.
    """
    outlets = story.outlets
    if len(outlets) > 1:  # as `Story.carried_by` counts
        listed = ", ".join(outlets[:_LISTED])
        more = f" and {len(outlets) - _LISTED} more" if len(outlets) > _LISTED else ""
        carried = f"carried by {len(outlets)} outlets: {listed}{more}"
    else:
        carried = f"carried {len(story.carriers)} times"
    original = story.original
    if original.article_id == cited.id:
        likely = f"likely the original, as it {story.reason}"
    else:
        name = original.outlet or f"article {original.article_id}"
        likely = f"likely original: {name}, which {story.reason}"
    noticed = [
        f"{carrier.notice} in {carrier.outlet or f'article {carrier.article_id}'}"
        for carrier in story.carriers
        if carrier.notice and carrier.article_id != cited.id
    ]
    return one_line("; ".join([carried, likely, *noticed]))


def as_values(story: "Story") -> dict[str, Any]:
    """Return a story as values that JSON can hold."""
    original = story.original
    return {
        "carriers": [
            {
                "id": carrier.article_id,
                "outlet": carrier.outlet,
                "published": carrier.published.isoformat() if carrier.published else None,
                "notice": carrier.notice,
            }
            for carrier in story.carriers
        ],
        "carried_by": story.carried_by,
        "original": {"id": original.article_id, "outlet": original.outlet, "why": story.reason},
    }


def article_values(article: "Article") -> dict[str, Any]:
    """Return what is saved of a cited article as values that JSON can hold."""
    return {
        "id": article.id,
        "sha256": article.sha256,
        "title": article.title,
        "outlet": article.outlet,
        "authors": list(article.authors),
        "published": article.published.isoformat() if article.published else None,
        "url": article.url,
        "file": article.file,
        "language": article.language,
        "updated_at": article.updated_at.isoformat() if article.updated_at else None,
        "notice": article.notice,
    }
