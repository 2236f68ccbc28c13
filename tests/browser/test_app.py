"""The whole app in a real browser; nothing leaves the machine, and the console stays silent."""

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from asking import ANSWERED, UNANSWERED, answered, ask
from playwright.sync_api import Page, expect

from index import Archive

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = len(list((ROOT / "corpus").glob("*.md")))


def overflow(window: Page) -> int:
    """Return by how much the window, or the page in it, can be pushed sideways."""
    return window.evaluate(
        """Math.max(document.documentElement.scrollWidth - window.innerWidth,
        ...[...document.querySelectorAll("[data-testid=stMain]")].map(
            (main) => main.scrollWidth - main.clientWidth))"""
    )


def test_a_question_is_answered_and_its_source_opens_at_the_quote(open_app, directory):
    window = open_app()
    window.get_by_role("button", name=ANSWERED).click()
    answered(window)
    quote = window.locator(".statement blockquote").first.inner_text()
    window.get_by_role("button", name="Read [1] in the article").click()
    mark = window.locator("mark.quoted")
    expect(mark).to_have_text(quote)
    expect(mark).to_be_in_viewport()
    expect(mark).to_be_focused()
    source = window.get_by_role("dialog")
    articles = [a for a in Archive.open(directory).articles() if quote in a.text]
    assert articles
    assert source.locator("h3", has_text=articles[0].title).count() == 1
    window.keyboard.press("Escape")
    expect(source).not_to_be_visible()


def test_a_source_opens_by_keyboard_alone(open_app):
    window = open_app()
    window.get_by_role("button", name=ANSWERED).press("Enter")
    answered(window)
    window.get_by_role("button", name="Read [2] in the article").press("Enter")
    expect(window.locator("mark.quoted")).to_be_focused()


def test_silence_is_shown_as_silence(open_app):
    window = open_app()
    ask(window, UNANSWERED)
    answered(window)
    expect(window.get_by_text("The archive does not say.")).to_be_visible()
    expect(window.get_by_text("Closest, but not an answer")).to_be_visible()
    expect(window.locator(".statement")).to_have_count(0)
    expect(window.locator(".coverage")).to_contain_text(f"Searched {ARTICLES} articles")


def test_a_later_question_comes_into_view_and_a_new_conversation_begins(open_app):
    window = open_app()
    ask(window, ANSWERED)
    answered(window)
    ask(window, UNANSWERED)
    answered(window, turns=2)
    expect(window.get_by_role("heading", name=UNANSWERED)).to_be_in_viewport()
    expect(window.get_by_placeholder("Ask the archive")).to_be_in_viewport()
    window.get_by_role("button", name="New conversation").click()
    expect(window.locator(".coverage")).to_have_count(0)
    expect(window.get_by_role("button", name=ANSWERED)).to_be_visible()


def test_an_answer_is_saved_for_ones_notes(open_app):
    window = open_app()
    ask(window, ANSWERED)
    answered(window)
    quotes = window.locator(".statement blockquote").all_inner_texts()
    window.get_by_role("button", name="Use in notes").click()
    copying = window.get_by_role("button", name="Copy to clipboard").bounding_box()
    text = window.locator(".stCode code").bounding_box()
    assert text["x"] + text["width"] <= copying["x"], "the button lies on no text"
    with window.expect_download() as saved:
        window.get_by_role("button", name="Save JSON").click()
    assert saved.value.suggested_filename == "why-hasn-t-belarus-sent-troops-to-ukraine.json"
    record = json.loads(Path(saved.value.path()).read_text(encoding="utf-8"))
    assert [s["citations"][0]["quote"] for s in record["statements"]] == quotes
    with window.expect_download() as saved:
        window.get_by_role("button", name="Save Markdown").click()
    markdown = Path(saved.value.path()).read_text(encoding="utf-8")
    assert re.sub(r"\\(.)", r"\1", markdown).startswith(f"**{ANSWERED}**")


def test_an_outlet_is_chosen_in_the_sidebar(open_app):
    window = open_app()
    window.get_by_label("Outlets").click()
    window.get_by_role("option", name="On the Record Briefing").click()
    window.keyboard.press("Escape")
    ask(window, "How large is the Belarusian army?")
    answered(window)
    expect(window.locator(".coverage")).to_contain_text("outlet On the Record Briefing")
    assert set(window.locator(".credit .outlet").all_inner_texts()) == {"On the Record Briefing"}


