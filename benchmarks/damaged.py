"""Damaged and hostile files of every format beside good ones: is each reported, and the run whole?

python -m benchmarks.damaged                    2,000 files, and the table for benchmarks/README.md
python -m benchmarks.damaged --files 150        fewer
"""

import argparse
import gzip
import io
import random
import tarfile
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from benchmarks.specimens import MAKERS, MARK, TEXT, message, packed, page, tar
from index.reading import FieldAliases, Found, Limits, Worker, read
from index.reading.formats import DOCUMENTS, MANY

# Small limits, so that what is enormous need not be.
LIMITS = Limits(
    file_bytes=3_000_000,
    record_bytes=1_000_000,
    article_characters=1_000_000,
    members=2_000,
    expanded_bytes=100_000_000,
    seconds=10,
)
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A damaged file: what was done to it, the ending of its name, and its bytes."""

    damage: str
    ending: str
    content: bytes = field(repr=False)


@dataclass(slots=True)
class Outcome:
    """How many damaged files there were of a kind, and what became of them."""

    files: int = 0
    reported: int = 0
    read: int = 0
    ended: int = 0
    silent: int = 0
    slowest: float = 0.0


def truncated(good: bytes, chance: random.Random) -> bytes:
    """Cut a file off somewhere."""
    return good[: chance.randrange(1, max(len(good), 2))]


def flipped(good: bytes, chance: random.Random) -> bytes:
    """Flip bits: one, or up to one in a hundred."""
    damaged = bytearray(good)
    for _ in range(chance.choice([1, 4, max(1, len(good) // 100)])):
        damaged[chance.randrange(len(good))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def overwritten(good: bytes, chance: random.Random) -> bytes:
    """Write noise over a stretch."""
    start = chance.randrange(len(good))
    noise = chance.randbytes(min(chance.choice([16, 256, 4096]), len(good) - start))
    return good[:start] + noise + good[start + len(noise) :]


SIMPLE: Mapping[str, Callable[[bytes, random.Random], bytes]] = {
    "truncated": truncated,
    "bits flipped": flipped,
    "overwritten": overwritten,
}


def cases(files: int, *, seed: int = 7) -> Iterator[Case]:
    """Make damaged files; the seed says where and how. The hostile ones come first."""
    chance = random.Random(seed)
    good = {ending: make() for ending, (_, make) in MAKERS.items()}
    made = [*_hostile(), *(Case(damage="empty", ending=e, content=b"") for e in good)]
    endings = list(good)
    while len(made) < files:
        ending = endings[len(made) % len(endings)]
        damage = chance.choice([*SIMPLE, "mislabelled and damaged"])
        if damage in SIMPLE:
            content = SIMPLE[damage](good[ending], chance)
        else:
            other = good[chance.choice(endings)]
            content = chance.choice(list(SIMPLE.values()))(other, chance)
        made.append(Case(damage=damage, ending=ending, content=content))
    yield from made[:files]


def hostile() -> Iterator[Case]:
    """Make the files that were made to do harm."""
    for damage, made in (("deeply nested", nested()), ("enormous", enormous())):
        for ending, content in made:
            yield Case(damage=damage, ending=ending, content=content)


@cache
def _hostile() -> tuple[Case, ...]:
    return tuple(hostile())


def nested() -> Iterator[tuple[str, bytes]]:
    """Make what is deeply nested."""
    inner, squeezed = page(), page()
    for _ in range(40):
        inner = packed({"inner.zip": inner})
        squeezed = gzip.compress(squeezed)
    yield ".zip", inner
    yield ".gz", squeezed
    yield ".html", b"<!DOCTYPE html><html><body>" + b"<div>" * 100_000 + TEXT.encode()
    yield ".html", b"<!DOCTYPE html><html><body>" + b"<b><p>" * 20_000 + TEXT.encode()
    yield ".json", b"[" * 500_000
    yield ".json", b'[{"text":' * 100_000
    yield ".jsonl", b'{"text":' * 50_000 + b"\n"
    yield ".rtf", b"{\\rtf1 " + b"{" * 500_000
    yield ".xml", b'<?xml version="1.0"?><rss>' + b"<a>" * 200_000
    yield ".md", b"[" * 300_000
    yield ".md", b"> " * 200_000 + TEXT.encode()
    yield ".txt", b" " * 500_000 + b"x"
    mail = message()
    for _ in range(40):
        outer = message()
        outer.add_attachment(mail)
        mail = outer
    yield ".eml", mail.as_bytes()
    yield ".eml", _many_parts()


def _many_parts() -> bytes:
    head = b"From: a@a.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b0\n\n"
    parts = b"".join(
        b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (depth, depth + 1)
        for depth in range(3_000)
    )
    return head + parts


def enormous() -> Iterator[tuple[str, bytes]]:
    """Make what is enormous, or becomes so."""
    yield ".zip", zip_bomb(members=1, megabytes=200)
    yield ".zip", zip_bomb(members=40, megabytes=9)
    yield ".zip", packed({"a.txt": b"x"} | {f"{number}.css": b"" for number in range(3_000)})
    yield ".docx", packed({"[Content_Types].xml": b"", "word/document.xml": bytes(50 * MEGABYTE)})
    yield ".odt", packed({
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": b'<?xml version="1.0"?>' + b"<a/>" * 10 * MEGABYTE,
    })  # fmt: skip
    yield ".epub", packed({"mimetype": b"application/epub+zip", "a.xhtml": bytes(50 * MEGABYTE)})
    yield ".gz", gzip.compress(bytes(200 * MEGABYTE), compresslevel=1)
    yield ".tar.gz", gzip.compress(tar({"a.txt": b" " * 50 * MEGABYTE}), compresslevel=1)
    yield ".tar", strange_tar()
    yield ".txt", (TEXT + "\n").encode() * 9_000
    yield ".html", page().replace(b"</article>", b"<p>More snow.</p>" * 300_000 + b"</article>")
    yield ".jsonl", b'{"text": "' + b"snow " * 300_000 + b'"}\n'
    yield ".csv", b"title,text\nA," + b"snow " * 300_000 + b"\n"
    yield ".json", b'[{"text": "' + b"snow " * 700_000 + b'"}]'
    yield ".eml", message().as_bytes() + b"A" * 4 * MEGABYTE
    yield ".xml", _laughs()
    yield ".rss", _laughs()


def zip_bomb(*, members: int, megabytes: int) -> bytes:
    file, zeros = io.BytesIO(), bytes(MEGABYTE)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number in range(members):
            with archive.open(f"{number}.txt", "w") as member:
                for _ in range(megabytes):
                    member.write(zeros)
    return file.getvalue()


def strange_tar() -> bytes:
    """Return a TAR with links, devices and paths that lead out of it."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, kind in (
            ("link", tarfile.SYMTYPE),
            ("hard", tarfile.LNKTYPE),
            ("null", tarfile.CHRTYPE),
            ("pipe", tarfile.FIFOTYPE),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        for name in ("/etc/snow.txt", "../../snow.txt"):
            info = tarfile.TarInfo(name)
            info.size = len(TEXT)
            archive.addfile(info, io.BytesIO(TEXT.encode()))
    return file.getvalue()


