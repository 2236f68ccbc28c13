"""The threshold in force: one that ships, or the archive's own."""

import hashlib
import json
import logging
import shlex
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from index import RequestError
from index.errors import archive_option
from qa.bundled import BUNDLED_READER, WEIGHTS_SHA256
from qa.strictness import Strictness

if TYPE_CHECKING:
    from index import Archive, Catalogue

log = logging.getLogger(__name__)

_SETTING = "silence_threshold"
# What the probability of an answer is computed by, beside what a reader says.
_WEIGHTS = ("sentence_weights.json", "silence_weights.json")


@cache
def weights_in_force() -> str:
    """Return what tells the weights that probabilities come of today from others."""
    digest = hashlib.sha256(WEIGHTS_SHA256.encode())
    for name in _WEIGHTS:
        digest.update((files("qa") / name).read_bytes())
    return digest.hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """The probability below which the answer is silence, and how it was chosen."""

    value: float
    strictness: Strictness


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """A threshold of an archive's own, fitted to its owner's questions.

    `wanted` is the rate of answers to questions without one that was aimed at; `answerable` and
    `unanswerable` are how many questions it rests on. It holds for the answers of one `reader` and
    one version's `weights`: another's probabilities stand elsewhere.
    """

    threshold: float
    wanted: float
    answerable: int
    unanswerable: int
    reader: str = BUNDLED_READER
    weights: str = field(default_factory=weights_in_force)

    @property
    def is_outdated(self) -> bool:
        """Whether it was fitted to probabilities that other weights gave."""
        return self.weights != weights_in_force()


def threshold(
    archive: "Catalogue", wanted: Strictness | None = None, *, reader: str = BUNDLED_READER
) -> Threshold:
    """Return the threshold in force for a reader's answers.

    Raises:
        RequestError: the archive's own is wanted and it has none for this reader, or there is no
            strictness of that name.
    """
    wanted = Strictness.named(wanted) if wanted is not None else None
    own = stored(archive, reader=reader) if wanted in (None, Strictness.CALIBRATED) else None
    if own:
        return Threshold(value=own.threshold, strictness=Strictness.CALIBRATED)
    if wanted is Strictness.CALIBRATED:
        raise RequestError(_why_none(archive, reader))
    from qa import silence  # `onrecord status` needs only what is stored

    strictness = wanted or Strictness.BALANCED
    return Threshold(value=silence.threshold(strictness), strictness=strictness)


def stored(archive: "Catalogue", *, reader: str | None = None) -> Calibration | None:
    """Return the archive's own calibration, or None; given a reader, only if it holds for that."""
    text = archive.setting(_SETTING)
    found = Calibration(**{"weights": "", **json.loads(text)}) if text else None
    if found is None or reader is None:
        return found
    return found if found.reader == reader and not found.is_outdated else None


def store(archive: "Archive", calibration: Calibration | None) -> None:
    """Keep a calibration in the archive; None forgets it."""
    text = json.dumps(asdict(calibration)) if calibration else None
    archive.keep_setting(_SETTING, text)


def why_not_in_force(archive: "Catalogue", *, reader: str) -> str:
    """Say why a threshold of the archive's own is not in force, and what to do; empty of none."""
    found = stored(archive)
    outdated = found and found.reader == reader and found.is_outdated
    return f"another threshold is in force: {_why_none(archive, reader)}" if outdated else ""


def warn_of_outdated(archive: "Catalogue", *, reader: str) -> None:
    """Log that an archive has a threshold of its own that is no longer in force, if it has."""
    if told := why_not_in_force(archive, reader=reader):
        log.warning(told)


def _why_none(archive: "Catalogue", reader: str) -> str:
    """Say why an archive has no threshold of its own for a reader, and how to make one."""
    found = stored(archive)
    why = f"has no threshold of its own for the reader '{reader}'; make one"
    if found and found.reader == reader:
        why = "has a threshold of its own, fitted when weights were others; fit it again"
    option = "" if reader == BUNDLED_READER else f" --reader {shlex.quote(reader)}"
    return (
        f"the archive {archive.path} {why} with: onrecord evaluate QUESTIONS.csv --calibrate "
        f"RATE{option} {archive_option(archive.path)}"
    )
