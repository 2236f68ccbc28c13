"""Verbs of speech and their subjects in one sentence: "Poe said", "said Ann Poe"; pure, rules."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from index.splitting import Span
from qa.words import FUNCTION_WORDS

# Stands for each character of a quotation: what is said in it is another's.
QUOTED = "\ue000"


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


def _forms(verb: str) -> tuple[str, ...]:
    """Return the forms of a regular verb.

    >>> _forms("note"), _forms("deny")[1:]
    (('note', 'notes', 'noted', 'noting'), ('denies', 'denied', 'denying'))
    """
    if verb.endswith("y"):
        return verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"
    stem, hissed = verb.removesuffix("e"), verb.endswith("ss")
    return verb, f"{verb}es" if hissed else f"{verb}s", f"{stem}ed", f"{stem}ing"


# These turn round: "said Poe".
_TURNING = _words(
    "add argue ask claim comment complain conclude declare explain insist joke note observe",
    "predict recall remark reply report warn",
)
_REGULAR = _words(
    "accuse acknowledge advise allege announce assert believe call concede condemn confirm",
    "criticise criticize deny describe dismiss emphasise emphasize estimate expect fear hint hope",
    "maintain mention point promise refute reject respond reveal state stress suggest urge vow",
    "want wonder",
)
_TURNED = {form for verb in _TURNING for form in _forms(verb)[1:3]} | _words(
    "admits admitted quipped quips said says writes wrote"
)
_TOLD = _words("tells told telling")
_PLAIN = _TURNING | _REGULAR | _words("admit feel say tell think write")
_VERBS = _PLAIN | _TURNED | _TOLD | _words("feels felt saying thinking thinks thought writing")
_VERBS |= {form for verb in _TURNING | _REGULAR for form in _forms(verb)}
# What may stand between a subject and its verb.
_BETWEEN = _words(
    "also already always did do does even earlier firmly first further had has have herself",
    "himself however just later may might never now often once only personally previously",
    "publicly recently repeatedly reportedly simply since still strongly then will would",
)
_PRONOUNS = _words("he she")
_PARTICLES = _words("al and bin da de del der di for ibn la le of the van von")
_DETERMINERS = _words(
    "a all an another both his her its many most no one other several some the their this"
)
_PLURALS = _words(
    "activists analysts authorities campaigners critics doctors economists experts lawyers",
    "locals observers officials opponents others people police reports researchers residents",
    "scholars scientists sources supporters",
)
_PREPOSITIONS = _words("about against at by for from in like near of on over to under with")
# What begins an aside about a name: "Poe, who leads the party,".
_ASIDE = _words(
    "a an chief director former formerly head now of one president professor the then which who",
    "whose",
)
_ENDS_PHRASE = _VERBS | (FUNCTION_WORDS - _DETERMINERS - {"of"})
_STOPS = _ENDS_PHRASE | _PREPOSITIONS
_MOST_PREPOSITIONS = 4
_LONGEST_ASIDE = 40  # tokens
_LONGEST_PHRASE = 7
_TOKEN = re.compile(rf"[^\W_]+(?:[’'.&/-][^\W_]+)*|[,;:()—–]|{QUOTED}+")
_POSSESSIVE = ("’s", "'s", "s’")


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
    clause = _Clause(list(_TOKEN.finditer(text, sentence.start, sentence.end)))
    for at, word in enumerate(clause.words):
        who, last = None, at
        if word == "according" and clause.word(at + 1) == "to":
            last = at + 1
            who = clause.phrase_after(last)
        elif word in _VERBS and clause.word(at + 1) not in _VERBS:  # "the report says"
            who = clause.subject(at)
        if who:
            verb = Span(clause.tokens[at].start(), clause.tokens[last].end())
            yield Speech(who, verb)


def is_said(verb: str) -> bool:
    """Tell whether a verb is one of saying or writing, as "hoped" and "expects" are not."""
    return verb.casefold() in _TURNED | _TOLD


def is_pronoun(word: str) -> bool:
    """Tell whether a subject is "he" or "she"."""
    return word.casefold() in _PRONOUNS


class _Clause:
    """The words of a sentence, with what can be told of them by their neighbours."""

    def __init__(self, tokens: list[re.Match[str]]) -> None:
        self.tokens = tokens
        self.words = [token[0].casefold() for token in tokens]

    def word(self, at: int) -> str:
        return self.words[at] if 0 <= at < len(self.words) else ""

    def subject(self, verb: int) -> Span | None:
        """Return who is the subject of a verb of speech: before it, or after it if it is turned."""
        turned = self.words[verb] in _TURNED
        before = self.word(verb - 1)
        if turned and before.startswith(QUOTED):
            return self.phrase_after(verb) or None
        return self.phrase_before(verb) or (
            self.phrase_after(verb) if turned and before in {"", ","} else None
        )

    def phrase_after(self, verb: int) -> Span | None:
        """Return whom a turned verb, or "according to", has after it.

        The last name that plain words lead to ("said Minsk’s mayor, Ann Poe", "said Belarusian
        journalist Ann Poe"), or else a bare phrase.
        """
        first = at = verb + 1
        if self.word(first) in _PRONOUNS:
            return self._span(first, first)
        name: Span | None = None
        while at < min(first + _LONGEST_PHRASE, len(self.tokens)):
            if self._is_name(at):
                last = self._end_of_name(at)
                name, at = self._span(at, last), last + 1
                owns = self.words[last].endswith(_POSSESSIVE)
                if not (owns or self._is_lower(at)):
                    break
            elif self._is_lower(at) and self.words[at] not in _ENDS_PHRASE:
                at += 1
            else:
                break
        if self.word(at) == "," and self._is_lower(at - 1) and self._is_aside(at + 1):
            return self._span(at + 1, self._end_of_name(at + 1))
        if name or at == first or self.words[first] not in _DETERMINERS | _PLURALS:
            return name
        is_phrase = at - 1 > first or self.words[first] in _PLURALS
        return self._span(first, at - 1) if is_phrase else None

    def phrase_before(self, verb: int) -> Span | None:
        """Return the subject that stands before a verb, past adverbs and an aside."""
        at = verb - 1
        while at >= 0 and self.words[at] in _BETWEEN:
            at -= 1
        if at < 0:
            return None
        who = self._before_aside(at) if self.words[at] in ",)—–" else self._ending_at(at)
        # "A turning point", "her best hope": of one, the verb ends otherwise.
        is_noun = self.words[verb] in _PLAIN and at == verb - 1
        return None if is_noun and who and not self._are_several(who) else who

    def _are_several(self, who: Span) -> bool:
        words = [t[0] for t in self.tokens if who.start <= t.start() < who.end]
        # "The Viennese say so": names do not tell.
        is_plural = words[-1].endswith("s") or words[-1][0].isupper()
        return is_plural or not _PLURALS.isdisjoint(map(str.casefold, words))

    def _before_aside(self, last: int) -> Span | None:
        for at in range(max(1, last - _LONGEST_ASIDE), last):
            if self.words[at] not in ",(—–":
                continue
            told = self.word(at + 1) in _ASIDE or self._is_lower(at + 1)
            if self.words[at] == "," and not told:
                continue
            if self._is_name(at - 1):
                first = self._begin_of_name(at - 1)
                if self.word(first - 1) not in _PREPOSITIONS:
                    return self._span(first, at - 1)
        # "Minsk’s mayor, Ann Poe, told": the aside is the name.
        if self._is_name(last - 1):
            first = self._begin_of_name(last - 1)
            if self.word(first - 1) == "," and self._is_lower(first - 2):
                return self._span(first, last - 1)
        return None

    def _ending_at(self, at: int) -> Span | None:
        """Return the noun phrase that ends at a word; of "Ann Poe of the Minsk Post" the name."""
        for _ in range(_MOST_PREPOSITIONS):
            first = self._begin_of_phrase(at)
            if first is None:
                return None
            start = first
            while self._is_lower(start - 1) and self.words[start - 1] not in _STOPS:
                start -= 1
            if self.word(start - 1) not in _PREPOSITIONS:
                return self._span(first, at)
            at = start - 2
        return None

    def _begin_of_phrase(self, at: int) -> int | None:
        if self.word(at) in _PRONOUNS | _PLURALS:
            return at
        if self._is_name(at):
            return self._begin_of_name(at)
        if not self._is_lower(at) or self.words[at] in FUNCTION_WORDS:
            return None
        for first in range(at - 1, max(-1, at - _LONGEST_PHRASE), -1):
            word = self.words[first]
            if word in _DETERMINERS | _PLURALS or word.endswith(_POSSESSIVE):
                return first
            if not self._is_word(first) or word in _ENDS_PHRASE:
                return None
        return None

    def _is_aside(self, at: int) -> bool:
        """Tell whether a name ends where the words about it end."""
        return self._is_name(at) and not self._is_word(self._end_of_name(at) + 1)

    def _end_of_name(self, at: int) -> int:
        while self._goes_on(at + 1) or (self.word(at + 1) in _PARTICLES and self._goes_on(at + 2)):
            at += 1
        return at

    def _begin_of_name(self, at: int) -> int:
        while self._is_name(at - 1) and self._touches(at):
            at -= 1
        return at

    def _goes_on(self, at: int) -> bool:
        return self._is_name(at) and not self.words[at - 1].endswith(_POSSESSIVE)

    def _touches(self, at: int) -> bool:
        return not self.words[at - 1].endswith(_POSSESSIVE)

    def _is_word(self, at: int) -> bool:
        return self.word(at)[:1].isalnum()

    def _is_lower(self, at: int) -> bool:
        return 0 <= at < len(self.tokens) and self.tokens[at][0][0].islower()

    def _is_name(self, at: int) -> bool:
        if not 0 <= at < len(self.tokens):
            return False
        return self.tokens[at][0][0].isupper() and self.words[at] not in FUNCTION_WORDS

    def _span(self, first: int, last: int) -> Span:
        end = self.tokens[last].end()
        if self.words[last].endswith(_POSSESSIVE[:2]):
            end -= 2
        return Span(self.tokens[first].start(), end)
