"""ZIP, TAR and packed files: members by content, within limits, nothing on disk."""

import bz2
import gzip
import io
import lzma
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.damaged import strange_tar, zip_bomb
from benchmarks.specimens import MARK, TEXT, packed, page, tar
from index.reading import Failed, FieldAliases, Found, Item, Limits, Skipped, resources
from index.reading.formats import read_source
from index.reading.limits import Budget
from index.reading.source import Source, buffered

BYTES = TEXT.encode()


def read(raw: bytes, *, name: str = "a.zip", limits: Limits | None = None) -> Iterator[Item]:
    """Read bytes in this process."""
    return read_source(
        Source(
            file=buffered(raw),
            name=name,
            origin="/a",
            size=len(raw),
            aliases=FieldAliases(),
            budget=Budget(limits or Limits()),
        )
    )


def told(items: Iterator[Item]) -> dict[str, str]:
    """By origin: a piece of the text, or the reason."""
    return {
        item.origin: item.article.text if isinstance(item, Found) else item.reason for item in items
    }


def test_members_are_read_by_content_at_any_depth():
    inner = packed({"snow.bin": page()})
    members = {"a.txt": BYTES, "deep/inner.zip": inner, "b.png": b"\x89PNG\0", ".hidden": b"x"}
    for raw in (packed(members), tar(members)):
        found = told(read(raw))
        assert list(found) == ["/a!a.txt", "/a!deep/inner.zip!snow.bin", "/a!b.png"]
        assert MARK in found["/a!a.txt"]
        assert MARK in found["/a!deep/inner.zip!snow.bin"]
        assert found["/a!b.png"] == "image: no article"


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_packed_file_is_known_by_its_own_path(pack):
    ((origin, text),) = told(read(pack(BYTES), name="a.txt.gz")).items()
    assert origin == "/a"
    assert MARK in text
    assert list(told(read(pack(tar({"b.txt": BYTES})), name="a.tgz"))) == ["/a!b.txt"]


@pytest.mark.parametrize("pack", [packed, tar])
@pytest.mark.parametrize(
    ("names", "read_as_articles", "skipped"),
    [
        pytest.param(
            ["a.html", "a_files/ad.html", "a_files/b/x.html"], ["a.html"], ["a_files"], id="behind"
        ),
        pytest.param(
            ["a.files/ad.html", "a.files/x.html", "a.html"], ["a.html"], ["a.files"], id="before"
        ),
        pytest.param(
            ["./n/a_files/x.html", "./n/a.htm"], ["./n/a.htm"], ["n/a_files"], id="below a dot"
        ),
        pytest.param(
            ["b_files/x.html", "c/a.html", "a_files/y.html"],
            ["b_files/x.html", "c/a.html", "a_files/y.html"],
            [],
            id="without its page beside it",
        ),
        pytest.param(
            ["b_files/x.html", "b_files/x_files/y.html", "c.html"],
            ["b_files/x.html", "c.html"],
            ["b_files/x_files"],
            id="in a folder that only looks like one",
        ),
        pytest.param(
            ["a.html", "a_files/x.html", "a_files/x_files/y.html"],
            ["a.html"],
            ["a_files"],
            id="of a page that belongs to a page",
        ),
    ],
)
def test_what_belongs_to_a_page_is_skipped_as_one(pack, names, read_as_articles, skipped):
    items = list(read(pack({name: page() for name in names})))
    articles = {item.origin for item in items if isinstance(item, Found)}
    assert articles == {f"/a!{name}" for name in read_as_articles}
    folders = [item for item in items if isinstance(item, Skipped)]
    assert [item.origin for item in folders] == [f"/a!{name}" for name in skipped]
    assert all(item.reason.startswith("what belongs to ") for item in folders)


def test_no_more_is_held_back_than_a_page_has(monkeypatch):
    monkeypatch.setattr(resources, "_MOST_HELD", 2)
    names = [f"a_files/{number}.html" for number in range(4)]
    items = read(tar({name: page() for name in [*names, "a.html"]}))
    assert [item.origin for item in items] == [
        "/a!a_files/2.html", "/a!a_files/3.html", "/a!a.html", "/a!a_files"
    ]  # fmt: skip


def test_what_was_held_back_is_kept_when_the_rest_is_damaged_or_beyond_a_limit():
    raw = tar({"a_files/x.txt": BYTES, "b.txt": BYTES})
    damaged = read(raw[:1600])
    assert [(type(item), item.origin) for item in damaged] == [
        (Found, "/a!a_files/x.txt"),
        (Failed, "/a"),
    ]
    limited = read(raw, limits=Limits(members=1))
    assert [(type(item), item.origin) for item in limited] == [
        (Found, "/a!a_files/x.txt"),
        (Failed, "/a"),
    ]


