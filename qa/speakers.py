"""Who said it: the speakers of an article's sentences; pure.

A quotation belongs to who is said to have spoken it, in its own sentence or beside it; "he said" is
who was named last.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import dropwhile

from index.splitting import Span, split_sentences
from qa.asked_of import surname_of
from qa.names import fold, found_among
from qa.speech import QUOTED, Speech, is_pronoun, is_said, speeches
from qa.words import FUNCTION_WORDS, content_words, words_of

# One that is not closed goes on to the end of its paragraph.
_QUOTATION = re.compile(r"“[^”\n]*(?:”|$)|\"[^\"\n]*(?:\"|$)|«[^»\n]*(?:»|$)", re.MULTILINE)
_LETTER = re.compile(r"[^\W\d_]")
_LARGE = r"[^\W\d_a-zа-яё](?:\.|[\w’'-]*)"
_NAME = re.compile(rf"(?<![\w’']){_LARGE}(?: {_LARGE})*")
_THE = re.compile(r"\b[Tt]he $")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A sentence of a text, with where the text names who speaks in it, in their order.

    `beside` tells that all of it is a quotation, and a sentence beside it says whose.
    """

    sentence: Span
    speakers: tuple[Span, ...]
    beside: bool = False


def said_by(text: str, start: int, end: int, *, asked: str) -> bool | None:
    """Tell whether a sentence of a text is what somebody said; None if nobody speaks in it.

    Args:
        text: an article's.
        start: where the sentence begins.
        end: where it ends.
        asked: who, as `qa.asked_of.asked_of` tells.

    >>> text = "“No,” said Ann Poe, a judge. “Never.” Roe denies it. It is so."
    >>> [said_by(text, *sentence, asked="Poe") for sentence in split_sentences(text)]
    [True, True, False, None]
    """
    some = spoken(text)
    first = bisect_right(some, start, key=lambda one: one.sentence.end)
    last = bisect_left(some, end, key=lambda one: one.sentence.start)
    names = {who.of(text) for one in some[first:last] for who in one.speakers}
    return any(_is(asked, name, text) for name in names) if names else None


@lru_cache(maxsize=64)
def spoken(text: str) -> tuple[Spoken, ...]:
    """Find who speaks in each sentence of a text, in order."""
    quotations = [Span(*found.span()) for found in _QUOTATION.finditer(text)]
    masked = _QUOTATION.sub(lambda found: QUOTED * len(found[0]), text)
    sentences = split_sentences(text)
    own = _speakers(text, masked, sentences)
    texts = [sentence.of(masked) for sentence in sentences]
    owners = _owners(
        texts, [text.count("\n", 0, s.start) for s in sentences], own, _runs(sentences, quotations)
    )
    return tuple(
        Spoken(sentence=sentence, speakers=() if owner is None else own[owner], beside=owner != at)
        for at, (sentence, owner) in enumerate(zip(sentences, owners, strict=True))
    )


def _is(asked: str, name: str, text: str) -> bool:
    surname = surname_of(asked)
    if surname:
        in_full = _in_full(text).get(_last(name), "")
        # Who is asked for by the first name is found by the name in full.
        called = in_full if surname == asked else name
        return found_among(fold(surname), set(map(fold, words_of(f"{name} {called}"))))
    # "The company’s co-founder": what the sentences that name a speaker say of one.
    wanted = map(fold, words_of(content_words(asked)) or words_of(asked))
    known = _beside_name(text, _last(name))
    return all(found_among(word, known) for word in wanted)


@lru_cache(maxsize=256)
def _beside_name(text: str, name: str) -> frozenset[str]:
    """Return the folded words of all sentences of a text that have a name in them."""
    some = (frozenset(map(fold, words_of(s.of(text)))) for s in split_sentences(text))
    return frozenset[str]().union(*(words for words in some if name in words))


