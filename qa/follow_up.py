"""A question that follows on others, put so that it stands by itself; pure, rules.

"When did he resign?" is read with whom the question before was about, "And in Minsk?" in the place
of the town that it named. What is taken over are words of the conversation and of what was quoted.
"""

import calendar
import re
from collections.abc import Sequence
from dataclasses import replace

from qa.antecedents import Antecedents, Turn, is_she, names_of
from qa.mentions import Means, Reference, named, references
from qa.parts import without_lead
from qa.question import Understood
from qa.words import FUNCTION_WORDS, content_terms, content_words, find_names, numbers_of, words_of

# More names than these would drown what is asked, and longer ones are no names.
_MOST_ABOUT, _LONGEST_ABOUT = 4, 80
# A question of so few terms, names aside, does not stand by itself: with a name, if the articles
# that were quoted have it; without one, if they speak of it, or whatever they say.
_LITTLE, _LITTLE_UNNAMED, _CUT = 1, 4, 2

_ASKING = r"(?:how|what|when|where|which|who|whom|whose|why)"
_DOES = r"(?:are|can|could|did|do|does|had|has|have|is|should|was|were|will|would)(?:n[’']t)?\b"
_IN = r"(?:after|against|at|before|between|by|during|for|from|in|of|on|since|to|under|until|with)\b"
# What a turn may begin with, and says nothing.
_FINE = "amazing|awesome|cool|fascinating|great|incredible|interesting|nice"
_POLITE = (
    rf"(?:{_FINE}|agreed|got it|good to know|hello|hey|hi|hmm|i see|no|no thanks|oh|ok(?:ay)?|right"
    rf"|sure|thank you|thanks|that[’']s (?:really |so |very )?(?:{_FINE})|thx|wait|well|whoa|woah"
    r"|wow|yeah|yep|yes)"
)
# "Thanks—when?" and "No. When?", but not "No. 10", "No-fly".
_LEAD = re.compile(
    rf"^(?!no\.\s*\d){_POLITE}(?:[,.!:;]+\s*|\s*[–—]\s*|\s*-\s+|\s+(?=(?:and|but|so)\b))(?=\S)",
    re.IGNORECASE,
)
_AND = r"(?:(?:and|but|ok(?:ay)?|or|so|then)[, ]+)*"
_TAIL = (
    r"(?: (?:about it|else|exactly|for|is that|not|please|pls|so|then|tho|though|was that))*"
    r"[\s?!.]*"
)
# "Why?", "And since when?": what is put before the clause that was asked about.
_BARE = re.compile(
    rf"{_AND}(?P<asks>how come|how|why|(?:(?:since|until) )?when|where"
    rf"|{_IN} (?:whom?|what|when|where)(?: on)?){_TAIL}",
    re.IGNORECASE,
)
# "How much?", "Which?": too little, whatever was asked before.
_SCRAP = re.compile(
    rf"{_AND}(?:{_IN} )?(?:how (?:far|long|many|much|often|old|so)|{_ASKING}){_TAIL}", re.IGNORECASE
)
_NAME = r"[^\W_a-z][\w’'-]*(?: [^\W_a-z][\w’'-]*)*"
_PROPER = r"[^\W\d_a-z][\w’'-]*(?: [^\W_a-z][\w’'-]*)*"
_MONTHS = f"(?:{'|'.join(calendar.month_name[1:])})"
# What "in" may stand before: a place, or a number of a year.
_WHERE = rf"(?!{_MONTHS}\b)(?:{_PROPER}|[^\W\d][^\s?]*(?=\?|$))"
_WHEN = rf"(?:{_MONTHS} )?\d[\w-]*(?:[.,]\d+)*"
# "What about Minsk?", "And in Minsk?", "In 2022?", "Same for Minsk?"
_INSTEAD = re.compile(
    rf"(?:{_AND}(?:how|what) about (?:the (?=(?-i:[^\W_a-z])))?"
    r"|(?:(?:and|but|or) )?(?:the )?same (?:question )?for (?:the (?=(?-i:[^\W_a-z])))?"
    rf"|(?:and|but|or) (?:the (?=(?-i:[^\W_a-z])))?(?!{_ASKING}\b|{_DOES})"
    rf"|(?={_IN} (?:the )?(?-i:{_NAME})[\s?!.]*$))"
    r"(?P<what>[^?,]{1,60}?)[\s?!.]*",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(_IN, re.IGNORECASE)
_BEHIND_PREPOSITION = re.compile(rf"\b{_IN}(?: the)? $", re.IGNORECASE)
_YES_OR_NO = re.compile(_DOES, re.IGNORECASE)
# What is asked for, and the clause that it is asked of.
_ASKED = re.compile(
    rf"(?:{_IN} )?{_ASKING}(?P<noun>(?: (?!{_DOES})[^\s?]+){{0,4}}?) (?P<clause>{_DOES}.*)",
    re.IGNORECASE,
)
_WHICH = re.compile(rf"(?:what|which) (?!{_DOES})", re.IGNORECASE)
_ELSE = re.compile(r"\b(?:else|others?)\b", re.IGNORECASE)
# "Is Minsk sending any?"
_ANY = re.compile(r"\b(?:any|none|some)[\s?!.]*$", re.IGNORECASE)
_DEFINITE = re.compile(r"\b[Tt]he [a-z]")
# "What is tea?" begins anew; "what is the price?" does not.
_ANEW = re.compile(
    r"(?:define|describe|tell me about|(?:what|who)(?:[’']s| (?:are|is|was|were))) "
    r"(?!the\b|\w+ing\b)",
    re.IGNORECASE,
)
# "Who leads Belarus?", "How old is Ann Poe?": of one thing, and all that there is to ask of it.
_OFFICES = (
    "army|boss|capital|captain|ceo|chair|chairman|chairwoman|chief|coach|currency|founder|governor"
    "|head|king|language|leader|manager|mayor|owner|parliament|population|president|prime minister"
    "|queen|size"
)
_WHOLE = re.compile(
    r"(?:how (?:big|far|high|large|long|old|rich|small|tall|wide) (?:is|are)"
    r"|where(?:[’']s| is| are)|where (?:do|does)(?=.* live\b)"
    r"|how (?:many|much) [\w -]+? (?:do|does)(?=.* have\b)"
    r"|who (?:chairs|coaches|commands|founded|heads|leads|owns|rules|runs)"
    rf"|wh(?:at|o)(?:[’']s| is| are| was| were) the (?:[a-z-]+ )?(?:{_OFFICES}) of)"
    rf" (?:the )?(?-i:{_PROPER})(?: (?:have|live))?[\s?!.]*",
    re.IGNORECASE,
)
# A new question of those that a turn puts as one.
_ANOTHER = re.compile(rf"[?.;]|,? and (?={_ASKING}\b)", re.IGNORECASE)
_SAYS_NOTHING = FUNCTION_WORDS | {
    *("cheers", "cool", "fine", "go", "good", "great", "haha", "hello", "hey", "hi", "hmm"),
    *("interesting", "lol", "nice", "nope", "oh", "ok", "okay", "omg", "pls", "really", "right"),
    *("sorry", "source", "sources", "sure", "thank", "thanks", "thx", "ty", "well", "wow", "yeah"),
    "yep",
}


def follow(question: str, turns: Sequence[Turn]) -> Understood:
    """Put a question so that it stands by itself; one that does so already stays as it is.

    Args:
        question: as it was typed.
        turns: what was asked before, in order.

    >>> text = "Ann Poe left Minsk for Grodno. Poe may return."
    >>> poe = Turn(asked=Understood(question="Why did Ann Poe leave Minsk?"), article=text)
    >>> for question in ("When did she go?", "Who is Jan Roe?", "And Jan Roe?", "When?", "Thanks!"):
    ...     print(follow(question, [poe]))
    Minsk: When did Ann Poe go?
    Who is Jan Roe?
    Why did Jan Roe leave Minsk?
    When did Ann Poe leave Minsk?
    Thanks!
    """
    question = " ".join(question.split())
    alone = Understood(question=question)
    if not turns:
        return alone
    question = _without_polite(question)
    talk, open_ = _Talk(turns), references(question)
    if put := _of_fragment(question, open_, talk):
        return put
    if open_:
        return talk.resolve(question, open_)
    is_cut = _is_cut(question)
    if _says_nothing(question) or not (is_cut or _says_little(question)):
        return alone
    put = talk.join(question)
    if is_cut:
        return put
    is_on = put.about and talk.known.speaks_of(question)
    return replace(put, sure=False) if is_on else alone


def _without_polite(question: str) -> str:
    """Leave out "Oh, thanks!" at the head of a question."""
    while question != (question := _LEAD.sub("", question)):
        pass
    return question


def _of_fragment(question: str, open_: Sequence[Reference], talk: "_Talk") -> Understood | None:
    """Put "Why?", "How much?" or "And Minsk?" so that it stands by itself."""
    if found := _BARE.fullmatch(question):
        return talk.ask_anew(" ".join(found["asks"].casefold().split()), question)
    if _SCRAP.fullmatch(question):
        return talk.add(question)
    if (found := _INSTEAD.fullmatch(question)) and not open_:
        return talk.ask_instead(found["what"].strip(), question)
    return None


class _Talk:
    """What was asked and said before, for a question that follows on it."""

    def __init__(self, turns: Sequence[Turn]) -> None:
        self.known = Antecedents(turns)
        self.last = turns[-1]
        self.before = self.last.question
        self.taken = self.last.asked.about

    def ask_anew(self, asks: str, question: str) -> Understood:
        """Put "Why?" before the clause that was asked about last."""
        asks, before = "Why" if asks == "how come" else asks.capitalize(), self.before
        if _ELSE.search(question):
            return self.add(question)
        if _YES_OR_NO.match(before):
            return self._put(f"{asks} {before[:1].lower()}{before[1:]}")
        if asked := _ASKED.match(before):
            # "Which coach did they fire? Why?" asks of the coach too.
            said = names_of(self.last.answer)[:1] or [content_words(asked["noun"])]
            return self._put(f"{asks} {asked['clause']}", *(said if asked["noun"] else ()))
        return self.add(question)

    def add(self, question: str) -> Understood:
        """Put before a question all that was asked last; "Who else?" in its place."""
        asks, before = question.split(" ", 1)[0], self.before
        if _ELSE.search(question) and before.casefold().startswith(f"{asks.casefold()} "):
            return self._put(f"{before[: len(asks)]} else{before[len(asks) :]}")
        return self._put(question, _shortened(without_lead(self.before)))

    def ask_instead(self, what: str, question: str) -> Understood:
        """Put "And in Minsk?" in the place of what the last question names there."""
        before = self.before
        if preposition := _PREPOSITION.match(what):
            what = what[:1].lower() + what[1:]
            thing = _WHEN if numbers_of(what) else _WHERE
            if places := [*re.finditer(rf"\b(?i:{preposition[0]}) (?:the )?{thing}", before)]:
                old = places[-1]
                what = what if old.start() else what[:1].upper() + what[1:]
                return self._put(f"{before[: old.start()]}{what}{before[old.end() :]}")
            return self._put(f"{before.rstrip(' ?.!')} {what}?")
        if not names_of(what) and not self.known.knows(what):
            return self.join(question)
        if place := self._place():
            start, end = place
            return self._put(f"{before[:start]}{what}{before[end:]}")
        if self.taken:
            return Understood(question=before, about=(what, *self.taken[1:]))
        return self.join(question)

    def resolve(self, question: str, open_: Sequence[Reference]) -> Understood:
        """Put whom "he" is in his place; what "it" is may be several things: they stand before."""
        people = [one for one in open_ if one.means is Means.PERSON]
        if people:
            if meant := self.known.person(people[0].place.of(question)):
                return self.join(_replaced(question, people, meant), besides_people=True)
        elif _WHICH.match(self.before):
            things = (n for n in names_of(self.last.answer) if not self.known.is_person(n))
            return self.join(question, *list(things)[:1])
        return self.join(question)

    def join(self, question: str, *meant: str, besides_people: bool = False) -> Understood:
        """Put before a question what it means, and what the last one names.

        Without the people, if it names somebody in their place: `besides_people`.
        """
        names = [*meant, *self.known.subjects]
        if besides_people:
            names = [name for name in names if not self.known.may_be_person(name)]
        own = {*find_names(question)}
        about = [name for name in names if not {*find_names(name)} or {*find_names(name)} - own]
        if not about and not own:
            about = [_shortened(without_lead(self.before))]
        return _about(question, about)

    def _place(self) -> tuple[int, int] | None:
        """Return where the last question names what another may take the place of."""
        before = self.before
        names = named(before)
        # "In Minsk, why did Poe leave?"
        first = [n for n in names if not _BEHIND_PREPOSITION.search(before[: n.start])] or names
        if first:
            return first[0]
        small = (re.search(rf"\b{re.escape(n)}\b", before, re.IGNORECASE) for n in self.taken)
        found = next(filter(None, small), None)
        return found.span() if found else None

    def _put(self, question: str, *about: str) -> Understood:
        return _about(question, (*self.taken, *about))


def _about(question: str, names: Sequence[str]) -> Understood:
    kept = dict.fromkeys(name for name in names if name and len(name) <= _LONGEST_ABOUT)
    return Understood(question=question, about=tuple(kept)[:_MOST_ABOUT])


def _shortened(words: str) -> str:
    """Cut what is no name after some words."""
    whole = len(words) <= _LONGEST_ABOUT
    return words if whole else words[: _LONGEST_ABOUT + 1].rpartition(" ")[0]


def _replaced(question: str, people: Sequence[Reference], meant: str) -> str:
    """Put somebody in the place of the first "he", and of the first of each question after it.

    "She" stays where the first is "he".
    """
    put, at = "", 0
    first = is_she(people[0].place.of(question))
    for number, one in enumerate(people):
        start, end = one.place
        if is_she(one.place.of(question)) != first:
            continue
        if number == 0 or _ANOTHER.search(question, at, start):
            put, at = f"{put}{question[at:start]}{meant}{'’s' if one.owns else ''}", end
    return put + question[at:]


def _says_nothing(question: str) -> bool:
    """Tell of "Thanks!" and "Really?" that they ask for nothing."""
    return _SAYS_NOTHING.issuperset(word.casefold() for word in words_of(question))


def _is_cut(question: str) -> bool:
    """Tell of a question that names nothing, and says "the company", or hardly anything at all."""
    if _ANY.search(question):
        return True
    if find_names(question) or numbers_of(question) or _ANEW.match(question):
        return False
    is_definite = _ELSE.search(question) or _DEFINITE.search(question)
    return is_definite is not None or len(content_terms(question)) <= _CUT


def _says_little(question: str) -> bool:
    """Tell of a question that says little besides what it names, or asks for others."""
    if _ANEW.match(question) or _WHOLE.fullmatch(question):
        return False
    if _ELSE.search(question):
        return True
    names = {term for name in find_names(question) for term in content_terms(name)}
    others = [term for term in content_terms(question) if term not in names]
    is_named = names or numbers_of(question)
    return len(others) <= (_LITTLE if is_named else _LITTLE_UNNAMED)
