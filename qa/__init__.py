"""A question in, a cited answer out.

Desk                    what a user talks to: ask, ask_many
Answer                  statements, or silence; what was searched
Statement, Citation     one thing that the archive says; where it says it
Coverage                what was searched
"""

from qa.answer import Answer, Citation, Coverage, Statement
from qa.desk import Desk

__all__ = ["Answer", "Citation", "Coverage", "Desk", "Statement"]
