"""E-mails, mailboxes and pages saved as MHTML."""

import hashlib
from datetime import date, datetime, timedelta, timezone
from email.message import EmailMessage

import pytest
from test_archives import read, told

from benchmarks.specimens import MAKERS, MARK, SENTENCES, message
from index.reading import Failed, Found, Limits

HEAD = b"From: Ann Poe <ann@a.b>\nMessage-ID: <1@a.b>\nSubject: Snow\n"


def hashed(message: bytes) -> str:
    """Return what a message is known by that has no id of its own."""
    return hashlib.blake2b(message.rstrip(), digest_size=8).hexdigest()


def test_mail_tells_its_title_author_and_time():
    article, attached = [item.article for item in read(message().as_bytes())]
    assert article.text.split("\n") == list(SENTENCES)
    assert (article.title, article.authors) == ("Snow in Riga", ("Ann Poe",))
    assert article.published == date(2024, 1, 9)
    assert article.published_at == datetime(2024, 1, 9, 10, 15, tzinfo=timezone(timedelta(hours=2)))
    assert MARK in attached.text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        pytest.param(HEAD + b"\nSnow fell.\n", "Snow fell.", id="plain"),
        pytest.param(
            HEAD + b"Content-Type: text/html\n\n<style>p {}</style><p>Snow &amp; ice.</p>",
            "Snow & ice.",
            id="HTML alone",
        ),
        pytest.param(
            HEAD + b"Content-Type: text/plain; charset=windows-1251\n"
            b"Content-Transfer-Encoding: 8bit\n\n" + "Шёл снег.".encode("cp1251"),
            "Шёл снег.",
            id="encoding as stated",
        ),
        pytest.param(
            HEAD + b"Content-Type: text/plain; charset=iso-8859-1\n\n"
            b"\x93We don\x92t know,\x94 she said \x96 twice.",
            "“We don’t know,” she said – twice.",
            id="latin-1 that is windows-1252",
        ),
        pytest.param(
            HEAD + b"Content-Type: text/plain; format=flowed\n\nIt \nfell.\n From \n> a \n>b\nc.",
            "It fell.\nFrom\n> a b\nc.",
            id="flowed",
        ),
        pytest.param(
            HEAD + b"Content-Type: text/plain; format=Flowed; delsp=Yes\n\nIt fe \nll \n\n-- \nA.",
            "It fell\n\n--\nA.",
            id="flowed, within words",
        ),
        pytest.param(
            HEAD + b"Content-Type: text/plain; charset=none-such\n\nSnow fell.",
            "Snow fell.",
            id="encoding that does not exist",
        ),
        pytest.param(
            HEAD
            + b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nU25vdyBmZWxsLg==",
            "Snow fell.",
            id="base64",
        ),
    ],
)
def test_text_of_a_mail(raw, text):
    assert told(read(raw)) == {"/a": text}


def test_plain_text_is_preferred_to_html():
    mail = EmailMessage()
    mail["From"], mail["Message-ID"] = "a@a.b", "<1@a.b>"
    mail.set_content("Snow fell.")
    mail.add_alternative("<p>Rain fell.</p>", subtype="html")
    (found,) = read(mail.as_bytes())
    assert isinstance(found, Found)
    assert (found.article.text, found.article.authors) == ("Snow fell.", ("a@a.b",))


def test_a_forwarded_mail_is_a_mail():
    outer = EmailMessage()
    outer["From"], outer["Message-ID"] = "a@a.b", "<2@a.b>"
    outer.set_content("See below.")
    outer.add_attachment(message())
    assert list(told(read(outer.as_bytes()))) == [
        "/a",
        "/a!attachment-1.eml",
        "/a!attachment-1.eml!snow.html",
    ]


def test_attachments_alone_are_enough():
    mail = EmailMessage()
    mail["From"], mail["Message-ID"] = "a@a.b", "<1@a.b>"
    mail.add_attachment("Snow fell.\n", filename="snow.txt")
    mail.add_attachment(b"\x89PNG\0", maintype="image", subtype="png", filename="a.png")
    assert told(read(mail.as_bytes())) == {
        "/a!snow.txt": "Snow fell.",
        "/a!a.png": "image: no article",
    }


def test_mailbox():
    line = b"From ann@a.b Tue Jan  9 10:15:00 2024\n"
    unnamed = b"Received: x\nSubject: Ice\n\n>From here on, ice.\nFrom far it looks blue.\n"
    raw = line + HEAD + b"\nSnow fell.\n\n" + line + unnamed + b"\n" + line + HEAD + b"\n\n"
    items = list(read(raw))
    assert [item.origin for item in items] == ["/a#1@a.b", f"/a#{hashed(unnamed)}", "/a:3"]
    assert items[1].article.text == "From here on, ice.\nFrom far it looks blue."
    assert isinstance(items[2], Failed)


@pytest.mark.parametrize(
    "header",
    [
        pytest.param("Message-ID: <>", id="an empty id"),
        pytest.param("Message-ID: <", id="half an id"),
        pytest.param("Message-ID: <@b>", id="an id without its left side"),
        pytest.param("Message-ID: <a@[1.2>", id="an id with half an address"),
        pytest.param("From: a@", id="half a sender"),
        pytest.param('From: "', id="a quotation mark for a sender"),
        pytest.param("From: " + "(" * 3_000, id="comments without end"),
    ],
)
def test_a_message_is_read_without_the_header_that_cannot_be_parsed(header):
    line = "From ann@a.b Tue Jan  9 10:15:00 2024\n"
    broken = f"Subject: Ice\n{header}\nReceived: x\n\nIce broke.\n\n".encode()
    raw = line.encode() + broken + line.encode() + HEAD + b"\nSnow fell.\n"
    first, last = read(raw)
    assert first.origin == f"/a#{hashed(broken)}"
    assert (first.article.title, first.article.text) == ("Ice", "Ice broke.")
    assert first.article.authors == ()
    assert (last.origin, last.article.text) == ("/a#1@a.b", "Snow fell.")


def test_too_long_a_message_fails_alone():
    line = b"From ann@a.b Tue Jan  9 10:15:00 2024\n"
    long = b"Message-ID: <2@a.b>\nSubject: Ice\n\n" + b"Ice. " * 100 + b"\n\n"
    raw = line + long + line + HEAD + b"\nSnow fell.\n"
    failed, found = read(raw, limits=Limits(record_bytes=300))
    assert isinstance(failed, Failed)
    assert (failed.origin, found.origin) == ("/a:1", "/a#1@a.b")
    assert "longer than 300 bytes" in failed.reason


def test_saved_page():
    (found,) = read(MAKERS[".mhtml"][1]())
    assert isinstance(found, Found)
    assert MARK in found.article.text
    assert (found.article.title, found.article.url) == ("Snow in Riga", "https://a.example/snow")


def test_saved_page_that_says_latin_1_and_means_windows_1252():
    text = b"<p>\x93We don\x92t know,\x94 she said on Friday \x96 in Riga.</p>"
    raw = (
        b"From: <Saved by a browser>\nSnapshot-Content-Location: https://a.example/snow\n"
        b"MIME-Version: 1.0\nContent-Type: multipart/related; type=text/html; boundary=b\n\n"
        b"--b\nContent-Type: text/html; charset=iso-8859-1\n"
        b"Content-Transfer-Encoding: 8bit\n\n"
        b"<html><body><article>" + text + b"</article></body></html>\n--b--\n"
    )
    assert told(read(raw)) == {"/a": "“We don’t know,” she said on Friday – in Riga."}
