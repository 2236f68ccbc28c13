"""The command line: `onrecord` and its commands.

Every command is a few lines round a call that Python has too. What is heavy is imported by the
commands that need it, so that `onrecord --help` comes at once.
"""

import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from types import FrameType

import click
from click.exceptions import Exit

from index import OnRecordError
from qa import (
    cli_archive,
    cli_ask,
    cli_evaluate,
    cli_refresh,
    cli_replay,
    cli_upkeep,
    cli_verify,
    terminal,
)
from qa.options import version_option

# What ends a process that is asked to end: by a service manager or a scheduler, by a terminal that
# is closed. Python ends at once, and what tidies up does not run.
_ENDINGS = ("SIGTERM", "SIGHUP")
_OF_SIGNALS = 128


class _Ended(KeyboardInterrupt):
    """A signal asks to end: what Ctrl-C tidies up is tidied up."""


@contextmanager
def _told() -> Iterator[None]:
    """Turn errors raised on purpose into one line and exit code 1; bugs keep their traceback."""
    try:
        yield
    except KeyboardInterrupt as ended:
        terminal.note(_with_notes("interrupted", ended))
        number = ended.args[0] if isinstance(ended, _Ended) else signal.SIGINT
        raise Exit(_OF_SIGNALS + number) from None
    except OSError as error:
        from qa.drafts import NO_ROOM

        # Of standard output; what writes files says itself which one.
        if error.errno not in NO_ROOM or error.filename:
            raise
        terminal.note(f"the output cannot be written ({error.strerror}); make room for it")
        raise Exit(1) from error
    except OnRecordError as error:
        terminal.note(_with_notes(str(error), error))
        raise Exit(1) from error
    except Exception as error:
        # Without it no database was read, and nothing that ends a command imports it.
        connection = sys.modules.get("index.connection")
        told = connection.damage_told(error) if connection else None
        if told is None:
            raise
        terminal.note(_with_notes(told, error))
        raise Exit(1) from error


def _with_notes(message: str, error: BaseException) -> str:
    """Add what was noted on an error: what of the work is kept, say."""
    return "; ".join([message, *getattr(error, "__notes__", ())])


class _Commands(click.Group):
    """Tells errors as `_told` does; lists the commands in the order in which they were added."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: object,
    ) -> click.Context:
        with _told():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> object:
        with _told():
            return super().invoke(ctx)

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(
    "onrecord",
    cls=_Commands,
    no_args_is_help=True,
    context_settings={"show_default": True},
    help="Ask an archive of news articles a question; get what it says, word for word, or an "
    "honest silence. Nothing leaves this machine, and nothing is fetched but URLs that you add.",
)
@version_option
def commands() -> None:
    """Options before any command; all of them act by themselves."""


for command in (  # in the order in which `onrecord --help` lists them
    cli_archive.add,
    cli_ask.ask,
    cli_ask.batch,
    cli_verify.verify,
    cli_replay.replay,
    cli_evaluate.evaluate,
    cli_ask.serve,
    cli_refresh.refresh,
    cli_archive.status,
    cli_upkeep.remove,
    cli_upkeep.compact,
    cli_upkeep.repair,
):
    commands.add_command(command)


def main() -> None:
    """Run the command line; exit with 0, 1 for an error, 2 for wrong usage, 130 for Ctrl-C.

    What ends it else has 128 and the signal's number, as under a shell.
    """
    _open_what_is_closed()
    _end_as_by_ctrl_c()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # JSON and quotes are UTF-8 whatever the locale
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    # transformers draws its own bar on standard error while a model loads.
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    try:
        # No variable makes it print a script for a shell, as click would by itself.
        commands(prog_name="onrecord", complete_var="")
    except terminal.Finished:
        _leave(0)
        raise
    except SystemExit as ended:
        if isinstance(ended.code, int) and threading.active_count() > 1:
            _leave(ended.code)
        raise


def _open_what_is_closed() -> None:
    """Put nothing in the place of standard streams that are closed, as under some schedulers.

    Each takes the lowest number that is free, its own: else the next file would get it, and
    warnings that a library writes to standard error would go there.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  # stays


def _end_as_by_ctrl_c() -> None:
    """Let signals that ask to end do what Ctrl-C does; those that are ignored (nohup) stay so.

    Once asked, it tidies up, and no further one but a second Ctrl-C breaks that off. The app that
    `serve` starts takes the place of this process, and the system sets them back.
    """
    numbers = [getattr(signal, name) for name in _ENDINGS if hasattr(signal, name)]  # on Windows
    asking = [number for number in numbers if signal.getsignal(number) is signal.SIG_DFL]

    def end(number: int, _frame: FrameType | None) -> None:
        for other in asking:
            signal.signal(other, signal.SIG_IGN)
        raise _Ended(number)

    for number in asking:
        signal.signal(number, end)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, end)


def _leave(exit_code: int) -> None:
    """End the process at once: to take the models apart takes a tenth of a second.

    And after Ctrl-C or an error, threads may read on for half a minute, for answers that nobody
    waits for.
    """
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:  # nobody reads any more; Python's own ending says so
        return
    logging.shutdown()
    os._exit(exit_code)


if __name__ == "__main__":
    main()
