"""Words that are written in several ways, which no stemmer brings together; pure."""

import re

_FORMS = """
begin began begun; bend bent; bite bitten; blow blew blown; break broke broken; bring brought
build built; burn burnt; buy bought; catch caught; choose chose chosen; come came; deal dealt
dig dug; do did done; draw drew drawn; drink drank drunk; drive drove driven; eat ate eaten
fall fell fallen; feed fed; feel felt; fight fought; find found; flee fled; fly flew flown
forbid forbade forbidden; foresee foresaw foreseen; forget forgot forgotten
forgive forgave forgiven; freeze froze frozen; get got gotten; give gave given; go went gone
grow grew grown; hang hung; hear heard; hide hid hidden; hold held; keep kept; know knew known
lead led; leave left; lend lent; lose lost; make made; mean meant; meet met
oversee oversaw overseen; overthrow overthrew overthrown; overtake overtook overtaken; pay paid
rebuild rebuilt; ride rode ridden; ring rang rung; rise rose risen; run ran; say said
see saw seen; seek sought; sell sold; send sent; shake shook shaken; shoot shot; sing sang sung
sink sank sunk; sit sat; sleep slept; speak spoke spoken; spend spent; stand stood
steal stole stolen; stick stuck; strike struck stricken; swear swore sworn; sweep swept
swim swam swum; take took taken; teach taught; tear tore torn; tell told; think thought
throw threw thrown; understand understood; undergo underwent undergone; wake woke woken
wear wore worn; win won; withdraw withdrew withdrawn; withhold withheld; write wrote written
child children; foot feet; man men; woman women; tooth teeth; life lives; wife wives; half halves
"""
_BASE = {
    form: words[0]
    for words in (group.split() for group in _FORMS.replace("\n", ";").split(";"))
    for form in words[1:]
}
_WORD = re.compile(r"\b[a-z]+\b")
_DOTTED = re.compile(r"(?<!\w)(?:[A-ZÀ-ÖØ-Þ]\.){2,}(?:[A-ZÀ-ÖØ-Þ](?!\w))?(?P<next>\w?)")


def with_base_forms(text: str) -> str:
    """Put base forms in the place of irregular ones; capitalised words may be names and stay.

    >>> with_base_forms("Two men sent Rose what they took.")
    'Two man send Rose what they take.'
    """
    return _WORD.sub(lambda match: _BASE.get(match[0], match[0]), text)


def without_dots(text: str) -> str:
    """Take the dots out of acronyms; other text stays.

    >>> without_dots("The U.S. and the U.S.'s U.N.-led force of Mr. B. left the U.S.A by train.")
    "The US and the US's UN-led force of Mr. B. left the USA by train."
    """
    return _DOTTED.sub(_joined, text)


def _joined(match: re.Match[str]) -> str:
    following = match["next"]  # a word that nothing but the dot parts from it: "U.S.Army"
    letters = match[0].removesuffix(following).replace(".", "")
    return f"{letters} {following}" if following else letters
