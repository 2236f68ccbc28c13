"""A question in, a cited answer out.

Desk                    what a user talks to: ask, ask_many
Answer                  statements, or silence; what was searched
Statement, Citation     one thing that the archive says; where it says it
Coverage                what was searched
evaluate, read_cases    your own questions, measured on your own archive
Case, Gold              a question; what is known to answer it
Evaluation              how often answers and silence were right
verify, Verification    saved answers, held against the archive
replay, Replayed        saved answers, asked again: which of them are different today, and why?

The names are imported when they are first used: `onrecord --help` needs none of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.answer import Answer, Citation, Coverage, Statement
    from qa.desk import Desk
    from qa.evaluation import Evaluation, evaluate
    from qa.gold import Case, Gold, read_cases
    from qa.record import Verification, verify
    from qa.replaying import Replayed, replay

__all__ = [
    "Answer",
    "Case",
    "Citation",
    "Coverage",
    "Desk",
    "Evaluation",
    "Gold",
    "Replayed",
    "Statement",
    "Verification",
    "evaluate",
    "read_cases",
    "replay",
    "verify",
]
_MODULES = {
    **dict.fromkeys(("Answer", "Citation", "Coverage", "Statement"), "qa.answer"),
    "Desk": "qa.desk",
    **dict.fromkeys(("Evaluation", "evaluate"), "qa.evaluation"),
    **dict.fromkeys(("Case", "Gold", "read_cases"), "qa.gold"),
    **dict.fromkeys(("Verification", "verify"), "qa.record"),
    **dict.fromkeys(("Replayed", "replay"), "qa.replaying"),
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_MODULES[name]), name)
