"""Measure the reading of web pages on article_extraction: `python -m benchmarks.extraction`.

The text is measured as the public article-extraction benchmark does: precision and recall over
counted word 4-grams of each page, averaged over the pages; F1 of the two averages; intervals by
bootstrap over pages. The gold text is the article's body; a page that is a paywall's stub is
measured by what was found of its opening.

The gold tells neither titles nor dates. They are held against what the pages state, read here by
another parser than the product's (html.parser, and the JSON-LD of the page's own article): a
title must be one that the page states, without its site's name; a date the day that it states.
"""

import argparse
import gzip
import hashlib
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean, stdev
from typing import TypeAlias

from benchmarks import tables
from benchmarks.data import require, rows
from benchmarks.page_statements import states_date, states_title
from index.cleaning import clean
from index.reading.dates import read_date
from index.reading.decoding import decode
from index.reading.web_page import take_apart

FOLDER = "eval/article_extraction"
_RESAMPLES = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader found in a page."""

    text: str
    title: str | None = None
    published: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of the collection, as it was saved, and the text of its article."""

    name: str
    raw: bytes
    gold: str


Reader: TypeAlias = Callable[[str], Reading]
Counts: TypeAlias = tuple[int, int, int]
"""Shingles found rightly, found wrongly, missed."""


def read_pages() -> list[Page]:
    """Return the pages of the collection."""
    return [
        Page(
            name=row["id"],
            raw=gzip.decompress(require(f"{FOLDER}/{row['html_gz']}").read_bytes()),
            gold=row["text"],
        )
        for row in rows(f"{FOLDER}/gold.jsonl")
    ]


def read_ours(page: str) -> Reading:
    """Read a page as the product does; walls are taken apart too."""
    taken = take_apart(page)
    stated = taken.stated.metadata
    text = clean(taken.text, title=stated.title, authors=stated.authors)
    return Reading(text=text, title=stated.title, published=stated.published)


def read_trafilatura(page: str) -> Reading:
    """Read a page by trafilatura alone, without comments, its metadata as it comes."""
    import trafilatura

    document = trafilatura.bare_extraction(page, with_metadata=True, include_comments=False)
    if document is None or isinstance(document, dict):
        return Reading(text="")
    return Reading(
        text=document.text or "", title=document.title, published=read_date(document.date)
    )


def read_newspaper(page: str) -> Reading:
    """Read a page by newspaper4k (benchmarks/peers-extraction.txt)."""
    import newspaper  # type: ignore[import-not-found, unused-ignore]
    import tldextract  # type: ignore[import-not-found, unused-ignore]

    # By itself it fetches its list of domains; the copy that it brings does as well.
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=())
    try:
        article = newspaper.Article("http://page.example/", fetch_images=False)
        article.download(input_html=page)
        article.parse()
    except ImportError:
        # Its tokenizer of Korean wants data that would have to be downloaded.
        article = newspaper.Article("http://page.example/", fetch_images=False, language="en")
        article.download(input_html=page)
        article.parse()
    published = article.publish_date.date() if article.publish_date else None
    return Reading(text=article.text, title=article.title, published=published)


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Count the word 4-grams of a text; a shorter text is one shingle.

    >>> sorted(shingles("one two three four five"))
    [('one', 'two', 'three', 'four'), ('two', 'three', 'four', 'five')]
    """
    words = re.findall(r"\w+", text)
    grams = (tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)))
    return Counter(gram for gram in grams if gram)


def compare(gold: str, found: str) -> Counts:
    """Count the shingles of a found text against those of the gold.

    >>> compare("one two three four five", "one two three four")
    (1, 0, 1)
    """
    wanted, given = shingles(gold), shingles(found)
    return (wanted & given).total(), (given - wanted).total(), (wanted - given).total()


def score(counts: Iterable[Counts]) -> dict[str, float]:
    """Average precision and recall over pages; F1 is that of the averages.

    >>> score([(1, 0, 1), (2, 2, 0)])
    {'f1': 0.75, 'precision': 0.75, 'recall': 0.75}
    """
    counted = list(counts)
    precision = fmean(right / (right + wrong) for right, wrong, _ in counted if right + wrong)
    recall = fmean(right / (right + missed) for right, _, missed in counted if right + missed)
    f1 = 2 * precision * recall / (precision + recall)
    return {"f1": f1, "precision": precision, "recall": recall}


def spread(counts: Sequence[Counts]) -> dict[str, float]:
    """Return half the width of each measure's 95% interval, by bootstrap over pages."""
    chance = random.Random(0)
    drawn = [score(chance.choices(counts, k=len(counts))) for _ in range(_RESAMPLES)]
    return {name: 1.96 * stdev(one[name] for one in drawn) for name in drawn[0]}


