"""The development collections, each as an archive and its questions."""

import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from benchmarks.data import require, rows
from index import Archive
from index.cleaning import settle
from qa.places import Place

# What stands between the tokens of ecbplus_news and not between words in print.
_TOKENS = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"(?<=\d) ([.,:]) (?=\d)", r"\1"),
        (r"(?<=[$£€(\[“#]) | (?=[,.;:?!%)\]”]| ?(?:'|’)(?:s|re|ve|ll|d|m|t)\b|n't\b)", ""),
        (r"(?<=\w) - (?=\w)", "-"),
    )
)

_T = TypeVar("_T")

BUILD = Path(__file__).resolve().parents[1] / "build" / "benchmarks"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldFact:
    """A text that answers. `url` names its article, or is None: then any article that has it."""

    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DevQuestion:
    """A question with what answers it; without facts the archive does not say."""

    text: str
    facts: tuple[GoldFact, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether the archive says."""
        return bool(self.facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A named archive with its questions."""

    name: str
    archive: Archive
    questions: tuple[DevQuestion, ...]


def load(name: str) -> Collection:
    """Return a collection, its archive made (or brought up to date) under `build/`."""
    source, questions = _LOADERS[name]()
    return _collection(name, BUILD / name, source, questions)


def load_some(name: str, *, questions: int, articles: int) -> Collection:
    """Return a collection with some of its questions, drawn evenly, all if they are as few.

    Its archive has the articles that answer these and others, drawn evenly, up to so many in all.
    """
    source, known = _LOADERS[name]()
    some = _evenly(list(known), questions)
    if source.suffix == ".jsonl":
        answering = {fact.url for question in some for fact in question.facts}
        source = _some_of(source, answering, articles)
    return _collection(name, BUILD / f"{name}-some", source, some)


def _collection(
    name: str, directory: Path, source: Path, questions: Iterable[DevQuestion]
) -> Collection:
    """Bring an archive up to date with its source.

    One that has more than the data of today, such as the articles under the URLs that they had
    before, is made anew.
    """
    archive = Archive.open_or_create(directory)
    report = archive.add(source)
    if archive.contents().articles > sum(map(report.count, ("added", "changed", "unchanged"))):
        archive.close()
        shutil.rmtree(directory)
        archive = Archive.create(directory)
        report = archive.add(source)
    if report.failed:
        raise SystemExit(f"{name}: {len(report.failed)} texts failed, first: {report.failed[0]}")
    return Collection(name=name, archive=archive, questions=tuple(questions))


def _some_of(source: Path, answering: AbstractSet[str | None], count: int) -> Path:
    """Write the articles of a file that answer, and others up to so many, beside it."""
    with source.open() as file:
        articles = [json.loads(line) for line in file]
    kept = [article for article in articles if article["url"] in answering]
    others = [article for article in articles if article["url"] not in answering]
    return _write(f"{source.stem}-some", [*kept, *_evenly(others, count - len(kept))])


def _evenly(some: Sequence[_T], count: int) -> list[_T]:
    """Draw so many of some things, or all, at equal distances.

    >>> _evenly("abcdefg", 3), _evenly("ab", 3), _evenly("ab", 0)
    (['a', 'c', 'e'], ['a', 'b'], [])
    """
    count = min(max(count, 0), len(some))
    return [some[at * len(some) // count] for at in range(count)]


def texts(name: str) -> list[tuple[str, str]]:
    """Return the URL and the text of each article of a collection, as it came."""
    path = BUILD / f"{name}.jsonl"
    if not path.exists():
        _LOADERS[name]()
    with path.open() as file:
        articles = [json.loads(line) for line in file]
    return [(article["url"], article["text"]) for article in articles]


def _seeds() -> tuple[Path, Iterator[DevQuestion]]:
    questions = (
        DevQuestion(
            text=row["question"], facts=tuple(GoldFact(text=gold["text"]) for gold in row["gold"])
        )
        for row in rows("eval/seeds/questions.jsonl")
    )
    return require("eval/seeds/articles"), questions


def _multihop() -> tuple[Path, Iterator[DevQuestion]]:
    documents = list(rows("eval/multihop_rag/corpus.jsonl.gz"))
    articles = (
        {
            "title": document["title"],
            "text": document["text"],
            "url": document["url"],
            "outlet": document["source"],
            "authors": document["author"],
            "published": document["date"][:10],
            "language": "en",
        }
        for document in documents
    )
    questions = (
        DevQuestion(
            text=row["query"],
            facts=tuple(
                GoldFact(text=fact["fact"], url=documents[fact["doc"]]["url"])
                for fact in row["evidence"]
            ),
        )
        for row in rows("eval/multihop_rag/queries.jsonl")
    )
    return _write("multihop_rag", articles), questions


def _clapnq() -> tuple[Path, Iterator[DevQuestion]]:
    read = list(rows("eval/clapnq/dev.jsonl"))
    articles = (
        {
            "title": r["title"],
            "text": r["context"],
            "url": _url("clapnq", r["id"]),
            "language": "en",
        }
        for r in read
    )
    questions = (
        DevQuestion(
            text=row["question"],
            facts=tuple(
                GoldFact(text=sentence, url=_url("clapnq", row["id"]))
                for output in row["outputs"]
                if row["answerable"]
                for sentence in output["selected_sentences"]
            ),
        )
        for row in read
    )
    return _write("clapnq", articles), questions


def _wikiqa() -> tuple[Path, Iterator[DevQuestion]]:
    read = list(rows("eval/wikiqa/dev.jsonl"))
    articles = (
        {
            "title": r["title"],
            "text": "\n".join(r["candidates"]),
            "url": _url("wikiqa", r["qid"]),
            "language": "en",
        }
        for r in read
    )
    questions = (
        DevQuestion(
            text=row["question"],
            facts=tuple(
                GoldFact(text=sentence, url=_url("wikiqa", row["qid"]))
                for sentence, label in zip(row["candidates"], row["labels"], strict=True)
                if label
            ),
        )
        for row in read
    )
    return _write("wikiqa", articles), questions


def _onestop() -> tuple[Path, Iterator[DevQuestion]]:
    # The level nearest to the article as the paper printed it; the others are simplified.
    read = [row for row in rows("eval/onestop_qa/qa.jsonl") if row["level"] == "Adv"]
    paragraphs: dict[str, dict[int, str]] = {}
    for row in read:
        paragraphs.setdefault(row["article"], {})[row["para"]] = row["context"]
    articles = (
        {
            "title": title,
            "text": "\n".join(text for _, text in sorted(numbered.items())),
            "url": _url("onestop_qa", title),
            "language": "en",
        }
        for title, numbered in paragraphs.items()
    )
    questions = (
        DevQuestion(
            text=row["question"],
            facts=tuple(
                GoldFact(text=span["text"], url=_url("onestop_qa", row["article"]))
                for span in row["critical_spans"]
            ),
        )
        for row in read
    )
    return _write("onestop_qa", articles), questions


def _events() -> tuple[Path, Iterator[DevQuestion]]:
    """Return several reports of each of 32 events, without questions of their own."""
    articles = (
        {
            "text": "\n".join(map(_joined, row["sentences"])),
            "url": row["url"] or _url("ecbplus", row["id"]),
            "language": "en",
        }
        for row in rows("eval/ecbplus_news/corpus.jsonl.gz")
    )
    return _write("ecbplus_news", articles), iter(())


def _joined(tokens: str) -> str:
    """Write a sentence that was cut into tokens as a newspaper does: "a $5 million, six-year deal".

    >>> _joined("He paid $ 5.2 million ( 4 % ) for the six - year deal , Poe 's agent said .")
    "He paid $5.2 million (4%) for the six-year deal, Poe's agent said."
    """
    for pattern, instead in _TOKENS:
        tokens = pattern.sub(instead, tokens)
    return tokens.strip()


_LOADERS: dict[str, Callable[[], tuple[Path, Iterator[DevQuestion]]]] = {
    "seeds": _seeds,
    "multihop_rag": _multihop,
    "clapnq": _clapnq,
    "wikiqa": _wikiqa,
    "onestop_qa": _onestop,
    "ecbplus_news": _events,
}


def _url(collection: str, identifier: str) -> str:
    return f"https://{collection}.invalid/{quote(identifier)}"


def _write(name: str, articles: Iterable[dict[str, Any]]) -> Path:
    path = BUILD / f"{name}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    with draft.open("w") as out:
        out.writelines(json.dumps(article) + "\n" for article in articles)
    shutil.move(draft, path)
    return path


def places(collection: Collection) -> Callable[[GoldFact], list[Place]]:
    """Return a function that finds a fact in the archive, cleaned as the archive's texts are.

    What an article's copies say counts as what it says: a search finds one of them.
    """
    articles = collection.archive.articles()
    by_url = {article.url: article for article in articles}
    by_id = {article.id: article for article in articles}
    copies = {
        carrier.article_id: [by_id[other.article_id] for other in story.carriers]
        for story in collection.archive.stories()
        for carrier in story.carriers
    }

    def find(fact: GoldFact) -> list[Place]:
        text = settle(fact.text)
        own = by_url[fact.url] if fact.url else None
        among = copies.get(own.id, [own]) if own else articles
        return [
            Place(article_id=article.id, start=at, end=at + len(text))
            for article in among
            if (at := article.text.find(text)) >= 0
        ]

    return find
