"""Pull quotes: short paragraphs that say again what a longer one says; pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile

Words = tuple[str, ...]
# By a word or by three words together: the stretches that hold them, the shortest first.
_Holders = Mapping[str | Words, Sequence[Words]]

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_TURN = re.compile(
    r"no|not|never|nor|neither|none|without|cannot|hardly|denied|refused|unlikely|.*n't|.*\d.*"
)
# Under 5 words a subhead or "No comment." would match by chance; over 60 nobody pulls.
_FEWEST, _MOST = 5, 60
# A quotation stands within 2.5 times its words at most: half as many more up to where its last part
# begins, and no more than its own after that.
_STRETCH = 5 * _MOST // 2


def find_pull_quotes(paragraphs: Iterable[str]) -> set[int]:
    """Tell which of some paragraphs are short and stand in a longer one, by their words.

    >>> find_pull_quotes(["The river is rising!", "“The river is rising fast,” he said."])
    set()
    >>> find_pull_quotes(["The river is rising fast", "“The river is rising fast,” he said."])
    {0}
    """
    words = [_words(paragraph) for paragraph in paragraphs]
    quotes = {own for own in words if _FEWEST <= len(own) <= _MOST}
    holders = _holders(quotes, sorted({part for own in words for part in _stretches(own)}, key=len))
    pulled = {quote for quote in quotes if _is_pulled(quote, holders)}
    return {at for at, own in enumerate(words) if own in pulled}


def _words(text: str) -> Words:
    return tuple(word.replace("’", "'") for word in _WORD.findall(text.casefold()))


def _stretches(words: Words) -> Iterator[Words]:
    """Cut a long paragraph so that each place where a quotation can stand is whole in one part."""
    for start in range(0, max(len(words) - _STRETCH, 1), _STRETCH):
        yield words[start : start + 2 * _STRETCH]


def _openings(quote: Words) -> list[Words]:
    """Name three words together of which a passage has some: a gap is followed by three."""
    return [quote[at : at + 3] for at in range(3)]


def _holders(quotes: Iterable[Words], passages: Iterable[Words]) -> _Holders:
    wanted: set[str | Words] = set()
    for quote in quotes:
        wanted.update(quote, _openings(quote))
    holders: dict[str | Words, list[Words]] = defaultdict(list)
    for passage in passages:
        threes = zip(passage, passage[1:], passage[2:], strict=False)
        for key in wanted.intersection((*passage, *threes)):
            holders[key].append(passage)
    return holders


def _is_pulled(quote: Words, holders: _Holders) -> bool:
    # Whatever is rarest: lines of a table share their opening, other texts their few words.
    by_word = min((holders[word] for word in quote), key=len)
    by_opening = [holders[opening] for opening in _openings(quote)]
    fewest = [by_word] if len(by_word) < sum(map(len, by_opening)) else by_opening
    return any(
        stands_within(quote, passage)
        for passages in fewest
        for passage in takewhile(lambda found: len(found) > len(quote), reversed(passages))
    )


def stands_within(quote: Sequence[str], passage: Sequence[str]) -> bool:
    """Tell whether the words of `quote` stand in `passage`, in order, in a compact stretch.

    From ten words on, `passage` may have up to half as many words more in at most two places
    between them, unless one of these is a figure or turns the sense ("will not send").

    >>> stands_within("the river is rising".split(), "he said the river is rising fast".split())
    True
    """
    starts = [at for at, word in enumerate(passage) if word == quote[0]]
    return any(_stands_at(start, quote, passage) for start in starts)


def _stands_at(start: int, quote: Sequence[str], passage: Sequence[str]) -> bool:
    at, matched, gaps = start, 0, 0
    longest = len(quote) + (len(quote) // 2 if len(quote) >= 10 else 0)
    while True:
        while matched < len(quote) and at < len(passage) and passage[at] == quote[matched]:
            at, matched = at + 1, matched + 1
        if matched == len(quote):
            return True
        # Three words together show that the quotation goes on; single words recur by chance.
        wanted = list(quote[matched : matched + 3])
        ends = range(at + 1, min(len(passage), start + longest) - len(wanted) + 1)
        nearest = next(
            (end for end in ends if list(passage[end : end + len(wanted)]) == wanted), None
        )
        gaps += 1
        if nearest is None or gaps > 2 or any(map(_TURN.fullmatch, passage[at:nearest])):
            return False
        at = nearest
