"""Who or what something is: questions that ask it, and sentences that say it; pure."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from index.forms import without_dots
from index.splitting import Span
from qa.names import acronyms, fold, found_among, named_in, share_named
from qa.words import FUNCTION_WORDS, words_of

# What people are introduced as. Written as one reads it in the news; a plural counts too.
_ROLES = [
    role
    for line in (
        "academic activist actor actress adviser advisor aide ambassador analyst archbishop",
        "artist astronaut astronomer athlete attorney author banker biologist bishop blogger boss",
        "boxer broker businessman businesswoman candidate captain cardinal ceo chair chairman",
        "chairperson chairwoman champion chancellor chef chemist chief co-founder coach cofounder",
        "colonel columnist comedian commander commentator commissioner composer congressman",
        "congresswoman consultant correspondent councillor counsel critic curator dean defender",
        "delegate deputy designer detective developer dictator diplomat director dissident doctor",
        "driver economist editor emperor engineer entrepreneur envoy executive expert farmer",
        "filmmaker fisherman footballer founder general geologist goalkeeper governor head",
        "historian host inspector inventor investor journalist judge justice keeper king lawmaker",
        "lawyer leader lecturer legislator lieutenant magistrate major manager mathematician",
        "mayor midfielder minister model monk musician negotiator neurologist novelist nurse",
        "officer official operator organiser organizer owner painter partner pastor pathologist",
        "philosopher photographer physicist pianist pilot player poet politician pope premier",
        "presenter president priest prime-minister prince princess principal producer professor",
        "programmer prosecutor psychiatrist psychologist publisher queen rapper rector reporter",
        "representative researcher retiree rival runner scholar scientist screenwriter secretary",
        "senator sergeant sheriff singer skipper sociologist soldier specialist spokesman",
        "spokesperson spokeswoman strategist striker student surgeon teacher technician",
        "theologian trader trainer treasurer tsar veteran vice-president virologist volunteer",
        "warden winner worker writer",
    )
    for role in line.split()
]
_ROLE = rf"(?:{'|'.join(sorted(_ROLES, key=len, reverse=True))})s?"
_WORD = re.compile(r"[^\W_](?:[\w’'.-]*\w)?")

_ASKED = re.compile(
    r"^(?P<what>who|what)(?:\s+exactly)?(?:['’]s|\s+(?:is|are|was|were))\s+(?:exactly\s+)?"
    r"(?P<article>(?:the|an?)\s+)?(?P<subject>\S+(?:\s+\S+){0,5}?)[\s?!.]*$",
    re.IGNORECASE,
)
_HOW_OLD = re.compile(
    r"(?i:how\s+old\s+(?:is|was))\s+(?P<name>[^\W\d_a-z][\w’'-]*(?:\s[^\W\d_a-z][\w’'-]*){0,3})\s*\??"
)
# Viktor, Viktar: first names of one surname that differ by a letter are one person's.
_LONG_ENOUGH = 5
# A subject with one of these is described: "the population of Minsk", "wrong with it".
_DESCRIBED = re.compile(
    r"['’]s?\b|\b(?:about|after|against|and|as|at|before|between|by|for|from|going|her|his|how|if|in"
    r"|its|like|made|my|on|or|our|so|that|their|there|they|this|to|used|when|where|which|who|whom"
    r"|whose|why|with|you|your)\b|,",
    re.IGNORECASE,
)
_OF = re.compile(r"\bof\b")
_RELATIVE = re.compile(r"(?:who|whose|which)\b")

# After a name, a noun phrase that says what it is: one of lower-case words, or of a role.
# "Lithuania, the United States and Poland" lists, "Poe, the Minsk Post reported" says who wrote it,
# and in "Poe, officials said" another begins to speak.
_LINK = (
    r"(?:and|or|but|of|in|on|to|at|for|from|said|says|told|reported|reports|wrote|added|noted)\b"
)
_DETERMINED = (
    r"(?:an?|the|one\s+of(?:\s+\w+)?|his|her|its|their|former|then)\s+"
    rf"(?:[A-Z][\w’'-]*\s+){{0,3}}(?!{_LINK})[a-z\d]"
)
_BARE = (
    rf"(?:(?!{_LINK}|(?:an?|the)\b)[\w’'-]+\s+){{0,4}}{_ROLE}"
    r"(?:\s+(?:and|at|for|from|in|of|to|with)\b|\s*[,.;)])"
)
_PHRASE = rf"(?:{_DETERMINED}|{_BARE})"
_DOES = (
    r"(?:who|which)\s+(?:is|was|are|were|has|heads|leads|runs|owns|founded|works|worked|teaches|serves"
    r"|served|sits|plays|played)\b"
)
_IS = (
    r"(?:is|was|are|were|became|remains|(?:has|had)\s+been|serves\s+as|served\s+as|works\s+as"
    r"|worked\s+as|refers\s+to|stands\s+for)"
)
_AFTER = (
    r"^[’'”\"]?(?:\s*\([^()]{1,60}\))?"
    rf"(?:(?P<comma>,)\s+(?:aged?\s+)?(?:\d{{1,3}},\s+)?(?:{_PHRASE}|{_DOES})"
    rf"|\s+[–—-]\s+{_PHRASE}|(?:,[^,]{{1,80}},)?\s+{_IS}\s+{_PHRASE}"
    r"|,?\s+(?:of|from)\s+(?:the\s+)?(?:[A-Z][\w’'&.-]*\s+){1,5}(?:said|says|told|wrote|writes|argues?d?"
    r"|believes?d?|thinks|notes|noted|adds|added|explains|explained|warns|warned)\b)"
)
# What such words begin ends with a comma: "In Minsk, the police".
_ADVERBIAL = re.compile(
    r"(?:(?:^|[,;:“\"(]\s*)(?:according to|after|along with|as for|before|between|by|despite|during"
    r"|for|inside|like|of|outside|since|under|unlike|until|with|without)"
    r"|\b(?:at|from|in|into|near|on|to))\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_OR = re.compile(r"(?:\(|,\s+or\s+(?:the\s+)?)$")
# "The mayor of Minsk, Ann Poe, left."
_OF_PLACE = r"(?:\s+(?:at|for|of)\s+(?:the\s+)?(?:[A-Z][\w’'.-]*\s+){0,3}[A-Z][\w’'.-]*(?=,))?"
_BEFORE = (
    rf"(?:\b{_ROLE}{_OF_PLACE}(?P<comma>,)?|\b{_ROLE}\s+(?:named|called)"
    r"|\b(?:[Kk]nown\s+as|called|named|dubbed|nicknamed))"
    r"(?:\s+(?:Dr|Mr|Mrs|Ms|Sir|Dame|Prof)\.?)?\s*[‘“\"']?$"
)


class _Patterns(NamedTuple):
    """What roles are in, which takes long to compile: 20 ms that no other question has to pay."""

    after: re.Pattern[str]
    before: re.Pattern[str]
    role: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    role = re.compile(rf"\b{_ROLE}\b", re.IGNORECASE)
    return _Patterns(after=re.compile(_AFTER), before=re.compile(_BEFORE), role=role)


def subject_of(question: str) -> str | None:
    """Return what a question asks to be told who or what it is; None if it asks anything else.

    >>> subject_of("Who is Ales Kobets?"), subject_of("What's the CSTO?"), subject_of("what is tea")
    ('Ales Kobets', 'CSTO', 'tea')
    >>> subject_of("Who is the mayor?"), subject_of("Who is ill?"), subject_of("What is Poe’s aim?")
    (None, None, None)
    """
    found = _ASKED.match(" ".join(question.split()))
    if found is None or _DESCRIBED.search(subject := found["subject"].rstrip("?!. ")):
        return None
    named = all(word[:1].isupper() or word[:1].isdigit() for word in _OF.sub("", subject).split())
    of_a_kind = found["what"].casefold() == "what" and not _OF.search(subject)
    # "What is the aim?" asks for something that the article does not name so.
    is_known = named or (of_a_kind and (found["article"] or "").strip().casefold() != "the")
    return subject if is_known and _WORD.search(subject) else None


def introduces(sentence: str, subject: str, *, beside: Collection[str] = ()) -> bool:
    """Tell whether a sentence says who or what a subject is.

    Args:
        sentence: what may say it.
        subject: what `subject_of` returned.
        beside: folded words that stand with the sentence, as of its passage: one who is named by
            the surname alone is the one that is asked for if the first name stands there.

    >>> introduces("Political analyst Ales Kobets told Reuters so.", "Kobets")
    True
    >>> hajun = "Hajun, a project that maps flights, denied it."
    >>> [introduces(hajun, "Belarusian Hajun", beside=words) for words in ((), ("belarusian",))]
    [False, True]
    >>> introduces("Kobets, the Minsk Post reported, denied it.", "Kobets")
    False
    """
    return any(
        _says_what(sentence, *place, subject) for place in _places(sentence, subject, beside)
    )


def whose_age(question: str) -> str | None:
    """Return of whom a question asks the age and nothing more.

    >>> whose_age("How old is Ann Poe?"), whose_age("How old was Ann Poe when she left?")
    ('Ann Poe', None)
    """
    found = _HOW_OLD.fullmatch(question)
    return found["name"] if found else None


def tells_age(sentence: str, name: str) -> bool:
    """Tell whether a sentence gives the age of who is named beside the name, as the news does.

    >>> [tells_age(text, "Ann Poe") for text in ("Poe, 46, left.", "The 46-year-old Ann Poe left.")]
    [True, True]
    >>> tells_age("Poe left in 46 days.", "Ann Poe")
    False
    """
    last = re.escape(words_of(name)[-1]) if words_of(name) else ""
    age = rf"\b{last}(?:,| \()\s?(?:aged? )?\d{{1,3}}(?=[,.;)])"
    before = rf"\b\d{{1,3}}-year-old (?:\S+ ){{0,4}}{last}\b"
    return bool(last) and re.search(f"{age}|{before}", sentence) is not None


def is_about(words: Span, sentence: str, subject: str, *, beside: Collection[str] = ()) -> bool:
    """Tell whether words of a sentence may say who or what a subject is, and not who another is.

    >>> text = "The mayor, Ann Poe, met Bo Ray."
    >>> [is_about(Span(*at), text, name) for at in ((4, 9), (24, 30)) for name in ("Poe", "Ray")]
    [True, False, False, False]
    """
    marked = words.of(sentence)
    if not any(map(str.isalpha, marked)) or _names_another(marked, subject):
        return False
    if _RELATIVE.match(marked):  # "Ann Poe, whose group watches trains": of the word before
        behind, asked = words_of(sentence[: words.start])[-1:], fold(words_of(subject)[-1])
        if any(_is_word(word, asked, large=False) for word in behind):
            return True
    return introduces(sentence, subject, beside=beside)


def _names_another(words: str, subject: str) -> bool:
    """Tell whether words are a name, and none of the subject's; what somebody is may be one."""
    name = [word for word in words_of(words) if word.casefold() not in FUNCTION_WORDS]
    if not all(word[:1].isupper() for word in name):
        return False
    if name and _patterns().role.fullmatch(name[-1]):
        return False
    last = [word for word in words_of(subject)[-1:] if word[:1].isupper()]
    return share_named(last, named_in(words), asked=subject) == 0.0


