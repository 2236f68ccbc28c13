"""The page as Streamlit draws it, without a browser: what is asked, shown, filtered, opened."""

import re
from datetime import date
from shutil import copytree

import pytest

from index import Archive, Article
from index.wording import describe_days
from qa import silence
from qa.calibration import Calibration, store
from qa.question import MAX_CHARACTERS
from qa.render import describe_date
from qa.strictness import Strictness
from web import theme
from web.chat import EXAMPLES

ANSWERED, UNANSWERED = EXAMPLES[0], "How many people live in Minsk?"


def ask(app, question):
    return app.chat_input(key="question").set_value(question).run()


def extent(archive, *, words="articles"):
    """Return how much an archive holds and of which time, as the page says it."""
    contents = archive.contents()
    return f"{contents.articles} {words}, {describe_days(contents.earliest, contents.latest)}."


def quoted_articles(app, archive, read):
    """Return the quotes shown, each with the articles that contain it word for word."""
    quotes = read(app).inside["blockquote"]
    return [(quote, [a for a in archive.articles() if quote in a.text]) for quote in quotes]


def test_the_first_run_builds_the_archive_and_says_what_is_in_it(
    open_page, read, tmp_path, shipped
):
    app = open_page(tmp_path / "archive")
    assert not app.exception
    assert app.button(key="example-0").label == EXAMPLES[0]
    assert extent(shipped) in read(app).inside["note"]
    outlets = shipped.contents().outlets
    assert read(app).inside["th"] == list(outlets)
    assert read(app).inside["td"] == [str(number) for number in outlets.values()]
    again = open_page(tmp_path / "archive")
    assert not again.exception
    assert ask(again, ANSWERED).session_state["turns"][0].answer.statements


def test_a_first_run_that_was_cut_off_is_finished(open_page, tmp_path, shipped):
    Archive.create(tmp_path / "archive").keep_setting("shipped_articles_unfinished", "yes")
    app = open_page(tmp_path / "archive")
    assert app.button(key="example-0").label == EXAMPLES[0]
    assert Archive.open(tmp_path / "archive").contents() == shipped.contents()


def test_an_answer_is_quotes_that_stand_in_the_archive(open_page, read, shipped):
    app = ask(open_page(shipped.path), ANSWERED)
    assert not app.exception
    assert read(app).inside["question"] == [ANSWERED]
    quotes = quoted_articles(app, shipped, read)
    assert quotes
    assert all(sources for _, sources in quotes)
    assert read(app).inside["number"] == [str(n) for n in range(1, len(quotes) + 1)]
    outlets = len(shipped.contents().outlets)
    searched = extent(shipped, words=f"articles from {outlets} outlets")
    assert read(app).inside["coverage"] == [f"Searched {searched}"]


def test_the_words_that_answer_are_bold_and_part_of_the_quote(open_page, read, shipped):
    app = ask(open_page(shipped.path), "How many drones did Lukashenko speak of?")
    page = read(app)
    assert any("10" in bold.split() for bold in page.inside["strong"])
    for bold in page.inside["strong"]:
        assert any(bold in quote for quote in page.inside["blockquote"])


def test_how_sure_to_be_is_chosen_beside_its_measured_rates(open_page, read, shipped):
    app = open_page(shipped.path)
    for strictness in (Strictness.BALANCED, Strictness.STRICT):
        app.radio(key="strictness").set_value(strictness).run()
        rate = round(100 * silence.rates(strictness).wrongly_answered)
        notes = " ".join(read(app).inside["note"])
        assert f"it answered {rate} in 100 of the questions without an answer" in notes
    answer = ask(app, ANSWERED).session_state["turns"][0].answer
    assert (answer.strictness, answer.threshold) == ("strict", silence.threshold(strictness))


