"""Whether a question says enough to stand by itself; pure, rules."""

import re

from qa.words import FUNCTION_WORDS, content_terms, find_names, numbers_of, words_of

# A question of so few terms, names aside, does not stand by itself: with a name, if the articles
# that were quoted have it; without one, if they speak of it, or whatever they say.
_LITTLE, _LITTLE_UNNAMED, _CUT = 1, 4, 2

PROPER = r"[^\W\d_a-z][\w’'-]*(?: [^\W_a-z][\w’'-]*)*"
ELSE = re.compile(r"\b(?:another|else|others?)\b", re.IGNORECASE)
# "Is Minsk sending any?"
_ANY = re.compile(r"\b(?:any|none|some)[\s?!.]*$", re.IGNORECASE)
_DEFINITE = re.compile(r"\b[Tt]he [a-z]")
# "What is tea?" begins anew; "what is the price?" does not.
_ANEW = re.compile(
    r"(?:define|describe|tell me about|(?:what|who)(?:[’']s| (?:are|is|was|were))) "
    r"(?!the\b|\w+ing\b)",
    re.IGNORECASE,
)
# What is one of something: a question that ends with it does not say of what.
_OF_WHAT = "|".join(
    noun
    for line in (
        "advantage aim alternative application approach argument aspect background benefit cause",
        "challenge characteristic choice component condition consequence criticism danger detail",
        "difference difficulty difficulties disadvantage drawback effect example fact factor",
        "feature figure finding function goal highlight impact implication issue limit limitation",
        "method name objection objective option origin outcome point problem purpose reaction",
        "reason recommendation requirement response result risk role rule scandal sign",
        "similarity similarities solution source stage step strategy strategies success symptom",
        "technique theme thing tip treatment trend type use way weakness",
    )
    for noun in line.split()
)
_LEANS = re.compile(
    rf"\w+(?:[’']s| \w+)? (?:[\w’'-]+ ){{0,4}}(?:pros and cons|(?:{_OF_WHAT})(?:e?s)?)[\s?!.]*",
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
    rf" (?:the )?(?-i:{PROPER})(?: (?:have|live))?[\s?!.]*",
    re.IGNORECASE,
)
_SAYS_NOTHING = FUNCTION_WORDS | {
    *("cheers", "cool", "fine", "go", "good", "great", "haha", "hello", "hey", "hi", "hmm"),
    *("interesting", "lol", "nice", "nope", "oh", "ok", "okay", "omg", "pls", "really", "right"),
    *("sorry", "source", "sources", "sure", "thank", "thanks", "thx", "ty", "well", "wow", "yeah"),
    "yep",
}


def says_nothing(question: str) -> bool:
    """Tell of "Thanks!" and "Really?" that they ask for nothing."""
    return _SAYS_NOTHING.issuperset(word.casefold() for word in words_of(question))


def begins_anew(question: str) -> bool:
    """Tell whether a question asks what something is that it says in full.

    >>> begins_anew("What is tea?"), begins_anew("What are the symptoms?")
    (True, False)
    >>> begins_anew("Tell me about tea."), begins_anew("What are common treatments?")
    (True, False)
    """
    is_named = find_names(question) or numbers_of(question)
    is_part = ELSE.search(question) or (_LEANS.fullmatch(question) and not is_named)
    return _ANEW.match(question) is not None and not is_part


def is_cut(question: str) -> bool:
    """Tell of a question that names nothing, and says "the company", or hardly anything at all."""
    if _ANY.search(question):
        return True
    if find_names(question) or numbers_of(question) or begins_anew(question):
        return False
    is_definite = ELSE.search(question) or _DEFINITE.search(question) or _LEANS.fullmatch(question)
    return is_definite is not None or len(content_terms(question)) <= _CUT


def says_little(question: str) -> bool:
    """Tell of a question that says little besides what it names, or asks for others."""
    if begins_anew(question) or _WHOLE.fullmatch(question):
        return False
    if ELSE.search(question):
        return True
    names = {term for name in find_names(question) for term in content_terms(name)}
    others = [t for t in content_terms(question) if t not in names and not t.isdecimal()]
    is_named = names or numbers_of(question)
    return len(others) <= (_LITTLE if is_named else _LITTLE_UNNAMED)