def measure(read: Reader = read_ours) -> dict[str, dict[str, float | int]]:
    """Measure a reader: its text, its titles and its dates; halves of the pages apart."""
    pages = read_pages()
    readings = [read(decode(page.raw)) for page in pages]
    counts = [compare(page.gold, found.text) for page, found in zip(pages, readings, strict=True)]
    # Rules were made looking at these pages: two halves tell whether they are about a few.
    halves: dict[int, list[Counts]] = {0: [], 1: []}
    for page, counted in zip(pages, counts, strict=True):
        halves[hashlib.md5(page.name.encode()).digest()[0] % 2].append(counted)
    text = score(counts) | {f"{name}_pm": value for name, value in spread(counts).items()}
    text |= {f"f1_of_half_{half}": score(some)["f1"] for half, some in halves.items()}
    return {"text": {"pages": len(pages), **text}, "metadata": _metadata(pages, readings)}


def _metadata(pages: Sequence[Page], readings: Sequence[Reading]) -> dict[str, float | int]:
    pairs = [(decode(page.raw), found) for page, found in zip(pages, readings, strict=True)]
    titles = [states_title(page, found.title) for page, found in pairs]
    dates = [states_date(page, found.published) for page, found in pairs]
    told_titles = [right for right in titles if right is not None]
    told_dates = [right for right in dates if right is not None]
    return {
        "titles": len(told_titles),
        "titles_right": sum(told_titles),
        "title_rate": fmean(told_titles),
        "dates": len(told_dates),
        "dates_right": sum(told_dates),
        "date_rate": fmean(told_dates),
    }


_HEAD = """\
| reader | F1 | precision | recall | F1 of the halves | titles right | dates right |
|---|---|---|---|---|---|---|"""


def table(readers: dict[str, Reader]) -> str:
    """Set the measures of some readers as a Markdown table."""
    lines = [_HEAD]
    for name, read in readers.items():
        measured = measure(read)
        text, said = measured["text"], measured["metadata"]
        cells = [
            *(f"{text[m]:.3f} ± {text[m + '_pm']:.3f}" for m in ("f1", "precision", "recall")),
            f"{text['f1_of_half_0']:.3f}, {text['f1_of_half_1']:.3f}",
            tables.rate(int(said["titles_right"]), int(said["titles"])),
            tables.rate(int(said["dates_right"]), int(said["dates"])),
        ]
        lines.append(f"| {name} | {' | '.join(cells)} |")
        print(lines[-1], flush=True)
    return "\n".join(lines)


def main() -> None:
    """Measure our reader, trafilatura and, where asked, newspaper4k; write the README's table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--peers",
        action="store_true",
        help="measure what benchmarks/peers-extraction.txt names, too",
    )
    arguments = parser.parse_args()
    readers: dict[str, Reader] = {"On the Record": read_ours, "trafilatura alone": read_trafilatura}
    if arguments.peers:
        readers["newspaper4k"] = read_newspaper
    made = table(readers)
    if arguments.peers:
        tables.replace("extraction", made)


if __name__ == "__main__":
    main()
