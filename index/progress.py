"""How far a long job is, and whom it is told."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a long job is: `done` of `total` files, passages or steps of a stage."""

    stage: str
    done: int
    total: int


Report = Callable[[Progress], None]


def silent(_: Progress) -> None:
    """Report to nobody."""
