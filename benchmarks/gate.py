"""The floors under the measured quality; run `python -m benchmarks.gate` to raise them.

benchmarks/floors.json holds, for each measure, the worst value that is let through, once of all
questions and once of a sample, and the SHA-256 of the data that it was measured on. An update
refuses to lower a floor unless told so with a reason, which is kept in the file.
"""

import argparse
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.data import sha256

WHOLE, SAMPLE = "whole", "sample"
# Another processor rounds in other places, and moves a question or two in a thousand. A sample has
# some thirty to sixty questions with an answer: one of them that moves is 0.02 to 0.04.
SLACK = {WHOLE: 0.005, SAMPLE: 0.04}
FLOORS = Path(__file__).parent / "floors.json"
RESULTS = {
    WHOLE: FLOORS.parent / "results" / "quality.json",
    SAMPLE: FLOORS.parents[1] / "build" / "benchmarks" / "sample.json",
}
"""What was measured last; that of a sample is no result to be kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """The worst value that a measure may have; `at_most` turns it into a ceiling."""

    measure: str
    value: float
    at_most: bool

    def holds(self, measured: float) -> bool:
        """Tell whether a measured value is let through.

        >>> Floor(measure="mrr", value=0.6, at_most=False).holds(0.6)
        True
        """
        return measured <= self.value if self.at_most else measured >= self.value


def read_floors(extent: str) -> tuple[list[Floor], dict[str, str]]:
    """Return the floors of `WHOLE` or `SAMPLE`, and the SHA-256 by data file."""
    stored = json.loads(FLOORS.read_text())
    bounds = stored[extent]
    floors = [Floor(measure=m, value=v, at_most=False) for m, v in bounds["at_least"].items()]
    floors += [Floor(measure=m, value=v, at_most=True) for m, v in bounds["at_most"].items()]
    return floors, stored["data"]


def failures(results: Mapping[str, Any], floors: list[Floor]) -> Iterator[str]:
    """Name what falls under its floor or was not measured."""
    for floor in floors:
        measured = value_of(results, floor.measure)
        if measured is None:
            yield f"{floor.measure}: not measured"
        elif not floor.holds(measured):
            bound = "at most" if floor.at_most else "at least"
            yield f"{floor.measure}: {measured:.4f}, {bound} {floor.value} is wanted"


def value_of(results: Mapping[str, Any], measure: str) -> float | None:
    """Find a measure by its path; a count is an int, a rate a float.

    >>> value_of({"seeds": {"answers": {"first": 12}}}, "seeds.answers.first")
    12
    """
    found: Any = results
    for step in measure.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found if isinstance(found, int | float) else None


def check(results: Mapping[str, Any], *, extent: str) -> None:
    """End with a message and exit code 1 where a result is under its floor."""
    floors, data = read_floors(extent)
    changed = [name for name, digest in data.items() if sha256(name) != digest]
    if changed:
        raise SystemExit(f"gate: other data than the floors were set on: {', '.join(changed)}")
    failed = list(failures(results, floors))
    if failed:
        raise SystemExit("gate: " + "; ".join(failed))
    print(f"gate: all {len(floors)} floors hold")


def raise_floors(results: Mapping[str, Any], *, extent: str, reason: str | None) -> None:
    """Set the floors of one extent to what was measured, less some slack; lower none unasked.

    Raises:
        SystemExit: a floor would fall and no reason is given; nothing is written then.
    """
    stored = json.loads(FLOORS.read_text())
    floors, _ = read_floors(extent)
    lowered = [f.measure for f in floors if not f.holds(value_of(results, f.measure) or 0.0)]
    if lowered and not reason:
        raise SystemExit(
            f"this would lower {', '.join(lowered)}; mend the cause, or give --lower REASON"
        )
    for floor in floors:
        side = "at_most" if floor.at_most else "at_least"
        measured = value_of(results, floor.measure)
        if measured is not None:
            raised = _raised(floor, measured, slack=SLACK[extent])
            stored[extent][side][floor.measure] = raised
    if lowered:
        told = {"extent": extent, "measures": lowered, "reason": reason}
        stored.setdefault("lowered", []).append(told)
    FLOORS.write_text(json.dumps(stored, indent=2) + "\n")


def _raised(floor: Floor, measured: float, *, slack: float) -> float:
    """Return the new value of a floor: a measured count itself, a rate with some slack.

    One that holds only ever rises; one that does not is set to what was measured.

    >>> _raised(Floor(measure="mrr", value=0.6, at_most=False), 0.6684, slack=0.005)
    0.663
    >>> _raised(Floor(measure="mrr", value=0.663, at_most=False), 0.665, slack=0.005)
    0.663
    """
    if isinstance(measured, int):
        found: float = measured
    else:
        found = round(measured + slack if floor.at_most else measured - slack, 3)
    if not floor.holds(measured):
        return found
    return min(floor.value, found) if floor.at_most else max(floor.value, found)


def main() -> None:
    """Raise the floors to the results of the last `python -m benchmarks.quality`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", action="store_true", help="to those of its last `--sample`")
    parser.add_argument("--lower", metavar="REASON", help="lower floors too, and keep the reason")
    arguments = parser.parse_args()
    extent = SAMPLE if arguments.sample else WHOLE
    results = json.loads(RESULTS[extent].read_text())
    raise_floors(results, extent=extent, reason=arguments.lower)


if __name__ == "__main__":
    main()
