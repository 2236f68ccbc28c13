"""The name in full of who is named in short: "Poe" is "Ann Poe"; pure."""

import re
from collections.abc import Sequence

from index.splitting import Span
from qa.names import fold
from qa.speaking.attribution_words import TITLES
from qa.speaking.speakers import last_word
from qa.speaking.speech_words import DETERMINERS

_NO_NAME = re.compile(r"[’']s?$|-[a-z]")
_WORD = re.compile(r"\S+")


def name_in_full(text: str, who: Span, *, names: Sequence[Span]) -> Span:
    """Return where a text first has a name in full; the name itself if it has none, or several.

    >>> text = "Judge Ann Poe came. Poe said no. Ann Poe left."
    >>> name_in_full(text, Span(20, 23), names=[Span(0, 13), Span(20, 23), Span(33, 40)])
    Span(start=6, end=13)
    """
    name = who.of(text)
    if " " in name or not name[0].isupper():
        return who
    bare = [bare_name(text, n) for n in names if last_word(n.of(text)) == last_word(name)]
    fulls = [one for one in bare if " " in one.of(text)]
    # People are named in full first, and "Azure OpenAI" is another than "OpenAI".
    if not fulls or fulls[0] != next(one for one in bare if one.start < one.end):
        return who
    first = min(fulls, key=lambda full: (full.of(text).count(" "), full.start))
    short = f" {first.of(text)}"
    is_one = all(f" {full.of(text)}".endswith(short) for full in fulls)
    return first if is_one and short.endswith(f" {name}") else who


def bare_name(text: str, name: Span) -> Span:
    """Leave out what stands before a name and is no part of it: titles, "Even", "Senior".

    Nothing is left of what is no name by itself: "J.J. Poe" begins earlier than "Poe".
    """
    if text[max(0, name.start - 1) : name.start].strip("\n “\"‘'(—–"):  # "J.J. Poe" begins earlier
        return Span(name.end, name.end)
    for word in _WORD.finditer(text, *name):
        plain = word[0].strip(".")
        # "NATO", "Minsk’s", "Minsk-born"
        is_other = (plain.isupper() and len(plain) > 2) or bool(_NO_NAME.search(plain))
        if is_other or fold(plain) in TITLES | DETERMINERS:
            continue
        if not re.search(rf"\b{re.escape(plain.casefold())}\b", text):
            return Span(word.start(), name.end)
    return Span(name.end, name.end)
