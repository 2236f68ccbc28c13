"""What a page states in JSON-LD (schema.org): the article among its nodes, and its fields."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from index.reading.references import without_references

Node: TypeAlias = Mapping[str, Any]

# schema.org's Article and all that is narrower; "WebPage" says less, and comes after them.
_ARTICLE = re.compile(r"(?:\w*Article|\w*Posting|Report|Review|ClaimReview)$")
_LIVE = "LiveBlogPosting"
# Comment marks, CDATA and commas before a closing bracket: seen around sound JSON.
_WRAPPING = re.compile(r"^\s*(?://\s*)?(?:<!--|<!\[CDATA\[)|(?://\s*)?(?:-->|\]\]>)\s*;?\s*$")
_LOOSE_COMMA = re.compile(r",(?=\s*[}\]])")
_DEEPEST = 40
# A page names itself and a few related stories; more are the list that it is.
_MOST_ARTICLES = 4


def read_nodes(scripts: Iterable[str]) -> list[Node]:
    """Read every object of a page's JSON-LD scripts, at any depth, in order.

    A script that is not JSON is passed over: the page says the same elsewhere.

    >>> [node["name"] for node in read_nodes(['{"@graph": [{"name": "a"}, {"name": "b"}]}']) if
    ...  "name" in node]
    ['a', 'b']
    """
    return [node for script in scripts for node in _walk(_load(script))]


def _load(script: str) -> object:
    text = _WRAPPING.sub("", script).strip()
    for attempt in (text, _LOOSE_COMMA.sub("", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _walk(value: object, depth: int = 0) -> Iterator[Node]:
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _walk(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _walk(inner, depth + 1)


def kinds(node: Node) -> tuple[str, ...]:
    """Return a node's types, without the vocabulary's address before them.

    >>> kinds({"@type": ["http://schema.org/NewsArticle", "Thing"]})
    ('NewsArticle', 'Thing')
    """
    stated = node.get("@type")
    listed = stated if isinstance(stated, list) else [stated]
    return tuple(re.split(r"[/#]", kind)[-1] for kind in listed if isinstance(kind, str))


def find_article(nodes: Iterable[Node], *, url: str | None = None) -> Node:
    """Pick the node of the page's own article; an empty one where there is none.

    Lists of other stories hold articles too. So: first the one whose address is the page's, then
    the one that tells most of headline, date, author and publisher, then the first; and none of
    many that stand at other addresses.
    """
    articles = [node for node in nodes if any(map(_ARTICLE.match, kinds(node)))]
    is_list = len(articles) > _MOST_ARTICLES and not any(_is_at(node, url) for node in articles)
    if not articles or is_list:
        return {}
    return max(articles, key=lambda node: (_is_at(node, url), _telling(node)))


def is_live(node: Node) -> bool:
    """Tell whether a node is a live blog."""
    return _LIVE in kinds(node)


def is_free(node: Node) -> bool | None:
    """Tell whether a node says that all may read it; None where it does not say.

    >>> is_free({"isAccessibleForFree": "False"}), is_free({})
    (False, None)
    """
    stated = str(node.get("isAccessibleForFree")).casefold()
    return {"true": True, "false": False}.get(stated)


def _is_at(node: Node, url: str | None) -> bool:
    stated = [node.get("url"), node.get("@id"), node.get("mainEntityOfPage")]
    addresses = [item.get("@id") if isinstance(item, dict) else item for item in stated]
    return url is not None and any(_bare(address) == _bare(url) for address in addresses)


def _bare(url: object) -> str:
    return re.sub(r"^https?://(?:www\.)?|[?#].*$|/$", "", url) if isinstance(url, str) else "?"


def _telling(node: Node) -> int:
    return sum(bool(node.get(key)) for key in ("headline", "datePublished", "author", "publisher"))


def text_of(node: Node, *keys: str) -> str | None:
    """Return the first of these fields that holds text; character references resolved, in one line.

    >>> text_of({"headline": "Snow &amp; ice"}, "headline")
    'Snow & ice'
    """
    for key in keys:
        value = node.get(key)
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, dict):
            value = value.get("name") or value.get("@value")
        if isinstance(value, str) and value.strip():
            return " ".join(without_references(value).split())
    return None


def names_of(node: Node, key: str, nodes: Iterable[Node]) -> list[str]:
    """Return the names of people or organisations in a field, following `@id` into the graph.

    >>> graph = [{"author": {"@id": "#1"}}, {"@id": "#1", "name": "Ann Poe"}]
    >>> names_of(graph[0], "author", graph)
    ['Ann Poe']
    """
    by_id = {one["@id"]: one for one in nodes if isinstance(one.get("@id"), str) and "name" in one}
    value = node.get(key)
    found = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            known = item if item.get("name") else by_id.get(item.get("@id"), {})
            names = known.get("name")
            found += [{"name": name} for name in (names if isinstance(names, list) else [names])]
        else:
            found.append({"name": item})
    return [name for name in (text_of(one, "name") for one in found) if name]
