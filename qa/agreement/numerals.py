"""Numbers in a text, in digits or in words, with their value; pure, rules for English.

>>> from qa.agreement.tokens import tokens_of
>>> found = find_numerals(tokens_of("Of 1,250 men twenty-three had $1.5bn, half a million"))
>>> [numeral.value for numeral in found]
[1250.0, 23.0, 1500000000.0, 500000.0]
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from qa.agreement.tokens import Token

_TEENS: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL: Final = {
    **{word: float(n) for n, word in enumerate(_TEENS.split())},
    **{word: 10.0 * n for n, word in enumerate(_TENS.split(), start=2)},
}
_SCALES: Final = {
    "dozen": 12.0,
    "hundred": 1e2,
    "lakh": 1e5,
    "crore": 1e7,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
}
# Only where they are part of the number: "$160M", "10k", "4.5bn".
_LETTERS: Final = {"k": 1e3, "m": 1e6, "mn": 1e6, "b": 1e9, "bn": 1e9, "tn": 1e12}
# Behind a number they make a share of it: "two-thirds of voters".
_FRACTIONS: Final = frozenset(
    ["third", "thirds", "quarter", "quarters", "fifth", "fifths", "tenth", "tenths"]
)
# A longer one is a telephone's or an account's.
_MOST_DIGITS = 15
# "30m high" is no million.
_WAYS: Final = frozenset(["above", "away", "below", "deep", "high", "long", "tall", "wide"])
_5G: Final = ("g", True)
# What may stand right behind digits besides; "25th" and "5G" are no numbers.
_UNITS: Final = frozenset(
    ["am", "cm", "ft", "g", "kg", "km", "kmh", "mm", "kph", "lb", "lbs", "mph", "p", "pc", "pm"]
)
_DIGITS: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
# "No one", and "one of them", count nothing.
_BEFORE_NO_ONE: Final = frozenset(["any", "every", "no", "some", "that", "the", "this", "which"])
_AFTER_NO_ONE: Final = frozenset(["another", "by", "can", "could", "day", "of", "who", "would"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeral:
    """A number in the tokens `first` to `last`; `step` is the unit of its last digit.

    That of "1.5bn" is a hundred million.
    """

    first: int
    last: int
    value: float
    step: float


def find_numerals(tokens: Sequence[Token]) -> list[Numeral]:
    """Find the numbers among tokens, in order; ordinals and what is part of a name are none.

    >>> from qa.agreement.tokens import tokens_of
    >>> found = find_numerals(tokens_of("a dozen; two and a half million; 4.9 billion"))
    >>> [(numeral.value, numeral.step) for numeral in found]
    [(12.0, 1.0), (2500000.0, 100000.0), (4900000000.0, 100000000.0)]
    >>> find_numerals(tokens_of("The T-72 of the 25th, no one, B52, 1.2.3"))
    []
    """
    found, at = [], 0
    while at < len(tokens):
        numeral = _of_digits(tokens, at) if tokens[at].is_digits else _of_words(tokens, at)
        if numeral:
            found.append(numeral)
        at = numeral.last + 1 if numeral else at + 1
    return found


def _of_digits(tokens: Sequence[Token], at: int) -> Numeral | None:
    token, after = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else None
    if len(token.word) > _MOST_DIGITS or not _DIGITS.fullmatch(token.word):
        return None
    if _is_in_name(tokens, at) or _is_in_code(tokens, at):
        return None
    scale, last = 1.0, at
    beyond = tokens[at + 2 : at + 3]
    paid = token.glue.rstrip()[-1:] in ("$", "£", "€") and after and after.glue == " "
    if paid and after and after.word in _LETTERS:  # "$5 bn"
        scale, last = _LETTERS[after.word], at + 1
    elif (
        after and not after.glue and not (after.word == "m" and beyond and beyond[0].word in _WAYS)
    ):
        if after.word in _LETTERS:
            scale, last = _LETTERS[after.word], at + 1
        elif after.word not in _UNITS | _SCALES.keys() or (after.word, after.capital) == _5G:
            return None
    if after and after.is_joined and after.word in _SCALES:
        scale, last = _SCALES[after.word], at + 1
    digits = token.word.replace(",", "")
    step = scale * 10.0 ** -len(digits.partition(".")[2])
    return Numeral(first=at, last=last, value=float(digits) * scale, step=step)


def _is_in_name(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether digits are part of a name or a word: "T-72", "COVID-19", "B52"."""
    token, before = tokens[at], tokens[at - 1] if at else None
    if before is None or before.is_digits or token.glue not in ("", "-", "–", "/"):
        return False
    if before.word == "magnitude":
        return False
    # "5m-10m" is a range.
    return before.word not in _LETTERS or at < 2 or not tokens[at - 2].is_digits


