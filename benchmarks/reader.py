"""Measure the bundled reader by itself; run it with `python -m benchmarks.reader`.

squad2_dev: does it find the answer in its paragraph, tell questions with an answer from those made
to look like them, and tell the right paragraph from the others of the article: by itself, and with
all that the desk weighs a passage by. wikiqa: does it put the sentences that answer first.
"""

import argparse
import json
import re
import string
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from random import Random
from statistics import fmean
from typing import Any

from benchmarks.data import rows
from benchmarks.metrics import auroc
from benchmarks.pools import idf_over
from index import Article, Encoder, Hit, Passage, load_encoder
from index.splitting import Span
from qa.evaluation import SHARE
from qa.evidence import Scored
from qa.places import Place
from qa.pool import Found, Pool
from qa.question import parse
from qa.reader import BundledReader, Pair, Reader
from qa.reading import Reading
from qa.weighing import passages_likely, weigh

SQUAD = "eval/squad2_dev/questions.jsonl.gz"
WIKIQA = "eval/wikiqa/dev.jsonl"
# Of the other paragraphs of an article, so many a question: all of them make forty.
OTHERS = 6
SEED = 7
_AT_ONCE = 512
_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def measure_spans(
    reader: BundledReader, questions: Sequence[dict[str, Any]], *, others: int = OTHERS
) -> dict[str, float]:
    """Measure exact match and F1 (Rajpurkar et al., EMNLP 2016, section 6.1), and both AUROCs."""
    readings = read(reader, [_pair(row, row["context"]) for row in questions])
    can = [(row, r) for row, r in zip(questions, readings, strict=True) if row["answerable"]]
    cannot = [r for row, r in zip(questions, readings, strict=True) if not row["answerable"]]
    given = [(_answer(row, r), [a["text"] for a in row["answers"]]) for row, r in can]
    return {
        "answerable": len(can),
        "unanswerable": len(cannot),
        "f1": fmean(max(f1(text, gold) for gold in golds) for text, golds in given),
        "exact_match": fmean(
            max(normalize(text) == normalize(gold) for gold in golds) for text, golds in given
        ),
        "answerable_auroc": auroc(
            [answerability(r) for _, r in can], list(map(answerability, cannot))
        ),
        "answerable_auroc_relevance": auroc(
            [r.relevance for _, r in can], [r.relevance for r in cannot]
        ),
        **_measure_paragraphs(reader, can, count=others),
    }


def _measure_paragraphs(
    reader: BundledReader, can: Sequence[tuple[dict[str, Any], Reading]], *, count: int
) -> dict[str, float]:
    """Tell each question's paragraph from some others of its article, whatever the question.

    `paragraph_auroc` is of what the desk ranks passages by (`qa.weighing.passages_likely`), all
    found by a retrieval that tells none from another; `paragraph_auroc_alone` of the reader's
    relevance.
    """
    others = _others([row for row, _ in can], count=count)
    pairs = [*(_pair(row, row["context"]) for row, _ in can), *others]
    readings = [*(reading for _, reading in can), *read(reader, others)]
    weighed = _as_weighed(pairs, readings)
    relevances = [reading.relevance for reading in readings]
    return {
        "paragraph_auroc": auroc(weighed[: len(can)], weighed[len(can) :]),
        "paragraph_auroc_alone": auroc(relevances[: len(can)], relevances[len(can) :]),
    }


