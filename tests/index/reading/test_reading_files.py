"""Files, folders and streams: what is found, what is read, what fails."""

import io
import json
import os
import threading
from pathlib import Path

import pytest

import index.reading
from index.errors import ReadingError
from index.reading import Failed, Found, Limits, Skipped, discover, read, read_stream

SNOW = "Snow fell on the port of Riga."
RECORD = json.dumps({"text": SNOW, "url": "https://a.b"}).encode()


def test_public_names_are_exactly_these():
    assert index.reading.__all__ == [
        "Failed",
        "FieldAliases",
        "Found",
        "Item",
        "Limits",
        "Skipped",
        "Worker",
        "discover",
        "parse_size",
        "read",
        "read_bytes",
        "read_stream",
    ]


def test_discover(tmp_path):
    for name in (
        "b.md",
        "a.TXT",
        "c.pdf",
        "no suffix",
        ".hidden.md",
        "deep/d.jsonl",
        ".git/e.md",
        "deep/z.html",
        "deep/z_files/logo.png",
        "deep/y_files/f.txt",
        "archive/archive.sqlite",
        "archive/generations/1/vectors",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).touch()
    found = [path.relative_to(tmp_path).as_posix() for path in discover([tmp_path])]
    assert found == [
        "a.TXT",
        "archive",
        "b.md",
        "c.pdf",
        "deep/d.jsonl",
        "deep/y_files/f.txt",
        "deep/z.html",
        "deep/z_files",
        "no suffix",
    ]
    assert list(discover([str(tmp_path / "c.pdf")])) == [tmp_path / "c.pdf"]
    with pytest.raises(ReadingError, match="nowhere does not exist; check"):
        list(discover([tmp_path / "nowhere"]))


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        pytest.param("a.html", b"\x89PNG\r\n\x1a\n\0\0", "image: no article", id="by content"),
        pytest.param("a.css", b"p { margin: 0 }", "style sheet: no article", id="by name"),
        pytest.param("a_files/a.js", b"x", "what belongs to a saved page: no article", id="page's"),
        pytest.param("a/archive.sqlite", b"x", "an archive of On the Record: not read", id="ours"),
    ],
)
def test_what_is_no_article_is_skipped(tmp_path, name, content, reason):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    (tmp_path / "a.html").touch()
    skipped = [item for path in discover([tmp_path]) for item in read(path)
               if isinstance(item, Skipped)]  # fmt: skip
    top = path if path.parent == tmp_path else path.parent
    assert skipped == [Skipped(origin=top.as_posix(), reason=reason)]


def test_link_to_a_folder_above_does_not_go_round(tmp_path):
    (tmp_path / "a.md").touch()
    (tmp_path / "up").symlink_to(tmp_path, target_is_directory=True)
    assert list(discover([tmp_path])) == [tmp_path / "a.md", tmp_path / "up"]
    (skipped,) = read(tmp_path / "up")
    assert isinstance(skipped, Skipped)
    assert skipped.reason == "a link to a folder: not followed; add the folder itself"


def test_a_link_to_what_is_gone_is_told(tmp_path):
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "pipe").symlink_to("pipe")  # a link to itself
    found = [item for path in discover([tmp_path]) for item in read(path)]
    assert [(item.origin, item.reason) for item in found] == [
        (
            str(tmp_path / "gone.txt"),
            "it cannot be opened (No such file or directory); check that you may read it",
        ),
        (
            str(tmp_path / "pipe"),
            "it cannot be opened (Too many levels of symbolic links); check that you may read it",
        ),
    ]


@pytest.mark.parametrize("call", ["listdir", "stat"])
def test_a_folder_that_may_not_be_looked_into_fails_alone(tmp_path, monkeypatch, call):
    locked = tmp_path / "lost+found"
    locked.mkdir()
    for path in (tmp_path / "a.txt", locked / "b.txt", tmp_path / "z.txt"):
        path.write_text(SNOW)
    real = getattr(os, call)

    def refusing(path: object = ".", *args: object, **options: object) -> object:
        # Tests may run as root, whom no mode of a folder keeps out.
        inside = locked if call == "listdir" else locked / "archive.sqlite"
        if str(path) == str(inside):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *args, **options)

    monkeypatch.setattr(os, call, refusing)
    found = list(discover([tmp_path]))
    assert found == [tmp_path / "a.txt", locked, tmp_path / "z.txt"]
    (failed,) = read(locked)
    assert isinstance(failed, Failed)
    assert failed.origin == locked.as_posix()
    assert failed.reason == "it cannot be opened (Permission denied); check that you may read it"


