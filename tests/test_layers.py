"""Imports run one way, units stay small, and nothing is called `utils`."""

import ast
import tomllib
from pathlib import Path

import pytest
from import_graph import (
    PACKAGES,
    ROOT,
    Import,
    circle,
    imports_of,
    imports_of_module,
    module_files,
    resolve,
)

MODULES = module_files()
IMPORTS = {name: imports_of_module(name, path) for name, path in MODULES.items()}
FORBIDDEN = {
    "index": {"qa", "web", "app", "streamlit", "click"},
    "qa": {"web", "app", "streamlit"},
    "web": {"app", "click"},
}
ONLY_IN = {
    "faiss": {"index.vectors"},
    "tantivy": {"index.terms"},
    "sqlite3": {"index.connection", "index.subscriptions"},
    "httpcore2": {"index.reading.fetching"},
    "feedparser": {"index.reading.feeds"},
    "openvino": {"index.bert"},
    "sentence_transformers": {"index.encoder", "qa.reader"},
}
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "types", "base", "core", "tools"}

every_module = pytest.mark.parametrize("module", MODULES)


@every_module
def test_no_layer_imports_one_above_it(module):
    layer = module.partition(".")[0]
    upward = {found.target for found in IMPORTS[module] if found.top in FORBIDDEN.get(layer, ())}
    assert upward == set()


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_is_imported_by_its_wrapper_only(library):
    users = {
        module
        for module, imports in IMPORTS.items()
        if any(found.top == library for found in imports)
    }
    allowed = ONLY_IN[library]
    assert users <= allowed


def test_no_modules_import_one_another_in_a_circle():
    names = set(MODULES)
    arrows = {
        module: {
            target
            for found in imports
            if not found.for_types_only and (target := resolve(found.target, names))
        }
        - {module}
        for module, imports in IMPORTS.items()
    }
    assert circle(arrows) == []


@every_module
def test_a_module_has_at_most_400_lines(module):
    assert len(MODULES[module].read_text(encoding="utf-8").splitlines()) <= 400


def test_the_app_s_entry_is_under_150_lines():
    assert len((ROOT / "app.py").read_text(encoding="utf-8").splitlines()) < 150


@every_module
def test_a_function_has_at_most_60_lines(module):
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = {f.name for f in functions if f.end_lineno - f.lineno >= 60}
    assert long == set()


@every_module
def test_a_module_s_name_says_what_it_holds(module):
    assert VAGUE.isdisjoint(part.strip("_") for part in module.split("."))


@pytest.mark.parametrize("package", PACKAGES)
def test_every_directory_of_code_is_a_package(package):
    folders = {path.parent for path in (ROOT / package).rglob("*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []


# The reading of imports itself, by cases ---------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "targets"),
    [
        pytest.param("import faiss", {"faiss"}, id="import"),
        pytest.param("import a.b as c, d", {"a.b", "d"}, id="two, one renamed"),
        pytest.param("from a.b import c, d", {"a.b.c", "a.b.d"}, id="from"),
        pytest.param("from . import c", {"index.c"}, id="relative"),
        pytest.param("from .b import c", {"index.b.c"}, id="relative to a module"),
        pytest.param("def f():\n    import qa", {"qa"}, id="inside a function"),
        pytest.param("try:\n    import a\nexcept X:\n    import b", {"a", "b"}, id="in a try"),
    ],
)
def test_imports_are_found(source, targets):
    assert {found.target for found in imports_of(source, package="index")} == targets


def test_imports_for_types_are_told_apart():
    guarded = Import("a", for_types_only=True)
    assert imports_of("if TYPE_CHECKING:\n    import a\nelse:\n    import b") == {
        guarded,
        Import("b"),
    }
    assert imports_of("if typing.TYPE_CHECKING:\n    import a") == {guarded}
    assert imports_of("if ready:\n    import a") == {Import("a")}


def test_a_name_from_a_package_leads_to_its_module():
    modules = {"index", "index.errors", "qa"}
    assert resolve("index.errors.ModelError", modules) == "index.errors"
    assert resolve("index.Archive", modules) == "index"
    assert resolve("numpy.typing", modules) is None


@pytest.mark.parametrize(
    ("arrows", "ring"),
    [
        pytest.param({}, [], id="nothing"),
        pytest.param({"a": {"b", "c"}, "b": {"c"}}, [], id="a diamond is none"),
        pytest.param({"a": {"b"}, "b": {"a"}}, ["a", "b", "a"], id="two"),
        pytest.param({"a": {"b"}, "b": {"c"}, "c": {"b"}}, ["b", "c", "b"], id="behind a tail"),
    ],
)
def test_circles_are_found(arrows, ring):
    assert circle(arrows) == ring


def test_the_modules_were_found():
    assert {"index", "index.archive", "index.reading.files", "qa.desk"} <= set(MODULES)
    assert all(isinstance(path, Path) and path.is_file() for path in MODULES.values())


def test_every_package_is_installed():
    with (ROOT / "pyproject.toml").open("rb") as file:
        listed = tomllib.load(file)["tool"]["setuptools"]["packages"]
    found = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for package in ("index", "qa", "web")
        for path in (ROOT / package).rglob("__init__.py")
    }
    assert set(listed) == found