def test_a_threshold_that_is_no_longer_in_force_is_told(open_page, read, tmp_path, shipped):
    path = copytree(shipped.path, tmp_path / "archive")
    own = Calibration(threshold=0.9, wanted=0.1, answerable=20, unanswerable=20, weights="others")
    store(Archive.open(path), own)
    app = open_page(path)
    assert app.radio(key="strictness").value == Strictness.BALANCED
    told = [note for note in read(app).inside["note"] if "fitted when weights were others" in note]
    assert len(told) == 1
    assert told[0].startswith("Another threshold is in force: the archive")


@pytest.mark.parametrize("place", [0, 1, 2])
def test_every_example_is_answered(open_page, read, shipped, place):
    app = open_page(shipped.path).button(key=f"example-{place}").click().run()
    assert not app.exception
    assert read(app).inside["question"] == [EXAMPLES[place]]
    assert "silence" not in read(app).inside


def test_every_source_of_a_statement_is_named(open_page, read, shipped):
    app = ask(open_page(shipped.path), ANSWERED)
    statements = app.session_state["turns"][0].answer.statements
    citations = [citation for statement in statements for citation in statement.citations]
    credits_shown = read(app).inside["credit"]
    assert len(credits_shown) == len(citations)
    for shown, citation in zip(credits_shown, citations, strict=True):
        assert citation.article.title in shown
        assert citation.article.outlet in shown


def test_a_source_opens_at_the_quoted_sentence(open_page, read, shipped):
    app = ask(open_page(shipped.path), ANSWERED)
    citation = app.session_state["turns"][0].answer.statements[0].citations[0]
    app = app.button(key="open-0-1-0").click().run()
    assert not app.exception
    shown = read(app)
    assert shown.inside["quoted"] == [citation.quote]
    assert citation.article.title in shown.inside["h3"]
    text = "".join(shown.inside["article-text"])
    assert re.sub(r"\s+", "", text) == re.sub(r"\s+", "", citation.article.text)
    assert citation.article.sha256[:16] in shown.text
    assert "quoted" not in read(app.run()).inside, "the source closes with the next thing done"


def test_silence_says_what_was_searched_and_what_came_closest(open_page, read, shipped):
    app = ask(open_page(shipped.path), UNANSWERED)
    shown = read(app)
    assert shown.inside["silence"][0].startswith("The archive does not say.")
    assert "statement" not in shown.inside
    assert "number" not in shown.inside
    assert "Closest, but not an answer" in shown.inside["label"]
    assert shown.inside["near-miss"]
    assert shown.inside["coverage"][0].startswith(
        f"Searched {shipped.contents().articles} articles"
    )


def test_an_outlet_filter_narrows_what_is_searched(open_page, read, shipped):
    app = open_page(shipped.path)
    app.multiselect(key="outlets").set_value(["On the Record Briefing"])
    app = ask(app, "How large is the Belarusian army?")
    assert set(read(app).inside["outlet"]) == {"On the Record Briefing"}
    assert "(outlet On the Record Briefing)" in read(app).inside["coverage"][0]


def test_a_date_filter_narrows_what_is_searched(open_page, read, shipped):
    app = open_page(shipped.path)
    first = shipped.contents().earliest
    app.date_input(key="until").set_value(first)
    app = ask(app, "How large is the Belarusian army?")
    coverage = read(app).inside["coverage"][0]
    admitted = sum(article.published == first for article in shipped.articles())
    assert f"Searched {admitted} articles" in coverage
    assert f"until {describe_date(first)}" in coverage


def test_a_day_before_all_articles_can_be_chosen_and_is_heeded(open_page, read, shipped):
    app = open_page(shipped.path)
    long_before = shipped.contents().earliest.replace(year=1999)
    assert app.date_input(key="until").min < long_before
    app.date_input(key="until").set_value(long_before)
    app = ask(app, ANSWERED)
    assert read(app).inside["coverage"] == [
        f"Searched 0 articles (until {describe_date(long_before)})."
    ]
    assert "Nothing was searched" in read(app).inside["silence"][0]


