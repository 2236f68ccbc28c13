"""What `benchmarks.speed` measured, set as tables and as the bars of its plot; pure."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.peers.system import FRAMEWORKS, HYBRID, MODULES, ON_THE_RECORD, PLAIN

FLAGS = ("avx2", "avx512f", "avx512_bf16", "avx512_fp16", "amx_bf16")
"""What a processor has to compute many numbers at once: all of them are named in the caption."""

Values = Mapping[str, float]
"""By system, one number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A number for each system that was measured. `more` tells that a larger one is better.

    `asked_for` is what the goal was, in words; it decides nothing.
    """

    title: str
    unit: str
    values: Values
    asked_for: str
    more: bool = False
    digits: int = 0
    peers: tuple[str, ...] = (PLAIN, *FRAMEWORKS)

    @property
    def best_peer(self) -> str | None:
        """The peer to be held against: the best of those that were measured."""
        there = [name for name in self.peers if name in self.values]
        choose: Callable[..., str] = max if self.more else min
        return choose(there, key=self.values.__getitem__) if there else None

    @property
    def times_better(self) -> float | None:
        """How many times better On the Record is than the best peer; under 1 it is worse."""
        if self.best_peer is None or ON_THE_RECORD not in self.values:
            return None
        return self.times(ON_THE_RECORD, self.best_peer)

    def times(self, name: str, other: str) -> float:
        """How many times better one system is than another."""
        mine, its = self.values[name], self.values[other]
        return mine / its if self.more else its / mine

    def cell(self, name: str) -> str:
        """Write a system's number, or that there is none."""
        if name not in self.values:
            return "not measured"
        return f"{self.values[name]:,.{self.digits}f} {self.unit}".strip()


def percentile(values: Sequence[float], share: float) -> float:
    """Return the least value that at least such a share of the values does not exceed.

    >>> percentile([5, 1, 2, 4, 3], 0.95), percentile(range(1, 101), 0.95)
    (5, 95)
    """
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def measures(results: Mapping[str, Any]) -> list[Measure]:
    """Return what was measured of every system; parts that were not are left out."""
    made: list[Measure] = []
    if part := results.get("indexing"):
        made.append(
            Measure(
                title=f"indexing {part['passages']:,} passages",
                unit="a second",
                values={n: part["passages"] / median(s) for n, s in part["seconds"].items()},
                asked_for="3 times",
                more=True,
                digits=1,
            )
        )
    if part := results.get("cold"):
        made.append(
            Measure(
                title="cold process to its first answer",
                unit="s",
                values={name: median(some) for name, some in part["seconds"].items()},
                asked_for="6 times, under 1.5 s",
                digits=2,
            )
        )
    if part := results.get("retrieval"):
        where = f"retrieval among {part['passages']:,} passages"
        hybrid = tuple(name for name in HYBRID if name != ON_THE_RECORD)
        for title, share in (("median", 0.5), ("p95", 0.95)):
            of_one = {n: 1000 * percentile(s, share) for n, s in part["seconds"].items()}
            made.append(
                Measure(
                    title=f"{where}, {title}",
                    unit="ms",
                    values=of_one,
                    asked_for="3 times",
                    digits=1,
                    peers=hybrid,
                )
            )
    if part := results.get("answers"):
        made.append(
            Measure(
                title="full answer, median (peers: ten passages reranked)",
                unit="ms",
                values={n: 1000 * median(s) for n, s in part["seconds"].items()},
                asked_for="under 400 ms",
                peers=tuple(name for name in MODULES if name != ON_THE_RECORD),
            )
        )
    for do, title in _MEMORY.items():
        if values := results.get("memory", {}).get(do):
            whole = f"{title} {results['memory']['passages']:,} passages"
            made.append(
                Measure(
                    title=f"peak memory, {whole}", unit="MiB", values=values, asked_for="2 times"
                )
            )
    return made


_MEMORY = {
    "indexing": "indexing",
    "retrieving": "retrieving among",
    "answering": "answering from",
}


def tables(results: Mapping[str, Any]) -> str:
    """Set everything: the caption, what was asked for, every system by itself, and the versions."""
    made = measures(results)
    parts = [caption(results), against_best(results, made)]
    if made:
        parts.append(every_system(made))
    versions = {k: v for some in results["versions"].values() for k, v in some.items()}
    parts.append("Versions: " + ", ".join(f"{name} {versions[name]}" for name in versions) + ".")
    missing = results["not_measured"]
    parts += [f"Not measured: {name} ({reason})." for name, reason in missing.items()]
    return "\n\n".join(parts)


