"""What sort of quantity a question asks for, and sentences that give one; pure, rules for English.

>>> asked = quantity_of("How much does the new version cost?")
>>> asked.value, [gives(asked, said) for said in ("It costs $299.", "It weighs 3 kilos.")]
('money', [True, False])
"""

import re
from enum import StrEnum
from functools import cache, lru_cache


class Quantity(StrEnum):
    """A sort of quantity that is told by its unit."""

    AGE = "age"
    LENGTH = "length"
    MONEY = "money"
    SHARE = "share"
    SPEED = "speed"
    TEMPERATURE = "temperature"
    TIME = "time"
    WEIGHT = "weight"


_IS = r"(?:are|can|could|did|do|does|had|has|have|is|may|might|must|should|was|were|will|would)"
_DOES = r"(?:can|could|did|do|does|had|has|have|should|will|would)"
_PAYING = (
    r"(?:charged?|charging|cost|donat(?:e|ed)|earn(?:ed|s)?|fined|invest(?:ed)?|owe[ds]?|paid"
    r"|pay(?:ing|s)?|spen[dt]|spends|worth|valued)"
)
_WHAT_IS = r"\bwhat (?:are|is|was|were) the (?:[^\s,?]+ ){0,2}"
# The first that fits. What is asked for in other words ("how high", "how large") has many units.
_ASKED = (
    (
        Quantity.SHARE,
        r"\b(?:what|which|how (?:big|high|large) an?) (?:per ?cent(?:age)?|proportion|share) of\b",
    ),
    (Quantity.AGE, rf"\b(?:how old|at what age) {_IS}\b"),
    (
        Quantity.SPEED,
        rf"\bhow fast {_IS}\b.*\b(?:driv(?:e|ing)|fly(?:ing)?|going(?! up\b)|travel(?:ling)?)\b",
    ),
    (Quantity.SPEED, rf"{_WHAT_IS}speed\b"),
    (Quantity.WEIGHT, rf"\bhow much {_IS}\b.*\bweigh\b|{_WHAT_IS}weight of\b"),
    (Quantity.LENGTH, rf"\bhow (?:tall|thick) {_IS}\b|\bhow far (?:away|from)\b"),
    (Quantity.LENGTH, rf"{_WHAT_IS}(?:depth|height|width) of\b"),
    (Quantity.TEMPERATURE, rf"{_WHAT_IS}temperature\b|\bhow (?:cold|hot|warm) {_IS}\b"),
    # "How long is the bridge" has a length.
    (Quantity.TIME, rf"\bhow long (?:ago|{_DOES})\b(?!.*\bbe\b)"),
    # "How much sleep" is none; "by how much" may be anything, and so is how much something changed.
    (Quantity.MONEY, rf"(?<!\bby )\bhow much (?:money\b|{_IS}\b.*\b{_PAYING}\b)"),
    (
        Quantity.MONEY,
        # And not "what did it cost Poe": his seat.
        r"\bwhat (?:did|do|does|will|would) (?:[^\s,?]+ ){1,9}cost\s*(?:\?|$|(?:at|if|in|when)\b)",
    ),
    (Quantity.MONEY, r"\bwhat (?:is|was|were|are) .*\b(?:worth|valued at)(?: in [^?]*)?\s*\??$"),
    (Quantity.MONEY, rf"{_WHAT_IS}(?:fee|fine|price|salary|wage)s?\b"),
)
_CHANGES = re.compile(
    r"\b(?:change|climb|cut|declin|decreas|drop|f[ae]ll|gain|gr[eo]w|increas|jump|rais|ris|rose"
    r"|shr[aiu]nk)(?:e[dns]?|en|ing|n|s|ed)?\b",
    re.IGNORECASE,
)
_WORDS = (
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)t(?:y|ies)"
    r"|dozens?|hundreds?|thousands?|millions?|billions?|trillions?)"
)
_COUNT = rf"(?:\d[\d.,:/]*|{_WORDS}|a|an|few|half|several)"
_METRES = r"(?:centi|kilo|milli)?met(?:er|re)s?"
_SPANS = (
    r"(?:seconds?|minutes?|hours?|days?|nights?|weeks?|weekends?|fortnights?|months?|quarters?"
    r"|years?|yrs?|decades?|centur(?:y|ies)|seasons?|generations?|millenni(?:a|um))"
)
_MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|march|april|may|june|july|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_LENGTHS = rf"(?:mm|cm|km|ft|inch(?:es)?|feet|foot|yards?|miles?|{_METRES}|acres?|hectares?)"
_WEIGHTS = r"(?:g|grams?|kg|kilo(?:gram)?s?|lbs?|mg|ounces?|oz|tonn?es?|tons?)"
# Numbers that are none of what is asked for: with another unit, in a date, in an order.
# Not "500 a month".
_OF_TIME = (
    rf"\b{_COUNT}[-\s]*(?:(?:[bm]illion|consecutive|full|hundred|long|more|straight|thousand)"
    rf"[-\s]+)?{_SPANS}\b|\b\d\d?[:.]\d\d\b"
)
_DATES = (
    rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTHS}\b|\b{_MONTHS}\.? \d{{1,2}}\b"
    r"|\b(?:1[5-9]|20)\d\d\b|\b\d+(?:st|nd|rd|th)\b"
)
_OF_LENGTH = rf"\b{_COUNT}[-\s]*{_LENGTHS}\b(?! (?:an?|per)\b)"
_OF_WEIGHT = rf"\b{_COUNT}[-\s]*{_WEIGHTS}\b"
_OF_MONEY = r"[$€£¥₽] ?\d[\d.,]*|\b\d[\d.,]*[-\s]*(?:dollars?|euros?|pounds?|ro?ubles?|per ?cent|%)"
_FOREIGN = {
    Quantity.AGE: (_OF_LENGTH, _OF_WEIGHT, _OF_MONEY),
    Quantity.LENGTH: (_OF_TIME, _DATES, _OF_WEIGHT),
    Quantity.MONEY: (_OF_TIME, _DATES, _OF_LENGTH, _OF_WEIGHT),
    Quantity.SHARE: (),
    Quantity.SPEED: (_OF_TIME, _DATES, _OF_WEIGHT),
    Quantity.TEMPERATURE: (_OF_TIME, _DATES, _OF_LENGTH, _OF_WEIGHT),
    Quantity.TIME: (),
    Quantity.WEIGHT: (_OF_TIME, _DATES, _OF_LENGTH),
}
_NOTHING = r"(?!)"
# A number, whatever its unit is, or words in place of one.
_ANY = rf"(?<![^\W\d])\d|\b(?:{_WORDS}|double[ds]?|half|halves|twice|times|tripled?|trebled|zero)\b"
_IN_WORDS = {
    Quantity.AGE: (
        rf"\b(?:aged?|birth|birthday|born|built|century|established|founded|teenage\w*|{_SPANS}"
        r"|\w+genarian)\b"
    ),
    Quantity.LENGTH: (
        rf"\d ?m\b|\b(?:{_LENGTHS}|stor(?:ey|y|eys|ies)|floors?|blocks?|away|drive|flight|journey"
        r"|walk)\b"
    ),
    Quantity.MONEY: (
        r"[$€£¥₹₽₴₱¢]|\b(?:cents?|dollars?|euros?|francs?|pence|penny|pounds?|quid|ro?ubles?"
        r"|fortune|free|nothing|expensive|cheap|without|per ?cent)\b"
    ),
    Quantity.SHARE: (
        r"%|\b(?:all|almost|every(?:one|body)?|majority|minority|most|nearly|none|no one|nobody"
        r"|part|per ?cent|percentage|quarters?|thirds?|fourths?|fifths?|tenths?|eighths?)\b"
    ),
    Quantity.SPEED: r"\b(?:km/h\w*|kmh|kph|knots?|mach|mph|m/s|speed|limit)\b",
    Quantity.TEMPERATURE: r"°|º|\b(?:celsius|degrees?|fahrenheit|freezing)\b",
    Quantity.TIME: (
        rf"\b(?:{_SPANS}|{_MONTHS}|always|ever|forever|indefinitely|life|lifetime|never|overnight"
        r"|since|still|till|until|summer|winter|spring|autumn|permanent(?:ly)?|immediately|once)\b"
    ),
    Quantity.WEIGHT: rf"\b(?:{_WEIGHTS}|pounds?|stones?|carats?|quintals?|milligrams?)\b",
}


