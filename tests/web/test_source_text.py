"""An article's text in HTML: paragraphs, marks, and nothing lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web import theme
from web.sources import body

TEXT = "Minsk said no. Kyiv said yes.\n\nA border calm\n\nThe guards went home at noon, they said."


@pytest.fixture
def spans():
    return {
        kind: (TEXT.index(sentence), TEXT.index(sentence) + len(sentence))
        for kind, sentence in {"no": "Minsk said no.", "yes": "Kyiv said yes."}.items()
    }


def test_paragraphs_and_headings_are_told_apart():
    assert body(TEXT) == (
        '<div class="article-text"><p>Minsk said no. Kyiv said yes.</p><h4>A border calm</h4>'
        "<p>The guards went home at noon, they said.</p></div>"
    )


def test_the_quoted_sentence_is_marked_where_it_stands(spans):
    assert (
        '<p>Minsk said no. <mark class="quoted" id="quoted" tabindex="-1">Kyiv said yes.</mark></p>'
    ) in body(TEXT, quoted=spans["yes"])


def test_other_quotes_are_marked_more_lightly_and_give_way(spans):
    marked = body(TEXT, quoted=spans["yes"], also=[spans["no"], (5, 20)])
    assert re.findall(r'<mark class="([a-z-]+)"[^>]*>([^<]+)', marked) == [
        ("also-quoted", "Minsk said no."),
        ("quoted", "Kyiv said yes."),
    ]


def test_a_mark_over_two_paragraphs_is_drawn_in_both():
    marked = body("One two.\n\nThree four five, six seven eight.", quoted=(4, 15))
    assert re.findall(r"<mark[^>]*>([^<]+)", marked) == ["two.", "Three"]


@given(
    st.text(alphabet="ab .<&$\n", max_size=60),
    st.integers(0, 60),
    st.integers(0, 60),
)
def test_no_text_is_lost(text, start, length):
    import html

    marked = body(text, quoted=(start, min(start + length, len(text))))
    shown = html.unescape(re.sub(r"<[^>]+>", "", marked))
    assert re.sub(r"\s+", "", shown) == re.sub(r"\s+", "", text)


@pytest.mark.parametrize(
    ("url", "followed"),
    [
        pytest.param("https://example.org/a?b=c", True, id="https"),
        pytest.param("http://example.org", True, id="http"),
        pytest.param("javascript:alert(1)", False, id="script"),
        pytest.param("data:text/html,x", False, id="data"),
        pytest.param("//example.org", False, id="no scheme"),
        pytest.param("https:///path", False, id="no host"),
        pytest.param("http://[::1", False, id="broken"),
        pytest.param("file:///etc/passwd", False, id="file"),
        pytest.param(None, False, id="none"),
    ],
)
def test_only_web_addresses_are_followed(url, followed):
    assert theme.web_address(url) == (url if followed else None)