def test_no_day_after_the_archive_s_end_can_be_chosen(open_page, shipped):
    app, contents = open_page(shipped.path), shipped.contents()
    # An empty field's calendar opens at today, or at the last day that may be chosen.
    assert [app.date_input(key=key).max for key in ("since", "until")] == [contents.latest] * 2
    for day in (contents.earliest, contents.latest, None):
        app = app.date_input(key="until").set_value(day).run()
        assert (app.date_input(key="until").value, app.exception) == (day, [])
        assert app.date_input(key="until").max == contents.latest, "filled as well as empty"


def test_a_chosen_day_stays_though_the_archive_now_ends_before_it(open_page, tmp_path):
    archive = Archive.create(tmp_path / "archive")
    articles = [Article(text=f"Snow fell in {y}.", published=date(y, 1, 1)) for y in (2023, 2024)]
    archive.add_articles(articles)
    app = open_page(archive.path)
    app = app.date_input(key="until").set_value(date(2024, 1, 1)).run()
    archive.remove(articles[1].id)
    app = app.run()
    until = app.date_input(key="until")
    assert (until.value, until.max, app.exception) == (date(2024, 1, 1), date(2024, 1, 1), [])
    app = app.date_input(key="until").set_value(None).run()
    assert app.date_input(key="until").max == date(2023, 1, 1)


def test_silence_about_one_part_is_as_plain_as_about_all(open_page, read, shipped):
    app = ask(open_page(shipped.path), f"{ANSWERED.rstrip('?')}, and who is the mayor of Lisbon?")
    shown = read(app).inside
    assert shown["statement"]
    assert shown["silence"] == ["The archive does not say."]
    assert shown["part"][-1] == "who is the mayor of Lisbon?"


def test_dates_the_wrong_way_round_are_told_and_nothing_can_be_asked(open_page, read, shipped):
    app = open_page(shipped.path)
    contents = shipped.contents()
    app.date_input(key="since").set_value(contents.latest)
    app.date_input(key="until").set_value(contents.earliest)
    app = app.run()
    assert not app.exception
    assert "is later than until" in read(app).inside["problem"][0]
    assert app.chat_input(key="question").disabled
    assert all(app.button(key=f"example-{place}").disabled for place in range(3))
    told = read(app).inside["problem"][0]
    assert told in read(app).inside["note"], "below the box too: the sidebar may be folded away"
    app = app.button(key="everything").click().run()
    assert [field.value for field in app.date_input] == [None, None]
    assert not app.chat_input(key="question").disabled
    assert "problem" not in read(app).inside


def test_a_question_without_words_is_told_so(open_page, read, shipped):
    app = ask(open_page(shipped.path), "???")
    assert not app.exception
    assert "no words" in read(app).inside["problem"][0]
    app = ask(app, ANSWERED)
    assert read(app).inside["question"] == ["???", ANSWERED]


def test_a_question_that_is_too_long_is_told_and_shown_by_its_beginning(open_page, read, shipped):
    app = ask(open_page(shipped.path), "why " * MAX_CHARACTERS)
    assert "at most can be read" in read(app).inside["problem"][0]
    [heading] = read(app).inside["question"]
    assert heading.startswith("why why why")
    assert len(heading) < 250
    assert app.chat_input(key="question").proto.max_chars == 0, "the box would swallow it"


def test_a_question_that_breaks_the_app_is_told_so_and_not_asked_again(
    open_page, read, shipped, monkeypatch, caplog
):
    asked = []

    def fail(self, question, **options):
        asked.append(question)
        raise ZeroDivisionError("nobody foresaw this")

    app = open_page(shipped.path)
    with monkeypatch.context() as patched:
        patched.setattr("qa.Desk.ask", fail)
        app = ask(app, ANSWERED).run()
    assert asked == [ANSWERED]
    assert "error that nobody foresaw" in read(app).inside["problem"][0]
    assert "nobody foresaw this" in caplog.text, "the log has the traceback"
    app = ask(app, UNANSWERED)
    assert read(app).inside["question"] == [ANSWERED, UNANSWERED]
    assert not app.exception


