"""Questions changed so that their passage no longer answers them.

After the kinds of unanswerable questions that Rajpurkar et al. (2018, table 1) found: another
entity or number, an antonym, a negation, another word of the same kind.
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import numpy as np
from safetensors.numpy import load_file

from qa.words import content_words

_OPPOSITES = (
    "first/last before/after early/late earliest/latest earlier/later oldest/newest old/new",
    "older/younger oldest/youngest ancient/modern largest/smallest larger/smaller large/small",
    "big/little biggest/smallest bigger/smaller highest/lowest higher/lower high/low most/least",
    "more/less more/fewer best/worst better/worse good/bad major/minor maximum/minimum long/short",
    "longest/shortest longer/shorter strong/weak stronger/weaker strongest/weakest rich/poor",
    "wealthy/poor expensive/cheap fast/slow faster/slower fastest/slowest hot/cold north/south",
    "east/west northern/southern eastern/western northeast/southwest left/right",
    "northwest/southeast inside/outside inner/outer upper/lower above/below top/bottom up/down",
    "begin/end began/ended start/end started/stopped start/stop open/close opened/closed",
    "open/closed enter/leave entered/left arrive/depart arrived/departed win/lose won/lost",
    "increase/decrease increased/decreased increases/decreases rise/fall rose/fell gain/lose",
    "gained/lost grow/shrink grew/shrank add/remove added/removed create/destroy",
    "created/destroyed build/demolish built/demolished accept/reject accepted/rejected",
    "allow/forbid allowed/forbidden support/oppose supported/opposed supporting/opposing",
    "love/hate loved/hated liked/disliked buy/sell bought/sold borrow/lend attack/defend",
    "attacked/defended give/take gave/took given/taken send/receive sent/received push/pull",
    "raise/lower raised/lowered include/exclude included/excluded includes/excludes",
    "agree/disagree agreed/disagreed male/female man/woman men/women husband/wife father/mother",
    "son/daughter brother/sister king/queen his/her he/she boy/girl boys/girls uncle/aunt",
    "public/private common/rare popular/unpopular easy/difficult easy/hard true/false",
    "positive/negative legal/illegal possible/impossible successful/unsuccessful",
    "important/unimportant similar/different same/different active/inactive direct/indirect",
    "formal/informal regular/irregular known/unknown likely/unlikely domestic/foreign",
    "local/national internal/external military/civilian urban/rural day/night always/never",
    "often/rarely usually/rarely ever/never with/without heavy/light dark/light wet/dry",
    "full/empty success/failure victory/defeat friend/enemy birth/death born/died",
    "married/divorced winter/summer spring/autumn morning/evening future/past majority/minority",
    "advantage/disadvantage advantages/disadvantages benefit/harm cause/prevent caused/prevented",
    "causes/prevents improve/worsen improved/worsened protect/threaten strength/weakness",
    "simple/complex simplest/hardest wide/narrow deep/shallow near/far closest/farthest",
    "safe/dangerous",
)
_AUXILIARY = re.compile(
    r"\b(did|does|do|is|was|are|were|has|have|had|can|could|will|would|should|must)\b"
)
_NEGATED = re.compile(r"\b(?:not|never)\s+|n['’]t\b", re.IGNORECASE)
_NAME = re.compile(r"[A-Z][\w’'-]*(?:\s+(?:of\s+|the\s+)?[A-Z][\w’'-]*)*")
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:,\d{3})*(?:\.\d+)?(?![\w])")
_YEAR = re.compile(r"1[0-9]{3}|20[0-2][0-9]")
_WORD = re.compile(r"\b[a-z]{4,}\b(?![’'-])")


def _opposites() -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    for line in _OPPOSITES:
        for pair in line.split():
            one, other = pair.split("/")
            made.setdefault(one, []).append(other)
            made.setdefault(other, []).append(one)
    return made


class Neighbours:
    """Words that stand near a word in the encoder's own word embeddings.

    The nearest are other forms and synonyms, which change nothing; those further out name another
    thing of the same kind ("museum", "library").
    """

    FIRST, LAST = 8, 45

    def __init__(self, directory: Path) -> None:
        table = load_file(directory / "model.safetensors")["embeddings.word_embeddings.weight"]
        vocabulary = (directory / "vocab.txt").read_text().splitlines()
        kept = [i for i, word in enumerate(vocabulary) if _WORD.fullmatch(word)]
        self._words = [vocabulary[i] for i in kept]
        vectors = table[kept] / np.linalg.norm(table[kept], axis=1, keepdims=True)
        self._vectors = vectors.astype(np.float32)
        self._row = {word: i for i, word in enumerate(self._words)}
        self._known: dict[str, list[str]] = {}

    def of(self, word: str) -> list[str]:
        """Return other words of the same kind; none for a word that is not one token."""
        if word not in self._row:
            return []
        if word not in self._known:
            nearest = np.argsort(-(self._vectors @ self._vectors[self._row[word]]))
            found = (self._words[i] for i in nearest[self.FIRST : self.LAST])
            self._known[word] = [other for other in found if other[:4] != word[:4]]
        return self._known[word]


def change(
    question: str, passage: str, *, elsewhere: Sequence[str], neighbours: Neighbours, random: Random
) -> str | None:
    """Return the question with one thing changed, or None where nothing can be.

    Args:
        question: a question that `passage` answers.
        passage: what names and numbers are taken from first: a change to what stands nearby is
            the hardest to see.
        elsewhere: other texts on the same subject, for names and numbers that the passage lacks.
        neighbours: for other words of the same kind.
        random: decides which change is made.
    """
    ways: list[tuple[float, Callable[[], str | None]]] = [
        (3.0, lambda: _other_name(question, [passage, *elsewhere], random)),
        (2.5, lambda: _other_number(question, passage, random)),
        (3.0, lambda: _opposite(question, random)),
        (0.8, lambda: _negated(question, random)),
        (2.0, lambda: _other_word(question, passage, neighbours, random)),
    ]
    # A weighted shuffle (Efraimidis and Spirakis, 2006).
    for _, way in sorted(ways, key=lambda pair: random.random() ** (1 / pair[0]), reverse=True):
        changed = way()
        if changed and changed.casefold() != question.casefold():
            return changed
    return None


def change_fact(
    question: str, passage: str, *, elsewhere: Sequence[str], random: Random
) -> str | None:
    """Return the question with another name or number in it, or None where it has none to change.

    It is `change` without what turns words round: what is asked stays, of whom or when does not.
    """
    ways: list[Callable[[], str | None]] = [
        lambda: _other_name(question, [passage, *elsewhere], random),
        lambda: _other_number(question, passage, random),
    ]
    random.shuffle(ways)
    return next((changed for way in ways if (changed := way())), None)


def names_in(text: str) -> list[str]:
    """Return the runs of capitalised words that are not merely the head of a sentence."""
    found = []
    for match in _NAME.finditer(text):
        name = match.group()
        opening = match.start() == 0 or text[: match.start()].rstrip()[-1:] in ".?!"
        if opening and " " in name and not content_words(name.split()[0]):
            name = name.partition(" ")[2]  # "In France" at the head of a sentence
        elif opening and " " not in name:
            continue
        name = name.removesuffix("'s").removesuffix("’s")
        if content_words(name):
            found.append(name)
    return list(dict.fromkeys(found))


def _other_name(question: str, texts: Sequence[str], random: Random) -> str | None:
    present = [name for name in names_in(question) if name.casefold() in texts[0].casefold()]
    if not present:
        return None
    old = random.choice(present)
    for text in texts:
        others = [
            name
            for name in names_in(text)
            if not any(word in question for word in name.split())
            and abs(len(name.split()) - len(old.split())) <= 1
        ]
        if others:
            return question.replace(old, random.choice(others))
    return None


def _other_number(question: str, passage: str, random: Random) -> str | None:
    numbers = [m for m in _NUMBER.finditer(question) if m.group() in passage]
    if not numbers:
        return None
    old = random.choice(numbers)
    others: list[str] = [n for n in _NUMBER.findall(passage) if n not in question]
    alike = [n for n in others if bool(_YEAR.fullmatch(n)) == bool(_YEAR.fullmatch(old.group()))]
    if alike and random.random() < 0.6:
        new = random.choice(alike)
    elif old.group().isdigit():
        shift = random.choice([-30, -10, -7, -3, -2, -1, 1, 2, 3, 5, 10, 20])
        new = str(max(int(old.group()) + shift, 1))
    else:
        return None
    return question[: old.start()] + new + question[old.end() :]


def _opposite(question: str, random: Random) -> str | None:
    words = [m for m in re.finditer(r"\b[a-z]+\b", question) if m.group() in _TABLE]
    if not words:
        return None
    old = random.choice(words)
    new = random.choice(_TABLE[old.group()])
    return question[: old.start()] + new + question[old.end() :]


def _negated(question: str, random: Random) -> str | None:
    """Add a negation, or take the one away that is there."""
    if _NEGATED.search(question):
        return _NEGATED.sub("", question, count=1)
    found = list(_AUXILIARY.finditer(question))
    if not found:
        return None
    at = random.choice(found)
    word = at.group()
    short = {"can": "can't", "will": "won't"}.get(word, f"{word}n't")
    new = random.choice([short, f"{word} not" if random.random() < 0.5 else f"{word} never"])
    return question[: at.start()] + new + question[at.end() :]


def _other_word(question: str, passage: str, neighbours: Neighbours, random: Random) -> str | None:
    known: set[str] = set(re.findall(r"\w+", passage.casefold()))
    words = [m for m in _WORD.finditer(question) if content_words(m.group())]
    words = [m for m in words if m.group() in known]
    if not words:
        return None
    old = random.choice(words)
    others = [word for word in neighbours.of(old.group()) if word not in known]
    if not others:
        return None
    return question[: old.start()] + random.choice(others) + question[old.end() :]


_TABLE = _opposites()
