"""Whom and what the words of a later question may stand for; pure, rules."""

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property, lru_cache

from index.terms import analyze
from qa.introductions import introduces, subject_of
from qa.mentions import named
from qa.question import Understood
from qa.topics import opening_of, said_about, thing_of, topic_of
from qa.words import content_terms, find_names, words_of

# How many turns back somebody may have been named. By benchmarks.rewrites 2 lose some who are
# meant, and 4 to 8 find hardly more.
_MOST_BACK = 3
_WHO_IS = re.compile(r"who(?:[’']s| are| is| was| were) ", re.IGNORECASE)
_WHO = re.compile(r"\bwho(?:m|se)?\b", re.IGNORECASE)
# No person: "Ann Poe Ltd", "the University of Minsk".
_ORGANISATIONS = frozenset(
    word
    for line in (
        "airlines association bank center centre church city club college commission committee",
        "communications company conference corp corporation council county court cup department",
        "east fc foundation group house inc institute island islands labs league ltd ministry",
        "museum news north park party post school south states street telecom times tribune union",
        "united university west",
    )
    for word in line.split()
)
_LETTER_BY_LETTER = re.compile(r"[A-Z]{3,}")
_BEFORE_PLACE = re.compile(r"\b(?:at|from|in|near|of|the|to) $", re.IGNORECASE)
_SAID = r"(?:added|argued|asked|claimed|said|says|told|tweeted|warned|wrote)"
_HE, _SHE = re.compile(r"\b(?:he|him|his)\b"), re.compile(r"\b(?:her|she)\b")
# After a name: "Judge Ann Poe told him", another than she.
_TO_ANOTHER = r" \w+(?:ed|ave|ent|old) (?:him\b|her(?=[,.]| (?:he|in|it|on|she|that|to)\b))"
_HE_OR_SHE = re.compile(r"\b(?:he|her|hers|him|his|she)\b", re.IGNORECASE)
_IS_SHE = frozenset(("her", "hers", "she"))
# In characters after a name, where "he" or "she" is likely its own; and how many speak for one, and
# how many times as many as of the other.
_NEAR, _OFTEN, _TIMES = 80, 3, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """An earlier question as it was understood, and the best that was said to it.

    `answer` are the words of `quote` that answer, and `article` is the text that it stands in; all
    three are empty where the archive did not say. `follows` tells that the question followed on
    others itself, and `typed` is what it was then.
    """

    asked: Understood
    follows: bool = False
    typed: str = ""
    quote: str = ""
    answer: str = ""
    article: str = ""

    @property
    def question(self) -> str:
        """What was asked, as it was understood."""
        return self.asked.question


