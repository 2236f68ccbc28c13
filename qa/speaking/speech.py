"""Verbs of speech and their subjects in one sentence: "Poe said", "said Ann Poe"; pure, rules."""

from collections.abc import Iterator
from typing import NamedTuple

from index.splitting import Span
from qa.speaking.clauses import Clause
from qa.speaking.speech_words import (
    OTHER_PRONOUNS,
    PARTICIPLES,
    PRONOUNS,
    TOLD,
    TURNED,
)

# A colon stands for a verb in "Ann Poe: “No.”"
_SAID = TURNED | TOLD | {":"}


class Speech(NamedTuple):
    """A verb of speech and who is its subject, as places in a text."""

    who: Span
    verb: Span


def speeches(text: str, sentence: Span) -> Iterator[Speech]:
    """Find the verbs of speech in a sentence of a text whose quotations are masked (`QUOTED`).

    >>> text = "Poe, a judge, said that he had told Ann Roe so."
    >>> [(s.who.of(text), s.verb.of(text)) for s in speeches(text, Span(0, len(text)))]
    [('Poe', 'said'), ('he', 'told')]
    >>> text = "It ends, says Ann Poe, according to the ministry."
    >>> [(s.who.of(text), s.verb.of(text)) for s in speeches(text, Span(0, len(text)))]
    [('Ann Poe', 'says'), ('the ministry', 'according to')]
    """
    clause = Clause(text, sentence)
    for at, word in enumerate(clause.words):
        who, last = None, at
        if word == "according" and clause.word(at + 1) == "to":
            last = at + 1
            who = clause.phrase_after(last)
        elif word == ":" and clause.is_introduced(at):
            who = clause.head
        elif clause.is_verb(at):
            who = clause.subject(at)
        elif word in PARTICIPLES and clause.is_aside_of_speech(at):
            who = clause.head
        elif word == "quoted" and clause.is_as_saying(at):
            who = clause.phrase_before(at)
        if who:
            verb = Span(clause.tokens[at].start(), clause.tokens[last].end())
            yield Speech(who, verb)


def is_said(verb: str) -> bool:
    """Tell whether a verb is one of saying or writing, as "hoped" and "expects" are not."""
    return verb.casefold() in _SAID


def is_pronoun(word: str) -> bool:
    """Tell whether a subject is one that stands for another: "he", "she", "it", "they"."""
    return word.casefold() in PRONOUNS | OTHER_PRONOUNS
