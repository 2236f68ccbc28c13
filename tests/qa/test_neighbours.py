"""The sentence beside a quote is shown where the quote does not say of whom it speaks."""

import pytest

from index import Article
from index.splitting import split_sentences
from qa import Citation
from qa.neighbours import before_and_after
from web import theme

ASKED = "Ann Poe, a judge, was asked again."
SAID = "“No,” said Ann Poe."


def cite(*sentences: str, quoted: int) -> Citation:
    """Cite one sentence of a text of several, with its neighbours."""
    text = " ".join(sentences)
    spans = split_sentences(text)
    assert [span.of(text) for span in spans] == list(sentences)
    return Citation(
        article=Article(text=text),
        start=spans[quoted].start,
        end=spans[quoted].end,
        context_start=spans[max(quoted - 1, 0)].start,
        context_end=spans[min(quoted + 1, len(spans) - 1)].end,
        score=1.0,
    )


@pytest.mark.parametrize(
    ("sentences", "quoted", "beside"),
    [
        pytest.param([ASKED, "She said no."], 1, (ASKED, ""), id="she"),
        pytest.param([ASKED, "“Her court is closed,” it said."], 1, (ASKED, ""), id="her, quoted"),
        pytest.param([SAID, "“Never ever.”"], 1, (SAID, ""), id="said before"),
        pytest.param(["“Never ever.”", SAID], 0, ("", SAID), id="said after"),
        pytest.param(
            [ASKED, "“It is over.”", "Bo Li said so."], 1, ("", "Bo Li said so."), id="it"
        ),
        pytest.param([ASKED, SAID], 1, ("", ""), id="named in the quote"),
        pytest.param([ASKED, "Heroes said no."], 1, ("", ""), id="no pronoun"),
        pytest.param(["She said never.", ASKED], 0, ("", ""), id="nothing before"),
    ],
)
def test_a_neighbour_is_shown_only_where_it_is_needed(sentences, quoted, beside):
    assert before_and_after(cite(*sentences, quoted=quoted)) == beside


def test_it_stands_outside_of_the_quote_and_is_no_markup():
    drawn = theme.quote(cite("<b>Ann</b> $Poe$ was asked.", "She said no.", quoted=1), number=1)
    assert drawn == (
        '<div class="statement"><span class="number">1</span><p class="beside">'
        '<span class="also">Just before:</span> “&lt;b&gt;Ann&lt;/b&gt; &#36;Poe&#36; was asked.”'
        "</p><blockquote>She said no.</blockquote></div>"
    )


def test_nothing_is_drawn_where_no_neighbour_is_needed():
    assert "beside" not in theme.quote(cite(ASKED, SAID, quoted=1), number=1)
