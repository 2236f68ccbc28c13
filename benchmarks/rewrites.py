"""Questions that follow on others beside their rewrites; run `python -m benchmarks.rewrites`.

Each question goes the product's own way, through `qa.conversation.understand`, after those before
it as they were understood; what it became is held against its rewrite, of which nothing is read.
Two sets are others', and no news: CANARD (Elgohary et al., EMNLP 2019), on Wikipedia, and TREC CAsT
of 2019, 2021 and 2022, on passages of the web. What was said to a question stands for what was
quoted, and the end of all that was said so far for its article; where the data has no answer (CAsT
2019), the archive was silent. The writers of CANARD's questions saw the title of a page and the
heading of a section: both are what was asked first, as a topic and not as a question, and the title
stands at the head of the article. The third set are the conversations of
`benchmarks.conversations`: there the sentences that answer, in their articles, are what was quoted.

No model is loaded: it takes seconds. Needs the development data in `../shared`.
"""

import hashlib
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import data, tables
from benchmarks.collections import texts
from benchmarks.conversations import CONVERSATIONS
from index import Article, Filters
from index.terms import analyze
from qa import Answer, Citation, Coverage, Statement
from qa.conversation import understand
from qa.question import checked
from qa.words import content_words

PAGE = Path(__file__).resolve().parents[1] / "docs" / "evaluation.md"
CANARD, CAST = "eval/canard/dev.jsonl", "eval/trec_cast/rewrites.jsonl"
NEWS = "conversations.jsonl"
SETS = {CANARD: "CANARD", CAST: "CAsT", NEWS: "news"}
# Of the first half the failures may be looked at, of the second not.
HALVES = ("seen", "unseen")
# So does CANARD write that the page does not say.
_NO_ANSWER = "I don't know."
_DRAWS = 1000
_COVERAGE = Coverage(
    articles=1, passages=1, undated=0, outlets=0, earliest=None, latest=None, filters=Filters()
)

Terms = Counter[str]


