"""Who imports whom, read from the source with `ast`; nothing is imported to find out."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("index", "qa", "web")


@dataclass(frozen=True)
class Import:
    """One imported name: "from index.errors import ModelError" is "index.errors.ModelError"."""

    target: str
    for_types_only: bool = False

    @property
    def top(self) -> str:
        return self.target.partition(".")[0]


def module_files() -> dict[str, Path]:
    """Every module of the product by its dotted name."""
    files = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    files.extend(path for path in (ROOT / "app.py",) if path.exists())
    return {_dotted(path): path for path in files}


def _dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(source: str, *, package: str = "") -> set[Import]:
    """Find every import of a module, inside functions too; `package` is where "." leads."""
    return set(_imports(ast.parse(source), package, for_types_only=False))


def _imports(node: ast.AST, package: str, *, for_types_only: bool) -> Iterator[Import]:
    if isinstance(node, ast.Import):
        yield from (Import(alias.name, for_types_only) for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        parts = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
        origin = ".".join([*parts, *([node.module] if node.module else [])])
        yield from (Import(f"{origin}.{alias.name}", for_types_only) for alias in node.names)
    for field, value in ast.iter_fields(node):
        guarded = field == "body" and isinstance(node, ast.If) and "TYPE_CHECKING" in _names(node)
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _imports(child, package, for_types_only=for_types_only or guarded)


def _names(node: ast.If) -> set[str]:
    return {ast.unparse(node.test).rpartition(".")[2]}


def imports_of_module(name: str, path: Path) -> set[Import]:
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    return imports_of(path.read_text(encoding="utf-8"), package=package)


def resolve(target: str, modules: set[str]) -> str | None:
    """Name the module of the product that an import runs: the longest that the target begins with.

    >>> resolve("index.errors.ModelError", {"index", "index.errors"})
    'index.errors'
    """
    while target and target not in modules:
        target = target.rpartition(".")[0]
    return target or None


def circle(arrows: dict[str, set[str]]) -> list[str]:
    """Return modules that import one another in a ring, or an empty list.

    >>> circle({"a": {"b"}, "b": {"c"}, "c": {"b"}})
    ['b', 'c', 'b']
    """
    done: set[str] = set()

    def walk(node: str, path: list[str]) -> list[str]:
        if node in path:
            return [*path[path.index(node) :], node]
        if node in done:
            return []
        for target in sorted(arrows.get(node, ())):
            if found := walk(target, [*path, node]):
                return found
        done.add(node)
        return []

    return next((found for node in sorted(arrows) if (found := walk(node, []))), [])
