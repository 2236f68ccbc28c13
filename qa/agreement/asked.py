"""Whether a figure is of what a question asks for, as far as its words tell; pure, for English."""

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise, takewhile
from typing import Final

from index.terms import analyze
from qa.agreement.figures import Figure, are_alike, people, things_among
from qa.agreement.tokens import tokens_of
from qa.agreement.units import is_money
from qa.quantities import Quantity
from qa.question import Question
from qa.words import FUNCTION_WORDS

_UNITS: Final = {
    Quantity.AGE: ("age", ""),
    Quantity.LENGTH: ("metres",),
    Quantity.SHARE: ("%",),
    Quantity.SPEED: ("km/h", ""),
    Quantity.TIME: ("days",),
    Quantity.WEIGHT: ("kilograms", "£"),  # pounds are either
}
_AUXILIARIES: Final = frozenset(["got", "get", "may", "might", "must"])
# What happened to those who are counted: "how many died" is not answered by how many were hurt.
_FATES: Final = (
    "kill dead death die toll fatal fatality slain lives bodies murder",
    "injure injury wound hurt hospitalise",
    "arrest detain detention custody",
    "missing unaccounted",
)
# A clause is seldom longer, and who reads a whole article for each of its figures never ends.
_LONGEST_CLAUSE = 400
# So many words from a figure what tells of its rise is taken in with it.
_BESIDE = 2
_THROUGH: Final = frozenset(["up", "down"])
# "Shot down 40 drones" tells of no fall.
_TAKEN_WITH: Final = re.compile(
    r"\b(?:bl[eo]w\w*|br(?:eak|ing|oke|ought)\w*|burn\w*|call\w*|clos\w*|end\w*|gave|give\w*|gun\w*"
    r"|held|hold\w*|hunt\w*|knock\w*|lin(?:e|ing)\w*|lock\w*|ma[dk]e?\w*|mow\w*|pick\w*|put\w*|round\w*"
    r"|set\w*|sho[ot]\w*|shut\w*|sign\w*|t(?:ake|aking|aken|ook)\w*|t[eo](?:ar|re)\w*|track\w*|turn\w*)"
    r" (?:up|down)\b",
    re.IGNORECASE,
)
_CLAUSE: Final = re.compile(r"[,;:]|\b(?:and|but|while)\b")


def fits(question: Question, figure: Figure, sentence: str) -> bool:
    """Tell whether a figure of a sentence may be of what is asked for.

    >>> from qa.agreement.figures import find_figures
    >>> from qa.question import parse
    >>> said = "Three men died and 12 men were hurt by 40 shells."
    >>> [fits(parse("How many people died?"), f, said) for f in find_figures(said)]
    [True, False, False]
    """
    if question.quantity is Quantity.MONEY:
        return is_money(figure.unit)
    if question.quantity in _UNITS:
        return figure.unit in _UNITS[question.quantity]
    counted = frozenset(analyze(" ".join(things_among(_counted_in(question.asked)))))
    if counted & people() and figure.unit and not figure.unit.startswith(" "):
        return False
    if counted and figure.things and not are_alike(counted, figure.things):
        return False
    fates = _fates_in(question.asked)
    if len(fates) != 1 or figure.unit:
        return True
    told = _fates_in(
        sentence[figure.start : figure.end], *_clause(sentence, figure.start, figure.end)
    )
    return not told or bool(told & fates)


def as_asked(question: Question, figure: Figure) -> Figure:
    """Give a figure without a unit the one that is asked for, where that goes without saying."""
    bare = question.quantity is Quantity.AGE and not figure.unit
    return replace(figure, unit="age", counted=frozenset(), things=frozenset()) if bare else figure


def _counted_in(question: str) -> list[str]:
    """Return the words of what a question asks how many there are of, and what follows them."""
    words = [token.word for token in tokens_of(question)]
    after = [at for at, pair in enumerate(pairwise(words), start=1) if pair == ("how", "many")]
    if not after:
        return []
    ends = FUNCTION_WORDS | _AUXILIARIES
    return list(takewhile(lambda word: word not in ends, words[after[0] + 1 :]))


def is_in_name(figure: Figure, sentence: str) -> bool:
    """Tell whether a figure follows a capitalised word within a sentence: "the Boeing 737"."""
    before = sentence[: figure.start].split()
    return len(before) > 1 and before[-1][0].isupper() and before[-1].isalpha()


def with_change(figure: Figure, sentence: str) -> Figure:
    """Tell of a figure whether it is of a rise or a fall; the word for it, if near, is taken in.

    >>> from qa.agreement.figures import find_figures
    >>> for said in ("It rose by 3% then.", "A 3% fall.", "It rose or fell, by 3%."):
    ...     found = with_change(find_figures(said)[0], said)
    ...     found.change, said[found.start : found.end]
    (1, 'rose by 3%')
    (-1, '3% fall')
    (0, '3%')
    """
    clause = _clause(sentence, figure.start, figure.end)
    head, tail = (_TAKEN_WITH.sub(_blank, one) for one in clause)
    # Who "gave up two hours later" took no longer for it.
    changes = [words - _THROUGH if figure.unit == "days" else words for words in _changes()]
    up, down = (bool(_terms(head, tail) & words) for words in changes)
    if up == down:
        return figure
    words, start, end = changes[down], figure.start, figure.end
    before = [t for t in tokens_of(head)[-_BESIDE:] if _terms(t.word) & words]
    after = [t for t in tokens_of(tail)[:_BESIDE] if _terms(t.word) & words]
    if before:
        start += before[-1].start - len(head)
    elif after:
        end += after[0].end
    return replace(figure, change=up - down, start=start, end=end)


def _blank(found: re.Match[str]) -> str:
    """Put as many spaces, so that all else stays where it is."""
    return " " * len(found[0])


@cache
def _changes() -> tuple[frozenset[str], frozenset[str]]:
    return (
        frozenset(analyze("rise climb gain grow increase jump soar surge up")),
        frozenset(analyze("fall decline decrease down drop lose plunge shrink sink slip tumble")),
    )


@cache
def _fates() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(analyze(words)) for words in _FATES)


def _fates_in(*texts: str) -> frozenset[int]:
    terms = _terms(*texts)
    return frozenset(at for at, words in enumerate(_fates()) if words & terms)


def _terms(*texts: str) -> frozenset[str]:
    return frozenset(term for text in texts for term in analyze(text))


def _clause(sentence: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after a figure, up to the next comma or "and"."""
    head = sentence[max(0, start - _LONGEST_CLAUSE) : start]
    tail = sentence[end : end + _LONGEST_CLAUSE]
    return _CLAUSE.split(head)[-1], _CLAUSE.split(tail, maxsplit=1)[0]
