"""Gold is found where it stands, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Article
from qa.gold import Gold
from qa.places import Place, locate

ONE = Article(
    text="“We won’t go,” he said.\n\nBelarus has 13,000 troops — in 2022 it had 3,000.",
    title="The general’s word",
    url="https://example.org/one/",
)
OTHER = Article(text="“We won’t go,” he said. Others went.", title="Others", url="https://e.org/2")
TWIN = Article(text="Something else.", title="Others", url="https://e.org/3")
ARTICLES = (ONE, OTHER, TWIN)


def quoted(gold: Gold) -> list[tuple[str, str]]:
    """Return where gold stands: the title of each article with the words of it."""
    by_id = {article.id: article for article in ARTICLES}
    (located,) = locate([gold], ARTICLES)
    return [
        (by_id[p.article_id].title, by_id[p.article_id].text[p.start : p.end])
        for p in located.places
    ]


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        pytest.param("13,000 troops", ["13,000 troops"], id="as it stands"),
        pytest.param('"We won\'t go,"', ["“We won’t go,”"] * 2, id="straight quotation marks"),
        pytest.param("troops - in  2022", ["troops — in 2022"], id="another dash, more spaces"),
        pytest.param("said. Belarus", ["said.\n\nBelarus"], id="over a paragraph's end"),
        pytest.param("3,000", ["3,000"], id="a number is not found within another"),
        pytest.param("elarus", [], id="half a word"),
        pytest.param("belarus has", [], id="another case"),
        pytest.param("Minsk", [], id="not there"),
        pytest.param("“", [], id="a mark without a word"),
    ],
)
def test_a_quote_is_found_with_its_offsets(quote, found):
    assert [words for _, words in quoted(Gold(quote=quote))] == found


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        pytest.param("Lugans'k", "Luganʼsk fell to Lugansʼk.", id="a modifier letter"),
        pytest.param("We won`t go", "We won’t go.", id="a backtick"),
        pytest.param(
            "the 'new' plan-so called", "the ‹new› plan―so called", id="single guillemets"
        ),
    ],
)
def test_marks_that_keyboards_write_in_another_way(quote, text):
    (located,) = locate([Gold(quote=quote)], [Article(text=text)])
    assert len(located.places) == 1


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(ONE.id, id="id"),
        pytest.param("https://example.org/one", id="url"),
        pytest.param("the general's WORD", id="title"),
    ],
)
def test_an_article_goes_by_its_id_url_and_title(name):
    assert quoted(Gold(article=name)) == [(ONE.title, ONE.text)]
    assert quoted(Gold(article=name, quote="We won’t go")) == [(ONE.title, "We won’t go")]


@pytest.mark.parametrize(
    ("gold", "reason"),
    [
        pytest.param(Gold(quote="Minsk fell"), "“Minsk fell” does not stand in any", id="quote"),
        pytest.param(Gold(article="Fourth"), "“Fourth” is not in the archive", id="article"),
        pytest.param(
            Gold(article=ONE.id, quote="Others went."), f"in the article “{ONE.id}”", id="elsewhere"
        ),
        pytest.param(Gold(article="others"), "2 articles go by “others”", id="two of one title"),
        pytest.param(Gold(article="Others", quote="Others went."), None, id="told by the quote"),
        pytest.param(Gold(quote="x" * 500), f"“{'x' * 100}…”", id="long"),
    ],
)
def test_what_is_not_there_is_said(gold, reason):
    (located,) = locate([gold], ARTICLES)
    assert (located.problem is None) == (reason is None)
    assert (reason or "") in (located.problem or "")


@given(st.text(alphabet="ab' ’-—\n", max_size=30), st.data())
def test_whatever_words_are_cut_out_are_found_where_they_were(text, data):
    words = text.split()
    if not words:
        return
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    quote = " ".join(words[first : last + 1])
    article = Article(text=text)
    (located,) = locate([Gold(quote=quote)], [article])
    plain = str.maketrans("’—", "'-")
    assert bool(located.places) == any(map(str.isalnum, quote))
    for place in located.places:
        found = text[place.start : place.end]
        assert found.translate(plain).split() == quote.translate(plain).split()


@pytest.mark.parametrize(
    ("span", "overlaps"),
    [
        pytest.param((0, 10), True, id="the same"),
        pytest.param((5, 30), False, id="half of the shorter is not more than half"),
        pytest.param((4, 30), True, id="more than half"),
        pytest.param((10, 20), False, id="beside it"),
        pytest.param((2, 4), True, id="within it"),
    ],
)
def test_overlap_is_measured_by_the_shorter(span, overlaps):
    place = Place(article_id="a", start=0, end=10)
    assert place.overlaps("a", *span, share=0.5) == overlaps
    assert not place.overlaps("b", *span, share=0.5)
