"""Markdown: front matter, and marks reduced to plain text."""

from datetime import date

import pytest

from index.errors import ReadingError
from index.reading.aliases import FieldAliases
from index.reading.markdown import plain_text, read_markdown

ALIASES = FieldAliases()


def test_front_matter_and_body():
    article = read_markdown(
        "---\ntitle: 'Ferries: a story'\nauthor: Ann Poe and Bo Ray\ndate: 2024-10-09\n"
        "source: Riga Weekly\nlink: https://example.com/a\nlang: en-GB\n---\n"
        "# Ferries: a story\n\nSnow *fell* in [Riga](https://example.com).\n\n- one boat\n* two\n",
        aliases=ALIASES,
    )
    assert article.title == "Ferries: a story"
    assert article.authors == ("Ann Poe", "Bo Ray")
    assert article.published == date(2024, 10, 9)
    assert article.outlet == "Riga Weekly"
    assert article.url == "https://example.com/a"
    assert article.language == "en"
    assert article.text == "Snow fell in Riga.\n\n- one boat\n- two"


@pytest.mark.parametrize("heading", ["# The *ferries*", "The ferries\n==========="])
def test_first_heading_is_the_title(heading):
    article = read_markdown(f"{heading}\n\nSnow fell.\n\n## Later\n\nIt rained.", aliases=ALIASES)
    assert article.title == "The ferries"
    assert article.text == "Snow fell.\n\nLater\n\nIt rained."


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("**Snow** __fell__ ***hard***", "Snow fell hard"),
        ("a snake_case_name and 2 * 3 * 4", "a snake_case_name and 2 * 3 * 4"),
        ("[Riga](https://a.b/x_(y) \"t\") and [here][1]\n\n[1]: https://c.d", "Riga and here\n\n"),
        ("[![alt](a.png)](b) ![c](d.png)Snow", " Snow"),
        ("> Snow fell.", "Snow fell."),
        ("`code` and \\*stars\\*", "code and *stars*"),
        ("Snow &amp; ice<br> <!-- not this -->", "Snow & ice\n\n "),
        ("<p>Snow fell.</p><p>Ice too.</p>", "\n\nSnow fell.\n\n\n\nIce too.\n\n"),
        ("It cost ~~12~~ 14 or <del>1 or </del>2 million.", "It cost 14 or 2 million."),
        ("Snow.<script>var a = 1;</script> Ice.<style>", "Snow. Ice."),
        ("Snow.[^1]", "Snow."),
        ("Snow\n\n---\n\nIce", "Snow\n\n\n\nIce"),
        (
            "A long line of reporting that an editor has\nwrapped at a width.",
            "A long line of reporting that an editor has\nwrapped at a width.",
        ),
        (
            "A long line of reporting that an editor has once\nwrapped at a width.",
            "A long line of reporting that an editor has once wrapped at a width.",
        ),
    ],
)  # fmt: skip
def test_plain_text(markdown, text):
    assert plain_text(markdown) == text


@pytest.mark.parametrize("title", ["10:30", "007", "Yes", "1e3", "0x1F", "2024"])
def test_a_title_is_what_is_written_though_yaml_would_take_it_for_a_number(title):
    article = read_markdown(f"---\ntitle: {title}\noutlet: On\n---\nSnow fell.", aliases=ALIASES)
    assert (article.title, article.outlet) == (title, "On")


def test_references_do_not_multiply():
    # Nine times as much on each line: 9 to the power of 30 is more than there is time for.
    lines = ["a0: &a0 {x: 1}"]
    lines += [f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}" for n in range(1, 31)]
    with pytest.raises(ReadingError, match=r"refers to another part of itself \(line 3\)"):
        read_markdown("\n".join(["---", *lines, "---", "Snow fell."]), aliases=ALIASES)


@pytest.mark.parametrize(
    ("part", "end"),
    [
        pytest.param("[", "Snow", id="brackets that open"),
        pytest.param("![", "Snow", id="images that open"),
        pytest.param("[^", "Snow", id="notes that open"),
        pytest.param("[\n", "Snow", id="lines that begin with a bracket"),
        pytest.param("[a][", "Snow", id="links that open"),
        pytest.param("![a](", "Snow", id="images whose target opens"),
        pytest.param("<http:", "Snow", id="addresses that open"),
        pytest.param("<!--", "Snow", id="comments that open"),
        pytest.param("\t", "Snow", id="tabs"),
        pytest.param(" ", "Snow", id="spaces"),
    ],
)
def test_what_opens_is_not_followed_to_the_end_each_time(part, end):
    # 300,000 of them: by the square of their number it would take an hour.
    assert plain_text(part * 300_000 + end) == part * 300_000 + end


def test_spaces_within_a_heading_are_looked_at_once():
    spaces = " " * 300_000
    assert plain_text(f"# Snow{spaces}fell") == f"\nSnow{spaces}fell\n"
    article = read_markdown(f"# Snow{spaces}fell\n\nIt rained.", aliases=ALIASES)
    assert (article.title, article.text) == (f"Snow{spaces}fell", "It rained.")


def test_a_bracket_within_a_bracket_begins_anew():
    assert plain_text("[sic: the [port](https://a.b) froze") == "[sic: the port froze"
    assert plain_text("![Ice](a_(b).png) Snow fell.") == " Snow fell."


def test_rules_are_not_front_matter():
    article = read_markdown("---\nSnow fell.\n---\nIt rained.", aliases=ALIASES)
    assert article.text == "Snow fell.\n\nIt rained."


@pytest.mark.parametrize(
    ("front", "message"),
    [
        pytest.param("date: 2024-02-30", "date or number that cannot be", id="no such day"),
        pytest.param("title: a: b", r"not YAML \(line 2\)", id="a colon without quotes"),
        pytest.param("date: soon", "'soon'.*YYYY-MM-DD", id="unreadable date"),
        pytest.param("title: A\nauthor: *bold", r"refers to .* \(line 3\)", id="a reference"),
    ],
)
def test_bad_front_matter(front, message):
    with pytest.raises(ReadingError, match=message):
        read_markdown(f"---\n{front}\n---\nSnow fell.", aliases=ALIASES)
