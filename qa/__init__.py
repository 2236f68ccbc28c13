"""A question in, a cited answer out.

Desk                    what a user talks to: ask, ask_many
Answer                  statements, or silence; what was searched
Statement, Citation     one thing that the archive says; where it says it
Coverage                what was searched

The names are imported when they are first used: `onrecord --help` needs none of them.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.answer import Answer, Citation, Coverage, Statement
    from qa.desk import Desk

__all__ = ["Answer", "Citation", "Coverage", "Desk", "Statement"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from qa import answer, desk

    return getattr(desk if name == "Desk" else answer, name)
