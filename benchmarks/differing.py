"""What sources give side by side; run it with `python -m benchmarks.differing`.

The questions of differing.jsonl were written for this, by three readers of ecbplus_news and
multihop_rag who did not see how they are answered. Of some the articles differ (`differ`), of some
they agree (`agree`), and for some there are figures of other things to be taken in by (`apart`).
The rules of `qa.agreement` were mended on those of two (`a`, `b`); of those of the third (`c`) one
rule came, that times of the day are not compared. What answers is given by the number of its
article, by characters of the sentence there and of the value in it (`settle` changes none of these
sentences); an answer that no reader listed is right all the same if it says what one of these does.
Which of the answers that differ say the same was marked later (`says`), by their words alone. Asked
at `open`. Needs the development data in `../shared`.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any, TypeAlias

from benchmarks import tables
from benchmarks.collections import load, texts
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
    """A value that answers: its place in a sentence of an article, and what it says.

    `says` is a letter: of those that answer one question equal letters say the same, as the page
    means it, by who read them. Where the sources agree it is empty.
    """

    url: str
    sentence: str
    start: int
    end: int
    values: Values
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A question with what was listed side by side.

    `meant` holds for each value of each entry the letters of what it says; none if it answers
    something else.
    """

    row: Row
    given: Sequence[Given]
    meant: Sequence[Sequence[set[str]]]

    @property
    def right(self) -> list[bool]:
        """Of each entry, whether all its values answer."""
        return [all(entry) for entry in self.meant]

    @property
    def differs(self) -> bool:
        """Whether two values that answer, and do not say the same, were marked at all."""
        return _differ([one for entry in self.meant for one in entry])

    @property
    def merges(self) -> bool:
        """Whether two such stand in one entry."""
        return any(map(_differ, self.meant))


def _differ(meant: Sequence[set[str]]) -> bool:
    known = [letters for letters in meant if letters]
    return any(one.isdisjoint(other) for one, other in combinations(known, 2))


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
        meant = [[letters(question, one, golds) for one in some.stated] for some in answer.given]
        yield Listed(row=row, given=answer.given, meant=meant)


def letters(question: Question, stated: Stated, golds: Sequence[Right]) -> set[str]:
    """Return what a value says of that which answers: by its place, or else by its words."""
    citation = stated.citation
    start, end = stated.start - citation.start, stated.end - citation.start
    place = citation.article.url, citation.quote
    here = [g for g in golds if (g.url, g.sentence) == place and start < g.end and g.start < end]
    published = citation.article.published
    values = values_of(question, citation.quote, start, end, published=published)
    alike = (gold for gold in golds if say_the_same(values, gold.values))
    return {gold.says for gold in here or alike}


def table(listed: Sequence[Listed]) -> str:
    """Count for each writer and kind of question, as Markdown."""
    lines = [
        "| questions | listed | as one | two that answer | two as one | every value answers |",
        "|---|---|---|---|---|---|",
    ]
    for writer in ("a", "b", "c"):
        for kind in KINDS:
            some = [o for o in listed if (o.row["written_by"], o.row["kind"]) == (writer, kind)]
            given = [one for one in some if one.given]
            counted = {
                "differ": (
                    "",
                    tables.rate(sum(sum(one.right) > 1 for one in some), len(some)),
                    tables.rate(
                        sum(one.merges for one in given), sum(one.differs for one in given)
                    ),
                ),
                "agree": (tables.rate(sum(len(o.given) == 1 for o in given), len(given)), "", ""),
                "apart": ("", "", ""),
            }
            cells = (
                tables.rate(len(given), len(some)),
                *counted[kind],
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
    return Right(
        url=url,
        sentence=sentence,
        start=first - start,
        end=last - start,
        values=values,
        says=figure.get("says", ""),
    )


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
