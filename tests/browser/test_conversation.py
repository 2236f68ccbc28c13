"""A conversation in a real browser: opened again, gone back to, in view, read out, filtered."""

import pypdfium2
from asking import ANSWERED, PATIENCE, UNANSWERED, answered, ask, free_port
from playwright.sync_api import expect

LONGER = "What did Belarusian factories make for Russia?"


def box(window):
    return window.get_by_placeholder("Ask the archive")


def test_a_reload_shows_the_conversation_with_the_newest_question_in_view(open_app):
    window = open_app()
    for turns, question in enumerate((ANSWERED, LONGER, UNANSWERED), start=1):
        ask(window, question)
        answered(window, turns=turns)
    said = window.locator(".stMain blockquote, .stMain .coverage").all_inner_texts()
    window.reload()
    answered(window, turns=3)
    assert window.locator(".stMain blockquote, .stMain .coverage").all_inner_texts() == said
    expect(window.get_by_role("heading", name=UNANSWERED)).to_be_in_viewport()
    expect(window.get_by_role("heading", name=ANSWERED)).not_to_be_in_viewport()


def test_the_browser_s_way_back_leads_to_the_conversation_before(open_app):
    window = open_app()
    ask(window, UNANSWERED)
    answered(window)
    window.get_by_role("button", name="New conversation").click()
    expect(window.get_by_role("button", name=ANSWERED)).to_be_visible()
    window.go_back()
    expect(window.get_by_role("heading", name=UNANSWERED)).to_be_visible()
    window.go_back()
    expect(window.get_by_role("button", name=ANSWERED)).to_be_visible()


def test_a_later_question_stays_where_it_first_stands_at_the_head_of_the_page(open_app):
    window = open_app()
    ask(window, ANSWERED)
    answered(window)
    ask(window, "How many people live in Brest, and what do they say of it?")
    heading = window.locator("#question-1")
    window.wait_for_function(
        "document.getElementById('question-1').getBoundingClientRect().top < 100"
    )
    asked = heading.bounding_box()
    answered(window, turns=2)
    window.wait_for_timeout(300)
    assert abs(heading.bounding_box()["y"] - asked["y"]) <= 1
    expect(box(window)).to_be_in_viewport()


def test_the_cursor_is_in_the_question_box_from_the_first_and_after_an_example(open_app):
    window = open_app()
    expect(box(window)).to_be_focused()
    window.get_by_role("button", name=ANSWERED).click()
    answered(window)
    expect(box(window)).to_be_focused()
    window.get_by_role("button", name="New conversation").click()
    expect(window.get_by_role("button", name=ANSWERED)).to_be_visible()
    expect(box(window)).to_be_focused()


def test_an_answer_is_read_out_and_takes_no_room(open_app):
    window = open_app()
    ask(window, ANSWERED)
    answered(window)
    quotes = window.locator(".statement").count()
    told = window.get_by_test_id("stMain").get_by_role("alert")
    expect(told).to_have_text(f"{quotes} quotes")
    assert told.bounding_box()["width"] <= 1
    ask(window, UNANSWERED)
    answered(window, turns=2)
    expect(told).to_have_text("No answer")


def test_what_is_searched_is_said_below_the_box_and_taken_off_there(open_app):
    window = open_app()
    window.get_by_label("Outlets").click()
    window.get_by_role("option", name="On the Record Briefing").click()
    window.keyboard.press("Escape")
    said = window.get_by_text("Searches only: outlet On the Record Briefing.")
    expect(said).to_be_in_viewport()
    window.get_by_role("button", name="Search everything").click()
    expect(said).to_have_count(0)
    ask(window, UNANSWERED)
    answered(window)
    expect(window.locator(".coverage")).to_contain_text("from 2 outlets")


def test_a_question_put_to_an_app_that_was_started_anew_is_answered(chromium, address, serve):
    """`address` has built the archive; the page stays open while its server ends and comes back."""
    del address
    window, port = chromium.new_page(), free_port()
    with serve(port):
        window.goto(f"http://127.0.0.1:{port}/")
        expect(window.get_by_role("button", name=ANSWERED)).to_be_visible(timeout=PATIENCE)
        ask(window, ANSWERED)
        answered(window)
    expect(box(window)).to_be_disabled()
    with serve(port):
        expect(box(window)).to_be_enabled(timeout=PATIENCE)
        window.keyboard.press("Escape")
        ask(window, UNANSWERED)
        answered(window)
        expect(window.get_by_text("The conversation that stood here is no longer")).to_be_visible()
    window.close()


def test_a_question_that_follows_says_how_it_was_understood_and_can_be_asked_by_itself(open_app):
    window = open_app()
    ask(window, ANSWERED)
    answered(window)
    ask(window, "How large is its army?")
    answered(window, turns=2)
    understood = window.get_by_text("Understood as: Belarus, Ukraine: How large is its army?")
    expect(understood).to_be_in_viewport()
    window.get_by_role("button", name="Ask it by itself").click()
    answered(window, turns=3)
    expect(window.locator("#question-2")).to_be_in_viewport()
    expect(understood).to_have_count(1)


def begin(window, question):
    """Put a question; the app is at it from then on."""
    box(window).fill(question)
    box(window).press("Enter")
    expect(window.get_by_role("heading", name=question, exact=True)).to_be_visible()
    expect(window.get_by_test_id("stSpinner")).to_be_visible()


