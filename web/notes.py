"""An answer taken along into one's notes: copied, or saved as a file."""

import re

import streamlit as st
from anyascii import anyascii

from qa import Answer
from qa.plain import to_json
from web import theme


def draw(answer: Answer, turn: int) -> None:
    """Draw the button that opens an answer as text, and what saves it."""
    with st.popover("Use in notes", type="tertiary", key=f"keep-{turn}"):
        name = file_name(answer.question)
        st.html(
            theme.note("Copy it, or save it as a file; quotes, sources and coverage are in it.")
        )
        plain = f"{answer.question}\n\n{answer.text}"
        st.code(plain, language=None, wrap_lines=True, height=220)
        with st.container(horizontal=True):
            # Written when they are pressed: for each of many answers it would take too long.
            st.download_button(
                "Save Markdown",
                answer.to_markdown,
                file_name=f"{name}.md",
                mime="text/markdown",
                on_click="ignore",
                key=f"markdown-{turn}",
            )
            st.download_button(
                "Save JSON",
                lambda: to_json(answer.to_dict(), indent=2) + "\n",
                file_name=f"{name}.json",
                mime="application/json",
                on_click="ignore",
                key=f"json-{turn}",
            )


def file_name(question: str) -> str:
    """Name a file after a question, or after another file.

    >>> file_name("Why hasn’t Belarus sent troops?")
    'why-hasn-t-belarus-sent-troops'
    """
    return "-".join(re.findall(r"[a-z0-9]+", anyascii(question).lower()))[:60] or "answer"
