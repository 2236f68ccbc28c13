"""Figures: numbers with their unit, and whether they are a bound ("at least"); pure.

>>> found = find_figures("About 200 people got at least $5m, or 4.5%.")
>>> [(figure.unit, figure.low, figure.bound) for figure in found]
[('', 200.0, 0), ('$', 5000000.0, 1), ('%', 4.5, 0)]
"""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from itertools import takewhile
from math import isclose
from typing import Final

from index.terms import analyze
from qa.agreement.numerals import Numeral, find_numerals
from qa.agreement.tokens import Token, tokens_of
from qa.agreement.units import (
    CURRENCIES,
    HEDGES,
    HEDGES_AFTER,
    LONG_UNITS,
    LONGEST_HEDGE,
    POWERS,
    RATES,
    TURNED,
    unit_of,
)
from qa.periods import find_periods
from qa.words import FUNCTION_WORDS

# What is converted exactly is so near: 120 miles an hour are 193 km/h. All else is as it stands.
_CONVERTED = 0.001
_AS_IT_STANDS = 1e-9
_CURRENCY: Final = re.compile(r"(?:\b(?:AU|CA|HK|NZ|US|A|C|S))?[$£€¥₹₽₴]\s?$")
_HALF_OF_DAY: Final = re.compile(r"\s?[ap]\.?m\b", re.IGNORECASE)
_DEGREES: Final = re.compile(r"\s?°\s?([CF])?")
_APPOSED: Final = re.compile(r"\s?[,(]\s?")
_APPOSED_END: Final = re.compile(r"\s?[,).]")
_MINUS: Final = re.compile(r"(?:(?<![\w.,%)])[-−]|\bminus\s)$", re.IGNORECASE)
_SIGNED: Final = re.compile(r"[%+²³]|(?<=[a-z])[23]\b")
_STROKES: Final = {"h": "hour", "s": "second"}
_SCORE: Final = re.compile(r"\d{1,2}[-–]\d{1,2}")
_OLDEST = 120
_THOUSAND = 1000.0
# A counted thing has so many words at most.
_COUNTED_WORDS = 4
# A number without a comma that is a year, unless it counts or measures something.
_FIRST_YEAR, _LAST_YEAR = 1500, 2099
# For days of any year; this one has a 29 February.
_ANY_DAY: Final = date(2000, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure at `text[start:end]`, its hedge, its unit and the things it counts taken in.

    It is from `low` to `high`, the same but for ranges, in its `unit`: a currency's sign, "%",
    "age" (years), "magnitude", "days", "metres", "kilograms", "km/h", "°C", with "²" or "year" and
    the like behind it where it is one of a power or rate; `factor` is how many of that its own unit
    in the text is. "" is the unit of a count, and then `counted` are the index terms of what is
    counted, `things` those of them up to its plural: not the verb in "40 tanks came".
    `bound` is 1 for "at least", -1 for "at most" and "nearly", else 0. `change` is 1 where its
    sentence tells of a rise, -1 of a fall.
    """

    start: int
    end: int
    low: float
    high: float
    unit: str
    factor: float = 1.0
    bound: int = 0
    change: int = 0
    counted: frozenset[str] = frozenset()
    things: frozenset[str] = frozenset()

    def is_like(self, other: object) -> bool:
        """Tell whether both are of one unit, so that they can be compared."""
        return isinstance(other, Figure) and self.unit == other.unit

    def says_the_same(self, other: object) -> bool:
        """Tell whether both are one number: "about 200" and "200", not "over 200" or "199"."""
        if not (isinstance(other, Figure) and self.is_like(other) and self.bound == other.bound):
            return False
        if self.change * other.change < 0:
            return False
        mine, theirs = self.counted, other.counted
        if self.things and other.things:
            mine, theirs = self.things, other.things
        if mine and theirs and not are_alike(mine, theirs):
            return False
        near = _AS_IT_STANDS if self.factor == other.factor else _CONVERTED
        pairs = ((self.low, other.low), (self.high, other.high))
        return all(isclose(one, two, rel_tol=near) for one, two in pairs)


def find_figures(text: str) -> list[Figure]:
    """Find the figures of a text, in order; times, dates, years and scores are none."""
    tokens = tokens_of(text)
    days = {at for day in find_periods(text, near=_ANY_DAY) for at in range(day.start, day.end)}
    numerals = [
        numeral
        for numeral in find_numerals(tokens)
        if tokens[numeral.first].start not in days and not _is_time(text, tokens, numeral)
    ]
    figures = (_figure(text, tokens, *ends) for ends in _ranges(text, tokens, numerals))
    return [figure for figure in figures if not _is_score(text, figure)]


@cache
def people() -> frozenset[str]:
    """Return the index terms of words for people who are counted."""
    return frozenset(
        analyze(
            "people person persons man men woman women child children boy girl civilian victim "
            "resident individual dead casualty others other fatality soul soldier troops migrant "
            "personnel protester worker passenger"
        )
    )


@cache
def _anybody() -> frozenset[str]:
    return frozenset(analyze("people person persons men dead casualty victim others fatality soul"))


@cache
def _forces() -> frozenset[str]:
    return frozenset(analyze("soldier troops personnel"))


def are_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether terms of what is counted may be of one thing: a word of both, or people.

    >>> soldiers, troops, civilians = (frozenset([w]) for w in ("soldier", "troop", "civilian"))
    >>> are_alike(soldiers, troops), are_alike(soldiers, civilians)
    (True, False)
    """
    if one & other or (one & _forces() and other & _forces()):
        return True
    return bool(one & people() and other & people() and (one | other) & _anybody())


def _is_score(text: str, figure: Figure) -> bool:
    """Tell of a range whether it is a score: "won 1-3", but not "2-3 men" and "10-20%"."""
    is_bare = not figure.unit and not figure.counted
    return is_bare and _SCORE.fullmatch(text, figure.start, figure.end) is not None


def _is_time(text: str, tokens: Sequence[Token], numeral: Numeral) -> bool:
    """Tell whether a number is of a time of the day, or a year that stands by itself."""
    first, end = tokens[numeral.first], tokens[numeral.last].end
    if not first.is_digits:
        return False
    after = tokens[numeral.last + 1] if numeral.last + 1 < len(tokens) else None
    clock = (after and after.is_digits and after.glue == ":") or first.glue == ":"
    if clock or _HALF_OF_DAY.match(text, end):
        return True
    is_bare = numeral.step == 1.0 and "," not in first.word
    if not (is_bare and _FIRST_YEAR <= numeral.value <= _LAST_YEAR):
        return False
    if _CURRENCY.search(text[max(0, first.start - 4) : first.start]) or text[end : end + 1] == "%":
        return False
    return not (after and after.is_joined and (unit_of(after.word) or _is_plural(after.word)))


def _ranges(
    text: str, tokens: Sequence[Token], numerals: Sequence[Numeral]
) -> Iterator[tuple[Numeral, Numeral]]:
    """Pair the two ends of a range; a number by itself is both its ends; leave out scores."""
    waiting = deque(numerals)
    while waiting:
        first = last = waiting.popleft()
        if waiting:
            between = text[tokens[first.last].end : tokens[waiting[0].first].start]
            between = re.sub(r"[$£€]\s?", "", between).strip()
            if between in ("in", "out of") and first.value < waiting[0].value:  # "one in five"
                waiting.popleft()
                continue
            scaled = first.value * (waiting[0].step if first.step < waiting[0].step else 1.0)
            grows = waiting[0].value > min(first.value, scaled)
            if between == "/" or (between in ("-", "–") and not grows):  # "2/3", "3-1"
                waiting.popleft()
                continue
            before = tokens[first.first - 1].word if first.first else ""
            named = between in ("and", "% and") and before == "between"
            # "From 5 to 10" may be how something grew.
            goes_on = between in ("-", "–", "—", "or") or (between == "to" and before != "from")
            if grows and (named or goes_on):
                last = waiting.popleft()
                if scaled < last.value and last.step >= _THOUSAND:  # "145 to 175 million"
                    first = replace(first, value=scaled, step=last.step)
        yield first, last


def _figure(text: str, tokens: Sequence[Token], first: Numeral, last: Numeral) -> Figure:
    start = tokens[first.first].start
    unit, factor, at = _unit(text, tokens, first, last)
    if currency := _CURRENCY.search(text[max(0, start - 4) : start]):
        start -= len(currency[0])
        sign = currency[0].strip()
        unit, factor, at = CURRENCIES.get(sign, sign), 1.0, last.last + 1
    bound, start = _hedge(tokens, first.first, start)
    if first is not last and first.first and tokens[first.first - 1].word == "between":
        start = min(start, tokens[first.first - 1].start)
    bound_after, at = _hedge_after(text, tokens, at)
    unit, factor, at = _rated(unit, factor, tokens, at)
    counted = [] if unit else _counted(tokens, at)
    things = things_among(counted)
    minus = _MINUS.search(text, max(0, start - 7), start)
    negative = -1.0 if minus else 1.0
    return Figure(
        start=minus.start() if minus else start,
        end=_end(text, tokens, at, unit, things),
        low=round(negative * first.value * factor, 9),
        high=round(negative * last.value * factor, 9),
        unit=unit,
        factor=factor,
        bound=bound or bound_after,
        counted=_terms(" ".join(counted)),
        things=_terms(" ".join(things)),
    )


def _end(text: str, tokens: Sequence[Token], at: int, unit: str, things: Sequence[str]) -> int:
    """Return where a figure ends whose words end before a token: with what it counts, or a sign."""
    if things:
        return tokens[at + _named(things) - 1].end
    end = tokens[at - 1].end
    sign = (_DEGREES if unit.startswith("°") else _SIGNED).match(text, end)
    return sign.end() if sign else end


def _unit(
    text: str, tokens: Sequence[Token], first: Numeral, last: Numeral
) -> tuple[str, float, int]:
    """Return a number's unit, how many of it its own is, and the token after it."""
    at, end = last.last + 1, tokens[last.last].end
    if text.startswith("%", end):
        return "%", 1.0, at
    if degrees := _DEGREES.match(text, end):
        return f"°{degrees[1] or ''}", 1.0, at
    if measured := _measured(text, tokens, at):
        return measured
    before = [token.word for token in tokens[max(0, first.first - 2) : first.first]]
    if before[-1:] == ["magnitude"] or before == ["magnitude", "of"]:
        return "magnitude", 1.0, at
    aged = before[-1:] and before[-1] in ("age", "aged", "ages")
    return "age" if aged or _is_age(text, tokens, first, end) else "", 1.0, at


def _measured(text: str, tokens: Sequence[Token], at: int) -> tuple[str, float, int] | None:
    """Return the unit that the words at a token name, as `_unit` does."""
    words = [token.word for token in _joined(tokens, at, 3)]
    for length in (3, 2):
        if unit := LONG_UNITS.get(" ".join(words[:length])):
            return unit, 1.0, at + min(length, len(words))
    if words[:1] and (found := unit_of(words[0])):
        return *_raised(*found, text[tokens[at].end : tokens[at].end + 1]), at + 1
    if words[1:] and words[0] in POWERS and (found := unit_of(words[1])):
        return *_raised(*found, POWERS[words[0]]), at + 2
    return None


def _raised(unit: str, factor: float, sign: str) -> tuple[str, float]:
    """Raise a unit to the power of a sign that stands at it, if one does: "5 km²", "5 km2"."""
    if sign in ("2", "²"):
        return f"{unit}²", factor**2
    return (f"{unit}³", factor**3) if sign in ("3", "³") else (unit, factor)


def _is_age(text: str, tokens: Sequence[Token], numeral: Numeral, end: int) -> bool:
    """Tell whether a number stands between commas after a name: "Ann Poe, 63, of Warren"."""
    token = tokens[numeral.first]
    apposed = _APPOSED.fullmatch(token.glue) and _APPOSED_END.match(text, end)
    named = numeral.first > 0 and tokens[numeral.first - 1].capital
    return bool(apposed and named and numeral.step == 1.0 and 0 < numeral.value < _OLDEST)


def _joined(tokens: Sequence[Token], at: int, most: int) -> list[Token]:
    """Return the tokens from `at` on that only white space or hyphens part."""
    found = []
    for token in tokens[at : at + most]:
        if not token.is_joined:
            break
        found.append(token)
    return found


def _hedge(tokens: Sequence[Token], at: int, start: int) -> tuple[int, int]:
    """Return which bound a hedge before the token `at` makes, and where the figure begins."""
    if at > 1 and (tokens[at - 2].word, tokens[at - 1].word) == ("the", "past"):
        return 0, start  # "in the past five years"
    for length in range(LONGEST_HEDGE, 0, -1):
        words = tokens[max(0, at - length) : at]
        hedge = " ".join(token.word for token in words)
        if len(words) == length and hedge in HEDGES:
            joined = all(token.is_joined for token in words[1:])
            if joined and not tokens[at].glue.strip(" $£€¥₹₽₴USACNZHK\xa0"):
                turned = _turned(tokens, at - length) if hedge in TURNED else None
                bound = HEDGES[hedge] if turned is None else -HEDGES[hedge]
                return bound, words[0].start if turned is None else turned
    return 0, start


def _turned(tokens: Sequence[Token], at: int) -> int | None:
    """Return where the word begins that turns a hedge into its opposite: "not", "isn't"."""
    before = tokens[at - 1] if at and tokens[at].is_joined else None
    if before is None:
        return None
    if before.word == "t" and before.glue in ("'", "’") and at > 1:
        return tokens[at - 2].start
    return before.start if before.word in ("no", "not", "never", "cannot") else None


def _hedge_after(text: str, tokens: Sequence[Token], at: int) -> tuple[int, int]:
    if text.startswith("+", tokens[at - 1].end):
        return HEDGES_AFTER["plus"], at
    for length in (2, 1):
        joined = _joined(tokens, at, length)
        words = " ".join(token.word for token in joined)
        if words in HEDGES_AFTER:
            return HEDGES_AFTER[words], at + len(joined)
    return 0, at


def _rated(unit: str, factor: float, tokens: Sequence[Token], at: int) -> tuple[str, float, int]:
    """Take in what a figure is counted by: "$5m a year", "60 miles an hour", "60 km/h"."""
    by_stroke = unit and at < len(tokens) and tokens[at].glue == "/"
    words = [token.word for token in (tokens[at : at + 1] if by_stroke else _joined(tokens, at, 2))]
    if by_stroke:
        each, after = _STROKES.get(words[0], words[0]), at + 1
    elif words[:1] and words[0] in ("a", "an", "each", "every", "per") and words[-1] in RATES:
        each, after = RATES[words[-1]], at + 2
    elif words[:1] and words[0].endswith("ly") and words[0] in RATES:
        each, after = RATES[words[0]], at + 1
    else:
        return unit, factor, at
    if (unit, each) == ("metres", "hour"):
        return "km/h", factor / 1000, after
    return f"{unit} {each}", factor, after


def _counted(tokens: Sequence[Token], at: int) -> list[str]:
    """Return the words that follow a number, up to the end of its phrase."""
    words = []
    for token in _joined(tokens, at, _COUNTED_WORDS):
        if token.word in FUNCTION_WORDS or token.is_digits:
            break
        words.append(token.word)
    return words


def things_among(words: Sequence[str]) -> Sequence[str]:
    """Return words up to the last plural: not the verb of "tanks came"; none of "died".

    >>> things_among(["Russian", "tanks", "came"]), things_among(["died"])
    (['Russian', 'tanks'], ())
    """
    plurals = [at for at, word in enumerate(words, start=1) if _is_plural(word)]
    return words[: plurals[-1]] if plurals else ()


def _named(things: Sequence[str]) -> int:
    """Count the words up to the first plural: one of "shops of all sizes", two of "sports cars"."""
    plurals = [_is_plural(word) for word in things]
    first = plurals.index(True)
    return first + len(list(takewhile(bool, plurals[first:])))


def _is_plural(word: str) -> bool:
    named = word.endswith("s") and word not in FUNCTION_WORDS
    return named or bool(people() & _terms(word))


@lru_cache(maxsize=10_000)
def _terms(word: str) -> frozenset[str]:
    return frozenset(analyze(word))