def _as_weighed(pairs: Sequence[Pair], readings: Sequence[Reading]) -> list[float]:
    """Return how likely each passage answers, as the desk would weigh what the reader said."""
    texts, questions = ({getattr(p, side): 0 for p in pairs} for side in ("passage", "question"))
    encoder, idf = load_encoder(), idf_over(texts)
    of_text = dict(zip(texts, encoder.encode_passages(list(texts)), strict=True))
    of_question = dict(zip(questions, encoder.encode_questions(list(questions)), strict=True))
    made = []
    for pair, reading in zip(pairs, readings, strict=True):
        vector, question = of_question[pair.question], parse(pair.question)
        article = Article(text=pair.passage, title=pair.title)
        passage = Passage(id=0, article=article, start=0, end=len(article.text))
        cosine = float(vector @ of_text[pair.passage])
        hit = Hit(passage=passage, score=1.0, cosine=cosine, bm25=None)
        found = Found(question=question, vector=vector, hits=[hit])
        pool = Pool(found, {term: idf.get(term, 0.0) for term in question.terms})
        pool.note_passage(0, reading)
        made.append(max(passages_likely(pool.ranked()).values(), default=0.0))
    return made


def measure_sentences(reader: BundledReader) -> dict[str, float]:
    """Rank each question's candidates (as distributed, questions with an answer), in two ways.

    `map` and `mrr` are those of sentences as the desk scores them, the page being one passage;
    `map_alone` and `mrr_alone` of the reader's relevance, each sentence read by itself.
    """
    questions = [row for row in rows(WIKIQA) if any(row["labels"])]
    pairs = [_pair(row, sentence) for row in questions for sentence in row["candidates"]]
    alone = iter(read(reader, pairs))
    encoder = load_encoder()
    found: dict[str, list[tuple[float, float]]] = {"": [], "_alone": []}
    for row in questions:
        labels = row["labels"]
        found[""].append(_precision(labels, candidate_scores(row, reader=reader, encoder=encoder)))
        found["_alone"].append(_precision(labels, [next(alone).relevance for _ in labels]))
    return {
        "questions": len(questions),
        **{f"map{way}": fmean(ap for ap, _ in measured) for way, measured in found.items()},
        **{f"mrr{way}": fmean(rr for _, rr in measured) for way, measured in found.items()},
    }


def candidate_scores(row: dict[str, Any], *, reader: Reader, encoder: Encoder) -> list[float]:
    """Score the candidate sentences of a question of WikiQA or TrecQA as the desk would."""
    hit, places = as_passage(row)
    idf = idf_over(row["candidates"])
    (ranked,) = weigh_passage(row, hit, reader=reader, encoder=encoder, idf=idf)
    return [
        max((s.score for s in ranked if answers(s, [(hit.passage.article.id, place)])), default=0.0)
        for place in places
    ]


def weigh_passage(
    row: dict[str, Any], hit: Hit, *, reader: Reader, encoder: Encoder, idf: Mapping[str, float]
) -> list[list[Scored]]:
    """Rank the sentences of one passage for a question, every one read alone too."""
    (vector,) = encoder.encode_questions([row["question"]])
    found = Found(
        question=parse(row["question"]),
        vector=vector,
        hits=[hit],
        read_alone=len(row["candidates"]) + 20,
        unlikely=0.0,
    )
    return weigh(
        [found],
        reader=reader,
        embed=encoder.encode_passages,
        idf=lambda terms: {t: idf.get(t, 0) for t in terms},
    )


def as_passage(row: dict[str, Any]) -> tuple[Hit, list[Span]]:
    """Make one passage of a question's candidates; return it with their places in it."""
    lines = [" ".join(sentence.split()) for sentence in row["candidates"]]
    article = Article(text="\n".join(lines), title=row.get("title"))
    ends = list(accumulate(len(line) + 1 for line in lines))
    places = [Span(end - 1 - len(line), end - 1) for line, end in zip(lines, ends, strict=True)]
    passage = Passage(id=0, article=article, start=0, end=len(article.text))
    return Hit(passage=passage, score=1.0, cosine=1.0, bm25=None), places


def answers(scored: Scored, right: Sequence[tuple[str, Span]]) -> bool:
    """Tell whether a sentence shares half of the shorter one's characters with a right place."""
    candidate = scored.candidate
    return any(
        Place(article_id=article_id, start=place.start, end=place.end).overlaps(
            candidate.article.id, candidate.start, candidate.end, share=SHARE
        )
        for article_id, place in right
    )


