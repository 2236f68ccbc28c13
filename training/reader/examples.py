"""What the reader is trained on, drawn anew for each epoch from the data of `../shared/train`."""

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.data import rows
from index import Filters
from index.splitting import Span, split_sentences
from index.terms import TermDocument, TermIndex
from qa.words import content_words
from training.reader.changes import Neighbours, change

SPANS = (
    "train/squad_train_span.jsonl.gz",
    "train/squadshifts_new_wiki.jsonl.gz",
    "train/squadshifts_reddit.jsonl.gz",
    "train/squadshifts_amazon.jsonl.gz",
)
PAIRS = "train/reqa_train_pairs.jsonl.gz"
LABELLED = ("train/wikiqa_train.jsonl.gz", "train/trecqa_train.jsonl.gz")
INFERENCE = "train/qnli.jsonl.gz"
ENTAILED = ("train/mnli.jsonl.gz", "train/fever_a.jsonl.gz", "train/fever_b.jsonl.gz")
FILES = (*SPANS, PAIRS, *LABELLED, INFERENCE, *ENTAILED)

MINED = 8
PASSAGE_CHARACTERS = 1000
# Of each question in an epoch: wrong sentences beside the right ones, and passages that compete.
WRONG_SENTENCES = 4
COMPETING = 8
# In an epoch: how many of the span questions, of those as groups of sentences, and of ReQA's pairs.
SPAN_SHARE, SPAN_GROUPS, PAIR_SHARE, ENTAILED_SHARE = 0.5, 6000, 0.25, 0.15
TITLED = 0.5
_LABELS = {
    "entailment": 0,
    "neutral": 1,
    "contradiction": 2,
    "SUPPORTS": 0,
    "NOT ENOUGH INFO": 1,
    "REFUTES": 2,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One pair to learn from; what is None is not learned from.

    `span` holds character offsets into `passage`, end exclusive, of the answer; it is only read
    where `relevant` is true. `entailment` is an index into `network.ENTAILMENT`.
    """

    question: str
    passage: str
    title: str | None = None
    relevant: bool | None = None
    span: Span | None = None
    entailment: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanQuestion:
    """A question with its paragraph, the spans that answer it, and wrong paragraphs.

    `wrong` are similar ones from anywhere, `siblings` all of the same article's, its own too.
    """

    question: str
    title: str | None
    context: str
    sentences: tuple[Span, ...]
    answers: tuple[Span, ...]
    wrong: tuple[str, ...]
    siblings: tuple[str, ...] = ()

    def right(self, random: Random) -> Example:
        """Draw a passage that answers: the paragraph, some sentences of it, or the sentence."""
        answer = random.choice(self.answers)
        first = max(bisect([s.start for s in self.sentences], answer.start) - 1, 0)
        last = max(bisect([s.start for s in self.sentences], answer.end - 1) - 1, first)
        form = random.random()
        if form < 0.15:
            window = (first, last)
        elif form < 0.30:
            window = (random.randint(0, first), random.randint(last, len(self.sentences) - 1))
        else:
            window = self._cropped(first, last, random)
        start, end = self.sentences[window[0]].start, self.sentences[window[1]].end
        return Example(
            question=self.question,
            passage=self.context[start : max(end, answer.end)],
            title=self._maybe_title(random),
            relevant=True,
            span=Span(answer.start - start, answer.end - start),
        )

    def not_right(self, random: Random, neighbours: Neighbours) -> Example | None:
        """Draw what does not answer: a changed question, or a passage without the answer."""
        form = random.random()
        question, passage = self.question, None
        if form < 0.30:
            whole = self.right(random).passage
            changed = change(
                question, whole, elsewhere=self.wrong, neighbours=neighbours, random=random
            )
            if changed:
                question, passage = changed, whole
        elif form < 0.42:
            passage = self._without_answer()
        elif form < 0.52:
            passage = self._other_sentence(random)
        elif form < 0.78:
            passage = self._sibling(random)
        # Without a title a question is often about "the reviewer": others' texts may answer it.
        if passage is None and self.wrong and (self.title or random.random() < 0.5):
            passage = random.choice(self.wrong)[:PASSAGE_CHARACTERS]
        if not passage:
            return None
        title = self._maybe_title(random)
        return Example(question=question, passage=passage, title=title, relevant=False)

    def sentence_group(self, random: Random) -> list[Example]:
        """Draw the sentence that answers and others of its paragraph; empty where it is alone."""
        answer = random.choice(self.answers)
        mine = [s for s in self.sentences if s.start <= answer.start and answer.end <= s.end]
        others = [text for s in self.sentences if not self._answered_in(text := s.of(self.context))]
        if not mine or not others:
            return []
        title = self._maybe_title(random)
        right = Example(
            question=self.question,
            passage=mine[0].of(self.context),
            title=title,
            relevant=True,
            span=Span(answer.start - mine[0].start, answer.end - mine[0].start),
        )
        wrong = random.sample(others, min(COMPETING - 1, len(others)))
        return [
            right,
            *(
                Example(question=self.question, passage=text, title=title, relevant=False)
                for text in wrong
            ),
        ]

    def _sibling(self, random: Random) -> str | None:
        text = random.choice(self.siblings) if self.siblings else self.context
        return (
            None if text == self.context or self._answered_in(text) else text[:PASSAGE_CHARACTERS]
        )

    def _cropped(self, first: int, last: int, random: Random) -> tuple[int, int]:
        """Widen a window of sentences to the paragraph, or to as much as the reader takes in."""
        ends = len(self.sentences) - 1
        while True:
            sides = [
                s for s in ((first - 1, last), (first, last + 1)) if s[0] >= 0 and s[1] <= ends
            ]
            if not sides:
                return first, last
            low, high = random.choice(sides)
            if self.sentences[high].end - self.sentences[low].start > PASSAGE_CHARACTERS:
                return first, last
            first, last = low, high

    def _without_answer(self) -> str | None:
        """Cut every sentence with an answer; None where one is still there or nothing is left."""
        kept = [s for s in self.sentences if not any(_overlap(s, a) for a in self.answers)]
        text = " ".join(s.of(self.context) for s in kept)[:PASSAGE_CHARACTERS]
        return text if text and not self._answered_in(text) else None

    def _other_sentence(self, random: Random) -> str | None:
        text = random.choice(self.sentences).of(self.context)
        return None if self._answered_in(text) else text

    def _answered_in(self, text: str) -> bool:
        found = text.casefold()
        return any(answer.of(self.context).casefold() in found for answer in self.answers)

    def _maybe_title(self, random: Random) -> str | None:
        return self.title if random.random() < TITLED else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceQuestion:
    """A question with sentences that answer it and sentences that do not."""

    question: str
    title: str | None
    right: tuple[str, ...]
    wrong: tuple[str, ...]

    def group(self, random: Random) -> list[Example]:
        """Draw a sentence that answers, if there is one, and some that do not."""
        right = [random.choice(self.right)] if self.right else []
        most = COMPETING - 1 if right else WRONG_SENTENCES
        wrong = random.sample(self.wrong, min(most, len(self.wrong)))
        title = self.title if random.random() < TITLED else None
        return [
            Example(question=self.question, passage=sentence, title=title, relevant=relevant)
            for relevant, sentences in ((True, right), (False, wrong))
            for sentence in sentences
        ]


class Examples:
    """All that is learned from; `epoch` draws it anew, the same for the same seed."""

    def __init__(self, directory: Path, *, share: float = 1.0) -> None:
        """Read and mine; `directory` holds the encoder. A `share` below 1 is for a quick try."""
        self._neighbours = Neighbours(directory)
        self.spans = [
            question
            for name in SPANS
            for question in _span_questions(_some(list(rows(name)), share))
        ]
        self.pairs = list(_paired(_some(list(rows(PAIRS)), share)))
        self.labelled = [q for name in LABELLED for q in _labelled(_some(list(rows(name)), share))]
        self.entailed = [
            *_learned(entailed(_some(list(rows(ENTAILED[0])), share))),
            *(e for name in ENTAILED[1:] for e in _learned(fever(_some(list(rows(name)), share)))),
        ]
        self.inferred = _inferred(_some(list(rows(INFERENCE)), share))

    def epoch(self, seed: int) -> list[list[Example]]:
        """Draw an epoch, in any order: single examples, and groups that compete for a question."""
        random = Random(seed)
        made: list[list[Example]] = []
        for question in random.sample(self.spans, round(len(self.spans) * SPAN_SHARE)):
            made.append([question.right(random)])
            tries = range(2 if question.siblings else 1)
            wrong = (question.not_right(random, self._neighbours) for _ in tries)
            made.extend([example] for example in wrong if example)
        groups = [q.sentence_group(random) for q in random.choices(self.spans, k=SPAN_GROUPS)]
        some = random.sample(self.pairs, round(len(self.pairs) * PAIR_SHARE))
        groups += [q.group(random) for q in (*some, *self.labelled)]
        # Few questions, but the only ones that people asked without seeing the text.
        groups += [q.group(random) for q in self.labelled if q.right and q.wrong]
        made.extend(group for group in groups if group)
        made.extend([example] for example in random.sample(self.inferred, len(self.inferred) // 2))
        entailed = random.sample(self.entailed, round(len(self.entailed) * ENTAILED_SHARE))
        made.extend([example] for example in entailed)
        random.shuffle(made)
        return made


def held_out(text: str) -> bool:
    """Tell whether what belongs to a text is kept from the reader: one in twelve, by its bytes.

    The weights of `qa.evidence` are fitted on what was kept, since on what the reader has learned
    it is surer than it may be; of entailment the figures in training/README.md are measured on it.
    """
    return sum(text.encode()) % 12 == 0


def _some(found: list[dict[str, Any]], share: float) -> list[dict[str, Any]]:
    return found[: round(len(found) * share)]


def _span_questions(found: Sequence[dict[str, Any]]) -> Iterator[SpanQuestion]:
    split = {c: tuple(split_sentences(c)) for c in dict.fromkeys(r["context"] for r in found)}
    wrong = _mined([(r["question"], r["context"], r["answers"][0]["text"]) for r in found], split)
    titles = {row["title"] for row in found}
    siblings = _siblings(found) if _own_titles(titles) else {}
    for row, others in zip(found, wrong, strict=True):
        if held_out(row["context"]):
            continue
        spans = (
            Span(a["answer_start"], a["answer_start"] + len(a["text"])) for a in row["answers"]
        )
        answers = tuple(span for span in spans if span.of(row["context"]).strip())
        if answers and split[row["context"]]:
            yield SpanQuestion(
                question=row["question"].strip(),
                # Reviews and comments have no title of their own.
                title=row["title"].replace("_", " ") if _own_titles(titles) else None,
                context=row["context"],
                sentences=split[row["context"]],
                answers=answers,
                wrong=others,
                siblings=siblings.get(row["title"], ()),
            )


def _siblings(found: Sequence[dict[str, Any]]) -> dict[str, tuple[str, ...]]:
    """Return the paragraphs of each title that the reader may learn from."""
    kept: dict[str, dict[str, None]] = defaultdict(dict)
    for row in found:
        if not held_out(row["context"]):
            kept[row["title"]][row["context"]] = None
    return {title: tuple(paragraphs) for title, paragraphs in kept.items()}


def _own_titles(titles: set[str]) -> bool:
    return not any(title.startswith(("Amazon_", "Filtered_Reddit")) for title in titles)


def _mined(
    questions: Sequence[tuple[str, str, str]], texts: Sequence[str] | dict[str, Any]
) -> list[tuple[str, ...]]:
    """Find, for each (question, its text, its answer), the best other texts without the answer."""
    known = list(texts)
    with TemporaryDirectory() as directory:
        documents = (
            TermDocument(id=i, text=text, outlet=None, published=None, language=None)
            for i, text in enumerate(known)
        )
        index = TermIndex.build(Path(directory) / "terms", documents)
        made = []
        for question, own, answer in questions:
            words = content_words(question) or question
            found = index.search(words, limit=MINED * 2, filters=Filters())
            others = (known[i] for i in found if known[i] != own)
            kept = [text for text in others if answer.casefold() not in text.casefold()]
            made.append(tuple(kept[:MINED]))
    return made


def _paired(found: Sequence[dict[str, Any]]) -> Iterator[SentenceQuestion]:
    sentences = list(dict.fromkeys(row["sentence"] for row in found))
    right = defaultdict(set)
    for row in found:
        right[row["question"]].add(row["sentence"])
    wrong = _mined([(r["question"], r["sentence"], r["sentence"]) for r in found], sentences)
    for row, others in zip(found, wrong, strict=True):
        if held_out(row["sentence"]):
            continue
        kept = [text for text in others if text not in right[row["question"]]]
        yield SentenceQuestion(
            question=row["question"],
            title=None,
            right=(row["sentence"],),
            wrong=tuple(kept[:3]),
        )


def _labelled(found: Sequence[dict[str, Any]]) -> Iterator[SentenceQuestion]:
    for row in found:
        if held_out(row["question"]):
            continue
        sides = defaultdict(list)
        for sentence, label in zip(row["candidates"], row["labels"], strict=True):
            sides[bool(label)].append(sentence)
        yield SentenceQuestion(
            question=row["question"],
            title=row.get("title"),
            right=tuple(sides[True]),
            wrong=tuple(sides[False]),
        )


def _inferred(found: Sequence[dict[str, Any]]) -> list[Example]:
    return [
        Example(
            question=row["premise"],
            passage=row["hypothesis"],
            relevant=row["label"] == "entailment",
        )
        for row in found
    ]


def _learned(examples: Iterable[Example]) -> Iterator[Example]:
    yield from (example for example in examples if not held_out(example.question))


def entailed(found: Sequence[dict[str, Any]]) -> Iterator[Example]:
    """Yield MultiNLI's pairs; the claim takes the question's place: both are what one reads for."""
    for row in found:
        yield Example(
            question=row["hypothesis"], passage=row["premise"], entailment=_LABELS[row["label"]]
        )


def fever(found: Sequence[dict[str, Any]]) -> Iterator[Example]:
    """Yield FEVER's claims with their evidence; those without any are left out."""
    for row in found:
        passage = " ".join(row["evidence"])[:PASSAGE_CHARACTERS]
        if passage:
            yield Example(question=row["claim"], passage=passage, entailment=_LABELS[row["label"]])


def _overlap(one: Span, other: Span) -> bool:
    return min(one.end, other.end) > max(one.start, other.start)
