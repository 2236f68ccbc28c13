"""What a web page states of its article: JSON-LD, Open Graph, Dublin Core, microdata, links.

JSON-LD comes first: publishers write it for search engines, which hold them to it; then the
`article:` and Open Graph properties, which the sites that a story is shared on read; then the
older names; then what stands in the page. Times are kept with their zone; a time without one
gives a day only.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from index.article import Notice
from index.reading import linked_data
from index.reading.bylines import authors_of, read_byline, read_names
from index.reading.dates import is_plausible, read_moment
from index.reading.fragments import unmarked
from index.reading.linked_data import Node
from index.reading.metadata import Metadata, split_authors
from index.reading.outlets import split_title
from index.reading.page import text_of
from index.reading.page_dates import read_page_dates
from index.reading.page_lines import find_headline, lines_above_text
from index.reading.titles import choose_title

# In the order of their weight.
_PUBLISHED = """
article:published_time article:published og:article:published_time og:published_time
og:pubdate datepublished parsely-pub-date sailthru.date pub_date pubdate publish-date
publishdate publication_date publication-date cxenseparse:recs:publishtime dcterms.issued
dc.date.issued dcterms.created dc.date.created datecreated article:created article.created
article.published dc.date dcterms.date date.release date displaydate ptime rnews:datepublished
citation_publication_date prism.publicationdate
"""
_UPDATED = """
article:modified_time article:modified og:article:modified_time og:updated_time datemodified
article.updated dcterms.modified dc.date.modified last-modified lastmod updated-date utime
"""
_TITLES = (
    "og:title twitter:title parsely-title sailthru.title dcterms.title dc.title headline title"
)
_AUTHORS = """
author article:author parsely-author sailthru.author dc.creator dcterms.creator byl
citation_author rnews:creator article.author
"""
_OUTLETS = "og:site_name application-name al:ios:app_name dc.publisher dcterms.publisher publisher"
_SECTIONS = """
article:section og:article:section parsely-section section article.section cxenseparse:section
dc.subject.section
"""
_LIVE = "live blog"
_LIST = re.compile(r"(?:CollectionPage|SearchResultsPage)$")
# An author that is an address or an account is a page about one, not a name.
_NOT_A_NAME = re.compile(r"https?://|www\.|^@|\.(?:com|org|net)$|^\W*$", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """What the parts of a page say, each kind once: meta tags by lower-case name, JSON-LD nodes."""

    tags: Mapping[str, Sequence[str]]
    nodes: Sequence[Node]
    article: Node

    def first(self, names: str) -> str | None:
        return next(self.all(names), None)

    def all(self, names: str) -> Iterator[str]:
        for name in names.split():
            yield from self.tags.get(name, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What a page states: of its article, as JSON-LD has it, and whether it is one at all."""

    metadata: Metadata
    node: Node
    is_article: bool


def read_statement(tree: HtmlElement) -> Stated:
    """Read what a page states; what it does not state is None or empty."""
    page, url = _gather(tree)
    title = _title(page, tree, url)
    dates = _stated_dates(page)
    published, published_at = read_page_dates(dates, tree, title=title, url=url)
    metadata = Metadata(
        title=title,
        outlet=_outlet(page, tree, url),
        authors=_authors(page, tree) or _shown_authors(tree, title),
        published=published,
        published_at=published_at,
        updated_at=_updated(page, published_at),
        url=url,
        language=_language(page, tree),
        section=_section(page),
        notice=Notice.CORRECTED if page.article.get("correction") else None,
    )
    is_list = any(_LIST.match(kind) for node in page.nodes for kind in linked_data.kinds(node))
    is_marked = bool(tree.xpath("//*[contains(@itemtype, 'Article') or @itemprop='articleBody']"))
    is_article = bool(page.article or dates or page.first("og:type") == "article" or is_marked)
    return Stated(metadata=metadata, node=page.article, is_article=is_article and not is_list)


def _gather(tree: HtmlElement) -> tuple[_Page, str | None]:
    nodes = linked_data.read_nodes(tree.xpath("//script[contains(@type, 'ld+json')]/text()"))
    tags = _tags(tree)
    url = _url(tree, tags)
    article = linked_data.find_article(nodes, url=url)
    url = url or _absolute(linked_data.text_of(article, "url"), None)
    return _Page(tags=tags, nodes=nodes, article=article), url


