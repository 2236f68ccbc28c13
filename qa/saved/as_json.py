"""Saved answers in JSON: objects, each on one line or spread over many; pure."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from index.errors import ReadingError
from index.reading.json_kind import json_kind
from qa.lines import NOT_UTF8, SAVE_AS_UTF8
from qa.saved.answers import (
    ANSWER,
    AS_WRITTEN,
    DAY,
    GIVEN,
    LONGEST,
    SOURCE,
    WRITTEN_BY,
    Kind,
    Lines,
    Quoted,
    Saved,
    Slice,
    checked_id,
    of_kind,
)

_ESCAPED_HALF = re.compile(r"\\u[dD][89a-fA-F]")
# What tells how an answer was asked and decided.
_TOLD = ("understood", "strictness", "limit", "probability", "threshold", "given", "searched")


def read_json(lines: Lines) -> Iterator[Saved]:
    """Read JSON objects, one after the other; what is none says so.

    Raises:
        ReadingError: one is too long.
    """
    for number, text in _gathered(lines):
        yield _of_text(text, line=number)


def as_saved(record: Mapping[str, Any], *, line: int = 1) -> Saved:
    """Take an answer as `Answer.to_dict` gives it, or a line of a batch.

    >>> as_saved({"question": "Who?", "statements": [], "closest": []})
    Saved(line=1, question='Who?', quotes=(), asked=True, error=None)
    """
    try:
        question = _field(record, "question", str)
        # A row that could not be asked has no quotes; what has some is checked all the same.
        if record.get("error") is not None and not {"statements", "closest"} & record.keys():
            return Saved(line=line, question=question, asked=False)
        statements = [of_kind(one, dict, "statement") for one in _field(record, "statements", list)]
        cited: list[tuple[int | None, object]] = [
            (number, one)
            for number, each in enumerate(statements, start=1)
            for one in _field(each, "citations", list)
        ]
        cited += [(None, one) for one in _field(record, "closest", list)]
        _check_given(record, statements)
    except ReadingError as error:
        return Saved(line=line, error=f"{error}; give what was written by {WRITTEN_BY}")
    quotes = tuple(_quoted(one, line=line, statement=number) for number, one in cited)
    told = {name: record[name] for name in _TOLD if name in record}
    return Saved(line=line, question=question, quotes=quotes, told=told)


def _check_given(record: Mapping[str, Any], statements: Sequence[Mapping[str, Any]]) -> None:
    """Check that what is listed side by side is what citations give; these are checked as quotes.

    Raises:
        ReadingError: it is not. Answers of before have neither.
    """
    given = [
        [
            (_settled(each["given"]), _source(each))
            for each in _field(one, "citations", list)
            if _gives(each)
        ]
        for one in statements
    ]
    entries = [
        of_kind(one, dict, "given") for one in of_kind(record.get("given", []), list, "given")
    ]
    named = [_numbers(one, most=len(statements)) for one in entries]
    times = Counter(number for numbers in named for number in numbers)
    listed: list[set[str]] = [set() for _ in statements]
    for entry, numbers in zip(entries, named, strict=True):
        words = {_settled({"text": word}) for word in _field(entry, "words", list)}
        told = {n: [one for one in given[n - 1] if one[0] in words] for n in numbers}
        known = {text for some in told.values() for text, _ in some}
        most = len({source for some in told.values() for _, source in some})
        # A statement of several entries may give the same words to each.
        least = most if all(times[number] == 1 for number in numbers) else 1
        counted = 0 < least <= _field(entry, "sources", int) <= most
        if words != known or not (all(told.values()) and counted):
            wording = "; ".join(sorted(words))
            raise ReadingError(f"“{wording:.60}” is listed as no citation gives it")
        for number in numbers:
            listed[number - 1] |= words
    if not all(
        {text for text, _ in some} <= told for some, told in zip(given, listed, strict=True)
    ):
        raise ReadingError("citations give what it does not list as given")


def _numbers(entry: Mapping[str, Any], *, most: int) -> set[int]:
    """Return the numbers of the statements that an entry names, of so many at most."""
    numbers = {of_kind(number, int, "statement") for number in _field(entry, "statements", list)}
    if not all(0 < number <= most for number in numbers):
        raise ReadingError("what it lists as given names a statement that it does not have")
    return numbers


def _gives(cited: object) -> bool:
    return isinstance(cited, dict) and isinstance(cited.get("given"), dict)


def _source(cited: Mapping[str, Any]) -> str:
    """Return what counts as a citation's source: its story's original, or else its article."""
    story = cited.get("story")
    source = story.get("original") if isinstance(story, dict) else cited.get("article")
    return repr(source.get("id") if isinstance(source, dict) else source)


def _settled(given: Mapping[str, Any]) -> str:
    return " ".join(_field(given, "text", str).casefold().split())


def _gathered(lines: Lines) -> Lines:
    """Put the lines of each JSON object together: one, or those up to a "}" that begins a line.

    A line that begins another object ends what was not complete. Yields where each one begins.
    """
    begun: list[str] = []
    at = length = 0
    for number, line in lines:
        if begun and line.startswith("{"):
            yield at, "".join(begun)
            begun, length = [], 0
        if not begun and not line.strip():
            continue
        at = at if begun else number
        begun.append(line)
        length += len(line)
        if length > LONGEST:
            raise ReadingError(f"what begins on line {at} is too long for an answer; cut it up")
        if line.startswith("}") or (len(begun) == 1 and line.rstrip().endswith("}")):
            yield at, "".join(begun)
            begun, length = [], 0
    if begun:
        yield at, "".join(begun)


def _of_text(text: str, *, line: int) -> Saved:
    if NOT_UTF8.search(text):
        return Saved(line=line, error=SAVE_AS_UTF8)
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        return Saved(line=line, error=f"it is not JSON ({error}); {AS_WRITTEN}")
    if _ESCAPED_HALF.search(text) and _has_half(record):
        reason = f"it holds half a character (a lone surrogate, such as \\ud83d); {AS_WRITTEN}"
        return Saved(line=line, error=reason)
    if isinstance(record, dict):
        return as_saved(record, line=line)
    reason = f"it is a JSON {json_kind(record)}; write the answers one a line, each an object"
    return Saved(line=line, error=reason)


def _has_half(record: object) -> bool:
    """Tell whether a text in it cannot be written as UTF-8, and so neither looked up nor shown."""
    try:
        json.dumps(record, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


def _quoted(cited: object, *, line: int, statement: int | None) -> Quoted:
    quote = ""
    try:
        record = of_kind(cited, dict, "citation")
        quote = _field(record, "quote", str)
        article = _field(record, "article", dict)
        return Quoted(
            line=line,
            quote=quote,
            article_id=checked_id(_field(article, "id", str)),
            sha256=_field(article, "sha256", str),
            slices=tuple(_slices(record, quote)),
            unplaced=_verb(record),
            source={name: article[name] for name in SOURCE if name in article},
            statement=statement,
        )
    except ReadingError as error:
        reason = f"{error}; {AS_WRITTEN}"
        return Quoted(line=line, quote=quote, statement=statement, error=reason)


def _slices(record: Mapping[str, Any], quote: str) -> Iterator[Slice]:
    start, end = _field(record, "start", int), _field(record, "end", int)
    yield Slice(name="quote", words=quote, start=start, end=end)
    parts = [(ANSWER, record.get("answer")), (GIVEN, record.get("given"))]
    parts += [(DAY, day) for day in of_kind(record.get("days", []), list, "days")]
    for name, words, part in (
        *((name, "text", part) for name, part in parts),
        ("speaker", "name", record.get("speaker")),
    ):
        if part is not None:
            known = of_kind(part, dict, name)
            yield Slice(
                name=name,
                words=_field(known, words, str),
                start=_field(known, "start", int),
                end=_field(known, "end", int),
            )
    if record.get("before"):
        before = _field(record, "before", str)
        yield Slice(name="sentence before", words=before, start=start - len(before), end=start)
    if record.get("after"):
        after = _field(record, "after", str)
        yield Slice(name="sentence after", words=after, start=end, end=end + len(after))


def _verb(record: Mapping[str, Any]) -> Mapping[str, str]:
    speaker = record.get("speaker") or {}
    return {"verb": _field(speaker, "verb", str)} if speaker.get("verb") is not None else {}


def _field(record: Mapping[str, Any], name: str, kind: type[Kind]) -> Kind:
    if name not in record:
        raise ReadingError(f"there is no field “{name}” in it")
    return of_kind(record[name], kind, name)
