"""What an earlier question is about that does not name it, or more of it than the name; pure."""

import re

from qa.alone import begins_anew
from qa.mentions import named
from qa.parts import without_lead

# Longer ones are no names, and drown what is asked.
LONGEST = 80
# A talk that is opened with more words says something, and does not give its topic.
_LONGEST_OPENING = 12
_TELL = (
    r"(?:(?:can|could|will|would) you )?(?:please )?"
    r"(?:define|describe|explain|tell (?:me|us)(?: more| something)? about"
    r"|i(?:[’']d| would) (?:like|love) to (?:hear|know|learn) (?:more |something )?about) "
)
_OPENS = re.compile(_TELL, re.IGNORECASE)
# What is introduced, and no more than that: "arnica", but not "arnica used for".
_INTRODUCES = re.compile(
    rf"(?:{_TELL}|what(?:[’']s| (?:are|is)) )(?:(?:an?|the) )?"
    r"(?P<what>(?!(?:some|the|these|those|this) )(?:[\w’'-]+ ){0,3}"
    r"(?!(?:about|by|for|from|in|of|on|ones?|to|used|with)\b)[\w’'-]+)[\s?!.]*",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"(?:are|can|could|did|do|does|had|has|have|how|is|should|was|were|what|when|where|which|who"
    r"|whom|whose|why|will|would)(?:n[’']t|[’']s)?\b",
    re.IGNORECASE,
)
# "How large" asks; what is so large comes after.
MEASURES = "big|deep|far|fast|heavy|high|large|long|often|old|small|soon|tall|wide"
_MEASURES = re.compile(rf"how (?:{MEASURES})\b", re.IGNORECASE)
_STRANDED = re.compile(r" (?:(?:are|is|was|were) there|(?:will|would) be|be)$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?]) (?=\w)")
_BEFORE_PLACE = re.compile(r"\b(?:at|from|in|into|near)(?: the)? $", re.IGNORECASE)


def topic_of(question: str) -> str:
    """Return what a question introduces, in its words; empty if it asks more.

    >>> topic_of("What is anaemia?"), topic_of("Tell me about the Bronze Age collapse.")
    ('anaemia', 'Bronze Age collapse')
    >>> topic_of("Which mills burn coal?"), topic_of("What are the symptoms?")
    ('', '')
    """
    for sentence in _SENTENCE_END.split(question):
        found = _INTRODUCES.fullmatch(sentence)
        if found and (begins_anew(sentence) or named(found["what"])):
            return found["what"]
    return ""


def opening_of(question: str) -> list[str]:
    """Return what a talk is about that opens with a topic, and not with a question of it.

    >>> opening_of("Ann Poe: early years"), opening_of("Tell me about tea."), opening_of("Tea?")
    (['Ann Poe'], ['tea'], [])
    """
    is_long = len(question.split()) > _LONGEST_OPENING
    is_topic = "?" not in question and not is_long and not _ASKS.match(question)
    if not (is_topic or _OPENS.match(question)):
        return []
    topic = topic_of(question)
    return [topic] if topic else [name.of(question) for name in named(question)]


def thing_of(question: str) -> str:
    """Return what is asked of in a question that names places only; empty if it names others.

    >>> thing_of("How many women work at the mill in Minsk?"), thing_of("Did Ann Poe go to Minsk?")
    ('women work at the mill in Minsk', '')
    """
    names = named(question)
    is_place = all(_BEFORE_PLACE.search(question[: name.start]) for name in names)
    if not names or not is_place or _SENTENCE_END.search(question):
        return ""
    return subject_matter(question)


_SAID_ABOUT = re.compile(
    r"\b(?:argue|claim|comment|mean|say|said|tell|think|told|write|wrote)(?: \w+)? "
    r"(?:about|of|on) (?:(?:an?|her|his|its|the|their) )?(?P<what>[^?]{3,60}?)[\s?!.]*$",
    re.IGNORECASE,
)


def said_about(question: str) -> str:
    """Return of what somebody's words are asked for; empty where it names it, or asks no such.

    >>> said_about("What did Ann Poe say about the state budget?")
    'state budget'
    >>> said_about("What did Ann Poe say about Minsk?")
    ''
    """
    found = _SAID_ABOUT.search(question)
    return "" if not found or named(found["what"]) else found["what"]


def subject_matter(question: str) -> str:
    """Return what a question is about: its words but for those that ask.

    >>> subject_matter("How large is the army?"), subject_matter("How many drones were there?")
    ('army', 'drones')
    >>> subject_matter("How long will the mill in Minsk be closed?")
    'mill in Minsk be closed'
    """
    asked = _MEASURES.sub("", question)
    return shortened(_STRANDED.sub("", without_lead(asked)))


def shortened(words: str) -> str:
    """Cut what is no name after some words."""
    whole = len(words) <= LONGEST
    return words if whole else words[: LONGEST + 1].rpartition(" ")[0]