def test_the_calendar_opens_where_the_archive_ends_and_a_refused_day_is_told_in_sight(
    open_app, directory
):
    window, latest = open_app(), Archive.open(directory).contents().latest
    until = window.get_by_test_id("stDateInput").nth(1)
    until.get_by_role("button", name="Choose date").click()
    expect(window.get_by_role("dialog")).to_contain_text(f"{latest:%B %Y}")
    window.keyboard.press("Escape")
    until.get_by_role("spinbutton").first.click()
    window.keyboard.type(f"{latest.year + 2}0101")
    window.keyboard.press("Escape")
    told = until.get_by_role("alert")
    expect(told).to_contain_text(f"on or before {latest}")
    box, field = told.bounding_box(), until.bounding_box()
    assert box["height"] > 30, "as large as its text"
    assert box["y"] + box["height"] <= field["y"] + field["height"]
    for day, refused in ((latest, 0), (latest.replace(year=latest.year + 2), 1)):
        until.get_by_role("spinbutton").first.click()
        window.keyboard.type(f"{day:%Y%m%d}")
        window.keyboard.press("Enter")
        expect(told).to_have_count(refused)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_a_telephone(open_app, scheme):
    window = open_app(width=390, scheme=scheme)
    assert overflow(window) == 0
    ask(window, ANSWERED)
    answered(window)
    assert overflow(window) == 0
    window.get_by_role("button", name="Read [1] in the article").click()
    expect(window.locator("mark.quoted")).to_be_in_viewport()
    assert overflow(window) == 0


def test_what_is_folded_away_is_not_reached_and_what_folds_it_is_in_sight(open_app):
    window = open_app()
    fold = window.get_by_test_id("stSidebarCollapseButton").get_by_role("button")
    expect(fold).to_be_visible()
    assert fold.evaluate("e => getComputedStyle(e.parentElement).visibility") == "visible"
    fold.focus()
    expect(fold).to_be_focused()
    fold.press("Enter")
    expect(window.get_by_label("Outlets")).to_be_hidden()
    expect(window.get_by_role("button", name="Search everything")).to_have_count(0)
    expect(window.get_by_role("radio", name="Strict")).to_have_count(0)
    window.get_by_test_id("stExpandSidebarButton").click()
    expect(window.get_by_role("radio", name="Strict")).to_have_count(1)


def test_headings_and_buttons_are_told_apart_when_they_are_read_out(open_app):
    window = open_app()
    levels = "[...document.querySelectorAll('h1, h2, h3, h4')].map(h => +h.tagName[1])"
    outlines = [window.evaluate(levels)]
    ask(window, UNANSWERED)
    answered(window)
    outlines.append(window.evaluate(levels))
    named = window.get_by_role("button", name=re.compile("^Read")).all_inner_texts()
    assert named[:2] == ["Read the first in its article", "Read the second in its article"]
    assert len(named) == len(set(named))
    window.get_by_role("button", name="Read the first in its article").click()
    expect(window.locator(".article-text")).to_be_visible()
    outlines.append(
        window.evaluate(
            "h => eval(h)", levels.replace("document.", "document.querySelector('[role=dialog]').")
        )
    )
    for outline in outlines:
        assert all(after <= before + 1 for before, after in pairwise(outline))
    assert outlines[-1].count(2) == 1


@pytest.mark.parametrize("width", [390, 768])
def test_the_rule_above_the_masthead_is_free_of_the_sidebar_s_button(open_app, width):
    window = open_app(width=width)
    header = window.get_by_test_id("stHeader").bounding_box()
    masthead = window.locator(".masthead").bounding_box()
    assert masthead["y"] >= header["y"] + header["height"]


def test_the_welcome_gives_way_before_the_answer_is_there(open_app):
    window = open_app()
    window.get_by_role("button", name=ANSWERED).click()
    expect(window.get_by_role("heading", name=ANSWERED)).to_be_visible()
    expect(window.locator(".promises")).to_have_count(0)
    expect(window.get_by_placeholder("Ask the archive")).to_have_count(1)
    answered(window)


def test_nothing_of_streamlit_is_in_sight(open_app):
    window = open_app()
    expect(window).to_have_title("On the Record")
    for name in ("stMainMenu", "stAppDeployButton", "stStatusWidget", "stDecoration"):
        expect(window.get_by_test_id(name)).to_be_hidden()
    assert window.get_by_text("Streamlit").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_against_its_ground(open_app, scheme):
    """WCAG AA: 4.5 to 1, measured on what the browser computed."""
    window = open_app(scheme=scheme)
    ask(window, ANSWERED)
    answered(window)
    ask(window, UNANSWERED)
    answered(window, turns=2)
    ground = luminance(window, "[data-testid=stApp]", "backgroundColor")
    parts = (".statement blockquote", ".credit", ".coverage", ".near-miss", ".number", ".label")
    for part in parts:
        text = luminance(window, f"[data-testid=stMain] {part}", "color")
        lighter, darker = max(text, ground), min(text, ground)
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5, part


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_chosen_outlet_can_be_read(open_app, scheme):
    window = open_app(scheme=scheme)
    window.get_by_label("Outlets").click()
    window.get_by_role("option", name="On the Record Briefing").click()
    window.keyboard.press("Escape")
    expect(window.locator("[data-tag]")).to_be_visible()
    both = [luminance(window, "[data-tag]", style) for style in ("color", "backgroundColor")]
    assert (max(both) + 0.05) / (min(both) + 0.05) >= 4.5


def luminance(window: Page, selector: str, style: str) -> float:
    """Return an element's colour as relative luminance (WCAG 2.2)."""
    found = window.locator(selector).first.evaluate(
        "(element, style) => getComputedStyle(element)[style]", style
    )
    values = [int(value) / 255 for value in re.findall(r"\d+", found)[:3]]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
