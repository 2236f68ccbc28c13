"""The examples in the docstrings give what they say."""

import doctest
import importlib

import pytest
from import_graph import module_files

MODULES = [name for name in module_files() if name.partition(".")[0] in {"index", "qa", "web"}]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    module = importlib.import_module(name)
    results = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert results.failed == 0


def test_the_examples_were_found():
    finder = doctest.DocTestFinder()
    examples = {
        name: sum(len(test.examples) for test in finder.find(importlib.import_module(name)))
        for name in MODULES
    }
    # The rule is "doctests on pure functions"; these are the purest.
    for name in (
        "index.article",
        "index.filters",
        "index.fusion",
        "index.splitting",
        "qa.question",
    ):
        assert examples[name] > 0, f"{name} has no example"