def _laughs() -> bytes:
    """Return XML whose entities grow tenfold, ten times."""
    entities = "".join(
        f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, 11)
    )
    return (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "ha">{entities}]>'
        "<rss><channel><title>&a10;</title></channel></rss>"
    ).encode()


def measure(files: int, folder: Path, *, seed: int = 7) -> tuple[dict[str, Outcome], list[str]]:
    """Read damaged files with a good one after every tenth; return outcomes and what went wrong."""
    outcomes: dict[str, Outcome] = {}
    wrong: list[str] = []
    readable = DOCUMENTS.keys() | MANY.keys()
    good = [(e, make()) for e, (form, make) in MAKERS.items() if form in readable]
    with Worker(aliases=FieldAliases(), limits=LIMITS) as worker:
        for number, case in enumerate(cases(files, seed=seed)):
            path = folder / f"{number}{case.ending}"
            path.write_bytes(case.content)
            _count(outcomes.setdefault(case.damage, Outcome()), path, worker, wrong)
            if number % 10 == 0:
                ending, content = good[number // 10 % len(good)]
                beside = folder / f"good{ending}"
                beside.write_bytes(content)
                items = list(read(beside, worker=worker))
                if not any(isinstance(item, Found) and MARK in item.article.text for item in items):
                    wrong.append(f"good{ending} after {path.name}: {items}")
            path.unlink()
    return outcomes, wrong


def _count(outcome: Outcome, path: Path, worker: Worker, wrong: list[str]) -> None:
    start = time.monotonic()
    items = list(read(path, worker=worker))
    outcome.slowest = max(outcome.slowest, time.monotonic() - start)
    outcome.files += 1
    reasons = [item.reason for item in items if not isinstance(item, Found)]
    if any("crashed" in reason or "took longer" in reason for reason in reasons):
        outcome.ended += 1
    elif reasons:
        outcome.reported += 1
    elif items:
        outcome.read += 1
    else:
        outcome.silent += 1
        wrong.append(f"{path.name}: nothing was said of it")


def table(outcomes: Mapping[str, Outcome]) -> Iterator[str]:
    """Write outcomes as a table in Markdown."""
    yield "| damage | files | reported | read all the same | worker ended | silent | slowest |"
    yield "|---|---|---|---|---|---|---|"
    total = Counter[str]()
    for damage, o in sorted(outcomes.items()):
        total.update(
            files=o.files, reported=o.reported, read=o.read, ended=o.ended, silent=o.silent
        )
        counts = f"{o.files} | {o.reported} | {o.read} | {o.ended} | {o.silent}"
        yield f"| {damage} | {counts} | {o.slowest:.1f} s |"
    counts = " | ".join(
        f"{total[name]:,}" for name in ("files", "reported", "read", "ended", "silent")
    )
    yield f"| all | {counts} | {max(o.slowest for o in outcomes.values()):.1f} s |"


def main() -> None:
    """Measure, and write the table to standard output."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        outcomes, wrong = measure(options.files, Path(folder), seed=options.seed)
    print("\n".join(table(outcomes)))
    print(f"\n{options.files:,} files in {time.monotonic() - start:.0f} s")
    print("\n".join(wrong) or "every good file beside them was read")


if __name__ == "__main__":
    main()