def test_a_folder_that_goes_during_the_walk_fails_alone(tmp_path, monkeypatch):
    gone, real = tmp_path / "gone", os.listdir
    gone.mkdir()
    (tmp_path / "z.txt").write_text(SNOW)

    def late(path: object) -> list[str]:
        if path == gone:
            gone.rmdir()
        return real(path)

    monkeypatch.setattr(os, "listdir", late)
    assert list(discover([tmp_path])) == [gone, tmp_path / "z.txt"]
    (failed,) = read(gone)
    assert isinstance(failed, Failed)


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        pytest.param("a.txt", SNOW.encode(), SNOW, id="text"),
        pytest.param("a.txt", b"\xef\xbb\xbf" + SNOW.encode(), SNOW, id="byte order mark"),
        pytest.param("a.MD", f"# T\n\n{SNOW}".encode(), SNOW, id="Markdown"),
        pytest.param(
            "a.txt",
            ("Жители города ждали парома всю ночь и утро. " * 5).encode("cp1251"),
            ("Жители города ждали парома всю ночь и утро. " * 5).strip(),
            id="another encoding",
        ),
    ],
)
def test_read_file(tmp_path, monkeypatch, name, content, text):
    path = tmp_path / name
    path.write_bytes(content)
    monkeypatch.chdir(tmp_path)
    (found,) = read(path.relative_to(tmp_path))
    assert isinstance(found, Found)
    assert found.origin == path.as_posix()
    assert found.article.text == text


def test_read_declared_encoding(tmp_path):
    path = tmp_path / "a.html"
    body = "".join(
        f"<p>Žurnāls rakstīja par {number} prāmjiem ostā pie jūras.</p>" for number in range(9)
    )
    head = "<html><head><meta charset='windows-1257'></head>"
    page = f"{head}<body><article>{body}</article></body></html>"
    path.write_bytes(page.encode("windows-1257"))
    (found,) = read(path)
    assert isinstance(found, Found)
    assert found.article.text.startswith("Žurnāls rakstīja par 0 prāmjiem")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        pytest.param("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "as DOCX", id="not read"),
        pytest.param("a.md", b"", "it is empty", id="nothing"),
        pytest.param("a.txt", b"\x00\x01\x02\xff", "not text", id="binary"),
        pytest.param("a.txt", b"  \n", "no text", id="empty"),
        pytest.param("a.html", b"<html></html>", "no article", id="page without article"),
        pytest.param("a.md", b"---\na: [\n---\nx", "not YAML", id="bad front matter"),
        pytest.param("a.md", b"---\na: " + b"[" * 3000 + b"\n---\nx", "nested too deeply",
                     id="front matter without a bottom"),
        pytest.param("a.md", b"---\na: !!int ''\n---\nx", "cannot make sense of it (IndexError",
                     id="front matter that a library stumbles over"),
    ],
)  # fmt: skip
def test_bad_file_fails(tmp_path, name, content, reason):
    path = tmp_path / name
    path.write_bytes(content)
    (failed,) = read(path)
    assert isinstance(failed, Failed)
    assert failed.origin == path.as_posix()
    assert reason in failed.reason
    assert "\n" not in failed.reason


def test_file_that_is_gone_fails(tmp_path):
    (failed,) = read(tmp_path / "gone.txt")
    assert isinstance(failed, Failed)
    assert os.strerror(2) in failed.reason


def test_json_lines_are_read_lazily(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + RECORD + b"\n{oops\n")
    reading = read(path)
    first = next(reading)
    assert isinstance(first, Found)
    assert first.origin == f"{path.as_posix()}#{first.article.id}"
    (failed,) = reading
    assert failed.origin == f"{path.as_posix()}:2"


@pytest.mark.parametrize(
    ("content", "title"),
    [
        pytest.param(b"\n" + RECORD, None, id="JSON lines"),
        pytest.param(f"---\ntitle: T\n---\n{SNOW}".encode(), "T", id="front matter"),
        pytest.param(f"Winter comes to town\n{SNOW}".encode(), "Winter comes to town", id="text"),
        pytest.param(
            f"<!DOCTYPE html><html><head><title>T</title></head><body><article><p>{SNOW}</p>"
            "</article></body></html>".encode(),
            "T",
            id="HTML",
        ),
    ],
)  # fmt: skip
def test_read_stream(content, title):
    (found,) = read_stream(io.BytesIO(content))
    assert isinstance(found, Found)
    assert (found.article.text, found.article.title) == (SNOW, title)


