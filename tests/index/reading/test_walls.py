"""Pages without an article are told; articles about such pages, and short articles, pass."""

import pytest

from index.errors import NoArticleError, ReadingError
from index.reading import Failed, Skipped, read
from index.reading.html import read_html
from index.reading.walls import Signs, find_wall

SENTENCE = "The union said that talks would resume on Friday, when the mayor is back in town."
LONG = " ".join([SENTENCE] * 20)
OPENING = "Ferries stood still in Riga on Wednesday. " + SENTENCE


def page(body: str, *, title: str = "The ferries wait", head: str = "") -> str:
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title>{head}</head>'
        f"<body>{body}</body></html>"
    )


def paragraphs(*texts: str) -> str:
    return "<article>" + "".join(f"<p>{text}</p>" for text in texts) + "</article>"


CLOSED = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "The ferries wait",'
    '"datePublished": "2024-10-09", "isAccessibleForFree": false, "wordCount": 900}</script>'
)
CONSENT = paragraphs(
    "We and our 842 partners store and access information on your device, such as cookies.",
    "By clicking Accept all you agree to the processing of your data for these purposes.",
    "You can manage your preferences at any time in our privacy policy.",
)
LINKS = "".join(
    f'<li><a href="/{n}">Port workers vote on strike number {n} today</a></li>' for n in range(30)
)
TEASERS = "".join(
    f'<div class="card"><h3><a href="/{n}">Port workers vote on strike number {n} today</a></h3>'
    f"<p>Their union wants {n} per cent more, and an end to the shifts at night.</p></div>"
    for n in range(30)
)


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        pytest.param(
            page(paragraphs(OPENING) + "<div>Subscribe to continue reading</div>"),
            "paywall",
            id="subscribe to continue",
        ),
        pytest.param(
            page(paragraphs(OPENING) + "<div>This article is for subscribers only.</div>"),
            "paywall",
            id="for subscribers only",
        ),
        pytest.param(
            page(paragraphs(OPENING, "This article is for subscribers only.", "€1 a month.")),
            "paywall",
            id="for subscribers only, and what it costs",
        ),
        pytest.param(
            page(paragraphs("The site is down. Check back soon."), title="We'll be back soon | RW"),
            "a notice of maintenance",
            id="maintenance",
        ),
        pytest.param(
            page(paragraphs("No account? Register for free."), title="Sign in to your account"),
            "a page to sign in",
            id="sign in",
        ),
        pytest.param(
            page(paragraphs("Access cannot be granted."), title="451: Unavailable"),
            "an error page",
            id="unavailable for legal reasons",
        ),
        pytest.param(
            page(paragraphs(OPENING) + "<p>You have reached your limit of free articles.</p>"),
            "paywall",
            id="a meter",
        ),
        pytest.param(
            page(paragraphs(OPENING[:-1] + "...") + "<div>Already a subscriber? Sign in</div>",
                 head=CLOSED),
            "paywall",
            id="stated not to be free, and cut off",
        ),
        pytest.param(page(CONSENT, title="Before you continue"), "cookie wall", id="cookie wall"),
        pytest.param(
            page("<h1>Page not found</h1><p>Try the front page.</p>",
                 title="Page not found | Riga Weekly"),
            "error page",
            id="404 in words",
        ),
        pytest.param(page("<p>nginx</p>", title="404 Not Found"), "error page", id="404"),
        pytest.param(page("<p>nginx</p>", title="502 Bad Gateway"), "error page", id="502"),
        pytest.param(
            page("<p>You do not have permission to access this page on this server.</p>",
                 title="Access Denied"),
            "error page",
            id="access denied",
        ),
        pytest.param(
            page(f"<h1>World news</h1><ul>{LINKS}</ul>", title="World news | Riga Weekly"),
            "list of links",
            id="a section's front page",
        ),
        pytest.param(
            page(f"<h1>World news</h1>{TEASERS}", title="World news | Riga Weekly"),
            "list of links",
            id="a front page of headlines with teasers",
        ),
    ],
)  # fmt: skip
def test_pages_that_hold_no_article_are_passed_over(markup, reason):
    with pytest.raises(NoArticleError, match=reason):
        read_html(markup)


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        pytest.param(
            page("<p>Checking your browser before accessing the site.</p>",
                 title="Just a moment..."),
            "check for robots; save it again",
            id="a check for robots",
        ),
        pytest.param(
            page("<div id=root></div><noscript>You need to enable JavaScript to run this app."
                 "</noscript>"),
            "JavaScript; save it again",
            id="nothing without scripts",
        ),
    ],
)  # fmt: skip
def test_pages_to_be_saved_again_fail(markup, reason):
    with pytest.raises(ReadingError, match=reason) as raised:
        read_html(markup)
    assert not isinstance(raised.value, NoArticleError)


