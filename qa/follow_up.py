"""A question that follows on others, put so that it stands by itself; pure, rules.

"When did he resign?" is read with whom the question before was about, "And in Minsk?" in the place
of the town that it named. What is taken over are words of the conversation and of what was quoted.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from index.terms import analyze
from qa.introductions import subject_of
from qa.mentions import Means, Reference, named, references
from qa.parts import without_lead
from qa.question import Understood
from qa.words import content_terms, content_words, find_names, numbers_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """An earlier question as it was understood, and the best that was said to it.

    `answer` are the words of `quote` that answer, and `article` is the text that it stands in; all
    three are empty where the archive did not say.
    """

    asked: Understood
    quote: str = ""
    answer: str = ""
    article: str = ""

    @property
    def question(self) -> str:
        """What was asked, as it was understood."""
        return self.asked.question


# How many turns back somebody may have been named; what more names are taken over would drown what
# is asked. Neither was measured.
_MOST_BACK = 3
_MOST_ABOUT = 4
# A question of so few terms, names aside, does not stand by itself: with a name, if the articles
# that were quoted have it; without one, if they speak of it, or whatever they say.
_LITTLE, _LITTLE_UNNAMED, _CUT = 1, 3, 2

_ASKING = r"(?:how|what|when|where|which|who|whom|whose|why)"
_DOES = r"(?:are|can|could|did|do|does|had|has|have|is|should|was|were|will|would)(?:n[’']t)?\b"
_AND = r"(?:(?:and|but|ok(?:ay)?|or|so|then)[, ]+)*"
_IN = r"(?:after|against|at|before|between|by|during|for|from|in|of|on|since|to|under|until|with)\b"
# "Why?", "And since when?", "How much?"
_BARE = re.compile(
    rf"{_AND}(?P<asks>(?:{_IN} )?(?:how (?:come|far|long|many|much|often|old|so)|{_ASKING}))"
    r"(?: (?:about it|else|exactly|for|is that|not|so|then|was that))*[\s?!.]*",
    re.IGNORECASE,
)
# "What about Minsk?", "And in Minsk?"
_INSTEAD = re.compile(
    rf"(?:{_AND}(?:how|what) about |(?:and|but|or) (?!{_ASKING}\b|{_DOES}))"
    r"(?P<what>[^?,]{1,60}?)[\s?!.]*",
    re.IGNORECASE,
)
_YES_OR_NO = re.compile(_DOES, re.IGNORECASE)
# What is asked for, and the clause that it is asked of.
_ASKED = re.compile(
    rf"(?:{_IN} )?{_ASKING}(?: (?!{_DOES})[^\s?]+){{0,4}}? (?P<clause>{_DOES}.*)", re.IGNORECASE
)
_WHO = re.compile(r"\bwho(?:m|se)?\b", re.IGNORECASE)
_WHICH = re.compile(rf"(?:what|which) (?!{_DOES})", re.IGNORECASE)
# "Who else?", "Is Minsk sending any?"
_ELSE = re.compile(r"\b(?:else|others?)\b|\b(?:any|none|some)[\s?!.]*$", re.IGNORECASE)
_DEFINITE = re.compile(r"\b[Tt]he [a-z]")
# "What is tea?" begins anew; "what is the price?" does not.
_ANEW = re.compile(
    r"(?:define|describe|tell me about|(?:what|who)(?:[’']s| (?:are|is|was|were))) (?!the\b)",
    re.IGNORECASE,
)
# No person: "Ann Poe Ltd", "the University of Minsk".
_ORGANISATIONS = frozenset(
    word
    for line in (
        "airlines association bank center centre church city club college commission committee",
        "communications company conference corp corporation council county court cup department",
        "east fc foundation group house inc institute island islands labs league ltd ministry",
        "museum news north park party post school south states street times tribune union united",
        "university west",
    )
    for word in line.split()
)
_PROPER = r"[^\W_a-z][\w’'-]*(?: [^\W_a-z][\w’'-]*)*"


def follow(question: str, turns: Sequence[Turn]) -> Understood:
    """Put a question so that it stands by itself; one that does so already stays as it is.

    Args:
        question: as it was typed.
        turns: what was asked before, in order.

    >>> text = "Ann Poe left Minsk for Grodno. Poe may return."
    >>> poe = Turn(asked=Understood(question="Why did Ann Poe leave Minsk?"), article=text)
    >>> for question in ("When did she go?", "Who is Jan Roe?", "And Jan Roe?", "When?"):
    ...     print(follow(question, [poe]))
    Minsk: When did Ann Poe go?
    Who is Jan Roe?
    Why did Jan Roe leave Minsk?
    When did Ann Poe leave Minsk?
    """
    question = " ".join(question.split())
    alone = Understood(question=question)
    if not turns:
        return alone
    talk, open_ = _Talk(turns), references(question)
    if found := _BARE.fullmatch(question):
        return talk.ask_anew(" ".join(found["asks"].split()), question)
    if (found := _INSTEAD.fullmatch(question)) and not open_:
        return talk.ask_instead(found["what"].strip(), question)
    if open_:
        return talk.resolve(question, open_)
    if _is_cut(question) or (_says_little(question) and talk.is_about(question)):
        return talk.join(question)
    return alone


class _Talk:
    """What was asked and said before, for a question that follows on it."""

    def __init__(self, turns: Sequence[Turn]) -> None:
        self.turns = turns
        self.last = turns[-1]
        self.before = self.last.question
        self.taken = self.last.asked.about

    def ask_anew(self, asks: str, question: str) -> Understood:
        """Put "Why?" before the clause that was asked about last."""
        asks, before = asks[:1].upper() + asks[1:], self.before
        if _ELSE.search(question):
            same = before.casefold().startswith(f"{asks.casefold()} ")
            return self._put(f"{asks} else{before[len(asks) :]}") if same else self.join(question)
        if _YES_OR_NO.match(before):
            return self._put(f"{asks} {before[:1].lower()}{before[1:]}")
        if asked := _ASKED.match(before):
            # "Which coach did they fire? Why?" asks of the coach too.
            wanted = content_words(before[: asked.start("clause")])
            said = _named(self.last.answer)[:1] or [wanted]
            return self._put(f"{asks} {asked['clause']}", *said)
        return self._put(question, without_lead(before))

    def ask_instead(self, what: str, question: str) -> Understood:
        """Put "And in Minsk?" in the place of what the last question names there."""
        before, names = self.before, named(self.before)
        if preposition := re.match(_IN, what, re.IGNORECASE):
            pattern = rf"\b{preposition[0]} (?:the )?(?:{_PROPER}|[^\s?]+(?=\?|$))"
            if old := re.search(pattern, before):
                return self._put(f"{before[: old.start()]}{what}{before[old.end() :]}")
            return self._put(f"{before.rstrip(' ?.!')} {what}?")
        if names and named(what):
            start, end = names[0]
            return self._put(f"{before[:start]}{what}{before[end:]}")
        if self.taken and named(what):
            return Understood(question=before, about=(what, *self.taken[1:]))
        return self.join(question)

    def resolve(self, question: str, open_: Sequence[Reference]) -> Understood:
        """Put whom "he" is in his place; what "it" is may be several things: they stand before."""
        person = next((one for one in open_ if one.means is Means.PERSON), None)
        if person:
            if meant := next(self._people(), None):
                start, end = person.place
                owner = "’s" if person.owns else ""
                put = f"{question[:start]}{meant}{owner}{question[end:]}"
                return self.join(put, besides_people=True)
        elif _WHICH.match(self.before):
            things = (name for name in _named(self.last.answer) if not self._is_person(name))
            return self.join(question, *list(things)[:1])
        return self.join(question)

    def join(self, question: str, *meant: str, besides_people: bool = False) -> Understood:
        """Put before a question what it means, and what the last one names.

        Without the people, if it names somebody in their place: `besides_people`.
        """
        names = [*meant, *self.subjects]
        if besides_people:
            names = [name for name in names if not self._is_person(name)]
        own = {*find_names(question)}
        about = [name for name in names if not {*find_names(name)} or {*find_names(name)} - own]
        if not about and not own:
            about = [without_lead(self.before)]
        return Understood(question=question, about=tuple(dict.fromkeys(about))[:_MOST_ABOUT])

    @cached_property
    def subjects(self) -> Sequence[str]:
        """What was taken over or named last; a question that names nothing is about the same."""
        named_last = ([*turn.asked.about, *_named(turn.question)] for turn in reversed(self.turns))
        return next(filter(None, named_last), [])

    def is_about(self, question: str) -> bool:
        """Tell whether the articles that were quoted last speak of what a question asks."""
        articles = [turn.article for turn in self.turns[-_MOST_BACK:] if turn.article]
        terms = content_terms(" ".join(find_names(question)) or question)
        known = frozenset[str]().union(*map(_terms, articles))
        return not articles or 2 * len(known.intersection(terms)) >= len(terms)

    def _put(self, question: str, *about: str) -> Understood:
        kept = dict.fromkeys(filter(None, (*self.taken, *about)))
        return Understood(question=question, about=tuple(kept)[:_MOST_ABOUT])

    def _people(self) -> Iterator[str]:
        """Yield whom "he" may be, the likeliest first: who was asked for, was named, was quoted."""
        for turn in self.turns[: -_MOST_BACK - 1 : -1]:
            asked, said = turn.question, [*_named(turn.answer), *_named(turn.quote)]
            known = set(find_names(asked))
            if _WHO.search(asked) and not subject_of(asked):  # not "Who is Ann Poe?"
                yield from filter(self._is_person, (n for n in said if known.isdisjoint(n.split())))
            named = sorted(_named(asked), key=lambda name: " " not in name)
            yield from filter(self._is_person, (*turn.asked.about, *named, *said))

    def _is_person(self, name: str) -> bool:
        """Tell whether a name is somebody's, whom an article names in full and by the surname."""
        words = name.split()
        is_plain = all(word[:1].isupper() and word[1:].islower() for word in words)
        is_organisation = not _ORGANISATIONS.isdisjoint(map(str.casefold, words))
        return is_plain and not is_organisation and words[-1] in self._surnames

    @cached_property
    def _surnames(self) -> frozenset[str]:
        return frozenset[str]().union(*(_surnames(turn.article) for turn in self.turns))


@lru_cache(maxsize=16)
def _surnames(article: str) -> frozenset[str]:
    """Return the words that end names of two or three words, and are names by themselves too."""
    names = [name.split() for name in _named(article)]
    alone = {words[0] for words in names if len(words) == 1}
    return frozenset(words[-1] for words in names if len(words) in {2, 3}) & alone


def _named(text: str) -> list[str]:
    return [name.of(text) for name in named(text)]


def _is_cut(question: str) -> bool:
    """Tell of a question that names nothing, and says "the company", or hardly anything at all."""
    if _ELSE.search(question):
        return True
    if find_names(question) or numbers_of(question) or _ANEW.match(question):
        return False
    return _DEFINITE.search(question) is not None or len(content_terms(question)) <= _CUT


def _says_little(question: str) -> bool:
    """Tell of a question that says little besides what it names."""
    names = {term for name in find_names(question) for term in content_terms(name)}
    others = [term for term in content_terms(question) if term not in names]
    is_named = names or numbers_of(question)
    return not _ANEW.match(question) and len(others) <= (_LITTLE if is_named else _LITTLE_UNNAMED)


@lru_cache(maxsize=16)
def _terms(article: str) -> frozenset[str]:
    return frozenset(analyze(article))
