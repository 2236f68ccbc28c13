"""What was found for one question, and how far it was read: passages, then sentences alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from index import Hit
from index.headings import is_heading
from index.splitting import Span, split_sentences
from qa.corrections import denies, takes_back
from qa.evidence import Scored, at_first_sight, lifted, rank_described, unread
from qa.features import Candidate, describe, note_reading
from qa.marks import marked_words
from qa.question import Kind, Question
from qa.reader import Pair
from qa.reading import Reading
from qa.words import quoted_in, same_letters, words_of

# Passages that are read whatever they promise, and the share of the best sentence's likelihood that
# another must promise to be read too: what is left unread would change hardly any answer
# (benchmarks/README.md, "Reading").
FIRST_READ = 4
UNPROMISING = 0.0025
# Sentences that are read alone, the best at first sight.
READ_ALONE = 12
# What at first sight is so much less likely than the best is not read alone.
UNLIKELY = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A question, or a part of one, with the passages that were found for it.

    `vector` is the question's unit vector. `part` is the part's text as it stands in the question;
    None for a question of one part. Of the passages the `FIRST_READ` most promising are read, and
    those with a sentence that unread seems at least `unpromising` times as likely to answer as the
    best of these; so many sentences are then read alone at most, and none that at first sight is
    less than `unlikely` times as likely as the best.
    """

    question: Question
    vector: NDArray[np.float32]
    hits: Sequence[Hit]
    part: str | None = None
    read_alone: int = READ_ALONE
    unlikely: float = UNLIKELY
    unpromising: float = UNPROMISING


class Pool:
    """The sentences of what was found for a question, as their reading goes on."""

    def __init__(self, found: Found, idf: Mapping[str, float]) -> None:
        """Describe the sentences, unread.

        Args:
            found: the question and its passages.
            idf: how telling each of the question's terms is in this archive.
        """
        self.found = found
        numbered = [(n, c) for n, hit in enumerate(found.hits) for c in _candidates(found, hit)]
        self._candidates = [candidate for _, candidate in numbered]
        # Which of the passages each sentence is of, shape (sentences,).
        self._passage = np.array([number for number, _ in numbered], np.int64)
        self._rows = describe(found.question, self._candidates, idf=idf)
        self._promise = lifted(unread(self._rows), self._candidates)
        self._read: set[int] = set()

    def passages_first(self) -> list[int]:
        """Return the most promising passages, by their place among those found."""
        return self._by_promise()[:FIRST_READ]

    def passages_then(self) -> list[int]:
        """Return the others that are worth reading, after the first."""
        best = self._at_first_sight().max(initial=0.0)
        least = self.found.unpromising * best
        others = (number for number in self._by_promise() if number not in self._read)
        return [number for number in others if self._promised(number) >= least]

    def passage_pair(self, number: int) -> Pair:
        """Return what is read for a passage."""
        passage = self.found.hits[number].passage
        title = passage.article.title
        return Pair(question=self.found.question.asked, passage=passage.text, title=title)

    def note_passage(self, number: int, reading: Reading) -> None:
        """Take down what reading a passage told of its sentences."""
        self._read.add(number)
        hit = self.found.hits[number]
        for at in np.flatnonzero(self._passage == number).tolist():
            candidate = self._candidates[at]
            span = Span(candidate.start - hit.passage.start, candidate.end - hit.passage.start)
            read = replace(
                candidate,
                passage_relevance=reading.relevance,
                mass=reading.mass(span.start, span.end),
                answer=marked_words(self.found.question, hit, reading, span),
            )
            self._note(at, read)

    def sentences(self) -> list[int]:
        """Return the sentences to read alone, the best at first sight, by their place."""
        scores = self._at_first_sight()
        least = self.found.unlikely * scores.max(initial=0.0)
        known = [at for at in range(len(scores)) if self._passage[at] in self._read]
        best = sorted(known, key=lambda at: -scores[at])[: self.found.read_alone]
        return [at for at in best if scores[at] >= least]

    def sentence_pair(self, at: int) -> Pair:
        """Return what is read for a sentence alone."""
        candidate = self._candidates[at]
        title = "\n".join(filter(None, (candidate.article.title, self._speaker(candidate))))
        return Pair(question=self.found.question.asked, passage=candidate.text, title=title or None)

    def note_sentence(self, at: int, reading: Reading, vector: NDArray[np.float32]) -> None:
        """Take down what reading a sentence alone told of it; `vector` is its unit vector."""
        candidate = self._candidates[at]
        read = replace(
            candidate,
            relevance=reading.relevance,
            alone_mass=reading.mass(0, len(candidate.text)),
            cosine=float(vector @ self.found.vector),
        )
        self._note(at, read)

    def ranked(self) -> list[Scored]:
        """Rank the sentences of the passages that were read."""
        kept = np.flatnonzero(self._is_read())
        return rank_described([self._candidates[at] for at in kept], self._rows[kept])

    def _note(self, at: int, read: Candidate) -> None:
        self._candidates[at] = read
        note_reading(self._rows[at], read)

    def _at_first_sight(self) -> NDArray[np.float64]:
        """Return the scores of the sentences at first sight; 0 where the passage was not read."""
        scores = lifted(at_first_sight(self._rows), self._candidates)
        return np.where(self._is_read(), scores, 0.0)

    def _speaker(self, candidate: Candidate) -> str | None:
        """Return who said a sentence that does not say it, where the question asks for that."""
        speaker = self.found.question.speaker
        if not speaker or not candidate.said or words_of(speaker)[-1] in words_of(candidate.text):
            return None
        return f"{speaker} said"

    def _by_promise(self) -> list[int]:
        """Return the passages that have a sentence to quote, the most promising first."""
        numbers = dict.fromkeys(self._passage.tolist())
        return sorted(numbers, key=lambda number: -self._promised(number))

    def _promised(self, number: int) -> float:
        return float(self._promise[self._passage == number].max())

    def _is_read(self) -> NDArray[np.bool_]:
        return np.isin(self._passage, list(self._read))


