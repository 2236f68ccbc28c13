"""The verbs of speech of a sentence, and whose they are; pure, rules."""

from functools import cached_property
from itertools import pairwise

from index.splitting import Span
from qa.speaking.noun_phrases import LONGEST_ASIDE, LONGEST_PHRASE, NounPhrases
from qa.speaking.sentence_words import POSSESSIVE
from qa.speaking.speech_words import (
    AFTER_SUM,
    AFTER_VERB,
    BE,
    NOUNS_TOO,
    ONLY_QUOTING,
    PARTICIPLES,
    PLAIN,
    PRONOUNS,
    QUOTED,
    SUMS_TOO,
    TURNED,
    VERBS,
)

# From a verb to the quotation that it leads to: "posted on Telegram: “No.”"
_TO_COLON = 8


class Clause(NounPhrases):
    """The words of a sentence, with its verbs of speech and whose they are."""

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
        leads_on = colon < LONGEST_ASIDE and self.word(colon + 1).startswith(QUOTED)
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
        after = self.words[quoted : quoted + LONGEST_PHRASE]
        return self.word(quoted - 1) in BE and any(
            pair[0] == "as" and pair[1] in PARTICIPLES for pair in pairwise(after)
        )

    def subject(self, verb: int) -> Span | None:
        """Return who is the subject of a verb of speech: before it, or after it if it is turned."""
        word, before = self.words[verb], self.word(verb - 1)
        after_quotation = self._ends_quotation(verb - 1)
        if after_quotation and not word.endswith("ing") and word not in PLAIN:
            return self.phrase_after(verb)
        # "Poe, a judge, said of Roe’s town that it is closed."
        turned = word in TURNED and before in {"", ","} and self.word(verb + 1) != "of"
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
        first, last = 0, self._end_of_name(0)
        if self.word(last).endswith(POSSESSIVE):  # "Minsk’s Supreme Court", but not "Poe’s lawyer"
            first, last = last + 1, self._end_of_name(last + 1)
        return self._span(first, last) if self._is_name(first) else None

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
        while self._is_word(at) and at > verb - LONGEST_PHRASE:
            at -= 1
        return at
