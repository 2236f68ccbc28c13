"""Copies: which texts are one story, and which of its carriers had it first; pure.

Two texts are copies when they share most of their three-word shingles (Broder, "On the resemblance
and containment of documents", 1997), or when one holds nearly all of the other's, as a wire story
does of its cut-down copy; and when they give the same figures. Which pairs are worth comparing is
told by MinHash bands (Leskovec et al., "Mining of Massive Datasets", section 3.4); a band that two
texts share is a hint, never the verdict.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rensa import RMinHash

# All figures: benchmarks/README.md, "Copies".
SHINGLE_WORDS = 3
# Below it Reuters texts are mostly one form filled in twice: bond issues, repurchases, contracts.
LEAST_RESEMBLANCE = 0.6
# A copy cut down to a third resembles its original by 0.33, but nearly all of it is in there.
LEAST_CONTAINMENT = 0.85
# Shorter texts are mostly forms ("Qtly div 11 cts vs 11 cts prior"): they must be equal.
LEAST_SHINGLES = 30
# Figures tell a copy from a form, and texts that disagree must stand side by side.
LEAST_SHARED_FIGURES = 0.9

_BANDS, _ROWS = 16, 4
# Wire copies are cut from the end: what is left of a long story shares its opening.
_OPENING_WORDS, _OPENING_BANDS = 60, 8
_SEED = 1997
_WORD = re.compile(r"\w+")
_FIGURE = re.compile(r"\d+(?:[.,/:-]\d+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """What two texts are compared by: their title, shingles of three words, and figures."""

    title: str
    shingles: frozenset[tuple[str, ...]]
    figures: frozenset[str]


def fingerprint(text: str, *, title: str | None = None) -> Fingerprint:
    """Take a text's fingerprint; case, punctuation and white space leave no trace in it.

    >>> sorted(fingerprint("Minsk said: “no troops”, 9.5 km away.").shingles)[:2]
    [('5', 'km', 'away'), ('9', '5', 'km')]
    """
    return Fingerprint(
        title=" ".join(_WORD.findall((title or "").casefold())),
        shingles=shingles_of(text),
        figures=frozenset(_FIGURE.findall(text)),
    )


def shingles_of(text: str) -> frozenset[tuple[str, ...]]:
    """Return a text's shingles; one of fewer words is one by itself."""
    return _shingles(_WORD.findall(text.casefold()))


def are_copies(one: Fingerprint, other: Fingerprint) -> bool:
    """Tell whether two texts carry one story, whole or cut down."""
    shared = len(one.shingles & other.shingles)
    shorter, longer = sorted((one, other), key=lambda f: len(f.shingles))
    if len(shorter.shingles) < LEAST_SHINGLES:
        return bool(one.title) and one.title == other.title and one.shingles == other.shingles
    if len(shorter.figures & longer.figures) < LEAST_SHARED_FIGURES * len(shorter.figures):
        return False
    resemblance = shared / len(one.shingles | other.shingles)
    return resemblance >= LEAST_RESEMBLANCE or shared / len(shorter.shingles) >= LEAST_CONTAINMENT


def sketch(text: str) -> list[int]:
    """Return the MinHash bands of a text as signed 64-bit numbers; copies share at least one.

    Two thirds are those of the whole text, one third of its opening. By the banding's own formula,
    1 - (1 - s^r)^b, texts that resemble each other by 0.6 are found in 0.89 of cases, by 0.8 in all
    but 2 of 10,000; cut-down copies by their openings.
    """
    words = _WORD.findall(text.casefold())
    if not words:
        return []
    sets = [_shingles(words), _shingles(words[:_OPENING_WORDS])]
    whole, opening = RMinHash.digests_from_token_sets(
        [sorted(map(" ".join, one)) for one in sets], num_perm=_BANDS * _ROWS, seed=_SEED
    )
    return [*_bands("whole", whole, _BANDS), *_bands("opening", opening, _OPENING_BANDS)]


def _shingles(words: Sequence[str]) -> frozenset[tuple[str, ...]]:
    if len(words) < SHINGLE_WORDS:
        return frozenset([tuple(words)])
    return frozenset(zip(*(words[at:] for at in range(SHINGLE_WORDS)), strict=False))


def _bands(kind: str, digest: Sequence[int], count: int) -> Iterable[int]:
    for number in range(count):
        rows = digest[number * _ROWS : (number + 1) * _ROWS]
        key = hashlib.blake2b(f"{kind} {number} {rows}".encode(), digest_size=8).digest()
        yield int.from_bytes(key, "big", signed=True)
