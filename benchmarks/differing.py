"""What sources give side by side; run it with `python -m benchmarks.differing`.

The questions of differing.jsonl were written for this, by three readers of ecbplus_news and
multihop_rag who did not see how they are answered. Of some the articles differ (`differ`), of some
they agree (`agree`), and for some there are figures of other things to be taken in by (`apart`).
The rules of `qa.agreement` were mended on those of two (`a`, `b`); of those of the third (`c`) one
rule came, that times of the day are not compared. What answers is given by the number of its
article, by characters of the sentence there and of the value in it; an answer that no reader listed
is right all the same if it says what one of these does. Asked at `open`. Needs the development data
in `../shared`.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

from benchmarks import tables
from benchmarks.collections import load, texts
from index.cleaning import settle
from qa import Desk
from qa.agreement.describing import worded
from qa.agreement.stated import Given, Stated, Values, say_the_same, values_of
from qa.question import Question, parse
from qa.strictness import Strictness

QUESTIONS = Path(__file__).parent / "differing.jsonl"
PAGE = Path(__file__).resolve().parents[1] / "docs" / "evaluation.md"
KINDS = ("differ", "agree", "apart")

Row: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """A value that answers: what it says, and its words in a sentence of an article."""

    url: str
    sentence: str
    words: str
    values: Values


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A question with what was listed side by side, and which of that answers."""

    row: Row
    given: Sequence[Given]
    right: Sequence[bool]


def ask_all(name: str, rows: Sequence[Row]) -> Iterator[Listed]:
    """Ask some questions of a collection; give what their answers have side by side."""
    collection = load(name)
    known = texts(name)
    published = {article.url: article.published for article in collection.archive.articles()}
    asked = Desk(collection.archive).ask_many(
        [row["question"] for row in rows], strictness=Strictness.OPEN
    )
    for row, answer in zip(rows, asked, strict=True):
        question = parse(row["question"])
        golds = [_right(question, figure, known, published) for figure in row["figures"]]
        right = [all(answers(question, one, golds) for one in some.stated) for some in answer.given]
        yield Listed(row=row, given=answer.given, right=right)


def answers(question: Question, stated: Stated, golds: Sequence[Right]) -> bool:
    """Tell whether a value is one of those that answer, or may say the same as one."""
    citation = stated.citation
    start, end = stated.start - citation.start, stated.end - citation.start
    published = citation.article.published
    values = values_of(question, citation.quote, start, end, published=published)
    return any(
        say_the_same(values, gold.values)
        or (
            (citation.article.url, citation.quote) == (gold.url, gold.sentence)
            and _overlap(citation.quote, stated.words, gold.words)
        )
        for gold in golds
    )


def _overlap(quote: str, words: str, others: str) -> bool:
    """Tell whether two slices of a quote share characters."""
    one, other = quote.find(words), quote.find(others)
    return min(one, other) >= 0 and one < other + len(others) and other < one + len(words)


def table(listed: Sequence[Listed]) -> str:
    """Count for each writer and kind of question, as Markdown."""
    lines = [
        "| questions | listed | two values that answer | every value answers |",
        "|---|---|---|---|",
    ]
    for writer in ("a", "b", "c"):
        for kind in KINDS:
            some = [o for o in listed if (o.row["written_by"], o.row["kind"]) == (writer, kind)]
            given = [one for one in some if one.given]
            cells = (
                tables.rate(len(given), len(some)),
                tables.rate(sum(sum(o.right) > 1 for o in some), len(some))
                if kind == KINDS[0]
                else "",
                tables.rate(sum(all(one.right) for one in given), len(given)),
            )
            lines.append(f"| `{writer}`, {kind} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _right(
    question: Question,
    figure: Row,
    known: Sequence[tuple[str, str]],
    published: Mapping[str | None, date | None],
) -> Right:
    url, text = known[figure["article"]]
    (start, end), (first, last) = figure["answer"], figure["value"]
    sentence = text[start:end]
    values = values_of(question, sentence, first - start, last - start, published=published[url])
    return Right(url=url, sentence=settle(sentence), words=text[first:last], values=values)


def main(tell: Callable[[str], None] = print) -> None:
    """Ask all, tell each list that has a value which does not answer, and write the table."""
    with QUESTIONS.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    listed: list[Listed] = []
    for name in dict.fromkeys(row["collection"] for row in rows):
        listed += ask_all(name, [row for row in rows if row["collection"] == name])
    for one in listed:
        if not all(one.right):
            values = (
                f"{'' if ok else '*'}{worded(g)}"
                for g, ok in zip(one.given, one.right, strict=True)
            )
            tell(f"{one.row['question']} {' | '.join(values)}")
    made = table(listed)
    tables.replace("differing", made, page=PAGE)
    tell(made)


if __name__ == "__main__":
    main()
