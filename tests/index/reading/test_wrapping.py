"""Lines that were wrapped, and lines that are lines."""

import textwrap

import pytest

from index.reading.wrapping import unwrap

REPORT = (
    "The castle of Cesis had 100,000 visitors in 2023, said its manager, who had expected half of "
    "that. Some came from as far as Riga, and others from the coast, he said on Tuesday."
)


@pytest.mark.parametrize("width", [22, 30, 40, 45, 50, 60, 72, 88])
def test_a_paragraph_wrapped_at_any_width_is_one_again(width):
    wrapped = textwrap.fill(REPORT, width)
    assert unwrap(f"{wrapped}\n\n{wrapped}\n") == f"{REPORT}\n\n{REPORT}\n"


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param("Ann Poe\nBo Ray\nCy Sol\nde Vries\nEva Roe", id="names"),
        pytest.param(
            "Snow lies on the harbour wall\nand no ship goes to sea\nThe gulls have nothing left "
            "at all\nbut wind, and so have we",
            id="verse",
        ),
        pytest.param("Riga\nthe capital of Latvia\nTallinn\nthat of Estonia", id="terms"),
        pytest.param("We met at nine in Riga.\nthen we left for Cesis.", id="two lines"),
        pytest.param("- tea and bread\n- milk\n- a pound of butter\n- salt", id="a list"),
    ],
)
def test_lines_that_are_lines_stay(lines):
    assert unwrap(lines) == lines


@pytest.mark.parametrize("indent", ["    ", "\t", "  "])
def test_indented_paragraphs_without_blank_lines_are_whole_again(indent):
    wrapped = textwrap.fill(REPORT, 60, initial_indent=indent)
    text = f"{wrapped}\n{indent}“No,” he said.\n{wrapped}\n"
    assert unwrap(text) == f"{REPORT}\n\n“No,” he said.\n\n{REPORT}\n"


def test_a_paragraph_whose_other_lines_are_indented_is_one():
    assert unwrap(textwrap.fill(REPORT, 60, subsequent_indent="    ")) == REPORT


VIDZEME = "The regional council of Vidzeme approved a"


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        pytest.param(
            f"{VIDZEME} bud-\nget of 41 million euros on Tuesday.",
            f"{VIDZEME} budget of 41 million euros on Tuesday.",
            id="broken word",
        ),
        pytest.param(
            f"{VIDZEME} long-\nterm plan on Tuesday.",
            f"{VIDZEME} long-term plan on Tuesday.",
            id="compound",
        ),
        pytest.param(
            "Snow fell on the har-\nbour of Riga, and for\nnine days or 10, no-\nbody came to it.",
            "Snow fell on the harbour of Riga, and for nine days or 10, nobody came to it.",
            id="narrow column",
        ),
        pytest.param("Ice-\ncream", "Ice-\ncream", id="lines that are lines"),
    ],
)
def test_hyphens_that_only_break_a_word_go(lines, text):
    assert unwrap(lines) == text
