"""Writes docs/cli.md from the `--help` of every command.

python -m docs.make_cli            write it
python -m docs.make_cli --check    fail where it differs from what is written
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from click.testing import CliRunner

from qa.cli import commands

PAGE = Path(__file__).with_name("cli.md")
_HEAD = """# The command line

Generated from `--help` by `python -m docs.make_cli`; do not edit it.

Exit codes: 0 it went well (a silence too); 1 an error, told in one line on standard error, or
something that could not be read or asked while the rest was done; 2 wrong usage; 3 with `replay
--exit-code`, an answer is another today; 130 Ctrl-C, which leaves files as they were and the
archive as it was last published; what a `batch` has answered is kept beside its output, for the
same command to go on from there (SIGTERM and SIGHUP do the same, with 143 and 129; `add --watch`
is ended by each, with 0). What a command says goes to standard output; progress and errors go to
standard error, and progress only where that is a terminal. What goes into `batch` and `evaluate`,
and what comes out: [formats.md](formats.md).
"""


def page() -> str:
    """Return the whole page."""
    return "\n".join([_HEAD, *_sections()])


def _sections() -> Iterator[str]:
    for words in [[], *([name] for name in commands.commands)]:
        title = " ".join(["onrecord", *words])
        yield f"## {title}\n\n```\n{_help(words)}```\n"


def _help(words: list[str]) -> str:
    """Return a command's help at a width of 80, whatever the terminal's is."""
    result = CliRunner().invoke(
        commands, [*words, "--help"], prog_name="onrecord", env={"COLUMNS": "80"}, color=False
    )
    if result.exit_code != 0:
        raise RuntimeError(f"onrecord {' '.join(words)} --help failed: {result.output}")
    return result.stdout


def main(arguments: list[str]) -> int:
    """Write the page, or check it; return the exit code."""
    if arguments not in ([], ["--check"]):
        sys.stderr.write(__doc__ or "")
        return 2
    if not arguments:
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page():
        return 0
    sys.stderr.write(f"{PAGE} is not what --help says; write it: python -m docs.make_cli\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