def test_what_is_clicked_meanwhile_costs_no_question_its_answer(open_slow_app):
    window = open_slow_app()
    begin(window, ANSWERED)
    window.get_by_text("Strict", exact=True).click()
    answered(window)
    begin(window, LONGER)
    window.get_by_role("button", name="Read [1] in the article").first.click()
    expect(window.locator("mark.quoted")).to_be_visible()
    assert window.locator(".coverage").count() == 1, "it opens at once"
    answered(window, turns=2)
    expect(window.locator("mark.quoted")).to_be_visible()
    window.keyboard.press("Escape")
    begin(window, UNANSWERED)
    window.get_by_role("button", name="Ask many questions").click()
    window.wait_for_timeout(3000)
    window.get_by_role("button", name="Back to the conversation").click()
    answered(window, turns=3)
    asked = window.locator(".stMain h2.question").all_inner_texts()
    assert asked == [ANSWERED, LONGER, UNANSWERED]


def test_a_question_left_for_a_new_conversation_is_answered_in_its_own(open_slow_app):
    window = open_slow_app()
    begin(window, ANSWERED)
    window.get_by_role("button", name="New conversation").click()
    expect(window.get_by_role("button", name=ANSWERED)).to_be_visible()
    window.wait_for_timeout(2500)
    expect(window.locator(".stMain h2.question")).to_have_count(0)
    window.go_back()
    answered(window)


def test_a_problem_is_seen_once_while_the_next_question_is_answered(open_slow_app):
    window = open_slow_app()
    ask(window, "?!")
    problem, silence = window.locator(".stMain .problem"), window.locator(".stMain .silence")
    expect(problem).to_have_count(1)
    begin(window, UNANSWERED)
    assert problem.count() == 1
    answered(window)
    begin(window, LONGER)
    assert (problem.count(), silence.count()) == (1, 1)


def test_questions_put_while_another_is_answered_are_answered_after_it(open_slow_app):
    window = open_slow_app()
    questions = (UNANSWERED, LONGER, ANSWERED, "Who is Pavel Latushka?")
    for question in questions:
        box(window).fill(question)
        box(window).press("Enter")
    answered(window, turns=4)
    assert window.locator(".stMain h2.question").all_inner_texts() == list(questions)
    window.reload()
    answered(window, turns=4)


def test_a_reload_while_a_question_is_answered_asks_it_again_and_answers_it_once(open_app):
    window = open_app()
    for turns, question in enumerate((ANSWERED, LONGER), start=1):
        ask(window, question)
        window.reload()
        answered(window, turns=turns)
        window.wait_for_timeout(3000)  # what the session before the reload answers as well
        window.reload()
        answered(window, turns=turns)
        expect(window.get_by_text("no longer kept")).to_have_count(0)
    assert window.locator(".stMain h2.question").all_inner_texts() == [ANSWERED, LONGER]


def test_two_tabs_of_one_conversation_lose_none_of_each_other_s_questions(open_app):
    window = open_app()
    ask(window, UNANSWERED)
    answered(window)
    other = window.context.new_page()
    other.goto(window.url)
    answered(other)
    ask(other, LONGER)
    answered(other, turns=2)
    ask(window, ANSWERED)
    answered(window, turns=3)
    other.reload()
    answered(other, turns=3)
    asked = other.locator(".stMain h2.question").all_inner_texts()
    assert asked == [UNANSWERED, LONGER, ANSWERED]


def printed(window) -> str:
    document = pypdfium2.PdfDocument(window.pdf(format="A4"))
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    return " ".join(text.replace("\ufffe", "").split())


def test_on_paper_what_else_is_quoted_keeps_its_mark(open_app):
    window = open_app()
    ask(window, ANSWERED)
    answered(window)
    window.get_by_role("button", name="Read [1] in the article").first.click()
    expect(window.locator("mark.quoted")).to_be_visible()
    window.emulate_media(media="print")
    style = (
        "e => { const s = getComputedStyle(e); return [s.textDecorationStyle, s.backgroundColor]; }"
    )
    line, ground = window.locator("mark.also-quoted").first.evaluate(style)
    assert line == "dotted"
    assert ground != "rgba(0, 0, 0, 0)"


def test_on_paper_no_heading_stands_alone_at_the_foot_of_a_page(open_app):
    window = open_app()
    questions = (LONGER, UNANSWERED, f"{ANSWERED.rstrip('?')}, and who is the mayor of Lisbon?")
    for turns, question in enumerate(questions, start=1):
        ask(window, question)
        answered(window, turns=turns)
    headings = window.locator(".stMain :is(.question, .label, .part)").all_inner_texts()
    heads = {text.split("\n")[0].casefold()[:24] for text in headings}
    for height in range(460, 1000, 45):
        document = pypdfium2.PdfDocument(window.pdf(width="700px", height=f"{height}px"))
        for page in list(document)[:-1]:
            last = page.get_textpage().get_text_range().strip().splitlines()[-1]
            assert not any(last.casefold().startswith(head) for head in heads), (height, last)


def test_on_paper_stand_the_answer_or_the_whole_article_and_nothing_to_press(open_app):
    window = open_app(scheme="dark")
    ask(window, ANSWERED)
    answered(window)
    quotes = window.locator(".stMain blockquote").all_inner_texts()
    paper = printed(window)
    assert all(quote.split("\n")[0][:40] in paper for quote in quotes)
    assert "In the archive" not in paper
    assert "Read [1]" not in paper
    window.get_by_role("button", name="Read [1] in the article").first.click()
    paragraphs = window.locator(".article-text p")
    expect(paragraphs.last).to_be_visible()
    paper = printed(window)
    for paragraph in (paragraphs.first, paragraphs.last):
        assert " ".join(paragraph.inner_text().split())[:40] in paper
    assert "SHA-256" in paper
    assert ANSWERED not in paper
