"""What a package exports is exactly what its `__init__` lists, and all of it is explained."""

import ast
import importlib
import inspect
import re
from types import ModuleType

import pytest

import index
import qa

PACKAGES = pytest.mark.parametrize("package", [index, qa], ids=["index", "qa"])
EXPORTED = [
    pytest.param(package, name, id=f"{package.__name__}.{name}")
    for package in (index, qa)
    for name in package.__all__
]


def imported_by(package: ModuleType) -> set[str]:
    """The public names that a package's `__init__` imports from its own modules."""
    tree = ast.parse(inspect.getsource(package))
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)  # qa imports lazily: its names stand under TYPE_CHECKING
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith(package.__name__ + ".")
        for alias in node.names
        if not (alias.asname or alias.name).startswith("_")
    }


def sort_key(name: str) -> tuple[int, list[int | str]]:
    """Constants, then classes, then the rest, each in natural order: as ruff's RUF022 wants."""
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[0].isupper() else 2
    return kind, [int(p) if p.isdigit() else p for p in re.split(r"(\d+)", name) if p]


@PACKAGES
def test_all_is_exactly_what_the_init_imports(package):
    assert set(package.__all__) == imported_by(package)
    assert len(package.__all__) == len(set(package.__all__))


@PACKAGES
def test_all_is_sorted(package):
    assert list(package.__all__) == sorted(package.__all__, key=sort_key)


@pytest.mark.parametrize(("package", "name"), EXPORTED)
def test_an_exported_name_exists(package, name):
    assert hasattr(package, name)


@pytest.mark.parametrize(("package", "name"), EXPORTED)
def test_a_public_class_or_function_has_a_docstring_and_so_have_its_parts(package, name):
    exported = getattr(package, name)
    if not inspect.isclass(exported) and not inspect.isfunction(exported):
        return  # a constant: its module says what it is
    own = exported.__doc__ or ""
    # What a dataclass writes by itself is only its signature again.
    assert own.strip()
    assert not own.startswith(f"{name}(")
    members = vars(exported) if inspect.isclass(exported) else {}
    for member, value in members.items():
        function = getattr(value, "fget", None) or getattr(value, "func", None) or value
        function = getattr(function, "__func__", function)
        if not member.startswith("_") and inspect.isfunction(function):
            assert inspect.getdoc(function), f"{name}.{member} has no docstring"


def test_every_error_is_drawn_in_the_tree():
    errors = importlib.import_module("index.errors")
    defined = {name for name, value in vars(errors).items() if inspect.isclass(value)}
    assert {name for name in defined if name not in (errors.__doc__ or "")} == set()
    assert defined <= set(index.__all__)
    assert all(issubclass(getattr(errors, name), index.OnRecordError) for name in defined)
