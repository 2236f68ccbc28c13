"""Subtitles: joined to sentences, with the time of each cue."""

import pytest

from index.errors import ReadingError
from index.reading.subtitles import read_subtitles

SRT = """1
00:00:01,000 --> 00:00:03,000
<i>Ferries stood still</i>
in Riga

2
00:12:31,000 --> 00:12:33,500 X1:40 X2:600
{\\an8}for the ninth day.

3
00:12:38,000 --> 00:12:39,000
- Was it cold?
- It was &amp; is.

4
1:02:03,000 --> 1:02:05,000
ANN POE: The crews – and only
they – went home.
"""
VTT = """WEBVTT - a title

Kind: captions
Language: en-GB

NOTE
not shown

STYLE
::cue { color: red }

opening
00:01.000 --> 00:03.000 align:start
<v Ann Poe>Ferries stood still

00:03.000 --> 00:05.000
<v.loud Ann Poe>in <c.yellow>Riga</c>.</v> <v Bo Ray>Yes.</v>

00:09.500 --> 00:11.000
<v Bo Ray>For nine days.&nbsp;&lt;Nine&gt;

NOTE not shown either
"""


def cues(article):
    return [(place.label, article.text[place.start :][:11]) for place in article.locators]


def test_srt():
    article = read_subtitles(SRT.encode())
    assert article.text.split("\n\n") == [
        "Ferries stood still in Riga for the ninth day.",
        "- Was it cold?",
        "- It was & is.",
        "ANN POE: The crews – and only they – went home.",
    ]
    assert cues(article) == [
        ("0:01", "Ferries sto"), ("12:31", "for the nin"),
        ("12:38", "- Was it co"), ("1:02:03", "ANN POE: Th"),
    ]  # fmt: skip
    assert article.locator(article.text.index("day")).label == "12:31"
    assert article.language == "en"


def test_vtt():
    article = read_subtitles(VTT.encode())
    assert article.text.split("\n\n") == [
        "Ann Poe: Ferries stood still in Riga.",
        "Bo Ray: Yes.",
        "For nine days. <Nine>",
    ]
    assert cues(article) == [
        ("0:01", "Ann Poe: Fe"), ("0:03", "in Riga.\n\nB"), ("0:09", "For nine da"),
    ]  # fmt: skip
    assert article.language == "en"


def srt(*cues: tuple[str, str, str]) -> bytes:
    """Write cues: when each begins and ends (a clock without hours), and its text."""
    numbered = (
        f"{n}\n00:{a},000 --> 00:{b},000\n{text}\n" for n, (a, b, text) in enumerate(cues, start=1)
    )
    return "\n".join(numbered).encode()


@pytest.mark.parametrize(
    ("cues", "text"),
    [
        pytest.param([("00:01", "00:02", "It fell."), ("00:04", "00:06", "It rose.")],
                     "It fell. It rose.", id="a short silence"),
        pytest.param([("00:01", "00:02", "It fell."), ("00:05", "00:06", "It rose.")],
                     "It fell.\n\nIt rose.", id="a long silence behind a sentence"),
        pytest.param([("00:01", "00:02", "It fell"), ("00:09", "00:10", "on Riga.")],
                     "It fell on Riga.", id="a long silence within a sentence"),
        pytest.param([("00:01", "00:02", "It fell."), ("00:02", "00:03", ">> Did it?")],
                     "It fell.\n\n>> Did it?", id="another speaker"),
        pytest.param([("00:01", "00:02", "No."), ("00:03", "00:04", "No.")],
                     "No. No.", id="said twice"),
        pytest.param([("00:01", "00:02", "It fell"), ("00:02", "00:03", "It fell\non Riga"),
                      ("00:03", "00:04", "It fell\non Riga"),
                      ("00:04", "00:05", "on Riga\nat dawn.")],
                     "It fell on Riga at dawn.", id="rolled up"),
        pytest.param([("00:01", "00:02", "It fell\n\non Riga."), ("00:02", "00:03", "Twice.")],
                     "It fell on Riga. Twice.", id="empty line in a cue"),
        pytest.param([("00:01", "00:02", "2024"), ("00:02", "00:03", "was cold.")],
                     "2024 was cold.", id="a number that is text"),
        pytest.param([("00:01", "00:02", "It fell on Tues-"), ("00:02", "00:03", "day at 2-\n3.")],
                     "It fell on Tuesday at 2-3.", id="broken word and figures"),
        pytest.param([("00:01", "00:02", "You said I could just-"), ("00:02", "00:03", "you just")],
                     "You said I could just- you just", id="a speaker who breaks off"),
    ],
)  # fmt: skip
def test_joining(cues, text):
    assert read_subtitles(srt(*cues)).text == text


def test_long_paragraphs_end_with_a_sentence_and_captions_without_any_do_end():
    sentence = "The ferry number {} stood still in the port of Riga for days."
    told = [(f"{n // 60:02}:{n % 60:02}", f"{n // 60:02}:{n % 60:02}", sentence.format(n))
            for n in range(60)]  # fmt: skip
    paragraphs = read_subtitles(srt(*told)).text.split("\n\n")
    assert all(550 < len(paragraph) < 700 for paragraph in paragraphs[:-1])
    machine = [(a, b, text.strip(".").lower()) for a, b, text in told]
    paragraphs = read_subtitles(srt(*machine)).text.split("\n\n")
    assert [1700 < len(paragraph) < 2000 for paragraph in paragraphs] == [True, True]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_newlines_and_encodings(newline, encoding):
    raw = SRT.replace("\n", newline).encode(encoding)
    assert read_subtitles(raw) == read_subtitles(SRT.encode())


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        pytest.param(b"", "no subtitles", id="empty"),
        pytest.param(b"WEBVTT\n", "no subtitles", id="no cues"),
        pytest.param(b"Snow fell at 12:31.", "no subtitles", id="text"),
        pytest.param(b"1\n00:00:01,000 --> 00:00:02,000\n\n", "no subtitles", id="empty cues"),
        pytest.param(b"\x00\x01\x02\xff", "not text", id="binary"),
    ],
)
def test_what_is_refused(raw, reason):
    with pytest.raises(ReadingError, match=reason):
        read_subtitles(raw)