def _precision(labels: Sequence[int], scores: Sequence[float]) -> tuple[float, float]:
    """Return average precision and reciprocal rank; ties stay in the order given."""
    order = sorted(range(len(labels)), key=lambda at: -scores[at])
    ranks = [rank for rank, at in enumerate(order, start=1) if labels[at]]
    return fmean(n / rank for n, rank in enumerate(ranks, start=1)), 1 / ranks[0]


def time_reading(reader: BundledReader) -> list[float]:
    """Read twenty passages of 160 tokens nine times; return the milliseconds of each."""
    passage = " ".join(["The soldiers of the garrison stayed where they were."] * 15)
    pairs = [Pair(question="Why have no soldiers been sent?", passage=passage)] * 20
    reader.read(pairs)
    times = []
    for _ in range(9):
        start = time.perf_counter()
        reader.read(pairs)
        times.append(1000 * (time.perf_counter() - start))
    return times


def answerability(reading: Reading) -> float:
    """Return how much speaks for an answer: its relevance and the best span against "no answer"."""
    best = reading.best(0, 10**9)
    return reading.relevance + (best[0] if best else 0.0)


def read(reader: BundledReader, pairs: Sequence[Pair]) -> list[Reading]:
    """Read many pairs, some hundred at a time."""
    made: list[Reading] = []
    for start in range(0, len(pairs), _AT_ONCE):
        made += reader.read(pairs[start : start + _AT_ONCE])
    return made


def normalize(answer: str) -> str:
    """Lower case, without punctuation, articles and double spaces, as SQuAD's evaluation does.

    >>> normalize("The  Cat's hat.")
    'cats hat'
    """
    return " ".join(_ARTICLES.sub(" ", answer.casefold().translate(_PUNCTUATION)).split())


def f1(given: str, gold: str) -> float:
    """Return the F1 of the words that two answers share.

    >>> round(f1("in the north of France", "France"), 2)
    0.4
    """
    ours, theirs = normalize(given).split(), normalize(gold).split()
    common = sum((Counter(ours) & Counter(theirs)).values())
    return 2 * common / (len(ours) + len(theirs)) if common else float(ours == theirs)


def _pair(row: dict[str, Any], passage: str) -> Pair:
    title = row.get("title")
    return Pair(
        question=row["question"], passage=passage, title=title.replace("_", " ") if title else None
    )


def _answer(row: dict[str, Any], reading: Reading) -> str:
    best = reading.best(0, len(row["context"]))
    return best[1].of(row["context"]) if best else ""


def _others(questions: Sequence[dict[str, Any]], *, count: int) -> list[Pair]:
    paragraphs: dict[str, dict[str, None]] = defaultdict(dict)
    for row in questions:
        paragraphs[row["title"]][row["context"]] = None
    random = Random(SEED)
    made = []
    for row in questions:
        others = [text for text in paragraphs[row["title"]] if text != row["context"]]
        made += [_pair(row, text) for text in random.sample(others, min(count, len(others)))]
    return made


def measure(
    reader: BundledReader, *, share: float = 1.0, others: int = OTHERS
) -> dict[str, dict[str, float]]:
    """Measure everything.

    Args:
        reader: the one that ships, or with other weights.
        share: so much of squad2_dev.
        others: each question's paragraph is told from so many others of its article.
    """
    questions = list(rows(SQUAD))
    some = Random(SEED).sample(questions, round(len(questions) * share))
    return {
        "squad2_dev": measure_spans(reader, some, others=others),
        "wikiqa_dev": measure_sentences(reader),
    }


def main() -> None:
    """Read the command line, measure, and print."""
    parser = argparse.ArgumentParser(description="Measure the bundled reader.")
    parser.add_argument("--weights", type=Path, help="other weights than those that ship")
    parser.add_argument("--share", type=float, default=1.0, help="of squad2_dev")
    arguments = parser.parse_args()
    found = measure(BundledReader(arguments.weights), share=arguments.share)
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