def quotable(hit: Hit) -> list[Span]:
    """Return the sentences of a passage that can be evidence: no headings, no scraps."""
    text = hit.passage.text
    return [span for span in split_sentences(text) if not is_heading(span.of(text))]


def _candidates(found: Found, hit: Hit) -> list[Candidate]:
    shift = hit.passage.start
    return [
        Candidate(
            article=hit.passage.article,
            start=shift + span.start,
            end=shift + span.end,
            passage=hit.passage.text,
            context_cosine=hit.cosine or 0.0,
            retrieval=hit.score,
            part=found.part,
            story=hit.story,
            said=_said(found, hit, shift + span.start, shift + span.end),
        )
        for span in quotable(hit)
        if _may_answer(found.question, span.of(hit.passage.text))
    ]


def _may_answer(question: Question, sentence: str) -> bool:
    """Tell whether a sentence is evidence, and does not repeat what is not so."""
    # Whether something is so is answered by what denies it.
    is_denied = question.kind is not Kind.WHETHER and denies(sentence, asked=question.text)
    return not is_denied and not takes_back(sentence, asked=question.text)


def _is_quoted(question: Question, sentence: str) -> bool:
    """Tell whether a sentence has word for word what is quoted where it is asked who said it."""
    quoted = quoted_in(question.text) if question.kind is Kind.PERSON else ()
    text = same_letters(sentence) if quoted else ""
    return bool(quoted) and all(words in text for words in quoted)


def _said(found: Found, hit: Hit, start: int, end: int) -> bool | None:
    speaker = found.question.speaker
    if speaker is None:
        return _is_quoted(found.question, hit.passage.article.text[start:end]) or None
    from qa.speaking.said import said_by  # 12 ms, for few questions

    return said_by(hit.passage.article.text, start, end, asked=speaker)
