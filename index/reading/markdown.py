"""Markdown with YAML front matter -> one article."""

import html
import re
from collections.abc import Mapping
from dataclasses import replace

import yaml

from index.article import Article
from index.errors import ReadingError
from index.reading.aliases import FieldAliases
from index.reading.fragments import BLOCKS, STRUCK_OUT
from index.reading.metadata import Metadata, build_article
from index.reading.wrapping import unwrap

_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\n(.*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
# (?<!...) before a run of spaces lets it be looked at from its beginning alone: from each of its
# characters on, the time grew by the square of its length.
_FIRST_HEADING = re.compile(
    r"^(?:# +(.+?)(?:(?<! ) +#+)?|(\S.*)\n=+)(?:(?<![ \t])[ \t]+)?$", re.MULTILINE
)
# Brackets hold no opening one, for the same reason.
_TARGET = r"\((?:[^()]|\([^()]*\))*\)"

# In this order: images before the links around them, code before emphasis.
_MARKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^ {0,3}(?:```|~~~).*$", re.MULTILINE), ""),
    (re.compile(rf"!\[[^\[\]]*\](?:{_TARGET}|\[[^\[\]]*\])"), ""),
    (re.compile(r"^ {0,3}\[[^\[\]]+\]: +\S.*$", re.MULTILINE), ""),
    (re.compile(r"\[\^[^\[\]]+\]"), ""),
    (re.compile(rf"\[([^\[\]]*)\]{_TARGET}"), r"\1"),
    (re.compile(r"\[([^\[\]]+)\]\[[^\[\]]*\]"), r"\1"),
    (re.compile(r"<((?:https?|mailto):[^<>\s]+)>"), r"\1"),
    (re.compile(rf"</?(?:{BLOCKS.pattern})\b[^<>]*>", re.IGNORECASE), "\n\n"),
    (re.compile(r"</?t[dh]\b[^<>]*>", re.IGNORECASE), " "),
    (re.compile(r"</?[a-zA-Z][^<>]*>"), ""),
    (re.compile(r"^ {0,3}(?:=+|(?:[-*_][ \t]*){3,})$", re.MULTILINE), ""),
    (
        re.compile(
            r"^ {0,3}#{1,6}[ \t]+(.*?)(?:(?<![ \t])[ \t]+#+)?(?:(?<![ \t])[ \t]+)?$", re.MULTILINE
        ),
        r"\n\1\n",
    ),
    (re.compile(r"^ {0,3}(?:>[ \t]?)+", re.MULTILINE), ""),
    (re.compile(r"^([ \t]*)[*+](?=[ \t])", re.MULTILINE), r"\1-"),
    (re.compile(r"(?<!`)`([^`\n]+)`(?!`)"), r"\1"),
    (re.compile(r"(?<![\\*])\*{1,3}(?=\S)([^*\n]+?)(?<=\S)\*{1,3}(?!\*)"), r"\1"),
    (re.compile(r"(?<![\\\w])_{1,3}(?=\S)([^_\n]+?)(?<=\S)_{1,3}(?!\w)"), r"\1"),
    (re.compile(r"~~(?=\S)[^~\n]+~~ ?"), ""),
    (re.compile(r"(?:\\|(?<! ) {2,})$", re.MULTILINE), ""),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!~>|-])"), r"\1"),
)


_UNREAD = re.compile(
    rf"<(/?)(script|style|template|{'|'.join(STRUCK_OUT)})\b[^<>]*>", re.IGNORECASE
)


def plain_text(markdown: str) -> str:
    r"""Take Markdown's marks off; lists stay as lines that begin with "- ".

    >>> plain_text("Snow *fell* in [Riga](https://a.b). ![x](y.png)")
    'Snow fell in Riga. '
    """
    text = _without_elements(_without_comments(markdown))
    for pattern, replacement in _MARKS:
        text = pattern.sub(replacement, text)
    return unwrap(html.unescape(text))


def _without_comments(text: str) -> str:
    # Behind the last that is closed none is looked for: each would be followed to the end.
    end = text.rfind("-->") + len("-->")
    return re.sub(r"<!--.*?-->", "", text[:end], flags=re.DOTALL) + text[end:]


def _without_elements(text: str) -> str:
    """Take out the elements of HTML whose text is no article's; one that is not closed stays."""
    kept, at, opened = [], 0, None
    for mark in _UNREAD.finditer(text):
        is_end, name = mark[1] == "/", mark[2].casefold()
        if opened is None and not is_end:
            opened = (name, mark.start())
        elif opened and is_end and opened[0] == name:
            kept.append(text[at : opened[1]])
            at, opened = mark.end(), None
    return "".join([*kept, text[at:]])


def read_markdown(text: str, *, aliases: FieldAliases) -> Article:
    """Read a Markdown text; without a title in its front matter, the first `# heading` is it.

    Raises:
        ReadingError: the front matter or its date cannot be read, or there is no text.
    """
    text = re.sub(r"\r\n?", "\n", text)
    front, body = _split(text)
    metadata = Metadata.of(front, aliases)
    heading = _FIRST_HEADING.search(body)
    if metadata.title is None and heading:
        title = plain_text(heading[1] or heading[2]).strip()
        metadata = replace(metadata, title=title or None)
    return build_article(plain_text(body), metadata)


class _PlainLoader(yaml.SafeLoader):
    """Reads YAML without references: what refers to what refers can grow without end.

    What it would take for a number, a time of the day or a yes stays as it is written: a title may
    be "10:30" or "007", an outlet "On", a language "no".
    """

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Compose what comes next.

        Raises:
            ReadingError: it is a reference.
        """
        if self.check_event(yaml.AliasEvent):
            line = self.peek_event().start_mark.line + 2  # type: ignore[no-untyped-call]
            raise ReadingError(
                f"its front matter refers to another part of itself (line {line}); "
                "write the value out, or in quotes"
            )
        return super().compose_node(parent, index)


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag.endswith((":null", ":timestamp"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _split(text: str) -> tuple[Mapping[str, object], str]:
    match = _FRONT_MATTER.match(text)
    if not match:
        return {}, text
    try:
        front = yaml.load(match[1], Loader=_PlainLoader)  # noqa: S506 (it is a SafeLoader)
    except RecursionError as error:
        raise ReadingError("its front matter is nested too deeply; write plain values") from error
    except yaml.YAMLError as error:
        line = _line_of(error)
        raise ReadingError(
            f"its front matter is not YAML{line}; quote values with a colon"
        ) from error
    except ValueError as error:  # "2024-02-30"
        raise ReadingError(
            f"its front matter has a date or number that cannot be ({error}); mend it"
        ) from error
    # Two rules across a page look like front matter; only a mapping is.
    return (front, text[match.end() :]) if isinstance(front, dict) else ({}, text)


def _line_of(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f" (line {mark.line + 2})" if mark is not None else ""