def _tags(tree: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = " ".join((element.get("content") or "").split())
        if content:
            for key in ("property", "name", "itemprop"):
                # "article:published_time og:title" in one attribute is allowed.
                for name in (element.get(key) or "").casefold().split():
                    found.setdefault(name, []).append(content)
    return found


def _url(tree: HtmlElement, tags: Mapping[str, Sequence[str]]) -> str | None:
    """Return the page's own address: its canonical link, unless that is the site's front page."""
    base = next(iter(tree.xpath("//base/@href")), None)
    shared = _absolute(next(iter(tags.get("og:url", ())), None), base)
    links = tree.xpath("//link[translate(@rel, 'CANOIL', 'canoil') = 'canonical']/@href")
    canonical = [_absolute(link, shared or base) for link in links]
    stated = [link for link in (*canonical, shared) if link]
    return next((link for link in stated if _has_path(link)), stated[0] if stated else None)


def _absolute(link: str | None, base: str | None) -> str | None:
    try:
        joined = urljoin(base or "", (link or "").strip())
        parts = urlsplit(joined)
    except ValueError:
        return None
    return joined if parts.scheme in ("http", "https") and parts.hostname else None


def _has_path(link: str) -> bool:
    parts = urlsplit(link)
    return bool(parts.path.strip("/") or parts.query)


def _title(page: _Page, tree: HtmlElement, url: str | None) -> str | None:
    headline = linked_data.text_of(page.article, "headline", "name")
    stated = [unmarked(title) for title in (headline, *page.all(_TITLES)) if title]
    headings = [text for text in map(text_of, tree.iter("h1")) if text]
    names = [*page.all("og:site_name application-name"), *_publishers(page)]
    site = [*names, *_host_names(url or _likely_site(tree))]
    return choose_title(stated=stated, headings=headings, tab=_tab(tree), site=site)


def _tab(tree: HtmlElement) -> str | None:
    return next((text for text in map(text_of, tree.iter("title")) if text), None)


def _host_names(url: str | None) -> list[str]:
    """Return the names a host may stand for: of news.example.co.uk, "example" and the host."""
    host = _host(url)
    return [host, *(label for label in host.split(".")[:-1] if len(label) > 3)] if host else []


def _likely_site(tree: HtmlElement) -> str | None:
    """Return an address on the site that most of a page's absolute links lead to."""
    links = tree.xpath("//a/@href | //link/@href | //meta/@content[starts-with(., 'http')]")
    hosts = Counter(f"http://{_host(link)}" for link in links if _host(link))
    return hosts.most_common(1)[0][0] if hosts else None


def _host(link: str | None) -> str:
    try:
        return (urlsplit(link or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _publishers(page: _Page) -> list[str]:
    return linked_data.names_of(page.article, "publisher", page.nodes)


def _outlet(page: _Page, tree: HtmlElement, url: str | None) -> str | None:
    """Return the site's name, its publisher's, the one behind the tab's title, or its host."""
    stated = [*page.all("og:site_name"), *_publishers(page), *page.all(_OUTLETS)]
    names = [name for name in stated if not _NOT_A_NAME.match(name)]
    # A name before a bare domain: "The New York Times" tells more than "nytimes.com".
    spelled = [_without_motto(name, url) for name in names if not _DOMAIN.fullmatch(name)]
    behind = split_title(_tab(tree) or "")[1]
    host = _host_names(url)[:1]
    return next(iter([*spelled, *names, *([behind] if behind else []), *host]), None)


def _without_motto(name: str, url: str | None) -> str:
    """Cut a site's motto off its name, where the name before it is that of the host."""
    first, *rest = re.split(r" [|–—-] ", name)
    letters = re.sub(r"[\W_]+", "", first).casefold()
    return first if rest and letters in _host_names(url) else name


def _authors(page: _Page, tree: HtmlElement) -> tuple[str, ...]:
    marked = tree.xpath("//*[@itemprop='author']//*[@itemprop='name'] | //a[@rel='author']")
    sources = (
        linked_data.names_of(page.article, "author", page.nodes),
        list(page.all(_AUTHORS)),
        # More than a few are those of other stories.
        [text_of(element) for element in marked][:4],
    )
    for names in sources:
        people = [name for stated in names for name in _people(stated)]
        if people:
            return tuple(dict.fromkeys(people))
    return ()


def _shown_authors(tree: HtmlElement, title: str | None) -> tuple[str, ...]:
    """Return whom a byline between headline and text names: "By Ann Poe", with its date or not."""
    headline = find_headline(tree, title)
    lines = lines_above_text(headline) if headline is not None else ()
    return next(filter(None, map(authors_of, lines)), ())


def _people(stated: str) -> Sequence[str]:
    """Return the names in a byline, without roles and outlets where it has such."""
    if _NOT_A_NAME.search(stated):
        return ()
    byline = read_byline(stated) or read_names(stated)
    if byline and byline.authors:
        return byline.authors
    names = split_authors(stated)
    people = [name for name in names if not re.search(r"\d", name)]
    # "Ann Poe, MS, RDN": degrees.
    return people[:1] + [name for name in people[1:] if not re.fullmatch(r"[A-Z.]{2,5}", name)]


def _stated_dates(page: _Page) -> list[str]:
    stated = (
        linked_data.text_of(page.article, "datePublished"),
        *page.all(_PUBLISHED),
        linked_data.text_of(page.article, "dateCreated"),
    )
    return [text for text in stated if text]


def _updated(page: _Page, published: datetime | None) -> datetime | None:
    stated = [linked_data.text_of(page.article, "dateModified"), *page.all(_UPDATED)]
    moments = [read_moment(text) for text in stated if text]
    known = [moment for moment in moments if moment and is_plausible(moment.date())]
    # Many sites repeat the time of publication, and some an earlier one, of a draft.
    return known[0] if known and (published is None or known[0] > published) else None


def _language(page: _Page, tree: HtmlElement) -> str | None:
    stated = (
        linked_data.text_of(page.article, "inLanguage"),
        tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
        page.first("og:locale content-language dc.language dcterms.language"),
    )
    codes = (re.match(r"([a-z]{2})(?:[-_]|$)", text or "", re.IGNORECASE) for text in stated)
    return next((code[1].lower() for code in codes if code), None)


def _section(page: _Page) -> str | None:
    if linked_data.is_live(page.article):
        return _LIVE
    stated = linked_data.text_of(page.article, "articleSection") or page.first(_SECTIONS)
    return None if stated is None or "://" in stated else stated
