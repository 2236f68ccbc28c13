"""Lines that were wrapped at a width, made paragraphs again."""

import re

_GROUP = re.compile(r"(?:^[^\S\n]*\S[^\n]*\n?)+", re.MULTILINE)
_MARKED = re.compile(r"\s*(?:[-*+•>#|]|\d+[.)])\s")


def unwrap(text: str) -> str:
    r"""Join the lines of paragraphs that were wrapped at 45 to 100 characters.

    Only where the lines show it: all but a paragraph's last are that long, and one of them goes
    on in lower case. Lists, and files with a paragraph a line, stay as they are.

    >>> unwrap("The ministry moved two battalions to the border\non Tuesday.\n\nIt rained.")
    'The ministry moved two battalions to the border on Tuesday.\n\nIt rained.'
    """
    return _GROUP.sub(lambda match: _join(match.group()), text)


def _join(group: str) -> str:
    lines = group.rstrip("\n").split("\n")
    wrapped = all(45 <= len(line.rstrip()) <= 100 for line in lines[:-1])
    goes_on = any(line.lstrip()[:1].islower() for line in lines[1:])
    if not (wrapped and goes_on) or any(_MARKED.match(line) for line in lines):
        return group
    end = group[len(group.rstrip("\n")) :]
    return " ".join(line.strip() for line in lines) + end
