"""How sure the desk has to be before it answers."""

from enum import StrEnum


class Strictness(StrEnum):
    """The user's choice between answering too much and too little; measured rates in README.md.

    An archive that was calibrated on its owner's questions (`onrecord evaluate --calibrate`) has a
    threshold of its own, which is then taken where nothing is chosen.
    """

    STRICT = "strict"
    BALANCED = "balanced"
    OPEN = "open"
    CALIBRATED = "calibrated"
