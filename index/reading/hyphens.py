"""Hyphens at the ends of lines: those that only break a word go, those of compounds stay."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

_BROKEN = re.compile(r"(?P<head>[\w’'-]*[^\W\d_])[-\u00ad]$")
_LONGEST = 100  # longer than words are; a search in a line without spaces would take for ever
_TAIL = re.compile(r"[^\W\d_][\w’']*")
_WORD = re.compile(r"[^\W\d_]\w*(?:-\w+)*")
# "€2-" and "3 million", "2019–" and "20", "F-" and "16", "12-" and "year-old".
_BEFORE_FIGURE = re.compile(r"\w-$|\d–$")
_FIGURE = re.compile(r"[€$£]?\d")
_BEHIND_FIGURE = re.compile(r"\d-$")
# "two-" and "and three-year terms": the hyphen stands for what is said later.
_SUSPENDED = re.compile(r"(?:and|or|to) [\w’']+-|(?:und|oder|bis) ")
# These stand before a hyphen more often than they begin a word; with what they do begin one.
_FIRST_PARTS = {
    "all": "ergy ied iance iances ies ocate ocated ow owed ows",
    "anti": "bodies body biotic biotics cipate cipated dote gen gens septic thesis trust que quity",
    "eight": "een eenth ies y",
    "five": "fold",
    "four": "fold some teen teenth",
    "half": "way",
    "high": "er est land lands light lighted lighting lights ly ness way ways",
    "long": "er est evity ing ish itude",
    "low": "er ered ering ers est land lands ly",
    "nine": "teen teenth ties ty",
    "non": "chalant etheless sense sensical",
    "one": "self rous",
    "self": "ie ies ish ishness less lessly same",
    "seven": "teen teenth th ties ty",
    "short": "age ages bread coming comings cut cuts en ened ening er est fall falls hand list"
    " listed ly wave",
    "six": "teen teenth ties ty",
    "three": "fold some",
    "two": "fold some",
    "vice": "roy roys",
    "well": "ington ness",
}
# And these begin a word more often: with what they stand before a hyphen.
_BEFORE_HYPHEN = {
    "co": "author chair chairman chairwoman conspirator creator defendant director editor founded"
    " founder host leader owned owner pilot president producer sponsor star worker writer",
    "ex": "ambassador army banker boss boyfriend captain chairman champion chancellor chief coach"
    " colleague commander communist convict deputy diplomat director editor employee footballer"
    " general girlfriend governor guard head husband king lawyer leader manager marine mayor member"
    " military minister offender officer owner partner player police policeman premier president"
    " prime prisoner prosecutor pupil senator smoker soldier speaker spy staff student teacher wife"
    " worker",
    "mid": "afternoon air career century evening flight level morning range season sentence sized"
    " table",
    "so": "and called far",
}


def count_words(lines: Iterable[str]) -> Mapping[str, int]:
    """Count the words of a text, each compound as one; they tell what a broken word is.

    >>> sorted(count_words(["A cease-fire", "A long cease-"]).items())
    [('a', 2), ('cease', 1), ('cease-fire', 1), ('long', 1)]
    """
    return Counter(word.casefold() for line in lines for word in _WORD.findall(line))


def is_broken(before: str, after: str) -> bool:
    """Tell whether a line ends within a word or a figure that the next one goes on with.

    >>> is_broken("two bat-", "talions"), is_broken("about 2-", "3 days"), is_broken("ice -", "or")
    (True, True, False)
    """
    return _is_at_figure(before, after) or split_parts(before, after) is not None


def join(before: str, after: str, words: Mapping[str, int]) -> tuple[str, str]:
    """Return a line without the hyphen that only breaks a word, and what comes between.

    `words` are those of the whole text (`count_words`).

    >>> join("two bat-", "talions", {}), join("a well-", "known man", {})
    (('two bat', ''), ('a well-', ''))
    >>> join("in Brest-", "Litovsk", {}), join("a cease-", "fire", {"cease-fire": 2})
    (('in Brest-', ''), ('a cease-', ''))
    >>> join("in 2019-", "20", {}), join("one-", "or two-year terms", {})
    (('in 2019-', ''), ('one-', ' '))
    """
    if not is_broken(before, after) or _SUSPENDED.match(after):
        return before, " "
    is_soft = before.endswith("\u00ad")
    keeps = not is_soft and (_is_at_figure(before, after) or _is_compound(before, after, words))
    return (before if keeps else before[:-1]), ""


def split_parts(before: str, after: str) -> tuple[str, str] | None:
    """Return the two parts of a word that a line's end breaks, in lower case; None if none is."""
    broken, tail = _BROKEN.search(before[-_LONGEST:]), _TAIL.match(after)
    return (broken["head"].casefold(), tail[0].casefold()) if broken and tail else None


def _is_at_figure(before: str, after: str) -> bool:
    if _FIGURE.match(after):
        return bool(_BEFORE_FIGURE.search(before[-2:]))
    return bool(_BEHIND_FIGURE.search(before[-2:]) and _TAIL.match(after))


def _is_compound(before: str, after: str, words: Mapping[str, int]) -> bool:
    """Tell whether a hyphen stays: by how the text writes the word elsewhere, else by its parts."""
    head, tail = split_parts(before, after) or ("", "")
    if f"{head}-{tail}" in words or "-" in head:
        return True
    if f"{head}{tail}" in words:
        return False
    if head in _FIRST_PARTS:
        return tail not in _FIRST_PARTS[head].split()
    named = re.sub(r"(?:['’]s|s['’]?)$", "", tail)
    return named in _BEFORE_HYPHEN.get(head, "").split() or after[0].isupper()
