"""A saved web page -> one article: stated metadata, main text, and what stands in its place."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from index.article import Article
from index.errors import NoArticleError, ReadingError
from index.reading import linked_data
from index.reading.bylines import authors_of
from index.reading.extraction import (
    count_headlines,
    extract,
    find_teasers,
    stated_words,
    visible_blocks,
)
from index.reading.language import settle_language
from index.reading.live_blogs import locate_posts
from index.reading.metadata import build_article
from index.reading.page import parse, prepare
from index.reading.page_metadata import Stated, read_statement
from index.reading.walls import Signs, Wall, find_wall

# The first blocks of a text: headline, standfirst, byline.
_HEAD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class WebPage:
    """A page taken apart: what it states, its main text before cleaning, the wall if it is one."""

    stated: Stated
    text: str
    wall: Wall | None


def take_apart(page: str) -> WebPage:
    """Take a page apart; the text of a wall is what was found of an article, or "".

    Raises:
        ReadingError: there is no mark-up in it.
    """
    tree = parse(page)
    stated = read_statement(tree)
    # Before the tree is prepared: what is dropped there tells a wall too.
    blocks, headlines = visible_blocks(tree), count_headlines(tree)
    teasers = frozenset() if stated.is_article else find_teasers(tree)
    prepare(tree, url=stated.metadata.url)
    text = extract(tree, article=stated.node)
    signs = Signs(
        title=stated.metadata.title,
        text=text,
        blocks=blocks,
        is_stated=stated.is_article,
        is_free=linked_data.is_free(stated.node),
        stated_words=stated_words(stated.node),
        headlines=headlines,
        teasers=teasers,
    )
    return WebPage(stated=stated, text=text, wall=find_wall(signs))


def read_web_page(page: str) -> Article:
    """Read a web page.

    A live blog is read as one article, its section "live blog", with the time of each post as a
    locator.

    Raises:
        NoArticleError: it is a paywall's stub, a cookie wall, an error page or a list of links.
        ReadingError: no article is found in the page, or only a check that a browser passes.
    """
    taken = take_apart(page)
    if taken.wall:
        raise (ReadingError if taken.wall.is_mendable else NoArticleError)(taken.wall.reason)
    if not taken.text:
        raise ReadingError("no article is found in the page; save its text as plain text")
    stated = taken.stated.metadata
    metadata = replace(stated, language=settle_language(stated.language, taken.text))
    article = build_article(_without_bylines(taken.text, metadata.authors), metadata)
    return replace(article, locators=locate_posts(taken.stated.node, article.text))


def _without_bylines(text: str, authors: Collection[str]) -> str:
    """Take the lines at the head of a text off that name its authors and say nothing else."""
    lines = text.split("\n")
    head = [at for at, line in enumerate(lines) if line.strip()][:_HEAD]
    named = {at: authors_of(lines[at].strip()) for at in head}
    gone = {at for at, names in named.items() if names and set(names) <= set(authors)}
    return "\n".join(line for at, line in enumerate(lines) if at not in gone)
