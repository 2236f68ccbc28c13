"""Units, rates and hedges ("about", "at least") by the words beside a number; pure."""

from typing import Final

# Which bound a hedge makes of its number: 1 at least, -1 at most, 0 none.
HEDGES: Final = {
    **dict.fromkeys(("about", "around", "roughly", "approximately", "approx", "some"), 0),
    **dict.fromkeys(("estimated", "an estimated", "close to", "circa"), 0),
    **dict.fromkeys(("over", "above", "exceeding", "past", "at least", "more than"), 1),
    **dict.fromkeys(("greater than", "in excess of"), 1),
    **dict.fromkeys(("upward of", "upwards of", "a minimum of", "just over", "just above"), 1),
    **dict.fromkeys(("a little over", "slightly over", "slightly more than"), 1),
    **dict.fromkeys(("nearly", "almost", "under", "below", "just under", "just below"), -1),
    **dict.fromkeys(("less than", "fewer than", "a little under"), -1),
    **dict.fromkeys(("up to", "as many as", "as much as", "at most", "a maximum of"), -1),
}
LONGEST_HEDGE: Final = 3
TURNED: Final = frozenset(
    [
        "above",
        "below",
        "exceeding",
        "fewer than",
        "greater than",
        "less than",
        "more than",
        "over",
        "under",
    ]
)
"""Hedges that "no" and "not" before them turn into their opposite."""
HEDGES_AFTER: Final = {
    **dict.fromkeys(("plus", "or more"), 1),
    **dict.fromkeys(("or so", "odd"), 0),
    **dict.fromkeys(("or fewer", "or less"), -1),
}

_DAYS: Final = {
    "second": 1 / 86400,
    "minute": 1 / 1440,
    "hour": 1 / 24,
    "day": 1.0,
    "night": 1.0,
    "week": 7.0,
    "fortnight": 14.0,
    "month": 30.44,
    "year": 365.25,
    "decade": 3652.5,
    "century": 36525.0,
}
_METRES: Final = {
    "mm": 0.001,
    "cm": 0.01,
    "centimetre": 0.01,
    "inch": 0.0254,
    "foot": 0.3048,
    "yard": 0.9144,
    "m": 1.0,
    "metre": 1.0,
    "km": 1000.0,
    "kilometre": 1000.0,
    "mile": 1609.34,
}
_KILOGRAMS: Final = {
    "g": 0.001,
    "gram": 0.001,
    "ounce": 0.02835,
    "lb": 0.4536,
    "kg": 1.0,
    "kilo": 1.0,
    "kilogram": 1.0,
    "ton": 1000.0,
    "tonne": 1000.0,
}
_SPEEDS: Final = {"mph": 1.609, "kph": 1.0, "kmh": 1.0, "knot": 1.852}
_MONEY: Final = {
    "dollar": "$",
    "euro": "€",
    "pound": "£",
    "rouble": "rouble",
    "ruble": "rouble",
    "yen": "¥",
    "yuan": "yuan",
    "shekel": "shekel",
    "rupee": "rupee",
    "franc": "franc",
}
_SIGNS_OF_MONEY: Final = tuple("$£€¥₴")
_OTHERS: Final = {"percent": "%", "pc": "%", "magnitude": "magnitude", "degree": "°", **_MONEY}
_PLURALS: Final = {"centuries": "century", "feet": "foot", "ft": "foot", "inches": "inch"}
_SHORT: Final = {"hr": "hour", "min": "minute", "sec": "second", "yr": "year", "lbs": "lb"}
UNITS: Final = {
    **{name: ("days", factor) for name, factor in _DAYS.items()},
    **{name: ("metres", factor) for name, factor in _METRES.items()},
    **{name: ("kilograms", factor) for name, factor in _KILOGRAMS.items()},
    **{name: ("km/h", factor) for name, factor in _SPEEDS.items()},
    **{name: (unit, 1.0) for name, unit in _OTHERS.items()},
}
"""What a word measures: the unit that it is told in, and how many of that it is."""

CURRENCIES: Final = {"US$": "$", "AU$": "A$", "CA$": "C$", "₽": "rouble", "₹": "rupee"}
"""Signs of money by other names."""

LONG_UNITS: Final = {
    "us dollar": "$",
    "us dollars": "$",
    "per cent": "%",
    "percentage point": "points",
    "percentage points": "points",
    "year old": "age",
    "year olds": "age",
    "years old": "age",
    "years of age": "age",
    "yr old": "age",
    "on the richter": "magnitude",
    "degree celsius": "°C",
    "degrees celsius": "°C",
    "degree fahrenheit": "°F",
    "degrees fahrenheit": "°F",
}
"""Units of several words; none is a multiple of another."""

POWERS: Final = {"square": "²", "sq": "²", "cubic": "³", "cu": "³"}
"""Words before a unit of length, and the sign of the power that they make of it."""

_EACH: Final = "day game head hour match minute month night person season second share week year"
RATES: Final = {
    **{word: word for word in _EACH.split()},
    "annum": "year",
    "annually": "year",
    "daily": "day",
    "monthly": "month",
    "weekly": "week",
    "yearly": "year",
}
"""What a figure may be counted by, after "a" or "per", or in one word."""


def unit_of(word: str) -> tuple[str, float] | None:
    """Return what a word measures, or None.

    >>> unit_of("weeks"), unit_of("kilometers"), unit_of("men")
    (('days', 7.0), ('metres', 1000.0), None)
    """
    word = _PLURALS.get(word, word).replace("meter", "metre")
    one = word.removesuffix("s") if word.removesuffix("s") in UNITS else word
    return UNITS.get(_SHORT.get(one, _SHORT.get(one.removesuffix("s"), one)))


def is_money(unit: str) -> bool:
    """Tell whether a figure's unit is one of money, at whatever rate.

    >>> [is_money(unit) for unit in ("A$", "rouble day", "°C", "metres²", "")]
    [True, True, False, False, False]
    """
    money = unit.partition(" ")[0]
    return money in _MONEY.values() or money.endswith(_SIGNS_OF_MONEY)