def _is_in_code(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether digits are of a telephone number or a day in digits: "202-555-0143"."""
    word, around = tokens[at].word, tokens[max(0, at - 2) : at + 3]
    if len(word) > 1 and word[0] == "0" and not word.startswith("0."):
        return True
    if not any(token.is_digits for token in around if token is not tokens[at]):
        return False
    ties = [a.is_digits and b.is_digits and b.is_tied for a, b in pairwise(around)]
    return any(one and other for one, other in pairwise(ties))


def _of_words(tokens: Sequence[Token], at: int) -> Numeral | None:
    """Add up "two hundred and five thousand", "half a million", "a dozen"."""
    words = _run(tokens, at)
    if not words or _is_no_count(tokens, at, words):
        return None
    total, current, step, before = 0.0, 0.0, 1.0, ""
    for word in words:
        if word in ("a", "an", "and"):
            continue
        if word in _SMALL:
            if before in _SMALL and not (_SMALL[before] >= 20 and _SMALL[word] < 10):
                return None  # "one two"
            current += _SMALL[word]
        elif word == "half":
            current, step = current + 0.5, 0.1
        elif word in ("dozen", "hundred"):
            current = (current or 1.0) * _SCALES[word]
        else:
            scale = _SCALES[word]
            total, current = total + (current or 1.0) * scale, 0.0
            step = scale * step if step < 1.0 else scale
        before = word
    value, last = total + current, at + len(words) - 1
    return Numeral(first=at, last=last, value=value, step=1.0 if total and current else step)


def _run(tokens: Sequence[Token], at: int) -> list[str]:
    """Return the words of a number from `at` on, or none where no number begins there."""
    words = [tokens[at].word]
    if words[0] not in _SMALL and words[0] not in ("a", "an", "half"):
        return []
    for token in tokens[at + 1 : at + 12]:
        if not token.is_joined or not (
            token.word in _SMALL
            or token.word in _SCALES
            or token.word in ("a", "an", "and", "half")
        ):
            break
        words.append(token.word)
    while words and words[-1] in ("a", "an", "and"):
        words.pop()
    if not words or words[0] in _SMALL:
        return _without_tail(words)
    if words[0] == "half":  # "half a million", not "half of"
        return words[:3] if words[2:3] and words[2] in _SCALES else []
    # "a dozen", "a half million"; not "a three-year deal"
    return words if words[1] in _SCALES or set(words[2:3]) & _SCALES.keys() else []


def _without_tail(words: list[str]) -> list[str]:
    """Leave out what begins another number: "five and a dozen", "two and three"."""
    for at, word in enumerate(words):
        after = words[at + 1 : at + 3]
        if word == "and" and words[at - 1] not in _SCALES and after != ["a", "half"]:
            return words[:at]
        if word in ("a", "an") and words[at - 1] != "and":
            return words[:at]
    return words


def _is_no_count(tokens: Sequence[Token], at: int, words: Sequence[str]) -> bool:
    """Tell whether the words of a number count nothing: "no one", "Formula One", "two-thirds"."""
    after = tokens[at + len(words) : at + len(words) + 1]
    if after and after[0].is_joined and after[0].word in _FRACTIONS:
        return True
    if at > 1 and tokens[at - 1].word == "of" and tokens[at - 2].word in _FRACTIONS:
        return True  # "a quarter of a million"
    return (list(words) == ["one"] and _counts_nothing(tokens, at)) or _ends_a_name(tokens, at)


def _ends_a_name(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a number ends a name: "Formula One"."""
    named = at > 0 and tokens[at].capital and tokens[at - 1].capital
    return named and tokens[at].is_joined


def _counts_nothing(tokens: Sequence[Token], at: int) -> bool:
    before = tokens[at - 1].word if at else ""
    after = tokens[at + 1].word if at + 1 < len(tokens) else ""
    return before in _BEFORE_NO_ONE or after in _AFTER_NO_ONE