@pytest.mark.parametrize("length", [1, 9_000])
def test_records_in_one_object_are_read_without_a_name(length):
    texts = [SNOW, "Ice broke. " * length]
    content = {"status": "ok", "articles": [{"text": text} for text in texts]}
    found = list(read_stream(io.BytesIO(json.dumps(content).encode())))
    assert [item.article.text for item in found] == [text.strip() for text in texts]


@pytest.mark.parametrize(
    ("content", "origin"),
    [
        pytest.param(b"", "-", id="nothing"),
        pytest.param(b"\x00", "-", id="binary"),
        pytest.param(b"\n{oops", "-:2", id="a line after a blank one"),
    ],
)
def test_bad_stream_fails(content, origin):
    (failed,) = read_stream(io.BytesIO(content))
    assert isinstance(failed, Failed)
    assert failed.origin == origin


class Named(io.BytesIO):
    """A stream with a name, as an open file's or an upload's."""

    def __init__(self, content: bytes, name: object) -> None:
        super().__init__(content)
        self.name = name


@pytest.mark.parametrize(
    ("name", "known_by"),
    [
        pytest.param("snow.txt", "-/snow.txt", id="a name"),
        pytest.param("box/of/snow.txt", "-/snow.txt", id="its folders are left out"),
        pytest.param("C:\\box\\snow.txt", "-/snow.txt", id="those of Windows too"),
        pytest.param("sn\udcffow.txt", r"-/sn\udcffow.txt", id="bytes that are no UTF-8"),
        pytest.param(b"snow.txt", "-/snow.txt", id="bytes"),
        pytest.param(Path("box/snow.txt"), "-/snow.txt", id="a path"),
        pytest.param("<b>", "-/<b>", id="what is no standard input"),
        pytest.param("<stdin>", "-", id="standard input"),
        pytest.param(7, "-", id="a number: a pipe"),
    ],
)
def test_an_article_of_a_stream_is_known_by_its_name_and_text(name, known_by):
    (found,) = read_stream(Named(SNOW.encode(), name))
    assert isinstance(found, Found)
    assert found.origin == f"{known_by}#{found.article.id}"


def test_the_name_of_a_stream_tells_the_format_where_content_does_not():
    raw = f"{SNOW} It was *cold*.".encode()
    texts = [next(read_stream(Named(raw, name))).article.text for name in ("snow.md", "snow.txt")]
    assert texts == [f"{SNOW} It was cold.", f"{SNOW} It was *cold*."]


def test_a_bad_stream_is_named():
    (failed,) = read_stream(Named(b"\x00", "snow.txt"))
    assert isinstance(failed, Failed)
    assert failed.origin == "-/snow.txt"


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_a_text_of_many_articles_fails_before_it_is_cleaned(tmp_path, name):
    path = tmp_path / name
    path.write_text(SNOW + "\n" * 20_000)  # cleaned, it were short enough
    (failed,) = read(path, limits=Limits(article_characters=100))
    assert isinstance(failed, Failed)
    assert "more than 100 characters" in failed.reason
    (found,) = read(path, limits=Limits(article_characters=10_100))
    assert isinstance(found, Found)


def test_text_longer_than_an_article_fails(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(SNOW * 3)
    (failed,) = read(path, limits=Limits(article_characters=50))
    assert isinstance(failed, Failed)
    assert "more than 50 characters" in failed.reason


def test_large_stream_is_read_in_another_process():
    (found,) = read_stream(io.BytesIO(f"---\ntitle: T\n---\n{SNOW}\n".encode() + b"x " * 9_000))
    assert isinstance(found, Found)
    assert found.article.title == "T"


def test_pipe_is_read_as_a_file(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(SNOW.encode(),))
    writer.start()
    (found,) = read(pipe)
    writer.join()
    assert isinstance(found, Found)
    assert (found.origin, found.article.text) == (pipe.as_posix(), SNOW)


def test_name_that_is_no_utf_8_is_written_out(tmp_path):
    path = tmp_path / os.fsdecode(b"snow\xff.txt")
    path.write_text(SNOW)
    (found,) = read(path)
    assert found.origin == (tmp_path / "snow\\xff.txt").as_posix()


@pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
def test_half_a_surrogate_pair_can_be_stored(tmp_path, name):
    path = tmp_path / name
    path.write_text('{"text": "Snow \\ud83d fell."}')
    (found,) = read(path)
    assert found.article.text == "Snow fell."
