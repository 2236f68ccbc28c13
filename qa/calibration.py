"""The threshold in force: one that ships, or the archive's own."""

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from index import RequestError
from qa.strictness import Strictness

if TYPE_CHECKING:
    from index import Archive, Catalogue

_SETTING = "silence_threshold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """The probability below which the answer is silence, and how it was chosen."""

    value: float
    strictness: Strictness


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """A threshold of an archive's own, fitted to its owner's questions.

    `wanted` is the rate of answers to questions without one that was aimed at; `answerable` and
    `unanswerable` are how many questions it rests on.
    """

    threshold: float
    wanted: float
    answerable: int
    unanswerable: int


def threshold(archive: "Catalogue", wanted: Strictness | None = None) -> Threshold:
    """Return the threshold in force.

    Raises:
        RequestError: the archive's own is wanted and it has none.
    """
    own = stored(archive) if wanted in (None, Strictness.CALIBRATED) else None
    if own:
        return Threshold(value=own.threshold, strictness=Strictness.CALIBRATED)
    if wanted is Strictness.CALIBRATED:
        raise RequestError(
            f"the archive {archive.path} has no threshold of its own; make one with: "
            "onrecord evaluate QUESTIONS.csv --calibrate RATE"
        )
    from qa import silence  # `onrecord status` needs only what is stored

    strictness = wanted or Strictness.BALANCED
    return Threshold(value=silence.threshold(strictness), strictness=strictness)


def stored(archive: "Catalogue") -> Calibration | None:
    """Return the archive's own calibration, or None."""
    text = archive.setting(_SETTING)
    return Calibration(**json.loads(text)) if text else None


def store(archive: "Archive", calibration: Calibration | None) -> None:
    """Keep a calibration in the archive; None forgets it."""
    text = json.dumps(asdict(calibration)) if calibration else None
    archive.keep_setting(_SETTING, text)
