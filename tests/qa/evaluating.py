"""A desk whose probabilities can be read by eye, for what is measured of silence."""

import re
from collections.abc import Sequence

from qa import Case, Desk, Gold
from qa.deciding import Evidence

TROOPS = Gold(quote="Belarus has sent no troops.")


def planned(evidence: Evidence) -> float:
    """Read the probability off the question: "Did it snow 37 times?" is 0.37."""
    return int(re.findall(r"\d+", evidence.question.text)[-1]) / 100


class PlannedDesk(Desk):
    """Finds what it finds; its probability is the last number of the question, in hundredths."""

    def probability(self, evidence: Evidence) -> float:
        return planned(evidence)


def asked(number: int, *, copy: int = 0) -> str:
    return f"Has Belarus sent troops in round {copy} to {number}?"


def cases(can: Sequence[int], cannot: Sequence[int]) -> list[Case]:
    """Make a case for each probability in hundredths: answerable ones, then the others."""
    return [
        *(Case(question=asked(n, copy=c), golds=(TROOPS,)) for c, n in enumerate(can)),
        *(Case(question=asked(n, copy=c + 1000), absent=True) for c, n in enumerate(cannot)),
    ]
