"""How sure the desk has to be before it answers."""

from enum import StrEnum
from typing import Self

from index import RequestError


class Strictness(StrEnum):
    """The user's choice between answering too much and too little; measured rates in README.md.

    An archive that was calibrated on its owner's questions (`onrecord evaluate --calibrate`) has a
    threshold of its own, which is then taken where nothing is chosen.
    """

    STRICT = "strict"
    BALANCED = "balanced"
    OPEN = "open"
    CALIBRATED = "calibrated"

    @classmethod
    def named(cls, name: str) -> Self:
        """Return the one of a name, as it is written on the command line.

        Raises:
            RequestError: there is none.

        >>> Strictness.named("open")
        <Strictness.OPEN: 'open'>
        """
        try:
            return cls(name)
        except ValueError:
            names = ", ".join(cls)
            raise RequestError(f"there is no strictness {name!r}; choose one of: {names}") from None
