"""How many copies are found and how many pairs are none; run it with `python -m benchmarks.copies`.

Copies are made of the articles that ship, of the event texts and of Reuters stories, by the edits
that desks make: words changed, paragraphs left out or added, the end cut off. What is found among
the event texts must lie in one cluster; what is found among the Reuters stories is listed with
`--show`, to be judged by eye.
"""

import argparse
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from pathlib import Path

from benchmarks import tables
from benchmarks.data import rows
from index.copies import Fingerprint, are_copies, fingerprint, sketch
from index.reading import Found, discover, read

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
EVENTS, REUTERS = "eval/ecbplus_news/corpus.jsonl.gz", "bulk/reuters21578.jsonl.gz"
LEAST_WORDS = 100
_SEED = 4

Edit = Callable[[list[str], random.Random], list[str]]


def changed(words: list[str], chance: random.Random) -> list[str]:
    """Put other words in the place of one in twenty."""
    return [w if chance.random() >= 0.05 else f"{w}x" for w in words]


def without_a_fifth(words: list[str], chance: random.Random) -> list[str]:
    """Leave a fifth out of the middle."""
    start = chance.randrange(len(words) * 4 // 5)
    return words[:start] + words[start + len(words) // 5 :]


def longer(words: list[str], chance: random.Random) -> list[str]:
    """Add a fifth of words of one's own at the end."""
    return words + [f"{chance.randrange(10**6)}y" for _ in range(len(words) // 5)]


EDITS: dict[str, Edit] = {
    "as it is": lambda words, _: words,
    "one word in twenty changed": changed,
    "a fifth left out of the middle": without_a_fifth,
    "a fifth added": longer,
    "cut to a half": lambda words, _: words[: len(words) // 2],
    "cut to a third": lambda words, _: words[: len(words) // 3],
    "another dateline, cut to a half": lambda words, _: ["LONDON", *words[3 : len(words) // 2]],
}


def main() -> None:
    """Measure and print the table; `--show N` prints N pairs of Reuters stories."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reuters", type=int, default=6000, help="how many stories to compare")
    parser.add_argument("--show", type=int, default=0, help="print so many pairs that were found")
    settings = parser.parse_args()
    reuters = [str(row["text"]) for row in rows(REUTERS)][: settings.reuters]
    titles = [str(row["title"]) for row in rows(REUTERS)][: settings.reuters]
    events = list(rows(EVENTS))
    texts = [" ".join(row["sentences"]) for row in events]
    originals = [t for t in [*shipped(), *texts, *reuters[:1000]] if len(t.split()) >= LEAST_WORDS]
    lines = ["| copy | found |", "|---|---|"]
    for name, edit in EDITS.items():
        lines.append(f"| {name} | {recall(originals, edit):.3f} |")
    pairs = list(found_pairs(texts, [""] * len(texts)))
    wrong = sum(events[a]["subtopic"] != events[b]["subtopic"] for a, b in pairs)
    lines += ["", f"Copies made of {len(originals):,} texts of {LEAST_WORDS} words and more."]
    lines.append(f"Event texts: {len(pairs)} pairs found, {wrong} of them of two events.")
    pairs = list(found_pairs(reuters, titles))
    lines.append(f"The first {len(reuters):,} Reuters stories: {len(pairs)} pairs found.")
    print("\n".join(lines))
    for a, b in random.Random(_SEED).sample(pairs, min(settings.show, len(pairs))):
        print(f"\n{titles[a]}\n  {reuters[a][:300]!r}\n{titles[b]}\n  {reuters[b][:300]!r}")
    if settings.reuters >= 6000:
        tables.replace("copies", "\n".join(lines))


def shipped() -> Iterator[str]:
    """Yield the texts of the articles that ship."""
    for path in discover([CORPUS]):
        yield from (item.article.text for item in read(path) if isinstance(item, Found))


def recall(originals: Iterable[str], edit: Edit) -> float:
    """Return the share of edited copies that share a band with their original and are judged so."""
    chance, found, total = random.Random(_SEED), 0, 0
    for text in originals:
        copy = " ".join(edit(text.split(), chance))
        hinted = bool(set(sketch(text)) & set(sketch(copy)))
        found += hinted and are_copies(fingerprint(text), fingerprint(copy))
        total += 1
    return found / max(total, 1)


def found_pairs(texts: list[str], titles: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the pairs that are copies, by number."""
    bands: defaultdict[int, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        for band in sketch(text):
            bands[band].append(number)
    hinted = {pair for some in bands.values() for pair in combinations(some, 2)}
    prints: list[Fingerprint] = [
        fingerprint(text, title=title) for text, title in zip(texts, titles, strict=True)
    ]
    yield from (pair for pair in sorted(hinted) if are_copies(prints[pair[0]], prints[pair[1]]))


if __name__ == "__main__":
    main()