DATED = '<meta property="article:published_time" content="2024-10-09T10:15:00+03:00">'


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param(
            page(paragraphs(
                "Readers who hit the paywall are told to subscribe to continue reading.",
                "“You have reached your limit of free articles”, the page says.",
                SENTENCE,
            ), head=DATED),
            id="a short article about paywalls",
        ),
        pytest.param(
            page(paragraphs(
                "The court ruled on Wednesday that no site may hide the button to reject cookies.",
                "“We use cookies to process your data”, said the banner that it had to judge.",
                SENTENCE, SENTENCE,
            ), head=DATED),
            id="a short article about cookie walls",
        ),
        pytest.param(
            page(paragraphs(
                "We use cookies every day without seeing them, the agency wrote on Wednesday.",
                "By clicking on a banner you agree to more than you read, it said.",
                LONG, LONG,
            )),
            id="a long article about cookies, without a date",
        ),
        pytest.param(
            page(paragraphs(LONG, LONG), title="404: how an error became a joke"),
            id="an article about errors",
        ),
        pytest.param(
            page(paragraphs(OPENING, SENTENCE), title="Access denied", head=DATED),
            id="a brief under the title of an error",
        ),
        pytest.param(
            page(paragraphs(LONG, LONG) + "<div>Subscribe to continue reading</div>", head=CLOSED),
            id="a whole article on a site that sells",
        ),
        pytest.param(
            page("<nav>Already a subscriber? Sign in</nav>" + paragraphs(OPENING, SENTENCE)),
            id="a brief below a call to sign in",
        ),
        pytest.param(
            page(f"{paragraphs(OPENING, LONG, f'Later: {LONG}')}<ul>{LINKS}</ul>"),
            id="an article above many links",
        ),
        pytest.param(
            page(paragraphs(OPENING, SENTENCE) + "<noscript>Please enable JavaScript</noscript>"
                 f"<ul>{LINKS}</ul>", head=DATED),
            id="a brief, with a note for browsers without scripts",
        ),
    ],
)  # fmt: skip
def test_articles_pass(markup):
    article = read_html(markup)
    assert "The" in article.text


def test_file_of_a_wall_is_skipped_and_a_check_fails(tmp_path):
    stub, check = tmp_path / "stub.html", tmp_path / "check.html"
    stub.write_text(page(paragraphs(OPENING) + "<div>Subscribe to continue reading</div>"))
    check.write_text(page("<p>Verify you are human</p>", title="Just a moment..."))
    (skipped,) = read(stub)
    assert skipped == Skipped(
        origin=stub.as_posix(),
        reason="it is the stub before a paywall; log in to the site, then save it again",
    )
    (failed,) = read(check)
    assert isinstance(failed, Failed)
    assert "check for robots" in failed.reason


@pytest.mark.parametrize(
    ("free", "words", "is_wall"),
    [
        pytest.param(False, 900, True, id="not free, and shorter than it states"),
        pytest.param(None, 900, False, id="access unknown: feeds state other lengths"),
        pytest.param(True, 900, False, id="free"),
        pytest.param(False, 30, False, id="not free, and whole"),
    ],
)
def test_stated_access_and_length(free, words, is_wall):
    signs = Signs(
        title="The ferries wait", text=OPENING, blocks=[OPENING], is_free=free, stated_words=words
    )
    assert (find_wall(signs) is not None) == is_wall
