"""Figures: numbers with their unit and with what hedges them ("about", "at least"); pure.

>>> found = find_figures("About 200 people got at least $5m, or 4.5%.")
>>> [(figure.unit, figure.least, figure.most) for figure in found]
[('', 180.0, 220.0), ('$', 5000000.0, 5750000.0), ('%', 4.45, 4.55)]
"""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final

from index.terms import analyze
from qa.agreement.calendar_words import month_of
from qa.agreement.numerals import Numeral, find_numerals
from qa.agreement.tokens import Token, tokens_of
from qa.agreement.units import (
    HEDGES,
    HEDGES_AFTER,
    LONG_UNITS,
    LONGEST_HEDGE,
    RATES,
    unit_of,
)
from qa.words import FUNCTION_WORDS

# Figures that differ by less are one, rounded or converted: 85 miles and 135 kilometres.
_ROUNDED, _CONVERTED = 0.01, 0.04
_CONVERTIBLE: Final = frozenset(("metres", "kilograms", "km/h"))
_EXACT: Final = frozenset(("age", "magnitude", "%"))
_CURRENCY: Final = re.compile(r"(?:\b(?:AU|CA|HK|NZ|US|A|C|S))?[$£€¥₹₽₴]\s?$")
_HALF_OF_DAY: Final = re.compile(r"\s?[ap]\.?m\b", re.IGNORECASE)
_APPOSED: Final = re.compile(r"\s?[,(]\s?")
_APPOSED_END: Final = re.compile(r"\s?[,).]")
_OLDEST = 120
# A counted thing has so many words at most.
_COUNTED_WORDS = 4
# A number without a comma that is no year, unless it counts people.
_FIRST_YEAR, _LAST_YEAR = 1500, 2099


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure at `text[start:end]`, its hedge and unit taken in.

    The true value is between `least` and `most`, as far as it tells, in its `unit`: a currency's
    sign, "%", "age" (years), "magnitude", "days", "metres", "kilograms", "km/h", with "year" and
    the like behind it where it is one of a rate; "" for a count, and then `counted` are the index
    terms of what is counted.
    """

    start: int
    end: int
    least: float
    most: float
    unit: str
    counted: frozenset[str] = frozenset()

    def is_like(self, other: object) -> bool:
        """Tell whether both are of one unit, so that they can be compared."""
        return isinstance(other, Figure) and self.unit == other.unit

    def may_be(self, other: object) -> bool:
        """Tell whether both may be of one true value."""
        if not (isinstance(other, Figure) and self.is_like(other)):
            return False
        share = _CONVERTED if self.unit in _CONVERTIBLE else _ROUNDED
        slack = 0.0 if self.unit in _EXACT else share * max(abs(self.most), abs(other.most))
        return max(self.least, other.least) - min(self.most, other.most) <= slack + 1e-9


def find_figures(text: str) -> list[Figure]:
    """Find the figures of a text, in order; times, dates, years and scores are none."""
    tokens = tokens_of(text)
    numerals = [n for n in find_numerals(tokens) if not _is_of_calendar(text, tokens, n)]
    return [_figure(text, tokens, *ends) for ends in _ranges(text, tokens, numerals)]


@cache
def people() -> frozenset[str]:
    """Return the index terms of words for people who are counted."""
    return frozenset(
        analyze(
            "people person persons man men woman women child children boy girl civilian victim "
            "resident individual dead casualty others other fatality soul soldier troops"
        )
    )


def _is_of_calendar(text: str, tokens: Sequence[Token], numeral: Numeral) -> bool:
    """Tell whether a number is a time of the day, a day of a month, or a year."""
    first, end = tokens[numeral.first], tokens[numeral.last].end
    if not first.is_digits:
        return False
    before, after = _around(tokens, numeral)
    clock = (after and after.is_digits and after.glue == ":") or first.glue == ":"
    season = before and before.is_digits and first.glue in ("-", "–", "/") and len(before.word) == 4
    if clock or (season and len(first.word) == 2) or _HALF_OF_DAY.match(text, end):
        return True
    if numeral.value < 32 and any(t and month_of(t) for t in (before, after)):
        return True
    is_round = numeral.step == 1.0 and "," not in first.word
    if not (is_round and _FIRST_YEAR <= numeral.value <= _LAST_YEAR):
        return False
    if _CURRENCY.search(text[max(0, first.start - 4) : first.start]):
        return False
    counts = after and after.is_joined and people() & _terms(after.word)
    return not counts


def _around(tokens: Sequence[Token], numeral: Numeral) -> tuple[Token | None, Token | None]:
    before = tokens[numeral.first - 1] if numeral.first else None
    after = tokens[numeral.last + 1] if numeral.last + 1 < len(tokens) else None
    return before, after


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
            grows = waiting[0].value > first.value or waiting[0].step > first.step
            if between == "/" or (between in ("-", "–") and not grows):  # "2/3", "3-1"
                waiting.popleft()
                continue
            before = tokens[first.first - 1].word if first.first else ""
            named = between in ("and", "% and") and before in ("between", "from")
            if named or between == "or" or (grows and between in ("-", "–", "—", "to")):
                last = waiting.popleft()
        if first.step < last.step and first.value < 1000 <= last.step:  # "145 to 175 million"
            first = replace(first, value=first.value * last.step, step=last.step)
        yield first, last


def _figure(text: str, tokens: Sequence[Token], first: Numeral, last: Numeral) -> Figure:
    start = tokens[first.first].start
    unit, factor, at = _unit(text, tokens, first, last)
    if currency := _CURRENCY.search(text[max(0, start - 4) : start]):
        start -= len(currency[0])
        unit, factor, at = currency[0].strip().upper().replace("US$", "$"), 1.0, last.last + 1
    (less, more), start = _hedge(tokens, first.first, start)
    hedged_after, at = _hedge_after(text, tokens, at)
    less, more = hedged_after or (less, more)
    unit, factor, at = _rated(unit, factor, tokens, at)
    end = tokens[at - 1].end
    end += text.startswith(("%", "+"), end)
    low, high = first.value * (1 - less), last.value * (1 + more)
    if first is last and not (less or more) and first.step != 1.0:
        low, high = first.value - first.step / 2, first.value + first.step / 2
    return Figure(
        start=start,
        end=end,
        least=round(low * factor, 9),
        most=round(high * factor, 9),
        unit=unit,
        counted=frozenset() if unit else _counted(tokens, at),
    )


def _unit(
    text: str, tokens: Sequence[Token], first: Numeral, last: Numeral
) -> tuple[str, float, int]:
    """Return a number's unit, how many of it its own is, and the token after it."""
    at, end = last.last + 1, tokens[last.last].end
    if text.startswith("%", end):
        return "%", 1.0, at
    words = [token.word for token in _joined(tokens, at, 3)]
    for length in (3, 2):
        if unit := LONG_UNITS.get(" ".join(words[:length])):
            return unit, 1.0, at + min(length, len(words))
    if words[:1] and (found := unit_of(words[0])):
        hour = tokens[at + 1 : at + 2]
        if found[0] == "metres" and hour and (hour[0].glue, hour[0].word) == ("/", "h"):
            return "km/h", found[1] / 1000, at + 2
        return *found, at + 1
    before = [token.word for token in tokens[max(0, first.first - 2) : first.first]]
    if before[-1:] == ["magnitude"] or before == ["magnitude", "of"]:
        return "magnitude", 1.0, at
    aged = before[-1:] and before[-1] in ("age", "aged", "ages")
    return "age" if aged or _is_age(text, tokens, first, end) else "", 1.0, at


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


