"""What a quote does not say of whom it speaks, and who says it, is shown with it."""

import pytest

from index import Article
from index.splitting import split_sentences
from qa import Citation
from qa.neighbours import before_and_after, said_by
from web import theme

ASKED = "Ann Poe, a judge, was asked again."
SAID = "“No,” said Ann Poe."
# Who says it is not sure: his wife, or the judge.
UNSURE = "“No,” said his wife."


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
        pytest.param([UNSURE, "“Never ever.”"], 1, (UNSURE, ""), id="said before"),
        pytest.param(["“Never ever.”", UNSURE], 0, ("", UNSURE), id="said after"),
        pytest.param([SAID, "“Never ever.”"], 1, ("", ""), id="who says it is named"),
        pytest.param([SAID, "“He never came.”"], 1, (SAID, ""), id="who is he, of whom it is said"),
        pytest.param([SAID, "She also said so."], 1, ("", ""), id="who she is is named"),
        pytest.param([SAID, "She is ill, she said."], 1, (SAID, ""), id="she may be another"),
        pytest.param([ASKED, SAID], 1, ("", ""), id="named in the quote"),
        pytest.param([ASKED, "Heroes said no."], 1, ("", ""), id="no pronoun"),
        pytest.param(["She said never.", ASKED], 0, ("", ""), id="nothing before"),
    ],
)
def test_a_neighbour_is_shown_only_where_it_is_needed(sentences, quoted, beside):
    assert before_and_after(cite(*sentences, quoted=quoted)) == beside


@pytest.mark.parametrize(
    ("sentences", "quoted", "name"),
    [
        pytest.param([SAID, "“Never ever.”"], 1, "Ann Poe", id="beside"),
        pytest.param([ASKED, "“So,” Poe said.", "“Never ever.”"], 2, "Ann Poe", id="in full"),
        pytest.param([SAID, "She also said so."], 1, "Ann Poe", id="she"),
        pytest.param(
            ["“So,” Ann Poe claimed.", "“Never.”"], 1, "Ann Poe (claimed)", id="a telling verb"
        ),
        pytest.param([SAID, "She denied that it ends."], 1, "Ann Poe", id="a verb that is seen"),
        pytest.param([ASKED, SAID], 1, "", id="named in the quote"),
        pytest.param([ASKED, "“So,” Poe said."], 1, "", id="named in the quote in short"),
        pytest.param([UNSURE, "“Never ever.”"], 1, "", id="not sure"),
        pytest.param([ASKED, "It snowed."], 1, "", id="nobody speaks"),
    ],
)
def test_who_says_a_quote_is_named_where_it_does_not_do_so(sentences, quoted, name):
    assert said_by(cite(*sentences, quoted=quoted)) == name


def test_who_says_it_stands_below_the_quote_and_is_no_markup():
    citation = cite("“No,” said Ann O’Poe.", "“Never <b>ever</b>.”", quoted=1)
    drawn = '<p class="beside"><span class="also">Said by</span> Ann O’Poe</p>'
    assert theme.quote(citation, number=1).endswith(f"</blockquote>{drawn}</div>")
    assert theme.near_miss(citation).endswith(f"</blockquote>{drawn}")


def test_it_stands_outside_of_the_quote_and_is_no_markup():
    drawn = theme.quote(cite("<b>Ann</b> $Poe$ was asked.", "She said no.", quoted=1), number=1)
    assert drawn == (
        '<div class="statement"><span class="number">1</span><p class="beside">'
        '<span class="also">Just before:</span> “&lt;b&gt;Ann&lt;/b&gt; &#36;Poe&#36; was asked.”'
        "</p><blockquote>She said no.</blockquote></div>"
    )


def test_nothing_is_drawn_where_no_neighbour_is_needed():
    assert "beside" not in theme.quote(cite(ASKED, SAID, quoted=1), number=1)
