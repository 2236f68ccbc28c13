"""What `benchmarks.speed` indexes and asks: Reuters stories, and questions that people asked."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from benchmarks.data import rows
from benchmarks.peers.system import Corpus
from index import Encoder
from index.splitting import split_passages

REUTERS = "bulk/reuters21578.jsonl.gz"
_SPECIAL_TOKENS = 2
_WRAPPED = re.compile(r"\s*\n(?=\S)")
_INDENTED = re.compile(r"\s*\n\s+")


def read_stories() -> Iterator[dict[str, str]]:
    """Yield the Reuters stories that have a title and a text, as records of an article."""
    for row in rows(REUTERS):
        text, title = unwrap(row["text"]), " ".join(row["title"].split())
        if text and title:
            yield {
                "title": title,
                "text": text,
                "outlet": "Reuters",
                "published": _day(row["date"]),
            }


def make_corpus(stories: Iterable[dict[str, str]], encoder: Encoder, *, passages: int) -> Corpus:
    """Take stories from the first on until there are so many passages; the last one may be left.

    What repeats a passage is passed over: a system might embed it once and look quick.
    """
    corpus: Corpus = {"articles": [], "passages": []}
    known: set[str] = set()
    for story in stories:
        made = cut(story["title"], story["text"], encoder)
        if len(known) + len(made) > passages:
            break
        if known.isdisjoint(made) and len(set(made)) == len(made):
            known.update(made)
            corpus["articles"].append(story)
            corpus["passages"].extend(made)
    return corpus


def cut(title: str, text: str, encoder: Encoder) -> list[str]:
    """Cut a story as an archive does: passages with the title before them, as they are embedded.

    That it is the same is checked where an archive is made of the story (benchmarks/peers), by the
    number of passages, and where one is found, by its text.
    """
    context = f"{title}\n"
    budget = encoder.max_tokens - _SPECIAL_TOKENS - encoder.count_tokens([context])[0]
    spans = split_passages(text, count_tokens=encoder.count_tokens, budget=budget)
    return [context + span.of(text).strip() for span in spans]


def unwrap(text: str) -> str:
    r"""Join the lines of a paragraph; one that is indented begins another.

    >>> unwrap("Showers continued\nin the zone.\n    Arrivals rose.")
    'Showers continued in the zone.\nArrivals rose.'
    """
    paragraphs = _INDENTED.split(text.strip())
    return "\n".join(_WRAPPED.sub(" ", paragraph) for paragraph in paragraphs)


def read_questions(limit: int) -> list[str]:
    """Return questions of three kinds in turns: of several parts, short, and of long answers."""
    kinds = (
        (row["query"] for row in rows("eval/multihop_rag/queries.jsonl")),
        (row["question"] for row in rows("eval/wikiqa/dev.jsonl")),
        (row["question"] for row in rows("eval/clapnq/dev.jsonl")),
    )
    return list(islice(in_turns(*kinds), limit))


def in_turns(*kinds: Iterable[str]) -> Iterator[str]:
    """Yield one of each kind after another, each once, until the first kind has no more.

    >>> list(in_turns("abc", "ab", "xyzz"))
    ['a', 'b', 'x', 'c', 'y']
    """
    known: set[str] = set()
    sources = [iter(dict.fromkeys(kind)) for kind in kinds]
    while True:
        for place, source in enumerate(sources):
            found = next((one for one in source if one not in known), None)
            if found is None and place == 0:
                return
            if found is not None:
                known.add(found)
                yield found


def _day(stamp: str) -> str:
    """Read "26-FEB-1987 15:01:01.79" as a day."""
    found: Any = re.search(r"\d{1,2}-[A-Z]{3}-\d{4}", stamp)
    return datetime.strptime(found.group(), "%d-%b-%Y").date().isoformat()  # noqa: DTZ007  # a day