def _says_what(sentence: str, start: int, end: int, subject: str) -> bool:
    before, after, patterns = sentence[:start], sentence[end:], _patterns()
    told = patterns.after.search(after)
    if told and not (told["comma"] and _ADVERBIAL.search(before)):
        return True
    told = patterns.before.search(before)
    if told and (not told["comma"] or after.lstrip().startswith(",")):
        return True
    # Titles are written large, as names are: "Defense Minister Viktor Khrenin".
    if patterns.role.search(sentence[start:end]) and not patterns.role.search(subject):
        return True
    # "The World Food Programme (WFP)" and "the World Food Programme, or WFP".
    return bool(_OR.search(before)) and fold(subject) in acronyms(before)


def _places(sentence: str, subject: str, beside: Collection[str]) -> Iterator[tuple[int, int]]:
    """Yield where a subject stands, with the capitalised words before it: its name in full."""
    wanted = [fold(word) for word in _WORD.findall(without_dots(subject))]
    words = list(_WORD.finditer(sentence))
    large = subject[:1].isupper()
    for at, word in enumerate(words):
        if not _is_word(word[0], wanted[-1], large=large):
            continue
        first, missing = at, wanted[:-1]
        while first and missing and _is_word(words[first - 1][0], missing[-1], large=large, near=1):
            first, missing = first - 1, missing[:-1]
        start = first
        while large and first and _joins(sentence, words, first):
            first -= 1
        # Another first name before the last one is another person's; a title is none.
        is_one = large and _is_alone(words[first:start])
        if not missing or (is_one and all(found_among(other, beside) for other in missing)):
            yield words[first].start(), word.end()


def _is_word(word: str, wanted: str, *, large: bool, near: int = 0) -> bool:
    """Tell whether a word is one of a subject; so many letters may differ, of a long one."""
    if large and not word[:1].isupper():
        return False
    folded = fold(re.sub(r"[’']s?$", "", without_dots(word)))
    is_long = min(len(folded), len(wanted)) >= _LONG_ENOUGH
    return found_among(wanted, (folded,)) or (
        is_long and Levenshtein.distance(folded, wanted) <= near
    )


def _joins(sentence: str, words: Sequence[re.Match[str]], first: int) -> bool:
    """Tell whether the word before is part of the same run of capitalised words."""
    before, here = words[first - 1], words[first]
    if not before[0][:1].isupper() or before[0].casefold() in FUNCTION_WORDS:
        return False
    return sentence[before.end() : here.start()] in {" ", ". "}


def _is_alone(before: Sequence[re.Match[str]]) -> bool:
    return not before or _patterns().role.fullmatch(before[-1][0]) is not None
