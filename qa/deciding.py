"""From evidence to an answer, or to silence: what is shown of it, and in which order; pure."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index import Article, Hit
from index.splitting import split_sentences
from qa import silence
from qa.answer import Answer, Citation, Coverage, Statement
from qa.calibration import Threshold
from qa.evidence import Scored, also_answers, best_by_part, select, without_parts
from qa.features import Candidate
from qa.question import Question

CLOSEST = 3

# The reader's words are marked where the odds that their sentence holds the answer, of all in its
# passage, times the odds that it answers when it is read alone, are at least so high: 1 to e.
# Chosen for the lists of `qa.agreement` on the questions of two of benchmarks/differing.py's three
# writers. At even odds two values that answer are listed for 21 of the 78 whose sources differ
# and not for 27, and 52 of 102 lists have none that answers something else, not 53 of 118.
_MARKED_ODDS = 0.37
# The rest of a line, and the next that is not empty.
_LINE_BELOW = re.compile(r"[^\n]*\n\s*[^\n]+")
# What an outlet reports that is named may answer if it is at least so likely, of the best.
_MAY_ANSWER = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a question brought to light, before it is decided whether that is an answer.

    `parts` are the signals (`qa.silence.signals`) of each part of the question; empty where parts
    are no questions by themselves, for then it is judged as a whole.
    """

    question: Question
    hits: list[Hit]
    ranked: list[Scored]
    parts: tuple[list[float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A question's evidence and the calibrated probability that it holds the answer."""

    evidence: Evidence
    probability: float


def decide(judged: Judged, coverage: Coverage, threshold: Threshold, *, limit: int) -> Answer:
    """Answer, or stay silent where the evidence is less sure than the threshold."""
    question, ranked = judged.evidence.question, judged.evidence.ranked
    answered = judged.probability >= threshold.value
    unanswered = _unanswered(judged.evidence, threshold) if answered else ()
    ranked = without_parts(ranked, unanswered) if unanswered else ranked
    groups = _named_first(question, select(ranked, limit=max(limit, CLOSEST)))
    return Answer(
        question=question.text,
        statements=_statements(question, ranked, groups[:limit]) if answered else (),
        closest=() if answered else tuple(_cite_unmarked(group[0]) for group in groups[:CLOSEST]),
        probability=judged.probability,
        threshold=threshold.value,
        strictness=threshold.strictness,
        limit=limit,
        outlets=question.outlets,
        periods=question.periods,
        parts=tuple(part.text for part in question.parts),
        unanswered=unanswered,
        speaker=question.speaker,
        coverage=coverage,
    )


def _named_first(
    question: Question, groups: Sequence[Sequence[Scored]]
) -> Sequence[Sequence[Scored]]:
    """Put first what an outlet reports that a question of one part names, where it may answer."""
    if question.parts or not question.outlets or not groups:
        return groups
    named = {outlet.casefold() for outlet in question.outlets}
    least = _MAY_ANSWER * groups[0][0].score

    def is_other(scored: Scored) -> bool:
        return (scored.candidate.article.outlet or "").casefold() not in named

    def comes_later(group: Sequence[Scored]) -> bool:
        return group[0].score < least or all(map(is_other, group))

    return [sorted(group, key=is_other) for group in sorted(groups, key=comes_later)]


def _unanswered(evidence: Evidence, threshold: Threshold) -> tuple[str, ...]:
    """Return the parts of a question that would be met with silence by themselves."""
    likely = [silence.probability(signals) for signals in evidence.parts]
    parts = zip(evidence.question.parts, likely, strict=bool(likely))
    return tuple(dict.fromkeys(part.text for part, p in parts if p < threshold.value))


def _statements(
    question: Question, ranked: Sequence[Scored], groups: Sequence[Sequence[Scored]]
) -> tuple[Statement, ...]:
    """Make the statements, in the order of the parts of the question that they answer."""
    order, best_of = list(dict.fromkeys(part.text for part in question.parts)), best_by_part(ranked)
    made = []
    for group in groups:
        answered = {group[0].candidate.part, *also_answers(group[0], best_of)}
        made.append(_statement(group, [part for part in order if part in answered]))
    return tuple(sorted(made, key=lambda s: order.index(s.part) if s.part else 0))


def _statement(group: Sequence[Scored], parts: Sequence[str]) -> Statement:
    part, also = (parts[0] if parts else None), tuple(parts[1:])
    # What would be marked answers one part: under several it would seem to answer each.
    cite = _cite_unmarked if also else _cite
    return Statement(citations=tuple(map(cite, group)), part=part, also=also)


def _cite(scored: Scored) -> Citation:
    candidate = scored.candidate
    marked = candidate.answer if _is_sure(candidate) else None
    start, end = _neighbours(candidate.article, candidate.start, candidate.end)
    return Citation(
        article=candidate.article,
        start=candidate.start,
        end=candidate.end,
        context_start=start,
        context_end=end,
        score=scored.score,
        answer_start=marked.start if marked else None,
        answer_end=marked.end if marked else None,
        story=candidate.story,
    )


def _is_sure(candidate: Candidate) -> bool:
    """Tell whether the words that the reader takes for the answer are likely enough to be it."""
    if candidate.relevance is None or candidate.said is False or candidate.answer is None:
        return False
    mass = candidate.mass
    return mass * math.exp(candidate.relevance) >= _MARKED_ODDS * (1.0 - mass)


def _cite_unmarked(scored: Scored) -> Citation:
    """Cite with none of the words marked as the answer, as of what is none."""
    return replace(_cite(scored), answer_start=None, answer_end=None)


def _neighbours(article: Article, start: int, end: int) -> tuple[int, int]:
    """Return where the sentence before begins and where the one after ends."""
    text = article.text
    # No sentence goes over a line: those around are enough, of an article that may be long.
    above = text[: text.rfind("\n", 0, start) + 1].rstrip()
    first = above.rfind("\n") + 1
    below = _LINE_BELOW.search(text, end)
    sentences = split_sentences(text[first : below.end() if below else len(text)])
    before = max((first + s.start for s in sentences if first + s.end <= start), default=start)
    after = min((first + s.end for s in sentences if first + s.start >= end), default=end)
    return before, after
