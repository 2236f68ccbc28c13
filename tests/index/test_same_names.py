"""Texts of one name in one container, or in two that have no name: none takes another's place."""

import io
from email.message import EmailMessage
from pathlib import Path

import pytest
from archive_contents import GRAIN, SNOW, TROOPS, texts_of

from benchmarks.specimens import packed, tar
from index import Archive


def mail(*texts: str) -> bytes:
    """A message with attachments that all have one name."""
    message = EmailMessage()
    message["From"], message["Message-ID"] = "ann@a.b", "<1@a.b>"
    for text in texts:
        message.add_attachment(text, filename="report.txt")
    return message.as_bytes()


def doubled(name: str, *texts: str) -> bytes:
    """A TAR archive with members that all have one name, as one that was appended to."""
    pieces = [tar({name: text.encode()}) for text in texts]
    return b"".join(piece.rstrip(b"\0").ljust(1024, b"\0") for piece in pieces) + bytes(1024)


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(mail(GRAIN, SNOW, TROOPS), id="attachments"),
        pytest.param(doubled("report.txt", GRAIN, SNOW, TROOPS), id="members of a TAR"),
    ],
)
def test_each_of_one_name_is_an_article_of_its_own(archive: Archive, tmp_path: Path, raw: bytes):
    path = tmp_path / "container"
    path.write_bytes(raw)
    first, second = archive.add(path), archive.add(path)
    ends = ("", " (2)", " (3)")
    assert first.added == tuple(f"{path.as_posix()}!report.txt{end}" for end in ends)
    assert (second.changed, second.unchanged) == ((), first.added)
    assert texts_of(archive) == {GRAIN, SNOW, TROOPS}
    assert archive.status().replaced == 0


def test_a_number_that_is_a_name_is_no_second_of_another(archive: Archive, tmp_path: Path):
    path = tmp_path / "a.zip"
    path.write_bytes(packed({"a (2)": SNOW.encode(), "a": GRAIN.encode()}))
    archive.add(path)
    assert texts_of(archive) == {SNOW, GRAIN}


def test_a_new_text_of_the_second_is_a_version_of_the_second(archive: Archive, tmp_path: Path):
    path = tmp_path / "mail.eml"
    path.write_bytes(mail(GRAIN, SNOW))
    archive.add(path)
    path.write_bytes(mail(GRAIN, TROOPS))
    assert archive.add(path).changed == (f"{path.as_posix()}!report.txt (2)",)
    assert texts_of(archive) == {GRAIN, TROOPS}


@pytest.mark.parametrize("pack", [packed, tar])
def test_archives_on_standard_input_are_different_ones(archive: Archive, pack):
    one, two = (pack({"article.txt": text.encode()}) for text in (GRAIN, SNOW))
    for raw in (one, two):
        (origin,) = archive.add(io.BytesIO(raw)).added
        assert origin.startswith("-!article.txt#")
    assert texts_of(archive) == {GRAIN, SNOW}
    assert len(archive.add(io.BytesIO(one)).unchanged) == 1
    assert texts_of(archive) == {GRAIN, SNOW}


def test_streams_of_one_name_do_not_replace_one_another(archive: Archive, tmp_path: Path):
    path = tmp_path / "notes.txt"
    for text in ("Snow fell.", "Grain left.", "Snow fell."):
        path.write_text(text)
        with path.open("rb") as file:
            archive.add(file)
    assert texts_of(archive) == {"Snow fell.", "Grain left."}
    assert [article.name for article in archive.articles()] == ["notes.txt", "notes.txt"]


def mailbox(*texts: str, head: str) -> bytes:
    """A mailbox whose messages all have one head."""
    line = "From ann@a.b Tue Jan  9 10:15:00 2024"
    return "".join(f"{line}\n{head}\n\n{text}\n\n" for text in texts).encode()


HEADS = [
    pytest.param("Received: x\nSubject: Port", id="no id"),
    pytest.param("Message-ID: <1@a.b>\nSubject: Port", id="one id"),
]


@pytest.mark.parametrize("head", HEADS)
def test_messages_of_a_mailbox_are_different_ones(archive: Archive, tmp_path: Path, head: str):
    path = tmp_path / "port.mbox"
    path.write_bytes(mailbox(GRAIN, SNOW, head=head))
    assert len(archive.add(path).added) == 2
    path.write_bytes(mailbox(GRAIN, TROOPS, SNOW, head=head))
    report = archive.add(path)
    assert (len(report.added), report.changed, len(report.unchanged)) == (1, (), 2)
    assert texts_of(archive) == {GRAIN, SNOW, TROOPS}
    assert archive.status().replaced == 0


def test_mailboxes_on_standard_input_are_different_ones(archive: Archive):
    boxes = [mailbox(text, head="Received: x\nSubject: Port") for text in (GRAIN, SNOW)]
    for box in boxes:
        assert len(archive.add(io.BytesIO(box)).added) == 1
    assert len(archive.add(io.BytesIO(boxes[0])).unchanged) == 1
    assert texts_of(archive) == {GRAIN, SNOW}
