"""The words of a sentence, read by their neighbours: verbs of speech and subjects; pure, rules."""

import re
from functools import cached_property
from itertools import pairwise

from index.splitting import Span
from qa.speech_words import (
    ACRONYMS,
    AFTER_SUM,
    AFTER_VERB,
    ASIDE,
    BE,
    BEFORE_TIMES,
    BETWEEN,
    DETERMINERS,
    ENDS_LATER,
    ENDS_PHRASE,
    NO_NAMES,
    NOT,
    NOUNS_TOO,
    ONLY_QUOTING,
    OTHER_PRONOUNS,
    PARTICIPLES,
    PARTICLES,
    PLAIN,
    PLURALS,
    PREPOSITIONS,
    PRONOUNS,
    QUOTED,
    SOME,
    SPOKESMEN,
    STOPS,
    SUMS_TOO,
    THINKING,
    TIMES,
    TOLD,
    TURNED,
    VERBS,
    WHO,
)
from qa.words import FUNCTION_WORDS

_MOST_PREPOSITIONS = 4
_LONGEST_ASIDE = 40  # tokens
_LONGEST_PHRASE = 7
# A list in capitals is no name, and to go through it from each verb would take minutes.
_LONGEST_NAME = 12
# From a verb to the quotation that it leads to: "posted on Telegram: “No.”"
_TO_COLON = 8
_TOKEN = re.compile(rf"[^\W_]+(?:[’'.&/-][^\W_]+)*|[,;:()—–]|{QUOTED}+")
_CONTRACTED = re.compile(r"[’'](?:d|ll|m|re|s|t|ve)$")
_POSSESSIVE = ("’s", "'s", "s’")


