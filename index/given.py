"""Articles that were made in Python, as what is written to an archive."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from index.article import Article
from index.errors import ReadingError
from index.reading import Failed, Found
from index.same_page import is_front_page


def found_in(articles: Iterable[object], wrong: list[ReadingError]) -> Iterator[Found | Failed]:
    """Take articles up to the first thing that is none; what is to be said of it goes to `wrong`.

    To raise it here would leave what came before half-way: in the database, but not published.
    """
    for number, article in enumerate(articles, start=1):
        if not isinstance(article, Article):
            before = "; what came before it is added" if number > 1 else ""
            wrong.append(
                ReadingError(
                    f"{article!r:.60} is no article; make one: Article(text=...), or add a file: "
                    f"add(path){before}"
                )
            )
            return
        yield _as_found(_without_blanks(article), number)


def _without_blanks(article: Article) -> Article:
    """Leave out the origin that is an empty string, as rows of tables have what is unknown.

    Articles of one address are versions of one: so would be all those of none.
    """
    outlet, url, language = (
        value if value and value.strip() else None
        for value in (article.outlet, article.url, article.language)
    )
    if (outlet, url, language) == (article.outlet, article.url, article.language):
        return article
    return replace(article, outlet=outlet, url=url, language=language)


def _as_found(article: Article, number: int) -> Found | Failed:
    half = _half_character(article)
    if half is None:
        return Found(origin=_origin(article), article=article)
    return Failed(
        origin=f"article {number}",
        reason=f"{half!r} in it is half a character, which can be stored nowhere; replace it: "
        'text.encode("utf-8", "replace").decode()',
    )


def _origin(article: Article) -> str:
    url = article.url
    return article.id if url is None or is_front_page(url) else url


def _half_character(article: Article) -> str | None:
    """Return half of a surrogate pair that stands in an article, or None."""
    fields = (article.title, article.outlet, article.url, article.language, article.section)
    labels = (str(place.label) for place in article.locators)
    # To encode each string as it is takes a thirtieth of the time that writing it as JSON does.
    for string in (article.text, *fields, article.file, *article.authors, *labels):
        try:
            (string or "").encode()
        except UnicodeEncodeError as error:
            return error.object[error.start]
    return None