def caption(results: Mapping[str, Any]) -> str:
    """Name the processor and what it has and lacks, for the ratios hang on that."""
    machine = results["machine"]
    has = [flag for flag in FLAGS if flag in machine["flags"]]
    lacks = [flag for flag in FLAGS if flag not in machine["flags"]]
    others = {
        name: part["cores_of_others"]
        for name, part in results.items()
        if part and part.get("cores_of_others") is not None
    }
    codes = {part["code"] for part in results.values() if part and "code" in part}
    busy = ", ".join(f"{name} {cores:.2f}" for name, cores in others.items())
    return (
        f"Measured on {machine['cores']} cores of {machine['processor']}, which has "
        f"{', '.join(has) or 'none'} of {', '.join(FLAGS)}"
        + (f" and lacks {', '.join(lacks)}." if has and lacks else ".")
        + (f" Cores that other work kept busy meanwhile: {busy}." if others else "")
        + (" The parts were measured of different versions of the code." if len(codes) > 1 else "")
    )


def against_best(results: Mapping[str, Any], made: Sequence[Measure]) -> str:
    """Set On the Record beside the best peer of each measure, with what was asked for."""
    lines = [
        "| what | On the Record | best peer | times better | asked for |",
        "|---|---|---|---|---|",
    ]
    for one in made:
        best = f"{one.cell(one.best_peer)} ({one.best_peer})" if one.best_peer else "not measured"
        times = "–" if one.times_better is None else f"{one.times_better:.2f}"
        lines.append(
            f"| {one.title} | {one.cell(ON_THE_RECORD)} | {best} | {times} | {one.asked_for} |"
        )
    if part := results.get("starting"):
        lines += [
            f"| `{command}`, process from start to end | {median(some):.2f} s | | | under 0.3 s |"
            for command, some in part["seconds"].items()
        ]
    if part := results.get("batch"):
        together, alone = (part["questions"] / sum(part["seconds"][way]) for way in _WAYS)
        lines.append(
            f"| {part['questions']:,} questions in one batch, against one by one "
            f"| {together:.2f} a second | {alone:.2f} a second (On the Record, one by one) "
            f"| {together / alone:.2f} | 2.5 times |"
        )
    if part := results.get("agreement"):
        found, cosine = part["overlap_at_10"], part["mean_cosine"]
        lines.append(
            f"| agreement with sentence-transformers: overlap@10, mean cosine "
            f"| {found:.4f}, {cosine:.6f} | | | 0.99, 0.9999 |"
        )
    return "\n".join(lines)


_WAYS = ("together", "one by one")


def every_system(made: Sequence[Measure]) -> str:
    """Set each measure of each system; a system without one is not left out."""
    lines = [
        f"| system | {' | '.join(one.title for one in made)} |",
        "|---" * (len(made) + 1) + "|",
    ]
    lines += [f"| {name} | {' | '.join(one.cell(name) for one in made)} |" for name in MODULES]
    return "\n".join(lines)


def bars(made: Sequence[Measure]) -> dict[str, dict[str, float]]:
    """Return by measure how many times better each system is than the plain one.

    A measure that the plain one has no number for is left out: there is nothing to hold it against.
    """
    return {
        one.title: {name: one.times(name, PLAIN) for name in MODULES if name in one.values}
        for one in made
        if PLAIN in one.values
    }


def processor(cpuinfo: str) -> dict[str, Any]:
    r"""Read what Linux tells of the processor (/proc/cpuinfo).

    >>> processor("processor\t: 0\nmodel name\t: Fast 9\nflags\t\t: fpu avx2\n")
    {'processor': 'Fast 9', 'cores': 1, 'flags': ['avx2']}
    """
    lines = [line.partition(":") for line in cpuinfo.splitlines()]
    told = {key.strip(): value.strip() for key, _, value in reversed(lines)}
    has = told.get("flags", "").split()
    return {
        "processor": told.get("model name", "an unknown processor"),
        "cores": sum(key.strip() == "processor" for key, _, _ in lines),
        "flags": [flag for flag in FLAGS if flag in has],
    }


def this_processor() -> dict[str, Any]:
    """Return what this machine computes with; little is known of it where there is no /proc."""
    path = Path("/proc/cpuinfo")
    return processor(path.read_text() if path.exists() else "")
