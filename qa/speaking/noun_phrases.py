"""The noun phrases of a sentence that may be a verb's subject, before or after it; pure, rules."""

from index.splitting import Span
from qa.speaking.sentence_words import POSSESSIVE, Words
from qa.speaking.speech_words import (
    ASIDE,
    BE,
    BEFORE_OBJECTS,
    BEFORE_TIMES,
    BETWEEN,
    DETERMINERS,
    ENDS_LATER,
    ENDS_PHRASE,
    FINITE,
    NOBODY,
    NOT,
    OTHER_PRONOUNS,
    PLAIN,
    PLURALS,
    PREPOSITIONS,
    PRONOUNS,
    ROLES,
    SOME,
    SPOKESMEN,
    STOPS,
    THINKING,
    TIMES,
    TO_PEOPLE,
    TOLD,
    TURNED,
    WHO,
)
from qa.words import FUNCTION_WORDS

LONGEST_PHRASE = 7
LONGEST_ASIDE = 40  # tokens
_MOST_PREPOSITIONS = 4


class NounPhrases(Words):
    """The words of a sentence, with who stands before and after one of them."""

    def phrase_after(self, verb: int) -> Span | None:
        """Return whom a turned verb, or "according to", has after it; of a spokesman also whose."""
        who = self._bare_phrase_after(verb)
        if who and (words := who.of(self.tokens[0].string).split())[-1] in SPOKESMEN:
            past = verb + 1 + len(words)
            whose = self._bare_phrase_after(past) if self.word(past) in {"for", "of"} else None
            return Span(who.start, whose.end) if whose else who
        return who

    def _bare_phrase_after(self, verb: int) -> Span | None:
        """Return the last name that plain words lead to, or else a phrase without one.

        "Said Minsk’s mayor, Ann Poe", "said Belarusian journalist Ann Poe", "said two officials".
        """
        first = at = verb + 1
        if self.word(first) in PRONOUNS:
            return self._span(first, first)
        name, owns, of = None, False, 0
        while at < min(first + LONGEST_PHRASE, len(self.tokens)):
            if self._is_name(at):
                of = at - 1 if self._is_owned(first, at - 1) else of
                last = self._end_of_person(at)
                name, at = self._span(at, last), last + 1
                owns = self.words[last].endswith(POSSESSIVE)
                if not (owns or self._is_lower(at)) or self._belongs(name, at):
                    break
            elif self._is_lower(at) and self.words[at] not in ENDS_LATER:
                at += 1
            else:
                break
        if name and owns and self._is_lower(at - 1):  # "Minsk’s mayor", "Poe’s spokesman"
            name = Span(name.start, self._span(at - 1, at - 1).end)
        comma = at if self.word(at) == "," else self._past_place(at)
        is_told = self._is_lower(at - 1) or of
        if self.word(comma) == "," and is_told and self._is_aside(comma + 1):
            return self._span(comma + 1, self._end_of_name(comma + 1))
        if of:  # "the wife of Ann Poe"
            return self._span(first, of - 1)
        at -= self.word(at - 1) == "of"  # "the author of The Salt Road"
        if name or at == first or self.words[first] not in DETERMINERS | PLURALS:
            return name
        is_phrase = at - 1 > first or self.words[first] in PLURALS
        is_phrase = is_phrase and self.words[at - 1] not in NOBODY and not self._has_verb(first, at)
        return self._span(first, at - 1) if is_phrase else None

    def _is_owned(self, first: int, of: int) -> bool:
        """Tell whether a name is that of whom a phrase speaks: "a lawyer representing Ann Poe"."""
        is_phrase = of > first + 1 or (of == first + 1 and self.words[first] in PLURALS)
        is_phrase = is_phrase and self.words[first] in DETERMINERS | PLURALS
        return is_phrase and (self.words[of] == "of" or self.words[of].endswith("ing"))

    def _end_of_person(self, at: int) -> int:
        """Return where a name ends: of "Ann Poe of Moody’s Analytics" before "of"."""
        last = self._end_of_name(at)
        if self.words[last].endswith(POSSESSIVE) and self._is_name(last + 1):
            of = next((n for n in range(at + 2, last) if self.words[n] == "of"), last + 1)
            return of - 1
        return last

    def _belongs(self, name: Span, of: int) -> bool:
        """Tell of "Ann Poe of the Minsk Post" that the name ends before "of".

        Not so of "Central Bank of Minsk chief Ann Poe".
        """
        if self.word(of) != "of" or " " not in name.of(self.tokens[0].string):
            return False
        at = of + 1
        while self._is_name(at) or (self._is_lower(at) and self.words[at] not in ENDS_LATER):
            at += 1
        last = self._begin_of_name(at - 1) if self._is_name(at - 1) else 0
        return not (last > of + 1 and self._is_lower(last - 1) and self.words[last - 1] != "the")

    def _past_place(self, at: int) -> int:
        """Go past "in Minsk", where whoever is there may be named behind it."""
        if self.word(at) not in {"at", "in"}:
            return at
        at += 1 + (self.word(at + 1) == "the")
        return self._end_of_name(at) + 1 if self._is_name(at) else at

    def _has_verb(self, first: int, end: int) -> bool:
        """Tell whether words have a verb among them: "his client accepted the ruling"."""
        return any(
            self.words[at] in FINITE
            or (self.words[at].endswith("ed") and self.word(at + 1) in BEFORE_OBJECTS)
            for at in range(first + 1, end)
        )

    def phrase_before(self, verb: int) -> Span | None:
        """Return the subject that stands before a verb, past adverbs and an aside."""
        at = self._past_adverbs(verb - 1, _also_between(self.words[verb]))
        if at < 0:
            return None
        if self.words[at] in OTHER_PRONOUNS:  # "it feels", "they want"
            return self._span(at, at) if self.words[verb] in TURNED | TOLD else None
        if self.words[at].endswith(POSSESSIVE):  # "Poe’s claims"
            return None
        if self.words[at] == "who" and self.word(at - 1) == "," and self._is_name(at - 2):
            return self._ending_at(at - 2)
        who = self._before_aside(at) if self.words[at] in ",)—–" else self._ending_at(at)
        # "A turning point", "her best hope": of one, the verb ends otherwise.
        is_noun = self.words[verb] in PLAIN and at == verb - 1
        return None if is_noun and who and not self._are_several(who) else who

    def _past_adverbs(self, at: int, others: frozenset[str]) -> int:
        """Go back past what may stand before a verb: "Poe has often", "Poe on Tuesday"."""
        while at >= 0:
            if self.words[at] in TIMES:
                at -= 2 if self.word(at - 1) in BEFORE_TIMES else 1
            elif self.words[at] in BETWEEN or self.words[at] in others:
                at -= 1
            else:
                break
        return at

    def _are_several(self, who: Span) -> bool:
        words = [t[0] for t in self.tokens if who.start <= t.start() < who.end]
        # "The Viennese say so": names do not tell.
        is_plural = words[-1].endswith("s") or words[-1][0].isupper()
        return is_plural or not PLURALS.isdisjoint(map(str.casefold, words))

    def _before_aside(self, last: int) -> Span | None:
        for at in range(max(1, last - LONGEST_ASIDE), last):
            if self.words[at] in ",(—–" and (who := self._told_of(at, last)):
                return self._named_in_aside(at, last) or who
        # "Minsk’s mayor, Ann Poe, told": the aside is the name.
        if self._is_name(last - 1):
            first = self._begin_of_name(last - 1)
            if self.word(first - 1) == "," and self._is_word(first - 2):
                return self._span(first, last - 1)
        return None

    def _named_in_aside(self, at: int, last: int) -> Span | None:
        """Return who is named behind what one is: "Her daughter, the singer Ann Poe, said"."""
        if self._is_name(at - 1) or not self._is_name(last - 1):
            return None
        first = self._begin_of_name(last - 1)
        is_role = self.word(first - 1) in ROLES and self.words[at + 1] in DETERMINERS
        return self._span(first, last - 1) if is_role and first - at <= LONGEST_PHRASE else None

    def _told_of(self, at: int, last: int) -> Span | None:
        """Return who stands before an aside, from its first mark to its last."""
        after = self.word(at + 1)
        owner = self._end_of_name(at + 1) if self._is_name(at + 1) else at
        told = after in ASIDE or self._is_lower(at + 1) or self.words[owner].endswith(POSSESSIVE)
        if self.words[at] == "," and not told:
            return None
        if self._is_name(at - 1):
            return self._ending_at(at - 1)
        # "The case, filed in Minsk, argues", "one resident, who left, said".
        is_whole = "," not in self.words[at + 1 : last] and self._is_lower(at - 1)
        is_subject = is_whole and (after in WHO or self._begin_of_phrase(at - 1) == 0)
        return self._ending_at(at - 1) if is_subject else None

    def _ending_at(self, at: int) -> Span | None:
        """Return the noun phrase that ends at a word; of "Ann Poe of the Minsk Post" the name.

        Only of a spokesman it says whose.
        """
        last, nearer = at, None
        for _ in range(_MOST_PREPOSITIONS):
            # "It came from Ann Poe of Minsk, who", but not "the man based in Minsk, who".
            if nearer and self.word(at) in FINITE and self.word(at + 1) in TO_PEOPLE:
                return nearer
            first = self._begin_of_phrase(at)
            if first is None:
                return None
            start = first
            while self._is_lower(start - 1) and self.words[start - 1] not in STOPS:
                start -= 1
            # "In an interview Poe said": before it there is nobody else.
            alone = start < first and not self._is_word(start - 2)
            if self.words[at] in PRONOUNS or alone or self.word(start - 1) not in PREPOSITIONS:
                return self._with_partner(first, last)
            nearer = self._span(first, last) if self._is_name(first) else None
            at = start - 2
            last = last if self.word(at) in SPOKESMEN else at
        return None

    def _with_partner(self, first: int, last: int) -> Span:
        """Return a subject, of "Ann Poe and Jim Roe" both."""
        if self.word(first - 1) in {"and", "nor"} and self._is_name(first) and first > 1:
            partner = self._begin_of_name(first - 2)
            before = self.word(partner - 1)
            is_first = before == "neither" or not before[:1].isalnum()
            if self._is_name(first - 2) and is_first:
                return self._span(partner, last)
        return self._span(first, last)

    def _begin_of_phrase(self, at: int) -> int | None:
        if self.word(at) in PRONOUNS | PLURALS:
            return None if self.word(at) in SOME and self._is_lower(at - 1) else at
        if self._is_name(at):
            return self._begin_of_name(at)
        if not self._is_lower(at) or self.words[at] in FUNCTION_WORDS:
            return None
        for first in range(at - 1, max(-1, at - LONGEST_PHRASE), -1):
            word = self.words[first]
            in_name = self._is_name(first) and self._is_name(first - 1)  # "Big Ten head coach"
            if (word in DETERMINERS | PLURALS and not in_name) or word.endswith(POSSESSIVE):
                return first
            if not self._is_word(first) or word in ENDS_PHRASE:
                return None
        return None

    def _is_aside(self, at: int) -> bool:
        """Tell whether a name ends where the words about it end."""
        return self._is_name(at) and not self._is_word(self._end_of_name(at) + 1)


def _also_between(verb: str) -> frozenset[str]:
    """Return what else may stand between a verb and its subject."""
    if verb == "quoted":
        return BE
    return NOT if verb in THINKING else frozenset()