class Antecedents:
    """What was named in some turns of a conversation, in order."""

    def __init__(self, turns: Sequence[Turn]) -> None:
        self.turns = turns
        self.articles = [turn.article for turn in turns[-_MOST_BACK:] if turn.article]

    def subjects(self, *, of_it: bool = False) -> Sequence[str]:
        """What was taken over or named last; one that follows is about more than it names.

        Of several that follow one another, the last counts and the one that stood by itself; and
        what the talk was opened with. What was introduced by no name, as in "What is tea?", may be
        what "it" is: `of_it`.
        """
        found: list[str] = []
        for turn in reversed(self.turns):
            if turn is self.turns[-1] or not turn.follows or not found:
                found += [*turn.asked.about[:1], *self._named(turn, of_it=of_it)]
            if found and not turn.follows:
                break
        return list(dict.fromkeys((*found, *opening_of(self.turns[0].question))))

    def _named(self, turn: Turn, *, of_it: bool) -> list[str]:
        names = names_of(turn.question)
        if turn.follows:
            return names
        topic = topic_of(turn.question)
        if topic and (names or of_it):
            return [topic]
        thing = thing_of(turn.question)
        said = said_about(turn.question)
        return [thing] if thing else [*names, *([said] if said else [])]

    def person(self, pronoun: str) -> str | None:
        """Return whom "he" or "she" stands for; None where that is not sure.

        Who was asked for comes before who was named, and who was named before who was quoted; but
        nobody of a quote is meant where the question itself names somebody.
        """
        for turn in self.turns[: -_MOST_BACK - 1 : -1]:
            typed = [*turn.asked.about, *_not_in_places(turn.question)]
            known = {word for name in typed for word in name.split()}
            said = [n for n in self._said(turn) if known.isdisjoint(n.split())]
            if _asks_who(turn.question):
                is_typed = any(map(self.may_be_person, typed))
                only = [] if is_typed else self._introduced(turn, known)
                if found := self._first(said or only, pronoun):
                    return found
            people = [name for name in typed if self.may_be_person(name)]
            sure = [name for name in people if self.is_person(name)]
            if people:
                alone = people if len(people) == 1 else []
                before = [name for name in people if self._put.get(name) == is_she(pronoun)]
                return self._first(before or sure or alone, pronoun)
            if found := self._first(said, pronoun):
                return found
        return None

    def may_be_person(self, name: str) -> bool:
        """Tell whether a name has the form of a person's, or is one."""
        words = name.split()
        if _LETTER_BY_LETTER.search(name) or any(map(str.isdigit, name)) or " of " in name:
            return False
        if not _ORGANISATIONS.isdisjoint(map(str.casefold, words)):
            return False
        is_large = words[0][:1].isupper() and words[-1][:1].isupper()
        return is_large and (1 < len(words) <= 4 or self.is_person(name))

    def is_person(self, name: str) -> bool:
        """Tell whether an article names somebody in full, and by the surname alone."""
        words = name.split()
        is_organisation = not _ORGANISATIONS.isdisjoint(map(str.casefold, words))
        return not is_organisation and words[-1] in self._surnames

    def speaks_of(self, question: str) -> bool:
        """Tell whether the articles that were quoted lately speak of what a question asks.

        Where none was quoted, a question that names something asks of that.
        """
        names = find_names(question)
        if not self.articles:
            return not names
        terms = content_terms(" ".join(names) or question)
        known = frozenset[str]().union(*map(_terms, self.articles))
        return 2 * len(known.intersection(terms)) >= len(terms)

    def knows(self, words: str) -> bool:
        """Tell whether small words are a name as the articles write it: "ann poe", not "now"."""
        large = words.title()
        if names_of(large) != [large]:
            return False
        found, small = re.compile(rf"\b{re.escape(large)}\b"), words.casefold()
        return any(found.search(text) and not _has(text, small) for text in self.articles)

    def _said(self, turn: Turn) -> Iterator[str]:
        """Yield the people of a quote: those named in full, and those who speak by the surname."""
        for name in (*names_of(turn.answer), *names_of(turn.quote)):
            first, _, rest = name.partition(" ")
            # "Using Ann Poe": the head of a sentence is no name.
            whole = rest if rest and _has(turn.article, first.casefold()) else name
            speaks = rf"\b{re.escape(whole)} {_SAID}\b|\b{_SAID} {re.escape(whole)}\b"
            is_told = " " in whole or re.search(speaks, turn.article)
            if is_told and self.may_be_person(whole) and self.is_person(whole):
                yield whole

    def _introduced(self, turn: Turn, known: AbstractSet[str]) -> list[str]:
        """Return who a quote introduces, if nobody else: "CEO Ann Poe said so", asked who leads.

        By none of the words that are `known`.
        """
        found = {
            name: None
            for name in names_of(turn.quote)
            if " " in name
            and known.isdisjoint(name.split())
            and self.may_be_person(name)
            and introduces(turn.quote, name)
        }
        return list(found) if len(found) == 1 else []

    @cached_property
    def _put(self) -> Mapping[str, bool]:
        """Whom "she" (true) or "he" stood for in earlier questions."""
        put: dict[str, bool] = {}
        for turn in self.turns:
            people = {is_she(word) for word in _HE_OR_SHE.findall(turn.typed)}
            if len(people) == 1:
                typed = {*words_of(turn.typed)}
                new = [n for n in names_of(turn.question) if typed.isdisjoint(words_of(n))]
                put |= {name: is_she_ for name in new for is_she_ in people}
        return put

    def _first(self, names: Sequence[str], pronoun: str) -> str | None:
        fitting = (name for name in names if self._fits(name, pronoun))
        return min(fitting, key=lambda name: " " not in name, default=None)

    def _fits(self, name: str, pronoun: str) -> bool:
        """Tell whether the articles do not speak of a name with the other pronoun only."""
        if self._put.get(name, is_she(pronoun)) != is_she(pronoun):
            return False
        last = re.compile(rf"\b{re.escape(name.rsplit(maxsplit=1)[-1])}\b")
        to_another = re.compile(rf"(?<={last.pattern}){_TO_ANOTHER}")
        near = [
            article[found.end() : found.end() + _NEAR]
            for article in (to_another.sub("", article) for article in self.articles)
            for found in last.finditer(article)
        ]
        he, she = (sum(len(p.findall(text)) for text in near) for p in (_HE, _SHE))
        ours, theirs = (she, he) if is_she(pronoun) else (he, she)
        return theirs < _OFTEN or theirs < _TIMES * ours

    @cached_property
    def _surnames(self) -> frozenset[str]:
        return frozenset[str]().union(*(_surnames(turn.article) for turn in self.turns))


def is_she(pronoun: str) -> bool:
    """Tell "she" from "he".

    >>> is_she("Her"), is_she("his")
    (True, False)
    """
    return pronoun.casefold() in _IS_SHE


def names_of(text: str) -> list[str]:
    """Return the names in a text, as they stand there."""
    return [name.of(text) for name in named(text)]


def _has(text: str, words: str) -> bool:
    """Tell whether words stand in a text, written just so."""
    return re.search(rf"\b{re.escape(words)}\b", text) is not None


def _asks_who(question: str) -> bool:
    """Tell whether somebody is asked for; not in "Who is Ann Poe?"."""
    found, names = _WHO_IS.match(question), named(question)
    is_told = found and len(names) == 1 and names[0].start == found.end()
    if is_told and not question[names[0].end :].strip(" ?!."):
        return False
    return _WHO.search(question) is not None and not subject_of(question)


def _not_in_places(question: str) -> list[str]:
    """Return the names in a question, but for those after "in" and "the"."""
    names = (name for name in named(question) if not _BEFORE_PLACE.search(question[: name.start]))
    return [name.of(question) for name in names]


@lru_cache(maxsize=16)
def _surnames(article: str) -> frozenset[str]:
    """Return the words that end names of two to four words, and are names by themselves too."""
    names = [name.split() for name in names_of(article)]
    alone = {words[0] for words in names if len(words) == 1}
    return frozenset(words[-1] for words in names if 2 <= len(words) <= 4) & alone


@lru_cache(maxsize=16)
def _terms(article: str) -> frozenset[str]:
    return frozenset(analyze(article))
