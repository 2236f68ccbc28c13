"""The threshold in force: one that ships, or the archive's own."""

import json
import shlex
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from index import RequestError
from qa.bundled import BUNDLED_READER
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
    `unanswerable` are how many questions it rests on. It holds for the answers of one `reader`:
    another's probabilities stand elsewhere.
    """

    threshold: float
    wanted: float
    answerable: int
    unanswerable: int
    reader: str = BUNDLED_READER


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
        option = "" if reader == BUNDLED_READER else f" --reader {reader}"
        raise RequestError(
            f"the archive {archive.path} has no threshold of its own for the reader '{reader}'; "
            f"make one with: onrecord evaluate QUESTIONS.csv --calibrate RATE{option} "
            f"--archive {shlex.quote(str(archive.path))}"
        )
    from qa import silence  # `onrecord status` needs only what is stored

    strictness = wanted or Strictness.BALANCED
    return Threshold(value=silence.threshold(strictness), strictness=strictness)


def stored(archive: "Catalogue", *, reader: str | None = None) -> Calibration | None:
    """Return the archive's own calibration, or None; given a reader, only if it is for that."""
    text = archive.setting(_SETTING)
    found = Calibration(**json.loads(text)) if text else None
    return found if found and reader in (None, found.reader) else None


def store(archive: "Archive", calibration: Calibration | None) -> None:
    """Keep a calibration in the archive; None forgets it."""
    text = json.dumps(asdict(calibration)) if calibration else None
    archive.keep_setting(_SETTING, text)