class Said(NamedTuple):
    """A question of a conversation, and where its answer stands in a text, if it has one.

    `marked` tells that the whole of it is what the reader would have marked.
    """

    question: str
    text: str = ""
    start: int = 0
    end: int = 0
    marked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A question that follows on others, and its rewrite."""

    name: str
    conversation: str
    half: str
    before: tuple[Said, ...]
    question: str
    rewrite: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """How a question that was put so that it stands by itself compares with its rewrite.

    `wanted` are the terms that the rewrite adds to what was typed, `added` those that were added,
    and `both` those of both. `left` tells that nothing was done to the question.
    """

    conversation: str
    wanted: int
    added: int
    both: int
    recall: float
    f1: float
    left: bool


def _as_typed(row: Row) -> str:
    return row.question


def _after_the_last(row: Row) -> str:
    return f"{row.before[-1].question} {row.question}"


def _after_the_first(row: Row) -> str:
    return f"{row.before[0].question} {row.question}"


def _by_rules(row: Row) -> str:
    put = understand(checked(row.question), after=answers_to(row.before))
    return str(put) if put else row.question


WAYS: Mapping[str, Callable[[Row], str]] = {
    "as typed": _as_typed,
    "after the last question": _after_the_last,
    "after the first": _after_the_first,
    "by rules": _by_rules,
}


def load(name: str) -> list[Row]:
    """Return the questions of a set that follow on others, each once."""
    made = _of_news() if name == NEWS else _of_others(name)
    # The conversations of CAsT 2022 branch, and repeat what they have in common.
    return [row for row in dict.fromkeys(made) if row.before]


def _of_others(name: str) -> Iterator[Row]:
    for row in data.rows(name):
        conversation = row["id"].rsplit("_", 1)[0]
        yield Row(
            name=name,
            conversation=conversation,
            half=HALVES[hashlib.sha256(conversation.encode()).digest()[-1] % 2],
            before=_said_in_canard(row) if name == CANARD else _said_in_cast(row),
            question=row["utterance"],
            rewrite=row["rewrite"],
        )


def _said_in_canard(row: Mapping[str, Any]) -> tuple[Said, ...]:
    title, section, *rest = row["history"]
    # A heading begins with a capital letter, name or not; where more words have one, it is a name.
    heading = section if section[1:] != section[1:].lower() else section.lower()
    answers = ["" if answer == _NO_ANSWER else answer for answer in rest[1::2]]
    return Said(f"{title}: {heading}"), *_quoted(rest[::2], answers, text=title)


def _said_in_cast(row: Mapping[str, Any]) -> tuple[Said, ...]:
    history = row["history"]
    if "response_passage" not in row:
        return tuple(map(Said, history))
    return tuple(_quoted(history[::2], history[1::2]))


def _quoted(questions: Sequence[str], answers: Sequence[str], *, text: str = "") -> Iterator[Said]:
    """Yield what was said; each answer stands at the end of all so far, which `text` begins."""
    for question, answer in zip(questions, answers, strict=True):
        text = "\n\n".join(filter(None, (text, answer)))
        start = len(text) - len(answer)
        yield Said(question, text, start, len(text), marked=True) if answer else Said(question)


def _of_news() -> Iterator[Row]:
    with CONVERSATIONS.open(encoding="utf-8") as file:
        talks = [json.loads(line) for line in file]
    known = {name: texts(name) for name in {talk["collection"] for talk in talks}}
    for number, talk in enumerate(talks):
        before: list[Said] = []
        for turn in talk["turns"]:
            yield Row(
                name=NEWS,
                conversation=str(number),
                half=HALVES[talk["written_by"] == "c"],
                before=tuple(before),
                question=turn["question"],
                rewrite=turn.get("rewritten", turn["question"]),
            )
            said = Said(turn["question"])
            if spans := turn.get("answers"):
                _, text = known[talk["collection"]][turn["article"]]
                said = Said(turn["question"], text, *spans[0])
            before.append(said)


@cache
def answers_to(before: tuple[Said, ...]) -> tuple[Answer, ...]:
    """Return what the desk would have answered, had it quoted what was said."""
    if not before:
        return ()
    *earlier, said = before
    answers = answers_to(tuple(earlier))
    citation = _cited(said) if said.text else None
    made = Answer(
        question=said.question,
        statements=(Statement(citations=(citation,)),) if citation else (),
        closest=(),
        probability=float(citation is not None),
        threshold=0.5,
        outlets=(),
        coverage=_COVERAGE,
        understood=understand(checked(said.question), after=answers),
    )
    return (*answers, made)


def _cited(said: Said) -> Citation:
    return Citation(
        article=Article(text=said.text),
        start=said.start,
        end=said.end,
        context_start=said.start,
        context_end=said.end,
        score=1.0,
        answer_start=said.start if said.marked else None,
        answer_end=said.end if said.marked else None,
    )


def compare(row: Row, put: str) -> Compared:
    """Compare a question as it was put with its rewrite, by index terms without function words."""
    typed, gold, made = (_terms(text) for text in (row.question, row.rewrite, put))
    wanted, added = gold.keys() - typed.keys(), made.keys() - typed.keys()
    common = (gold & made).total()
    recall = common / gold.total() if gold else 1.0
    precision = common / made.total() if made else 1.0
    return Compared(
        conversation=row.conversation,
        wanted=len(wanted),
        added=len(added),
        both=len(wanted & added),
        recall=recall,
        f1=_mean(recall, precision),
        left=put == row.question,
    )


def _terms(text: str) -> Terms:
    return Counter(analyze(content_words(text)))


def _mean(recall: float, precision: float) -> float:
    return 2 * recall * precision / (recall + precision) if recall + precision else 0.0


class Figures(NamedTuple):
    """Recall, precision and F1 of the terms that are added, over all questions together."""

    recall: float
    precision: float
    f1: float


def figures(compared: Sequence[Compared]) -> Figures:
    """Measure what is added over all questions together; 0 where nothing is."""
    wanted, added, both = (
        sum(getattr(one, name) for one in compared) for name in ("wanted", "added", "both")
    )
    recall, precision = both / wanted if wanted else 0.0, both / added if added else 0.0
    return Figures(recall, precision, _mean(recall, precision))


def intervals(compared: Sequence[Compared], *, draws: int = _DRAWS) -> list[tuple[float, float]]:
    """Return the 95% intervals of `figures`, by drawing whole conversations anew (bootstrap)."""
    talks: dict[str, list[Compared]] = {}
    for one in compared:
        talks.setdefault(one.conversation, []).append(one)
    sums = [
        [sum(getattr(one, name) for one in talk) for name in ("wanted", "added", "both")]
        for talk in talks.values()
    ]
    chance = random.Random(0)
    drawn: list[Figures] = []
    for _ in range(draws):
        wanted, added, both = map(sum, zip(*chance.choices(sums, k=len(sums)), strict=True))
        recall, precision = both / max(wanted, 1), both / max(added, 1)
        drawn.append(Figures(recall, precision, _mean(recall, precision)))
    low, high = int(draws * 0.025), int(draws * 0.975)
    return [(row[low], row[high]) for row in map(sorted, zip(*drawn, strict=True))]


def table(rows: Sequence[Row]) -> str:
    """Set how the questions of each set and half are put in each way, as Markdown."""
    columns = (
        *("question", "terms added: recall", "precision", "F1", "ROUGE-1 recall", "F1"),
        *("left, of those that stand by themselves", "left, of those that do not"),
    )
    lines = [f"| {' | '.join(columns)} |", "|---" * len(columns) + "|"]
    for name, half in ((name, half) for name in SETS for half in HALVES):
        some = [row for row in rows if (row.name, row.half) == (name, half)]
        for way, put in WAYS.items():
            cells = _cells([compare(row, put(row)) for row in some])
            lines.append(f"| {SETS[name]} `{half}`, {way} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cells(compared: Sequence[Compared]) -> Iterator[str]:
    for value, (low, high) in zip(figures(compared), intervals(compared), strict=True):
        yield f"{value:.2f} ({low:.2f} to {high:.2f})"
    for values in ([one.recall for one in compared], [one.f1 for one in compared]):
        yield f"{sum(values) / len(values):.2f}"
    for some in ([o for o in compared if not o.wanted], [o for o in compared if o.wanted]):
        yield tables.rate(sum(one.left for one in some), len(some))


def main(tell: Callable[[str], None] = print) -> None:
    """Put all questions in all ways, and write the table."""
    rows = [row for name in SETS for row in load(name)]
    made = table(rows)
    tables.replace("rewrites", made, page=PAGE)
    tell(made)


if __name__ == "__main__":
    main()
