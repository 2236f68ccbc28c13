"""Starts the browser app: finds its file and hands the process over to Streamlit."""

import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

ADDRESS = "127.0.0.1"  # this machine only: nobody else on the network sees the archive
ARCHIVE_VARIABLE = "ONRECORD_ARCHIVE"


def find_app() -> Path | None:
    """Return the file of the browser app; None where it is not installed.

    The app stands above this package and is found, not imported: imports run one way.
    """
    spec = find_spec("app")
    return Path(spec.origin) if spec and spec.origin else None


def streamlit_command(app: Path, *, port: int) -> list[str]:
    """Return the command that serves the app to this machine's browsers, and to no others."""
    return [
        *(sys.executable, "-m", "streamlit", "run", str(app)),
        f"--server.port={port}",
        f"--server.address={ADDRESS}",
        "--server.headless=true",
        "--browser.gatherUsageStats=false",
    ]


def is_free(port: int) -> bool:
    """Tell whether nothing listens on a port of this machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # What a server that has just ended left behind does not count; nor does it for Streamlit.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError:
            return False
    return True


def hand_over(command: Sequence[str], *, archive: Path) -> int:
    """Run a command in this one's place; signals and the exit code are its own.

    Returns:
        The exit code, where the system cannot replace a process (Windows).
    """
    environment = {**os.environ, ARCHIVE_VARIABLE: str(archive.absolute())}
    if os.name != "nt":
        os.execve(command[0], list(command), environment)  # noqa: S606  # this module's command
    return subprocess.call(command, env=environment)  # noqa: S603  # the same
