"""Many questions at once in a real browser: given, followed, saved, opened again, stopped."""

import csv
import json
from pathlib import Path

import pytest
from asking import ANSWERED, PATIENCE, UNANSWERED, answered, ask
from playwright.sync_api import Page, expect
from test_app import luminance, overflow

from index import Archive
from qa import Desk
from qa.batch import run
from qa.strictness import Strictness

QUESTIONS = f"id,question\n1,{ANSWERED}\n2,{UNANSWERED}\n3,?\n"


def give(window: Page, content: str, *, name: str = "desk.csv") -> None:
    window.get_by_role("button", name="Ask many questions").click()
    expect(window.get_by_role("heading", name="Ask many questions")).to_be_visible()
    file = {"name": name, "mimeType": "text/csv", "buffer": content.encode()}
    window.locator(".st-key-batch input[type=file]").set_input_files(file)


def save(window: Page, label: str) -> tuple[str, bytes]:
    with window.expect_download() as saved:
        window.get_by_role("button", name=label).click()
    return saved.value.suggested_filename, Path(saved.value.path()).read_bytes()


def test_a_file_is_answered_and_saved_as_the_command_line_writes_it(open_app, directory, tmp_path):
    window = open_app()
    give(window, QUESTIONS)
    expect(window.get_by_text("3 questions, of which 1 cannot be asked")).to_be_visible()
    window.get_by_role("button", name="Ask them all").click()
    expect(window.get_by_text("All done: 3 questions").first).to_be_visible(timeout=PATIENCE)
    expect(window.locator(".st-key-batch .counts td")).to_have_text(["1", "1", "1"])
    source = tmp_path / "desk.csv"
    source.write_text(QUESTIONS)
    desk = Desk(Archive.open(directory), strictness=Strictness.BALANCED)
    for label, name in (
        ("Save JSON lines", "desk-answers.jsonl"),
        ("Save CSV", "desk-answers.csv"),
    ):
        run(desk, source, tmp_path / name)
        assert save(window, label) == (name, (tmp_path / name).read_bytes())
    first = json.loads((tmp_path / "desk-answers.jsonl").read_text().splitlines()[0])
    quote = first["statements"][0]["citations"][0]["quote"]
    expect(window.locator(".preview blockquote").first).to_have_text(quote)
    window.reload()
    expect(window.get_by_text("All done: 3 questions").first).to_be_visible(timeout=PATIENCE)
    window.get_by_role("button", name="Back to the conversation").click()
    expect(window.get_by_role("button", name=ANSWERED)).to_be_visible()


def test_the_conversation_goes_on_beside_the_work_which_can_be_stopped(open_app):
    window, beside = open_app(), open_app()
    give(window, "\n".join(f"How many drones were seen in {y}?" for y in range(1000)), name="a.txt")
    expect(window.get_by_text("1,000 questions.")).to_be_visible()
    window.get_by_role("button", name="Ask them all").click()
    stop = window.get_by_role("button", name="Stop, and keep what is done")
    expect(stop).to_be_visible(timeout=PATIENCE)
    ask(beside, ANSWERED)
    answered(beside)
    window.get_by_role("button", name="Back to the conversation").click()
    window.get_by_role("button", name="Many questions are being answered").click()
    expect(window.locator(".preview li").first).to_be_visible(timeout=PATIENCE)
    stop.click()
    expect(window.get_by_text("Stopped after").first).to_be_visible(timeout=PATIENCE)
    expect(window.locator("#batch-end")).to_be_focused()  # the button that was pressed is gone
    _, saved = save(window, "Save CSV")
    lines = {row["line"] for row in csv.DictReader(saved.decode("utf-8-sig").splitlines())}
    assert 1 <= len(lines) < 1000
    expect(window.locator(".st-key-batch .label").first).to_contain_text(f"after {len(lines)} of")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_telephone_and_can_be_read(open_app, scheme):
    window = open_app(width=390, scheme=scheme)
    give(window, QUESTIONS)
    expect(window.get_by_text("3 questions, of which 1 cannot be asked")).to_be_visible()
    assert overflow(window) == 0
    window.get_by_role("button", name="Ask them all").click()
    expect(window.get_by_text("All done: 3 questions").first).to_be_visible(timeout=PATIENCE)
    assert overflow(window) == 0
    ground = luminance(window, "[data-testid=stApp]", "backgroundColor")
    for part in (".preview blockquote", ".preview .source", ".preview .asked", ".preview .nothing"):
        text = luminance(window, part, "color")
        assert (max(text, ground) + 0.05) / (min(text, ground) + 0.05) >= 4.5, part