def test_a_question_waits_while_the_choices_leave_nothing_to_search(open_page, read, shipped):
    app, contents = open_page(shipped.path), shipped.contents()
    app.date_input(key="since").set_value(contents.latest)
    app.date_input(key="until").set_value(contents.earliest)
    app = app.button(key="example-0").click().run()
    assert "is later than until" in read(app).inside["problem"][-1]
    assert read(app).inside["question"] == [EXAMPLES[0]]
    app = app.button(key="everything").click().run()
    assert read(app).inside["question"] == [EXAMPLES[0]]
    assert app.session_state["turns"][0].answer.statements


def test_white_space_is_no_question(open_page, read, shipped):
    app = ask(open_page(shipped.path), "  \n ")
    assert not app.exception
    assert "question" not in read(app).inside
    assert app.button(key="example-0").label == EXAMPLES[0]


def test_a_new_conversation_begins_with_the_welcome(open_page, read, shipped):
    app = ask(ask(open_page(shipped.path), ANSWERED), UNANSWERED)
    assert read(app).inside["question"] == [ANSWERED, UNANSWERED]
    app = app.button(key="new").click().run()
    assert "question" not in read(app).inside
    assert app.button(key="example-0").label == EXAMPLES[0]


def test_an_archive_that_cannot_be_opened_is_told_in_one_sentence(open_page, read, tmp_path):
    (tmp_path / "archive.sqlite").write_text("not a database, but long enough to be taken for one")
    app = open_page(tmp_path)
    assert not app.exception
    [problem] = read(app).inside["problem"]
    assert "archive" in problem
    assert "\n" not in problem


# Text that tries to be markup --------------------------------------------------------------------


def test_hostile_text_is_shown_as_it_is_written(open_page, read, hostile):
    article = hostile.articles()[0]
    app = ask(open_page(hostile.path), "What did the minister of grain sell to Kyiv?")
    app = app.button(key=next(b.key for b in app.button if b.key.startswith("open-"))).click().run()
    assert not app.exception
    shown = read(app)
    assert article.title in shown.inside["h3"]
    assert article.outlet in shown.inside["outlet"]
    assert article.authors[0] in shown.inside["byline"]
    for sentence in article.text.split("\n\n"):
        assert sentence in shown.inside["p"]


def test_hostile_text_becomes_no_tag_and_no_link(open_page, read, hostile):
    app = ask(
        open_page(hostile.path), "<script>alert(7)</script> What grain did the minister sell?"
    )
    app = app.button(key=next(b.key for b in app.button if b.key.startswith("open-"))).click().run()
    tags = read(app).tags
    assert not {"script", "img", "b", "i", "a"} & {tag for tag, _ in tags}
    assert not [name for _, attributes in tags for name in attributes if name.startswith("on")]
    for element in app.get("html"):
        if element.proto.unsafe_allow_javascript:
            assert "alert" not in element.value, "a script is of our own words alone"


@pytest.mark.parametrize(
    ("title", "label"),
    [
        pytest.param("Rain :smile: today", "Rain :\u2060smile: today", id="emoji"),
        pytest.param("At :+1: or :a_b:", "At :\u2060+1: or :\u2060a\\_b:", id="other emoji"),
        pytest.param("Minsk -- Kyiv", "Minsk -\u2060- Kyiv", id="dash"),
        pytest.param("Minsk -> Kyiv", "Minsk -\u2060\\> Kyiv", id="arrow"),
        pytest.param("At 12:30: rain", "At 12:\u206030: rain", id="time"),
        pytest.param("Minsk: no troops", "Minsk: no troops", id="nothing to draw"),
    ],
)
def test_a_title_on_a_button_is_no_picture(title, label):
    assert theme.on_button(title) == label


def test_where_the_corpus_is_not_ours_the_newest_articles_are_offered(open_page, read, hostile):
    app = open_page(hostile.path)
    label = app.button(key="newest-0").label
    assert "\\<script\\>" in label
    assert "\\*\\*twice\\*\\*" in label
    assert "\\:red\\[Grain\\]" in label
    app = app.button(key="newest-0").click().run()
    assert hostile.articles()[0].title in read(app).inside["h3"]
    assert "quoted" not in read(app).inside
