"""Questions put in the browser, and waiting for their answers."""

import socket

from playwright.sync_api import Page, expect

ANSWERED = "Why hasn't Belarus sent troops to Ukraine?"
UNANSWERED = "How many people live in Minsk?"
# The first run builds the archive, and the first question loads the model.
PATIENCE = 120_000


def ask(window: Page, question: str) -> None:
    box = window.get_by_placeholder("Ask the archive")
    box.fill(question)
    box.press("Enter")
    heading = window.get_by_role("heading", name=question, exact=True)
    expect(heading).to_be_visible(timeout=PATIENCE)


def answered(window: Page, *, turns: int = 1) -> None:
    expect(window.locator(".coverage")).to_have_count(turns, timeout=PATIENCE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