class Clause:
    """The words of a sentence, with what can be told of them by their neighbours."""

    def __init__(self, text: str, sentence: Span) -> None:
        """Take a sentence of a text whose quotations are masked (`QUOTED`)."""
        tokens = list(_TOKEN.finditer(text, sentence.start, sentence.end))
        self.tokens = tokens
        self.words = [token[0].casefold() for token in tokens]

    def word(self, at: int) -> str:
        """Return a word, case folded, or a mark; nothing before the first and after the last."""
        return self.words[at] if 0 <= at < len(self.words) else ""

    def is_verb(self, at: int) -> bool:
        """Tell whether a word is a verb of speech here, and neither a noun nor a passive."""
        word, after = self.words[at], self.word(at + 1)
        if word in ONLY_QUOTING:
            return self._leads_to_quotation(at) or self._follows_quotation(at)
        if word not in VERBS or after in VERBS:  # "the report says"
            return False
        is_in_name = at > 0 and self.tokens[at][0][0].isupper()  # "Community Notes"
        return not is_in_name and self._goes_on_as_verb(at)

    def is_introduced(self, colon: int) -> bool:
        """Tell of a colon before a quotation that only a name goes before: "Ann Poe, a judge:"."""
        leads_on = colon < _LONGEST_ASIDE and self.word(colon + 1).startswith(QUOTED)
        if not leads_on or not self._is_name(0):
            return False
        past = self._end_of_name(0) + 1
        no_verb = VERBS.isdisjoint(self.words[:colon])
        return no_verb and past > 1 and self.words[past] in {":", ","}

    def is_aside_of_speech(self, at: int) -> bool:
        """Tell whether a participle is one of speech, and not so in ", adding a goal"."""
        after = self.word(at + 1)
        says = after in AFTER_SUM or after.startswith(QUOTED)
        return self.word(at - 1) == "," and (says or self.words[at] == "saying")

    def is_as_saying(self, quoted: int) -> bool:
        """Tell whether "quoted" goes on as in "was quoted by the BBC as saying"."""
        after = self.words[quoted : quoted + _LONGEST_PHRASE]
        return self.word(quoted - 1) in BE and any(
            pair[0] == "as" and pair[1] in PARTICIPLES for pair in pairwise(after)
        )

    def subject(self, verb: int) -> Span | None:
        """Return who is the subject of a verb of speech: before it, or after it if it is turned."""
        word, before = self.words[verb], self.word(verb - 1)
        after_quotation = self._ends_quotation(verb - 1)
        if after_quotation and not word.endswith("ing") and word not in PLAIN:
            return self.phrase_after(verb)
        turned = word in TURNED and before in {"", ","}
        after = self.phrase_after(verb) if turned else None
        # "It is a shop, a large one, says Poe."
        ends = after is not None and self._ends_at(after)
        return after if ends else self.phrase_before(verb) or after

    def _ends_at(self, who: Span) -> bool:
        """Tell whether a clause ends with a phrase: a name before a comma, or any before a stop."""
        text = self.tokens[0].string
        is_large = text[who.start].isupper()
        return text[who.end : who.end + 1] in ({"", ".", ",", ";"} if is_large else {"", "."})

    @cached_property
    def head(self) -> Span | None:
        """Who a sentence begins with: "Poe left, saying so"."""
        if self.word(0) in PRONOUNS:
            return self._span(0, 0)
        return self._span(0, self._end_of_name(0)) if self._is_name(0) else None

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
        name, owns = None, False
        while at < min(first + _LONGEST_PHRASE, len(self.tokens)):
            if self._is_name(at):
                last = self._end_of_name(at)
                name, at = self._span(at, last), last + 1
                owns = self.words[last].endswith(_POSSESSIVE)
                if not (owns or self._is_lower(at)):
                    break
            elif self._is_lower(at) and self.words[at] not in ENDS_LATER:
                at += 1
            else:
                break
        if name and owns and self._is_lower(at - 1):  # "Minsk’s mayor", "Poe’s spokesman"
            name = Span(name.start, self._span(at - 1, at - 1).end)
        if self.word(at) == "," and self._is_lower(at - 1) and self._is_aside(at + 1):
            return self._span(at + 1, self._end_of_name(at + 1))
        if name or at == first or self.words[first] not in DETERMINERS | PLURALS:
            return name
        is_phrase = at - 1 > first or self.words[first] in PLURALS
        return self._span(first, at - 1) if is_phrase else None

    def phrase_before(self, verb: int) -> Span | None:
        """Return the subject that stands before a verb, past adverbs and an aside."""
        at = self._past_adverbs(verb - 1, _also_between(self.words[verb]))
        if at < 0:
            return None
        if self.words[at] in OTHER_PRONOUNS:  # "it feels", "they want"
            return self._span(at, at) if self.words[verb] in TURNED | TOLD else None
        if self.words[at].endswith(_POSSESSIVE):  # "Poe’s claims"
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
        for at in range(max(1, last - _LONGEST_ASIDE), last):
            if self.words[at] in ",(—–" and (who := self._told_of(at, last)):
                return who
        # "Minsk’s mayor, Ann Poe, told": the aside is the name.
        if self._is_name(last - 1):
            first = self._begin_of_name(last - 1)
            if self.word(first - 1) == "," and self._is_word(first - 2):
                return self._span(first, last - 1)
        return None

    def _told_of(self, at: int, last: int) -> Span | None:
        """Return who stands before an aside, from its first mark to its last."""
        after = self.word(at + 1)
        owner = self._end_of_name(at + 1) if self._is_name(at + 1) else at
        told = after in ASIDE or self._is_lower(at + 1) or self.words[owner].endswith(_POSSESSIVE)
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
        last = at
        for _ in range(_MOST_PREPOSITIONS):
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
        for first in range(at - 1, max(-1, at - _LONGEST_PHRASE), -1):
            word = self.words[first]
            in_name = self._is_name(first) and self._is_name(first - 1)  # "Big Ten head coach"
            if (word in DETERMINERS | PLURALS and not in_name) or word.endswith(_POSSESSIVE):
                return first
            if not self._is_word(first) or word in ENDS_PHRASE:
                return None
        return None

    def _goes_on_as_verb(self, at: int) -> bool:
        word, after = self.words[at], self.word(at + 1)
        if word in NOUNS_TOO | SUMS_TOO:
            return self._says_what(at)
        if word.startswith("point"):
            return after in {"out", "to"}
        if word in {"put", "puts"}:
            return after == "it" and not self._is_word(at + 2)
        if after == "of":
            return word not in {"accused", "called"}
        return not (word.endswith("ed") and after in {"as", "by"})

    def _says_what(self, at: int) -> bool:
        """Tell whether what is said follows a word that need not be a verb of speech."""
        word, after = self.words[at], self.word(at + 1)
        if word in SUMS_TOO:
            follows = after in AFTER_SUM or not after or self._leads_to_quotation(at)
        else:
            follows = after in AFTER_VERB or self._is_name(at + 1) or after[:1].isdigit()
        is_call = (word, after) == ("calls", "on")
        # "Minsk is closed, the report states."
        ends = not after and self.word(self._before_words(at)) == ","
        follows = follows or is_call or ends or after.startswith(QUOTED)
        return follows or self._follows_quotation(at)

    def _ends_quotation(self, at: int) -> bool:
        at -= self.word(at) == ","
        return self.word(at).startswith(QUOTED)

    def _leads_to_quotation(self, verb: int) -> bool:
        """Tell of "Poe went on, “No”" and "Poe posted on Telegram: “No”"."""
        if self.word(verb + 1) == ",":
            return self.word(verb + 2).startswith(QUOTED)
        after = self.words[verb + 1 : verb + _TO_COLON]
        return ":" in after and self.word(verb + 2 + after.index(":")).startswith(QUOTED)

    def _follows_quotation(self, verb: int) -> bool:
        """Tell of "“No,” laughed Poe" and "“No,” Ann Poe laughed"."""
        return self._ends_quotation(self._before_words(verb))

    def _before_words(self, verb: int) -> int:
        """Return where the last mark before a verb is, or a word that is too far off."""
        at = verb - 1
        while self._is_word(at) and at > verb - _LONGEST_PHRASE:
            at -= 1
        return at

    def _is_aside(self, at: int) -> bool:
        """Tell whether a name ends where the words about it end."""
        return self._is_name(at) and not self._is_word(self._end_of_name(at) + 1)

    def _end_of_name(self, at: int) -> int:
        most = at + _LONGEST_NAME
        while at < most and (
            self._goes_on(at + 1) or (self.word(at + 1) in PARTICLES and self._goes_on(at + 2))
        ):
            at += 1
        return at

    def _begin_of_name(self, at: int) -> int:
        least = at - _LONGEST_NAME
        while at > least and self._is_name(at - 1) and self._touches(at):
            at -= 1
        return at

    def _goes_on(self, at: int) -> bool:
        return self._is_name(at) and not self.words[at - 1].endswith(_POSSESSIVE)

    def _touches(self, at: int) -> bool:
        return not self.words[at - 1].endswith(_POSSESSIVE)

    def _is_word(self, at: int) -> bool:
        return self.word(at)[:1].isalnum()

    def _is_lower(self, at: int) -> bool:
        """Tell of a word that is small, or begins with a digit: "27-year-old"."""
        if not 0 <= at < len(self.tokens):
            return False
        return self.tokens[at][0][0].islower() or self.tokens[at][0][0].isdigit()

    def _is_name(self, at: int) -> bool:
        if not 0 <= at < len(self.tokens) or not self.tokens[at][0][0].isupper():
            return False
        word = _CONTRACTED.sub("", self.words[at])
        return word not in NO_NAMES or self.tokens[at][0] in ACRONYMS

    def _span(self, first: int, last: int) -> Span:
        end = self.tokens[last].end()
        if self.words[last].endswith(_POSSESSIVE[:2]):
            end -= 2
        return Span(self.tokens[first].start(), end)


def _also_between(verb: str) -> frozenset[str]:
    """Return what else may stand between a verb and its subject."""
    if verb == "quoted":
        return BE
    return NOT if verb in THINKING else frozenset()