def quantity_of(question: str) -> Quantity | None:
    """Return what sort of quantity a question asks for; None where it asks for no such one.

    >>> quantity_of("How long did it take?"), quantity_of("How much sleep do people lose?")
    (<Quantity.TIME: 'time'>, None)
    """
    if "how " not in (folded := question.casefold()) and "what " not in folded:
        return None
    found = next((sort for sort, pattern in _asked() if pattern.search(question)), None)
    return None if found is Quantity.MONEY and _CHANGES.search(question) else found


@lru_cache(maxsize=4_096)  # a sentence is described before, while and after it is read
def gives(quantity: Quantity, sentence: str) -> bool:
    """Tell whether a sentence may have a quantity of a sort, whatever it is the quantity of.

    Units are without end: a number counts unless it is known to be of another sort.

    >>> [gives(Quantity.MONEY, said) for said in ("It takes 15 minutes.", "They ask for 200 lei.")]
    [False, True]
    """
    if _pattern(_IN_WORDS[quantity]).search(sentence):
        return True
    number = _pattern(_ANY)
    if number.search(sentence) is None:
        return False
    rest = _pattern("|".join(_FOREIGN[quantity]) or _NOTHING).sub(" ", sentence)
    return number.search(rest) is not None


@cache
def _asked() -> tuple[tuple[Quantity, re.Pattern[str]], ...]:
    return tuple((sort, _pattern(pattern)) for sort, pattern in _ASKED)


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