def test_tar_with_links_devices_and_paths_outside():
    items = list(read(strange_tar()))
    assert [(type(item), item.origin) for item in items] == [
        (Skipped, "/a!link"),
        (Skipped, "/a!hard"),
        (Skipped, "/a!null"),
        (Skipped, "/a!pipe"),
        (Failed, "/a!/etc/snow.txt"),
        (Failed, "/a!../../snow.txt"),
    ]
    assert "its path leads out of the archive" in items[-1].reason


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "b/../../a.txt", "..\\a.txt"])
def test_zip_with_a_path_outside(name):
    found = told(read(packed({name: BYTES, "b.txt": BYTES})))
    (path, reason), (good, _) = found.items()
    assert "leads out" in reason
    assert (path, good) == (f"/a!{name}", "/a!b.txt")


def test_encrypted_member_fails_alone():
    raw = packed({"a.txt": BYTES, "b.txt": BYTES})
    # Bit 0 of the flags says that a member is encrypted: in the directory, 8 bytes after its mark.
    at = raw.index(b"PK\1\2") + 8
    found = told(read(raw[:at] + b"\1" + raw[at + 1 :]))
    assert found["/a!a.txt"] == "it is encrypted; unpack it with its password"
    assert MARK in found["/a!b.txt"]


def test_damaged_member_fails_alone():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:  # stored as it is
        archive.writestr("a.txt", BYTES)
        archive.writestr("b.txt", BYTES)
    found = told(read(file.getvalue().replace(b"Snow fell", b"Rain fell", 1)))
    assert found["/a!a.txt"].startswith("it is damaged (Bad CRC-32 for file 'a.txt')")
    assert MARK in found["/a!b.txt"]


def nested(depth: int) -> bytes:
    """A text in so many ZIP archives."""
    raw = BYTES
    for _ in range(depth):
        raw = packed({"a": raw})
    return raw


def gzipped(depth: int) -> bytes:
    """A text packed so many times."""
    raw = BYTES
    for _ in range(depth):
        raw = gzip.compress(raw)
    return raw


@pytest.mark.parametrize(
    ("raw", "limits", "reason"),
    [
        pytest.param(nested(4), Limits(), None, id="as deep as is allowed"),
        pytest.param(nested(5), Limits(), "more than 4 archives deep", id="too deep"),
        pytest.param(gzipped(5), Limits(), "more than 4 archives deep", id="packed too often"),
        pytest.param(
            packed({"a": b"x"} | {f"{n}": b"" for n in range(9)}),
            Limits(members=9),
            "more than 9 files; the rest is not read",
            id="too many members",
        ),
        pytest.param(
            zip_bomb(members=1, megabytes=20), Limits(), "200 times its size", id="zip bomb"
        ),
        pytest.param(
            gzip.compress(bytes(20_000_000)), Limits(), "200 times its size", id="gzip bomb"
        ),
        pytest.param(
            zip_bomb(members=3, megabytes=9),
            Limits(expanded_bytes=20_000_000),
            "unpacks to more than 20 MB",
            id="bomb of small members",
        ),
        pytest.param(
            packed({"a.txt": BYTES}), Limits(file_bytes=100), "larger than 100 bytes", id="large"
        ),
        pytest.param(packed({}), Limits(), "there is no article in it", id="empty archive"),
    ],
)
def test_limits(raw, limits, reason):
    items = list(read(raw, limits=limits))
    if reason is None:
        assert [type(item) for item in items] == [Found]
    else:
        assert isinstance(items[-1], Failed)
        assert reason in items[-1].reason


def test_bomb_leaves_its_neighbours():
    bomb = gzip.compress(bytes(20_000_000))
    found = told(read(packed({"a.txt": BYTES, "b.gz": bomb, "c.txt": BYTES})))
    assert list(found) == ["/a!a.txt", "/a!b.gz", "/a!c.txt"]
    assert "as bombs do" in found["/a!b.gz"]


def test_nothing_is_unpacked_to_disk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    list(read(packed({"../a.txt": BYTES, "b/c.txt": BYTES})))
    list(read(strange_tar()))
    assert list(Path().iterdir()) == []
    assert not (tmp_path.parent / "a.txt").exists()
