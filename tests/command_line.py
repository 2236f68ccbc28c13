"""The command line as tests call it: in this process, or in one of its own."""

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from qa.cli import commands

ROOT = Path(__file__).resolve().parents[1]


def onrecord(*words: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(commands, list(words), input=stdin)


def process(*words: str, cwd: Path, **environment: str) -> subprocess.Popen[str]:
    # The conftest's ban on model hubs is in os.environ and comes along.
    return subprocess.Popen(
        [sys.executable, "-m", "qa.cli", *words],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
