"""A question that follows on others, put so that it stands by itself; pure, rules.

"When did he resign?" is read with whom the question before was about, "And in Minsk?" in the place
of the town that it named. What is taken over are words of the conversation and of what was quoted.
"""

import calendar
import re
from collections.abc import Sequence
from dataclasses import replace

from qa.alone import ELSE, PROPER, is_cut, says_little, says_nothing
from qa.antecedents import Antecedents, Turn, is_she, names_of
from qa.mentions import Means, Reference, named, references
from qa.question import Understood
from qa.topics import LONGEST, MEASURES, subject_matter
from qa.words import content_terms, content_words, find_names, numbers_of, words_of

# More names than these would drown what is asked.
_MOST_ABOUT = 4
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
_MONTHS = f"(?:{'|'.join(calendar.month_name[1:])})"
# What "in" may stand before: a place, or a number of a year.
_WHERE = rf"(?!{_MONTHS}\b)(?:{PROPER}|[^\W\d][^\s?]*(?=\?|$))"
_WHEN = rf"(?:(?:{_MONTHS} )?\d[\w-]*(?:[.,]\d+)*|{_MONTHS}\b)"
_MONTH = re.compile(rf"\b{_MONTHS}\b")
_YEAR = re.compile(r" (?:19|20)\d\d$")
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
# "What did Ann Poe say about it?" asks for what she said; "Why?" needs something in its place.
_SAYS_ABOUT = re.compile(r"\b(?:claim|say|think|write)(?= (?:about|of|on)\b)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"[’']s?\s*$|[’']s?(?= )")
# In "did she leave" somebody does it who is named there, and in "was she seen"; not in "were seen".
_OWN_SUBJECT = re.compile(r"(?:did|do|does)(?:n[’']t)?", re.IGNORECASE)
_SUBJECT = re.compile(
    r"(?-i:[^\W\d_a-z])|(?:an?|he|her|his|i|it|its|my|our|she|the|their|these|they|this|those|we|you"
    r"|your)\b",
    re.IGNORECASE,
)
# Of a clause with more words after "did" what was asked for may stand within.
_SHORT_CLAUSE = 3
_YES_OR_NO = re.compile(_DOES, re.IGNORECASE)
_MEASURE = f"(?:{MEASURES})"
# What is asked for, and the clause that it is asked of.
_ASKED = re.compile(
    rf"(?:{_IN} )?{_ASKING}(?:(?<=how) {_MEASURE}\b)?(?P<noun>(?: (?!{_DOES})[^\s?]+){{0,4}}?)"
    rf" (?P<clause>{_DOES}.*)",
    re.IGNORECASE,
)
_WHICH = re.compile(rf"(?:what|which) (?!{_DOES})", re.IGNORECASE)
# A new question of those that a turn puts as one.
_ANOTHER = re.compile(rf"[?.;]|,? and (?={_ASKING}\b)", re.IGNORECASE)


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
    stood_alone = (turn.question for turn in turns if not turn.follows)
    if not turns or any(_are_one(question, other) for other in stood_alone):
        return alone
    question = _without_polite(question)
    talk = _Talk(turns)
    open_ = references(question)
    if put := _of_fragment(question, open_, talk):
        return put
    if open_:
        return talk.resolve(question, open_)
    needs_more = is_cut(question)
    if says_nothing(question) or not (needs_more or says_little(question)):
        return alone
    put = talk.join(question)
    if needs_more:
        return put
    is_on = put.about and talk.known.speaks_of(question)
    return replace(put, sure=False) if is_on else alone


def _are_one(question: str, other: str) -> bool:
    """Tell whether two questions say enough and say the same, marks and capitals aside."""
    words = words_of(question.casefold())
    return not says_nothing(question) and words == words_of(other.casefold())


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
        if ELSE.search(question):
            return self.add(question)
        if _YES_OR_NO.match(before):
            return self._put(f"{asks} {before[:1].lower()}{before[1:]}")
        if asked := _ASKED.match(before):
            if not asked["noun"]:
                clause = _SAYS_ABOUT.sub(lambda found: f"{found[0]} that", asked["clause"])
                return self._put(f"{asks} {clause}")
            # "Which coach did they fire? Why?" asks of the coach too.
            noun, said = content_words(asked["noun"]), names_of(self.last.answer)[:1]
            if _WHICH.match(before):
                noun = said[0] if said else f"the {noun}"
            if noun and (whole := _with_thing(asked["clause"], noun)):
                return self._put(f"{asks} {whole}")
            return self._put(f"{asks} {asked['clause']}", noun.removeprefix("the "))
        return self.add(question)

    def add(self, question: str) -> Understood:
        """Put before a question all that was asked last; "Who else?" in its place."""
        asks, before = question.split(" ", 1)[0], self.before
        if ELSE.search(question) and before.casefold().startswith(f"{asks.casefold()} "):
            return self._put(f"{before[: len(asks)]} else{before[len(asks) :]}")
        return self._put(question, subject_matter(self.before))

    def ask_instead(self, what: str, question: str) -> Understood:
        """Put "And in Minsk?" in the place of what the last question names there."""
        before = self.before
        if preposition := _PREPOSITION.match(what):
            what = what[:1].lower() + what[1:]
            thing = _WHEN if numbers_of(what) or _MONTH.search(what) else _WHERE
            if places := [*re.finditer(rf"\b(?i:{preposition[0]}) (?:the )?{thing}", before)]:
                old = places[-1]
                if not numbers_of(what) and (year := _YEAR.search(old[0])):
                    what += year[0]  # "in March 2024"; "And in April?"
                what = what if old.start() else what[:1].upper() + what[1:]
                return self._put(f"{before[: old.start()]}{what}{before[old.end() :]}")
            return self._put(f"{before.rstrip(' ?.!')} {what}?")
        if not names_of(what) and not self.known.knows(what):
            return self.join(question)
        if place := self._place():
            start, end = place
            if _POSSESSIVE.match(before, end):
                what = _POSSESSIVE.sub("", what)  # "What about Minsk's?"
            return self._put(f"{before[:start]}{what}{before[end:]}")
        if self.taken:
            return Understood(question=before, about=(what, *self.taken[1:]))
        return self.join(question)

    def resolve(self, question: str, open_: Sequence[Reference]) -> Understood:
        """Put whom "he" is in his place; what "it" is may be several things: they stand before."""
        people = [one for one in open_ if one.means is Means.PERSON]
        if people:
            if meant := self.known.person(people[0].place.of(question)):
                if {*content_terms(question)}.issuperset(content_terms(meant)):  # "ann poe"
                    return Understood(question=question)
                return self.join(_replaced(question, people, meant), besides_people=True)
        elif _WHICH.match(self.before):
            things = (n for n in names_of(self.last.answer) if not self.known.is_person(n))
            return self.join(question, *list(things)[:1])
        return self.join(question)

    def join(self, question: str, *meant: str, besides_people: bool = False) -> Understood:
        """Put before a question what it means, and what the last one names.

        Without the people, if it names somebody in their place: `besides_people`.
        """
        of_it = any(one.alone and one.means is not Means.PERSON for one in references(question))
        names = [*meant, *self.known.subjects(of_it=of_it)]
        if besides_people:
            names = [n for n in names_of(self.before) if not self.known.may_be_person(n)]
        own = {*content_terms(question)}
        about = [name for name in names if not own.issuperset(content_terms(name))]
        if not names and not find_names(question):
            about = [subject_matter(self.before)]
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


def _with_thing(clause: str, thing: str) -> str:
    """Put what was asked for where it was taken from; empty where no rule tells the place.

    >>> _with_thing("did Ann Poe speak of?", "drones"), _with_thing("were hurt?", "workers")
    ('did Ann Poe speak of drones?', 'were workers hurt?')
    >>> _with_thing("did Ann Poe say attacked the mill in Minsk?", "drones")
    ''
    """
    does, *rest = clause.rstrip(" ?!.").split()
    if not (thing and rest):
        return ""
    if not (_OWN_SUBJECT.match(does) or _SUBJECT.match(rest[0])):
        return " ".join([does, thing, *rest]) + "?"
    ends = len(rest) <= _SHORT_CLAUSE or _PREPOSITION.fullmatch(rest[-1])
    return " ".join([does, *rest, thing]) + "?" if ends else ""


def _about(question: str, names: Sequence[str]) -> Understood:
    kept = dict.fromkeys(name for name in names if name and len(name) <= LONGEST)
    terms = {name: {*content_terms(name)} for name in kept}
    whole = [one for one in kept if not any(terms[one] < terms[other] for other in kept)]
    return Understood(question=question, about=tuple(whole[:_MOST_ABOUT]))


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
