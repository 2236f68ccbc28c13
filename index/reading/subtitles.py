"""SRT and VTT subtitles -> one article, a transcript; time codes are its locators."""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from index.article import Article, Locator
from index.errors import ReadingError
from index.reading.decoding import decode
from index.reading.hyphens import count_words, join, split_parts
from index.reading.locators import gather
from index.reading.metadata import Metadata, build_article

_CLOCK = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_TIMING = re.compile(rf"[ \t]*{_CLOCK}[ \t]*-->[ \t]*{_CLOCK}(?:[ \t].*)?")
_NUMBER = re.compile(r"\s*\d+\s*")
_LANGUAGE = re.compile(r"language: *([a-z]{2})\b.*", re.IGNORECASE)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>]+)>")
_TAG = re.compile(r"</?[a-z][^<>]*>|<\d[\d:.]*>|\{\\[^{}]*\}", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…][\"”’»)\]]*$")
# "- No." and ">> No." of another speaker, "ANN POE:" with a name; "– and" goes on.
_CAPITALISED = r"[A-ZÀ-ŽЀ-Я][\w.’'-]*"
_TURN = re.compile(rf"[-–—] ?[^\sa-zß-ÿа-џ]|>> ?\S|{_CAPITALISED}(?: {_CAPITALISED}){{0,3}}: ")
# Behind a sentence a silence of three seconds opens a paragraph; so do 600 characters without one.
_SILENCE = 3.0
_LONGEST_PARAGRAPH = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cue:
    """What is shown at once, from `start` to `end` in seconds; its lines without tags."""

    start: float
    end: float
    lines: tuple[str, ...]


def read_subtitles(raw: bytes) -> Article:
    """Read subtitles as a transcript, with a locator at each cue: "12:31", "1:02:03".

    Cues are joined to sentences and paragraphs. Speakers stay in the text: `<v Ann Poe>` becomes
    "Ann Poe: " where the speaker changes.

    Raises:
        ReadingError: it is not text, or there are no cues in it.
    """
    lines = re.sub(r"\r\n?", "\n", decode(raw)).split("\n")
    cues = _unrolled([cue for cue in _cues(lines) if cue.lines])
    if not cues:
        raise ReadingError(
            "there are no subtitles in it; each needs a line like 00:12:31,000 --> 00:12:33,500"
        )
    stated = (_LANGUAGE.fullmatch(line) for line in lines[:10])
    language = next((match[1].lower() for match in stated if match), None)
    text, locators = gather(_parts(cues))
    return build_article(text, Metadata(language=language), locators)


def _cues(lines: Sequence[str]) -> Iterator[_Cue]:
    is_vtt = lines[0].startswith("WEBVTT")
    timings = [(at, match) for at, line in enumerate(lines) if (match := _TIMING.fullmatch(line))]
    ends = [*(at for at, _ in timings[1:]), len(lines)][: len(timings)]
    speaker: str | None = None
    for (at, match), end in zip(timings, ends, strict=True):
        shown = _shown(lines[at + 1 : end], is_vtt=is_vtt, is_last=end == len(lines))
        text, speaker = _named("\n".join(shown), speaker)
        plain = (" ".join(line.split()) for line in html.unescape(_TAG.sub("", text)).split("\n"))
        yield _Cue(
            start=_seconds(match.groups()[:4]),
            end=_seconds(match.groups()[4:]),
            lines=tuple(line for line in plain if line),
        )


def _shown(lines: Sequence[str], *, is_vtt: bool, is_last: bool) -> Sequence[str]:
    """Return the lines of a cue, from below its time codes to above those of the next.

    In VTT a cue ends with an empty line, and the next cue's name or a note may follow. In SRT a
    text may have empty lines in it; it ends above the next cue's number.
    """
    if is_vtt:
        return lines[: lines.index("")] if "" in lines else lines
    has_number = not is_last and lines and _NUMBER.fullmatch(lines[-1])
    return lines[:-1] if has_number else lines


def _named(text: str, speaker: str | None) -> tuple[str, str | None]:
    """Write out who speaks where it changes from `speaker`; return who speaks at the end."""
    parts: list[str] = []
    at, before, speaker = 0, speaker, None
    for voice in _VOICE.finditer(text):
        speaker = voice[1].strip()
        parts += [text[at : voice.start()], f"\n{speaker}: " if speaker != before else ""]
        at, before = voice.end(), speaker
    return "".join([*parts, text[at:]]), speaker


def _seconds(clock: Sequence[str | None]) -> float:
    hours, minutes, seconds, fraction = (part or "0" for part in clock)
    whole = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
    return float(f"{whole}.{fraction}")


def _unrolled(cues: Sequence[_Cue]) -> list[_Cue]:
    """Take off what a cue repeats from the one before: captions that roll up show lines twice."""
    kept: list[_Cue] = []
    shown: tuple[str, ...] = ()
    for cue in cues:
        most = min(len(shown), len(cue.lines))
        repeated = next((n for n in range(most, 0, -1) if shown[-n:] == cue.lines[:n]), 0)
        # Said twice ("No." "No.") is not shown twice: rolled lines follow at once.
        rolls = repeated and kept and cue.start - kept[-1].end < 0.1
        fresh = cue.lines[repeated:] if rolls else cue.lines
        shown = cue.lines
        if fresh:
            kept.append(replace(cue, lines=fresh))
        elif kept:
            kept[-1] = replace(kept[-1], end=cue.end)
    return kept


def _parts(cues: Sequence[_Cue]) -> Iterator[tuple[Locator | None, str]]:
    words = count_words(line for cue in cues for line in cue.lines)
    length = 0
    last_end, last_line = 0.0, ""
    for cue in cues:
        locator: Locator | None = Locator(start=0, label=_label(cue.start))
        for line in cue.lines:
            ended = bool(_SENTENCE_END.search(last_line))
            rests = cue.start - last_end >= _SILENCE or length > _LONGEST_PARAGRAPH
            # Captions made by machines have no sentences to wait for the end of.
            opens = _TURN.match(line) or (ended and rests) or length > 3 * _LONGEST_PARAGRAPH
            if last_line:
                yield None, f"{last_line}\n\n" if opens else _joined(last_line, line, words)
            yield locator, ""
            length = len(line) if opens else length + len(line) + 1
            locator, last_line = None, line
        last_end = cue.end
    yield None, last_line


def _joined(before: str, after: str, words: Mapping[str, int]) -> str:
    """Write a line as the next one goes on with it; "I don-" may also be a speaker cut off."""
    parts = split_parts(before, after)
    if parts and "".join(parts) not in words and max(words.get(part, 0) for part in parts) > 1:
        return f"{before} "
    return "".join(join(before, after, words))


def _label(seconds: float) -> str:
    """Write a time as a player shows it.

    >>> _label(751.9), _label(3723)
    ('12:31', '1:02:03')
    """
    minutes, second = divmod(int(seconds), 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour}:{minute:02}:{second:02}" if hour else f"{minute}:{second:02}"