def _speakers(text: str, masked: str, sentences: Sequence[Span]) -> list[tuple[Span, ...]]:
    """Find the speakers that each sentence has itself; a pronoun stands for who was named last.

    In its own sentence that is who speaks there, or else the nearest person before it.
    """
    found = [list(speeches(masked, sentence)) for sentence in sentences]
    in_full = _in_full(text)
    known = in_full.keys() | {_last(s.who.of(text)) for some in found for s in some}
    own, last = list[tuple[Span, ...]](), None
    for sentence, some in zip(sentences, found, strict=True):
        names = _names(masked, *sentence)
        people = [n for n in names if _is_person(text, n) and _last(n.of(text)) in known]
        who, speaker = list[Span](), None
        for speech in some:
            named: Span | None = speech.who
            if is_pronoun(speech.who.of(text)):
                before = [person for person in people if person.end <= speech.who.start]
                named = speaker or (before[-1] if before else last)
            elif _is_person(text, speech.who) and _is_sure(text, speech, in_full):
                speaker = speech.who
            who += [named] if named else []
        own.append(tuple(dict.fromkeys(who)))
        last = speaker or (people[0] if people and not who else last)
    return own


def _is_person(text: str, name: Span) -> bool:
    """Tell whether words may name a person: large, and not "the Kyiv Post"."""
    return text[name.start].isupper() and not _THE.search(text, max(0, name.start - 5), name.start)


def _is_sure(text: str, speech: Speech, in_full: Mapping[str, str]) -> bool:
    """Tell whether who speaks is somebody to be called "he": not so in "Minsk hoped"."""
    return is_said(speech.verb.of(text)) or _last(speech.who.of(text)) in in_full


@lru_cache(maxsize=64)
def _in_full(text: str) -> Mapping[str, str]:
    """Return the names of several words in a text, by the last word, folded."""
    names = (name.of(text) for name in _names(text, 0, len(text)))
    return {_last(name): name for name in names if " " in name}


def _names(text: str, start: int, end: int) -> Iterator[Span]:
    """Find the runs of capitalised words in a part of a text, without "But" and "The" before."""
    for run in _NAME.finditer(text, start, end):
        words = list(dropwhile(_is_empty, run[0].split(" ")))
        if words:
            yield Span(run.end() - len(" ".join(words)), run.end())


def _is_empty(word: str) -> bool:
    return word.casefold() in FUNCTION_WORDS


def _last(name: str) -> str:
    words = words_of(name)
    return fold(words[-1]) if words else ""


def _is_quoted(masked: str) -> bool:
    """Tell whether all words of a sentence stand between quotation marks."""
    return QUOTED in masked and not _LETTER.search(masked)


def _runs(sentences: Sequence[Span], quotations: Sequence[Span]) -> list[int]:
    """Return for each sentence the last one of the quotation that it is in, or itself."""
    last = list(range(len(sentences)))
    ends, starts = [s.end for s in sentences], [s.start for s in sentences]
    for start, end in quotations:
        first, past = bisect_right(ends, start), bisect_left(starts, end)
        last[first:past] = [past - 1] * (past - first)
    return last


def _owners(
    masked: Sequence[str],
    paragraphs: Sequence[int],
    own: Sequence[tuple[Span, ...]],
    runs: Sequence[int],
) -> list[int | None]:
    """Return for each sentence which one tells its speakers: another, of a mere quotation.

    The rest of the quotation comes first, then what is before it and what is after it in the
    paragraph, then the end of the paragraph before: a quotation, or a colon.
    """
    count = len(masked)
    before, after = (
        _nearest(own, paragraphs, range(count)),
        _nearest(own, paragraphs, range(count)[::-1]),
    )
    owners: list[int | None] = []
    for at in range(count):
        if not _is_quoted(masked[at]):
            owners.append(at)
        elif (next_one := after[at]) is not None and next_one <= runs[at]:
            owners.append(next_one)
        elif before[at] is not None or after[at] is not None:
            owners.append(after[at] if before[at] is None else before[at])
        else:
            ended = bisect_left(paragraphs, paragraphs[at]) - 1
            leads_on = ended >= 0 and (QUOTED in masked[ended] or masked[ended].endswith(":"))
            owners.append(owners[ended] if leads_on else None)
    return owners


def _nearest(
    own: Sequence[tuple[Span, ...]], paragraphs: Sequence[int], order: Sequence[int]
) -> list[int | None]:
    """Return for each sentence the last one that names a speaker, in an order and its paragraph."""
    nearest: list[int | None] = [None] * len(own)
    last: int | None = None
    for at in order:
        last = at if own[at] else last
        if last is not None and paragraphs[last] == paragraphs[at]:
            nearest[at] = last
    return nearest
