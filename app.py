"""The browser app: `onrecord serve`, or `python -m streamlit run app.py`.

The archive is the directory ONRECORD_ARCHIVE, or `archive` in the working directory. Where there is
none, it is built from the articles that ship with the program (or those in ONRECORD_CORPUS).
"""

import os
import time
from pathlib import Path

import streamlit as st

from index import ArchiveMissingError, OnRecordError, Progress
from qa.render import escape_markdown
from web import address, batch, chat, library, opening, theme

ROOT = Path(__file__).resolve().parent


def main() -> None:
    """Set up the page, open the archive; draw the conversation, or many questions at once."""
    theme.set_up_page()
    archive = Path(os.environ.get("ONRECORD_ARCHIVE") or "archive")
    corpus = Path(os.environ.get("ONRECORD_CORPUS") or ROOT / "corpus")
    place = st.empty()
    try:
        newsroom = opening.open_newsroom(
            archive, corpus=corpus, report=lambda progress: show_progress(place, progress)
        )
        place.empty()
        turned = address.take(newsroom)
        choices = library.draw(newsroom)
        address.note(newsroom, choices)
        if batch.is_shown(newsroom):
            batch.draw(newsroom, choices)
        else:
            chat.draw(newsroom, choices, turned=turned)
    except OnRecordError as error:
        st.html(theme.problem(str(error)))
        if isinstance(error, ArchiveMissingError):
            st.button("Look again", key="again")


def show_progress(place: "st.delta_generator.DeltaGenerator", progress: Progress) -> None:
    """Show how far the archive is while it is built the first time."""
    share = progress.done / progress.total if progress.total else 0.0
    with place.container():
        st.html(theme.building())
        st.progress(share, text=escape_markdown(opening.describe(progress)))
    if not progress.done:
        # The server gets a turn to send it: importing torch holds the interpreter for seconds.
        time.sleep(0.1)


if __name__ == "__main__":
    main()