def _hedge(tokens: Sequence[Token], at: int, start: int) -> tuple[tuple[float, float], int]:
    """Return what a hedge before the token `at` allows, and where the figure begins with it."""
    if at > 1 and tokens[at - 2].word == "the":  # "in the past five years"
        return (0.0, 0.0), start
    for length in range(LONGEST_HEDGE, 0, -1):
        words = tokens[max(0, at - length) : at]
        if len(words) == length and " ".join(token.word for token in words) in HEDGES:
            joined = all(token.is_joined for token in words[1:])
            if joined and not tokens[at].glue.strip(" $£€¥₹₽₴USACNZHK\xa0"):
                return HEDGES[" ".join(token.word for token in words)], words[0].start
    return (0.0, 0.0), start


def _hedge_after(
    text: str, tokens: Sequence[Token], at: int
) -> tuple[tuple[float, float] | None, int]:
    if text.startswith("+", tokens[at - 1].end):
        return HEDGES_AFTER["plus"], at
    for length in (2, 1):
        joined = _joined(tokens, at, length)
        words = " ".join(token.word for token in joined)
        if words in HEDGES_AFTER:
            return HEDGES_AFTER[words], at + len(joined)
    return None, at


def _rated(unit: str, factor: float, tokens: Sequence[Token], at: int) -> tuple[str, float, int]:
    """Take in what a figure is counted by: "$5m a year", "60 miles an hour"."""
    words = [token.word for token in _joined(tokens, at, 2)]
    if words[:1] and words[0] in ("a", "an", "each", "every", "per") and words[-1] in RATES:
        each, after = RATES[words[-1]], at + 2
    elif words[:1] and words[0].endswith("ly") and words[0] in RATES:
        each, after = RATES[words[0]], at + 1
    else:
        return unit, factor, at
    if (unit, each) == ("metres", "hour"):
        return "km/h", factor / 1000, after
    return f"{unit} {each}", factor, after


def _counted(tokens: Sequence[Token], at: int) -> frozenset[str]:
    """Return the index terms of what follows a number, up to the end of its phrase."""
    terms: frozenset[str] = frozenset()
    for token in _joined(tokens, at, _COUNTED_WORDS):
        if token.word in FUNCTION_WORDS or token.is_digits:
            break
        terms |= _terms(token.word)
    return terms


@lru_cache(maxsize=10_000)
def _terms(word: str) -> frozenset[str]:
    return frozenset(analyze(word))
