"""Whether a sentence is what somebody said whose words are asked for; pure."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from index.splitting import Span, split_sentences
from qa.asked_of import surname_of
from qa.names import fold, found_among, same_first_name
from qa.speaking.full_names import bare_name
from qa.speaking.speakers import last_word, names_in, spoken
from qa.speaking.speech_words import FINITE, VERBS
from qa.words import content_words, titles_among, words_of

# Between a name and what describes it, or another part of the sentence.
_MARK = re.compile(r"[,;:—–()“”\"]")


def said_by(text: str, start: int, end: int, *, asked: str) -> bool | None:
    """Tell whether a sentence of a text is what somebody said.

    Args:
        text: an article's.
        start: where the sentence begins.
        end: where it ends.
        asked: who, as `qa.asked_of.asked_of` tells.

    Returns:
        None if nobody speaks in it, or one of several of that surname.

    >>> text = "“No,” said Ann Poe, a judge. “Never.” Roe denies it. It is so."
    >>> [said_by(text, *sentence, asked="Poe") for sentence in split_sentences(text)]
    [True, True, False, None]
    """
    some = spoken(text)
    first = bisect_right(some, start, key=lambda one: one.sentence.end)
    last = bisect_left(some, end, key=lambda one: one.sentence.start)
    names = {who for one in some[first:last] for who in one.speakers}
    known = {_is(asked, name, text) for name in names}
    return True if True in known else False if False in known else None


def _is(asked: str, who: Span, text: str) -> bool | None:
    """Tell whether a speaker is whom a question asks for; None where it may be."""
    name, surname = who.of(text), surname_of(asked)
    if surname is None:
        # "The company’s co-founder": what the sentences that name a speaker say of one.
        wanted = map(fold, words_of(content_words(asked)) or words_of(asked))
        known = _beside_name(text, last_word(name)) | set(map(fold, words_of(name)))
        return all(found_among(word, known) for word in wanted)
    first, words = _first_name(asked), tuple(map(fold, words_of(name)))
    if found_among(fold(surname), words):
        return first is None or _is_called(first, who, text)
    called = _called(text)
    if first and len(words) == 1:  # "said Ann", of Ann Poe
        return words[0] == first and (first, fold(surname)) in called.get(fold(surname), ())
    # Who is asked for by the first name is found by the name in full.
    fulls = called.get(last_word(name), ()) if surname == asked else ()
    return any(found_among(fold(surname), full) for full in fulls)


def _is_called(first: str, who: Span, text: str) -> bool | None:
    """Tell whether who has the surname that is asked for has the first name too."""
    called = _called(text)
    own = tuple(map(fold, words_of(bare_name(text, who).of(text))))
    named = [own] if len(own) > 1 else called.get(last_word(who.of(text)), ())
    if not named:
        return True
    # Where the article has whom is asked for, by that name, it calls nobody else so.
    there = any(full[0] == first for full in called.get(last_word(who.of(text)), ()))
    agree = [full[0] == first if there else _may_be_one(first, full) for full in named]
    return True if all(agree) else None if any(agree) else False


def _may_be_one(first: str, full: tuple[str, ...]) -> bool:
    """Tell whether a first name may be another's, as "Joe" is Joseph's, by how it begins."""
    return any(same_first_name(first, word) or word[0] == first[0] for word in full[:-1])


def _first_name(asked: str) -> str | None:
    """Return what stands before a surname that is asked for: no title, and no "leader"."""
    words = words_of(asked)
    titles = titles_among(words)
    before = [word for at, word in enumerate(words[:-1]) if at not in titles]
    is_name = before and all(word[0].isupper() and not word.isupper() for word in before)
    return fold(before[0]) if is_name else None


@lru_cache(maxsize=64)
def _called(text: str) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Return the names of several words in a text, folded, without titles, by the last word."""
    found = defaultdict[str, dict[tuple[str, ...], None]](dict)
    for name in names_in(text, 0, len(text)):
        words = tuple(map(fold, words_of(bare_name(text, name).of(text))))
        if len(words) > 1:
            found[words[-1]][words] = None
    return {last: tuple(names) for last, names in found.items()}


@lru_cache(maxsize=256)
def _beside_name(text: str, name: str) -> frozenset[str]:
    """Return the folded words by which a text describes whom it names: before or behind the name.

    Of "Poe criticised the mayor" there are none: the mayor is another.
    """
    found = set[str]()
    for sentence in split_sentences(text):
        parts = [list(map(fold, words_of(part))) for part in _MARK.split(sentence.of(text))]
        for at, words in enumerate(parts):
            if name not in words:
                continue
            first = words.index(name)
            found.update(_behind_verb(words[:first]))
            if first <= 1 and at:  # "the mayor of Minsk, Ann Poe"
                found.update(_behind_verb(parts[at - 1]))
            if first == len(words) - 1 and at + 1 < len(parts):  # "Poe, the mayor of Minsk"
                found.update(parts[at + 1])
    return frozenset(found)


def _behind_verb(words: Sequence[str]) -> Sequence[str]:
    """Return the words behind the last verb among some."""
    verbs = (at for at in reversed(range(len(words))) if _may_be_verb(words[at]))
    return words[next(verbs, -1) + 1 :]


def _may_be_verb(word: str) -> bool:
    return word in VERBS | FINITE or word.endswith("ed")
