"""What sort of quantity a question asks for, and sentences that give one; pure, rules for English.

>>> asked = quantity_of("How much does the new version cost?")
>>> asked.value, [gives(asked, said) for said in ("It costs $299.", "It weighs 3 kilos.")]
('money', [True, False])
"""

import re
from enum import StrEnum
from functools import cache


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
_DOES = "(?:can|could|did|do|does|had|has|have|should|will|would)"
_PAYING = (
    r"(?:budget|charged?|charging|costs?|donat(?:e|ed)|earn(?:ed|s)?|fined?|invest(?:ed)?|ow(?:e|ed|es)"
    r"|paid|pay(?:ing|s)?|raised?|revenue|spen[dt]|spends|worth|valued)"
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
        rf"\bhow fast {_IS}\b.*\b(?:driving|drive|fly|flying|go|going|travel|travelling)\b",
    ),
    (Quantity.WEIGHT, rf"\b(?:how heavy {_IS}|how much {_IS}\b.*\bweigh)\b"),
    (Quantity.LENGTH, rf"\bhow (?:deep|tall|thick|wide) {_IS}\b|\bhow far (?:away|from)\b"),
    # "How long is the bridge" has a length, too; "how long did it take" hardly ever.
    (Quantity.TIME, rf"\bhow long (?:ago|{_DOES})\b(?!.*\bbe\b)"),
    # "How much sleep" is none; "by how much" may be anything.
    (Quantity.MONEY, rf"(?<!\bby )\bhow much (?:money\b|{_IS}\b.*\b{_PAYING}\b)"),
    (Quantity.MONEY, r"\bwhat (?:did|do|does|will|would) (?:[^\s,?]+ ){1,9}cost\b"),
    (Quantity.MONEY, r"\bwhat (?:is|was|were|are) .*\b(?:worth|valued at)(?: in [^?]*)?\s*\??$"),
    (Quantity.MONEY, rf"{_WHAT_IS}(?:fee|fine|price|salary|wage)s?\b"),
    (Quantity.SPEED, rf"{_WHAT_IS}speed\b"),
    (Quantity.LENGTH, rf"{_WHAT_IS}(?:depth|distance|height|width)\b"),
    (Quantity.WEIGHT, rf"{_WHAT_IS}weight of\b"),
    (Quantity.TEMPERATURE, rf"{_WHAT_IS}temperature\b|\bhow (?:cold|hot|warm) {_IS}\b"),
)
_NUMBER = (
    r"(?:\d[\d.,]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty"
    r"|forty|fifty|sixty|seventy|eighty|ninety|dozens?|half|hundreds?|thousands?|millions?|billions?"
    r"|couple|few|several|many|some)"
)
_SPANS = (
    r"(?:seconds?|minutes?|hours?|days?|nights?|weeks?|weekends?|months?|quarters?|years?|decades?"
    r"|centur(?:y|ies)|seasons?)"
)
_BETWEEN = r"[-\s]*(?:[^\s.;:]+\s+){0,2}?"  # "two and a half years", "three long months"
_OF_ANOTHER = (
    r"[-,.\s]*(?:%|\d|per ?cent|points?|m|mm|cm|km|miles?|feet|(?:centi|kilo|milli)?met(?:er|re)s?"
    r"|kg|kilos?|tonn?es?|tons?|pounds?|dollars?|euros?|thousand|million|billion|people|times)"
)
_UNITS = {
    Quantity.AGE: (
        rf"\b\d{{1,3}}\b(?!{_OF_ANOTHER})|\b(?:aged?|birth|born|built|century|centuries|founded"
        r"|millenni(?:a|um)|months?|years?)\b"
    ),
    Quantity.LENGTH: (
        rf"\b{_NUMBER}[-\s]*(?:[^\s.;:]+\s+)?(?:mm|cm|m|km|ft|in|inch(?:es)?|feet|foot|yards?|miles?"
        r"|(?:centi|kilo|milli)?met(?:er|re)s?|light[- ]years?|stor(?:ey|y|eys|ies)|floors?)\b"
        r"|\d\s?(?:mm|cm|m|km|ft|in)\b|\d[\s-]?['’′\"″]"
    ),
    Quantity.MONEY: (
        r"[$€£¥₹₽₴₱]|\b(?:cents?|dollars?|euros?|francs?|hryvnias?|kronor|kron(?:a|e|er)|pence|pesos?"
        r"|pounds?|ro?ubles?|rupees?|yen|yuan|zloty)\b|\b(?:CHF|EUR|GBP|NOK|RUB|SEK|UAH|USD)\b"
        r"|\d\s?(?:bn|k|m|p)\b|\b(?:billion|million|thousand|trillion)s?\b"
        r"|\b(?:double[ds]?|free|half|nothing|times|trebled|tripled?|twice|without)\b"
    ),
    Quantity.SHARE: (
        r"%|\d|\b(?:all|half|halves|majority|minority|most|none|part|per ?cent|percentage|quarters?"
        r"|thirds?|fifths?|tenths?)\b|\b(?:in|of) (?:every |the )?(?:five|four|ten|three)\b"
    ),
    Quantity.SPEED: (
        r"\b(?:km/h|kmh|kph|knots?|mach|mph|m/s)\b|\d\s?(?:km/h|kmh|kph|mph|m/s)\b|\bspeed of\b"
        r"|\b(?:feet|kilomet(?:er|re)s|met(?:er|re)s|miles)\b.{0,12}\b(?:an?|per)\b"
    ),
    Quantity.TEMPERATURE: (
        r"°|º|\b(?:celsius|degrees?|fahrenheit|freezing|kelvin|zero)\b|\d ?[CF]\b"
    ),
    Quantity.TIME: (
        rf"\b{_NUMBER}{_BETWEEN}{_SPANS}\b|\d\s?(?:h|hrs?|mins?|ms|secs?)\b"
        rf"|\b(?:all|every|last|next|past|the (?:entire|whole)) {_SPANS}\b|\b{_SPANS}[- ]long\b"
        r"|\b(?:always|by|ever|forever|from|indefinitely|lifetime|never|overnight|permanent(?:ly)?"
        r"|millennia|since|still|till|to this day|until)\b"
    ),
    Quantity.WEIGHT: (
        rf"\b{_NUMBER}[-\s]*(?:[^\s.;:]+\s+)?(?:g|grams?|kg|kilo(?:gram)?s?|lbs?|mg|ounces?|oz|pounds?"
        r"|stones?|tonn?es?|tons?)\b|\d\s?(?:g|kg|lbs?|mg|oz|t)\b"
    ),
}


def quantity_of(question: str) -> Quantity | None:
    """Return what sort of quantity a question asks for; None where it asks for no such one.

    >>> quantity_of("How long did it take?"), quantity_of("How much sleep do people lose?")
    (<Quantity.TIME: 'time'>, None)
    """
    if "how " not in (folded := question.casefold()) and "what " not in folded:
        return None
    found = (quantity for quantity, pattern in _asked() if pattern.search(question))
    return next(found, None)


def gives(quantity: Quantity, sentence: str) -> bool:
    """Tell whether a sentence has a quantity of a sort, whatever it is the quantity of."""
    return _unit(quantity).search(sentence) is not None


@cache
def _asked() -> tuple[tuple[Quantity, re.Pattern[str]], ...]:
    return tuple((quantity, re.compile(p, re.IGNORECASE)) for quantity, p in _ASKED)


@cache
def _unit(quantity: Quantity) -> re.Pattern[str]:
    return re.compile(_UNITS[quantity], re.IGNORECASE)
